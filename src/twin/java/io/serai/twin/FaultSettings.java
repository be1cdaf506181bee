package io.serai.twin;

/**
 * What goes wrong and how often. Probabilities are from 0 to 1, times are milliseconds. Everything that is 0 never happens.
 *
 * @param seed the seed of all decisions: the same seed and the same sequence of calls give the same faults
 * @param apiDelayMin least delay of each API call
 * @param apiDelayMax greatest delay of each API call
 * @param throttled probability that a call is refused as too many, in the platform's way, without effect
 * @param serverError probability of a 5xx before any effect
 * @param timeoutAfterEffect probability that a call takes effect but its answer never comes
 * @param resetBefore probability that the connection is reset before any effect
 * @param resetAfter probability that the connection is reset after the effect
 * @param timeout how long a call without an answer is held before its connection is closed
 * @param webhookDelayMin least delay of each webhook
 * @param webhookDelayMax greatest delay of each webhook
 * @param webhookLoss probability that a webhook is never sent
 * @param webhookDuplicate probability that a webhook is sent twice
 * @param webhookReorder probability that a webhook is held back for {@code webhookReorderBy}, so that later ones overtake it
 * @param webhookReorderBy how long such a webhook is held back
 */
public record FaultSettings(
        long seed,
        int apiDelayMin,
        int apiDelayMax,
        double throttled,
        double serverError,
        double timeoutAfterEffect,
        double resetBefore,
        double resetAfter,
        int timeout,
        int webhookDelayMin,
        int webhookDelayMax,
        double webhookLoss,
        double webhookDuplicate,
        double webhookReorder,
        int webhookReorderBy) {

    /** Nothing goes wrong. */
    public static final FaultSettings NONE = new FaultSettings(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** How long a call without an answer is held when {@code timeout} is 0. */
    static final int DEFAULT_TIMEOUT_MS = 30_000;

    /** How long an overtaken webhook is held back when {@code webhookReorderBy} is 0. */
    static final int DEFAULT_REORDER_MS = 200;

    int holdMillis() {
        return timeout > 0 ? timeout : DEFAULT_TIMEOUT_MS;
    }

    int reorderMillis() {
        return webhookReorderBy > 0 ? webhookReorderBy : DEFAULT_REORDER_MS;
    }
}
