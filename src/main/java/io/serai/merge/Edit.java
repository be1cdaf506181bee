package io.serai.merge;

import io.serai.product.Cell;
import io.serai.product.Value;
import io.serai.provenance.Interval;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.provenance.Stamp;
import java.time.Instant;

/**
 * Somebody set one cell to another value than they found there.
 *
 * @param channel null for an edit made in the hub
 * @param followsHub whether the value they found was the one the hub still holds: then no clock is needed to know that
 *     the edit came later
 */
record Edit(
        Cell cell,
        Value value,
        Origin origin,
        String channel,
        Interval interval,
        Instant receivedAt,
        boolean followsHub) {

    Edit at(Interval other) {
        return new Edit(cell, value, origin, channel, other, receivedAt, followsHub);
    }

    Stamp stamp(Rule rule) {
        return new Stamp(origin, channel, interval, receivedAt, rule);
    }

    boolean sameChannelAs(Stamp stamp) {
        return channel == null ? stamp.channel() == null : channel.equals(stamp.channel());
    }

    /** Rule 8: the later moment, then the later receipt, then the channel id, decides. */
    boolean isLaterThan(Stamp stamp) {
        int byMoment = interval.until().compareTo(stamp.interval().until());
        if (byMoment != 0) {
            return byMoment > 0;
        }
        int byReceipt = receivedAt.compareTo(stamp.receivedAt());
        if (byReceipt != 0) {
            return byReceipt > 0;
        }
        return text(channel).compareTo(text(stamp.channel())) >= 0;
    }

    private static String text(String channelId) {
        return channelId == null ? "" : channelId;
    }
}
