package io.serai.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory that belongs to one process at a time. The operating system gives it back when the process ends, however
 * it ends.
 */
final class HeldDirectory implements AutoCloseable {

    /** Directories this process holds: opening a lock file a second time and closing it would drop the first lock. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private HeldDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the directory, made when it does not exist.
     *
     * @throws DirectoryInUseException when another process, or another part of this one, has it
     */
    static HeldDirectory take(Path wanted) {
        try {
            Path directory = Files.createDirectories(wanted).toRealPath();
            if (!OURS.add(directory)) {
                throw new DirectoryInUseException(directory, holder(directory));
            }
            try {
                return take(directory, open(directory));
            } catch (IOException | RuntimeException e) {
                OURS.remove(directory);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the directory " + wanted, e);
        }
    }

    private static HeldDirectory take(Path directory, FileChannel channel) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new DirectoryInUseException(directory, holder(directory));
        }
        Files.writeString(
                directory.resolve("held-by"),
                "process %d since %s"
                        .formatted(
                                ProcessHandle.current().pid(), Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        return new HeldDirectory(directory, channel);
    }

    private static FileChannel open(Path directory) throws IOException {
        return FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static String holder(Path directory) throws IOException {
        try {
            return Files.readString(directory.resolve("held-by"));
        } catch (NoSuchFileException e) {
            return "another process";
        }
    }

    /** The directory, absolute and without links. */
    Path path() {
        return directory;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            OURS.remove(directory);
        }
    }
}
