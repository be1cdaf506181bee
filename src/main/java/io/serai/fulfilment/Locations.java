package io.serai.fulfilment;

import io.serai.platform.Connection;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.ShopLocation;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.problem.NotFound;
import io.serai.store.ChannelRepository;
import io.serai.store.LocationRepository;
import io.serai.store.StockLevelRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The places where shops show stock. A shop with one place shows all warehouses there; of several a person says which. */
@ApplicationScoped
@Named("locations")
public class Locations {

    private final LocationRepository locations;
    private final StockLevelRepository levels;
    private final ChannelRepository channels;
    private final PlatformAdapters adapters;
    private final Clock clock;

    @Inject
    Locations(
            LocationRepository locations,
            StockLevelRepository levels,
            ChannelRepository channels,
            PlatformAdapters adapters,
            Clock clock) {
        this.locations = locations;
        this.levels = levels;
        this.channels = channels;
        this.adapters = adapters;
        this.clock = clock;
    }

    /** Whether the channel's platform shows stock at all. */
    public boolean are(Connection connection) {
        return adapters.of(connection.platform()).stockLinesPerCall() > 0;
    }

    /**
     * Places of the channel's shop show the stock of these warehouses from now on.
     *
     * @throws InvalidRequest naming each place or warehouse that is not there, and each warehouse that two places would show
     */
    @Transactional
    public void map(String channelId, MapLocations wish) {
        String tenant = channels.lock(channelId)
                .orElseThrow(() -> new NotFound("channel"))
                .tenantId();
        Set<String> places = locations.of(channelId);
        Set<String> warehouses = levels.warehouses(tenant);
        List<Flaw> flaws = new ArrayList<>();
        wish.warehouses().forEach((place, shown) -> {
            if (!places.contains(place)) {
                flaws.add(Flaw.at(
                        List.of("locations"),
                        "The shop has no place " + place,
                        "Give one that GET of this path lists"));
            }
            shown.stream()
                    .filter(warehouse -> !warehouses.contains(warehouse))
                    .forEach(warehouse -> flaws.add(Flaw.at(
                            List.of("locations"),
                            "There is no warehouse " + warehouse,
                            "Give one that GET of this path lists")));
        });
        flaws.addAll(shownTwice(locations.mapped(channelId), wish.warehouses()));
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
        wish.warehouses().forEach((place, shown) -> locations.map(channelId, place, shown, clock.instant()));
    }

    /** A shop adds up what its places show: what two of them show is sold twice. */
    private static List<Flaw> shownTwice(Map<String, Set<String>> before, Map<String, Set<String>> wished) {
        Map<String, Set<String>> after = new TreeMap<>(before);
        after.putAll(wished);
        Map<String, String> shownAt = new HashMap<>();
        List<Flaw> flaws = new ArrayList<>();
        after.forEach((place, shown) -> shown.forEach(warehouse -> {
            String other = shownAt.putIfAbsent(warehouse, place);
            if (other != null) {
                flaws.add(Flaw.at(
                        List.of("locations"),
                        "The warehouse " + warehouse + " would be shown at " + other + " and at " + place
                                + ", and sold twice",
                        "Show it at one place, and give the other the warehouses it keeps"));
            }
        }));
        return flaws;
    }

    /** These are all the places there are. */
    @Transactional
    public void keep(Connection connection, List<ShopLocation> there) {
        locations.replace(connection.channelId(), there, clock.instant());
    }
}
