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
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends Shopify deliveries over connections that stay open, each as soon as the one before is answered, or so many in a second.
 * Each is an edit of a product: the products take turns, and every time the title and the date are new. A process of its own;
 * plain sockets, so that it takes as little of the machine as can be.
 *
 * <p>Arguments: address of the webhook, secret, file with the body of each product as a line with {@value #TITLE} and
 * {@value #UPDATED} in it, prefix of the delivery ids, connections, seconds, deliveries a second (0 for as many as can be),
 * deliveries at most. Prints how many were answered 200, how many otherwise, p50 and p99 in microseconds, and the time it
 * took in milliseconds.
 */
final class DeliveryLoad {

    static final String TITLE = "@TITLE@";
    static final String UPDATED = "@UPDATED@";

    private final URI address;
    private final String secret;
    private final List<String> products;
    private final String prefix;
    private final int connections;
    private final long until;
    private final long pauseNanos;
    private final int most;
    private final AtomicInteger turns = new AtomicInteger();

    private DeliveryLoad(String[] arguments) throws IOException {
        this.address = URI.create(arguments[0]);
        this.secret = arguments[1];
        this.products = Files.readAllLines(Path.of(arguments[2]));
        this.prefix = arguments[3];
        this.connections = Integer.parseInt(arguments[4]);
        this.until = System.nanoTime() + Long.parseLong(arguments[5]) * 1_000_000_000;
        long rate = Long.parseLong(arguments[6]);
        this.pauseNanos = rate == 0 ? 0 : 1_000_000_000L * connections / rate;
        this.most = Integer.parseInt(arguments[7]);
    }

    public static void main(String[] arguments) throws Exception {
        new DeliveryLoad(arguments).run();
    }

    private void run() throws Exception {
        long begun = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        Sent all = new Sent(0, 0, new long[0]);
        for (Future<Sent> sender : threads.invokeAll(Collections.nCopies(connections, (Callable<Sent>) this::send))) {
            all = all.plus(sender.get());
        }
        threads.shutdown();
        Arrays.sort(all.micros);
        System.out.printf(
                Locale.ROOT,
                "%d %d %d %d %d%n",
                all.accepted,
                all.refused,
                all.percentile(0.5),
                all.percentile(0.99),
                (System.nanoTime() - begun) / 1_000_000);
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

    private Sent send() throws IOException, InterruptedException, GeneralSecurityException {
        List<Long> micros = new ArrayList<>();
        int accepted = 0;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            long next = System.nanoTime();
            for (int turn = turns.getAndIncrement();
                    turn < most && System.nanoTime() < until;
                    turn = turns.getAndIncrement()) {
                byte[] request = request(turn, mac);
                long begun = System.nanoTime();
                out.write(request);
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

    private byte[] request(int turn, Mac mac) {
        byte[] body = products.get(turn % products.size())
                .replace(TITLE, prefix + turn)
                .replace(UPDATED, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + address.getRawPath() + "?" + address.getRawQuery() + " HTTP/1.1\r\nHost: "
                        + address.getAuthority() + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\nX-Shopify-Topic: products/update\r\nX-Shopify-Webhook-Id: " + prefix + turn
                        + "\r\nX-Shopify-Hmac-Sha256: " + Base64.getEncoder().encodeToString(mac.doFinal(body))
                        + "\r\n\r\n")
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
