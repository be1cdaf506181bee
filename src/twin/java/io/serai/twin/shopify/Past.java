package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.shopify.History.Currency;
import io.serai.twin.shopify.History.Goods;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Plans a {@link History} out of what was wanted and what the shop has. */
final class Past {

    private static final Set<String> KEYS =
            Set.of("seed", "orders", "customers", "lines", "from", "to", "currencies");
    private static final int MOST_GOODS = 500;
    private static final int RATE_DECIMALS = 6;
    private static final Duration YEARS = Duration.ofDays(3 * 365);
    private static final int[] PRICES = {490, 999, 1290, 1995, 2490, 4999, 8905, 12900};

    private Past() {}

    static History.Plan plan(ObjectNode wanted, Shop shop, ShopifySettings settings) {
        wanted.fieldNames().forEachRemaining(name -> {
            if (!KEYS.contains(name)) {
                throw new IllegalArgumentException("no " + name + " of a history; there are " + KEYS);
            }
        });
        int orders = wanted.path("orders").asInt();
        Instant to = wanted.has("to") ? Instant.parse(wanted.get("to").asText()) : shop.now();
        Instant from = wanted.has("from") ? Instant.parse(wanted.get("from").asText()) : to.minus(YEARS);
        return new History.Plan(
                wanted.path("seed").asLong(1),
                orders,
                wanted.path("customers").asInt(Math.max(1, orders / 4)),
                wanted.path("lines").asInt(3),
                from,
                to,
                settings.currency(),
                settings.taxesIncluded(),
                currencies(wanted.path("currencies"), settings.currency()),
                goods(shop, Amount.digits(settings.currency())));
    }

    private static List<Currency> currencies(JsonNode wanted, String own) {
        List<Currency> all = new ArrayList<>();
        all.add(new Currency(own, BigDecimal.ONE));
        wanted.fieldNames().forEachRemaining(code -> {
            BigDecimal rate = Checkout.decimal(wanted, code);
            if (rate.scale() > RATE_DECIMALS || Amount.digits(code) < 0) {
                throw new IllegalArgumentException("not a rate with " + RATE_DECIMALS + " decimals: " + code + " " + rate);
            }
            all.add(new Currency(code, rate));
        });
        return List.copyOf(all);
    }

    /** What the shop has, and where it has nothing, things that it has no longer. */
    private static List<Goods> goods(Shop shop, int digits) {
        List<Goods> goods = new ArrayList<>();
        shop.products.values().stream()
                .flatMap(p -> p.variants.stream().map(v -> new Goods(
                        p.id,
                        v.id,
                        v.itemId,
                        v.sku,
                        p.title,
                        p.hasOnlyDefaultVariant() ? null : v.title(),
                        p.vendor,
                        v.price.setScale(digits, RoundingMode.HALF_UP)
                                .movePointRight(digits)
                                .longValueExact(),
                        v.requiresShipping)))
                .limit(MOST_GOODS)
                .forEach(goods::add);
        for (int i = 0; shop.products.isEmpty() && i < PRICES.length; i++) {
            goods.add(new Goods(0, 0, 0, "ALT-" + i, "Früheres Produkt " + i, null, "Serai", PRICES[i], true));
        }
        return List.copyOf(goods);
    }
}
