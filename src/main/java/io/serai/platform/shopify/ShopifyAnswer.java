package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What came back without any failure.
 *
 * @param data the operation's data
 * @param at when it was received, by Serai's clock
 */
public record ShopifyAnswer(JsonNode data, Instant at) {}
