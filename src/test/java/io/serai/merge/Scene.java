package io.serai.merge;

import io.serai.channel.Platform;
import io.serai.conflict.Conflict;
import io.serai.listing.Projection;
import io.serai.ownership.FieldOwnership;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** A product in the hub and in two shops, for telling what happens to it in the order it happens. */
final class Scene {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final FieldOwnership ownership = SeedOwnership.rules();
    final List<Decision> decisions = new ArrayList<>();
    final List<Conflict> conflicts = new ArrayList<>();
    HubProduct hub = HubProduct.unset(new UUID(1, 1));
    MergeResult last;
    private final Merge merge = new Merge(ownership);
    private final Projection projection = new Projection(ownership);
    private final Map<Platform, Listing> listings = new EnumMap<>(Platform.class);
    private final Map<Platform, Duration> skews = new EnumMap<>(Platform.class);

    static Instant at(double seconds) {
        return NOON.plusMillis(Math.round(seconds * 1000));
    }

    static UUID variant(int number) {
        return new UUID(2, number);
    }

    static Value text(String text) {
        return Value.text(text);
    }

    Scene skewed(Platform platform, int seconds) {
        skews.put(platform, Duration.ofSeconds(seconds));
        return this;
    }

    // ---- the hub

    Scene hubSets(double moment, Field field, Value value) {
        return hubSets(moment, Cell.of(field), value);
    }

    Scene hubSets(double moment, Field field, String text) {
        return hubSets(moment, field, Value.text(text));
    }

    Scene hubSets(double moment, Cell cell, Value value) {
        return take(null, merge.edit(hub, Map.of(cell, value), Origin.NOLIMITS, at(moment)));
    }

    Scene hubHas(double moment, UUID variant, String size, String sku) {
        hubSets(moment, Cell.of(variant, Field.EXISTS), Value.flag(true));
        hubSets(moment, Cell.of(variant, Field.OPTIONS), Seen.size(size));
        return hubSets(moment, Cell.of(variant, Field.SKU), Value.text(sku));
    }

    Scene resolves(double moment, Field field, String text, Rule rule) {
        take(null, merge.resolve(hub, Map.of(Cell.of(field), Value.text(text)), at(moment), rule));
        listings.replaceAll((platform, listing) -> listing.releasing(Set.of(Cell.of(field))));
        return this;
    }

    // ---- a shop

    /** The shop was just found there, nothing of it is known. */
    Scene found(Platform platform) {
        listings.put(platform, Listing.found("channel_" + platform.key(), platform, "product-1"));
        return this;
    }

    /** The hub's images of these media ids of a shop that was just found, as a scene of its own tells them. */
    static Map<String, String> found(Platform platform, String... media) {
        return new Scene()
                .linked(platform, Seen.read(1).images(media))
                .at(platform)
                .images();
    }

    Scene wanted(Platform platform) {
        listings.put(platform, Listing.wanted("channel_" + platform.key(), platform));
        return this;
    }

    Scene linked(Platform platform, Seen seen) {
        return found(platform).sees(platform, seen);
    }

    Scene sees(Platform platform, Seen seen) {
        Listing listing = at(platform);
        return take(platform, merge.observe(hub, listing, seen.of(listing), skew(platform)));
    }

    Scene readsBack(Platform platform, Seen seen) {
        Listing listing = at(platform);
        return take(platform, merge.readBack(hub, listing, seen.of(listing), skew(platform)));
    }

    /** Stores the intent to send all that differs. */
    Scene begins(Platform platform, double moment) {
        MergeResult handedOver = merge.handOver(hub, at(platform));
        hub = handedOver.hub();
        Listing listing = handedOver.listing();
        holds(listing);
        Map<Cell, Value> meant = difference(platform);
        boolean create = listing.state() == Listing.State.WANTED;
        listing = listing.opening(new Intent(new UUID(9, 9), meant, at(moment), create));
        for (Map.Entry<Cell, Value> entry : meant.entrySet()) {
            Shadow shadow = listing.at(entry.getKey()).orElse(null);
            if (shadow != null) {
                listing = listing.with(entry.getKey(), shadow.sending(entry.getValue(), at(moment)));
            }
        }
        return holds(listing);
    }

    Scene pushes(Platform platform, double moment, Seen answer) {
        return begins(platform, moment).sees(platform, answer);
    }

    Scene holds(Listing listing) {
        listings.put(listing.platform(), listing);
        return this;
    }

    Listing at(Platform platform) {
        return listings.get(platform);
    }

    Shadow shadow(Platform platform, Field field) {
        return at(platform).at(Cell.of(field)).orElseThrow();
    }

    Map<Cell, Value> difference(Platform platform) {
        return new TreeMap<>(projection.difference(hub, at(platform)).cells());
    }

    // ---- what came of it

    Value holds(Field field) {
        return hub.value(Cell.of(field));
    }

    Value holds(UUID variant, Field field) {
        return hub.value(Cell.of(variant, field));
    }

    Decision lastDecision() {
        return decisions.get(decisions.size() - 1);
    }

    Rule ruleOf(Field field) {
        return hub.at(Cell.of(field)).orElseThrow().stamp().rule();
    }

    /** Forgets what was decided so far, to look at what comes. */
    Scene then() {
        decisions.clear();
        conflicts.clear();
        return this;
    }

    private Duration skew(Platform platform) {
        return skews.getOrDefault(platform, Duration.ZERO);
    }

    private Scene take(Platform platform, MergeResult result) {
        last = result;
        hub = result.hub();
        if (platform != null) {
            listings.put(platform, result.listing());
        }
        decisions.addAll(result.decisions());
        conflicts.addAll(result.conflicts());
        return this;
    }
}
