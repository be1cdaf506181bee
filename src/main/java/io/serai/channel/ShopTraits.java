package io.serai.channel;

/**
 * What the shop itself says about how it counts. Each is null until it was asked.
 *
 * @param currency three letters
 * @param pricesIncludeTax whether its prices are gross (rule 17)
 * @param weightUnit the platform's word, such as {@code kg}
 */
public record ShopTraits(String currency, Boolean pricesIncludeTax, String weightUnit) {

    public static final ShopTraits UNKNOWN = new ShopTraits(null, null, null);
}
