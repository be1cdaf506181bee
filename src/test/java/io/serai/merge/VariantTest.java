package io.serai.merge;

import static io.serai.channel.Platform.SHOPIFY;
import static io.serai.channel.Platform.WOOCOMMERCE;
import static io.serai.merge.Scene.text;
import static io.serai.merge.Scene.variant;
import static io.serai.merge.Seen.answer;
import static io.serai.merge.Seen.delivery;
import static io.serai.merge.Seen.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.serai.conflict.Conflict;
import io.serai.merge.MergeResult.Next;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Rule;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rules 11 and 12. */
class VariantTest {

    private final Scene scene = new Scene();

    @Nested
    class Matching {

        @Test
        @DisplayName("rule 12 by external id, whatever options and SKU say")
        void byExternalId() {
            scene.hubHas(0, variant(1), "S", "A").hubHas(0, variant(2), "M", "B");
            scene.linked(
                            SHOPIFY,
                            read(1).variant("1", "S", "A")
                                    .variant("2", "M", "B")
                                    .allVariants())
                    .sees(
                            SHOPIFY,
                            read(900)
                                    .variant("1", "M", "B")
                                    .variant("2", "S", "A")
                                    .allVariants());

            assertThat(scene.at(SHOPIFY).variants()).isEqualTo(Map.of("1", variant(1), "2", variant(2)));
        }

        @Test
        @DisplayName("rule 12 then by option values, before SKU")
        void byOptions() {
            scene.hubHas(0, variant(1), "S", "A").hubHas(0, variant(2), "M", "B");
            scene.linked(
                    SHOPIFY,
                    read(1).variant("1", "M", "A").variant("2", "S", "B").allVariants());

            assertThat(scene.at(SHOPIFY).variants()).isEqualTo(Map.of("1", variant(2), "2", variant(1)));
        }

        @Test
        @DisplayName("rule 12 then by SKU")
        void bySku() {
            scene.hubHas(0, variant(1), "S", "A").hubHas(0, variant(2), "M", "B");
            scene.linked(
                    SHOPIFY,
                    read(1).variant("1", "Small", "A")
                            .variant("2", "Medium", "B")
                            .allVariants());

            assertThat(scene.at(SHOPIFY).variants()).isEqualTo(Map.of("1", variant(1), "2", variant(2)));
        }

        @Test
        @DisplayName("rule 12 a blank SKU never links")
        void blank() {
            scene.hubHas(0, variant(1), "S", " ");
            scene.linked(SHOPIFY, read(1).variant("1", "Small", "").allVariants());

            assertThat(scene.at(SHOPIFY).variants()).doesNotContainValue(variant(1));
        }

        @Test
        @DisplayName("rule 12 a SKU doubled in the shop never links")
        void doubledThere() {
            scene.hubHas(0, variant(1), "S", "A");
            scene.linked(
                    SHOPIFY,
                    read(1).variant("1", "Small", "A")
                            .variant("2", "Medium", "A")
                            .allVariants());

            assertThat(scene.at(SHOPIFY).variants()).doesNotContainValue(variant(1));
        }

        @Test
        @DisplayName("rule 12 a SKU doubled in the hub never links, also when its double is linked already")
        void doubledHere() {
            scene.hubHas(0, variant(1), "S", "A");
            scene.linked(SHOPIFY, read(1).variant("1", "S", "A").allVariants());
            scene.hubHas(2, variant(2), "M", "A").sees(SHOPIFY, delivery(900).variant("2", "Medium", "A"));

            assertThat(scene.at(SHOPIFY).variants()).doesNotContainValue(variant(2));
        }

        @Test
        @DisplayName("rule 12 a SKU doubled in the hub never links, though neither is linked")
        void doubledHereFree() {
            scene.hubHas(0, variant(1), "S", "A").hubHas(0, variant(2), "M", "A");
            scene.linked(SHOPIFY, read(1).variant("1", "Small", "A").allVariants());

            assertThat(scene.at(SHOPIFY).variants())
                    .doesNotContainValue(variant(1))
                    .doesNotContainValue(variant(2));
        }

        @Test
        @DisplayName("rule 12 one seen alone does not take the place of another that is linked")
        void seenAlone() {
            scene.hubHas(0, variant(1), "S", "A");
            scene.linked(SHOPIFY, read(1).variant("1", "S", "A").allVariants())
                    .sees(SHOPIFY, delivery(900).variant("9", "S", "Z"));

            assertThat(scene.at(SHOPIFY).variants()).containsEntry("1", variant(1));
        }

        @Test
        @DisplayName("rule 12 a tombstone is linked by nothing")
        void tombstone() {
            scene.hubHas(0, variant(1), "S", "A").hubSets(1, Cell.of(variant(1), Field.EXISTS), Value.flag(false));
            scene.found(SHOPIFY).sees(SHOPIFY, read(900).variant("1", "S", "A").allVariants());

            assertThat(scene.at(SHOPIFY).variants()).doesNotContainValue(variant(1));
        }

        @Test
        @DisplayName("rule 12 the same external id in two products is two variants")
        void twoProducts() {
            Observation seen = read(0).variant("61", "S", "A").of(Listing.found("channel_woo", WOOCOMMERCE, "1"));
            Listing listing = Listing.found("channel_woo", WOOCOMMERCE, "1");
            HubProduct one = HubProduct.unset(new UUID(1, 1));
            HubProduct other = HubProduct.unset(new UUID(1, 2));

            assertThat(VariantMatching.match(one, listing, seen.variants(), true, false, true)
                            .values())
                    .doesNotContainAnyElementsOf(
                            VariantMatching.match(other, listing, seen.variants(), true, false, true)
                                    .values());
        }
    }

    @Nested
    class Removal {

        private void twoShops() {
            scene.hubHas(0, variant(1), "S", "A").hubHas(0, variant(2), "M", "B");
            for (var platform : List.of(SHOPIFY, WOOCOMMERCE)) {
                scene.linked(
                        platform,
                        read(1).variant("1", "S", "A").variant("2", "M", "B").allVariants());
            }
            scene.then();
        }

        @Test
        @DisplayName("rule 12 a variant removed in one shop is removed in the other, and leaves a tombstone")
        void removed() {
            twoShops();
            scene.sees(SHOPIFY, delivery(900).variant("1", "S", "A").allVariants());

            assertThat(scene.hub.variants()).contains(variant(2));
            assertThat(scene.holds(variant(2), Field.EXISTS)).isEqualTo(Value.flag(false));
            assertThat(scene.difference(WOOCOMMERCE))
                    .containsExactly(Map.entry(Cell.of(variant(2), Field.EXISTS), Value.flag(false)));
            assertThat(scene.difference(SHOPIFY)).isEmpty();
            assertThat(scene.at(SHOPIFY).variants()).doesNotContainKey("2");

            scene.pushes(WOOCOMMERCE, 901, answer(902).variant("1", "S", "A").allVariants());
            assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
        }

        @Test
        @DisplayName("rule 12 elements are merged one by one: one shop adds, the other removes")
        void elementByElement() {
            twoShops();
            scene.sees(SHOPIFY, delivery(900).variant("1", "S", "A").allVariants())
                    .sees(
                            WOOCOMMERCE,
                            read(900)
                                    .variant("1", "S", "A")
                                    .variant("2", "M", "B")
                                    .variant("3", "L", "C")
                                    .allVariants());

            assertThat(scene.hub.livingVariants())
                    .hasSize(2)
                    .contains(variant(1))
                    .doesNotContain(variant(2));
        }

        @Test
        @DisplayName("rule 12 of a removal and a hub that puts the variant back the later wins, and all of it is sent")
        void putBack() {
            twoShops();
            scene.sees(SHOPIFY, delivery(900).variant("1", "S", "A").allVariants())
                    .hubSets(1900, Cell.of(variant(2), Field.EXISTS), Value.flag(true));

            assertThat(scene.difference(SHOPIFY))
                    .containsOnlyKeys(
                            Cell.of(variant(2), Field.EXISTS),
                            Cell.of(variant(2), Field.OPTIONS),
                            Cell.of(variant(2), Field.SKU));
        }

        @Test
        @DisplayName("rule 12 a variant deleted and made again there is the same one, not a removal everywhere")
        void madeAgain() {
            twoShops();
            scene.sees(
                    SHOPIFY,
                    read(900).variant("1", "S", "A").variant("9", "M", "B").allVariants());

            assertThat(scene.hub.livingVariants()).containsExactlyInAnyOrder(variant(1), variant(2));
            assertThat(scene.at(SHOPIFY).variants()).isEqualTo(Map.of("1", variant(1), "9", variant(2)));
            assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
        }

        @Test
        @DisplayName("rule 12 what was written to the one that is gone did not arrive at the new one")
        void madeAgainDuringACall() {
            twoShops();
            scene.hubSets(800, Cell.of(variant(2), Field.SKU), text("B2"))
                    .pushes(
                            SHOPIFY,
                            801,
                            answer(802)
                                    .variant("1", "S", "A")
                                    .variant("9", "M", "")
                                    .allVariants());

            assertThat(scene.difference(SHOPIFY)).containsEntry(Cell.of(variant(2), Field.SKU), text("B2"));
        }

        @Test
        @DisplayName("rule 17 a compare-at price that the price has passed is still meant, though the answer is lost")
        void comparedPricePassed() {
            Cell compared = Cell.of(variant(1), Field.COMPARE_AT_PRICE);
            Cell price = Cell.of(variant(1), Field.NET_SALES_PRICE);
            scene.hubSets(0, price, Value.decimal("12")).hubSets(0, compared, Value.decimal("15"));
            twoShops();
            for (Cell cell : List.of(price, compared)) {
                scene.holds(scene.at(WOOCOMMERCE).with(cell, Shadow.of(scene.hub.value(cell), Scene.NOON)));
            }
            Listing before = scene.hubSets(800, price, Value.decimal("20")).at(WOOCOMMERCE);
            Map<Cell, Value> both = Map.of(price, Value.decimal("20"), compared, Value.decimal("15"));
            scene.holds(before.opening(new Intent(new UUID(9, 9), both, Scene.NOON, false)));

            scene.readsBack(
                    WOOCOMMERCE,
                    read(803)
                            .variant(
                                    "1",
                                    Map.of(
                                            Field.OPTIONS,
                                            Seen.size("S"),
                                            Field.NET_SALES_PRICE,
                                            Value.decimal("20.00"),
                                            Field.COMPARE_AT_PRICE,
                                            Value.NONE))
                            .variant("2", "M", "B")
                            .allVariants());

            assertThat(scene.holds(variant(1), Field.COMPARE_AT_PRICE)).isEqualTo(Value.decimal("15"));
            assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
        }

        @Test
        @DisplayName("rule 12 the last variant that a shop removes stays everywhere else until a person decides")
        void lastVariant() {
            twoShops();
            scene.sees(SHOPIFY, delivery(800).variant("1", "S", "A").allVariants())
                    .pushes(WOOCOMMERCE, 801, answer(802).variant("1", "S", "A").allVariants())
                    .then();
            scene.sees(WOOCOMMERCE, read(900).allVariants());

            assertThat(scene.hub.livingVariants()).containsExactly(variant(1));
            assertThat(scene.conflicts)
                    .extracting(Conflict::kind, Conflict::cell)
                    .containsExactly(tuple(Conflict.Kind.LAST_VARIANT, Cell.of(variant(1), Field.EXISTS)));
            assertThat(scene.difference(SHOPIFY)).isEmpty();
            assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
        }

        @Test
        @DisplayName("rule 12 all variants replaced by others in a shop are replaced in the hub")
        void replaced() {
            twoShops();
            scene.then().sees(WOOCOMMERCE, read(900).variant("7", "XL", "X").allVariants());

            assertThat(scene.conflicts).isEmpty();
            assertThat(scene.hub.livingVariants())
                    .doesNotContain(variant(1), variant(2))
                    .hasSize(1);
        }

        @Test
        @DisplayName("rule 12 a variant dropped in the hub and made again is the one that the shop still has")
        void handedOver() {
            twoShops();
            scene.hubSets(800, Cell.of(variant(2), Field.EXISTS), Value.flag(false))
                    .hubHas(801, variant(3), "m", "C")
                    .begins(SHOPIFY, 802);

            assertThat(scene.at(SHOPIFY).variants()).isEqualTo(Map.of("1", variant(1), "2", variant(3)));
            assertThat(scene.at(SHOPIFY).intent().meant()).isEqualTo(Map.of(Cell.of(variant(3), Field.SKU), text("C")));
            scene.readsBack(
                    SHOPIFY,
                    read(803).variant("1", "S", "A").variant("2", "M", "C").allVariants());
            assertThat(scene.difference(SHOPIFY)).isEmpty();
            assertThat(scene.hub.livingVariants()).containsExactlyInAnyOrder(variant(1), variant(3));
        }

        @Test
        @DisplayName("rule 12 a variant made again has nothing of the one before that it was not given itself")
        void takesNoValuesOver() {
            twoShops();
            scene.hubSets(800, Cell.of(variant(2), Field.EXISTS), Value.flag(false))
                    .hubSets(801, Cell.of(variant(3), Field.EXISTS), Value.flag(true))
                    .hubSets(801, Cell.of(variant(3), Field.OPTIONS), Seen.size("M"));
            scene.sees(
                    SHOPIFY,
                    read(9000).variant("1", "S", "A").variant("2", "M", "B").allVariants());

            assertThat(scene.difference(SHOPIFY)).isEqualTo(Map.of(Cell.of(variant(3), Field.SKU), Value.NONE));
            scene.sees(
                    WOOCOMMERCE,
                    read(9001).variant("1", "S", "A").variant("2", "M", "C").allVariants());
            assertThat(scene.holds(variant(3), Field.SKU)).isEqualTo(text("C"));
            assertThat(scene.conflicts).isEmpty();
        }

        @Test
        @DisplayName(
                "rule 12 what a shop's staff edit before the hand-over was pushed is an edit of the one made again")
        void editedBeforeHandedOver() {
            twoShops();
            scene.hubSets(800, Cell.of(variant(2), Field.EXISTS), Value.flag(false))
                    .hubHas(801, variant(3), "M", "B");
            scene.sees(
                    SHOPIFY,
                    read(9000)
                            .variant("1", "S", "A")
                            .variant(
                                    "2",
                                    Map.of(
                                            Field.OPTIONS,
                                            Seen.size("M"),
                                            Field.SKU,
                                            text("B"),
                                            Field.NET_SALES_PRICE,
                                            Value.decimal("12")))
                            .allVariants());

            assertThat(scene.holds(variant(3), Field.NET_SALES_PRICE)).isEqualTo(Value.decimal("12"));
            assertThat(scene.difference(SHOPIFY)).isEmpty();
        }

        @Test
        @DisplayName("rule 12 nothing is handed over to a variant that waits for a person")
        void withheldHeir() {
            twoShops();
            scene.hubSets(800, Cell.of(variant(2), Field.EXISTS), Value.flag(false))
                    .hubHas(801, variant(3), "M", "C");
            Shadow undecided = Shadow.of(Value.flag(false), Scene.NOON).withheld(true);
            Listing listing = scene.at(SHOPIFY).with(Cell.of(variant(3), Field.EXISTS), undecided);

            assertThat(listing.handingOver(scene.hub)).isEqualTo(listing);
        }

        @Test
        @DisplayName("rule 12 nothing is handed over to one of several, nor to one that the shop has already")
        void notHandedOver() {
            twoShops();
            scene.hubSets(800, Cell.of(variant(2), Field.EXISTS), Value.flag(false))
                    .hubHas(801, variant(3), "M", "C")
                    .hubHas(802, variant(4), "M", "D")
                    .begins(SHOPIFY, 803);

            assertThat(scene.at(SHOPIFY).variants()).isEqualTo(Map.of("1", variant(1), "2", variant(2)));
        }

        @Test
        @DisplayName("rule 12 a delivery of the second in which we removed a variant does not bring it back")
        void sameSecond() {
            twoShops();
            scene.hubSets(800, Cell.of(variant(2), Field.EXISTS), Value.flag(false))
                    .pushes(SHOPIFY, 801, answer(802).variant("1", "S", "A").allVariants())
                    .sees(
                            SHOPIFY,
                            delivery(802)
                                    .variant("1", "S", "A")
                                    .variant("2", "M", "B")
                                    .allVariants());

            assertThat(scene.hub.livingVariants()).containsExactly(variant(1));
            assertThat(scene.last.next()).isEqualTo(Next.READ_AGAIN);
        }

        @Test
        @DisplayName("rule 12 a variant that the platform restores from its trash is what it was")
        void restoredThere() {
            scene.linked(
                    SHOPIFY,
                    read(1).variant("1", "S", "A").variant("2", "M", "B").allVariants());
            UUID second = scene.at(SHOPIFY).variants().get("2");
            scene.sees(SHOPIFY, delivery(900).variant("1", "S", "A").allVariants())
                    .sees(
                            SHOPIFY,
                            delivery(1900)
                                    .variant("1", "S", "A")
                                    .variant("2", "M", "B")
                                    .allVariants());

            assertThat(scene.hub.livingVariants()).contains(second);
            assertThat(scene.hub.variants()).hasSize(2);
        }
    }

    @Nested
    class Deletion {

        private void gone() {
            scene.linked(SHOPIFY, read(0).with(Field.NAME, "Mug"));
            scene.holds(scene.at(SHOPIFY).with(Listing.State.REMOVED));
        }

        @Test
        @DisplayName("rule 11 a removed listing is not created again, whatever the hub does")
        void notCreatedAgain() {
            gone();
            scene.hubSets(60, Field.NAME, "Cup");

            assertThat(scene.difference(SHOPIFY)).isEmpty();
        }

        @Test
        @DisplayName("rule 11 a delivery does not revive it: the shop is asked")
        void deliveryDoesNotRevive() {
            gone();
            scene.then().sees(SHOPIFY, delivery(60).with(Field.NAME, "Cup"));

            assertThat(scene.at(SHOPIFY).state()).isEqualTo(Listing.State.REMOVED);
            assertThat(scene.last.next()).isEqualTo(Next.READ_AGAIN);
            assertThat(scene.decisions).isEmpty();
        }

        @Test
        @DisplayName("rule 11 a read that began before does not revive it either")
        void oldReadDoesNotRevive() {
            scene.linked(SHOPIFY, read(0).with(Field.NAME, "Mug"));
            long begun = scene.at(SHOPIFY).generation();
            scene.holds(scene.at(SHOPIFY).with(Listing.State.REMOVED))
                    .sees(SHOPIFY, read(0).with(Field.NAME, "Mug").begunIn(begun));

            assertThat(scene.at(SHOPIFY).state()).isEqualTo(Listing.State.REMOVED);
        }

        @Test
        @DisplayName("rule 11 the same id seen alive links it anew against its old shadow")
        void seenAlive() {
            gone();
            scene.hubSets(60, Field.NAME, "Cup")
                    .sees(SHOPIFY, read(0).with(Field.NAME, "Mug").receivedAt(90));

            assertThat(scene.at(SHOPIFY).state()).isEqualTo(Listing.State.LINKED);
            assertThat(scene.difference(SHOPIFY)).containsEntry(Cell.of(Field.NAME), text("Cup"));
            assertThat(scene.conflicts).isEmpty();
            assertThat(scene.ruleOf(Field.NAME)).isNotEqualTo(Rule.FIRST_LINK_DIFFERS);
        }
    }
}
