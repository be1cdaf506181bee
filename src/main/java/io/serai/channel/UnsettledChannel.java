package io.serai.channel;

import java.time.Instant;

/**
 * A channel whose platform is being told how things are.
 *
 * @param since when the channel was last connected, changed or disconnected; what was done for it then is done for that only
 * @param attempts how many times this was tried, this one included
 * @param leaseUntil when somebody else may take it up
 */
public record UnsettledChannel(String channelId, Instant since, int attempts, Instant leaseUntil) {}
