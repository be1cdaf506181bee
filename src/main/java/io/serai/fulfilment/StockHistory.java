package io.serai.fulfilment;

import io.serai.config.StockConfig;
import io.serai.store.StockHistoryRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;

/** What happened to stock is kept for a while, for whoever asks why a figure is what it is, and then forgotten. */
@ApplicationScoped
@Named("stockHistory")
public class StockHistory {

    private final StockHistoryRepository history;
    private final StockConfig config;
    private final Clock clock;

    @Inject
    StockHistory(StockHistoryRepository history, StockConfig config, Clock clock) {
        this.history = history;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Forgets a part of what is too old.
     *
     * @return whether there may be more
     */
    @Transactional
    public boolean forget() {
        Instant before = clock.instant().minus(config.keep());
        int atMost = config.forgetBatch();
        int changes = history.forgetChanges(before, atMost);
        int pushes = history.forgetPushes(before, atMost);
        return changes == atMost || pushes == atMost;
    }
}
