package io.serai.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;

/**
 * Lets the virtual machines that share the tests look for them one after the other. While a test class is looked for Quarkus writes
 * {@code test-classes.idx} beside it and reads it again; one that reads what another is just writing leaves the class out, and the
 * build is green without it.
 */
public final class OneDiscoveryAtATime implements LauncherDiscoveryListener {

    private static final Path LOCK = Path.of(System.getProperty("basedir", ""), "target", "test-discovery.lock");

    private FileChannel channel;
    private FileLock lock;

    @Override
    public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
        try {
            Files.createDirectories(LOCK.getParent());
            channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.lock();
        } catch (OverlappingFileLockException ours) {
            // a part of a search that this virtual machine has begun already
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launcherDiscoveryFinished(LauncherDiscoveryRequest request) {
        if (lock != null) {
            lock = null;
            close();
        }
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
