package io.serai.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Rule 16 against a model of two shops, a warehouse and the time it takes to hear of anything. The shops sell what they
 * show; of their sales, and of what the warehouse counts, Serai hears later.
 */
@Label("What a shop is told to show")
class ShopFigureProperties {

    /** What happens next. */
    private enum Event {
        SOLD_HERE,
        SOLD_THERE,
        HEARD_OF_A_SALE_HERE,
        HEARD_OF_A_SALE_THERE,
        CAME_IN,
        WENT_LOST,
        HEARD_OF_THE_WAREHOUSE,
        GIVEN_BACK_THERE,
        TOLD
    }

    private static final class Model {
        private long shown = 10;
        private long free = 10;
        private long counted;
        private long unheardHere;
        private long unheardThere;
        private long soldThere;
        private final Deque<Long> unheardCounts = new ArrayDeque<>();
        private ShopFigure figure = ShopFigure.met(10, BigDecimal.TEN);

        private void happens(Event event) {
            switch (event) {
                case SOLD_HERE -> {
                    if (shown > 0) {
                        shown--;
                        free--;
                        unheardHere++;
                    }
                }
                case SOLD_THERE -> {
                    free--;
                    soldThere++;
                    unheardThere++;
                }
                case HEARD_OF_A_SALE_HERE -> {
                    if (unheardHere > 0) {
                        unheardHere--;
                        aim(-1, -1);
                    }
                }
                case HEARD_OF_A_SALE_THERE -> {
                    if (unheardThere > 0) {
                        unheardThere--;
                        aim(-1, 0);
                    }
                }
                case GIVEN_BACK_THERE -> {
                    if (soldThere > unheardThere) {
                        soldThere--;
                        free++;
                        aim(1, 0);
                    }
                }
                case CAME_IN -> count(4);
                case WENT_LOST -> count(-3);
                case HEARD_OF_THE_WAREHOUSE -> {
                    if (!unheardCounts.isEmpty()) {
                        long by = unheardCounts.poll();
                        counted += by;
                        aim(by, 0);
                    }
                }
                case TOLD -> tell();
            }
        }

        private void count(long by) {
            free += by;
            unheardCounts.add(by);
        }

        private void aim(long by, long own) {
            figure = figure.aimedAt(figure.target().add(BigDecimal.valueOf(by)), BigDecimal.valueOf(own));
        }

        /** Compared before it is written, so what is expected is what is shown. */
        private void tell() {
            figure = figure.read(shown);
            if (figure.isRight()) {
                figure = figure.confirmed();
            } else {
                shown = figure.next();
                figure = figure.written(shown);
            }
        }

        /** What the shop could sell by all that has happened, were everything known that is not its own sale. */
        private long unheard() {
            return unheardThere
                    - unheardCounts.stream().mapToLong(Long::longValue).sum();
        }

        private void hearEverything() {
            while (unheardHere > 0) {
                happens(Event.HEARD_OF_A_SALE_HERE);
            }
            while (unheardThere > 0) {
                happens(Event.HEARD_OF_A_SALE_THERE);
            }
            while (!unheardCounts.isEmpty()) {
                happens(Event.HEARD_OF_THE_WAREHOUSE);
            }
        }
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        return Arbitraries.of(Event.class).list().ofMaxSize(80);
    }

    @Property(tries = 5_000)
    @Label(
            "no unheard sale of the shop's own is undone: it is never told to show more than is free, but for what nobody has told")
    void neverUndoesASale(@ForAll("histories") List<Event> history) {
        Model model = new Model();
        for (Event event : history) {
            model.happens(event);
            if (event == Event.TOLD) {
                assertThat(model.shown).isLessThanOrEqualTo(Math.max(0, model.free + model.unheard()));
            }
        }
    }

    @Property(tries = 5_000)
    @Label(
            "its own sales lower the figure once: as long as nothing is sold that is not there, it is right without being settled")
    void countsItsOwnSalesOnce(@ForAll("histories") List<Event> history) {
        Model model = new Model();
        boolean hasOversold = false;
        for (Event event : history) {
            model.happens(event);
            hasOversold |= model.free < 0 || model.figure.target().signum() < 0;
        }
        Assume.that(!hasOversold);
        model.hearEverything();
        Assume.that(model.figure.target().signum() >= 0);
        model.tell();
        assertThat(model.shown).isEqualTo(model.free);
    }

    @Property(tries = 5_000)
    @Label("once everything is heard the shop shows just what is free")
    void convergesToWhatIsFree(@ForAll("histories") List<Event> history) {
        Model model = new Model();
        history.forEach(model::happens);
        model.hearEverything();
        model.tell();
        model.figure = model.figure.settled();
        model.tell();
        assertThat(model.shown).isEqualTo(Math.max(0, model.free));
        assertThat(model.figure.isRight()).isTrue();
    }
}
