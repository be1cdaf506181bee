package io.serai.delivery;

import io.serai.config.IntakeConfig;
import io.serai.health.SyncFigures;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores deliveries before they are answered (E1); those that come at the same time in one transaction. */
@ApplicationScoped
public class Intake {

    private static final int MOST_TOGETHER = 64;

    private final ExecutorService writers;
    private final SyncFigures figures;
    private final GroupCommit<Delivery, Boolean> together;

    @Inject
    Intake(Deliveries deliveries, IntakeConfig config, SyncFigures figures) {
        this.figures = figures;
        AtomicInteger number = new AtomicInteger();
        this.writers = Executors.newFixedThreadPool(
                config.writers(), task -> new Thread(task, "serai-intake-" + number.incrementAndGet()));
        this.together =
                new GroupCommit<>(deliveries::store, Intake::identity, writers, config.writers(), MOST_TOGETHER);
    }

    @PreDestroy
    void stop() {
        writers.shutdown();
    }

    /**
     * Stores a delivery as it came.
     *
     * @return false if it repeats one that is stored already
     */
    public boolean store(Delivery delivery) {
        boolean isNew = together.add(delivery);
        figures.received(delivery.platform(), isNew ? "accepted" : "duplicate");
        return isNew;
    }

    /** What a repetition of it has in common with it, so that it finds it stored. */
    private static Object identity(Delivery delivery) {
        return switch (delivery.sameness()) {
            case ID -> delivery.id();
            case CONTENT ->
                delivery.resourceId() == null ? delivery.id() : delivery.channelId() + '\n' + delivery.resourceId();
        };
    }
}
