package io.serai.merge;

import static io.serai.channel.Platform.SHOPIFY;
import static io.serai.channel.Platform.WOOCOMMERCE;
import static io.serai.merge.Scene.text;
import static io.serai.merge.Scene.variant;
import static io.serai.merge.Seen.answer;
import static io.serai.merge.Seen.delivery;
import static io.serai.merge.Seen.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.merge.MergeResult.Next;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rules 5 and 6, and what a platform makes of what it is sent (rule 15). */
class IntentTest {

    private final Scene scene = new Scene();

    private Scene linked() {
        return scene.linked(
                        SHOPIFY,
                        read(-9000)
                                .with(Field.NAME, "Mug")
                                .variant("1", price("5"))
                                .allVariants())
                .then();
    }

    private static Map<Field, Value> price(String price) {
        return Map.of(Field.OPTIONS, Seen.size("S"), Field.NET_SALES_PRICE, Value.decimal(price));
    }

    private Cell price() {
        return Cell.of(scene.hub.livingVariants().iterator().next(), Field.NET_SALES_PRICE);
    }

    @Test
    @DisplayName("rule 5 while an intent is open deliveries and reads are parked")
    void parked() {
        long unopened = linked().at(SHOPIFY).generation();
        scene.hubSets(0, Field.NAME, "Cup").begins(SHOPIFY, 1).then();
        Listing before = scene.at(SHOPIFY);
        assertThat(before.generation()).isGreaterThan(unopened);

        scene.sees(SHOPIFY, delivery(2).with(Field.NAME, "Bowl"));
        assertThat(scene.last.next()).isEqualTo(Next.PARK);
        scene.sees(SHOPIFY, read(2).with(Field.NAME, "Bowl"));
        assertThat(scene.last.next()).isEqualTo(Next.PARK);

        assertThat(scene.decisions).isEmpty();
        assertThat(scene.at(SHOPIFY)).isEqualTo(before);
    }

    @Test
    @DisplayName("rule 5 the platform's answer closes it, and what was parked is judged against it")
    void closes() {
        linked().hubSets(0, Field.NAME, "Cup").pushes(SHOPIFY, 1, answer(2).with(Field.NAME, "Cup"));
        assertThat(scene.at(SHOPIFY).intent()).isNull();
        assertThat(scene.difference(SHOPIFY)).isEmpty();

        scene.sees(SHOPIFY, delivery(3).with(Field.NAME, "Bowl"));
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Bowl"));
    }

    @Test
    @DisplayName("rule 5 the answer also tells of edits in fields that were not sent")
    void answerTellsMore() {
        linked().hubSets(0, Field.NAME, "Cup");
        scene.pushes(
                SHOPIFY,
                1,
                answer(2).with(Field.NAME, "Cup").variant("1", price("7")).allVariants());

        assertThat(scene.hub.value(price())).isEqualTo(Value.decimal("7"));
    }

    @Test
    @DisplayName("rule 5 and of a variant that staff added meanwhile")
    void answerTellsOfAVariant() {
        linked().hubSets(0, Field.NAME, "Cup");
        scene.pushes(
                SHOPIFY,
                1,
                answer(2)
                        .with(Field.NAME, "Cup")
                        .variant("1", price("5"))
                        .variant("2", "M", "B")
                        .allVariants());

        assertThat(scene.hub.livingVariants()).hasSize(2);
    }

    @Test
    @DisplayName("rule 10 closing an intent leaves a difference where the hub was edited meanwhile")
    void editedMeanwhile() {
        linked().hubSets(0, Field.NAME, "Cup").begins(SHOPIFY, 1);
        scene.hubSets(2, Field.NAME, "Bowl").sees(SHOPIFY, answer(3).with(Field.NAME, "Cup"));

        assertThat(scene.difference(SHOPIFY)).containsOnly(Map.entry(Cell.of(Field.NAME), text("Bowl")));
    }

    @Test
    @DisplayName("rule 15 what the platform rounds is no edit and is not sent again until the hub's value changes")
    void rounded() {
        linked();
        scene.hubSets(0, price(), Value.decimal("9.999"))
                .pushes(SHOPIFY, 1, answer(2).variant("1", price("10.00")).allVariants())
                .sees(SHOPIFY, delivery(3).variant("1", price("10.00")).allVariants());

        assertThat(scene.hub.value(price())).isEqualTo(Value.decimal("9.999"));
        assertThat(scene.difference(SHOPIFY)).isEmpty();

        scene.hubSets(4, price(), Value.decimal("10"));
        assertThat(scene.difference(SHOPIFY)).isEmpty();
        scene.hubSets(5, price(), Value.decimal("11"));
        assertThat(scene.difference(SHOPIFY)).containsKey(price());
    }

    @Test
    @DisplayName("rule 5 a platform without a word for what it was sent took it")
    void wordless() {
        linked().hubSets(0, Field.TAGS, Value.terms(List.of("new")));
        scene.pushes(SHOPIFY, 1, answer(2).with(Field.NAME, "Mug"));

        assertThat(scene.difference(SHOPIFY)).isEmpty();
    }

    @Nested
    class Creating {

        @Test
        @DisplayName("rule 5 the variants we made are matched in the answer, and their ids kept")
        void matched() {
            scene.hubHas(0, variant(1), "S", "A")
                    .hubHas(0, variant(2), "M", "B")
                    .wanted(SHOPIFY);
            scene.pushes(
                    SHOPIFY,
                    1,
                    answer(2).variant("11", "m", "B").variant("12", "s", "A").allVariants());

            assertThat(scene.at(SHOPIFY).variants()).isEqualTo(Map.of("11", variant(2), "12", variant(1)));
            assertThat(scene.difference(SHOPIFY)).isEmpty();
        }

        @Test
        @DisplayName("rule 5 a simple product's only variant is matched, though it has neither options nor SKU")
        void simple() {
            scene.hubSets(0, Cell.of(variant(1), Field.EXISTS), Value.flag(true))
                    .wanted(WOOCOMMERCE);
            scene.pushes(
                    WOOCOMMERCE,
                    1,
                    answer(2)
                            .variant("product-1", Map.of(Field.OPTIONS, Seen.size(null)))
                            .allVariants());

            assertThat(scene.hub.variants()).containsExactly(variant(1));
            assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
        }

        @Test
        @DisplayName("rule 5 what the hub removed during the call is known in the answer and removed there")
        void removedMeanwhile() {
            scene.hubHas(0, variant(1), "S", "A")
                    .hubHas(0, variant(2), "M", "B")
                    .wanted(SHOPIFY);
            scene.begins(SHOPIFY, 1)
                    .hubSets(2, Cell.of(variant(2), Field.EXISTS), Value.flag(false))
                    .sees(
                            SHOPIFY,
                            answer(3)
                                    .variant("11", "S", "A")
                                    .variant("12", "M", "B")
                                    .allVariants());

            assertThat(scene.hub.livingVariants()).containsExactly(variant(1));
            assertThat(scene.difference(SHOPIFY))
                    .containsExactly(Map.entry(Cell.of(variant(2), Field.EXISTS), Value.flag(false)));
        }

        @Test
        @DisplayName("rule 5 a variant is known by the options it was made with, though the hub has others by now")
        void renamedMeanwhile() {
            scene.hubHas(0, variant(1), "S", null)
                    .hubHas(0, variant(2), "M", null)
                    .wanted(SHOPIFY);
            scene.begins(SHOPIFY, 1)
                    .hubSets(2, Cell.of(variant(2), Field.OPTIONS), Seen.size("L"))
                    .sees(
                            SHOPIFY,
                            answer(3)
                                    .variant("11", "S", null)
                                    .variant("12", "M", null)
                                    .allVariants());

            assertThat(scene.at(SHOPIFY).variants()).containsEntry("12", variant(2));
        }

        @Test
        @DisplayName("rule 5 a variant that the answer does not show was not made")
        void notMade() {
            scene.hubHas(0, variant(1), "S", "A")
                    .linked(SHOPIFY, read(1).variant("1", "S", "A").allVariants());
            scene.hubHas(2, variant(2), "M", "B")
                    .pushes(SHOPIFY, 3, answer(4).variant("1", "S", "A").allVariants());

            assertThat(scene.difference(SHOPIFY)).containsKey(Cell.of(variant(2), Field.EXISTS));
        }

        @Test
        @DisplayName("rule 6 the echo of a create that staff have edited since is no edit, in whatever form")
        void lateEchoOfACreate() {
            scene.hubSets(0, Field.DESCRIPTION, "<p>B</p><script>x()</script>")
                    .wanted(SHOPIFY)
                    .begins(SHOPIFY, 1);
            scene.readsBack(SHOPIFY, read(90).with(Field.DESCRIPTION, "<p>C</p>"))
                    .then()
                    .sees(
                            SHOPIFY,
                            delivery(5).with(Field.DESCRIPTION, "<p>B</p>").receivedAt(99));

            assertThat(scene.decisions).isEmpty();
        }

        @Test
        @DisplayName("rule 5 what the platform fills in of itself is not adopted")
        void defaults() {
            scene.hubSets(0, Field.NAME, "Mug").wanted(SHOPIFY);
            scene.pushes(SHOPIFY, 1, answer(2).with(Field.NAME, "Mug").with(Field.VENDOR, "My shop"));

            assertThat(scene.hub.at(Cell.of(Field.VENDOR))).isEmpty();
            assertThat(scene.conflicts).isEmpty();
        }

        @Test
        @DisplayName("rule 6 a create that arrived is found and linked, an edit on top of it is one")
        void readBack() {
            scene.hubSets(0, Field.NAME, "Mug").hubSets(0, Field.VENDOR, "Ours").wanted(SHOPIFY);
            scene.begins(SHOPIFY, 1)
                    .then()
                    .readsBack(
                            SHOPIFY,
                            read(90).with(Field.NAME, "Mug ")
                                    .with(Field.VENDOR, "Theirs")
                                    .with(Field.TAGS, Value.NONE));

            assertThat(scene.at(SHOPIFY).state()).isEqualTo(Listing.State.LINKED);
            assertThat(scene.at(SHOPIFY).intent()).isNull();
            assertThat(scene.holds(Field.NAME)).isEqualTo(text("Mug"));
            assertThat(scene.holds(Field.VENDOR)).isEqualTo(text("Theirs"));
            assertThat(scene.conflicts).isEmpty();
            assertThat(scene.difference(SHOPIFY)).isEmpty();
        }

        @Test
        @DisplayName("rule 6 staff who filled in what we left out of a create are heard")
        void readBackMore() {
            scene.hubSets(0, Field.NAME, "Mug").wanted(SHOPIFY).begins(SHOPIFY, 1);
            scene.readsBack(SHOPIFY, read(90).with(Field.NAME, "Mug").with(Field.VENDOR, "Theirs"));

            assertThat(scene.holds(Field.VENDOR)).isEqualTo(text("Theirs"));
        }

        @Test
        @DisplayName("rule 6 a variant that staff added before the create was read back is theirs")
        void readBackVariant() {
            scene.hubHas(0, variant(1), "S", "A").wanted(SHOPIFY).begins(SHOPIFY, 1);
            scene.readsBack(
                    SHOPIFY,
                    read(90).variant("11", "S", "A").variant("12", "L", "C").allVariants());

            assertThat(scene.hub.livingVariants()).hasSize(2);
        }

        @Test
        @DisplayName("rule 6 a create that did not arrive is sent again whole")
        void notArrived() {
            scene.hubSets(0, Field.NAME, "Mug").wanted(SHOPIFY).begins(SHOPIFY, 1);
            scene.holds(scene.at(SHOPIFY).closing());

            assertThat(scene.difference(SHOPIFY)).containsKey(Cell.of(Field.NAME));
        }
    }

    /** What two shops can leave in the hub when both were edited at once. */
    @Nested
    class CreatingEqualOnes {

        private Scene linkedShirt() {
            scene.hubHas(0, variant(1), "S", "A").hubHas(0, variant(2), "M", "B");
            return scene.linked(
                    WOOCOMMERCE,
                    read(1).variant("1", "S", "A").variant("2", "M", "B").allVariants());
        }

        private void assertEachIsThereOnce(Map<String, UUID> ids) {
            assertThat(scene.at(WOOCOMMERCE).variants()).isEqualTo(ids);
            assertThat(scene.hub.livingVariants()).hasSameElementsAs(ids.values());
            assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
        }

        @Test
        @DisplayName("rule 5 a variant made beside a linked one of the same options is found in the answer")
        void besideALinkedOne() {
            linkedShirt().hubHas(2, variant(3), "S", "");
            scene.pushes(
                    WOOCOMMERCE,
                    3,
                    answer(4)
                            .variant("1", "S", "A")
                            .variant("2", "M", "B")
                            .variant("3", "S", "")
                            .allVariants());

            assertEachIsThereOnce(Map.of("1", variant(1), "2", variant(2), "3", variant(3)));
        }

        @Test
        @DisplayName("rule 6 and in what is read back")
        void readBack() {
            linkedShirt().hubHas(2, variant(3), "S", "").begins(WOOCOMMERCE, 3);
            scene.readsBack(
                    WOOCOMMERCE,
                    read(4).variant("1", "S", "A")
                            .variant("2", "M", "B")
                            .variant("3", "S", "")
                            .allVariants());

            assertEachIsThereOnce(Map.of("1", variant(1), "2", variant(2), "3", variant(3)));
        }

        @Test
        @DisplayName("rule 6 one that did not arrive is not taken for the linked one, and is made then")
        void notArrived() {
            linkedShirt().hubHas(2, variant(3), "S", "").begins(WOOCOMMERCE, 3);
            scene.readsBack(
                    WOOCOMMERCE,
                    read(4).variant("1", "S", "A").variant("2", "M", "B").allVariants());

            assertThat(scene.at(WOOCOMMERCE).variants()).isEqualTo(Map.of("1", variant(1), "2", variant(2)));
            assertThat(scene.difference(WOOCOMMERCE)).containsKey(Cell.of(variant(3), Field.EXISTS));
        }

        @Test
        @DisplayName("rule 5 of two made at once each gets its own, by SKU where that tells")
        void together() {
            linkedShirt().hubHas(2, variant(3), "L", "").hubHas(2, variant(4), "L", "C");
            scene.pushes(
                    WOOCOMMERCE,
                    3,
                    answer(4)
                            .variant("1", "S", "A")
                            .variant("2", "M", "B")
                            .variant("3", "L", "C")
                            .variant("4", "L", "")
                            .allVariants());

            assertEachIsThereOnce(Map.of("1", variant(1), "2", variant(2), "3", variant(4), "4", variant(3)));
        }

        @Test
        @DisplayName("rule 5 of two made at once each gets its own also where the platform changed their SKUs")
        void togetherUnderOtherSkus() {
            linkedShirt().hubHas(2, variant(3), "L", "C").hubHas(2, variant(4), "L", "D");
            scene.pushes(
                    WOOCOMMERCE,
                    3,
                    answer(4)
                            .variant("1", "S", "A")
                            .variant("2", "M", "B")
                            .variant("3", "L", "C-1")
                            .variant("4", "L", "D-1")
                            .allVariants());

            assertEachIsThereOnce(Map.of("1", variant(1), "2", variant(2), "3", variant(3), "4", variant(4)));
        }

        @Test
        @DisplayName(
                "rule 5 of several under options of the platform's own spelling each gets its own, also in part of an answer")
        void severalRespelled() {
            linkedShirt().hubHas(2, variant(3), "<i>L</i>", "").hubHas(2, variant(4), "<i>XL</i>", "");
            scene.pushes(WOOCOMMERCE, 3, answer(4).variant("3", "L", "").variant("4", "XL", ""));

            assertEachIsThereOnce(Map.of("1", variant(1), "2", variant(2), "3", variant(3), "4", variant(4)));
        }

        @Test
        @DisplayName("rule 6 half of what gives a product its variants, read back, removes nothing")
        void halfOfIt() {
            scene.hubHas(0, variant(1), null, "A")
                    .linked(SHOPIFY, read(1).variant("1", null, "A").allVariants());
            scene.hubSets(2, Cell.of(variant(1), Field.OPTIONS), Seen.size("S")).hubHas(2, variant(2), "M", "B");
            Map<Cell, Value> meant = new TreeMap<>(scene.difference(SHOPIFY));
            meant.put(Cell.of(variant(1), Field.EXISTS), Value.flag(true));
            scene.holds(scene.at(SHOPIFY).opening(new Intent(new UUID(9, 9), meant, Scene.at(3), false)));

            scene.readsBack(SHOPIFY, read(4).allVariants());

            assertThat(scene.hub.livingVariants()).containsExactlyInAnyOrder(variant(1), variant(2));
            assertThat(scene.difference(SHOPIFY))
                    .containsKeys(Cell.of(variant(1), Field.EXISTS), Cell.of(variant(2), Field.EXISTS));
        }

        @Test
        @DisplayName("rule 5 where nothing tells them apart the answer's order does not decide")
        void indistinguishable() {
            linkedShirt().hubHas(2, variant(3), "L", "").hubHas(2, variant(4), "L", "");
            scene.pushes(WOOCOMMERCE, 3, answer(4).variant("10", "L", "").variant("9", "L", ""));

            assertEachIsThereOnce(Map.of("1", variant(1), "2", variant(2), "9", variant(3), "10", variant(4)));
        }

        @Test
        @DisplayName(
                "rule 5 one whose options the platform spells its own way is what it was made as, and not made again")
        void respelled() {
            linkedShirt().hubHas(2, variant(3), "<i>L</i>", "");
            scene.pushes(
                    WOOCOMMERCE,
                    3,
                    answer(4)
                            .variant("1", "S", "A")
                            .variant("2", "M", "B")
                            .variant("3", "L", "")
                            .allVariants());

            assertEachIsThereOnce(Map.of("1", variant(1), "2", variant(2), "3", variant(3)));
            assertThat(scene.holds(variant(3), Field.OPTIONS)).isEqualTo(Seen.size("<i>L</i>"));
        }

        @Test
        @DisplayName("rule 5 one that staff made of the same options during the call is theirs")
        void staffToo() {
            linkedShirt().hubHas(2, variant(3), "L", "C");
            scene.pushes(
                    WOOCOMMERCE,
                    3,
                    answer(4)
                            .variant("1", "S", "A")
                            .variant("2", "M", "B")
                            .variant("3", "L", "")
                            .variant("4", "L", "C")
                            .allVariants());

            assertThat(scene.at(WOOCOMMERCE).variants()).hasSize(4).containsEntry("4", variant(3));
            assertThat(scene.hub.livingVariants()).hasSize(4);
            assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
        }
    }

    @Nested
    class UnknownOutcome {

        private Scene unknown() {
            return linked().hubSets(0, Field.NAME, "Cup").begins(SHOPIFY, 1).then();
        }

        @Test
        @DisplayName("rule 6 not arrived: it is sent again")
        void notArrived() {
            unknown().readsBack(SHOPIFY, read(-9000).with(Field.NAME, "Mug").receivedAt(60));

            assertThat(scene.at(SHOPIFY).intent()).isNull();
            assertThat(scene.decisions).isEmpty();
            assertThat(scene.difference(SHOPIFY)).containsOnlyKeys(Cell.of(Field.NAME));
        }

        @Test
        @DisplayName("rule 6 arrived: it is known and not sent again")
        void arrived() {
            unknown().readsBack(SHOPIFY, read(3).with(Field.NAME, "Cup").receivedAt(60));

            assertThat(scene.decisions).isEmpty();
            assertThat(scene.difference(SHOPIFY)).isEmpty();
            scene.sees(SHOPIFY, delivery(3).with(Field.NAME, "Cup"));
            assertThat(scene.decisions).isEmpty();
        }

        @Test
        @DisplayName("rule 6 arrived in the platform's own form: it is known and not sent again")
        void arrivedRounded() {
            linked();
            scene.hubSets(0, price(), Value.decimal("9.999")).begins(SHOPIFY, 1).then();
            scene.readsBack(SHOPIFY, read(3).variant("1", price("10.00")).allVariants());

            assertThat(scene.decisions).isEmpty();
            assertThat(scene.hub.value(price())).isEqualTo(Value.decimal("9.999"));
            assertThat(scene.difference(SHOPIFY)).isEmpty();
        }

        @Test
        @DisplayName("rule 6 a person's edit on top: it is an edit and stays")
        void humanOnTop() {
            unknown().readsBack(SHOPIFY, read(30).with(Field.NAME, "Bowl").receivedAt(60));

            assertThat(scene.holds(Field.NAME)).isEqualTo(text("Bowl"));
            assertThat(scene.lastDecision().edit().rule()).isEqualTo(Rule.SHARED_LATER);
            assertThat(scene.difference(SHOPIFY)).isEmpty();
        }

        @Test
        @DisplayName("rule 6 an edit in a field that was not sent is merged before any retry")
        void otherField() {
            unknown()
                    .readsBack(
                            SHOPIFY,
                            read(-9000)
                                    .with(Field.NAME, "Mug")
                                    .variant("1", price("7"))
                                    .allVariants()
                                    .receivedAt(60));

            assertThat(scene.hub.value(price())).isEqualTo(Value.decimal("7"));
        }
    }
}
