package io.serai.stock;

/** An order's number, as shops and warehouses can be compared by it. */
public final class OrderNumber {

    private OrderNumber() {}

    /** Without the sign that Shopify writes before it: {@code #1001} is {@code 1001}. */
    public static String plain(String number) {
        String stripped = number.strip();
        return stripped.startsWith("#") ? stripped.substring(1) : stripped;
    }
}
