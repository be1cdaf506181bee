package io.serai.merge;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import io.serai.channel.Platform;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.product.Value.Terms;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
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
 * @param images the platform's media ids and the hub's images (rule 14)
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
        Map<String, String> images,
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
        images = Collections.unmodifiableMap(new TreeMap<>(images));
        shadow = Collections.unmodifiableMap(new TreeMap<>(shadow));
    }

    /** A listing that a push shall create. */
    public static Listing wanted(String channel, Platform platform) {
        return new Listing(channel, platform, State.WANTED, null, Map.of(), Map.of(), Map.of(), null, 0);
    }

    /**
     * A listing that did not exist before. Where variants stand alone there is nothing to create above them: it is linked
     * from the start, and its variants are made one by one.
     */
    public static Listing begun(String channel, Platform platform, UUID product) {
        return platform.groupsVariants() ? wanted(channel, platform) : found(channel, platform, product.toString());
    }

    /** A listing that was just found on the platform. */
    public static Listing found(String channel, Platform platform, String externalId) {
        return new Listing(channel, platform, State.LINKED, externalId, Map.of(), Map.of(), Map.of(), null, 0);
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

    /**
     * The media id of an image that the platform is known to show now; one that it showed before may be deleted there.
     */
    public Optional<String> mediaOf(String image) {
        boolean isShown =
                held(Field.IMAGES) instanceof Terms shown && shown.terms().contains(image);
        return images.entrySet().stream()
                .filter(entry -> isShown && entry.getValue().equals(image))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The hub's images that the platform is known to show, in its order. */
    public List<String> imagesInOrder() {
        return ObservedImages.inOrder(held(Field.IMAGES), held(Field.IMAGE_ORDER));
    }

    private Value held(Field field) {
        return at(Cell.of(field)).map(Shadow::held).orElse(Value.NONE);
    }

    /** A read that began before the change does not know of it. */
    public Listing with(State now) {
        return new Listing(channel, platform, now, externalId, variants, images, shadow, intent, generation + 1);
    }

    public Listing with(Cell cell, Shadow cellShadow) {
        Map<Cell, Shadow> changed = new TreeMap<>(shadow);
        changed.put(cell, cellShadow);
        return new Listing(channel, platform, state, externalId, variants, images, changed, intent, generation);
    }

    /** What is sent to cells that are there already, so that its echo is known. */
    public Listing sending(Map<Cell, Value> meant, Instant at) {
        Map<Cell, Shadow> changed = new TreeMap<>(shadow);
        changed.replaceAll((cell, seen) -> meant.containsKey(cell) ? seen.sending(meant.get(cell), at) : seen);
        return new Listing(channel, platform, state, externalId, variants, images, changed, intent, generation);
    }

    /** To be created on the platform as if it had never been there. */
    public Listing begunAnew(UUID product) {
        Listing begun = begun(channel, platform, product);
        return new Listing(
                channel,
                platform,
                begun.state(),
                begun.externalId(),
                Map.of(),
                Map.of(),
                Map.of(),
                intent,
                generation + 1);
    }

    /** Pushes nothing to these cells until a person decides. */
    public Listing withholding(Set<Cell> cells) {
        Map<Cell, Shadow> changed = new TreeMap<>(shadow);
        changed.replaceAll((cell, seen) -> cells.contains(cell) ? seen.withheld(true) : seen);
        return new Listing(channel, platform, state, externalId, variants, images, changed, intent, generation);
    }

    /** Pushes to these cells again. */
    public Listing releasing(Set<Cell> cells) {
        Map<Cell, Shadow> changed = new TreeMap<>(shadow);
        changed.replaceAll(
                (cell, seen) -> cells.contains(cell) ? seen.withheld(false).restored(0) : seen);
        return new Listing(channel, platform, state, externalId, variants, images, changed, intent, generation);
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

    /**
     * Where the hub has dropped a variant and made another with the same options, the platform's variant is the new one's
     * from now on. Platforms tell variants apart by their options, or by their SKUs where variants stand alone (rule 12): they
     * refuse to make the second before the first is gone, and Shopify never lets the last one go. What was withheld of the old one was never decided; the new one's
     * values were.
     */
    public Listing handingOver(HubProduct hub) {
        Map<UUID, UUID> heirs = heirs(hub);
        if (heirs.isEmpty()) {
            return this;
        }
        Map<String, UUID> ids = new TreeMap<>(variants);
        ids.replaceAll((external, variant) -> heirs.getOrDefault(variant, variant));
        Map<Cell, Shadow> shadows = new TreeMap<>(shadow);
        shadows.keySet().removeIf(cell -> heirs.containsKey(cell.variant()) || heirs.containsValue(cell.variant()));
        shadow.forEach((cell, seen) -> {
            UUID heir = heirs.get(cell.variant());
            if (heir != null) {
                shadows.put(Cell.of(heir, cell.field()), seen.withheld(false).restored(0));
            }
        });
        return new Listing(channel, platform, state, externalId, ids, images, shadows, null, generation);
    }

    /** By each dropped variant of the hub the one that takes its place here. */
    Map<UUID, UUID> heirs(HubProduct hub) {
        if (intent != null) {
            return Map.of();
        }
        Map<Value, List<UUID>> wanted = hub.livingVariants().stream()
                .filter(variant -> externalVariant(variant).isEmpty() && !isWithheld(variant) && isTold(hub, variant))
                .collect(groupingBy(variant -> identity(hub, variant)));
        Map<Value, List<UUID>> dropped = variants.values().stream()
                .filter(variant -> !hub.exists(variant) && !isWithheld(variant) && isTold(hub, variant))
                .collect(groupingBy(variant -> identity(hub, variant)));
        Map<UUID, UUID> heirs = new HashMap<>();
        dropped.forEach((identity, old) -> {
            List<UUID> made = wanted.getOrDefault(identity, List.of());
            if (old.size() == 1 && made.size() == 1) {
                heirs.put(old.get(0), made.get(0));
            }
        });
        return heirs;
    }

    private boolean isWithheld(UUID variant) {
        return at(Cell.of(variant, Field.EXISTS)).filter(Shadow::withheld).isPresent();
    }

    /** What the platform tells variants apart by. */
    private Field tells() {
        return platform.groupsVariants() ? Field.OPTIONS : Field.SKU;
    }

    private Value identity(HubProduct hub, UUID variant) {
        return tells().meaning(hub.value(Cell.of(variant, tells())));
    }

    /** No options are what the only variant of a simple product is known by; no SKU says nothing. */
    private boolean isTold(HubProduct hub, UUID variant) {
        return tells() == Field.OPTIONS || !Field.SKU.same(hub.value(Cell.of(variant, Field.SKU)), Value.NONE);
    }

    public Listing linkedTo(String id, Map<String, UUID> variantIds) {
        return new Listing(channel, platform, State.LINKED, id, variantIds, images, shadow, intent, generation);
    }

    public Listing showing(Map<String, String> imageIds) {
        return new Listing(channel, platform, state, externalId, variants, imageIds, shadow, intent, generation);
    }

    Listing holding(Map<String, UUID> variantIds, Map<Cell, Shadow> shadows) {
        return new Listing(channel, platform, state, externalId, variantIds, images, shadows, intent, generation);
    }

    /** A read that began before now may have missed what was just merged. */
    Listing overtaking() {
        return new Listing(channel, platform, state, externalId, variants, images, shadow, intent, generation + 1);
    }

    public Listing opening(Intent opened) {
        return new Listing(channel, platform, state, externalId, variants, images, shadow, opened, generation + 1);
    }

    public Listing closing() {
        return new Listing(channel, platform, state, externalId, variants, images, shadow, null, generation + 1);
    }
}
