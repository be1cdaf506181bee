package io.serai.merge;

import static io.serai.merge.History.RESOLUTION;

import io.serai.channel.Platform;
import io.serai.conflict.Conflict;
import io.serai.merge.MergeResult.Next;
import io.serai.merge.Observation.Source;
import io.serai.merge.Shadow.Past;
import io.serai.ownership.FieldOwnership;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.product.Value.Decimal;
import io.serai.provenance.Interval;
import io.serai.provenance.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** One observation on its way into the hub. Used once. */
final class Merging {

    /** How long a delivery can be late and still be judged (rule 4). */
    static final Duration MEMORY = Duration.ofDays(7);

    /** A foreign value put back this often in a row is put there by a machine (rule 15). */
    private static final int RESTORES = 3;

    private final FieldOwnership ownership;
    private final Observation observation;
    private final Duration skew;
    private final Intent intent;
    private final Platform platform;
    private final boolean stale;
    private final Decisions decisions;
    private final ObservedCells observed;
    private final Map<Cell, Shadow> shadows;
    private final Set<Cell> lastVariants;
    private Listing listing;
    private Next next = Next.DONE;

    Merging(FieldOwnership ownership, HubProduct hub, Listing held, Observation observation, Duration skew) {
        Listing before = held.handingOver(hub);
        this.ownership = ownership;
        this.observation = observation;
        this.skew = skew;
        this.intent = before.intent();
        this.platform = before.platform();
        this.stale = observation.source() == Source.DELIVERY
                && before.shadow().values().stream()
                        .anyMatch(seen -> !seen.version().isBefore(observation.version()));
        this.shadows = new TreeMap<>(before.shadow());
        this.observed = ObservedCells.of(hub, before, observation, stale, reads(Field.EXISTS));
        this.decisions = new Decisions(ownership, hub.knowing(observed.images().files()));
        decisions.handOver(held);
        this.listing = before.linkedTo(observation.externalId(), observed.ids())
                .showing(observed.images().ids());
        this.lastVariants = observed.lastVariants(hub);
        if (observed.hasUnknown()) {
            next = Next.READ_AGAIN;
        }
    }

    MergeResult merge() {
        observed.cells().forEach(this::mergeCell);
        if (observation.source() == Source.ANSWER) {
            takeForAnswered();
            listing = listing.closing();
        } else {
            listing = listing.overtaking();
        }
        if (observation.source() == Source.DELIVERY) {
            readWhatItCouldNotCarry();
        }
        return result();
    }

    /** Rule 6: what arrived of the intent is known by what it says; everything else is as it was, or was edited since. */
    MergeResult mergeReadBack() {
        observed.cells().forEach((cell, value) -> {
            Value meant = intent.meant().get(cell);
            if (meant != null && (cell.field().stores(meant, value) || isPassed(cell, value))) {
                answered(cell, value, meant);
            } else if (!reads(cell.field())) {
                mergeCell(cell, value);
            } else if (cell.field() == Field.EXISTS && meant != null && shadows.containsKey(cell) && isTrue(meant)) {
                // half of what turns a simple product into one with variants: nobody removed it, it is yet to be made
                shadows.put(cell, shadows.get(cell).holding(value, observation.version()));
            } else if (meant != null && cell.field() == Field.IMAGES && shadows.containsKey(cell)) {
                imagesReadBack(cell, value, meant);
            } else if (isMadeByUs(cell)) {
                Value made = meant == null ? Value.NONE : meant;
                Instant opened = intent.openedAt();
                current(cell, value, Shadow.of(made, opened.plus(skew)).sending(made, opened));
            } else {
                mergeCell(cell, value);
            }
        });
        listing = listing.closing();
        return result();
    }

    /** A compare-at price that the price which arrived has passed cannot be shown (rule 17). */
    private boolean isPassed(Cell cell, Value value) {
        if (cell.field() != Field.COMPARE_AT_PRICE || !value.isNone()) {
            return false;
        }
        Cell price = Cell.of(cell.variant(), Field.NET_SALES_PRICE);
        return intent.meant().get(cell) instanceof Decimal compared
                && intent.meant().get(price) instanceof Decimal arriving
                && compared.number().compareTo(arriving.number()) <= 0
                && price.field().stores(arriving, observed.cells().getOrDefault(price, Value.NONE));
    }

    /** Rule 2: the product changed, and perhaps not only in what the delivery shows of it. */
    private void readWhatItCouldNotCarry() {
        boolean isBehind = shadows.entrySet().stream()
                .anyMatch(entry -> !observed.cells().containsKey(entry.getKey())
                        && entry.getValue().version().isBefore(observation.version())
                        && isThere(entry.getKey()));
        if (isBehind || namesOtherVariants()) {
            next = Next.READ_AGAIN;
        }
    }

    /** Versions are told in seconds: a variant may have come or gone in the one in which the product was last seen. */
    private boolean namesOtherVariants() {
        boolean isNewest =
                shadows.values().stream().noneMatch(seen -> seen.version().isAfter(observation.version()));
        return isNewest
                && observation.variantIds() != null
                && !observation.variantIds().equals(listing.variants().keySet());
    }

    private static boolean isTrue(Value value) {
        return value.equals(Value.flag(true));
    }

    private boolean isThere(Cell cell) {
        boolean isGone = cell.variant() != null
                && Optional.ofNullable(shadows.get(Cell.of(cell.variant(), Field.EXISTS)))
                        .filter(exists -> exists.held().equals(Value.flag(false)))
                        .isPresent();
        return !isGone;
    }

    /** A platform that has no word for a value it was sent took it, as far as it ever will. */
    private void takeForAnswered() {
        if (intent != null) {
            intent.meant().forEach((cell, meant) -> {
                boolean isNotShown = cell.variant() != null
                        && (observation.variantsComplete()
                                || isMadeByUs(cell) && !observed.shown().isEmpty())
                        && !observed.shown().contains(cell.variant());
                if (!observed.cells().containsKey(cell) && !isNotShown) {
                    answered(cell, meant, meant);
                }
            });
        }
    }

    private MergeResult result() {
        dropShadowsOfMissingVariants();
        forgetWhatIsOld();
        return new MergeResult(
                decisions.hub(),
                listing,
                decisions.decisions(),
                decisions.conflicts(),
                next,
                stale ? null : observation);
    }

    private void mergeCell(Cell cell, Value value) {
        Value meant = intent == null ? null : intent.meant().get(cell);
        Shadow shadow = shadows.get(cell);
        boolean isWritten = meant != null && (!observed.remade().contains(cell.variant()) || makes(cell.variant()));
        if (!reads(cell.field())) {
            mergeUnread(cell, value, isWritten && observation.source() == Source.ANSWER);
        } else if (isWritten && observation.source() == Source.ANSWER && cell.field() == Field.IMAGES) {
            answeredImages(cell, value, meant);
        } else if (isWritten && observation.source() == Source.ANSWER) {
            answered(cell, value, meant);
        } else if (shadow == null && stale) {
            next = Next.READ_AGAIN;
        } else if (shadow == null) {
            link(cell, value);
        } else if (observation.source() != Source.DELIVERY
                || observation.version().isAfter(shadow.version())) {
            current(cell, value, shadow);
        } else if (observation.version().equals(shadow.version())) {
            sameVersion(cell, value, shadow);
        } else {
            late(cell, value, shadow);
        }
    }

    private boolean reads(Field field) {
        return ownership.access(field, platform).reads();
    }

    /**
     * What only Serai writes there is never edited there: it is known, so that what differs is put back. What stood there
     * before it was linked stands for the hub's value until that changes, or linking would write over all of it (rule 1);
     * only what is empty is filled.
     */
    private void mergeUnread(Cell cell, Value value, boolean isAnswered) {
        Shadow shadow = shadows.get(cell);
        if (!ownership.access(cell.field(), platform).writes()) {
            return;
        }
        if (isAnswered) {
            answered(cell, value, intent.meant().get(cell));
        } else if (cell.field() == Field.EXISTS && !isTrue(value)) {
            missing(cell, shadow);
        } else if (shadow == null) {
            Value wanted = decisions.value(cell);
            Shadow seen = Shadow.of(value, observation.version());
            boolean standsForIt = !value.isNone() && !wanted.isNone() && !isMadeByUs(cell);
            shadows.put(cell, standsForIt ? seen.meaning(wanted) : seen);
        } else if (cell.field().same(shadow.held(), value)) {
            shadows.put(cell, shadow.at(observation.version()));
        } else {
            shadows.put(cell, shadow.holding(value, observation.version()).withheld(false));
        }
    }

    /**
     * A variant that is not there, where variants are the hub's alone. Somebody took it away (rule 11), or the first look
     * found only others of the product (rule 1): a person decides. Where none was found there was nothing to link. One that
     * was linked by its SKU alone, and is gone before anybody has looked at it, is made like any other.
     */
    private void missing(Cell exists, Shadow shadow) {
        Value gone = Value.flag(false);
        boolean isWanted = isTrue(decisions.value(exists));
        if (shadow == null && listing.externalVariant(exists.variant()).isPresent()) {
            shadows.put(exists, Shadow.of(gone, observation.version()));
        } else if (shadow == null) {
            Value sku = decisions.value(Cell.of(exists.variant(), Field.SKU));
            boolean canBeTold = !Field.SKU.same(sku, Value.NONE);
            if (isWanted && canBeTold && !observed.shown().isEmpty()) {
                decisions.withhold(
                        edit(exists, gone, observation.version(), false),
                        Rule.FIRST_LINK_DIFFERS,
                        Conflict.Kind.FIRST_LINK);
                shadows.put(exists, Shadow.of(gone, observation.version()).withheld(true));
            }
        } else if (isTrue(shadow.held())) {
            if (isWanted) {
                decisions.withhold(
                        edit(exists, gone, shadow.version(), false), Rule.REMOVED_THERE, Conflict.Kind.REMOVED_THERE);
            }
            shadows.put(exists, shadow.holding(gone, observation.version()).withheld(isWanted));
        }
    }

    /** Rule 1: without a shadow nothing is an edit. */
    private void link(Cell cell, Value value) {
        Shadow seen = Shadow.of(value, observation.version());
        Edit edit = edit(cell, value, observation.version(), false);
        boolean isSettled = isMadeByUs(cell) || cell.field().same(value, decisions.value(cell));
        if (!isSettled && decisions.at(cell) == null) {
            decisions.adopt(edit, Rule.FIRST_LINK_ADOPTED);
        } else if (!isSettled) {
            decisions.withhold(edit, Rule.FIRST_LINK_DIFFERS, Conflict.Kind.FIRST_LINK);
            seen = seen.withheld(true);
        }
        shadows.put(cell, seen);
    }

    /** Whether the open intent made the product or variant: what the platform put there besides is its default. */
    private boolean isMadeByUs(Cell cell) {
        if (intent == null || shadows.containsKey(cell)) {
            return false;
        }
        return cell.variant() == null ? intent.create() : makes(cell.variant());
    }

    private boolean makes(UUID variant) {
        return isTrue(intent.meant().getOrDefault(Cell.of(variant, Field.EXISTS), Value.NONE));
    }

    /** What the platform made of the value that was sent. */
    private void answered(Cell cell, Value value, Value meant) {
        Shadow shadow = Optional.ofNullable(shadows.get(cell))
                .map(seen -> cell.field().same(meant, value) ? seen : seen.storedAs(value))
                .map(seen -> seen.holding(value, meant, observation.version()))
                .orElseGet(() -> Shadow.of(value, observation.version()).meaning(meant));
        shadows.put(cell, shadow);
    }

    private void answeredImages(Cell cell, Value value, Value meant) {
        WrittenImages written = WrittenImages.of(shadows.get(cell), meant, value);
        if (written.isAsMeant()) {
            answered(cell, value, meant);
        } else {
            answered(cell, meant, meant);
            current(cell, written.answered(), shadows.get(cell));
        }
    }

    /**
     * Where somebody changed the images besides, nothing tells whether what was sent has arrived: the hub keeps what it
     * meant, with what they added, and it is sent again.
     */
    private void imagesReadBack(Cell cell, Value value, Value meant) {
        Shadow before = shadows.get(cell);
        if (cell.field().same(before.held(), value)) {
            shadows.put(cell, before.at(observation.version()));
            return;
        }
        Value wanted = WrittenImages.of(before, meant, value).wanted();
        boolean followsHub = before.standsFor(cell.field(), decisions.value(cell));
        Outcome outcome = decisions.decide(edit(cell, wanted, before.version(), followsHub));
        Shadow holding = before.holding(value, observation.version());
        shadows.put(cell, outcome == Outcome.WON ? holding.withheld(false) : shadowAfter(cell, holding, outcome, 1));
    }

    /** The newest that is known of the cell: what differs from the shadow was edited there. */
    private void current(Cell cell, Value value, Shadow shadow) {
        if (cell.field().same(shadow.held(), value)) {
            shadows.put(cell, shadow.at(observation.version()));
            return;
        }
        boolean followsHub = shadow.standsFor(cell.field(), decisions.value(cell));
        Edit edit = edit(cell, value, shadow.version(), followsHub);
        boolean again = shadow.past().stream().anyMatch(past -> cell.field().same(past.held(), value));
        int restored = again ? shadow.restored() + 1 : 1;
        Outcome outcome = restored > RESTORES ? decisions.freezeIfRestored(edit) : decide(edit);
        shadows.put(cell, shadowAfter(cell, shadow.holding(value, observation.version()), outcome, restored));
    }

    /** Rule 12: no shop holds a product without variants, and Shopify would refuse to let the last one go. */
    private Outcome decide(Edit edit) {
        if (!lastVariants.contains(edit.cell())) {
            return decisions.decide(edit);
        }
        decisions.withhold(edit, Rule.LAST_VARIANT, Conflict.Kind.LAST_VARIANT);
        return Outcome.WITHHELD;
    }

    private Shadow shadowAfter(Cell cell, Shadow holding, Outcome outcome, int restored) {
        return switch (outcome) {
            case WON -> holding.meaning(decisions.value(cell)).withheld(false).restored(0);
            case LOST -> holding;
            case RESTORED -> holding.restored(restored);
            case WITHHELD -> holding.withheld(true);
        };
    }

    /** Rule 3: only a read tells which came last; but what our own write covered up was edited. */
    private void sameVersion(Cell cell, Value value, Shadow shadow) {
        if (cell.field().same(shadow.held(), value)) {
            return;
        }
        next = Next.READ_AGAIN;
        History history = new History(cell.field(), shadow, skew);
        if (history.isOurs(shadow.held(), shadow.version())) {
            judge(cell, value, shadow, history);
        }
    }

    /** Rule 4: an old delivery changes no shadow, but an edit that only it tells of was still made. */
    private void late(Cell cell, Value value, Shadow shadow) {
        judge(cell, value, shadow, new History(cell.field(), shadow, skew));
    }

    private void judge(Cell cell, Value value, Shadow shadow, History history) {
        Instant version = observation.version();
        Past then = history.before(version).orElse(null);
        Past after = history.after(version).orElse(null);
        if (then == null || history.knows(value, version)) {
            return;
        }
        shadows.put(cell, shadow.seen(value, version));
        boolean isKnown = history.knows(value, then.version())
                || after != null && cell.field().same(after.held(), value);
        if (isKnown) {
            return;
        }
        boolean isReplacedThere = after != null && !history.isOurs(after.held(), after.version());
        if (!history.isOurs(value, version)) {
            judgeLate(edit(cell, value, then.version(), false), isReplacedThere);
        }
        boolean isUndoneThere = isReplacedThere && cell.field().same(then.held(), after.held());
        if (isUndoneThere && !isStillMeant(cell, shadow, after)) {
            judgeLate(edit(cell, after.held(), version, false).at(interval(version, after.version())), false);
        }
    }

    private void judgeLate(Edit edit, boolean isReplacedThere) {
        if (isReplacedThere) {
            decisions.lose(edit, Rule.SAME_CHANNEL_LATER);
        } else if (decide(edit) == Outcome.WITHHELD) {
            Shadow shadow = shadows.get(edit.cell());
            shadows.put(edit.cell(), shadow.withheld(true));
        }
    }

    private boolean isStillMeant(Cell cell, Shadow shadow, Past after) {
        return after.version().equals(shadow.version())
                && cell.field().same(after.held(), shadow.held())
                && shadow.standsFor(cell.field(), decisions.value(cell));
    }

    private Edit edit(Cell cell, Value value, Instant after, boolean followsHub) {
        return new Edit(
                cell,
                value,
                listing.platform().origin(),
                listing.channel(),
                interval(after, observation.version()),
                observation.receivedAt(),
                followsHub);
    }

    /** Rule 8: by Serai's clock, and never later than its receipt. */
    private Interval interval(Instant after, Instant version) {
        Instant until = version.plus(RESOLUTION).minus(skew);
        Instant received = observation.receivedAt();
        return new Interval(after.minus(skew), until.isAfter(received) ? received : until);
    }

    /** What is no longer there holds nothing: were it created anew, all of it would have to be sent. */
    private void dropShadowsOfMissingVariants() {
        Set<UUID> missing = new HashSet<>();
        shadows.forEach((cell, seen) -> {
            if (cell.field() == Field.EXISTS && seen.held().equals(Value.flag(false))) {
                missing.add(cell.variant());
            }
        });
        shadows.keySet().removeIf(cell -> missing.contains(cell.variant()) && cell.field() != Field.EXISTS);
        Map<String, UUID> variants = new TreeMap<>(listing.variants());
        variants.values().removeIf(missing::contains);
        listing = listing.holding(variants, shadows);
    }

    private void forgetWhatIsOld() {
        Instant oldest = observation.receivedAt().minus(MEMORY);
        shadows.replaceAll((cell, seen) -> seen.since(oldest));
        listing = listing.holding(listing.variants(), shadows);
    }
}
