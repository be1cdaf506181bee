package io.serai.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often one address may be wrong about a token. Kept in this process alone: it slows down who guesses, and nobody can
 * guess 256 bits. Thread-safe.
 */
final class SignInLimit {

    /** More than that are not told apart: an attacker with many addresses must not fill the memory. */
    private static final int ADDRESSES = 10_000;

    private final int failures;
    private final Duration window;
    private final InstantSource clock;
    private final Map<String, Deque<Instant>> failed = new HashMap<>();

    /** @param failures within the window, after which an address has to wait */
    SignInLimit(int failures, Duration window, InstantSource clock) {
        this.failures = failures;
        this.window = window;
        this.clock = clock;
    }

    /** How long this address has to wait, empty if it need not. */
    synchronized Optional<Duration> wait(String address) {
        Instant now = clock.instant();
        Deque<Instant> times = recent(address, now);
        return times.size() < failures
                ? Optional.empty()
                : Optional.of(Duration.between(now, times.getFirst().plus(window)));
    }

    synchronized void failed(String address) {
        Instant now = clock.instant();
        if (failed.size() >= ADDRESSES && !failed.containsKey(address)) {
            failed.values().removeIf(times -> times.getLast().plus(window).isBefore(now));
            if (failed.size() >= ADDRESSES) {
                return;
            }
        }
        recent(address, now);
        failed.computeIfAbsent(address, any -> new ArrayDeque<>()).addLast(now);
    }

    synchronized void succeeded(String address) {
        failed.remove(address);
    }

    private Deque<Instant> recent(String address, Instant now) {
        Deque<Instant> times = failed.getOrDefault(address, new ArrayDeque<>());
        while (!times.isEmpty() && !times.getFirst().plus(window).isAfter(now)) {
            times.removeFirst();
        }
        if (times.isEmpty()) {
            failed.remove(address);
        }
        return times;
    }
}
