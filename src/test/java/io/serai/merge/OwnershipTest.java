package io.serai.merge;

import static io.serai.channel.Platform.SHOPIFY;
import static io.serai.channel.Platform.WOOCOMMERCE;
import static io.serai.merge.Scene.at;
import static io.serai.merge.Scene.text;
import static io.serai.merge.Seen.answer;
import static io.serai.merge.Seen.delivery;
import static io.serai.merge.Seen.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.conflict.Conflict;
import io.serai.conflict.Conflict.Applied;
import io.serai.ownership.Owner;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Interval;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.provenance.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules 7, 8 and 9 (D3, D4). */
class OwnershipTest {

    private final Scene scene = new Scene();

    @BeforeEach
    void linkedLongAgo() {
        for (var platform : List.of(SHOPIFY, WOOCOMMERCE)) {
            scene.linked(platform, same(read(-90_000))).then();
        }
    }

    private static Seen same(Seen seen) {
        return seen.with(Field.NAME, "Mug")
                .with(Field.SEO_TITLE, "Buy a mug")
                .variant("1", "S", "A")
                .allVariants();
    }

    private Cell sku() {
        return Cell.of(scene.hub.livingVariants().iterator().next(), Field.SKU);
    }

    @Test
    @DisplayName("rule 7 a commerce field edited in a shop is accepted and goes to the other shop")
    void commerceFromShop() {
        scene.sees(SHOPIFY, delivery(0).with(Field.SEO_TITLE, "The mug"));

        assertThat(scene.holds(Field.SEO_TITLE)).isEqualTo(text("The mug"));
        assertThat(scene.difference(WOOCOMMERCE)).containsEntry(Cell.of(Field.SEO_TITLE), text("The mug"));
        assertThat(scene.difference(SHOPIFY)).isEmpty();
    }

    @Test
    @DisplayName("rule 7 the hub may edit a commerce field")
    void commerceFromHub() {
        scene.hubSets(0, Field.SEO_TITLE, "The mug");

        assertThat(scene.difference(SHOPIFY)).containsKey(Cell.of(Field.SEO_TITLE));
        assertThat(scene.difference(WOOCOMMERCE)).containsKey(Cell.of(Field.SEO_TITLE));
    }

    @Test
    @DisplayName("D4 a commerce field: within five minutes the shop wins though the hub came later")
    void commerceHubLater() {
        scene.sees(SHOPIFY, delivery(0).with(Field.SEO_TITLE, "Shop")).hubSets(299, Field.SEO_TITLE, "Hub");

        assertThat(scene.holds(Field.SEO_TITLE)).isEqualTo(text("Shop"));
        assertThat(scene.lastDecision().outcome()).isEqualTo(Outcome.LOST);
        assertThat(scene.lastDecision().edit().rule()).isEqualTo(Rule.COMMERCE_SHOP_WITHIN_WINDOW);
    }

    @Test
    @DisplayName("D4 a commerce field: within five minutes the shop wins though it came first and is seen later")
    void commerceShopEarlier() {
        scene.hubSets(290, Field.SEO_TITLE, "Hub")
                .sees(SHOPIFY, delivery(0).with(Field.SEO_TITLE, "Shop").receivedAt(300));

        assertThat(scene.holds(Field.SEO_TITLE)).isEqualTo(text("Shop"));
        assertThat(scene.ruleOf(Field.SEO_TITLE)).isEqualTo(Rule.COMMERCE_SHOP_WITHIN_WINDOW);
    }

    @Test
    @DisplayName("D4 a commerce field: after five minutes the later wins, the hub as well")
    void commerceOutside() {
        scene.sees(SHOPIFY, delivery(0).with(Field.SEO_TITLE, "Shop")).hubSets(302, Field.SEO_TITLE, "Hub");
        assertThat(scene.holds(Field.SEO_TITLE)).isEqualTo(text("Hub"));
        assertThat(scene.ruleOf(Field.SEO_TITLE)).isEqualTo(Rule.COMMERCE_LATER);
    }

    @Test
    @DisplayName("D4 a commerce field: a shop's edit of more than five minutes before the hub's loses")
    void commerceOutsideLate() {
        scene.sees(SHOPIFY, same(delivery(-400)))
                .hubSets(302, Field.SEO_TITLE, "Hub")
                .sees(SHOPIFY, delivery(0).with(Field.SEO_TITLE, "Shop").receivedAt(400));

        assertThat(scene.holds(Field.SEO_TITLE)).isEqualTo(text("Hub"));
        assertThat(scene.difference(SHOPIFY)).containsEntry(Cell.of(Field.SEO_TITLE), text("Hub"));
    }

    @Test
    @DisplayName("rule 7 two shops: the later wins, in either order of receipt")
    void twoShops() {
        scene.sees(WOOCOMMERCE, delivery(50).with(Field.SEO_TITLE, "Woo"))
                .sees(SHOPIFY, delivery(20).with(Field.SEO_TITLE, "Shopify").receivedAt(60));

        assertThat(scene.holds(Field.SEO_TITLE)).isEqualTo(text("Woo"));
        assertThat(scene.lastDecision().outcome()).isEqualTo(Outcome.LOST);
        assertThat(scene.difference(SHOPIFY)).containsEntry(Cell.of(Field.SEO_TITLE), text("Woo"));
    }

    @Test
    @DisplayName("D3 an ops field edited in a shop is restored there, and goes nowhere else")
    void opsRestored() {
        Cell sku = sku();
        scene.sees(SHOPIFY, delivery(0).variant("1", "S", "B").allVariants());

        assertThat(scene.hub.value(sku)).isEqualTo(text("A"));
        assertThat(scene.lastDecision().outcome()).isEqualTo(Outcome.RESTORED);
        assertThat(scene.lastDecision().edit().rule()).isEqualTo(Rule.OPS_RESTORED);
        assertThat(scene.difference(SHOPIFY)).containsExactly(Map.entry(sku, text("A")));
        assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
        assertThat(scene.conflicts).isEmpty();
    }

    @Test
    @DisplayName("D3 an ops field edited in the hub goes to the shops")
    void opsFromHub() {
        Cell sku = sku();
        scene.hubSets(0, sku, text("B"));

        assertThat(scene.hub.at(sku).orElseThrow().stamp().rule()).isEqualTo(Rule.OPS_HUB);
        assertThat(scene.difference(SHOPIFY)).containsKey(sku);
    }

    @Test
    @DisplayName("D3 an ops field the hub never set is taken from the shop")
    void opsNeverSet() {
        Cell gtin = Cell.of(sku().variant(), Field.GTIN);
        scene.sees(SHOPIFY, delivery(0).variant("1", Map.of(Field.GTIN, text("4006381333931"))));

        assertThat(scene.hub.value(gtin)).isEqualTo(text("4006381333931"));
    }

    @Test
    @DisplayName("D3 an ops field the hub cleared is restored to nothing")
    void opsCleared() {
        scene.hubSets(0, sku(), Value.NONE)
                .pushes(SHOPIFY, 1, answer(2).variant("1", Map.of(Field.SKU, Value.NONE)))
                .sees(SHOPIFY, delivery(60).variant("1", Map.of(Field.SKU, text("B"))));

        assertThat(scene.lastDecision().outcome()).isEqualTo(Outcome.RESTORED);
        assertThat(scene.difference(SHOPIFY)).containsEntry(sku(), Value.NONE);
    }

    @Test
    @DisplayName("D3 a tenant's own rule gives a field another owner")
    void tenantRule() {
        var merge = new Merge(scene.ownership.with(Map.of(Field.SEO_TITLE, Owner.OPS), 2));
        Listing listing = scene.at(SHOPIFY);
        MergeResult result = merge.observe(
                scene.hub, listing, delivery(0).with(Field.SEO_TITLE, "Shop").of(listing), Duration.ZERO);

        assertThat(result.decisions()).extracting(Decision::outcome).containsExactly(Outcome.RESTORED);
    }

    @Test
    @DisplayName("D4 a shared field edited in shop and hub within five minutes: the later wins, both values are kept")
    void sharedConflict() {
        scene.sees(SHOPIFY, delivery(0).with(Field.NAME, "Shop")).hubSets(200, Field.NAME, "Hub");

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Hub"));
        assertThat(scene.conflicts).singleElement().satisfies(conflict -> {
            assertThat(conflict.kind()).isEqualTo(Conflict.Kind.SHARED_FIELD);
            assertThat(conflict.channel()).isEqualTo("channel_shopify");
            assertThat(conflict.local()).isEqualTo(text("Hub"));
            assertThat(conflict.remote()).isEqualTo(text("Shop"));
            assertThat(conflict.applied()).isEqualTo(Applied.LOCAL);
        });
    }

    @Test
    @DisplayName("D4 the same the other way round: the shop came later")
    void sharedConflictShopLater() {
        scene.hubSets(0, Field.NAME, "Hub").sees(SHOPIFY, delivery(200).with(Field.NAME, "Shop"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Shop"));
        assertThat(scene.conflicts).singleElement().satisfies(conflict -> {
            assertThat(conflict.local()).isEqualTo(text("Hub"));
            assertThat(conflict.remote()).isEqualTo(text("Shop"));
            assertThat(conflict.applied()).isEqualTo(Applied.REMOTE);
        });
    }

    @Test
    @DisplayName("D4 two shops within five minutes are a conflict too")
    void sharedTwoShops() {
        scene.sees(SHOPIFY, delivery(0).with(Field.NAME, "Shopify"))
                .sees(WOOCOMMERCE, delivery(30).with(Field.NAME, "Woo"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Woo"));
        assertThat(scene.conflicts).hasSize(1);
    }

    @Test
    @DisplayName("D4 twice in the same shop, or twice in the hub, is no conflict")
    void sameOrigin() {
        scene.sees(SHOPIFY, delivery(0).with(Field.NAME, "One"))
                .sees(SHOPIFY, delivery(9).with(Field.NAME, "Two"));
        scene.hubSets(900, Field.NAME, "Three").then().hubSets(901, Field.NAME, "Four");

        assertThat(scene.conflicts).isEmpty();
        assertThat(scene.ruleOf(Field.NAME)).isEqualTo(Rule.SAME_CHANNEL_LATER);
    }

    @Test
    @DisplayName("D4 five minutes apart there is no conflict")
    void sharedOutside() {
        scene.sees(SHOPIFY, delivery(0).with(Field.NAME, "Shop")).hubSets(302, Field.NAME, "Hub");

        assertThat(scene.conflicts).isEmpty();
    }

    @Test
    @DisplayName("rule 8 an edit of what the hub holds, days later, overlaps nothing")
    void daysLater() {
        scene.hubSets(0, Field.NAME, "Hub")
                .pushes(SHOPIFY, 1, answer(2).with(Field.NAME, "Hub"))
                .sees(SHOPIFY, delivery(200_000).with(Field.NAME, "Shop"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Shop"));
        assertThat(scene.conflicts).isEmpty();
    }

    @Test
    @DisplayName("rule 8 but of what it no longer holds it does: nobody knows when it was made")
    void overlapping() {
        scene.hubSets(0, Field.NAME, "Hub").sees(SHOPIFY, delivery(200_000).with(Field.NAME, "Shop"));

        assertThat(scene.conflicts).hasSize(1);
    }

    @Test
    @DisplayName("rule 8 the platform's clock is corrected by what it is ahead")
    void skew() {
        scene.skewed(SHOPIFY, 120);
        scene.sees(SHOPIFY, same(delivery(100)).receivedAt(5))
                .hubSets(30, Field.NAME, "Hub")
                .sees(SHOPIFY, delivery(140).with(Field.NAME, "Shop").receivedAt(40));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Hub"));
        assertThat(scene.lastDecision().edit().interval()).isEqualTo(new Interval(at(-20), at(21)));
    }

    @Test
    @DisplayName("rule 8 no edit is later than its receipt")
    void receipt() {
        scene.hubSets(30, Field.NAME, "Hub")
                .sees(SHOPIFY, delivery(7000).with(Field.NAME, "Shop").receivedAt(20));

        assertThat(scene.lastDecision().edit().interval().until()).isEqualTo(at(20));
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Hub"));
    }

    @Test
    @DisplayName("rule 8 ties: the later receipt, then the channel's id")
    void ties() {
        assertThat(edit("channel_a", 5, 9).isLaterThan(stamp("channel_z", 5, 8)))
                .isTrue();
        assertThat(edit("channel_z", 5, 8).isLaterThan(stamp("channel_a", 5, 9)))
                .isFalse();
        assertThat(edit("channel_z", 5, 8).isLaterThan(stamp("channel_a", 5, 8)))
                .isTrue();
        assertThat(edit("channel_a", 5, 8).isLaterThan(stamp("channel_z", 5, 8)))
                .isFalse();
        assertThat(edit("channel_a", 6, 6).isLaterThan(stamp("channel_z", 5, 9)))
                .isTrue();
    }

    @Test
    @DisplayName("rule 8 who edits what the hub holds comes after it, whatever the clocks say")
    void followsTheHub() {
        scene.hubSets(0, Field.NAME, "Hub")
                .pushes(SHOPIFY, 1, answer(-100).with(Field.NAME, "Hub"))
                .sees(SHOPIFY, delivery(-90).with(Field.NAME, "Shop").receivedAt(60));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Shop"));
    }

    @Test
    @DisplayName("rule 8 taking over what was there at the first link is no rival")
    void linkIsNoRival() {
        scene.linked(SHOPIFY, read(0).with(Field.VENDOR, "Adopted")).hubSets(30, Field.VENDOR, "Hub");

        assertThat(scene.holds(Field.VENDOR)).isEqualTo(text("Hub"));
    }

    private static Edit edit(String channel, int moment, int received) {
        Instant then = at(moment);
        return new Edit(
                Cell.of(Field.NAME), text("x"), Origin.SHOPIFY, channel, Interval.at(then), at(received), false);
    }

    private static Stamp stamp(String channel, int moment, int received) {
        return new Stamp(Origin.SHOPIFY, channel, Interval.at(at(moment)), at(received), Rule.ONLY_EDIT);
    }
}
