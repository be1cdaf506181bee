package io.serai.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which channels somebody in this process has taken up, for one kind of work. What a crash cut off is nobody's: a process
 * that has just started takes everything up. Safe for use by many threads.
 */
public final class TakenUp {

    private final Map<String, Instant> since = new ConcurrentHashMap<>();

    /**
     * Takes the channel up unless somebody did lately.
     *
     * @param patience after so long whoever has it is taken to have failed
     * @return whether it was free; of many who ask at once one is told so
     */
    public boolean take(String channelId, Instant now, Duration patience) {
        Instant tooLongAgo = now.minus(patience);
        // another instance, so that two who ask at the same moment can be told apart
        Instant mine = Instant.ofEpochSecond(now.getEpochSecond(), now.getNano());
        return since.merge(channelId, mine, (last, next) -> last.isBefore(tooLongAgo) ? next : last) == mine;
    }

    /** Somebody has the channel from now on, whoever had it before. */
    public void note(String channelId, Instant now) {
        since.put(channelId, now);
    }

    /** What was taken up at the moment given is done; what was taken up after that is not. */
    public void done(String channelId, Instant at) {
        since.remove(channelId, at);
    }
}
