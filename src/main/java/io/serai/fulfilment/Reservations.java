package io.serai.fulfilment;

import static java.util.stream.Collectors.toSet;

import io.serai.channel.Channel;
import io.serai.fulfilment.StockLedger.Own;
import io.serai.order.Promise;
import io.serai.platform.ObservedOrder;
import io.serai.platform.ObservedOrderLine;
import io.serai.store.ListingRepository;
import io.serai.store.OrderCursorRepository;
import io.serai.store.ReservationRepository;
import io.serai.store.ReservationRepository.Line;
import io.serai.store.ReservationRepository.Order;
import io.serai.store.StockLevelRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Reserves in the hub what shops have sold, until those who keep the stock have it in their figures (rule 16): a warehouse with
 * its own reservation, or after it has left; the tenant's own stock when it leaves.
 */
@ApplicationScoped
public class Reservations {

    private final ReservationRepository reservations;
    private final ListingRepository listings;
    private final StockLevelRepository levels;
    private final OrderCursorRepository cursors;
    private final StockLedger ledger;
    private final Clock clock;

    @Inject
    Reservations(
            ReservationRepository reservations,
            ListingRepository listings,
            StockLevelRepository levels,
            OrderCursorRepository cursors,
            StockLedger ledger,
            Clock clock) {
        this.reservations = reservations;
        this.listings = listings;
        this.levels = levels;
        this.cursors = cursors;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Takes in an order as the shop shows it now; a second time the same changes nothing. */
    @Transactional
    public void take(Channel channel, ObservedOrder order) {
        put(
                channel,
                header(channel, order),
                wanted(order, variants(channel, List.of(order))),
                isOld(channel, order, followedSince(channel)));
    }

    /** The shop has the order no longer: nothing more is wanted of it. */
    @Transactional
    public void gone(Channel channel, String orderId) {
        Map<String, Line> known = reservations.of(channel.id(), orderId);
        if (!known.isEmpty()) {
            put(
                    channel,
                    new Order(channel.tenantId(), channel.id(), orderId, orderId, clock.instant()),
                    Map.of(),
                    false);
        }
    }

    /**
     * The orders that are to be read and taken in. One that has changed and come back to what it was is, too: it has moved the
     * shop's figure meanwhile.
     *
     * @return their ids, in the order given
     */
    public List<String> news(Channel channel, List<ObservedOrder> orders) {
        Map<String, Map<String, Line>> known = reservations.of(
                channel.id(), orders.stream().map(ObservedOrder::externalId).toList());
        Map<String, UUID> variants = variants(channel, orders);
        Instant followedSince = followedSince(channel);
        return orders.stream()
                .filter(order -> isNews(
                        known.getOrDefault(order.externalId(), Map.of()),
                        wanted(order, variants),
                        order.updatedAt(),
                        isOld(channel, order, followedSince)))
                .map(ObservedOrder::externalId)
                .toList();
    }

    private static boolean isNews(Map<String, Line> known, Map<String, Wanted> wanted, Instant version, boolean isOld) {
        if (known.isEmpty()) {
            return !isOld || wanted.values().stream().anyMatch(Wanted::isOpen);
        }
        return !known.keySet().containsAll(wanted.keySet())
                || known.values().stream().anyMatch(line -> isNews(line, wanted.get(line.id()), version));
    }

    private static boolean isNews(Line known, Wanted now, Instant version) {
        return now == null
                ? known.promise().wanted().compareTo(known.promise().shipped()) > 0
                : now.isNews(known, version);
    }

    /** What a line asks for by the shop's word. */
    private record Wanted(
            String lineId, UUID variantId, String externalVariantId, BigDecimal wanted, BigDecimal shipped) {

        boolean isOpen() {
            return wanted.compareTo(shipped) > 0;
        }

        boolean isNews(Line known, Instant version) {
            return known.promise().wanted().compareTo(wanted) != 0
                    || known.promise().shipped().compareTo(shipped) != 0
                    || !known.version().equals(version);
        }
    }

    /** The hub's variants that were sold, by the shop's ids; those the hub does not know are left out. */
    private Map<String, UUID> variants(Channel channel, List<ObservedOrder> orders) {
        Set<String> sold = orders.stream()
                .flatMap(order -> order.lines().stream())
                .map(ObservedOrderLine::externalVariantId)
                .filter(Objects::nonNull)
                .collect(toSet());
        return listings.byExternalVariants(channel.id(), sold);
    }

    private static Map<String, Wanted> wanted(ObservedOrder order, Map<String, UUID> variants) {
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        for (ObservedOrderLine line : order.lines()) {
            String there = line.externalVariantId();
            UUID variant = there == null ? null : variants.get(there);
            wanted.put(line.externalId(), new Wanted(line.externalId(), variant, there, line.wanted(), line.shipped()));
        }
        return wanted;
    }

    private static Order header(Channel channel, ObservedOrder order) {
        return new Order(channel.tenantId(), channel.id(), order.externalId(), order.number(), order.updatedAt());
    }

    /** From before the shop's orders were followed; what has left of it nobody needs to be told. */
    private static boolean isOld(Channel channel, ObservedOrder order, Instant followedSince) {
        return order.createdAt().minus(channel.state().clockSkew()).isBefore(followedSince);
    }

    /** Of a shop whose orders nobody has looked at yet all are old. */
    private Instant followedSince(Channel channel) {
        return cursors.followedSince(channel.id()).orElse(Instant.MAX);
    }

    private void put(Channel channel, Order order, Map<String, Wanted> wanted, boolean isOld) {
        reservations.lock(order.channelId(), order.id());
        Set<UUID> variants = variants(reservations.of(order.channelId(), order.id()), wanted);
        ledger.lock(variants);
        Map<String, Line> known = reservations.of(order.channelId(), order.id());
        Set<UUID> recognised = variants(known, wanted);
        if (variants.addAll(recognised)) {
            // the hub has learnt meanwhile what a line is about
            ledger.lock(recognised);
        }
        if (known.isEmpty() && isOld && wanted.values().stream().noneMatch(Wanted::isOpen)) {
            return;
        }
        Instant now = clock.instant();
        Set<UUID> inHub = levels.countedInHub(variants);
        List<Line> lines = new ArrayList<>();
        List<Own> own = new ArrayList<>();
        Set<String> ids = new TreeSet<>(known.keySet());
        ids.addAll(wanted.keySet());
        for (String id : ids) {
            Line before = known.get(id);
            Line line = line(id, before, wanted.get(id), isOld);
            own(channel, order, before, line).ifPresent(own::add);
            lines.add(inHub.contains(line.variantId()) ? countedOut(channel, line, now) : line);
        }
        reservations.put(order, lines, now);
        reservations.release(variants);
        ledger.reckon(variants, own);
    }

    /** What the shop did to its own figure since the line was seen before; empty if nothing has happened to the order. */
    private static Optional<Own> own(Channel channel, Order order, Line before, Line line) {
        // a line whose goods nobody knew until now was never reckoned
        boolean isNew = before == null || before.variantId() == null;
        boolean isUntouched = !isNew && order.version().equals(before.version());
        Promise past = isNew ? Promise.NONE.seen(line.promise().counted(), BigDecimal.ZERO) : before.promise();
        BigDecimal quantity = line.promise().ownSince(past);
        return line.variantId() == null || isUntouched && quantity.signum() == 0
                ? Optional.empty()
                : Optional.of(new Own(channel.id(), line.variantId(), quantity));
    }

    /** The tenant's own stock has less as soon as goods have left. */
    private Line countedOut(Channel channel, Line line, Instant now) {
        BigDecimal left = line.promise().uncounted();
        if (left.signum() == 0) {
            return line;
        }
        levels.countInHub(channel.tenantId(), line.variantId(), left.negate(), false, now);
        return line.with(line.promise().countedOut());
    }

    /**
     * @param before null for a line that is new
     * @param now null for a line that is gone from the order
     */
    private static Line line(String id, Line before, Wanted now, boolean isOld) {
        if (before == null) {
            Promise promise = isOld
                    ? Promise.ofOldOrder(now.wanted(), now.shipped())
                    : Promise.NONE.seen(now.wanted(), now.shipped());
            return new Line(id, now.variantId(), now.externalVariantId(), promise, null);
        }
        if (now == null) {
            BigDecimal shipped = before.promise().shipped();
            return before.with(before.promise().seen(shipped, shipped));
        }
        UUID variant = before.variantId() == null ? now.variantId() : before.variantId();
        Promise promise = before.promise().seen(now.wanted(), now.shipped());
        return new Line(id, variant, now.externalVariantId(), promise, before.version());
    }

    private static Set<UUID> variants(Map<String, Line> known, Map<String, Wanted> wanted) {
        Set<UUID> variants = new HashSet<>();
        known.values().forEach(line -> variants.add(line.variantId()));
        wanted.values().forEach(line -> variants.add(line.variantId()));
        variants.remove(null);
        return variants;
    }
}
