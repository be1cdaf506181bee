package io.serai.twin.woocommerce;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the shop reckons from stored prices: the price that counts, whether it is a sale, and the HTML of both. */
final class Pricing {

    private static final Map<String, BigDecimal> TAX = Map.of(
            "", new BigDecimal("1.19"), "reduced-rate", new BigDecimal("1.07"), "zero-rate", BigDecimal.ONE);

    private final Shop shop;

    Pricing(Shop shop) {
        this.shop = shop;
    }

    String price(Product product) {
        if (product.type().equals("variable")) {
            return childPrices(product).stream().min(Comparator.naturalOrder()).map(BigDecimal::toPlainString).orElse("");
        }
        return isOnSale(product) ? product.text("sale_price") : product.text("regular_price");
    }

    private List<BigDecimal> childPrices(Product parent) {
        return shop.variations(parent.id).stream()
                .map(this::price)
                .filter(price -> !price.isEmpty())
                .map(BigDecimal::new)
                .toList();
    }

    boolean isOnSale(Product product) {
        if (product.type().equals("variable")) {
            return shop.variations(product.id).stream().anyMatch(this::isOnSale);
        }
        String sale = product.text("sale_price");
        String regular = product.text("regular_price");
        if (sale.isEmpty() || regular.isEmpty() || new BigDecimal(regular).compareTo(new BigDecimal(sale)) <= 0) {
            return false;
        }
        Instant now = shop.now();
        String from = product.text("date_on_sale_from");
        String to = product.text("date_on_sale_to");
        boolean begun = product.data.path("date_on_sale_from").isNull() || !Instant.parse(from + "Z").isAfter(now);
        boolean ended = !product.data.path("date_on_sale_to").isNull() && Instant.parse(to + "Z").isBefore(now);
        return begun && !ended;
    }

    String html(Product product) {
        if (product.type().equals("variable")) {
            List<BigDecimal> prices = childPrices(product).stream().sorted().toList();
            if (prices.isEmpty()) {
                return "";
            }
            String low = amount(prices.get(0), product);
            String high = amount(prices.get(prices.size() - 1), product);
            return low.equals(high) ? low : low + " <span aria-hidden=\"true\">&ndash;</span> " + high;
        }
        if (price(product).isEmpty()) {
            return "";
        }
        if (!isOnSale(product)) {
            return amount(new BigDecimal(price(product)), product);
        }
        BigDecimal before = new BigDecimal(product.text("regular_price"));
        BigDecimal now = new BigDecimal(product.text("sale_price"));
        return "<del aria-hidden=\"true\">" + amount(before, product) + "</del> <span class=\"screen-reader-text\">"
                + "Original price was: &euro;" + figure(before, product) + ".</span><ins aria-hidden=\"true\">"
                + amount(now, product) + "</ins><span class=\"screen-reader-text\">Current price is: &euro;"
                + figure(now, product) + ".</span>";
    }

    private String amount(BigDecimal price, Product product) {
        return "<span class=\"woocommerce-Price-amount amount\"><bdi><span class=\"woocommerce-Price-currencySymbol\""
                + " translate=\"no\">&euro;</span>" + figure(price, product) + "</bdi></span>";
    }

    /** The shop shows prices without tax, with a comma. */
    private String figure(BigDecimal price, Product product) {
        BigDecimal tax = shop.settings().pricesIncludeTax()
                ? TAX.getOrDefault(product.text("tax_class"), BigDecimal.ONE)
                : BigDecimal.ONE;
        return price.divide(tax, 2, RoundingMode.HALF_UP).toPlainString().replace('.', ',');
    }
}
