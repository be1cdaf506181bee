package io.serai.platform;

import io.serai.channel.ChannelTest;
import io.serai.channel.ChannelTest.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** Says in words what works with a channel and what does not, and what a person can do about it. */
@ApplicationScoped
@Named("channelProbe")
public class ChannelProbe {

    private static final Logger LOG = Logger.getLogger(ChannelProbe.class);

    private final Subscriptions subscriptions;

    @Inject
    ChannelProbe(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    public List<Finding> begin() {
        return new ArrayList<>();
    }

    /** The shop answered and said what it is. */
    public void reached(List<Finding> findings, ShopDescription shop) {
        findings.add(new Finding(
                "credentials",
                true,
                shop.currency() == null
                        ? shop.name() + " answers."
                        : "%s answers; it counts in %s, its prices are %s tax."
                                .formatted(
                                        shop.name(), shop.currency(), shop.pricesIncludeTax() ? "with" : "without")));
        if (!shop.scopes().isEmpty()) {
            findings.add(new Finding(
                    "permissions", true, "Serai may " + String.join(", ", new TreeSet<>(shop.scopes())) + "."));
        }
    }

    /** Nobody calls the shop of a disconnected channel any more. */
    public void letGo(List<Finding> findings) {
        findings.add(new Finding(
                "credentials",
                false,
                "The channel is disconnected. Give credentials and \"isActive\": true with PATCH /api/channels/{id} to"
                        + " connect it again."));
    }

    public void notReached(List<Finding> findings, Throwable failure) {
        findings.add(new Finding("credentials", false, sentence(failure)));
    }

    private static String sentence(Throwable failure) {
        if (failure instanceof Unauthorized unauthorized && unauthorized.saysWhatToDo()) {
            return failure.getMessage() + ".";
        }
        if (failure instanceof Unauthorized) {
            return "The shop refuses the credentials: " + failure.getMessage()
                    + ". Make new ones in the shop and give them with PATCH /api/channels/{id}.";
        }
        if (failure instanceof PlatformFailure) {
            return "The shop does not answer as it should: " + failure.getMessage()
                    + ". Check the channel's url, and whether the shop can be reached from here.";
        }
        LOG.warn("A channel cannot be tested", failure);
        return "Serai cannot call the shop with what the channel is set to. Check its url, credentials, caFile and"
                + " settings; the log says more.";
    }

    /** @param there every subscription the platform has for Serai */
    public void subscribed(List<Finding> findings, Connection connection, List<Subscription> there) {
        String address = subscriptions.address(connection);
        Set<String> missing = new TreeSet<>(subscriptions.topics(connection));
        there.stream()
                .filter(Subscription::isActive)
                .filter(subscription -> subscription.address().equals(address.replace("{topic}", subscription.topic())))
                .map(Subscription::topic)
                .forEach(missing::remove);
        String sentence = missing.isEmpty()
                ? "The shop delivers every topic to " + address + "."
                : "The shop does not deliver " + String.join(", ", missing) + " to " + address
                        + ". Pause and resume the channel to subscribe anew.";
        findings.add(new Finding("webhooks", missing.isEmpty(), sentence));
    }

    public void notSubscribed(List<Finding> findings, Throwable failure) {
        String why = failure instanceof PlatformFailure ? failure.getMessage() : "it cannot be called";
        findings.add(new Finding("webhooks", false, "The shop does not tell its webhooks: " + why + "."));
    }

    public ChannelTest end(String channelId, List<Finding> findings) {
        return new ChannelTest(channelId, findings);
    }
}
