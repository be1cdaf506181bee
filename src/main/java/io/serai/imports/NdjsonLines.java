package io.serai.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.problem.MalformedRequest;
import io.serai.problem.Problem;
import io.serai.problem.TooLarge;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Products as JSON, one a line (application/x-ndjson), read as they come: no more than one line is held. Blank lines are left
 * out. A line that is no JSON, or too long, is a line that cannot be read; the others are read all the same.
 */
public final class NdjsonLines implements Iterator<ImportLine> {

    private static final int END = -1;

    private final InputStream in;
    private final int longest;
    private final Function<byte[], JsonNode> parser;
    private long number;
    private ImportLine next;

    /**
     * @param longest bytes a line may have
     * @param parser throws a {@link Problem} for what is no JSON
     */
    public NdjsonLines(InputStream in, int longest, Function<byte[], JsonNode> parser) {
        this.in = new BufferedInputStream(in);
        this.longest = longest;
        this.parser = parser;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && read()) {
                // blank lines are left out
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return next != null;
    }

    @Override
    public ImportLine next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ImportLine line = next;
        next = null;
        return line;
    }

    /** @return false at the end */
    private boolean read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean isTooLong = false;
        int read = in.read();
        if (read == END) {
            return false;
        }
        number++;
        while (read != END && read != '\n') {
            isTooLong |= line.size() == longest;
            if (!isTooLong) {
                line.write(read);
            }
            read = in.read();
        }
        next = isTooLong
                ? ImportLine.unreadable(number, new TooLarge("A line has at most " + longest + " bytes"))
                : parsed(line.toByteArray());
        return true;
    }

    private ImportLine parsed(byte[] line) {
        if (isBlank(line)) {
            return null;
        }
        try {
            JsonNode json = parser.apply(line);
            return json.isObject()
                    ? ImportLine.of(number, json)
                    : ImportLine.unreadable(number, new MalformedRequest("The line is no JSON object"));
        } catch (Problem problem) {
            return ImportLine.unreadable(number, problem);
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
