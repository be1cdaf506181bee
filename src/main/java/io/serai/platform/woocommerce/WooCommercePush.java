package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends a planned call. Names of tags and attributes are resolved to the shop's ids before, and the whole product is read
 * after it, so that the answer shows every field. The steps before it only add what is missing and may be repeated. What
 * was written is taken from the answer to the write: by the time of the read somebody may have edited it.
 */
public final class WooCommercePush extends WooCommerceReader {

    private static final String ATTRIBUTES = "attributes";

    private final PlannedCall call;
    private final ObjectNode product;
    private final ObjectNode variations;
    private final List<Reason> refused = new ArrayList<>();
    private final Map<String, JsonNode> writtenVariations = new HashMap<>();
    private JsonNode writtenProduct = MissingNode.getInstance();
    private Observation answer;

    public WooCommercePush(PlannedCall call, Map<String, String> settings) {
        super(settings, Source.ANSWER);
        this.call = call;
        this.product = call.body().path(WooCommerceBody.PRODUCT).deepCopy();
        this.variations = call.body().path(WooCommerceBody.VARIATIONS).deepCopy();
        WooCommerceTags.unresolved(product)
                .forEach(name ->
                        ask(WooCommerceTags.create(name), created -> WooCommerceTags.resolve(product, name, created)));
        if (!call.create() && product.has(ATTRIBUTES)) {
            ask(WooCommerceQuestion.get(call.path(), RAW), this::mergeAttributes);
        } else if (product.isEmpty()) {
            askVariations();
        } else {
            askProduct();
        }
    }

    private void mergeAttributes(WooCommerceAnswer held) {
        WooCommerceAttributes attributes =
                new WooCommerceAttributes(held.one(false).path(ATTRIBUTES), product.path(ATTRIBUTES));
        attributes.identify(variations.path("create"));
        attributes.identify(variations.path("update"));
        product.set(ATTRIBUTES, attributes.merged());
        if (attributes.isChanged() || product.size() > 1) {
            askProduct();
        } else {
            askVariations();
        }
    }

    private void askProduct() {
        ask(
                call.create()
                        ? WooCommerceQuestion.post(call.path(), product)
                        : WooCommerceQuestion.put(call.path(), product),
                written -> {
                    JsonNode stored = written.one(true);
                    tookEffect();
                    if (variations.isEmpty()) {
                        complete(stored, written.at(), this::conclude);
                    } else {
                        writtenProduct = stored;
                        askVariations();
                    }
                });
    }

    private void askVariations() {
        ask(WooCommerceQuestion.post(call.path() + "/variations/batch", variations), written -> {
            written.taken().properties().forEach(kind -> collect(kind.getKey(), kind.getValue()));
            tookEffect();
            ask(
                    WooCommerceQuestion.get(call.path(), RAW),
                    read -> complete(asWritten(read.one(false)), read.at(), this::conclude));
        });
    }

    private JsonNode asWritten(JsonNode read) {
        ObjectNode asWritten = read.deepCopy();
        product.fieldNames().forEachRemaining(field -> {
            if (writtenProduct.has(field)) {
                asWritten.set(field, writtenProduct.get(field));
            }
        });
        return asWritten;
    }

    @Override
    JsonNode seen(JsonNode variation) {
        return writtenVariations.getOrDefault(variation.path("id").asText(), variation);
    }

    /** A batch answers 200 and an error for each item that was refused (fact 56); the others are done. */
    private void collect(String kind, JsonNode items) {
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            if (item.has("error")) {
                refused.add(WooCommerceErrors.reason(kind + "." + i, item.get("error")));
            } else {
                writtenVariations.put(item.path("id").asText(), item);
            }
        }
    }

    private void conclude(Observation observation) {
        if (!refused.isEmpty()) {
            throw new Rejected(refused, observation);
        }
        answer = observation;
    }

    @Override
    public Observation result() {
        return answer;
    }

    /** How a planned call's body is laid out: WooCommerce has one resource for the product, one for its variations. */
    static final class WooCommerceBody {

        static final String PRODUCT = "product";
        static final String VARIATIONS = "variations";

        private WooCommerceBody() {}

        static ObjectNode of(ObjectNode product, ObjectNode variations) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.set(PRODUCT, product);
            body.set(VARIATIONS, variations);
            return body;
        }
    }
}
