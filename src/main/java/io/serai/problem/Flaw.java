package io.serai.problem;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer where in the body, as a JSON pointer in a URI fragment such as {@code #/variants/0/sku}; null if it is
 *     not the body
 * @param parameter which parameter or header; null if it is the body
 * @param detail what is wrong
 * @param hint what to do about it, null if the detail says it
 */
public record Flaw(String pointer, String parameter, String detail, String hint) {

    /** By where they are, so that the same request always gets the same answer. */
    public static final Comparator<Flaw> BY_PLACE = Comparator.comparing(
                    (Flaw flaw) -> flaw.pointer == null ? "" : flaw.pointer)
            .thenComparing(flaw -> flaw.parameter == null ? "" : flaw.parameter)
            .thenComparing(Flaw::detail);

    public Flaw {
        requireNonNull(detail, "detail is null");
    }

    /** @param path names of members and indexes of elements, from the body's root on */
    public static Flaw at(List<String> path, String detail, String hint) {
        StringBuilder pointer = new StringBuilder("#");
        path.forEach(step -> pointer.append('/').append(step.replace("~", "~0").replace("/", "~1")));
        return new Flaw(pointer.toString(), null, detail, hint);
    }

    public static Flaw of(String parameter, String detail, String hint) {
        return new Flaw(null, parameter, detail, hint);
    }
}
