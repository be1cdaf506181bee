package io.serai.imports;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.problem.Problem;

/**
 * One product of an import as it was sent.
 *
 * @param number of the line it begins in, from 1
 * @param product as the contract's {@code CreateProduct}, not yet held against it; null if it cannot be read
 * @param problem why it cannot be read, null if it can
 * @param isLast whether nothing can be read after it, though there may be more
 */
public record ImportLine(long number, JsonNode product, Problem problem, boolean isLast) {

    static ImportLine of(long number, JsonNode product) {
        return new ImportLine(number, requireNonNull(product, "product is null"), null, false);
    }

    static ImportLine unreadable(long number, Problem problem) {
        return new ImportLine(number, null, requireNonNull(problem, "problem is null"), false);
    }

    /** One after which it cannot be told where the next begins. */
    static ImportLine unreadableToTheEnd(long number, Problem problem) {
        return new ImportLine(number, null, requireNonNull(problem, "problem is null"), true);
    }
}
