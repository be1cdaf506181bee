package io.serai.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends Shopify deliveries over connections that stay open, each as soon as the one before is answered, or so many in a second.
 * A process of its own; plain sockets, so that it takes as little of the machine as can be.
 *
 * <p>Arguments: address of the webhook, signature, file with the body, prefix of the delivery ids, connections, seconds, deliveries a
 * second (0 for as many as can be). Prints how many were answered 200, how many otherwise, and p50 and p99 in microseconds.
 */
final class DeliveryLoad {

    private final URI address;
    private final String signature;
    private final byte[] body;
    private final String prefix;
    private final long until;
    private final long pauseNanos;

    private DeliveryLoad(URI address, String signature, byte[] body, String prefix, long until, long pauseNanos) {
        this.address = address;
        this.signature = signature;
        this.body = body;
        this.prefix = prefix;
        this.until = until;
        this.pauseNanos = pauseNanos;
    }

    public static void main(String[] arguments) throws Exception {
        int connections = Integer.parseInt(arguments[4]);
        long seconds = Long.parseLong(arguments[5]);
        long rate = Long.parseLong(arguments[6]);
        DeliveryLoad load = new DeliveryLoad(
                URI.create(arguments[0]),
                arguments[1],
                Files.readAllBytes(Path.of(arguments[2])),
                arguments[3],
                System.nanoTime() + seconds * 1_000_000_000,
                rate == 0 ? 0 : 1_000_000_000L * connections / rate);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        List<Callable<Sent>> senders = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int connection = i;
            senders.add(() -> load.send(connection));
        }
        Sent all = new Sent(0, 0, new long[0]);
        for (Future<Sent> sender : threads.invokeAll(senders)) {
            all = all.plus(sender.get());
        }
        threads.shutdown();
        Arrays.sort(all.micros);
        System.out.printf(
                Locale.ROOT, "%d %d %d %d%n", all.accepted, all.refused, all.percentile(0.5), all.percentile(0.99));
    }

    private record Sent(int accepted, int refused, long[] micros) {

        Sent plus(Sent more) {
            long[] both = Arrays.copyOf(micros, micros.length + more.micros.length);
            System.arraycopy(more.micros, 0, both, micros.length, more.micros.length);
            return new Sent(accepted + more.accepted, refused + more.refused, both);
        }

        long percentile(double part) {
            return micros.length == 0 ? 0 : micros[(int) Math.min(micros.length - 1, part * micros.length)];
        }
    }

    private Sent send(int connection) throws IOException, InterruptedException {
        List<Long> micros = new ArrayList<>();
        int accepted = 0;
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            long next = System.nanoTime();
            for (int i = 0; System.nanoTime() < until; i++) {
                long begun = System.nanoTime();
                out.write(request(prefix + connection + "-" + i));
                accepted += isAccepted(in) ? 1 : 0;
                micros.add((System.nanoTime() - begun) / 1000);
                next += pauseNanos;
                long rest = next - System.nanoTime();
                if (pauseNanos > 0 && rest > 0) {
                    // the pace of the shops
                    Thread.sleep(rest / 1_000_000, (int) (rest % 1_000_000));
                }
            }
        }
        long[] all = micros.stream().mapToLong(Long::longValue).toArray();
        return new Sent(accepted, all.length - accepted, all);
    }

    private byte[] request(String id) {
        byte[] head = ("POST " + address.getRawPath() + "?" + address.getRawQuery() + " HTTP/1.1\r\nHost: "
                        + address.getAuthority() + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\nX-Shopify-Topic: products/update\r\nX-Shopify-Webhook-Id: " + id
                        + "\r\nX-Shopify-Hmac-Sha256: " + signature + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    private static boolean isAccepted(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        boolean isChunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
            isChunked |= header.equalsIgnoreCase("transfer-encoding: chunked");
        }
        in.readNBytes(length);
        if (isChunked) {
            skipChunks(in);
        }
        return status.startsWith("HTTP/1.1 200");
    }

    private static void skipChunks(InputStream in) throws IOException {
        int size;
        do {
            size = Integer.parseInt(line(in).strip(), 16);
            in.readNBytes(size);
            line(in);
        } while (size > 0);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read == -1) {
                throw new IOException("the connection was closed");
            }
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }
}
