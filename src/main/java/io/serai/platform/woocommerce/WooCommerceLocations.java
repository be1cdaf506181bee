package io.serai.platform.woocommerce;

import io.serai.platform.Conversation;
import io.serai.platform.ShopLocation;
import java.util.List;

/** WooCommerce counts stock in one place, which it has no name for. There is nothing to ask. */
public final class WooCommerceLocations extends Conversation<WooCommerceQuestion, WooCommerceAnswer> {

    /** The one place's id, in the tenant's table of locations. */
    public static final String SHOP = "shop";

    @Override
    public List<ShopLocation> result() {
        return List.of(new ShopLocation(SHOP, "Shop"));
    }
}
