package io.serai.twin;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Where a twin's state stays over restarts. Written beside its place and moved there whole, so that a killed process
 * leaves the state before or the state after a change. Thread-safe.
 *
 * <p>A real shop remembers what it has told somebody. So {@link #settle} comes before anything leaves the twin, an answer
 * or a webhook: then no kill can make it forget what its callers have seen.
 */
final class StateFile {

    /** Reads and writes fields, whatever their visibility: the twins' state is plain data. */
    private static final ObjectMapper MAPPER = Json.MAPPER
            .copy()
            .setVisibility(PropertyAccessor.ALL, Visibility.NONE)
            .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
            .setVisibility(PropertyAccessor.CREATOR, Visibility.ANY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

    private final Path file;
    private final Supplier<?> state;
    private final AtomicInteger changing = new AtomicInteger();
    private volatile boolean stale;

    /** @param state what is to be kept, as it is when asked for */
    StateFile(Path file, Supplier<?> state) {
        this.file = file.toAbsolutePath();
        this.state = state;
    }

    /**
     * What an earlier process left, or empty if none did.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    <T> Optional<T> read(Class<T> type) {
        try {
            return Files.exists(file) ? Optional.of(MAPPER.readValue(file.toFile(), type)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** A change begins; {@link #changed} must follow. */
    void changing() {
        changing.incrementAndGet();
    }

    /** A change that was begun is done. */
    void changed() {
        stale = true;
        changing.decrementAndGet();
    }

    /** Something changed that nobody has seen yet; the next {@link #settle} writes it. */
    void touched() {
        stale = true;
    }

    /** Returns when all that changed is in the file. Whoever waits for another's write needs none of his own. */
    void settle() {
        if (isStale()) {
            synchronized (this) {
                if (isStale()) {
                    stale = false;
                    write();
                }
            }
        }
    }

    /** While a change is under way its effect may be visible already. */
    private boolean isStale() {
        return stale || changing.get() > 0;
    }

    private void write() {
        try {
            Files.createDirectories(file.getParent());
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.write(beside, MAPPER.writeValueAsBytes(state.get()));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            stale = true;
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
