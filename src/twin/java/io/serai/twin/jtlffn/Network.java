package io.serai.twin.jtlffn;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What one merchant and his fulfiller have in the network. Guarded by its own lock. */
final class Network {

    private static final int RADIX = 36;
    private static final long STRIDE = 7_777_777;

    private final Clock clock;
    private final Documents products = new Documents("merchantSku");
    private final Documents warehouses = new Documents(null);
    private final Documents shippingMethods = new Documents(null);
    private final Documents outbounds = new Documents("merchantOutboundNumber");
    private final Documents inbounds = new Documents("merchantInboundNumber");
    private final Documents notifications = new Documents(null);
    private final Map<String, Integer> lastIds = new HashMap<>();
    private FfnSettings settings = FfnSettings.DEFAULT;
    private long lastOrder;

    Network(Clock clock) {
        this.clock = clock;
    }

    /** All that outlives the process; a copy. */
    record Stored(
            FfnSettings settings,
            long lastOrder,
            Map<String, Integer> lastIds,
            List<Document.Stored> products,
            List<Document.Stored> warehouses,
            List<Document.Stored> shippingMethods,
            List<Document.Stored> outbounds,
            List<Document.Stored> inbounds,
            List<Document.Stored> notifications) {}

    Stored stored() {
        return new Stored(
                settings,
                lastOrder,
                Map.copyOf(lastIds),
                products.stored(),
                warehouses.stored(),
                shippingMethods.stored(),
                outbounds.stored(),
                inbounds.stored(),
                notifications.stored());
    }

    void restore(Stored stored) {
        settings = stored.settings();
        lastOrder = stored.lastOrder();
        lastIds.clear();
        lastIds.putAll(stored.lastIds());
        products.restore(stored.products());
        warehouses.restore(stored.warehouses());
        shippingMethods.restore(stored.shippingMethods());
        outbounds.restore(stored.outbounds());
        inbounds.restore(stored.inbounds());
        notifications.restore(stored.notifications());
    }

    void clear() {
        for (Documents each : List.of(products, warehouses, shippingMethods, outbounds, inbounds, notifications)) {
            each.clear();
        }
    }

    FfnSettings settings() {
        return settings;
    }

    void settings(FfnSettings wanted) {
        settings = wanted;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Modification modification(Modification.State state, Caller by) {
        return new Modification(now(), ++lastOrder, state, by);
    }

    /** An id as the network makes them: whose it is, what it is, and then so many letters and digits. */
    String nextId(String prefix, int letters) {
        long all = (long) Math.pow(RADIX, letters);
        String code = Long.toString(lastIds.merge(prefix, 1, Integer::sum) * STRIDE % all, RADIX);
        return prefix + "0".repeat(letters - code.length()) + code.toUpperCase(Locale.ROOT);
    }

    Documents products() {
        return products;
    }

    Documents warehouses() {
        return warehouses;
    }

    Documents shippingMethods() {
        return shippingMethods;
    }

    Documents outbounds() {
        return outbounds;
    }

    Documents inbounds() {
        return inbounds;
    }

    Documents notifications() {
        return notifications;
    }

    /** @throws FfnError if there is none */
    Document product(String jfsku) {
        return products.find(jfsku).orElseThrow(() -> FfnError.noProduct(jfsku));
    }

    /** @throws FfnError if there is none */
    Document warehouse(String id) {
        return warehouses.find(id).orElseThrow(() -> FfnError.noWarehouse(id));
    }
}
