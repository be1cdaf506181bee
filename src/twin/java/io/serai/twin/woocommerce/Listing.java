package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.serai.twin.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One page of a list with its totals and links (fact 51). */
final class Listing {

    private static final int MOST = 100;

    private Listing() {}

    /**
     * @param show turns one item into JSON; items it shows as null are left out, so that a page may be short without being
     *     the last
     */
    static <T> WpAnswer of(WpRequest request, List<T> all, Function<T, JsonNode> show) {
        int perPage = number(request, "per_page", 10, MOST);
        int page = number(request, "page", 1, Integer.MAX_VALUE);
        int pages = (all.size() + perPage - 1) / perPage;
        long from = request.parameter("offset") != null ? number(request, "offset", 0) : (page - 1L) * perPage;
        ArrayNode body = Json.MAPPER.createArrayNode();
        all.stream().skip(from).limit(perPage).map(show).filter(item -> item != null).forEach(body::add);
        WpAnswer answer = WpAnswer.ok(body)
                .with("X-WP-Total", String.valueOf(all.size()))
                .with("X-WP-TotalPages", String.valueOf(pages));
        StringBuilder links = new StringBuilder();
        if (page > 1) {
            links.append(link(request, Math.min(page - 1, Math.max(pages, 1)), "prev"));
        }
        if (page < pages) {
            links.append(links.isEmpty() ? "" : ", ").append(link(request, page + 1, "next"));
        }
        // The list's links take the place of the API's own Link header.
        return links.isEmpty() ? answer : answer.with("Link", links.toString());
    }

    private static String link(WpRequest request, int page, String relation) {
        Map<String, String> parameters = new LinkedHashMap<>();
        request.http().query().forEach(each -> parameters.put(each.getKey(), each.getValue()));
        parameters.put("page", String.valueOf(page));
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(encode(name))
                .append('=')
                .append(encode(value)));
        return "<" + request.base() + "/wp-json/wc/v3" + request.route() + query + ">; rel=\"" + relation + "\"";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static int number(WpRequest request, String name, int otherwise, int most) {
        int number = number(request, name, otherwise);
        if (number < 1 || number > most) {
            String bounds = most == Integer.MAX_VALUE
                    ? name + " must be greater than or equal to 1"
                    : name + " must be between 1 (inclusive) and " + most + " (inclusive)";
            throw Arguments.invalid(name, "rest_out_of_bounds", bounds);
        }
        return number;
    }

    private static int number(WpRequest request, String name, int otherwise) {
        String text = request.parameter(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("-?\\d{1,9}")) {
            throw Arguments.invalid(name, "rest_invalid_type", name + " is not of type integer.");
        }
        return Integer.parseInt(text);
    }

    static String choice(WpRequest request, String name, String otherwise, List<String> allowed) {
        String text = request.parameter(name);
        if (text == null) {
            return otherwise;
        }
        if (!allowed.contains(text)) {
            throw Arguments.invalid(
                    name, "rest_not_in_enum", name + " is not one of " + String.join(", ", allowed) + ".");
        }
        return text;
    }
}
