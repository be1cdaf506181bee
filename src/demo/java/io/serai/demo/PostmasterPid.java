package io.serai.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What PostgreSQL writes into {@code postmaster.pid}: its process id, and further down its port and whether it is ready.
 * The file outlives a killed server, and its process id may by now be somebody else's.
 */
record PostmasterPid(Path cluster, List<String> lines) {

    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    static Optional<PostmasterPid> read(Path cluster) {
        try {
            List<String> lines = Files.readAllLines(file(cluster));
            // Written line by line: while it is short, the server has only begun to start.
            return lines.isEmpty() ? Optional.empty() : Optional.of(new PostmasterPid(cluster, lines));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has become of the server named, as far as can be seen. */
    Server server() {
        Optional<ProcessHandle> process = ProcessHandle.of(pid()).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return Server.GONE;
        }
        return isForeign(process.get().info()) || isZombie() ? Server.REPLACED : Server.ALIVE;
    }

    /** What has become of a server. */
    enum Server {
        /** No process has its id. */
        GONE,
        /** It works on this very directory. */
        ALIVE,
        /** It is dead, but its id is taken: by another program, or by its own remains that nobody has waited for. */
        REPLACED
    }

    private boolean isForeign(ProcessHandle.Info info) {
        boolean otherProgram = info.command()
                .map(command -> !Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
        boolean otherDirectory = info.arguments()
                .map(arguments -> !Arrays.asList(arguments).contains(cluster.toString()))
                .orElse(false);
        return otherProgram || otherDirectory;
    }

    /** Linux only: elsewhere there is no such file, and the question is left to PostgreSQL. */
    private boolean isZombie() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    boolean isReady() {
        return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    }

    long pid() {
        return Long.parseLong(lines.get(0).strip());
    }

    int port() {
        return Integer.parseInt(lines.get(PORT_LINE).strip());
    }

    /**
     * Puts a dead process in the place of the one named. PostgreSQL refuses to start while any process has the id it
     * finds here; deleting the file instead would lose the shared memory key by which it sees workers still alive.
     */
    void name(long deadPid) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(0, Long.toString(deadPid));
        try {
            Files.write(file(cluster), changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }
}
