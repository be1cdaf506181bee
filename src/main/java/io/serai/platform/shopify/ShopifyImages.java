package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.listing.Difference;
import io.serai.listing.ImageChange;
import io.serai.listing.PlannedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The next call for a product's images on Shopify: add new ones, take others away, bring them into their order. Each says
 * what to do with single images, so that none that somebody adds meanwhile is lost. Pure.
 */
final class ShopifyImages {

    static final String REMOVE = "FileUpdate";
    static final String REORDER = "ProductReorderMedia";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ImageChange change;
    private final String product;

    private ShopifyImages(Difference difference) {
        this.change = ImageChange.of(difference);
        this.product = ShopifyId.product(difference.listing().externalId());
    }

    static Optional<PlannedCall> plan(Difference difference) {
        ShopifyImages images = new ShopifyImages(difference);
        if (images.change.isNone()) {
            return Optional.empty();
        }
        if (!images.change.added().isEmpty()) {
            return Optional.of(images.add());
        }
        return Optional.of(images.change.removed().isEmpty() ? images.reorder() : images.remove());
    }

    /** Shopify puts them behind those it has. */
    private PlannedCall add() {
        ObjectNode variables = JSON.objectNode();
        variables.putObject("product").put("id", product);
        ArrayNode media = variables.putArray("media");
        change.added().forEach(image -> {
            ObjectNode made = media.addObject();
            made.put("originalSource", change.file(image).url()).put("mediaContentType", "IMAGE");
            if (change.file(image).altText() != null) {
                made.put("alt", change.file(image).altText());
            }
        });
        List<String> then = new ArrayList<>(change.held());
        then.addAll(change.added());
        return call("ProductUpdate", variables, then);
    }

    /** One at a time: Shopify tells of each by itself, and what it shows between two must be known as ours. */
    private PlannedCall remove() {
        String removed = change.removed().get(0);
        ObjectNode variables = JSON.objectNode();
        ObjectNode file = variables.putArray("files").addObject();
        file.put("id", ShopifyId.image(change.media(removed)));
        file.putArray("referencesToRemove").add(product);
        return call(
                REMOVE,
                variables,
                change.held().stream().filter(image -> !image.equals(removed)).toList());
    }

    /** Every image is moved, from the first on: where videos stand between them, a place alone says too little. */
    private PlannedCall reorder() {
        ObjectNode variables = JSON.objectNode().put("id", product);
        ArrayNode moves = variables.putArray("moves");
        change.wanted().forEach(image -> moves.addObject()
                .put("id", ShopifyId.image(change.media(image)))
                .put("newPosition", String.valueOf(moves.size() - 1)));
        return call(REORDER, variables, change.wanted());
    }

    private PlannedCall call(String operation, ObjectNode variables, List<String> then) {
        return new PlannedCall(operation, null, variables, change.meaning(then), false);
    }

    /** The product that a call is about whose answer does not show it; empty for all others. */
    static Optional<String> productOf(PlannedCall call) {
        return switch (call.operation()) {
            case REMOVE ->
                Optional.of(call.body().at("/files/0/referencesToRemove/0").asText());
            case REORDER -> Optional.of(call.body().path("id").asText());
            default -> Optional.empty();
        };
    }
}
