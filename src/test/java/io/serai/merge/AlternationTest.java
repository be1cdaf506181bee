package io.serai.merge;

import static io.serai.channel.Platform.SHOPIFY;
import static io.serai.channel.Platform.WOOCOMMERCE;
import static io.serai.merge.Scene.text;
import static io.serai.merge.Seen.answer;
import static io.serai.merge.Seen.delivery;
import static io.serai.merge.Seen.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Platform;
import io.serai.conflict.Conflict;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Rule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 15: machines that undo each other's work. */
class AlternationTest {

    private final Scene scene = new Scene();
    private double now;

    private void linked() {
        scene.linked(SHOPIFY, read(-9000).with(Field.NAME, "Mug"))
                .linked(WOOCOMMERCE, read(-9000).with(Field.NAME, "Mug"))
                .then();
    }

    /** A machine in one shop insists on its value, and the other shop is told. */
    private void insists(Platform platform, String name) {
        Platform other = platform == SHOPIFY ? WOOCOMMERCE : SHOPIFY;
        now += 1000;
        scene.sees(platform, delivery(now).with(Field.NAME, name));
        if (!scene.difference(other).isEmpty()) {
            scene.pushes(other, now + 2, answer(now + 3).with(Field.NAME, name));
        }
    }

    @Test
    @DisplayName("rule 15 two shops that alternate between two values three times are frozen as a conflict")
    void frozen() {
        linked();
        insists(SHOPIFY, "A");
        insists(WOOCOMMERCE, "B");
        insists(SHOPIFY, "A");
        insists(WOOCOMMERCE, "B");
        assertThat(scene.conflicts).isEmpty();
        insists(SHOPIFY, "A");

        assertThat(scene.conflicts).extracting(Conflict::kind).containsExactly(Conflict.Kind.ALTERNATING);
        assertThat(scene.lastDecision().outcome()).isEqualTo(Outcome.WITHHELD);
        assertThat(scene.lastDecision().edit().rule()).isEqualTo(Rule.FROZEN);
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("B"));
        assertThat(scene.difference(SHOPIFY)).isEmpty();
        assertThat(scene.difference(WOOCOMMERCE)).isEmpty();
    }

    @Test
    @DisplayName("rule 15 until a person decides")
    void decided() {
        frozen();
        scene.resolves(now + 60, Field.NAME, "A", Rule.CONFLICT_ACCEPT_REMOTE);

        assertThat(scene.difference(SHOPIFY)).isEmpty();
        assertThat(scene.difference(WOOCOMMERCE)).containsEntry(Cell.of(Field.NAME), text("A"));
    }

    @Test
    @DisplayName("rule 15 a person's edit in the hub begins the count anew")
    void hubEdit() {
        linked();
        insists(SHOPIFY, "A");
        insists(WOOCOMMERCE, "B");
        insists(SHOPIFY, "A");
        insists(WOOCOMMERCE, "B");
        scene.hubSets(now + 400, Field.NAME, "C");
        now += 1000;
        insists(SHOPIFY, "A");
        insists(WOOCOMMERCE, "B");
        insists(SHOPIFY, "A");
        insists(WOOCOMMERCE, "B");

        assertThat(scene.conflicts).extracting(Conflict::kind).doesNotContain(Conflict.Kind.ALTERNATING);
    }

    @Test
    @DisplayName("rule 15 a person in the hub who alternates with a shop is a person: nothing is frozen")
    void hubAgainstShop() {
        linked();
        for (int i = 0; i < 6; i++) {
            insists(SHOPIFY, "A");
            now += 1000;
            scene.hubSets(now, Field.NAME, "B")
                    .pushes(SHOPIFY, now + 1, answer(now + 2).with(Field.NAME, "B"));
            assertThat(scene.holds(Field.NAME)).isEqualTo(text("B"));
        }

        assertThat(scene.conflicts).isEmpty();
    }

    @Test
    @DisplayName("rule 15 somebody who toggles a field in one shop is never frozen")
    void oneShop() {
        linked();
        for (int i = 0; i < 10; i++) {
            insists(SHOPIFY, i % 2 == 0 ? "A" : "B");
        }

        assertThat(scene.conflicts).isEmpty();
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("B"));
    }

    @Test
    @DisplayName("rule 15 two shops that set ever new values do not alternate")
    void newValues() {
        linked();
        for (int i = 0; i < 10; i++) {
            insists(i % 2 == 0 ? SHOPIFY : WOOCOMMERCE, "Value " + i);
        }

        assertThat(scene.conflicts).isEmpty();
    }

    @Test
    @DisplayName("rule 15 what a machine in a shop puts over a restored ops field a fourth time is frozen")
    void restoreLoop() {
        scene.linked(SHOPIFY, read(-9000).variant("1", "S", "A").allVariants()).then();
        Cell sku = Cell.of(scene.hub.livingVariants().iterator().next(), Field.SKU);
        for (int i = 0; i < 3; i++) {
            now += 1000;
            scene.sees(SHOPIFY, delivery(now).variant("1", Map.of(Field.SKU, text("Z"))));
            assertThat(scene.lastDecision().outcome()).isEqualTo(Outcome.RESTORED);
            scene.pushes(SHOPIFY, now + 1, answer(now + 2).variant("1", Map.of(Field.SKU, text("A"))));
        }
        scene.then().sees(SHOPIFY, delivery(now + 1000).variant("1", Map.of(Field.SKU, text("Z"))));

        assertThat(scene.decisions).extracting(Decision::outcome).containsExactly(Outcome.WITHHELD);
        assertThat(scene.conflicts).extracting(Conflict::kind).containsExactly(Conflict.Kind.ALTERNATING);
        assertThat(scene.difference(SHOPIFY)).isEmpty();
        assertThat(scene.hub.value(sku)).isEqualTo(text("A"));
    }

    @Test
    @DisplayName("rule 15 ever other values over an ops field are restored ever again")
    void restoresOthers() {
        scene.linked(SHOPIFY, read(-9000).variant("1", "S", "A").allVariants()).then();
        for (int i = 0; i < 6; i++) {
            now += 1000;
            scene.sees(SHOPIFY, delivery(now).variant("1", Map.of(Field.SKU, text("Z" + i))));
            assertThat(scene.lastDecision().outcome()).isEqualTo(Outcome.RESTORED);
            scene.pushes(SHOPIFY, now + 1, answer(now + 2).variant("1", Map.of(Field.SKU, text("A"))));
        }
    }

    @Test
    @DisplayName("rule 15 compared are meanings: nothing here is an edit")
    void meanings() {
        scene.linked(
                        SHOPIFY,
                        read(0).with(Field.TAGS, Value.terms(List.of("new", "Sale")))
                                .with(Field.DESCRIPTION, "Fish & chips")
                                .with(Field.NAME, "Mug"))
                .then()
                .sees(
                        SHOPIFY,
                        delivery(9)
                                .with(Field.TAGS, Value.terms(List.of("sale", "New ")))
                                .with(Field.DESCRIPTION, "<p>Fish &amp; chips</p>\n")
                                .with(Field.NAME, "Mug "));

        assertThat(scene.decisions).isEmpty();
    }
}
