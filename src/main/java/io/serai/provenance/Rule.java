package io.serai.provenance;

/** The rule that let a value win or lose. Its {@link #sentence} is what explain shows to people. */
public enum Rule {
    CREATED("the product was created with it"),
    FIRST_LINK_EQUAL("hub and shop held the same when they were linked"),
    FIRST_LINK_ADOPTED("the hub had never set this field, so the linked shop's value was adopted"),
    FIRST_LINK_DIFFERS("hub and shop differed when they were linked: nothing is pushed until a person decides"),
    ONLY_EDIT("nobody else had edited the field since"),
    COMMERCE_SHOP_WITHIN_WINDOW("a commerce field edited in hub and shop within five minutes: the shop wins"),
    COMMERCE_LATER("a commerce field: the later edit wins"),
    OPS_RESTORED("an ops field edited on a platform: the hub owns it and restores its value"),
    OPS_HUB("an ops field: the hub owns it"),
    SHARED_LATER("a shared field: the later edit wins"),
    SAME_CHANNEL_LATER("edited twice in the same place: the later edit wins"),
    SAME_VALUE("both sides came to hold the same"),
    CONFLICT_ACCEPT_LOCAL("a person resolved the conflict with the hub's value"),
    CONFLICT_ACCEPT_REMOTE("a person resolved the conflict with the platform's value"),
    CONFLICT_MERGE("a person resolved the conflict with a value of their own"),
    LAST_VARIANT(
            "the product's last variant was removed in a shop: nothing is removed elsewhere until a person decides"),
    REMOVED_THERE("somebody removed the variant there: it is not made again until a person decides"),
    FROZEN("the field alternated between two values without a person: frozen until one decides");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
