package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.TwinResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A list as OData has it, page by page (fact 70).
 *
 * @param filterable the paths that {@code $filter} may name
 * @param view what the filter looks at
 * @param json what is answered
 */
record Listing<T>(Set<String> filterable, Function<T, ? extends JsonNode> view, Function<T, ObjectNode> json) {

    private static final String AS_MADE = "modificationInfo/createdAt";
    private static final Set<String> TIMES = Set.of(AS_MADE, "modificationInfo/updatedAt");
    private static final int USUAL_TOP = 50;

    static Listing<Document> ofDocuments(Set<String> filterable) {
        return new Listing<>(filterable, document -> document.data, Document::json);
    }

    /** @param all in the order they were made */
    TwinResponse page(Call call, FfnSettings settings, List<T> all) {
        int top = Math.min(call.number("$top", USUAL_TOP, 1), settings.mostTop());
        int skip = call.number("$skip", 0, 0);
        String orderBy = call.parameter("$orderBy") == null ? AS_MADE : call.parameter("$orderBy");
        List<T> found = filtered(call.parameter("$filter"), all);
        List<ObjectNode> page = orderBy.equals(AS_MADE)
                ? found.stream().skip(skip).limit(top).map(json).toList()
                : found.stream().map(json).sorted(order(orderBy)).skip(skip).limit(top).toList();
        ObjectNode answer = Json.object();
        ArrayNode items = answer.putArray("items");
        page.forEach(each -> items.add(selected(call.parameter("$select"), each)));
        answer.putObject("_page")
                .put("total", (found.size() + top - 1) / top)
                .put("limit", top)
                .put("offset", skip);
        ObjectNode links = answer.putObject("_links");
        if (skip > 0) {
            links.put("previous", "?" + link(call, orderBy, top, Math.max(0, skip - top)));
        }
        if (skip + top < found.size()) {
            String next = link(call, orderBy, top, skip + top);
            links.put("next", next);
            answer.put("nextPageLink", "?" + next);
        }
        answer.put("count", page.size());
        return TwinResponse.json(200, answer);
    }

    private List<T> filtered(String filter, List<T> all) {
        if (filter == null) {
            return all;
        }
        ODataFilter wanted = ODataFilter.parse(filter, filterable);
        return all.stream().filter(each -> wanted.matches(view.apply(each))).toList();
    }

    private Comparator<ObjectNode> order(String orderBy) {
        Comparator<ObjectNode> order = (a, b) -> 0;
        for (String part : orderBy.split(",")) {
            if (!part.strip().matches("[\\w/]+( +(asc|desc))?")) {
                throw FfnError.invalid("$orderBy", "The value '%s' is not valid.".formatted(orderBy));
            }
            String field = part.strip().replaceAll(" .*", "");
            if (!filterable.contains(field) && !TIMES.contains(field)) {
                throw FfnError.invalid("$orderBy", "The field '%s' is not known.".formatted(field));
            }
            String pointer = "/" + field;
            Comparator<ObjectNode> by = (a, b) -> ODataFilter.compare(a.at(pointer), b.at(pointer));
            order = order.thenComparing(part.strip().endsWith(" desc") ? by.reversed() : by);
        }
        return order;
    }

    private static ObjectNode selected(String select, ObjectNode item) {
        return select == null
                ? item
                : item.retain(List.of(select.replace(" ", "").split(",")));
    }

    private static String link(Call call, String orderBy, int top, int skip) {
        StringBuilder link = new StringBuilder();
        for (String name : List.of("$filter", "$select")) {
            if (call.parameter(name) != null) {
                link.append(name)
                        .append('=')
                        .append(URLEncoder.encode(call.parameter(name), StandardCharsets.UTF_8).replace("+", "%20"))
                        .append('&');
            }
        }
        return link.append("$orderBy=")
                .append(orderBy.replace(" ", "%20"))
                .append("&$top=")
                .append(top)
                .append("&$skip=")
                .append(skip)
                .toString();
    }
}
