package io.serai.config;

import java.time.Duration;

/**
 * How long to wait before the next try: each time twice as long as before, up to a bound.
 *
 * @param first the wait after the first try
 * @param atMost the longest wait
 */
public record Backoff(Duration first, Duration atMost) {

    private static final int MOST_DOUBLINGS = 30;

    /** @param tries how many have failed, from 1 */
    public Duration after(int tries) {
        int doublings = Math.max(0, Math.min(tries - 1, MOST_DOUBLINGS));
        Duration wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(atMost) < 0 ? wait : atMost;
    }
}
