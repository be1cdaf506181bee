package io.serai.reconciliation;

import io.serai.channel.Platform;
import io.serai.platform.Resource;
import io.serai.store.PendingReadRepository.PendingRead;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Products, or orders, of one channel that are read together.
 *
 * @param generations of each external id, the listing's when the read begins; 0 for an id the hub does not know, and for orders
 */
public record ReadBatch(
        String channel, Platform platform, Resource resource, List<PendingRead> reads, Map<String, Long> generations) {

    public ReadBatch {
        reads = List.copyOf(reads);
        generations = Map.copyOf(generations);
    }

    public List<String> externalIds() {
        return reads.stream().map(PendingRead::externalId).toList();
    }

    List<ReadBatch> halves() {
        int half = reads.size() / 2;
        return List.of(part(reads.subList(0, half)), part(reads.subList(half, reads.size())));
    }

    private ReadBatch part(List<PendingRead> some) {
        return new ReadBatch(channel, platform, resource, some, generations);
    }

    Optional<PendingRead> of(String externalId) {
        return reads.stream()
                .filter(read -> read.externalId().equals(externalId))
                .findFirst();
    }

    long generation(String externalId) {
        return generations.getOrDefault(externalId, 0L);
    }
}
