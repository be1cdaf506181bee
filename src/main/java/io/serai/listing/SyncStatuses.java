package io.serai.listing;

import io.serai.store.SyncStatusRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.UUID;

/** Keeps the state that people see (D17) in step with what it follows from: queue rows and open conflicts. */
@ApplicationScoped
public class SyncStatuses {

    private final SyncStatusRepository statuses;
    private final Clock clock;

    @Inject
    SyncStatuses(SyncStatusRepository statuses, Clock clock) {
        this.statuses = statuses;
        this.clock = clock;
    }

    /** Per listing, then the product's as the worst of them. */
    public void refresh(UUID productId) {
        statuses.refresh(productId, clock.instant());
    }
}
