package io.serai.twin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Decides what goes wrong. API calls and webhooks draw from streams of their own, and every decision draws the same number of
 * values, so that the n-th call has the same fate whatever the other stream did. A fate ordered by {@link #next} comes first.
 */
public final class Faults {

    /** What becomes of an API call. */
    public enum Fate {
        NORMAL,
        RESET_BEFORE,
        THROTTLED,
        SERVER_ERROR,
        TIMEOUT_AFTER_EFFECT,
        RESET_AFTER
    }

    /**
     * The decision for one API call.
     *
     * @param delay milliseconds before it is looked at
     * @param hold milliseconds until the connection of a call without an answer is closed
     */
    public record ApiFault(Fate fate, int delay, int hold) {}

    /**
     * The decision for one webhook.
     *
     * @param lost never sent
     * @param delay milliseconds before the first try
     * @param duplicateDelay milliseconds before a second copy, or -1 for none
     */
    public record WebhookFault(boolean lost, int delay, int duplicateDelay) {}

    /** How an answer comes. */
    public enum Manner {
        WHOLE,
        /** The connection is closed in the middle. */
        CUT,
        /** A byte now and then. */
        TRICKLED
    }

    /** What comes instead of the platform's answer. */
    public record Instead(TwinResponse response, Manner manner) {}

    /** Something that stands before the platform, such as a proxy, and answers in its place or changes what it answers. */
    @FunctionalInterface
    public interface StandIn {

        /** @param platform answers as the platform does; without being asked the call does not reach it */
        Instead answer(TwinRequest request, Supplier<TwinResponse> platform);
    }

    private final Deque<Fate> ordered = new ArrayDeque<>();
    private StandIn standIn;
    private FaultSettings settings = FaultSettings.NONE;
    private SplittableRandom api = new SplittableRandom(0);
    private SplittableRandom webhook = new SplittableRandom(0);

    /** Switches these faults on and begins the seed's streams anew. */
    public synchronized void set(FaultSettings wanted) {
        settings = wanted;
        api = new SplittableRandom(wanted.seed());
        webhook = new SplittableRandom(~wanted.seed());
    }

    public synchronized void clear() {
        set(FaultSettings.NONE);
        ordered.clear();
        standIn = null;
    }

    public synchronized FaultSettings settings() {
        return settings;
    }

    /** From now on this stands before the platform, until {@link #clear}. */
    public synchronized void standIn(StandIn before) {
        standIn = before;
    }

    synchronized Optional<StandIn> standIn() {
        return Optional.ofNullable(standIn);
    }

    /** Orders the fate of the next API call, before any drawn by lot. Ordered fates are served in their order. */
    public synchronized void next(Fate fate) {
        ordered.add(fate);
    }

    public synchronized ApiFault nextApiCall() {
        int delay = between(api.nextDouble(), settings.apiDelayMin(), settings.apiDelayMax());
        Fate drawn = fate(api.nextDouble());
        Fate fate = ordered.isEmpty() ? drawn : ordered.remove();
        return new ApiFault(fate, delay, settings.holdMillis());
    }

    public synchronized WebhookFault nextWebhook() {
        int delay = between(webhook.nextDouble(), settings.webhookDelayMin(), settings.webhookDelayMax());
        boolean lost = webhook.nextDouble() < settings.webhookLoss();
        boolean doubled = webhook.nextDouble() < settings.webhookDuplicate();
        int second = between(webhook.nextDouble(), settings.webhookDelayMin(), settings.webhookDelayMax());
        boolean held = webhook.nextDouble() < settings.webhookReorder();
        return new WebhookFault(lost, held ? delay + settings.reorderMillis() : delay, doubled ? second : -1);
    }

    private Fate fate(double drawn) {
        double upTo = settings.resetBefore();
        if (drawn < upTo) {
            return Fate.RESET_BEFORE;
        }
        if (drawn < (upTo += settings.throttled())) {
            return Fate.THROTTLED;
        }
        if (drawn < (upTo += settings.serverError())) {
            return Fate.SERVER_ERROR;
        }
        if (drawn < (upTo += settings.timeoutAfterEffect())) {
            return Fate.TIMEOUT_AFTER_EFFECT;
        }
        return drawn < upTo + settings.resetAfter() ? Fate.RESET_AFTER : Fate.NORMAL;
    }

    private static int between(double drawn, int min, int max) {
        return max <= min ? Math.max(min, 0) : min + (int) (drawn * (max - min + 1));
    }
}
