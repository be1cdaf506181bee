package io.serai.merge;

import io.serai.product.Value;
import io.serai.product.Value.Terms;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a platform shows of a product's images after a write of ours (rule 14). A platform may refuse an image that was
 * sent, but it neither makes one nor takes one away: where others are there than were there before or sent, somebody put or
 * took them away.
 *
 * @param held those it was known to hold before the write
 * @param meant those it was to hold after it
 * @param shown those it shows
 */
record WrittenImages(Set<String> held, Set<String> meant, Set<String> shown) {

    /** @param before null where nothing was known */
    static WrittenImages of(Shadow before, Value meant, Value shown) {
        return new WrittenImages(before == null ? Set.of() : terms(before.held()), terms(meant), terms(shown));
    }

    /** Whether nobody else changed the images. */
    boolean isAsMeant() {
        return present().equals(meant);
    }

    /** The images once the write is done: what is shown, and what was sent even if it is refused. */
    Value answered() {
        return Value.terms(present());
    }

    /** What is to be there in the end if nothing tells whether the write arrived: what both sides want. */
    Value wanted() {
        Set<String> wanted = new TreeSet<>(sent());
        wanted.addAll(shown);
        wanted.removeAll(takenAway());
        return Value.terms(wanted);
    }

    private Set<String> present() {
        Set<String> present = new TreeSet<>(shown);
        present.addAll(sent());
        return present;
    }

    private Set<String> sent() {
        Set<String> sent = new TreeSet<>(meant);
        sent.removeAll(held);
        return sent;
    }

    private Set<String> takenAway() {
        Set<String> takenAway = new TreeSet<>(held);
        takenAway.removeAll(meant);
        return takenAway;
    }

    private static Set<String> terms(Value value) {
        return value instanceof Terms terms ? terms.terms() : Set.of();
    }
}
