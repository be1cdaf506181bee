package io.serai.listing;

import io.serai.conflict.AcceptConflicts;
import io.serai.conflict.Conflict;
import io.serai.conflict.OpenConflict;
import io.serai.conflict.Resolution;
import io.serai.conflict.ResolveConflict;
import io.serai.merge.Listing;
import io.serai.merge.Merge;
import io.serai.merge.MergeResult;
import io.serai.problem.Conflicting;
import io.serai.problem.InvalidRequest;
import io.serai.problem.NotFound;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Origin;
import io.serai.store.ConflictRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A person decides conflicts (D8, rule 9). What they decide is a new edit of theirs, pushed wherever it is not held. */
@ApplicationScoped
@Named("conflictDecisions")
public class ConflictDecisions {

    private final ProductLedger ledger;
    private final ConflictRepository conflicts;
    private final SyncStatuses statuses;
    private final Clock clock;

    @Inject
    ConflictDecisions(ProductLedger ledger, ConflictRepository conflicts, SyncStatuses statuses, Clock clock) {
        this.ledger = ledger;
        this.conflicts = conflicts;
        this.statuses = statuses;
        this.clock = clock;
    }

    /**
     * Decides a product's open conflicts, or those of them the wish names.
     *
     * @return how many were decided
     * @throws NotFound if there is no such product
     * @throws Conflicting if none of its conflicts is open
     * @throws InvalidRequest if a value of a merge is for none of the chosen, or gives a variant another's options
     */
    @Transactional
    public int resolve(UUID productId, ResolveConflict wish, String caller) {
        LockedProduct product = ledger.lock(productId).orElseThrow(() -> new NotFound("product"));
        List<OpenConflict> chosen = conflicts.openOf(productId).stream()
                .filter(open -> wish.conflict() == null || wish.conflict().equals(open.id()))
                .filter(open -> wish.field() == null || wish.field() == field(open))
                .toList();
        if (chosen.isEmpty()) {
            throw new Conflicting("The product has no such open conflict; list the conflicts to see what is open");
        }
        Map<Cell, Value> values = wish.resolution() == Resolution.MERGE
                ? ConflictValues.merged(product.hub(), chosen, wish.merged())
                : ConflictValues.of(product.hub(), chosen, wish.resolution());
        List<OpenConflict> decided = chosen.stream()
                .filter(open -> values.containsKey(open.conflict().cell()))
                .toList();
        decide(product, decided, values, wish.resolution(), caller);
        return decided.size();
    }

    /**
     * Decides every difference that was found when the channel was linked (rule 1), all to one side. Where that
     * would give two variants of a product the same options, or leave it without any, which variants it has stays open.
     *
     * @return how many were decided
     */
    @Transactional
    public int acceptAll(String channelId, AcceptConflicts wish, String caller) {
        int decided = 0;
        for (UUID productId : conflicts.productsWithOpen(channelId, Conflict.Kind.FIRST_LINK)) {
            LockedProduct product = ledger.lock(productId).orElseThrow();
            List<OpenConflict> chosen = conflicts.openOf(productId).stream()
                    .filter(open -> open.conflict().kind() == Conflict.Kind.FIRST_LINK)
                    .filter(open -> open.conflict().channel().equals(channelId))
                    .filter(open -> wish.fields().isEmpty() || wish.fields().contains(field(open)))
                    .toList();
            decided += decideIfPossible(product, chosen, wish.resolution(), caller);
        }
        return decided;
    }

    private int decideIfPossible(
            LockedProduct product, List<OpenConflict> chosen, Resolution resolution, String caller) {
        List<OpenConflict> possible = isPossible(product, chosen, resolution)
                ? chosen
                : chosen.stream()
                        .filter(open -> field(open) != Field.OPTIONS && field(open) != Field.EXISTS)
                        .toList();
        decide(product, possible, ConflictValues.of(product.hub(), possible, resolution), resolution, caller);
        return possible.size();
    }

    private static boolean isPossible(LockedProduct product, List<OpenConflict> chosen, Resolution resolution) {
        try {
            ConflictValues.of(product.hub(), chosen, resolution);
            return true;
        } catch (InvalidRequest impossible) {
            return false;
        }
    }

    private void decide(
            LockedProduct product,
            List<OpenConflict> decided,
            Map<Cell, Value> values,
            Resolution resolution,
            String caller) {
        Instant now = clock.instant();
        decided.forEach(open -> conflicts.resolve(open.id(), resolution.key(), caller, now));
        LockedProduct released = product;
        for (Listing listing : product.listings()) {
            Set<Cell> cells = new HashSet<>();
            decided.stream()
                    .map(OpenConflict::conflict)
                    .filter(conflict -> conflict.channel().equals(listing.channel()))
                    .forEach(conflict -> cells.add(conflict.cell()));
            if (!cells.isEmpty()) {
                released = ledger.writeListing(released, listing.releasing(cells));
            }
        }
        MergeResult result = new Merge(product.ownership()).resolve(product.hub(), values, now, resolution.rule());
        ledger.write(released, result, Trigger.live(Origin.NOLIMITS, caller));
        statuses.refresh(product.hub().id());
    }

    private static Field field(OpenConflict open) {
        return open.conflict().cell().field();
    }
}
