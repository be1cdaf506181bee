package io.serai.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Platform;
import io.serai.listing.Difference;
import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.product.Field;
import io.serai.product.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Serai must know of a platform besides how to call it. Pure: no call, no clock. Thread-safe. */
public interface PlatformAdapter {

    Platform platform();

    /** Whether the shop domain a person gives must be the shop's own identity, as it stands in the platform's headers. */
    boolean knowsShopsByDomain();

    /** The topics a channel subscribes to, spelled as in the deliveries' topic header; none where nothing is delivered. */
    List<String> topics();

    /** Whether its products are read page by page: all of them before anything is pushed there, what changed ever after. */
    default boolean hasCatalogue() {
        return true;
    }

    /** Whether it keeps stock whose levels the shops are told. */
    default boolean keepsStock() {
        return false;
    }

    /** How many figures of stock one call sets at most; 0 where none can be set. */
    default int stockLinesPerCall() {
        return 0;
    }

    /** Whether a call that was sent twice with the same key is done once. */
    default boolean knowsIdempotencyKeys() {
        return false;
    }

    /** Whether customers buy there, so that its orders are read. */
    default boolean hasOrders() {
        return false;
    }

    /**
     * The order a delivery is about.
     *
     * @return empty if it is about none
     */
    default Optional<String> orderOf(String topic, JsonNode body) {
        return Optional.empty();
    }

    /** Whether a delivery of this topic claims that a product was deleted; to be believed only after asking. */
    boolean deletes(String topic);

    /**
     * The shop that a delivery says has taken Serai's access away, as the platform calls it.
     *
     * @return empty if it says no such thing
     */
    default Optional<String> shopThatLetGo(String topic, JsonNode body) {
        return Optional.empty();
    }

    /**
     * The product a delivery is about; of a WooCommerce variation it is the parent's.
     *
     * @return empty if the body names none
     */
    Optional<String> productOf(String topic, JsonNode body);

    /** The figure of stock that a delivery shows; empty if it shows none. A hint: what it means only a read can tell. */
    default Optional<ShownStock> shownStock(String topic, JsonNode body) {
        return Optional.empty();
    }

    /**
     * What a delivery shows of a product. It carries only what the platform put into it.
     *
     * @param settings the connection's, see {@link ShopDescription#settings}
     */
    Observation delivered(String topic, JsonNode body, Instant receivedAt, Map<String, String> settings);

    /**
     * The next call that brings the platform nearer to what it should hold.
     *
     * @param settings the connection's
     * @return empty if nothing in the difference can be written there
     */
    Optional<PlannedCall> plan(Difference difference, Map<String, String> settings);

    /** Whether the product must be read directly before each write, for want of any protection on the platform. */
    boolean readsBeforeWrite();

    /**
     * Whether the platform has no way to hold the value, and what it holds is left as it is: the hub's value stays in the
     * hub.
     *
     * @param held what the platform is known to hold
     */
    default boolean leaves(Field field, Value value, Value held) {
        return false;
    }

    /** Where the platform keeps each field; a field that is missing has no place there. */
    Map<Field, FieldPlace> places();
}
