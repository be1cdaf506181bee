package io.serai.platform.woocommerce;

import io.serai.platform.ShopDescription;
import java.util.Map;

/** The units a shop enters weights and dimensions in; WooCommerce's own defaults where they were not read yet. */
record ShopUnits(String weight, String dimension) {

    static ShopUnits of(Map<String, String> settings) {
        return new ShopUnits(
                settings.getOrDefault(ShopDescription.WEIGHT_UNIT, "kg"),
                settings.getOrDefault(ShopDescription.DIMENSION_UNIT, "cm"));
    }
}
