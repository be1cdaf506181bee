package io.serai.twin.shopify;

import com.fasterxml.jackson.core.JsonGenerator;
import io.serai.twin.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Writes the result of a bulk query: one JSON object a line, a thing in a nested connection in a line of its own with its
 * parent's id. A child comes after its parent, and, unless they are grouped, somewhere among others' (fact 32). Few lines are
 * held at a time.
 */
final class BulkFile {

    private static final int HELD = 500;

    /** A line that is still to be written, with what is below it. */
    private record Waiting(byte[] line, List<Waiting> children) {}

    private final OutputStream out;
    private final boolean grouped;
    private final Map<String, Integer> truncated;
    private final long most;
    private final BooleanSupplier stopped;
    private final SplittableRandom lot;
    private final List<Waiting> held = new ArrayList<>();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private volatile long objects;
    private volatile long roots;
    private long bytes;

    /**
     * @param truncated how many things of a nested connection are written at most, by its field (fact 30)
     * @param most lines after which nothing more is written
     * @param stopped whether to write no more
     */
    BulkFile(
            OutputStream out,
            boolean grouped,
            Map<String, Integer> truncated,
            long most,
            BooleanSupplier stopped,
            long seed) {
        this.out = out;
        this.grouped = grouped;
        this.truncated = truncated;
        this.most = most;
        this.stopped = stopped;
        this.lot = new SplittableRandom(seed);
    }

    long objects() {
        return objects;
    }

    long roots() {
        return roots;
    }

    long bytes() {
        return bytes;
    }

    /** @return whether all was written */
    boolean write(Projection projection, Iterator<?> things) throws IOException {
        while (things.hasNext()) {
            if (isFull()) {
                return false;
            }
            Waiting root = line(projection, (Map<?, ?>) things.next(), null);
            write(root);
            roots++;
            while (held.size() > HELD) {
                writeOneHeld();
            }
        }
        while (!held.isEmpty()) {
            if (isFull()) {
                return false;
            }
            writeOneHeld();
        }
        return true;
    }

    private boolean isFull() {
        return objects >= most || stopped.getAsBoolean();
    }

    private void writeOneHeld() throws IOException {
        int which = lot.nextInt(held.size());
        Waiting one = held.get(which);
        held.set(which, held.get(held.size() - 1));
        held.remove(held.size() - 1);
        write(one);
    }

    private void write(Waiting one) throws IOException {
        if (objects >= most) {
            return;
        }
        out.write(one.line());
        objects++;
        bytes += one.line().length;
        if (grouped) {
            for (Waiting child : one.children()) {
                write(child);
            }
        } else {
            held.addAll(one.children());
        }
    }

    private Waiting line(Projection projection, Map<?, ?> thing, Object parent) throws IOException {
        List<Projection.Nested> nested = new ArrayList<>(2);
        buffer.reset();
        try (JsonGenerator json = Json.MAPPER.createGenerator(buffer)) {
            json.writeStartObject();
            projection.write(thing, json, nested);
            if (parent != null) {
                json.writeStringField("__parentId", String.valueOf(parent));
            }
            json.writeEndObject();
        }
        buffer.write('\n');
        byte[] line = buffer.toByteArray();
        List<Waiting> children = new ArrayList<>();
        for (Projection.Nested connection : nested) {
            int limit = truncated.getOrDefault(connection.field(), Integer.MAX_VALUE);
            Iterator<?> all = connection.things().iterator();
            for (int i = 0; i < limit && all.hasNext(); i++) {
                children.add(line(connection.of(), (Map<?, ?>) all.next(), thing.get("id")));
            }
        }
        return new Waiting(line, children);
    }
}
