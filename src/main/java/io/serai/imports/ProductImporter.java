package io.serai.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.serai.access.IdempotencyKeys;
import io.serai.access.KeptAnswer;
import io.serai.imports.Imported.Outcome;
import io.serai.listing.Lane;
import io.serai.listing.ProductEdits;
import io.serai.listing.Trigger;
import io.serai.problem.Conflicting;
import io.serai.problem.InvalidRequest;
import io.serai.product.CreateProduct;
import io.serai.product.Field;
import io.serai.product.NewVariant;
import io.serai.product.ProductPatch;
import io.serai.product.Value;
import io.serai.product.Value.Text;
import io.serai.product.VariantPatch;
import io.serai.provenance.Origin;
import io.serai.store.ProductRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Takes one product of an import in, in a transaction of its own. What it leads to in shops waits for what people do live. */
@ApplicationScoped
class ProductImporter {

    private static final JsonMapper JSON = new JsonMapper();

    private final ProductEdits edits;
    private final ProductRepository products;
    private final IdempotencyKeys keys;

    @Inject
    ProductImporter(ProductEdits edits, ProductRepository products, IdempotencyKeys keys) {
        this.edits = edits;
        this.products = products;
        this.keys = keys;
    }

    /**
     * @param key of this line, null for none
     * @param fingerprint of what the line says
     * @throws Conflicting if the product is there already, and it is not to be changed
     * @throws InvalidRequest if what the line says cannot be
     */
    @Transactional
    Imported take(ProductImport imports, CreateProduct wish, String key, byte[] fingerprint) {
        Optional<KeptAnswer> earlier = key == null ? Optional.empty() : keys.take(imports.caller(), key, fingerprint);
        if (earlier.isPresent()) {
            return read(earlier.get());
        }
        Trigger trigger = new Trigger(Origin.NOLIMITS, imports.caller().name(), Lane.BACKFILL);
        Set<String> skus = skus(wish);
        products.lockSkus(wish.tenant(), skus);
        Set<UUID> there = products.withSkus(wish.tenant(), skus);
        Imported imported = there.isEmpty()
                ? new Imported(Outcome.CREATED, edits.createFor(wish, trigger))
                : change(imports, there, wish, trigger);
        if (key != null) {
            keys.keep(imports.caller(), key, write(imported));
        }
        return imported;
    }

    private Imported change(ProductImport imports, Set<UUID> there, CreateProduct wish, Trigger trigger) {
        UUID product = there.iterator().next();
        if (there.size() > 1) {
            throw new Conflicting("Several products have these SKUs: " + there);
        }
        if (!imports.updates()) {
            throw new Conflicting("The product " + product
                    + " has this SKU. Import with update=true to change it, or leave the line out");
        }
        long before = products.version(product).orElseThrow();
        edits.patchFor(product, patch(product, wish), trigger);
        long after = products.version(product).orElseThrow();
        return new Imported(after == before ? Outcome.UNCHANGED : Outcome.UPDATED, product);
    }

    private ProductPatch patch(UUID product, CreateProduct wish) {
        if (wish.variants().stream().anyMatch(variant -> variant.quantity() != null)) {
            throw InvalidRequest.at(
                    List.of("quantity"),
                    "The quantity is taken when a product is created",
                    "Count what is there with PUT /api/products/" + product + "/stock");
        }
        Map<String, UUID> bySku = products.variantsBySku(product);
        List<VariantPatch> variants = wish.variants().stream()
                .filter(variant -> !variant.fields().isEmpty())
                .map(variant -> new VariantPatch(bySku.get(sku(variant)), variant.fields()))
                .toList();
        return new ProductPatch(wish.fields(), Map.of(), variants);
    }

    private static Set<String> skus(CreateProduct wish) {
        return wish.variants().stream()
                .map(ProductImporter::sku)
                .filter(sku -> !sku.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String sku(NewVariant variant) {
        Value sku = variant.fields().getOrDefault(Field.SKU, Value.NONE);
        return sku instanceof Text text ? text.text().strip() : "";
    }

    private static KeptAnswer write(Imported imported) {
        try {
            return new KeptAnswer(imported.outcome().status(), Map.of(), JSON.writeValueAsString(imported));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what became of a line cannot be written down", e);
        }
    }

    private static Imported read(KeptAnswer answer) {
        try {
            return JSON.readValue(answer.body(), Imported.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what became of a line cannot be read", e);
        }
    }
}
