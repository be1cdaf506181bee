package io.serai.listing;

import static java.util.stream.Collectors.toSet;

import io.serai.channel.Platform;
import io.serai.conflict.Conflict;
import io.serai.conflict.OpenConflict;
import io.serai.merge.Decision;
import io.serai.merge.HubProduct;
import io.serai.merge.Intent;
import io.serai.merge.Listing;
import io.serai.merge.MergeResult;
import io.serai.merge.Outcome;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Origin;
import io.serai.store.ConflictRepository;
import io.serai.store.ProvenanceRepository;
import io.serai.store.SyncLogRepository;
import io.serai.store.SyncLogRepository.Action;
import io.serai.store.SyncLogRepository.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Keeps why things are as they are: provenance for explain, conflicts for people, the log for operators. */
@ApplicationScoped
public class ProductAudit {

    private static final String HUB = "nolimits";

    private final ProvenanceRepository provenance;
    private final ConflictRepository conflicts;
    private final SyncLogRepository syncLogs;
    private final Clock clock;

    @Inject
    ProductAudit(
            ProvenanceRepository provenance, ConflictRepository conflicts, SyncLogRepository syncLogs, Clock clock) {
        this.provenance = provenance;
        this.conflicts = conflicts;
        this.syncLogs = syncLogs;
        this.clock = clock;
    }

    /**
     * What an observation or an edit changed in the hub.
     *
     * @return whether there is another conflict to decide about than before, or one less
     */
    boolean decided(LockedProduct before, MergeResult result, Trigger trigger) {
        UUID product = result.hub().id();
        Instant now = clock.instant();
        provenance.record(product, result.decisions());
        boolean isDecided = supersede(product, decidedBy(before, result), result.listing(), now);
        result.conflicts().forEach(conflict -> conflicts.record(product, conflict, null, now));
        logChange(before, result, trigger, now);
        logConflicts(product, result, trigger, now);
        return isDecided || !result.conflicts().isEmpty();
    }

    /** The listing is gone from its platform. */
    void removed(UUID product, Listing listing, Trigger trigger) {
        syncLogs.record(
                new Entry(product, listing.channel(), Action.DELETE, trigger.origin(), HUB, Map.of(), Map.of(), null),
                clock.instant());
    }

    /** What was written to a platform, or refused by it. */
    public void pushed(UUID product, Listing before, Intent intent, String error) {
        Map<Cell, Value> old = new TreeMap<>();
        intent.meant().keySet().forEach(cell -> before.at(cell).ifPresent(shadow -> old.put(cell, shadow.held())));
        Action action = intent.create() ? Action.CREATE : Action.UPDATE;
        String target = before.platform().key();
        syncLogs.record(
                new Entry(product, before.channel(), action, Origin.SYSTEM, target, old, intent.meant(), error),
                clock.instant());
    }

    /** A push that never got as far as an intent. */
    public void failed(UUID product, String channel, Platform platform, String error) {
        syncLogs.record(
                new Entry(product, channel, Action.UPDATE, Origin.SYSTEM, platform.key(), Map.of(), Map.of(), error),
                clock.instant());
    }

    /** A value that won, or that both sides came to hold, leaves nothing to decide about. */
    private static Set<Cell> decidedBy(LockedProduct before, MergeResult result) {
        Set<Cell> decided = result.decisions().stream()
                .filter(decision -> decision.outcome() == Outcome.WON)
                .map(Decision::cell)
                .collect(toSet());
        if (result.listing() != null) {
            before.on(result.listing().channel()).ifPresent(known -> decided.addAll(released(known, result.listing())));
        }
        return decided;
    }

    /** Cells that waited for a person and do so no more. */
    private static Set<Cell> released(Listing before, Listing after) {
        return before.shadow().entrySet().stream()
                .filter(entry -> entry.getValue().withheld())
                .map(Map.Entry::getKey)
                .filter(cell ->
                        after.at(cell).filter(shadow -> !shadow.withheld()).isPresent())
                .collect(toSet());
    }

    private boolean supersede(UUID product, Set<Cell> decided, Listing listing, Instant now) {
        if (decided.isEmpty() || listing == null) {
            return false;
        }
        List<UUID> pointless = conflicts.openOf(product).stream()
                .filter(open -> decided.contains(open.conflict().cell()))
                .filter(open -> open.conflict().channel().equals(listing.channel()))
                .filter(open -> open.conflict().kind() != Conflict.Kind.SHARED_FIELD)
                .map(OpenConflict::id)
                .toList();
        pointless.forEach(id -> conflicts.supersede(id, now));
        return !pointless.isEmpty();
    }

    /**
     * A SKU that a platform took after all was freed by whoever had it.
     *
     * @return whether there is a conflict less to decide about
     */
    public boolean arrived(UUID product, Listing after, Intent intent) {
        Set<Cell> skus = intent.meant().keySet().stream()
                .filter(cell -> cell.field() == Field.SKU)
                .filter(cell -> after.at(cell)
                        .filter(shadow -> !shadow.withheld()
                                && Field.SKU.same(shadow.held(), intent.meant().get(cell)))
                        .isPresent())
                .collect(toSet());
        return supersede(product, skus, after, clock.instant());
    }

    /**
     * Where a dropped variant is no longer there, only whether it should be is left to decide; and not even that where another one
     * has taken its place (rule 12).
     */
    void variantsGone(HubProduct hub, Listing before, Listing after) {
        Set<UUID> gone = new HashSet<>(before.variants().values());
        gone.removeAll(after.variants().values());
        gone.removeIf(hub::exists);
        if (gone.isEmpty()) {
            return;
        }
        Set<UUID> replaced = before.variants().entrySet().stream()
                .filter(entry -> after.variants().containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(gone::contains)
                .collect(toSet());
        conflicts.openOf(hub.id()).stream()
                .filter(open -> gone.contains(open.conflict().cell().variant()))
                .filter(open -> open.conflict().cell().field() != Field.EXISTS
                        || replaced.contains(open.conflict().cell().variant()))
                .filter(open -> open.conflict().channel().equals(after.channel()))
                .map(OpenConflict::id)
                .forEach(id -> conflicts.supersede(id, clock.instant()));
    }

    private void logChange(LockedProduct before, MergeResult result, Trigger trigger, Instant now) {
        Map<Cell, Value> changed = new TreeMap<>();
        Map<Cell, Value> old = new TreeMap<>();
        result.decisions().stream()
                .filter(decision -> decision.outcome() == Outcome.WON)
                .forEach(decision -> {
                    changed.put(decision.cell(), decision.value());
                    if (decision.other() != null) {
                        old.put(decision.cell(), decision.other().value());
                    }
                });
        if (changed.isEmpty()) {
            return;
        }
        Action action = before.isNew() ? Action.CREATE : Action.UPDATE;
        String channel = result.listing() == null ? null : result.listing().channel();
        syncLogs.record(new Entry(result.hub().id(), channel, action, trigger.origin(), HUB, old, changed, null), now);
    }

    private void logConflicts(UUID product, MergeResult result, Trigger trigger, Instant now) {
        Map<Cell, Value> local = new TreeMap<>();
        Map<Cell, Value> remote = new TreeMap<>();
        List<Conflict> found = result.conflicts();
        found.forEach(conflict -> {
            local.put(conflict.cell(), conflict.local());
            remote.put(conflict.cell(), conflict.remote());
        });
        if (!found.isEmpty()) {
            String channel = found.get(0).channel();
            syncLogs.record(
                    new Entry(product, channel, Action.CONFLICT, trigger.origin(), HUB, local, remote, null), now);
        }
    }
}
