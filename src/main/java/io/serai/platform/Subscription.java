package io.serai.platform;

/**
 * A webhook subscription on a platform.
 *
 * @param topic as it stands in the deliveries' topic header, such as {@code products/update} or {@code product.updated}
 * @param address where the platform delivers to
 * @param status the platform's own word, {@code active} when it delivers
 */
public record Subscription(String externalId, String topic, String address, String status) {

    public static final String ACTIVE = "active";

    public boolean isActive() {
        return ACTIVE.equals(status);
    }
}
