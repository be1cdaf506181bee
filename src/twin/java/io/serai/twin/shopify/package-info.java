/**
 * A stand-in for one Shopify shop and one app: the Admin GraphQL API 2026-10, bulk operations, and webhooks.
 *
 * <p>What is done to the shop from outside the API goes through the control API. Besides what every twin has there:
 *
 * <ul>
 *   <li>{@code POST /twin/orders}, {@code POST /twin/orders/<id>/edit}, {@code /refund}, {@code /pay}, {@code /cancel},
 *       {@code /fulfill}: see {@link io.serai.twin.shopify.ShopifyTwin#buy},
 *       {@link io.serai.twin.shopify.ShopifyTwin#editOrder}, {@link io.serai.twin.shopify.ShopifyTwin#refund}; the answer is the
 *       order as a webhook carries it.
 *   <li>{@code POST /twin/customers}, {@code PATCH} and {@code GET /twin/customers/<id>}: see
 *       {@link io.serai.twin.shopify.ShopifyTwin#createCustomer}.
 *   <li>{@code POST /twin/history}: gives an empty shop a past by a seed, see
 *       {@link io.serai.twin.shopify.ShopifyTwin#remember}. {@code GET /twin/state/sums}: what all orders come to, by currency.
 *   <li>{@code POST /twin/bulk/next}: what becomes of the next bulk operations. {@code takesMillis}, {@code held} (runs until
 *       released), {@code failAfter} (lines) with {@code errorCode}, {@code truncate} ({@code {"lineItems": 1}}),
 *       {@code breakAfterBytes} with {@code breaks} (how many downloads break, 1), {@code times} (for how many operations, 1).
 *   <li>{@code GET /twin/bulk}, {@code POST /twin/bulk/<id>/release}, {@code /cancel}, {@code /fail}, {@code /expire}.
 * </ul>
 *
 * <p>Where Shopify does not tell, or tells in two ways, the twin does this:
 *
 * <ul>
 *   <li>A connection may be two levels below the outermost one, and a bulk query takes its things by {@code edges}, not by
 *       {@code nodes}.
 *   <li>A page that begins at the 25,000th object is refused.
 *   <li>Amounts are written with all digits of their currency's minor unit.
 *   <li>An operation's result ends with the process; a restarted twin knows none of its operations.
 *   <li>What is taken from a paid order by an edit is paid back at once.
 * </ul>
 */
package io.serai.twin.shopify;
