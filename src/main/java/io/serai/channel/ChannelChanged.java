package io.serai.channel;

/** A person connected, changed or disconnected a channel. Fired in the transaction that does so. */
public record ChannelChanged(String channelId) {}
