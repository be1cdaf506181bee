package io.serai.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.job.LineBatches.Batch;
import io.serai.platform.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Lines of a bulk operation")
class LineBatchesTest {

    private static final InputStream CUT = new InputStream() {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }
    };

    @Test
    @DisplayName("come in batches that know where they begin, with or without an end of the last line")
    void batches() {
        assertThat(all(new LineBatches(lines("a\nb\n\nc\nd\ne"), 0, 2)))
                .containsExactly(
                        new Batch(1, List.of("a", "b")), new Batch(3, List.of("c", "d")), new Batch(5, List.of("e")));
        assertThat(all(new LineBatches(lines("ä👒\r\n"), 0, 2))).containsExactly(new Batch(1, List.of("ä👒")));
        assertThat(all(new LineBatches(lines(""), 0, 2))).isEmpty();
    }

    @Test
    @DisplayName("A14 go on after those that have landed")
    void goesOn() {
        assertThat(all(new LineBatches(lines("a\nb\nc\n"), 2, 2))).containsExactly(new Batch(3, List.of("c")));
        assertThat(all(new LineBatches(lines("a\nb\n"), 2, 2))).isEmpty();
        assertThat(all(new LineBatches(lines("a\n"), 7, 2))).isEmpty();
    }

    @Test
    @DisplayName("K3 that are cut off are not taken for all of them")
    void cutOff() {
        LineBatches batches = new LineBatches(new SequenceInputStream(lines("a\nb\nc\n"), CUT), 0, 2);
        assertThat(batches.next().lines()).containsExactly("a", "b");
        assertThatThrownBy(batches::next).isInstanceOf(Unavailable.class).hasMessageContaining("connection reset");
    }

    private static InputStream lines(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static List<Batch> all(LineBatches batches) {
        List<Batch> all = new ArrayList<>();
        batches.forEachRemaining(all::add);
        return all;
    }
}
