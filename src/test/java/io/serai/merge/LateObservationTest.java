package io.serai.merge;

import static io.serai.channel.Platform.SHOPIFY;
import static io.serai.merge.Scene.at;
import static io.serai.merge.Scene.text;
import static io.serai.merge.Seen.answer;
import static io.serai.merge.Seen.delivery;
import static io.serai.merge.Seen.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Interval;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.provenance.Stamp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 4. */
class LateObservationTest {

    private static final double DAY = 86_400;

    private final Scene scene = new Scene();

    @BeforeEach
    void linkedLongAgo() {
        scene.linked(SHOPIFY, read(-30 * DAY).with(Field.NAME, "Mug").with(Field.TAGS, Value.NONE))
                .then();
    }

    @Test
    @DisplayName("rule 4 a late delivery never updates the shadow")
    void shadowStays() {
        scene.sees(SHOPIFY, delivery(20).with(Field.NAME, "Cup")).sees(SHOPIFY, late(10, "Beaker"));

        assertThat(scene.shadow(SHOPIFY, Field.NAME).held()).isEqualTo(text("Cup"));
        assertThat(scene.shadow(SHOPIFY, Field.NAME).version()).isEqualTo(at(20));
    }

    @Test
    @DisplayName("rule 4 an edit that our push overwrote unseen is decided when its delivery comes late")
    void overwrittenByOurPush() {
        scene.hubSets(0, Field.NAME, "Cup")
                .pushes(SHOPIFY, 600, answer(603).with(Field.NAME, "Cup"))
                .sees(SHOPIFY, late(601, "Beaker"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Beaker"));
        assertThat(scene.difference(SHOPIFY)).containsEntry(Cell.of(Field.NAME), text("Beaker"));
        assertThat(scene.lastDecision().edit().interval().after()).isEqualTo(at(-30 * DAY));
        assertThat(scene.lastDecision().edit().interval().until()).isEqualTo(at(602));
    }

    @Test
    @DisplayName("rule 4 and it loses where it was made before what the hub holds now")
    void overwrittenAndEarlier() {
        scene.hubSets(0, Field.NAME, "Cup")
                .hubSets(700, Field.NAME, "Bowl")
                .pushes(SHOPIFY, 701, answer(703).with(Field.NAME, "Bowl"))
                .sees(SHOPIFY, late(601, "Beaker"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Bowl"));
        assertThat(scene.lastDecision().outcome()).isEqualTo(Outcome.LOST);
        assertThat(scene.lastDecision().edit().rule()).isEqualTo(Rule.SHARED_LATER);
        assertThat(scene.difference(SHOPIFY)).isEmpty();
    }

    @Test
    @DisplayName("rule 4 a late delivery of what the platform then held is no edit")
    void heldThen() {
        scene.sees(SHOPIFY, delivery(10).with(Field.NAME, "Cup"))
                .sees(SHOPIFY, delivery(20).with(Field.NAME, "Bowl"))
                .then()
                .sees(SHOPIFY, late(15, "Cup"));

        assertThat(scene.decisions).isEmpty();
    }

    @Test
    @DisplayName("rule 4 nor is what Serai sent itself, though it never saw it arrive")
    void ours() {
        scene.hubSets(0, Field.NAME, "Cup")
                .begins(SHOPIFY, 600)
                .readsBack(SHOPIFY, read(640).with(Field.NAME, "Bowl").with(Field.TAGS, Value.NONE))
                .hubSets(2000, Field.NAME, "Jug")
                .then()
                .sees(SHOPIFY, late(601, "Cup"));

        assertThat(scene.decisions).isEmpty();
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Jug"));
    }

    @Test
    @DisplayName("rule 4 nor the form the platform gave to what was sent")
    void oursRounded() {
        scene.hubSets(0, Field.DESCRIPTION, "<p>A</p>")
                .pushes(SHOPIFY, 1, answer(2).with(Field.DESCRIPTION, "<p>A</p>"))
                .hubSets(600, Field.DESCRIPTION, "<p>B</p><script>x()</script>")
                .begins(SHOPIFY, 601)
                .readsBack(SHOPIFY, read(640).with(Field.DESCRIPTION, "<p>C</p>"))
                .then()
                .sees(SHOPIFY, delivery(602).with(Field.DESCRIPTION, "<p>B</p>").receivedAt(900));

        assertThat(scene.decisions).isEmpty();
    }

    @Test
    @DisplayName("rule 4 what our write replaced was not replaced by staff, whatever the platform made of that write")
    void oursInAnotherForm() {
        scene.hubSets(0, Field.NAME, "Cup")
                .pushes(SHOPIFY, 600, answer(603).with(Field.NAME, "C-U-P"))
                .sees(SHOPIFY, late(601, "Beaker"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Beaker"));
    }

    @Test
    @DisplayName("rule 4 an edit that is known by a later delivery is not told twice")
    void knownByALaterOne() {
        scene.sees(SHOPIFY, delivery(20).with(Field.NAME, "Cup"))
                .hubSets(700, Field.NAME, "Bowl")
                .then()
                .sees(SHOPIFY, late(10, "Cup"));

        assertThat(scene.decisions).isEmpty();
    }

    @Test
    @DisplayName("rule 4 staff who put back the platform's form of the hub's value changed nothing of it")
    void undoneToItsForm() {
        scene.hubSets(0, Field.NAME, "Cup")
                .pushes(SHOPIFY, 600, answer(603).with(Field.NAME, "C-U-P"))
                .sees(SHOPIFY, delivery(700).with(Field.NAME, "C-U-P"))
                .sees(SHOPIFY, late(650, "Beaker"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Cup"));
        assertThat(scene.difference(SHOPIFY)).isEmpty();
    }

    @Test
    @DisplayName("rule 4 the value we once sent is an edit when staff set it again after another")
    void sentOnceSetAgain() {
        scene.hubSets(0, Field.NAME, "Cup")
                .pushes(SHOPIFY, 1, answer(2).with(Field.NAME, "Cup"))
                .sees(SHOPIFY, delivery(1000).with(Field.NAME, "Bowl"))
                .hubSets(2000, Field.NAME, "Jug")
                .pushes(SHOPIFY, 3000, answer(3002).with(Field.NAME, "Jug"))
                .then()
                .sees(SHOPIFY, late(2500, "Cup"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Cup"));
    }

    @Test
    @DisplayName("rule 4 a late delivery that comes twice is decided once")
    void twice() {
        scene.hubSets(0, Field.NAME, "Cup")
                .pushes(SHOPIFY, 600, answer(603).with(Field.NAME, "Cup"))
                .sees(SHOPIFY, late(601, "Beaker"))
                .hubSets(650, Field.NAME, "Bowl")
                .then()
                .sees(SHOPIFY, late(601, "Beaker"));

        assertThat(scene.decisions).isEmpty();
        assertThat(scene.conflicts).isEmpty();
    }

    @Test
    @DisplayName("rule 4 of two edits in one shop the earlier loses, in whatever order they come")
    void reordered() {
        scene.sees(SHOPIFY, delivery(20).with(Field.NAME, "Cup")).sees(SHOPIFY, late(10, "Beaker"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Cup"));
        assertThat(scene.lastDecision().value()).isEqualTo(text("Beaker"));
        assertThat(scene.lastDecision().edit().rule()).isEqualTo(Rule.SAME_CHANNEL_LATER);
    }

    @Test
    @DisplayName("rule 4 what staff undid themselves before Serai saw it is not brought back")
    void undone() {
        scene.sees(SHOPIFY, delivery(20).with(Field.NAME, "Mug")).then().sees(SHOPIFY, late(10, "Beaker"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Mug"));
        assertThat(scene.lastDecision().outcome()).isEqualTo(Outcome.LOST);
        assertThat(scene.difference(SHOPIFY)).isEmpty();
    }

    @Test
    @DisplayName("rule 4 and undoing it was an edit too, that stands against an earlier one of the hub")
    void undoingIsAnEdit() {
        scene.hubSets(-600, Field.NAME, "Cup")
                .sees(SHOPIFY, delivery(20).with(Field.NAME, "Mug"))
                .sees(SHOPIFY, late(10, "Beaker"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Mug"));
        assertThat(scene.difference(SHOPIFY)).isEmpty();
    }

    @Test
    @DisplayName("rule 4 also where our write covered the undoing in its very second")
    void undoneAndCovered() {
        scene.hubSets(0, Field.NAME, "Cup")
                .pushes(SHOPIFY, 600, answer(603).with(Field.NAME, "Cup"))
                .sees(SHOPIFY, late(603, "Mug"))
                .sees(SHOPIFY, late(602, "Beaker"));

        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Mug"));
        assertThat(scene.difference(SHOPIFY)).containsEntry(Cell.of(Field.NAME), text("Mug"));
    }

    @Test
    @DisplayName("rule 4 staff who put back what we had just overwritten are heard when our echo tells of it")
    void undoingOurWrite() {
        scene.hubSets(0, Field.NAME, "Cup")
                .begins(SHOPIFY, 600)
                .readsBack(SHOPIFY, read(640).with(Field.NAME, "Mug").with(Field.TAGS, Value.NONE));
        assertThat(scene.difference(SHOPIFY)).containsKey(Cell.of(Field.NAME));

        scene.sees(SHOPIFY, late(601, "Cup"));
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Mug"));
        assertThat(scene.difference(SHOPIFY)).isEmpty();
    }

    @Test
    @DisplayName("rule 4 the past is kept 7 days, also of a value that had stood for a month")
    void sevenDays() {
        scene.hubSets(0, Field.NAME, "Cup")
                .pushes(SHOPIFY, 600, answer(603).with(Field.NAME, "Cup"))
                .sees(SHOPIFY, delivery(6 * DAY).with(Field.TAGS, Value.NONE))
                .sees(SHOPIFY, late(601, "Beaker"));
        assertThat(scene.holds(Field.NAME)).isEqualTo(text("Beaker"));

        scene.sees(SHOPIFY, delivery(9 * DAY).with(Field.TAGS, Value.NONE)).then();
        assertThat(scene.shadow(SHOPIFY, Field.NAME).past()).isEmpty();
        assertThat(scene.shadow(SHOPIFY, Field.NAME).sent()).isEmpty();
        scene.sees(SHOPIFY, late(602, "Jug"));
        assertThat(scene.decisions).isEmpty();
    }

    @Test
    @DisplayName("rule 1 what is older than the first link is no edit")
    void olderThanTheLink() {
        scene.sees(SHOPIFY, late(-31 * DAY, "Beaker"));

        assertThat(scene.decisions).isEmpty();
    }

    @Test
    @DisplayName("rule 15 a late edit can be the one that freezes the field")
    void frozenLate() {
        Stamp otherShop = new Stamp(Origin.WOOCOMMERCE, "channel_woo", Interval.at(at(0)), at(0), Rule.SHARED_LATER);
        scene.sees(SHOPIFY, delivery(-10).with(Field.NAME, "Cup"));
        scene.hub = scene.hub.with(Cell.of(Field.NAME), new Stamped(text("Mug"), otherShop, text("Beaker"), 2));
        scene.pushes(SHOPIFY, 600, answer(603).with(Field.NAME, "Mug")).sees(SHOPIFY, late(601, "Beaker"));

        assertThat(scene.last.conflicts()).hasSize(1);
        assertThat(scene.shadow(SHOPIFY, Field.NAME).withheld()).isTrue();
    }

    private static Seen late(double version, String name) {
        return delivery(version).with(Field.NAME, name).receivedAt(Math.max(version, 0) + 5000);
    }
}
