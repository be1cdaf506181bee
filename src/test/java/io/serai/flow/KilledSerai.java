package io.serai.flow;

import io.serai.support.SeraiProcess;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** The packaged Serai, killed again and again while many work with it. Thread-safe. */
final class KilledSerai implements AutoCloseable {

    private final SeraiProcess process;
    private final ReadWriteLock gate = new ReentrantReadWriteLock(true);
    private int kills;

    KilledSerai(SeraiProcess process) {
        this.process = process;
    }

    SeraiProcess process() {
        return process;
    }

    /** Asks while it runs: a person whose page does not load tries again when it does. */
    <T> T asking(Supplier<T> question) {
        gate.readLock().lock();
        try {
            return question.get();
        } finally {
            gate.readLock().unlock();
        }
    }

    /**
     * Ends it with {@code kill -9} and starts it again. Whoever asks meanwhile waits.
     *
     * @param moment returns when it is to happen
     */
    void kill(Runnable moment) {
        gate.writeLock().lock();
        try {
            moment.run();
            process.killHard();
            process.start();
            kills++;
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** How often it was killed. */
    int kills() {
        return kills;
    }

    @Override
    public void close() {
        process.close();
    }
}
