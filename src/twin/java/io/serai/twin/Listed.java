package io.serai.twin;

import java.util.List;

/**
 * A product as the twin's page lists it.
 *
 * @param id the id as the control API takes it
 * @param description HTML
 * @param price of the first variant
 * @param skus of all variants that have one
 * @param updated ISO 8601
 * @param stock in words: of each of its variants that is counted
 */
public record Listed(
        String id,
        String title,
        String price,
        List<String> skus,
        String description,
        String status,
        String updated,
        String stock) {}
