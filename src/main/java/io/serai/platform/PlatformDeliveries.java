package io.serai.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.merge.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Serai must know of what a platform sends by itself. Pure and thread-safe, as {@link PlatformAdapter} is. */
public interface PlatformDeliveries {

    /** The topics a channel subscribes to, spelled as in the deliveries' topic header. */
    List<String> topics();

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

    /**
     * The order a delivery is about.
     *
     * @return empty if it is about none
     */
    default Optional<String> orderOf(String topic, JsonNode body) {
        return Optional.empty();
    }

    /**
     * The bulk operation that a delivery says has ended. It may never come, and is a hint only (fact 35).
     *
     * @return empty if it is about none
     */
    default Optional<String> bulkOperationOf(String topic, JsonNode body) {
        return Optional.empty();
    }

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
}
