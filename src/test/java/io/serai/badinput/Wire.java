package io.serai.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection on which anything can be said, byte by byte, also what no HTTP client would send. */
final class Wire implements AutoCloseable {

    private static final int PATIENCE = 20_000;

    private final Socket socket;

    Wire(URI serai) {
        try {
            socket = new Socket(serai.getHost(), serai.getPort());
            socket.setSoTimeout(PATIENCE);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param status 0 if the connection was closed without an answer */
    record Answer(int status, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.get(name);
        }
    }

    static Answer exchange(URI serai, Request request) {
        try (Wire wire = new Wire(serai)) {
            wire.say(request.bytes());
            return wire.hear();
        }
    }

    void say(String text) {
        say(text.getBytes(UTF_8));
    }

    /** What the other side does not want to hear any more is not said: its answer is what counts. */
    boolean say(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Whether the other side says that it wants the body. */
    boolean hearContinue() {
        try {
            InputStream in = socket.getInputStream();
            String first = line(in);
            return first != null && first.startsWith("HTTP/1.1 100 ") && "".equals(line(in));
        } catch (IOException reset) {
            return false;
        }
    }

    Answer hear() {
        try {
            InputStream in = socket.getInputStream();
            String first = line(in);
            if (first == null || !first.startsWith("HTTP/")) {
                return new Answer(0, Map.of(), "");
            }
            int status = Integer.parseInt(first.split(" ")[1]);
            Map<String, String> headers = new TreeMap<>();
            for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
                String[] header = line.split(":", 2);
                headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
            }
            return status == 100 ? hear() : new Answer(status, headers, body(in, headers));
        } catch (IOException reset) {
            return new Answer(0, Map.of(), "");
        }
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = size(in); size > 0; size = size(in)) {
                body.write(in.readNBytes(size));
                line(in);
            }
            return body.toString(UTF_8);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new String(in.readNBytes(length), UTF_8);
    }

    private static int size(InputStream in) throws IOException {
        String line = line(in);
        return line == null ? 0 : Integer.parseInt(line.strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read >= 0; read = in.read()) {
            if (read == '\n') {
                return line.toString(ISO_8859_1).replaceAll("\r$", "");
            }
            line.write(read);
        }
        return line.size() == 0 ? null : line.toString(ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request as it goes over the wire. */
    record Request(String line, List<String> headers, byte[] body) {

        static Request of(String method, String target, byte[] body) {
            return new Request(method + " " + target + " HTTP/1.1", List.of("Host: serai"), body)
                    .with("Content-Length", Integer.toString(body.length));
        }

        Request with(String name, String value) {
            List<String> more = new ArrayList<>(headers);
            more.add(name + ": " + value);
            return new Request(line, more, body);
        }

        Request without(String name) {
            return new Request(
                    line,
                    headers.stream()
                            .filter(header ->
                                    !header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                            .toList(),
                    body);
        }

        Request instead(String name, String value) {
            return without(name).with(name, value);
        }

        Request line(String other) {
            return new Request(other, headers, body);
        }

        /** In pieces, without its length. */
        Request chunked() {
            ByteArrayOutputStream chunks = new ByteArrayOutputStream();
            for (int from = 0; from < body.length; from += 1000) {
                int size = Math.min(1000, body.length - from);
                chunks.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(UTF_8));
                chunks.write(body, from, size);
                chunks.writeBytes("\r\n".getBytes(UTF_8));
            }
            chunks.writeBytes("0\r\n\r\n".getBytes(UTF_8));
            return new Request(line, without("Content-Length").headers(), chunks.toByteArray())
                    .with("Transfer-Encoding", "chunked");
        }

        byte[] head() {
            return (line + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n").getBytes(ISO_8859_1);
        }

        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(head());
            all.writeBytes(body);
            return all.toByteArray();
        }
    }
}
