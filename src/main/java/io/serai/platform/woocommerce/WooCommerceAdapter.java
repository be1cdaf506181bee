package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Platform;
import io.serai.listing.Difference;
import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.platform.FieldPlace;
import io.serai.platform.JsonValues;
import io.serai.platform.PlatformAdapter;
import io.serai.platform.PlatformDeliveries;
import io.serai.platform.Resource;
import io.serai.platform.ShownStock;
import io.serai.platform.StockLine;
import io.serai.product.Cell;
import io.serai.product.Field;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Serai knows of WooCommerce's products. */
@ApplicationScoped
public class WooCommerceAdapter implements PlatformAdapter, PlatformDeliveries {

    private static final String DELETED = "product.deleted";

    @Override
    public Platform platform() {
        return Platform.WOOCOMMERCE;
    }

    @Override
    public boolean knowsShopsByDomain() {
        return false;
    }

    @Override
    public Optional<PlatformDeliveries> deliveries() {
        return Optional.of(this);
    }

    @Override
    public List<String> topics() {
        return List.of(
                "product.created",
                "product.updated",
                DELETED,
                "product.restored",
                "order.created",
                "order.updated",
                "order.deleted",
                "order.restored");
    }

    /** Fact 56. */
    @Override
    public int stockLinesPerCall() {
        return 100;
    }

    @Override
    public int stockLinesAtOnce(List<StockLine> lines) {
        return WooCommerceStock.atOnce(lines);
    }

    /** Trashing an order or a coupon sends this topic too, with that one's id (W5). */
    @Override
    public boolean deletes(String topic) {
        return DELETED.equals(topic);
    }

    @Override
    public Optional<String> productOf(String topic, JsonNode body) {
        boolean variation = body.path("type").asText().equals(WooCommerceProductMapper.VARIATION);
        JsonNode id = body.get(variation ? "parent_id" : "id");
        return topic.startsWith("product.") && !JsonValues.isNull(id) ? Optional.of(id.asText()) : Optional.empty();
    }

    /** A body shows the product as it was when it was built (W3), and its date says nothing of its stock (fact 54). */
    @Override
    public Optional<ShownStock> shownStock(String topic, JsonNode body) {
        if (!topic.startsWith("product.") || !body.has(WooCommerceStock.MANAGED)) {
            return Optional.empty();
        }
        return Optional.of(new ShownStock(
                body.path("id").asText(),
                null,
                WooCommerceLocations.SHOP,
                WooCommerceStock.isTracked(body) ? WooCommerceStock.quantity(body) : null,
                null));
    }

    /** Fact 53. */
    @Override
    public boolean tellsChanges(Resource resource) {
        return resource != Resource.CUSTOMERS;
    }

    @Override
    public boolean hasOrders() {
        return true;
    }

    @Override
    public Optional<String> orderOf(String topic, JsonNode body) {
        return topic.startsWith("order.") && !JsonValues.isNull(body.get("id"))
                ? Optional.of(body.get("id").asText())
                : Optional.empty();
    }

    @Override
    public Observation delivered(String topic, JsonNode body, Instant receivedAt, Map<String, String> settings) {
        return new WooCommerceProductMapper(settings).delivered(body, receivedAt);
    }

    @Override
    public Optional<PlannedCall> plan(Difference difference, Map<String, String> settings) {
        return WooCommercePushPlanner.plan(difference, settings);
    }

    /** WooCommerce has no If-Match (fact 58). */
    @Override
    public boolean readsBeforeWrite() {
        return true;
    }

    /** A GTIN that WooCommerce would cripple is not sent (W8). */
    @Override
    public boolean leaves(Difference difference, Cell cell) {
        boolean holdsNone = difference
                .listing()
                .at(cell)
                .filter(shadow -> shadow.held().isNone())
                .isPresent();
        return holdsNone
                && !WooCommerceInput.isSendable(cell.field(), difference.cells().get(cell));
    }

    @Override
    public Map<Field, FieldPlace> places() {
        return WooCommerceFields.PLACES;
    }
}
