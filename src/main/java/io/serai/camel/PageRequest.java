package io.serai.camel;

import java.time.Instant;
import org.apache.camel.Exchange;

/**
 * Which page of a channel's products or orders is wanted; variables, or else headers, say it.
 *
 * @param cursor null for the first
 * @param updatedSince null for all
 */
record PageRequest(String cursor, Instant updatedSince) {

    static PageRequest of(Exchange exchange) {
        Object since = find(exchange, "updatedSince");
        Object cursor = find(exchange, "cursor");
        return new PageRequest(
                cursor == null ? null : cursor.toString(), since == null ? null : Instant.parse(since.toString()));
    }

    private static Object find(Exchange exchange, String name) {
        Object variable = exchange.getVariable(name);
        return variable == null ? exchange.getMessage().getHeader(name) : variable;
    }
}
