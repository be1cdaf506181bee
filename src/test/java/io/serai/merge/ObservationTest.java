package io.serai.merge;

import static io.serai.channel.Platform.SHOPIFY;
import static io.serai.channel.Platform.WOOCOMMERCE;
import static io.serai.merge.Scene.at;
import static io.serai.merge.Scene.text;
import static io.serai.merge.Seen.answer;
import static io.serai.merge.Seen.delivery;
import static io.serai.merge.Seen.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.merge.MergeResult.Next;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules 2 and 3, echoes (D2, K7) and where a change came from (D1). */
class ObservationTest {

    private final Scene scene = new Scene();

    @BeforeEach
    void linkedLongAgo() {
        scene.linked(
                        SHOPIFY,
                        read(-9000)
                                .with(Field.NAME, "Mug")
                                .with(Field.SEO_TITLE, "Buy a mug")
                                .variant("1", "S", "A")
                                .variant("2", "M", "B")
                                .allVariants())
                .then();
    }

    @Test
    @DisplayName("D1 an edit carries its origin, its channel and its time")
    void provenance() {
        scene.sees(SHOPIFY, delivery(0).with(Field.NAME, "Cup").receivedAt(7));

        Stamped stamped = scene.hub.at(Cell.of(Field.NAME)).orElseThrow();
        assertThat(stamped.stamp().origin()).isEqualTo(Origin.SHOPIFY);
        assertThat(stamped.stamp().channel()).isEqualTo("channel_shopify");
        assertThat(stamped.stamp().interval().after()).isEqualTo(at(-9000));
        assertThat(stamped.stamp().interval().until()).isEqualTo(at(1));
        assertThat(stamped.stamp().receivedAt()).isEqualTo(at(7));
    }

    @Test
    @DisplayName("rule 2 what an observation does not carry was not edited")
    void partial() {
        scene.sees(SHOPIFY, delivery(0).with(Field.NAME, "Cup"));

        assertThat(scene.holds(Field.SEO_TITLE)).isEqualTo(text("Buy a mug"));
        assertThat(scene.hub.livingVariants()).hasSize(2);
        assertThat(scene.decisions).extracting(Decision::cell).containsExactly(Cell.of(Field.NAME));
    }

    @Test
    @DisplayName("rule 2 a delivery of a change is a hint: what it did not carry is read")
    void hint() {
        scene.sees(SHOPIFY, delivery(0).with(Field.NAME, "Mug"));

        assertThat(scene.last.next()).isEqualTo(Next.READ_AGAIN);
    }

    @Test
    @DisplayName(
            "rule 2 a delivery that names other variants than are known is a hint, also in the second of the last read")
    void namesOthers() {
        scene.sees(SHOPIFY, everything(5));
        assertThat(scene.last.next()).isEqualTo(Next.DONE);

        scene.sees(SHOPIFY, delivery(5).with(Field.NAME, "Mug").naming("1", "2"));
        assertThat(scene.last.next()).isEqualTo(Next.DONE);
        scene.sees(SHOPIFY, delivery(4).with(Field.NAME, "Mug").naming("1"));
        assertThat(scene.last.next()).as("one from before").isEqualTo(Next.DONE);
        scene.sees(SHOPIFY, delivery(5).with(Field.NAME, "Mug").naming("1"));
        assertThat(scene.last.next()).isEqualTo(Next.READ_AGAIN);
    }

    @Test
    @DisplayName("rule 2 the echo of our own push has nothing to read")
    void echoIsNoHint() {
        scene.hubSets(0, Field.NAME, "Cup").pushes(SHOPIFY, 1, everything(2).with(Field.NAME, "Cup"));
        scene.sees(SHOPIFY, delivery(2).with(Field.NAME, "Cup"));

        assertThat(scene.last.next()).isEqualTo(Next.DONE);
    }

    @Test
    @DisplayName("rule 2 a variant missing from a list not known to be complete was not removed")
    void incompleteList() {
        scene.sees(SHOPIFY, delivery(0).variant("1", "S", "A"));

        assertThat(scene.hub.livingVariants()).hasSize(2);
    }

    @Test
    @DisplayName("rule 2 a variant missing from a complete list was removed")
    void completeList() {
        scene.sees(SHOPIFY, delivery(0).variant("1", "S", "A").allVariants());

        assertThat(scene.hub.livingVariants()).hasSize(1);
        assertThat(scene.lastDecision().value()).isEqualTo(Value.flag(false));
    }

    @Test
    @DisplayName("rule 2 of a variant that is gone nothing is left to read")
    void goneVariant() {
        scene.sees(SHOPIFY, delivery(0).variant("1", "S", "A").allVariants())
                .sees(
                        SHOPIFY,
                        delivery(9)
                                .with(Field.NAME, "Mug")
                                .with(Field.SEO_TITLE, "Buy a mug")
                                .variant("1", "S", "A")
                                .allVariants());

        assertThat(scene.last.next()).isEqualTo(Next.DONE);
    }

    @Test
    @DisplayName("rule 2 a list of ids alone cannot say which variant a new one is: it is read first")
    void idsAlone() {
        scene.sees(
                SHOPIFY,
                delivery(0).variant("1", Map.of()).variant("3", Map.of()).allVariants());

        assertThat(scene.last.next()).isEqualTo(Next.READ_AGAIN);
        assertThat(scene.decisions).isEmpty();
        assertThat(scene.at(SHOPIFY).variants()).doesNotContainKey("3");
    }

    @Test
    @DisplayName("rule 3 equal content still raises the version, but only of what came with it")
    void versionPerField() {
        scene.sees(SHOPIFY, delivery(0).with(Field.NAME, "Mug"));

        assertThat(scene.shadow(SHOPIFY, Field.NAME).version()).isEqualTo(at(0));
        assertThat(scene.shadow(SHOPIFY, Field.SEO_TITLE).version()).isEqualTo(at(-9000));
    }

    @Test
    @DisplayName("rule 3 equal version with other content is read again, and moves nothing before")
    void equalVersion() {
        scene.sees(SHOPIFY, everything(0, delivery(0)).with(Field.NAME, "Cup"));
        scene.then().sees(SHOPIFY, everything(0, delivery(0)).with(Field.NAME, "Beaker"));

        assertThat(scene.last.next()).isEqualTo(Next.READ_AGAIN);
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Cup"));

        scene.sees(SHOPIFY, everything(0, read(0)).with(Field.NAME, "Beaker"));
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Beaker"));
    }

    @Test
    @DisplayName("rule 3 an edit of the very second that our own write covered up is still decided as one")
    void coveredUpInItsSecond() {
        scene.hubSets(0, Field.NAME, "Cup").pushes(SHOPIFY, 400, everything(403).with(Field.NAME, "Cup"));
        scene.sees(SHOPIFY, everything(403, delivery(403)).with(Field.NAME, "Beaker"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Beaker"));
        assertThat(scene.difference(SHOPIFY)).containsEntry(Cell.of(Field.NAME), text("Beaker"));
        assertThat(scene.last.next()).isEqualTo(Next.READ_AGAIN);

        scene.then().sees(SHOPIFY, everything(403, read(403)).with(Field.NAME, "Beaker"));
        assertThat(scene.decisions).isEmpty();
        assertThat(scene.difference(SHOPIFY)).isEmpty();
    }

    @Test
    @DisplayName("rule 3 what Serai reads itself replaces the shadow, though its version is lower")
    void readReplaces() {
        scene.sees(SHOPIFY, everything(10, delivery(10)).with(Field.NAME, "Cup"));
        scene.sees(SHOPIFY, everything(5, read(5)).with(Field.NAME, "Beaker").receivedAt(60));

        assertThat(scene.shadow(SHOPIFY, Field.NAME).held()).isEqualTo(text("Beaker"));
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Beaker"));
    }

    @Test
    @DisplayName("rule 3 a read that a delivery overtook is read again")
    void overtakenByDelivery() {
        long begun = scene.at(SHOPIFY).generation();
        scene.sees(SHOPIFY, delivery(10).with(Field.NAME, "Cup"));
        scene.sees(SHOPIFY, read(5).with(Field.NAME, "Mug").begunIn(begun));

        assertThat(scene.last.next()).isEqualTo(Next.READ_AGAIN);
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Cup"));
    }

    @Test
    @DisplayName("rule 3 of two reads under way the one that is merged last began before the other ended")
    void overtakenByRead() {
        long begun = scene.at(SHOPIFY).generation();
        scene.sees(SHOPIFY, read(10).with(Field.NAME, "Cup").begunIn(begun));
        scene.sees(SHOPIFY, read(5).with(Field.NAME, "Mug").begunIn(begun));

        assertThat(scene.last.next()).isEqualTo(Next.READ_AGAIN);
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Cup"));
    }

    @Test
    @DisplayName("rule 3 an old delivery of a field that was never seen is no first sight of it: it is read")
    void oldSight() {
        scene.sees(SHOPIFY, delivery(-9001).with(Field.VENDOR, "Old"));

        assertThat(scene.hub.at(Cell.of(Field.VENDOR))).isEmpty();
        assertThat(scene.last.next()).isEqualTo(Next.READ_AGAIN);
    }

    @Test
    @DisplayName("rule 3 a read that our own push overtook is read again")
    void overtakenByPush() {
        long begun = scene.at(SHOPIFY).generation();
        scene.hubSets(0, Field.NAME, "Cup").pushes(SHOPIFY, 1, everything(2).with(Field.NAME, "Cup"));
        scene.sees(SHOPIFY, read(0).with(Field.NAME, "Mug").begunIn(begun));

        assertThat(scene.last.next()).isEqualTo(Next.READ_AGAIN);
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Cup"));
    }

    @Test
    @DisplayName("D2 our own push coming back changes nothing and triggers nothing, however often it comes")
    void echo() {
        scene.linked(WOOCOMMERCE, read(-9000).with(Field.NAME, "Mug"));
        scene.hubSets(0, Field.NAME, "Cup")
                .pushes(SHOPIFY, 1, everything(2).with(Field.NAME, "Cup"))
                .pushes(WOOCOMMERCE, 1, answer(3).with(Field.NAME, "Cup"))
                .then();
        HubProduct before = scene.hub;
        for (int i = 0; i < 3; i++) {
            scene.sees(SHOPIFY, delivery(2 + i).with(Field.NAME, "Cup"))
                    .sees(WOOCOMMERCE, delivery(3 + i).with(Field.NAME, "Cup"));
        }

        assertThat(scene.hub).isEqualTo(before);
        assertThat(scene.decisions).isEmpty();
        assertThat(scene.difference(SHOPIFY)).isEmpty();
        assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
    }

    @Test
    @DisplayName("K7 a second human edit within a minute is not an echo")
    void secondEditWithinAMinute() {
        scene.linked(WOOCOMMERCE, read(-9000).with(Field.NAME, "Mug"));
        scene.sees(SHOPIFY, delivery(0).with(Field.NAME, "Cup"))
                .pushes(WOOCOMMERCE, 2, answer(3).with(Field.NAME, "Cup"))
                .sees(WOOCOMMERCE, delivery(3).with(Field.NAME, "Cup"))
                .sees(SHOPIFY, delivery(20).with(Field.NAME, "Beaker"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Beaker"));
        assertThat(scene.difference(WOOCOMMERCE)).containsEntry(Cell.of(Field.NAME), text("Beaker"));
    }

    @Test
    @DisplayName("K7 nor is an edit within a minute in the shop that was just pushed to")
    void editOnTopOfAPush() {
        scene.hubSets(0, Field.NAME, "Cup")
                .pushes(SHOPIFY, 1, everything(2).with(Field.NAME, "Cup"))
                .sees(SHOPIFY, delivery(9).with(Field.NAME, "Mug"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Mug"));
    }

    @Test
    @DisplayName("X3 both sides came to hold the same: told once, and from then on also the shop's")
    void sameValue() {
        scene.hubSets(0, Field.NAME, "Cup").then().sees(SHOPIFY, delivery(60).with(Field.NAME, "Cup"));

        assertThat(scene.decisions).singleElement().satisfies(decision -> {
            assertThat(decision.outcome()).isEqualTo(Outcome.WON);
            assertThat(decision.edit().rule()).isEqualTo(Rule.SAME_VALUE);
        });
        assertThat(scene.ruleOf(Field.NAME)).isEqualTo(Rule.SAME_VALUE);
        assertThat(scene.difference(SHOPIFY)).isEmpty();
    }

    @Test
    @DisplayName("X3 an ops field stays the hub's, though a shop set the same")
    void sameOpsValue() {
        Cell sku = Cell.of(scene.at(SHOPIFY).variants().get("1"), Field.SKU);
        scene.hubSets(0, sku, text("A2")).sees(SHOPIFY, delivery(60).variant("1", Map.of(Field.SKU, text("A2"))));

        assertThat(scene.hub.at(sku).orElseThrow().stamp().origin()).isEqualTo(Origin.NOLIMITS);
    }

    @Test
    @DisplayName("X3 the earlier of two equal edits does not take the later one's place")
    void sameValueEarlier() {
        scene.hubSets(90, Field.NAME, "Cup").sees(SHOPIFY, delivery(60).with(Field.NAME, "Cup"));

        assertThat(scene.hub.at(Cell.of(Field.NAME)).orElseThrow().stamp().origin())
                .isEqualTo(Origin.NOLIMITS);
    }

    @Test
    @DisplayName("D3 a platform that has no place for a field has no say in it")
    void neverThere() {
        scene.linked(WOOCOMMERCE, read(0).with(Field.VENDOR, "Nobody"));

        assertThat(scene.hub.at(Cell.of(Field.VENDOR))).isEmpty();
        assertThat(scene.at(WOOCOMMERCE).shadow()).isEmpty();
    }

    private static Seen everything(double version) {
        return everything(version, answer(version));
    }

    private static Seen everything(double version, Seen seen) {
        return seen.with(Field.SEO_TITLE, "Buy a mug")
                .variant("1", "S", "A")
                .variant("2", "M", "B")
                .allVariants();
    }

    @Test
    @DisplayName("rule 12 what a later delivery no longer shows is a tombstone that stays one")
    void tombstone() {
        scene.sees(SHOPIFY, delivery(0).variant("1", "S", "A").allVariants())
                .sees(
                        SHOPIFY,
                        delivery(-10)
                                .variant("1", "S", "A")
                                .variant("2", "M", "B")
                                .allVariants());

        assertThat(scene.hub.livingVariants()).hasSize(1);
        assertThat(scene.hub.variants()).hasSize(2);
        assertThat(scene.last.next()).isEqualTo(Next.READ_AGAIN);
    }
}
