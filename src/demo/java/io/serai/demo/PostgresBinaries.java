package io.serai.demo;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this machine, unpacked once from Maven Central's jar and kept.
 *
 * <p>Unpacking goes to a directory beside the final one, which is then renamed: processes that unpack at the same time
 * never see half of it.
 */
final class PostgresBinaries {

    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /**
     * Unpacks the programs below {@code cache}, unless an earlier start did.
     *
     * @param cache made when it does not exist
     * @throws UncheckedIOException when it cannot be written, or no programs are packaged for this machine
     */
    static PostgresBinaries unpackedBelow(Path cache) {
        try {
            byte[] archive;
            try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), machine())) {
                archive = in.readAllBytes();
            }
            Path home = cache.resolve("postgres-" + digest(archive)).toAbsolutePath();
            if (!Files.isDirectory(home)) {
                Files.createDirectories(cache);
                Path unpacking = Files.createTempDirectory(cache.toAbsolutePath(), "unpacking-");
                unpack(archive, unpacking);
                moveUnlessThere(unpacking, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL's programs cannot be unpacked below " + cache, e);
        }
    }

    /** Runs one of the programs to its end and answers what it printed. */
    Outcome run(Duration limit, String program, String... arguments) {
        List<String> command = command(program, arguments);
        try {
            Path output = Files.createTempFile("serai-" + program, ".out");
            try {
                // Into a file: a server started by pg_ctl inherits the output, and a pipe would stay open with it.
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    return new Outcome(process.pid(), -1, "no end after " + limit.toSeconds() + " s");
                }
                return new Outcome(process.pid(), process.exitValue(), Files.readString(output));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + program + " ran", e);
        }
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // We are root, and PostgreSQL refuses to be: in a user namespace of its own it is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin")
                .resolve(WINDOWS ? program + ".exe" : program)
                .toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * How a program ended.
     *
     * @param pid of the process that has ended
     * @param exitCode 0 when all went well; -1 when it did not end in time
     * @param output what it printed, errors included
     */
    record Outcome(long pid, int exitCode, String output) {

        boolean isGood() {
            return exitCode == 0;
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("entry outside the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(path, target.resolve(entry.getLinkName()).normalize());
                } else {
                    Files.copy(tar, path);
                    if (target.relativize(path).startsWith("bin") && !path.toFile().setExecutable(true, false)) {
                        throw new IOException("cannot be made executable: " + path);
                    }
                }
            }
        }
    }

    private static void moveUnlessThere(Path unpacked, Path home) throws IOException {
        try {
            Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            Directories.delete(unpacked);
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static String digest(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return WINDOWS ? "Windows" : name.startsWith("mac") ? "Darwin" : "Linux";
    }

    private static String machine() {
        String architecture = System.getProperty("os.arch");
        return "amd64".equals(architecture) ? "x86_64" : architecture;
    }

    /** Whether the server can be started by this user at all; root can only where Linux lets it step down. */
    static boolean refusesThisUser() {
        return !WINDOWS && "root".equals(System.getProperty("user.name")) && !LinuxUtils.isUnshareAvailable();
    }
}
