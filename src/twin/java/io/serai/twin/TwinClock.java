package io.serai.twin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The platform's own clock, which may go wrong by a skew: its {@code Date} header and its timestamps are off alike. */
public final class TwinClock extends Clock {

    private final Clock base;
    private volatile Duration skew = Duration.ZERO;

    public TwinClock() {
        this(Clock.systemUTC());
    }

    public TwinClock(Clock base) {
        this.base = base;
    }

    /** How far the platform is ahead of true time; negative if it is behind. */
    public Duration skew() {
        return skew;
    }

    public void skew(Duration ahead) {
        this.skew = ahead;
    }

    /** Now, as platforms store it: without fractions of a second. */
    public Instant second() {
        return instant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(skew);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
