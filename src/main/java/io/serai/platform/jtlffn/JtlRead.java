package io.serai.platform.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.merge.ObservedVariant;
import io.serai.platform.Conversation;
import io.serai.platform.ProductsRead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads what JTL-FFN has of products of the hub: the things that are known to be their variants, and those that have the SKU of
 * one that is known nowhere yet. A known one that no list shows is believed gone only when it is asked for by itself and is not
 * there (rule 11).
 */
public final class JtlRead extends Conversation<JtlQuestion, JtlAnswer> {

    private static final int AT_ONCE = 15;

    /** So many characters in one question, as they stand in an address: one SKU may be a thousand. */
    private static final int LONGEST = 1500;

    private static final String OR = " or ";

    /**
     * What of a product is looked for.
     *
     * @param externalId the product's, which is the hub's own
     * @param jfskus of the variants that are known there
     * @param skus of the others, where a SKU tells
     */
    public record Sought(String externalId, Set<String> jfskus, Set<String> skus) {

        public Sought {
            jfskus = Set.copyOf(jfskus);
            skus = Set.copyOf(skus);
        }
    }

    private static final int NOT_FOUND = 404;

    private record Seen(ObservedVariant variant, Instant changedAt) {}

    private final List<Sought> sought;
    private final List<String> unknown;
    private final Map<String, Seen> byJfsku = new HashMap<>();
    private final Map<String, Seen> bySku = new HashMap<>();
    private final Set<String> gone = new TreeSet<>();
    private Instant answeredAt = Instant.EPOCH;
    private int openLists;

    /** @param unknown products that the hub does not have (any more) */
    public JtlRead(List<Sought> sought, List<String> unknown) {
        this.sought = List.copyOf(sought);
        this.unknown = List.copyOf(unknown);
        List<String> conditions = new ArrayList<>();
        sought.forEach(product -> {
            product.jfskus().stream().sorted().forEach(jfsku -> conditions.add(is("jfsku", jfsku)));
            product.skus().stream().sorted().forEach(sku -> conditions.add(is("merchantSku", sku)));
        });
        for (int from = 0; from < conditions.size(); ) {
            int to = from + 1;
            while (to < conditions.size() && to - from < AT_ONCE && isShort(conditions.subList(from, to + 1))) {
                to++;
            }
            askList(conditions.subList(from, to));
            from = to;
        }
    }

    private static boolean isShort(List<String> conditions) {
        return JtlQuestion.encoded(String.join(OR, conditions)).length() <= LONGEST;
    }

    static String is(String field, String value) {
        return field + " eq '" + value.replace("'", "''") + "'";
    }

    private void askList(List<String> conditions) {
        openLists++;
        JtlQuestion question = JtlQuestion.get(
                "products", "$filter", String.join(OR, conditions), "$top", String.valueOf(conditions.size()));
        ask(question, answer -> {
            answer.list("items").forEach(this::keep);
            answeredAt = answer.at();
            openLists--;
            if (openLists == 0) {
                askForTheMissing();
            }
        });
    }

    private void askForTheMissing() {
        sought.stream()
                .flatMap(product -> product.jfskus().stream())
                .filter(jfsku -> !byJfsku.containsKey(jfsku))
                .sorted()
                .forEach(jfsku -> ask(JtlQuestion.get("products/" + jfsku), answer -> keepIfThere(jfsku, answer)));
    }

    private void keepIfThere(String jfsku, JtlAnswer answer) {
        answeredAt = answer.at();
        boolean isGone = answer.status() == NOT_FOUND || answer.code().endsWith("ProductNotFound");
        if (isGone) {
            gone.add(jfsku);
        } else {
            keep(answer.taken());
        }
    }

    private void keep(JsonNode product) {
        Seen seen = new Seen(JtlProductMapper.variant(product), JtlShape.changedAt(product));
        if (!JtlShape.isDeleted(product)) {
            byJfsku.put(seen.variant().externalId(), seen);
            bySku.put(folded(JtlShape.text(product, "merchantSku")), seen);
        }
    }

    /** What was asked for by itself and is not there. */
    public Set<String> gone() {
        return Set.copyOf(gone);
    }

    static String folded(String sku) {
        return sku.strip().toLowerCase(Locale.ROOT);
    }

    private Observation observed(Sought product) {
        Map<String, Seen> found = new TreeMap<>();
        Stream.concat(
                        product.jfskus().stream().map(byJfsku::get),
                        product.skus().stream().map(sku -> bySku.get(folded(sku))))
                .filter(Objects::nonNull)
                .forEach(there -> found.put(there.variant().externalId(), there));
        List<ObservedVariant> variants =
                found.values().stream().map(Seen::variant).toList();
        Instant version = found.values().stream()
                .map(Seen::changedAt)
                .max(Comparator.naturalOrder())
                .orElse(answeredAt);
        return new Observation(
                Source.READ,
                product.externalId(),
                version,
                answeredAt,
                0,
                Map.of(),
                variants,
                true,
                found.isEmpty() ? Map.of() : Map.of("jfskus", String.join(",", found.keySet())));
    }

    @Override
    public ProductsRead result() {
        return new ProductsRead(sought.stream().map(this::observed).toList(), unknown);
    }
}
