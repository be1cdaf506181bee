package io.serai.twin.shopify;

import graphql.GraphqlErrorException;
import graphql.schema.DataFetchingEnvironment;
import io.serai.twin.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Connections. A cursor is opaque and holds the sort value and id of its item, so that a page goes on where the last ended. */
final class Pages {

    /** Greatest {@code first} or {@code last}. */
    static final int MAX = 250;

    private Pages() {}

    static <T> Map<String, Object> of(
            DataFetchingEnvironment e,
            List<T> all,
            Function<T, Long> id,
            Function<T, Long> sortValue,
            Function<T, ?> view) {
        Integer first = e.getArgument("first");
        Integer last = e.getArgument("last");
        if (first == null && last == null) {
            throw error("you must provide one of first or last", "BAD_REQUEST");
        }
        int size = first != null ? first : last;
        if (size < 0 || size > MAX) {
            throw error("first and last must be between 0 and " + MAX, "MAX_INPUT_SIZE_EXCEEDED");
        }
        Comparator<T> order = Comparator.comparing(sortValue).thenComparing(id);
        List<T> sorted = new ArrayList<>(all);
        sorted.sort(order);
        boolean reverse = e.getArgumentOrDefault("reverse", false);
        if (reverse) {
            Collections.reverse(sorted);
        }
        return page(e, sorted, id, sortValue, view, size, first != null, reverse);
    }

    private static <T> Map<String, Object> page(
            DataFetchingEnvironment e,
            List<T> sorted,
            Function<T, Long> id,
            Function<T, Long> value,
            Function<T, ?> view,
            int size,
            boolean forward,
            boolean reverse) {
        List<T> window = new ArrayList<>(sorted);
        int sign = reverse ? -1 : 1;
        long[] after = position(e.getArgument("after"));
        long[] before = position(e.getArgument("before"));
        if (after != null) {
            window.removeIf(t -> sign * compare(value.apply(t), id.apply(t), after) <= 0);
        }
        if (before != null) {
            window.removeIf(t -> sign * compare(value.apply(t), id.apply(t), before) >= 0);
        }
        int cut = Math.max(0, window.size() - size);
        List<T> page = forward
                ? window.subList(0, Math.min(size, window.size()))
                : window.subList(cut, window.size());
        List<Object> nodes = new ArrayList<>();
        List<Map<String, Object>> edges = new ArrayList<>();
        for (T item : page) {
            Object node = view.apply(item);
            nodes.add(node);
            edges.add(Map.of("cursor", cursor(id.apply(item), value.apply(item)), "node", node));
        }
        Map<String, Object> info = new HashMap<>();
        info.put("hasNextPage", forward ? cut > 0 : before != null);
        info.put("hasPreviousPage", forward ? after != null : cut > 0);
        info.put("startCursor", edges.isEmpty() ? null : edges.get(0).get("cursor"));
        info.put("endCursor", edges.isEmpty() ? null : edges.get(edges.size() - 1).get("cursor"));
        return Map.of("nodes", nodes, "edges", edges, "pageInfo", info);
    }

    private static int compare(long value, long id, long[] position) {
        int byValue = Long.compare(value, position[1]);
        return byValue != 0 ? byValue : Long.compare(id, position[0]);
    }

    static String cursor(long id, long value) {
        return Base64.getEncoder()
                .encodeToString(Json.bytes(Json.object().put("last_id", id).put("last_value", value)));
    }

    private static long[] position(String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            var json = Json.MAPPER.readTree(
                    new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8));
            return new long[] {json.path("last_id").asLong(), json.path("last_value").asLong()};
        } catch (IOException | IllegalArgumentException e) {
            throw error("Invalid cursor for current pagination sort.", "BAD_REQUEST");
        }
    }

    static GraphqlErrorException error(String message, String code) {
        return GraphqlErrorException.newErrorException()
                .message(message)
                .extensions(Map.of("code", code))
                .build();
    }
}
