package io.serai.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.serai.conflict.Conflict;
import io.serai.conflict.Conflict.Applied;
import io.serai.conflict.Conflict.Kind;
import io.serai.conflict.OpenConflict;
import io.serai.conflict.Resolution;
import io.serai.conflict.ResolveConflict.Merged;
import io.serai.merge.HubProduct;
import io.serai.merge.Stamped;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Interval;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.provenance.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 9. */
class ConflictValuesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID SMALL = new UUID(2, 1);
    private static final UUID MEDIUM = new UUID(2, 2);
    private static final Cell NAME = Cell.of(Field.NAME);

    private HubProduct hub = HubProduct.unset(new UUID(1, 1));

    private void holds(Cell cell, Value value) {
        hub = hub.with(
                cell, new Stamped(value, new Stamp(Origin.NOLIMITS, null, Interval.at(NOON), NOON, Rule.CREATED)));
    }

    private void holds(UUID variant, String size) {
        holds(Cell.of(variant, Field.EXISTS), Value.flag(true));
        holds(Cell.of(variant, Field.OPTIONS), size(size));
    }

    private static Value size(String size) {
        return Value.options(new TreeMap<>(Map.of("Size", size)));
    }

    private static OpenConflict open(Cell cell, Kind kind, Applied applied, Value local, Value remote) {
        Conflict conflict =
                new Conflict(cell, kind, "channel", local, Origin.NOLIMITS, remote, Origin.SHOPIFY, applied);
        return new OpenConflict(UUID.randomUUID(), new UUID(1, 1), conflict, null, NOON);
    }

    private static OpenConflict open(Cell cell) {
        return open(cell, Kind.SHARED_FIELD, Applied.REMOTE, Value.NONE, Value.NONE);
    }

    private List<String> refused(List<OpenConflict> chosen, Merged... merged) {
        InvalidRequest refused =
                catchThrowableOfType(InvalidRequest.class, () -> ConflictValues.merged(hub, chosen, List.of(merged)));
        assertThat(refused).isNotNull();
        return refused.flaws().stream().map(Flaw::pointer).toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"FIRST_LINK", "SKU_TAKEN", "ALTERNATING"})
    @DisplayName("rule 9 where neither value was applied accept_local keeps what the hub holds now")
    void localNow(Kind kind) {
        holds(NAME, Value.text("Edited since"));
        List<OpenConflict> chosen = List.of(open(NAME, kind, Applied.NONE, Value.text("Then"), Value.text("Theirs")));

        assertThat(ConflictValues.of(hub, chosen, Resolution.ACCEPT_LOCAL))
                .isEqualTo(Map.of(NAME, Value.text("Edited since")));
        assertThat(ConflictValues.of(hub, chosen, Resolution.ACCEPT_REMOTE))
                .isEqualTo(Map.of(NAME, Value.text("Theirs")));
    }

    @Test
    @DisplayName("rule 9 where the platform's value was applied accept_local puts back the hub's from before")
    void localFromBefore() {
        holds(NAME, Value.text("Theirs"));
        List<OpenConflict> chosen =
                List.of(open(NAME, Kind.SHARED_FIELD, Applied.REMOTE, Value.text("Before"), Value.text("Theirs")));

        assertThat(ConflictValues.of(hub, chosen, Resolution.ACCEPT_LOCAL))
                .isEqualTo(Map.of(NAME, Value.text("Before")));
    }

    @Test
    @DisplayName(
            "rule 9 a merged value without a variant is for each variant in conflict about it, one with for that one")
    void merged() {
        holds(SMALL, "S");
        holds(MEDIUM, "M");
        Cell small = Cell.of(SMALL, Field.NET_SALES_PRICE);
        Cell medium = Cell.of(MEDIUM, Field.NET_SALES_PRICE);
        Cell sku = Cell.of(MEDIUM, Field.SKU);
        Merged price = new Merged("price", null, Field.NET_SALES_PRICE, Value.decimal("3"));
        Merged own = new Merged(MEDIUM + "/sku", MEDIUM, Field.SKU, Value.text("B"));

        assertThat(ConflictValues.merged(hub, List.of(open(small), open(medium), open(sku)), List.of(price, own)))
                .isEqualTo(Map.of(small, Value.decimal("3"), medium, Value.decimal("3"), sku, Value.text("B")));
    }

    @Test
    @DisplayName("rule 9 a merged value that is for none of the conflicts is refused, also where others are")
    void mergedBesides() {
        holds(SMALL, "S");
        List<OpenConflict> chosen = List.of(open(NAME), open(Cell.of(SMALL, Field.SKU)));

        assertThat(refused(
                        chosen,
                        new Merged("name", null, Field.NAME, Value.text("Mug")),
                        new Merged("vendor", null, Field.VENDOR, Value.text("Ours")),
                        new Merged("price", null, Field.NET_SALES_PRICE, Value.decimal("3")),
                        new Merged(MEDIUM + "/sku", MEDIUM, Field.SKU, Value.text("B"))))
                .containsExactly("#/mergeData/vendor", "#/mergeData/price", "#/mergeData/" + MEDIUM + "~1sku");
    }

    @Test
    @DisplayName("rule 12 a merge does not give a variant the options of another")
    void mergedOptions() {
        holds(SMALL, "S");
        holds(MEDIUM, "M");
        List<OpenConflict> chosen = List.of(open(Cell.of(SMALL, Field.OPTIONS)), open(Cell.of(MEDIUM, Field.OPTIONS)));
        Merged forBoth = new Merged("options", null, Field.OPTIONS, size("L"));
        Merged taken = new Merged(SMALL + "/options", SMALL, Field.OPTIONS, size("m"));
        Merged free = new Merged(SMALL + "/options", SMALL, Field.OPTIONS, size("L"));

        assertThat(refused(chosen, forBoth)).containsExactly("#/mergeData/options");
        assertThat(refused(chosen, taken)).containsExactly("#/mergeData/" + SMALL + "~1options");
        assertThat(ConflictValues.merged(hub, chosen, List.of(free))).containsOnlyKeys(Cell.of(SMALL, Field.OPTIONS));
    }

    @Test
    @DisplayName("rule 12 nor bring a variant back beside one that has its options by now")
    void mergedRevival() {
        holds(SMALL, "S");
        holds(MEDIUM, "S");
        holds(Cell.of(SMALL, Field.EXISTS), Value.flag(false));
        List<OpenConflict> chosen = List.of(open(Cell.of(SMALL, Field.EXISTS)));

        assertThat(refused(chosen, new Merged("exists", null, Field.EXISTS, Value.flag(true))))
                .containsExactly("#/mergeData/exists");
    }

    @Test
    @DisplayName("rule 12 nor does accepting a side bring it back")
    void acceptedRevival() {
        holds(SMALL, "S");
        holds(MEDIUM, "S");
        Cell exists = Cell.of(SMALL, Field.EXISTS);
        holds(exists, Value.flag(false));
        List<OpenConflict> chosen =
                List.of(open(exists, Kind.SHARED_FIELD, Applied.REMOTE, Value.flag(true), Value.flag(false)));

        assertThatThrownBy(() -> ConflictValues.of(hub, chosen, Resolution.ACCEPT_LOCAL))
                .isInstanceOfSatisfying(InvalidRequest.class, refused -> assertThat(refused.flaws())
                        .extracting(Flaw::pointer)
                        .containsExactly("#/resolution"));
        assertThat(ConflictValues.of(hub, chosen, Resolution.ACCEPT_REMOTE))
                .isEqualTo(Map.of(exists, Value.flag(false)));
    }

    @Test
    @DisplayName("rule 12 nothing takes the last variant away")
    void lastVariant() {
        holds(SMALL, "S");
        Cell exists = Cell.of(SMALL, Field.EXISTS);
        List<OpenConflict> chosen =
                List.of(open(exists, Kind.LAST_VARIANT, Applied.NONE, Value.flag(true), Value.flag(false)));

        assertThatThrownBy(() -> ConflictValues.of(hub, chosen, Resolution.ACCEPT_REMOTE))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("no variant left");
        assertThat(refused(chosen, new Merged("exists", null, Field.EXISTS, Value.flag(false))))
                .containsExactly("#/mergeData/exists");
        assertThat(ConflictValues.of(hub, chosen, Resolution.ACCEPT_LOCAL)).isEqualTo(Map.of(exists, Value.flag(true)));
    }
}
