package io.serai.merge;

import static io.serai.channel.Platform.JTL;
import static io.serai.channel.Platform.SHOPIFY;
import static io.serai.merge.Scene.text;
import static io.serai.merge.Scene.variant;
import static io.serai.merge.Seen.answer;
import static io.serai.merge.Seen.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.conflict.Conflict;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Rule;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** On a platform that knows nothing above variants: each is one thing there, known by its SKU. */
@DisplayName("Where variants stand alone")
class StandaloneVariantTest {

    private final Scene scene = new Scene();

    @BeforeEach
    void mugs() {
        scene.hubSets(0, Field.NAME, "Mug")
                .hubHas(0, variant(1), "S", "A")
                .hubHas(0, variant(2), "M", "B")
                .then();
    }

    private static Cell name(UUID variant) {
        return Cell.of(variant, Field.NAME);
    }

    private static Map<Field, Value> thing(String sku, String name) {
        return Map.of(
                Field.SKU,
                text(sku),
                Field.NAME,
                text(name),
                Field.WAREHOUSE_NOTES,
                Value.NONE,
                Field.GTIN,
                Value.NONE);
    }

    private Scene bothThere() {
        return scene.linked(
                JTL,
                read(9).variant("J1", thing("A", "Mug - S"))
                        .variant("J2", thing("B", "Mug - M"))
                        .allVariants());
    }

    @Test
    @DisplayName("D18 the product's fields are kept with each variant, and the name tells the variants apart")
    void fieldsOfTheProduct() {
        scene.hubSets(0, Field.WAREHOUSE_NOTES, "Fragile").found(JTL);

        assertThat(scene.difference(JTL))
                .containsEntry(name(variant(1)), text("Mug - S"))
                .containsEntry(name(variant(2)), text("Mug - M"))
                .containsEntry(Cell.of(variant(1), Field.WAREHOUSE_NOTES), text("Fragile"))
                .doesNotContainKeys(Cell.of(Field.NAME), Cell.of(Field.WAREHOUSE_NOTES))
                .doesNotContainKey(Cell.of(variant(1), Field.OPTIONS));
        assertThatThrownBy(() -> scene.hubSets(1, name(variant(1)), text("Cup")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("rule 1 linking writes over nothing: a name that stands there stays until the hub's changes")
    void linkingWritesOverNothing() {
        scene.linked(
                JTL,
                read(9).variant("J1", thing("A", "Old mug"))
                        .variant("J2", thing("B", "Mug - M"))
                        .allVariants());

        assertThat(scene.difference(JTL)).isEmpty();
        assertThat(scene.conflicts).isEmpty();
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Mug"));
        scene.hubSets(60, Field.NAME, "Cup");
        assertThat(scene.difference(JTL))
                .containsOnly(
                        Map.entry(name(variant(1)), text("Cup - S")), Map.entry(name(variant(2)), text("Cup - M")));
    }

    @Test
    @DisplayName("rule 1 linking fills what is empty there")
    void linkingFillsWhatIsEmpty() {
        scene.hubSets(0, Field.WAREHOUSE_NOTES, "Fragile");
        bothThere();

        assertThat(scene.difference(JTL))
                .containsOnlyKeys(
                        Cell.of(variant(1), Field.WAREHOUSE_NOTES), Cell.of(variant(2), Field.WAREHOUSE_NOTES));
    }

    @Test
    @DisplayName("rule 7 what is changed where Serai only writes is no edit and no conflict, and is put back")
    void putsBack() {
        bothThere()
                .sees(
                        JTL,
                        read(60).variant("J1", thing("A", "Tasse"))
                                .variant("J2", thing("B", "Mug - M"))
                                .allVariants());

        assertThat(scene.decisions).isEmpty();
        assertThat(scene.conflicts).isEmpty();
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Mug"));
        assertThat(scene.difference(JTL)).containsExactly(Map.entry(name(variant(1)), text("Mug - S")));
    }

    @Test
    @DisplayName("rule 7 an ops field edited in the warehouse is restored, however late the edit")
    void restoresOps() {
        bothThere();
        scene.sees(
                JTL,
                read(6000)
                        .variant("J1", thing("A-2", "Mug - S"))
                        .variant("J2", thing("B", "Mug - M"))
                        .allVariants());

        assertThat(scene.holds(variant(1), Field.SKU)).isEqualTo(text("A"));
        assertThat(scene.lastDecision().edit().rule()).isEqualTo(Rule.OPS_RESTORED);
        assertThat(scene.difference(JTL)).containsExactly(Map.entry(Cell.of(variant(1), Field.SKU), text("A")));
    }

    @Test
    @DisplayName("rule 12 what the hub does not know becomes no variant of it")
    void adoptsNone() {
        bothThere()
                .sees(
                        JTL,
                        read(60).variant("J1", thing("A", "Mug - S"))
                                .variant("J2", thing("B", "Mug - M"))
                                .variant("J3", thing("C", "Mug - L"))
                                .allVariants());

        assertThat(scene.hub.variants()).containsExactlyInAnyOrder(variant(1), variant(2));
        assertThat(scene.at(JTL).variants()).containsOnlyKeys("J1", "J2");
    }

    @Test
    @DisplayName(
            "rule 11 what somebody took away there stays everywhere else, and is not made again until a person says so")
    void removedThere() {
        scene.linked(
                SHOPIFY, read(9).variant("1", "S", "A").variant("2", "M", "B").allVariants());
        bothThere()
                .then()
                .sees(JTL, read(60).variant("J2", thing("B", "Mug - M")).allVariants());

        Cell exists = Cell.of(variant(1), Field.EXISTS);
        assertThat(scene.hub.livingVariants()).containsExactlyInAnyOrder(variant(1), variant(2));
        assertThat(scene.difference(SHOPIFY).keySet()).noneMatch(cell -> cell.variant() != null);
        assertThat(scene.difference(JTL)).isEmpty();
        assertThat(scene.conflicts)
                .singleElement()
                .matches(conflict -> conflict.kind() == Conflict.Kind.REMOVED_THERE
                        && conflict.cell().equals(exists));

        scene.then().sees(JTL, read(61).variant("J2", thing("B", "Mug - M")).allVariants());
        assertThat(scene.conflicts).isEmpty();

        scene.holds(scene.at(JTL).releasing(Set.of(exists)));
        assertThat(scene.difference(JTL))
                .containsEntry(exists, Value.flag(true))
                .containsEntry(Cell.of(variant(1), Field.SKU), text("A"));
    }

    @Test
    @DisplayName("rule 11 what is there again is linked by its SKU as if nothing had been")
    void thereAgain() {
        bothThere()
                .sees(JTL, read(60).variant("J2", thing("B", "Mug - M")).allVariants())
                .then();
        scene.sees(
                JTL,
                read(90).variant("J7", thing("A", "Mug - S"))
                        .variant("J2", thing("B", "Mug - M"))
                        .allVariants());

        assertThat(scene.at(JTL).externalVariant(variant(1))).contains("J7");
        assertThat(scene.at(JTL)
                        .at(Cell.of(variant(1), Field.EXISTS))
                        .orElseThrow()
                        .withheld())
                .isFalse();
        assertThat(scene.difference(JTL)).isEmpty();
    }

    @Test
    @DisplayName(
            "rule 1 where the first look finds some of the variants, the others that have a SKU are a difference like any")
    void someThere() {
        scene.hubHas(0, variant(3), "L", " ").then();
        scene.linked(JTL, read(9).variant("J1", thing("A", "Mug - S")).allVariants());

        assertThat(scene.difference(JTL)).isEmpty();
        assertThat(scene.conflicts)
                .extracting(Conflict::kind, Conflict::cell)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Conflict.Kind.FIRST_LINK, Cell.of(variant(2), Field.EXISTS)));
    }

    @Test
    @DisplayName("rule 1 where it finds none there is nothing to link, and all are made")
    void noneThere() {
        scene.linked(JTL, read(9).allVariants());

        assertThat(scene.conflicts).isEmpty();
        assertThat(scene.difference(JTL))
                .containsEntry(Cell.of(variant(1), Field.EXISTS), Value.flag(true))
                .containsEntry(Cell.of(variant(2), Field.EXISTS), Value.flag(true));
    }

    @Test
    @DisplayName("rule 12 a variant without a SKU has no place there")
    void withoutSku() {
        scene.hubHas(0, variant(3), "L", " ").linked(JTL, read(9).allVariants());

        assertThat(scene.difference(JTL).keySet()).noneMatch(cell -> variant(3).equals(cell.variant()));
        scene.hubSets(60, Cell.of(variant(3), Field.SKU), text("C"));
        assertThat(scene.difference(JTL)).containsEntry(Cell.of(variant(3), Field.EXISTS), Value.flag(true));
    }

    @Test
    @DisplayName("rule 12 a variant made again with the same options is another thing there")
    void madeAgain() {
        bothThere();
        scene.hubSets(60, Cell.of(variant(1), Field.EXISTS), Value.flag(false)).hubHas(61, variant(4), "S", "A-2");

        assertThat(scene.at(JTL).handingOver(scene.hub).externalVariant(variant(1)))
                .contains("J1");
        assertThat(scene.difference(JTL))
                .containsEntry(Cell.of(variant(4), Field.EXISTS), Value.flag(true))
                .containsEntry(Cell.of(variant(1), Field.EXISTS), Value.flag(false));
    }

    @Test
    @DisplayName("rule 12 a variant made again with the same SKU has the things of the one that was dropped")
    void madeAgainWithItsSku() {
        bothThere();
        scene.hubSets(60, Cell.of(variant(1), Field.EXISTS), Value.flag(false)).hubHas(61, variant(4), "L", "A");

        Listing handedOver = scene.at(JTL).handingOver(scene.hub);
        assertThat(handedOver.externalVariant(variant(4))).contains("J1");
        assertThat(handedOver.externalVariant(variant(1))).isEmpty();
        scene.hubSets(62, Cell.of(variant(2), Field.EXISTS), Value.flag(false)).hubHas(63, variant(5), "M", " ");
        assertThat(scene.at(JTL).handingOver(scene.hub).externalVariant(variant(2)))
                .contains("J2");
    }

    @Test
    @DisplayName("rule 12 what was linked by its SKU, and is gone before anybody looked at it, is made like any other")
    void goneBeforeTheLook() {
        bothThere().hubHas(60, variant(3), "L", "C").then();
        Listing listing = scene.at(JTL);
        Map<String, UUID> ids = new java.util.TreeMap<>(listing.variants());
        ids.put("J3", variant(3));
        scene.holds(listing.linkedTo(listing.externalId(), ids));
        scene.sees(
                JTL,
                read(90).variant("J1", thing("A", "Mug - S"))
                        .variant("J2", thing("B", "Mug - M"))
                        .allVariants());

        assertThat(scene.at(JTL).externalVariant(variant(3))).isEmpty();
        assertThat(scene.difference(JTL)).containsEntry(Cell.of(variant(3), Field.EXISTS), Value.flag(true));
    }

    @Test
    @DisplayName("rule 5 what was sent is known by its answer, and its echo is nobody's edit")
    void echo() {
        bothThere()
                .hubSets(60, Field.NAME, "Cup")
                .pushes(JTL, 61, answer(62).variant("J1", thing("A", "Cup - S")).variant("J2", thing("B", "Cup - M")))
                .then();
        scene.sees(
                JTL,
                read(63).variant("J1", thing("A", "Cup - S"))
                        .variant("J2", thing("B", "Cup - M"))
                        .allVariants());

        assertThat(scene.decisions).isEmpty();
        assertThat(scene.difference(JTL)).isEmpty();
    }

    @Test
    @DisplayName("rule 6 a thing that was made after all is found by its SKU")
    void readBack() {
        scene.linked(JTL, read(9).allVariants()).begins(JTL, 60);
        scene.readsBack(
                JTL,
                read(61).variant("J1", thing("A", "Mug - S"))
                        .variant("J2", thing("B", "Becher"))
                        .allVariants());

        assertThat(scene.at(JTL).variants()).containsOnlyKeys("J1", "J2");
        assertThat(scene.conflicts).isEmpty();
        assertThat(scene.difference(JTL)).containsExactly(Map.entry(name(variant(2)), text("Mug - M")));
    }
}
