package io.serai.push;

import io.serai.channel.Platform;
import java.util.UUID;

/** A shop whose stock somebody has in hand; nobody else has it until the lease ends. */
public record StockJob(String channelId, Platform platform, UUID worker) {}
