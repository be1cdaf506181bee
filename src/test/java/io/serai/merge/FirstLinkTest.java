package io.serai.merge;

import static io.serai.channel.Platform.SHOPIFY;
import static io.serai.channel.Platform.WOOCOMMERCE;
import static io.serai.merge.Scene.text;
import static io.serai.merge.Scene.variant;
import static io.serai.merge.Seen.delivery;
import static io.serai.merge.Seen.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.conflict.Conflict;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Rule;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FirstLinkTest {

    private final Scene scene = new Scene();

    @Test
    @DisplayName("rule 1 equal fields become the shadow and nothing is decided")
    void equal() {
        scene.hubSets(0, Field.NAME, "Mug").then().linked(SHOPIFY, read(9).with(Field.NAME, " Mug "));

        assertThat(scene.decisions).isEmpty();
        assertThat(scene.shadow(SHOPIFY, Field.NAME).held()).isEqualTo(text(" Mug "));
        assertThat(scene.difference(SHOPIFY)).isEmpty();
    }

    @Test
    @DisplayName("rule 1 a field the hub has never set is adopted, an ops field too")
    void adopted() {
        scene.linked(
                SHOPIFY,
                read(9).with(Field.NAME, "Mug").variant("1", null, "MUG-1").allVariants());

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Mug"));
        assertThat(scene.ruleOf(Field.NAME)).isEqualTo(Rule.FIRST_LINK_ADOPTED);
        assertThat(scene.hub.livingVariants()).singleElement().satisfies(id -> assertThat(scene.holds(id, Field.SKU))
                .isEqualTo(text("MUG-1")));
        assertThat(scene.conflicts).isEmpty();
    }

    @Test
    @DisplayName("rule 1 an empty field of the shop is not adopted as set to nothing")
    void emptyIsNotAdopted() {
        scene.linked(SHOPIFY, read(9).with(Field.VENDOR, Value.NONE));

        assertThat(scene.hub.at(Cell.of(Field.VENDOR))).isEmpty();
    }

    @Test
    @DisplayName("rule 1 what differs is a conflict and pushes nothing until a person decides")
    void differs() {
        scene.hubSets(0, Field.NAME, "Cup").linked(SHOPIFY, read(9).with(Field.NAME, "Mug"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Cup"));
        assertThat(scene.difference(SHOPIFY)).isEmpty();
        assertThat(scene.conflicts).singleElement().satisfies(conflict -> {
            assertThat(conflict.kind()).isEqualTo(Conflict.Kind.FIRST_LINK);
            assertThat(conflict.local()).isEqualTo(text("Cup"));
            assertThat(conflict.remote()).isEqualTo(text("Mug"));
            assertThat(conflict.applied()).isEqualTo(Conflict.Applied.NONE);
        });

        scene.hubSets(400, Field.NAME, "Beaker");
        assertThat(scene.difference(SHOPIFY)).isEmpty();
    }

    @Test
    @DisplayName("rule 9 accept_local after the first link sends the hub's value")
    void acceptsLocal() {
        scene.hubSets(0, Field.NAME, "Cup").linked(SHOPIFY, read(9).with(Field.NAME, "Mug"));
        scene.resolves(60, Field.NAME, "Cup", Rule.CONFLICT_ACCEPT_LOCAL);

        assertThat(scene.difference(SHOPIFY)).containsExactly(Map.entry(Cell.of(Field.NAME), text("Cup")));
        assertThat(scene.ruleOf(Field.NAME)).isEqualTo(Rule.CONFLICT_ACCEPT_LOCAL);
    }

    @Test
    @DisplayName(
            "rule 9 accept_remote after the first link takes the shop's value and sends it to the other shop alone")
    void acceptsRemote() {
        scene.hubSets(0, Field.NAME, "Cup")
                .linked(SHOPIFY, read(9).with(Field.NAME, "Mug"))
                .linked(WOOCOMMERCE, read(9).with(Field.NAME, "Cup"));
        scene.resolves(60, Field.NAME, "Mug", Rule.CONFLICT_ACCEPT_REMOTE);

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Mug"));
        assertThat(scene.difference(SHOPIFY)).isEmpty();
        assertThat(scene.difference(WOOCOMMERCE)).containsEntry(Cell.of(Field.NAME), text("Mug"));
    }

    @Test
    @DisplayName("rule 9 a resolution is an edit of its own that nothing questions, with what it replaced")
    void resolutionIsAnEdit() {
        scene.linked(SHOPIFY, read(0).with(Field.TAGS, Value.NONE))
                .sees(SHOPIFY, delivery(100).with(Field.NAME, "Mug"))
                .then()
                .resolves(101, Field.NAME, "Beaker", Rule.CONFLICT_MERGE);

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Beaker"));
        assertThat(scene.lastDecision().outcome()).isEqualTo(Outcome.WON);
        assertThat(scene.lastDecision().edit().rule()).isEqualTo(Rule.CONFLICT_MERGE);
        assertThat(scene.lastDecision().other().value()).isEqualTo(text("Mug"));
    }

    @Test
    @DisplayName("rule 1 a withheld cell moves again when the shop's staff set the same as the hub")
    void agreement() {
        scene.hubSets(0, Field.NAME, "Cup")
                .linked(SHOPIFY, read(9).with(Field.NAME, "Mug"))
                .sees(SHOPIFY, delivery(600).with(Field.NAME, "Cup"))
                .hubSets(1200, Field.NAME, "Beaker");

        assertThat(scene.difference(SHOPIFY)).containsKey(Cell.of(Field.NAME));
    }

    @Test
    @DisplayName("rule 1 a variant that the shop lacks is a conflict, not a removal, and is not created")
    void lacksAVariant() {
        scene.hubHas(0, variant(1), "S", "A").hubHas(0, variant(2), "M", "B").then();
        scene.linked(SHOPIFY, read(9).variant("1", "S", "A").allVariants());

        assertThat(scene.hub.livingVariants()).containsExactlyInAnyOrder(variant(1), variant(2));
        assertThat(scene.conflicts).extracting(Conflict::cell).containsExactly(Cell.of(variant(2), Field.EXISTS));
        assertThat(scene.difference(SHOPIFY)).isEmpty();
    }

    @Test
    @DisplayName("rule 1 a variant only the shop has is adopted and goes to the other shop")
    void hasAVariantMore() {
        scene.hubHas(0, variant(1), "S", "A")
                .linked(WOOCOMMERCE, read(9).variant("7", "S", "A").allVariants());
        scene.linked(
                SHOPIFY, read(9).variant("1", "S", "A").variant("2", "M", "B").allVariants());

        assertThat(scene.hub.livingVariants()).hasSize(2);
        assertThat(scene.difference(WOOCOMMERCE)).containsValue(Seen.size("M")).containsValue(text("B"));
    }
}
