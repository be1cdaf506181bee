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
 */
public record ImportLine(long number, JsonNode product, Problem problem) {

    static ImportLine of(long number, JsonNode product) {
        return new ImportLine(number, requireNonNull(product, "product is null"), null);
    }

    static ImportLine unreadable(long number, Problem problem) {
        return new ImportLine(number, null, requireNonNull(problem, "problem is null"));
    }
}
