package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Platform;
import io.serai.listing.Difference;
import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.platform.FieldPlace;
import io.serai.platform.JsonValues;
import io.serai.platform.LandedPage;
import io.serai.platform.PlatformAdapter;
import io.serai.platform.PlatformDeliveries;
import io.serai.platform.Resource;
import io.serai.platform.ShopDescription;
import io.serai.platform.ShownStock;
import io.serai.platform.StockLine;
import io.serai.product.Cell;
import io.serai.product.Field;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Serai knows of Shopify's products. */
@ApplicationScoped
public class ShopifyAdapter implements PlatformAdapter, PlatformDeliveries {

    private static final String DELETE = "products/delete";
    private static final String UNINSTALLED = "app/uninstalled";
    private static final String BULK = "bulk_operations/finish";
    private static final String STOCK = "inventory_levels/update";

    @Override
    public Platform platform() {
        return Platform.SHOPIFY;
    }

    @Override
    public boolean knowsShopsByDomain() {
        return true;
    }

    @Override
    public Optional<PlatformDeliveries> deliveries() {
        return Optional.of(this);
    }

    @Override
    public List<String> topics() {
        return List.of(
                "products/create",
                "products/update",
                DELETE,
                STOCK,
                "orders/create",
                "orders/updated",
                "orders/cancelled",
                "orders/delete",
                BULK,
                UNINSTALLED);
    }

    /** Fact 26. */
    @Override
    public int stockLinesPerCall() {
        return 250;
    }

    @Override
    public int stockLinesAtOnce(List<StockLine> lines) {
        return ShopifySetStock.atOnce(lines);
    }

    @Override
    public boolean knowsIdempotencyKeys() {
        return true;
    }

    @Override
    public boolean deletes(String topic) {
        return DELETE.equals(topic);
    }

    /** The topic is not signed, the shop in the body is. */
    @Override
    public Optional<String> shopThatLetGo(String topic, JsonNode body) {
        return topic.equals(UNINSTALLED)
                ? Optional.of(body.path("myshopify_domain").asText())
                : Optional.empty();
    }

    @Override
    public Optional<String> productOf(String topic, JsonNode body) {
        return topic.startsWith("products/") && !JsonValues.isNull(body.get("id"))
                ? Optional.of(body.get("id").asText())
                : Optional.empty();
    }

    /** It names no product and no variant (fact 13). */
    @Override
    public Optional<ShownStock> shownStock(String topic, JsonNode body) {
        if (!topic.equals(STOCK)) {
            return Optional.empty();
        }
        JsonNode available = body.get("available");
        JsonNode updated = body.get("updated_at");
        return Optional.of(new ShownStock(
                null,
                body.path("inventory_item_id").asText(),
                body.path("location_id").asText(),
                JsonValues.isNull(available) ? null : available.asLong(),
                JsonValues.isNull(updated)
                        ? null
                        : OffsetDateTime.parse(updated.asText()).toInstant()));
    }

    @Override
    public boolean hasOrders() {
        return true;
    }

    /** Orders older than 60 days need a scope of their own (fact 22). */
    @Override
    public boolean showsAllOrders() {
        return false;
    }

    @Override
    public boolean lands(Resource resource) {
        return true;
    }

    @Override
    public LandedPage landed(List<JsonNode> products, boolean mayHaveMore, Instant at) {
        return ShopifyLanded.page(products, mayHaveMore, at);
    }

    @Override
    public boolean hasBulkOperations() {
        return true;
    }

    /** Fact 22. */
    @Override
    public Optional<String> hides(Resource resource, ShopDescription shop) {
        return resource == Resource.ORDERS && !shop.scopes().contains("read_all_orders")
                ? Optional.of(
                        "Shopify shows the orders of the last 60 days only: the app lacks the scope read_all_orders")
                : Optional.empty();
    }

    @Override
    public Optional<String> orderOf(String topic, JsonNode body) {
        return topic.startsWith("orders/") && !JsonValues.isNull(body.get("id"))
                ? Optional.of(body.get("id").asText())
                : Optional.empty();
    }

    @Override
    public Optional<String> bulkOperationOf(String topic, JsonNode body) {
        return topic.equals(BULK)
                ? Optional.of(body.path("admin_graphql_api_id").asText())
                : Optional.empty();
    }

    @Override
    public Observation delivered(String topic, JsonNode body, Instant receivedAt, Map<String, String> settings) {
        return ShopifyDelivery.observe(body, receivedAt);
    }

    @Override
    public Optional<PlannedCall> plan(Difference difference, Map<String, String> settings) {
        return ShopifyPushPlanner.plan(difference);
    }

    @Override
    public boolean readsBeforeWrite() {
        return false;
    }

    /** Shopify has no variant without a price, and no price is not a price of zero. */
    @Override
    public boolean leaves(Difference difference, Cell cell) {
        return cell.field() == Field.NET_SALES_PRICE
                && difference.cells().get(cell).isNone();
    }

    @Override
    public Map<Field, FieldPlace> places() {
        return ShopifyFields.PLACES;
    }
}
