package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The points a channel has left, as Shopify itself last said (fact 23: they differ by plan and change). Thread-safe. What
 * other nodes spend shows with the next answer.
 */
public final class ShopifyBudget {

    private record Left(double points, double perSecond, Instant at) {}

    private final Map<String, Left> left = new ConcurrentHashMap<>();
    private final Map<String, Double> costs = new ConcurrentHashMap<>();
    private final Clock clock;

    public ShopifyBudget(Clock clock) {
        this.clock = clock;
    }

    /** How long a channel must wait until it can afford an operation; zero while nothing is known of either. */
    public Duration untilAffordable(String channelId, String operation) {
        Left known = left.get(channelId);
        Double cost = costs.get(operation);
        if (known == null || cost == null || known.perSecond() <= 0) {
            return Duration.ZERO;
        }
        double seconds = Duration.between(known.at(), clock.instant()).toMillis() / 1000.0;
        double missing = cost - known.points() - seconds * known.perSecond();
        return missing <= 0 ? Duration.ZERO : Duration.ofMillis((long) Math.ceil(1000 * missing / known.perSecond()));
    }

    /** @param cost {@code extensions.cost} of an answer, also of one that was throttled */
    public void learn(String channelId, String operation, JsonNode cost) {
        JsonNode status = cost.path("throttleStatus");
        if (status.has("currentlyAvailable")) {
            left.put(
                    channelId,
                    new Left(
                            status.path("currentlyAvailable").asDouble(),
                            status.path("restoreRate").asDouble(),
                            clock.instant()));
        }
        if (cost.has("requestedQueryCost")) {
            costs.put(operation, cost.path("requestedQueryCost").asDouble());
        }
    }
}
