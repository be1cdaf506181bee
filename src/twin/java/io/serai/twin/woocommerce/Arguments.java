package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks and converts a request's JSON arguments as WordPress does by schema. Unknown fields pass unseen (W8). */
final class Arguments {

    private static final Arguments SHARED = new Arguments(
            """
            description string
            sku string
            global_unique_id string
            regular_price string
            sale_price string
            date_on_sale_from null,string
            date_on_sale_from_gmt null,string
            date_on_sale_to null,string
            date_on_sale_to_gmt null,string
            virtual boolean
            downloadable boolean
            downloads array
            downloads[] object
            download_limit integer
            download_expiry integer
            tax_status string taxable|shipping|none
            tax_class string
            stock_quantity integer
            stock_status string instock|outofstock|onbackorder
            backorders string no|notify|yes
            low_stock_amount integer,null
            weight string
            dimensions object
            dimensions[length] string
            dimensions[width] string
            dimensions[height] string
            shipping_class string
            attributes array
            attributes[] object
            attributes[][id] integer
            attributes[][name] string
            menu_order integer
            meta_data array
            meta_data[] object
            meta_data[][id] integer
            meta_data[][key] string
            """);

    static final Arguments PRODUCT = SHARED.and(
            """
            name string
            slug string
            date_created null,string
            date_created_gmt null,string
            type string simple|grouped|external|variable
            status string draft|pending|private|publish|future|auto-draft|trash
            featured boolean
            catalog_visibility string visible|catalog|search|hidden
            short_description string
            external_url string
            button_text string
            manage_stock boolean
            sold_individually boolean
            reviews_allowed boolean
            post_password string
            upsell_ids array
            upsell_ids[] integer
            cross_sell_ids array
            cross_sell_ids[] integer
            parent_id integer
            purchase_note string
            categories array
            categories[] object
            categories[][id] integer
            brands array
            brands[] object
            tags array
            tags[] object
            tags[][id] integer
            images array
            images[] object
            images[][id] integer
            images[][src] string
            images[][name] string
            images[][alt] string
            attributes[][position] integer
            attributes[][visible] boolean
            attributes[][variation] boolean
            attributes[][options] array
            attributes[][options][] string
            default_attributes array
            default_attributes[] object
            grouped_products array
            grouped_products[] integer
            """);

    static final Arguments VARIATION = SHARED.and(
            """
            status string draft|pending|private|publish
            manage_stock boolean,string
            image object
            image[id] integer
            image[src] string
            image[alt] string
            gallery_image_ids array
            gallery_image_ids[] integer
            attributes[][option] string
            """);

    static final Arguments WEBHOOK = new Arguments(
            """
            name string
            status string active|paused|disabled
            topic string
            delivery_url string
            secret string
            """);

    static final Arguments TERM = new Arguments(
            """
            name string
            slug string
            parent integer
            description string
            menu_order integer
            """);

    private record Rule(List<String> types, List<String> allowed) {}

    private final Map<String, Rule> rules = new LinkedHashMap<>();

    private Arguments(String lines) {
        lines.lines().forEach(line -> {
            String[] parts = line.split(" ");
            List<String> allowed = parts.length > 2 ? List.of(parts[2].split("\\|")) : List.of();
            rules.put(parts[0], new Rule(List.of(parts[1].split(",")), allowed));
        });
    }

    private Arguments and(String lines) {
        Arguments more = new Arguments(lines);
        more.rules.putAll(rules);
        return more;
    }

    private record Fault(String code, String message, boolean named) {}

    /**
     * The arguments, converted ({@code "12"} to 12, null to the type's zero).
     *
     * @throws WpError 400 {@code rest_invalid_param} naming every argument that does not fit
     */
    ObjectNode check(ObjectNode body) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        ObjectNode out = convert(body, true, faults);
        if (!faults.isEmpty()) {
            throw invalid(faults);
        }
        return out;
    }

    /** The arguments converted without any check: so a batch takes its items. */
    ObjectNode lenient(ObjectNode body) {
        return convert(body, false, new LinkedHashMap<>());
    }

    private ObjectNode convert(ObjectNode body, boolean strict, Map<String, Fault> faults) {
        ObjectNode out = Json.object();
        body.properties().forEach(field -> {
            Rule rule = rules.get(field.getKey());
            if (rule != null) {
                try {
                    out.set(field.getKey(), value(field.getKey(), field.getKey(), field.getValue(), strict));
                } catch (Refused refused) {
                    faults.put(field.getKey(), refused.fault);
                }
            }
        });
        return out;
    }

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Fault fault;

        Refused(Fault fault) {
            super(fault.message, null, false, false);
            this.fault = fault;
        }
    }

    private JsonNode value(String key, String shown, JsonNode given, boolean strict) throws Refused {
        Rule rule = rules.get(key);
        if (rule == null) {
            return given;
        }
        if (given.isNull() && (rule.types.contains("null") || key.contains("["))) {
            return given;
        }
        String type = strict ? matching(rule, given) : rule.types.get(rule.types.get(0).equals("null") ? 1 : 0);
        if (type == null) {
            String wanted = rule.types.size() == 1 ? rule.types.get(0) : String.join(",", rule.types);
            throw new Refused(new Fault("rest_invalid_type", shown + " is not of type " + wanted + ".", true));
        }
        if (strict && !rule.allowed.isEmpty() && !given.isNull() && !rule.allowed.contains(given.asText())) {
            throw new Refused(new Fault("rest_not_in_enum", shown + " is not one of " + oneOf(rule.allowed) + ".", false));
        }
        return switch (type) {
            case "integer" -> Json.MAPPER.getNodeFactory().numberNode(whole(given));
            case "boolean" -> Json.MAPPER.getNodeFactory().booleanNode(truth(given));
            case "array" -> list(key, shown, given, strict);
            case "object" -> object(key, shown, given, strict);
            default -> Json.MAPPER.getNodeFactory().textNode(given.isNull() ? "" : given.asText());
        };
    }

    private static String oneOf(List<String> allowed) {
        return String.join(", ", allowed.subList(0, allowed.size() - 1)) + ", and " + allowed.get(allowed.size() - 1);
    }

    private static String matching(Rule rule, JsonNode given) {
        for (String type : rule.types) {
            if (given.isNull() || fits(type, given)) {
                return type;
            }
        }
        return null;
    }

    private static boolean fits(String type, JsonNode given) {
        return switch (type) {
            case "string" -> given.isTextual();
            case "integer" ->
                given.isIntegralNumber()
                        || given.isNumber() && given.decimalValue().stripTrailingZeros().scale() <= 0
                        || given.isTextual() && given.textValue().matches("\\s*[+-]?\\d+(\\.0*)?\\s*");
            case "boolean" ->
                given.isBoolean() || List.of("0", "1", "true", "false").contains(given.asText("").toLowerCase());
            case "array" -> given.isArray() || given.isValueNode();
            case "object" -> given.isObject() || given.isArray() && given.isEmpty() || given.asText("x").isEmpty();
            default -> false;
        };
    }

    private static long whole(JsonNode given) {
        if (given.isNumber()) {
            return given.longValue();
        }
        String digits = given.asText("").strip().replaceAll("^([+-]?\\d+).*$", "$1");
        return digits.matches("[+-]?\\d+") ? Long.parseLong(digits) : 0;
    }

    private static boolean truth(JsonNode given) {
        return given.isBoolean() ? given.booleanValue() : List.of("1", "true", "yes").contains(given.asText(""));
    }

    private ArrayNode list(String key, String shown, JsonNode given, boolean strict) throws Refused {
        ArrayNode out = Json.MAPPER.createArrayNode();
        List<JsonNode> items = new ArrayList<>();
        if (given.isArray()) {
            given.forEach(items::add);
        } else if (given.isValueNode() && !given.isNull() && !given.asText().isEmpty()) {
            for (String part : given.asText().split("[\\s,]+")) {
                items.add(Json.MAPPER.getNodeFactory().textNode(part));
            }
        }
        for (int i = 0; i < items.size(); i++) {
            out.add(value(key + "[]", shown + "[" + i + "]", items.get(i), strict));
        }
        return out;
    }

    private ObjectNode object(String key, String shown, JsonNode given, boolean strict) throws Refused {
        ObjectNode out = Json.object();
        for (Map.Entry<String, JsonNode> field : given.properties()) {
            String inner = "[" + field.getKey() + "]";
            out.set(field.getKey(), value(key + inner, shown + inner, field.getValue(), strict));
        }
        return out;
    }

    private static WpError invalid(Map<String, Fault> faults) {
        ObjectNode params = Json.object();
        ObjectNode details = Json.object();
        faults.forEach((name, fault) -> {
            params.put(name, fault.message);
            ObjectNode detail = details.putObject(name).put("code", fault.code).put("message", fault.message);
            if (fault.named) {
                detail.putObject("data").put("param", fault.message.substring(0, fault.message.indexOf(" is not")));
            } else {
                detail.putNull("data");
            }
        });
        return new WpError(400, "rest_invalid_param", "Invalid parameter(s): " + String.join(", ", faults.keySet()))
                .with("params", params)
                .with("details", details);
    }

    /** 400 for one query parameter. */
    static WpError invalid(String name, String code, String message) {
        return invalid(Map.of(name, new Fault(code, message, false)));
    }
}
