package io.serai.platform;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A webhook subscription on a platform.
 *
 * @param topic as it stands in the deliveries' topic header, such as {@code products/update} or {@code product.updated}
 * @param address where the platform delivers to
 * @param status the platform's own word, {@code active} when it delivers
 */
public record Subscription(String externalId, String topic, String address, String status) {

    public static final String ACTIVE = "active";

    private static final Pattern CHANNEL = Pattern.compile("[?&]channel=([^&#]*)");

    /**
     * Whether it delivers to another channel of Serai than the wanted address names. A shop may be connected twice; what is
     * taken from the other connection would silence it.
     */
    public boolean isOfAnotherChannel(String wanted) {
        Matcher other = CHANNEL.matcher(address);
        Matcher ours = CHANNEL.matcher(wanted);
        return other.find() && ours.find() && !other.group(1).equals(ours.group(1));
    }

    /**
     * Whether it delivers what the wanted address is for: the same topic of the same channel, perhaps to another host, since
     * Serai has moved.
     */
    public boolean isOfChannel(String wanted) {
        Matcher named = CHANNEL.matcher(address);
        Matcher ours = CHANNEL.matcher(wanted);
        return named.find()
                && ours.find()
                && named.group(1).equals(ours.group(1))
                && path(address).endsWith(path(wanted));
    }

    /** An address's path; empty if it is no address. */
    public static String path(String address) {
        try {
            String path = URI.create(address).getPath();
            return path == null ? "" : path;
        } catch (IllegalArgumentException notAnAddress) {
            return "";
        }
    }

    public boolean isActive() {
        return ACTIVE.equals(status);
    }
}
