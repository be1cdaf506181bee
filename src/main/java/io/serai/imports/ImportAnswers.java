package io.serai.imports;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What is answered to an import, one line for each of its own, read by whoever answers the caller while more are added. Whoever
 * adds never waits: a caller may send all before it reads any.
 */
public final class ImportAnswers extends InputStream {

    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
    private byte[] current = new byte[0];
    private int at;
    private boolean hasEnded;
    private volatile boolean isClosed;

    /** Adds a line. */
    public void add(String json) {
        lines.add((json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing comes after this. */
    public void end() {
        lines.add(END);
    }

    /** Whether nobody reads them any more. */
    public boolean isClosed() {
        return isClosed;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (at == current.length && !next()) {
            return -1;
        }
        int read = Math.min(length, current.length - at);
        System.arraycopy(current, at, buffer, offset, read);
        at += read;
        return read;
    }

    private boolean next() {
        try {
            current = hasEnded ? END : lines.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            current = END;
        }
        at = 0;
        hasEnded = current == END;
        return !hasEnded;
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
