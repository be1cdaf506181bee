package io.serai.twin.shopify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A sum in the shop's currency and in the customer's, each to the minor unit of its currency. What is derived from it is
 * rounded in each currency on its own, so that the sums of an order agree in both.
 */
record Amount(BigDecimal shop, BigDecimal presentment) {

    /** Of a price in the shop's currency; {@code rate} is what one unit of it is worth in the customer's. */
    static Amount of(BigDecimal price, String currency, BigDecimal rate, String presentment) {
        BigDecimal shop = price.setScale(digits(currency), RoundingMode.HALF_UP);
        return new Amount(shop, shop.multiply(rate).setScale(digits(presentment), RoundingMode.HALF_UP));
    }

    /** How many decimals a currency has: 2 for most, 0 for JPY, 3 for KWD. */
    static int digits(String currency) {
        return Currency.getInstance(currency).getDefaultFractionDigits();
    }

    Amount plus(Amount other) {
        return with(other, BigDecimal::add);
    }

    Amount minus(Amount other) {
        return with(other, BigDecimal::subtract);
    }

    Amount least(Amount other) {
        return with(other, BigDecimal::min);
    }

    Amount times(int quantity) {
        return each(x -> x.multiply(BigDecimal.valueOf(quantity)));
    }

    /** This times {@code part / whole}. */
    Amount share(BigDecimal part, BigDecimal whole) {
        return each(x -> x.multiply(part).divide(whole, x.scale(), RoundingMode.HALF_UP));
    }

    Amount share(int part, int whole) {
        return share(BigDecimal.valueOf(part), BigDecimal.valueOf(whole));
    }

    /** What falls to {@code part} of {@code whole}, both sums in each currency. */
    Amount share(Amount part, Amount whole) {
        return new Amount(share(shop, part.shop, whole.shop), share(presentment, part.presentment, whole.presentment));
    }

    Amount zero() {
        return each(x -> BigDecimal.ZERO.setScale(x.scale()));
    }

    boolean isZero() {
        return shop.signum() == 0 && presentment.signum() == 0;
    }

    private static BigDecimal share(BigDecimal of, BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? BigDecimal.ZERO.setScale(of.scale())
                : of.multiply(part).divide(whole, of.scale(), RoundingMode.HALF_UP);
    }

    private Amount each(UnaryOperator<BigDecimal> change) {
        return new Amount(change.apply(shop), change.apply(presentment));
    }

    private Amount with(Amount other, BinaryOperator<BigDecimal> join) {
        return new Amount(join.apply(shop, other.shop), join.apply(presentment, other.presentment));
    }
}
