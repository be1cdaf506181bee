package io.serai.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Platform;
import io.serai.platform.Resource;
import io.serai.store.PendingReadRepository.PendingRead;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReadBatchTest {

    @Test
    @DisplayName("halves hold every read once, with its generation")
    void halves() {
        ReadBatch batch = new ReadBatch(
                "shop",
                Platform.SHOPIFY,
                Resource.PRODUCTS,
                Stream.of("1", "2", "3")
                        .map(id -> new PendingRead("shop", Resource.PRODUCTS, id, "hint", Instant.EPOCH, 1))
                        .toList(),
                Map.of("3", 7L));
        assertThat(batch.halves().get(0).externalIds()).containsExactly("1");
        assertThat(batch.halves().get(1).externalIds()).containsExactly("2", "3");
        assertThat(batch.halves().get(1).generation("3")).isEqualTo(7);
    }
}
