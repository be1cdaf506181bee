package io.serai.fulfilment;

import io.serai.platform.Connection;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.ShopLocation;
import io.serai.store.LocationRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.util.List;

/** The places where shops show stock. A shop with one place shows all warehouses there; of several a person says which. */
@ApplicationScoped
@Named("locations")
public class Locations {

    private final LocationRepository locations;
    private final PlatformAdapters adapters;

    @Inject
    Locations(LocationRepository locations, PlatformAdapters adapters) {
        this.locations = locations;
        this.adapters = adapters;
    }

    /** Whether the channel's platform shows stock at all. */
    public boolean are(Connection connection) {
        return adapters.of(connection.platform()).stockLinesPerCall() > 0;
    }

    /** These are all the places there are. */
    @Transactional
    public void keep(Connection connection, List<ShopLocation> there) {
        locations.replace(connection.channelId(), there);
    }
}
