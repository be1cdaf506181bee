package io.serai.product;

import io.serai.problem.Flaw;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The options that variants of one product have, each once: no shop tells two variants of the same options apart. */
public final class DistinctOptions {

    private final Set<Value> taken = new HashSet<>();

    /** @param standing the options of variants that nobody changes just now */
    public DistinctOptions(Collection<Value> standing) {
        standing.forEach(options -> taken.add(Field.OPTIONS.meaning(options)));
    }

    /**
     * Gives the options to a variant.
     *
     * @param path of what gives them to it
     * @return what is wrong if another variant has them
     */
    public Optional<Flaw> give(Value options, List<String> path) {
        return taken.add(Field.OPTIONS.meaning(options))
                ? Optional.empty()
                : Optional.of(Flaw.at(path, "Two variants have these options", "Change or remove one of them"));
    }
}
