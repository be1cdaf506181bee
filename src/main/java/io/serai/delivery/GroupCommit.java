package io.serai.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Lets callers that come at the same time share a transaction: who comes while others are being stored is stored together
 * with all who came meanwhile. Nobody waits for company, so that alone each is as fast as it would be by itself.
 * Thread-safe.
 *
 * @param <T> what is stored
 * @param <R> what storing it tells
 */
final class GroupCommit<T, R> {

    private final Function<List<T>, List<R>> commit;
    private final Function<T, Object> identity;
    private final Executor writers;
    private final int mostWriters;
    private final int mostTogether;
    private final Queue<Waiting<T, R>> queue = new ArrayDeque<>();
    private int writing;

    /**
     * @param commit stores all or, if it throws, nothing; answers for each in the given order
     * @param identity no two with the same one are stored together
     * @param writers where it is stored
     * @param mostWriters how many transactions at the same time
     * @param mostTogether how many in one transaction
     */
    GroupCommit(
            Function<List<T>, List<R>> commit,
            Function<T, Object> identity,
            Executor writers,
            int mostWriters,
            int mostTogether) {
        this.commit = commit;
        this.identity = identity;
        this.writers = writers;
        this.mostWriters = mostWriters;
        this.mostTogether = mostTogether;
    }

    private record Waiting<T, R>(T value, CompletableFuture<Optional<R>> answer) {}

    /**
     * Waits until it is stored for good.
     *
     * @throws RuntimeException what storing it threw; others that came with it are none the worse
     */
    R add(T value) {
        Waiting<T, R> mine = new Waiting<>(value, new CompletableFuture<>());
        if (joins(mine)) {
            begin();
        }
        try {
            // Where all failed together, each has to by itself: here, so that no other waits for it.
            return mine.answer().join().orElseGet(() -> commit.apply(List.of(value))
                    .get(0));
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** How many wait for the next transaction. */
    synchronized int waiting() {
        return queue.size();
    }

    /** @return whether one more writer is to begin */
    private synchronized boolean joins(Waiting<T, R> mine) {
        queue.add(mine);
        if (writing == mostWriters) {
            return false;
        }
        writing++;
        return true;
    }

    private void begin() {
        try {
            writers.execute(this::write);
        } catch (RuntimeException | Error noWriter) {
            // nobody may wait for a writer that never came
            refuse(noWriter);
        }
    }

    private synchronized void refuse(Throwable reason) {
        writing--;
        queue.forEach(waiting -> waiting.answer().completeExceptionally(reason));
        queue.clear();
    }

    private void write() {
        for (List<Waiting<T, R>> next = next(); !next.isEmpty(); next = next()) {
            store(next);
        }
    }

    /** @return empty when nothing is left; then this writer has ended */
    private synchronized List<Waiting<T, R>> next() {
        List<Waiting<T, R>> together = new ArrayList<>();
        Set<Object> identities = new HashSet<>();
        while (together.size() < mostTogether
                && !queue.isEmpty()
                && identities.add(identity.apply(queue.peek().value()))) {
            together.add(queue.remove());
        }
        if (together.isEmpty()) {
            writing--;
        }
        return together;
    }

    private void store(List<Waiting<T, R>> together) {
        try {
            List<R> answers = commit.apply(together.stream().map(Waiting::value).toList());
            for (int i = 0; i < together.size(); i++) {
                together.get(i).answer().complete(Optional.of(answers.get(i)));
            }
        } catch (RuntimeException | Error failure) {
            if (together.size() == 1) {
                together.get(0).answer().completeExceptionally(failure);
            } else {
                together.forEach(one -> one.answer().complete(Optional.empty()));
            }
        }
    }
}
