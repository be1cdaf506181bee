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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Connections. A cursor is opaque and holds the sort value and id of its item, so that a page goes on where the last ended. */
final class Pages {

    /** Greatest {@code first} or {@code last}. */
    static final int MAX = 250;

    /** No list of the whole shop can be paged through further (fact 26). */
    static final int MOST = 25_000;

    /** In the context of a call that takes every list whole: one key {@code nodes}, that can be gone through once. */
    static final Object WHOLE = Pages.class;

    private Pages() {}

    private static boolean isWhole(DataFetchingEnvironment e) {
        return e.getGraphQlContext().hasKey(WHOLE);
    }

    private static int size(DataFetchingEnvironment e) {
        Integer first = e.getArgument("first");
        Integer last = e.getArgument("last");
        if (first == null && last == null) {
            throw error("you must provide one of first or last", "BAD_REQUEST");
        }
        int size = first != null ? first : last;
        if (size < 0 || size > MAX) {
            throw error("first and last must be between 0 and " + MAX, "MAX_INPUT_SIZE_EXCEEDED");
        }
        return size;
    }

    /** A page of a list of the whole shop. */
    static <T> Map<String, Object> of(DataFetchingEnvironment e, Listing<T> all, Function<T, ?> view) {
        boolean reverse = e.getArgumentOrDefault("reverse", false);
        if (isWhole(e)) {
            return Map.of("nodes", viewed(() -> all.iterator(null, reverse), view));
        }
        int size = size(e);
        boolean forward = e.getArgument("first") != null;
        long[] after = position(e.getArgument("after"));
        long[] before = position(e.getArgument("before"));
        long seen = after == null ? 0 : after[2];
        if (forward && seen >= MOST) {
            throw error("cannot paginate beyond " + MOST + " objects", "BAD_REQUEST");
        }
        long[] begin = forward ? after : before;
        long[] end = forward ? before : after;
        Iterator<T> from = all.iterator(place(begin), forward == reverse);
        List<T> page = new ArrayList<>();
        int sign = forward == reverse ? -1 : 1;
        boolean more = false;
        while (!more && from.hasNext()) {
            T next = from.next();
            if (end != null && sign * all.compare(next, place(end)) >= 0) {
                break;
            }
            more = page.size() == size || forward && seen + page.size() == MOST;
            if (!more) {
                page.add(next);
            }
        }
        if (!forward) {
            Collections.reverse(page);
        }
        List<Object> nodes = new ArrayList<>();
        List<Map<String, Object>> edges = new ArrayList<>();
        for (T item : page) {
            Object node = view.apply(item);
            nodes.add(node);
            edges.add(Map.of("cursor", cursor(all.id(item), all.value(item), ++seen), "node", node));
        }
        Map<String, Object> info = new HashMap<>();
        info.put("hasNextPage", forward ? more : before != null);
        info.put("hasPreviousPage", forward ? after != null : more);
        info.put("startCursor", edges.isEmpty() ? null : edges.get(0).get("cursor"));
        info.put("endCursor", edges.isEmpty() ? null : edges.get(edges.size() - 1).get("cursor"));
        return Map.of("nodes", nodes, "edges", edges, "pageInfo", info);
    }

    private static Listing.Place place(long[] position) {
        return position == null ? null : new Listing.Place(position[1], position[0]);
    }

    private static <T> Iterable<Object> viewed(Iterable<T> all, Function<T, ?> view) {
        return () -> {
            Iterator<T> things = all.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return things.hasNext();
                }

                @Override
                public Object next() {
                    return view.apply(things.next());
                }
            };
        };
    }

    static <T> Map<String, Object> of(
            DataFetchingEnvironment e,
            List<T> all,
            Function<T, Long> id,
            Function<T, Long> sortValue,
            Function<T, ?> view) {
        Comparator<T> order = Comparator.comparing(sortValue).thenComparing(id);
        List<T> sorted = new ArrayList<>(all);
        sorted.sort(order);
        boolean reverse = e.getArgumentOrDefault("reverse", false);
        if (reverse) {
            Collections.reverse(sorted);
        }
        return isWhole(e)
                ? Map.of("nodes", viewed(sorted, view))
                : page(e, sorted, id, sortValue, view, size(e), e.getArgument("first") != null, reverse);
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
        return cursor(id, value, 0);
    }

    /** @param seen how many there were up to this one, itself included */
    private static String cursor(long id, long value, long seen) {
        return Base64.getEncoder()
                .encodeToString(Json.bytes(
                        Json.object().put("last_id", id).put("last_value", value).put("seen", seen)));
    }

    private static long[] position(String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            var json = Json.MAPPER.readTree(
                    new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8));
            return new long[] {
                json.path("last_id").asLong(), json.path("last_value").asLong(), json.path("seen").asLong()
            };
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
