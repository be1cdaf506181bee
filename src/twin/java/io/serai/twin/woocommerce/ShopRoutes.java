package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings and the system status, as far as anyone needs them here. Used with the shop's lock held. */
final class ShopRoutes {

    private final Shop shop;

    ShopRoutes(Shop shop) {
        this.shop = shop;
    }

    void addTo(Routes routes) {
        routes.add("/coupons", Routes.read(r -> Listing.of(r, List.of(), x -> null)));
        routes.add("/settings", Routes.read(r -> WpAnswer.ok(groups())));
        routes.add("/settings/{group_id:text}", Routes.read(r -> WpAnswer.ok(group(r))));
        routes.add("/settings/{group_id:text}/{id:text}", Routes.read(this::setting));
        routes.add("/system_status", Routes.read(r -> WpAnswer.ok(status(r.base()))));
        routes.add("/data/currencies/current", Routes.read(r -> WpAnswer.ok(Json.object()
                .put("code", shop.settings().currency())
                .put("name", shop.settings().currency())
                .put("symbol", "&euro;"))));
    }

    private Map<String, Map<String, String>> settings() {
        ShopSettings settings = shop.settings();
        Map<String, String> general = new LinkedHashMap<>();
        general.put("woocommerce_default_country", "DE:DE-BE");
        general.put("woocommerce_calc_taxes", "yes");
        general.put("woocommerce_currency", settings.currency());
        general.put("woocommerce_currency_pos", "left");
        general.put("woocommerce_price_thousand_sep", ".");
        general.put("woocommerce_price_decimal_sep", ",");
        general.put("woocommerce_price_num_decimals", String.valueOf(settings.decimals()));
        Map<String, String> products = new LinkedHashMap<>();
        products.put("woocommerce_weight_unit", settings.weightUnit());
        products.put("woocommerce_dimension_unit", settings.dimensionUnit());
        products.put("woocommerce_manage_stock", "yes");
        products.put("woocommerce_notify_no_stock_amount", "0");
        Map<String, String> tax = new LinkedHashMap<>();
        tax.put("woocommerce_prices_include_tax", settings.pricesIncludeTax() ? "yes" : "no");
        tax.put("woocommerce_tax_display_shop", "excl");
        Map<String, Map<String, String>> groups = new LinkedHashMap<>();
        groups.put("general", general);
        groups.put("products", products);
        groups.put("tax", tax);
        return groups;
    }

    private ArrayNode groups() {
        ArrayNode out = Json.MAPPER.createArrayNode();
        settings().keySet().forEach(id -> out.addObject()
                .put("id", id)
                .put("label", id.substring(0, 1).toUpperCase() + id.substring(1))
                .put("description", "")
                .put("parent_id", "")
                .putArray("sub_groups"));
        return out;
    }

    private ArrayNode group(WpRequest request) {
        String group = request.match().group(1);
        Map<String, String> values = settings().get(group);
        if (values == null) {
            throw new WpError(404, "rest_setting_setting_group_invalid", "Invalid setting group.");
        }
        ArrayNode out = Json.MAPPER.createArrayNode();
        values.forEach((id, value) -> {
            ObjectNode setting = out.addObject()
                    .put("id", id)
                    .put("label", id.replaceFirst("^woocommerce_", "").replace('_', ' '))
                    .put("description", "")
                    .put("type", "text")
                    .put("default", value)
                    .put("value", value);
            String all = request.base() + "/wp-json/wc/v3/settings/" + group;
            ObjectNode links = setting.putObject("_links");
            links.putArray("self").addObject().put("href", all + "/" + id);
            links.putArray("collection").addObject().put("href", all);
        });
        return out;
    }

    private WpAnswer setting(WpRequest request) {
        for (JsonNode each : group(request)) {
            if (each.path("id").asText().equals(request.match().group(2))) {
                return WpAnswer.ok(each);
            }
        }
        throw new WpError(404, "rest_setting_setting_invalid", "Invalid setting.");
    }

    private ObjectNode status(String base) {
        ObjectNode status = Json.object();
        status.putObject("environment")
                .put("home_url", base)
                .put("site_url", base)
                .put("version", "11.0.1")
                .put("wp_version", "7.1")
                .put("wp_multisite", false)
                .put("language", "en_US")
                .put("server_info", "nginx/1.22.1")
                .put("default_timezone", "UTC")
                .put("secure_connection", base.startsWith("https"));
        status.putObject("database").put("wc_database_version", "11.0.1");
        status.putArray("active_plugins");
        status.putObject("settings")
                .put("api_enabled", false)
                .put("force_ssl", false)
                .put("currency", shop.settings().currency())
                .put("currency_symbol", "&euro;")
                .put("currency_position", "left")
                .put("thousand_separator", ".")
                .put("decimal_separator", ",")
                .put("number_of_decimals", shop.settings().decimals())
                .put("geolocation_enabled", false);
        status.putArray("pages");
        return status;
    }

    /** {@code /wp-json}: what a visitor may see. */
    ObjectNode site(String base) {
        ObjectNode site = Json.object()
                .put("name", "Serai WooCommerce twin")
                .put("description", "")
                .put("url", base)
                .put("home", base)
                .put("gmt_offset", shop.settings().zone().getRules().getOffset(Instant.now()).getTotalSeconds() / 3600)
                .put("timezone_string", shop.settings().zone().getId())
                .put("page_for_posts", 0)
                .put("page_on_front", 0)
                .put("show_on_front", "posts");
        site.putArray("namespaces").add("wp/v2").add("wc/v1").add("wc/v2").add("wc/v3").add("wc/store/v1");
        site.putArray("authentication");
        site.putObject("routes");
        return site;
    }
}
