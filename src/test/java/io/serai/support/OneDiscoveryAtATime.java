package io.serai.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
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

    /** Searches within a search may come from other class loaders, which share no static field. */
    private static final String UNDER_WAY = OneDiscoveryAtATime.class.getName() + ".under-way";

    private int depth;

    /** Null where this virtual machine holds the lock already: closing any of its handles would let go of it. */
    private FileChannel locked;

    @Override
    public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
        depth++;
        if (System.getProperties().putIfAbsent(UNDER_WAY, "true") != null) {
            return;
        }
        try {
            Files.createDirectories(LOCK.getParent());
            locked = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked.lock();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launcherDiscoveryFinished(LauncherDiscoveryRequest request) {
        depth--;
        if (depth > 0 || locked == null) {
            return;
        }
        try {
            locked.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        locked = null;
        System.clearProperty(UNDER_WAY);
    }
}
