package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.CallLog;
import io.serai.twin.Json;
import java.util.Optional;
import java.util.function.LongFunction;

/** {@code /products}, its variations and their batches. Used with the shop's lock held. */
final class ProductRoutes {

    private static final int MOST_IN_BATCH = 100;

    private final Shop shop;
    private final ProductJson json;
    private final ProductEditor editor;
    private final ProductQuery query;
    private final CallLog calls;

    ProductRoutes(Shop shop, ProductJson json, ProductEditor editor, CallLog calls) {
        this.shop = shop;
        this.json = json;
        this.editor = editor;
        this.query = new ProductQuery(shop, json);
        this.calls = calls;
    }

    void addTo(Routes routes) {
        routes.add("/products", Routes.collection(this::list, r -> create(r, 0, Arguments.PRODUCT.check(r.arguments()))));
        routes.add("/products/batch", Routes.edit(r -> batch(r, 0)));
        routes.add(
                "/products/{id}",
                Routes.item(
                        this::get,
                        r -> update(r, 0, r.id(1), Arguments.PRODUCT.check(r.arguments())),
                        r -> delete(r, 0, r.id(1), r.flag("force"))));
        routes.add(
                "/products/{product_id}/variations",
                Routes.collection(
                        this::listVariations, r -> create(r, r.id(1), Arguments.VARIATION.check(r.arguments()))));
        routes.add("/products/{product_id}/variations/batch", Routes.edit(r -> batch(r, r.id(1))));
        routes.add(
                "/products/{product_id}/variations/{id}",
                Routes.item(
                        this::getVariation,
                        r -> update(r, r.id(1), r.id(2), Arguments.VARIATION.check(r.arguments())),
                        r -> delete(r, r.id(1), r.id(2), r.flag("force"))));
    }

    private WpAnswer list(WpRequest request) {
        return Listing.of(request, query.find(request, 0), p -> json.product(p, context(request), request.base()));
    }

    /** Of a parent that is gone: 200 and an empty list (W10). */
    private WpAnswer listVariations(WpRequest request) {
        return Listing.of(request, query.find(request, request.id(1)), v -> json.variation(v, request.base()));
    }

    private WpAnswer get(WpRequest request) {
        Product product = shop.find(request.id(1)).orElseThrow(() -> WpError.invalidId("product", 404));
        return WpAnswer.ok(json.product(product, context(request), request.base()));
    }

    private WpAnswer getVariation(WpRequest request) {
        return WpAnswer.ok(json.variation(variation(request.id(1), request.id(2), 404), request.base()));
    }

    private static ProductJson.Context context(WpRequest request) {
        return "edit".equals(request.parameter("context")) ? ProductJson.Context.EDIT : ProductJson.Context.VIEW;
    }

    private Product variation(long parentId, long id, int status) {
        return shop.find(id)
                .filter(v -> v.parentId == parentId && v.isVariation())
                .orElseThrow(() -> WpError.invalidId("product_variation", status));
    }

    private ObjectNode answer(Product product, String base) {
        return product.isVariation()
                ? json.variation(product, base)
                : json.product(product, ProductJson.Context.EDIT, base);
    }

    /** @param parentId the product a variation is made of, or 0 for a product */
    private WpAnswer create(WpRequest request, long parentId, ObjectNode args) {
        if (parentId != 0 && shop.find(parentId).isEmpty()) {
            throw new WpError(
                    404,
                    "woocommerce_rest_product_variation_invalid_parent",
                    "Cannot set attributes due to invalid parent product.");
        }
        Optional<Product> same = shop.products().stream()
                .filter(p -> parentId == 0 && !p.isTrashed() && p.text("name").equals(args.path("name").asText("-")))
                .findFirst();
        Product product = create(parentId, args);
        String operation = operation(request);
        calls.mutated(operation, String.valueOf(product.id), true);
        same.ifPresent(other ->
                calls.doubled(operation, String.valueOf(product.id), String.valueOf(other.id), "title"));
        ObjectNode shown = answer(product, request.base());
        return WpAnswer.created(shown, shown.at("/_links/self/0/href").asText());
    }

    Product create(long parentId, ObjectNode args) {
        Product product = new Product(shop.nextPostId(), parentId, shop.now());
        editor.apply(product, args);
        shop.put(product);
        shop.created(product);
        return product;
    }

    private WpAnswer update(WpRequest request, long parentId, long id, ObjectNode args) {
        Product product = parentId == 0
                ? shop.find(id).orElseThrow(() -> WpError.invalidId("product", 400))
                : variation(parentId, id, 400);
        if (parentId == 0 && product.isVariation()) {
            throw new WpError(
                    404,
                    "woocommerce_rest_invalid_product_id",
                    "To manipulate product variations you should use the"
                            + " /products/&lt;product_id&gt;/variations/&lt;id&gt; endpoint.");
        }
        if (isLocked(product)) {
            throw new WpError(403, "woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource.");
        }
        boolean changed = editor.apply(product, args);
        calls.mutated(operation(request), String.valueOf(id), changed);
        shop.updated(product);
        return WpAnswer.ok(answer(product, request.base()));
    }

    /** As by a plugin that keeps single products from being edited over REST. */
    private static boolean isLocked(Product product) {
        for (JsonNode meta : product.data.path("meta_data")) {
            if (meta.path("key").asText().equals("_locked")) {
                return true;
            }
        }
        return false;
    }

    private WpAnswer delete(WpRequest request, long parentId, long id, boolean force) {
        Product product = parentId == 0
                ? shop.find(id).filter(p -> !p.isVariation()).orElseThrow(() -> WpError.invalidId("product", 404))
                : variation(parentId, id, 404);
        if (!force && product.isTrashed()) {
            throw new WpError(410, "woocommerce_rest_already_trashed", "The product has already been deleted.");
        }
        ObjectNode before = answer(product, request.base());
        calls.mutated(operation(request), String.valueOf(id), true);
        if (force) {
            shop.delete(product);
            return WpAnswer.ok(before);
        }
        shop.trash(product);
        return WpAnswer.ok(answer(product, request.base()));
    }

    /** Answers 200 with an error per item (fact 56); items are not checked by schema, and deletes are for good. */
    private WpAnswer batch(WpRequest request, long parentId) {
        ObjectNode body = request.arguments();
        int items = body.path("create").size() + body.path("update").size() + body.path("delete").size();
        if (items > MOST_IN_BATCH) {
            throw new WpError(
                    413,
                    "woocommerce_rest_request_entity_too_large",
                    "Unable to accept more than 100 items for this request.");
        }
        if (parentId != 0 && shop.find(parentId).isEmpty()) {
            throw WpError.critical();
        }
        Arguments arguments = parentId == 0 ? Arguments.PRODUCT : Arguments.VARIATION;
        ObjectNode out = Json.object();
        for (JsonNode item : body.path("create")) {
            out.withArray("create")
                    .add(tried(0, id -> create(request, parentId, arguments.lenient((ObjectNode) item))));
        }
        for (JsonNode item : body.path("update")) {
            out.withArray("update")
                    .add(tried(item.path("id").asLong(), id -> update(
                            request, parentId, id, arguments.lenient((ObjectNode) item))));
        }
        for (JsonNode item : body.path("delete")) {
            out.withArray("delete").add(tried(item.asLong(), id -> delete(request, parentId, id, true)));
        }
        return WpAnswer.ok(out);
    }

    private static JsonNode tried(long id, LongFunction<WpAnswer> work) {
        try {
            return work.apply(id).body();
        } catch (WpError error) {
            ObjectNode failed = Json.object().put("id", id);
            failed.set("error", error.body());
            return failed;
        }
    }

    private static String operation(WpRequest request) {
        return request.method() + " " + request.route().replaceAll("/\\d+", "/{id}");
    }
}
