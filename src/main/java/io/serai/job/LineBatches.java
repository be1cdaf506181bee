package io.serai.job;

import io.serai.platform.Unavailable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Lines that are read while they come, many at a time, or few that are long; never all of them are held. */
public final class LineBatches implements Iterator<LineBatches.Batch> {

    /**
     * Some lines.
     *
     * @param first the number of the first of them, from 1
     */
    public record Batch(long first, List<String> lines) {}

    /** Lines of products can be as long as their descriptions; a batch of them is held in memory. */
    private static final int MOST_CHARACTERS = 4_000_000;

    private final BufferedReader reader;
    private final int size;
    private long read;
    private String next;

    /**
     * @param skipped how many lines at the beginning are left out
     * @param size how many lines a batch has at most
     * @throws Unavailable if the lines are cut off before what is left out has come
     */
    LineBatches(InputStream lines, long skipped, int size) {
        this.reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
        this.size = size;
        this.next = line();
        while (next != null && read < skipped) {
            advance();
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    /** @throws Unavailable if the lines are cut off */
    @Override
    public Batch next() {
        if (next == null) {
            throw new NoSuchElementException("there are no more lines");
        }
        long first = read + 1;
        List<String> lines = new ArrayList<>(size);
        int length = 0;
        while (next != null && lines.size() < size && length < MOST_CHARACTERS) {
            lines.add(next);
            length += next.length();
            advance();
        }
        return new Batch(first, lines);
    }

    private void advance() {
        read++;
        next = line();
    }

    /** @return null at the end */
    private String line() {
        try {
            String line = reader.readLine();
            while (line != null && line.isBlank()) {
                line = reader.readLine();
            }
            return line;
        } catch (IOException e) {
            throw new Unavailable("the lines of the bulk operation were cut off: " + e.getMessage(), false, e);
        }
    }
}
