package io.serai.listing;

import static io.serai.channel.Platform.SHOPIFY;
import static io.serai.channel.Platform.WOOCOMMERCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Platform;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.merge.SeedOwnership;
import io.serai.merge.Shadow;
import io.serai.merge.Stamped;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Interval;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.provenance.Stamp;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProjectionTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID VARIANT = new UUID(2, 1);
    private static final Cell NAME = Cell.of(Field.NAME);
    private static final Cell EXISTS = Cell.of(VARIANT, Field.EXISTS);
    private static final Cell SKU = Cell.of(VARIANT, Field.SKU);

    private final Projection projection = new Projection(SeedOwnership.rules());
    private HubProduct hub = HubProduct.unset(new UUID(1, 1));

    private void holds(Cell cell, Value value) {
        hub = hub.with(
                cell, new Stamped(value, new Stamp(Origin.NOLIMITS, null, Interval.at(NOON), NOON, Rule.CREATED)));
    }

    private Map<Cell, Value> difference(Listing listing) {
        return projection.difference(hub, listing).cells();
    }

    private static Listing wanted(Platform platform) {
        return Listing.wanted("channel", platform);
    }

    private static Listing holding(Cell cell, Value value) {
        return Listing.found("channel", SHOPIFY, "1").with(cell, Shadow.of(value, NOON));
    }

    @Test
    @DisplayName("D18 only what Serai may write on a platform goes there")
    void access() {
        holds(NAME, Value.text("Mug"));
        holds(Cell.of(Field.WAREHOUSE_NOTES), Value.text("Fragile"));
        holds(Cell.of(Field.VENDOR), Value.text("Ours"));
        holds(Cell.of(Field.PRODUCT_TYPE), Value.text("Tableware"));

        assertThat(difference(wanted(SHOPIFY)))
                .containsOnlyKeys(NAME, Cell.of(Field.VENDOR), Cell.of(Field.PRODUCT_TYPE));
        assertThat(difference(wanted(WOOCOMMERCE))).containsOnlyKeys(NAME);
    }

    @Test
    @DisplayName("D2 what the platform holds, in whatever spelling, is not sent")
    void same() {
        holds(NAME, Value.text("Mug"));

        assertThat(difference(holding(NAME, Value.text(" Mug")))).isEmpty();
        assertThat(difference(holding(NAME, Value.text("Cup")))).containsOnlyKeys(NAME);
    }

    @Test
    @DisplayName("D2 nothing is not sent where nothing was ever seen, but clears what is there")
    void nothing() {
        holds(NAME, Value.text(" "));

        assertThat(difference(wanted(SHOPIFY))).isEmpty();
        assertThat(difference(holding(NAME, Value.text("Mug")))).containsOnlyKeys(NAME);
    }

    @Test
    @DisplayName("rule 1 what is withheld is not sent until it is released")
    void withheld() {
        holds(NAME, Value.text("Mug"));
        Listing listing = Listing.found("channel", SHOPIFY, "1")
                .with(NAME, Shadow.of(Value.text("Cup"), NOON).withheld(true));

        assertThat(difference(listing)).isEmpty();
        assertThat(difference(listing.releasing(Set.of(NAME)))).containsOnlyKeys(NAME);
    }

    @Test
    @DisplayName("rule 1 of a withheld variant nothing is sent")
    void withheldVariant() {
        holds(EXISTS, Value.flag(true));
        holds(SKU, Value.text("A"));
        Listing listing = Listing.found("channel", SHOPIFY, "1")
                .with(EXISTS, Shadow.of(Value.flag(false), NOON).withheld(true));

        assertThat(difference(listing)).isEmpty();
    }

    @Test
    @DisplayName("rule 12 of a tombstone only the removal is sent, and only where the variant is")
    void tombstone() {
        holds(EXISTS, Value.flag(false));
        holds(SKU, Value.text("A"));

        assertThat(difference(wanted(SHOPIFY))).isEmpty();
        assertThat(difference(holding(EXISTS, Value.flag(true)))).containsOnly(Map.entry(EXISTS, Value.flag(false)));
    }

    @Test
    @DisplayName("rule 11 to a removed listing nothing is sent")
    void removed() {
        holds(NAME, Value.text("Mug"));

        assertThat(difference(wanted(SHOPIFY).with(Listing.State.REMOVED))).isEmpty();
    }

    @Test
    @DisplayName("D5 a difference is told apart by product and variant, and can be cut")
    void parts() {
        holds(NAME, Value.text("Mug"));
        holds(EXISTS, Value.flag(true));
        holds(SKU, Value.text("A"));
        Difference difference = projection.difference(hub, wanted(SHOPIFY));

        assertThat(difference.of(Field.NAME)).contains(Value.text("Mug"));
        assertThat(difference.of(Field.TAGS)).isEmpty();
        assertThat(difference.variants()).containsExactly(VARIANT);
        assertThat(difference.of(VARIANT)).containsOnlyKeys(Field.EXISTS, Field.SKU);
        assertThat(difference.only(Set.of(NAME)).cells()).containsOnlyKeys(NAME);
        assertThat(difference.only(Set.of()).isEmpty()).isTrue();
    }
}
