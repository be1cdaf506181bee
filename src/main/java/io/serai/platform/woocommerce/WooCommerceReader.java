package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.Conversation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What all conversations that end with products share: a variable product's variations are lists of their own. */
abstract class WooCommerceReader extends Conversation<WooCommerceQuestion, WooCommerceAnswer> {

    /** Raw values, as they are written; without it descriptions come rendered. */
    static final String[] RAW = {"context", "edit"};

    /** The longest page there is (fact 51). */
    private static final int PER_PAGE = 100;

    private final WooCommerceProductMapper mapper;
    private final Source source;

    WooCommerceReader(Map<String, String> settings, Source source) {
        this.mapper = new WooCommerceProductMapper(settings);
        this.source = source;
    }

    /** Hands the product on as soon as all its variations are there. */
    final void complete(JsonNode product, Instant at, Consumer<Observation> done) {
        if (WooCommerceProductMapper.isVariable(product)) {
            askVariations(product, 1, new ArrayList<>(), done);
        } else {
            done.accept(mapper.read(product, List.of(), source, at));
        }
    }

    private void askVariations(JsonNode product, int page, List<JsonNode> variations, Consumer<Observation> done) {
        WooCommerceQuestion question = WooCommerceQuestion.get(
                "products/" + product.path("id").asText() + "/variations",
                "per_page",
                String.valueOf(PER_PAGE),
                "page",
                String.valueOf(page),
                "orderby",
                "id",
                "order",
                "asc");
        askFirst(question, answer -> {
            answer.list().forEach(variation -> variations.add(seen(variation)));
            if ((long) page * PER_PAGE < answer.total()) {
                askVariations(product, page + 1, variations, done);
            } else {
                done.accept(mapper.read(product, variations, source, answer.at()));
            }
        });
    }

    /** What is taken for a variation that a list shows. */
    JsonNode seen(JsonNode variation) {
        return variation;
    }

    final void askProduct(String id, Consumer<WooCommerceAnswer> hear) {
        askFirst(WooCommerceQuestion.get("products/" + id, RAW), hear);
    }
}
