package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.CallLog;
import io.serai.twin.Json;
import io.serai.twin.TwinResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The merchant's products. Guarded by the network's lock. */
final class Products {

    private static final String CREATE = "POST /products";
    private static final String CHANGE = "PATCH /products/{jfsku}";
    private static final List<String> FIELDS = List.of(
            "jfsku",
            "name",
            "merchantSku",
            "pictures",
            "productGroup",
            "originCountry",
            "manufacturer",
            "weight",
            "netWeight",
            "note",
            "identifier",
            "specifications",
            "dimensions",
            "attributes",
            "netRetailPrice",
            "bundles",
            "relatedProducts",
            "condition");
    private static final List<String> LISTS = List.of("pictures", "attributes", "bundles", "relatedProducts");
    private static final List<String> SWITCHES = List.of(
            "isBatch", "isDivisible", "isBestBefore", "isSerialNumber", "isBillOfMaterials", "isPackaging");
    private static final Listing<Document> LISTING = Listing.ofDocuments(Set.of(
            "jfsku",
            "name",
            "merchantSku",
            "productGroup",
            "manufacturer",
            "condition",
            "identifier/ean",
            "identifier/isbn",
            "identifier/upc",
            "identifier/asin",
            "identifier/mpn/manufacturer",
            "identifier/mpn/partNumber",
            "specifications/unNumber",
            "specifications/hazardIdentifier",
            "specifications/taric",
            "specifications/fnsku",
            "specifications/isBatch",
            "specifications/isDivisible",
            "specifications/isBestBefore",
            "specifications/isSerialNumber",
            "specifications/isBillOfMaterials",
            "attributes/key",
            "attributes/value",
            "bundles/ean",
            "bundles/upc"));

    private final Network network;
    private final Stocks stocks;
    private final CallLog calls;

    Products(Network network, Stocks stocks, CallLog calls) {
        this.network = network;
        this.stocks = stocks;
        this.calls = calls;
    }

    void addTo(Routes routes, Updates updates) {
        routes.get("/products", this::list);
        routes.add("POST", "/products", this::create);
        routes.get("/products/updates", call -> updates.of(call, "/products/updates", network.products()));
        routes.get("/products/{jfsku}", call -> TwinResponse.json(200, network.product(call.part(0)).json()));
        routes.add("PATCH", "/products/{jfsku}", this::change);
    }

    private TwinResponse list(Call call) {
        if (call.parameter("referencedWarehouse") != null) {
            throw FfnError.invalid("referencedWarehouse", "This twin does not know which warehouse refers to a product.");
        }
        return LISTING.page(call, network.settings(), network.products().alive());
    }

    private TwinResponse create(Call call) {
        ObjectNode given = Models.PRODUCT.whole(call.body());
        Optional<Document> same = network.products().alive().stream()
                .filter(p -> p.text("name").equals(given.path("name").asText()))
                .findFirst();
        Document made = create(given, call.caller());
        calls.mutated(CREATE, made.id, true);
        same.ifPresent(other -> calls.doubled(CREATE, made.id, other.id, "name"));
        return TwinResponse.json(201, made.json());
    }

    private TwinResponse change(Call call) {
        Document product = network.product(call.part(0));
        boolean changed = change(product, Models.PRODUCT.part(call.body()), call.caller());
        calls.mutated(CHANGE, product.id, changed);
        return TwinResponse.empty(204);
    }

    /** @param given as read by the model */
    Document create(ObjectNode given, Caller by) {
        free(given.path("merchantSku").asText(), null);
        components(given);
        String jfsku = network.nextId(Caller.MERCHANT_ID + "01", 5);
        given.put("jfsku", jfsku);
        Document made = new Document(jfsku, filled(given), network.modification(Modification.State.NEW, by));
        network.products().put(made);
        return made;
    }

    /**
     * Takes over these fields, lists and objects as a whole; what is null is emptied.
     *
     * @return whether the product is other than it was
     */
    boolean change(Document product, ObjectNode given, Caller by) {
        if (given.has("merchantSku")) {
            free(given.path("merchantSku").asText(), product);
        }
        components(given);
        ObjectNode merged = product.data.deepCopy();
        merged.setAll(given);
        ObjectNode wanted = filled(merged);
        boolean changed = !wanted.equals(product.data);
        product.data.removeAll();
        product.data.setAll(wanted);
        product.changed(network.modification(Modification.State.MODIFIED, by));
        network.products().index(product);
        return changed;
    }

    void delete(Document product, Caller by) {
        stocks.deleted(product, by);
        product.changed(network.modification(Modification.State.DELETED, by));
        network.products().index(product);
    }

    private void free(String sku, Document except) {
        network.products().numbered(sku).filter(p -> p != except).ifPresent(other -> {
            throw FfnError.duplicateProduct(network.settings().duplicateProductStatus(), sku, other.id);
        });
    }

    private void components(ObjectNode given) {
        for (JsonNode each : given.at("/specifications/billOfMaterialsComponents")) {
            String jfsku = each.path("jfsku").asText();
            network.products().find(jfsku).orElseThrow(() -> FfnError.noProduct(jfsku).inTheBody());
        }
    }

    /** In the order and with all that the network always answers. */
    private static ObjectNode filled(ObjectNode given) {
        ObjectNode filled = Json.object();
        for (String field : FIELDS) {
            if (given.hasNonNull(field)) {
                filled.set(field, given.get(field));
            } else if (LISTS.contains(field)) {
                filled.putArray(field);
            } else if (field.equals("identifier") || field.equals("specifications")) {
                filled.putObject(field);
            } else if (field.equals("condition")) {
                filled.put(field, "Default");
            }
        }
        ObjectNode specifications = (ObjectNode) filled.get("specifications");
        for (String name : SWITCHES) {
            if (!specifications.has(name)) {
                specifications.put(name, false);
            }
        }
        if (!specifications.has("billOfMaterialsComponents")) {
            specifications.putArray("billOfMaterialsComponents");
        }
        return filled;
    }
}
