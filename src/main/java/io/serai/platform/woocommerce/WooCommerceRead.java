package io.serai.platform.woocommerce;

import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.ProductsRead;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads products by their ids. What is in the trash counts as missing. */
public final class WooCommerceRead extends WooCommerceReader {

    private final List<Observation> found = new ArrayList<>();
    private final Set<String> missing;

    public WooCommerceRead(List<String> ids, Map<String, String> settings) {
        super(settings, Source.READ);
        missing = new LinkedHashSet<>(ids);
        if (ids.isEmpty()) {
            return;
        }
        WooCommerceQuestion question = WooCommerceQuestion.get(
                "products",
                "include",
                String.join(",", ids),
                "per_page",
                String.valueOf(ids.size()),
                "status",
                "any",
                RAW[0],
                RAW[1]);
        ask(question, this::heard);
    }

    private void heard(WooCommerceAnswer answer) {
        answer.list().forEach(product -> {
            missing.remove(product.path("id").asText());
            complete(product, answer.at(), found::add);
        });
    }

    @Override
    public ProductsRead result() {
        return new ProductsRead(found, List.copyOf(missing));
    }
}
