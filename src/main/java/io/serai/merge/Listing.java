package io.serai.merge;

import static java.util.Objects.requireNonNull;

import io.serai.channel.Platform;
import io.serai.product.Cell;
import io.serai.product.Value;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A product on a channel: its ids there and its shadow. Immutable.
 *
 * @param channel the channel's id
 * @param externalId the product's id there, null while it was not created yet
 * @param variants the platform's variant ids and the hub's
 * @param shadow what the platform is known to hold
 * @param intent what is being written there just now, null if nothing is
 * @param generation raised whenever an intent opens or closes or anything is merged: a read that began before is stale
 */
public record Listing(
        String channel,
        Platform platform,
        State state,
        String externalId,
        Map<String, UUID> variants,
        Map<Cell, Shadow> shadow,
        Intent intent,
        long generation) {

    /** Where a listing is in its life. */
    public enum State {
        /** To be created there with the next push. */
        WANTED,
        LINKED,
        /** Deleted on the platform; not created again until a person links it anew (rule 11). */
        REMOVED
    }

    public Listing {
        requireNonNull(channel, "channel is null");
        requireNonNull(platform, "platform is null");
        requireNonNull(state, "state is null");
        variants = Collections.unmodifiableMap(new TreeMap<>(variants));
        shadow = Collections.unmodifiableMap(new TreeMap<>(shadow));
    }

    /** A listing that a push shall create. */
    public static Listing wanted(String channel, Platform platform) {
        return new Listing(channel, platform, State.WANTED, null, Map.of(), Map.of(), null, 0);
    }

    /** A listing that was just found on the platform. */
    public static Listing found(String channel, Platform platform, String externalId) {
        return new Listing(channel, platform, State.LINKED, externalId, Map.of(), Map.of(), null, 0);
    }

    public Optional<Shadow> at(Cell cell) {
        return Optional.ofNullable(shadow.get(cell));
    }

    public Optional<String> externalVariant(UUID variant) {
        return variants.entrySet().stream()
                .filter(entry -> entry.getValue().equals(variant))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** A read that began before the change does not know of it. */
    public Listing with(State now) {
        return new Listing(channel, platform, now, externalId, variants, shadow, intent, generation + 1);
    }

    public Listing with(Cell cell, Shadow cellShadow) {
        Map<Cell, Shadow> changed = new TreeMap<>(shadow);
        changed.put(cell, cellShadow);
        return new Listing(channel, platform, state, externalId, variants, changed, intent, generation);
    }

    /** What is sent to cells that are there already, so that its echo is known. */
    public Listing sending(Map<Cell, Value> meant, Instant at) {
        Map<Cell, Shadow> changed = new TreeMap<>(shadow);
        changed.replaceAll((cell, seen) -> meant.containsKey(cell) ? seen.sending(meant.get(cell), at) : seen);
        return new Listing(channel, platform, state, externalId, variants, changed, intent, generation);
    }

    /** To be created on the platform as if it had never been there. */
    public Listing wantedAnew() {
        return new Listing(channel, platform, State.WANTED, null, Map.of(), Map.of(), intent, generation + 1);
    }

    /** Pushes nothing to these cells until a person decides. */
    public Listing withholding(Set<Cell> cells) {
        Map<Cell, Shadow> changed = new TreeMap<>(shadow);
        changed.replaceAll((cell, seen) -> cells.contains(cell) ? seen.withheld(true) : seen);
        return new Listing(channel, platform, state, externalId, variants, changed, intent, generation);
    }

    /** Pushes to these cells again. */
    public Listing releasing(Set<Cell> cells) {
        Map<Cell, Shadow> changed = new TreeMap<>(shadow);
        changed.replaceAll(
                (cell, seen) -> cells.contains(cell) ? seen.withheld(false).restored(0) : seen);
        return new Listing(channel, platform, state, externalId, variants, changed, intent, generation);
    }

    /** Whether both are known to hold the same, whatever version it was seen with. */
    public boolean holdsSame(Listing other) {
        return shadow.keySet().equals(other.shadow.keySet())
                && shadow.entrySet().stream().allMatch(entry -> entry.getKey()
                        .field()
                        .same(
                                entry.getValue().held(),
                                other.shadow.get(entry.getKey()).held()));
    }

    public Listing linkedTo(String id, Map<String, UUID> variantIds) {
        return new Listing(channel, platform, State.LINKED, id, variantIds, shadow, intent, generation);
    }

    Listing holding(Map<String, UUID> variantIds, Map<Cell, Shadow> shadows) {
        return new Listing(channel, platform, state, externalId, variantIds, shadows, intent, generation);
    }

    /** A read that began before now may have missed what was just merged. */
    Listing overtaking() {
        return new Listing(channel, platform, state, externalId, variants, shadow, intent, generation + 1);
    }

    public Listing opening(Intent opened) {
        return new Listing(channel, platform, state, externalId, variants, shadow, opened, generation + 1);
    }

    public Listing closing() {
        return new Listing(channel, platform, state, externalId, variants, shadow, null, generation + 1);
    }
}
