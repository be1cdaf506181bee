/**
 * The WooCommerce twin: WordPress REST v3, webhooks and staff edits of a WooCommerce 11.0.1 shop, in memory. Facts 42 to 62
 * and W1 to W13.
 */
package io.serai.twin.woocommerce;
