package io.serai.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What all twins share: the HTTP server with its faults, the control API under {@code /twin}, the page. A twin adds the
 * platform's API ({@link #handle}) and what the staff of a shop does.
 */
public abstract class TwinServer implements Twin {

    private static final System.Logger LOG = System.getLogger(TwinServer.class.getName());
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-");
    private static final int WORKERS = 16;
    private static final int SETTLE_MILLIS = 100;
    private static final int TRICKLE_MILLIS = 100;

    private final TwinClock clock;
    private final Faults faults = new Faults();
    private final CallLog calls = new CallLog();
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setWorkerPoolSize(WORKERS)
            .setEventLoopPoolSize(2)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final WebhookSender sender;
    private final ControlApi control = new ControlApi(this);
    private final List<HttpServer> servers = new ArrayList<>();
    private volatile URI url;
    private volatile StateFile kept;
    private boolean stopped;

    protected TwinServer(TwinClock clock, WebhookSender.Policy policy) {
        this.clock = clock;
        this.sender = new WebhookSender(vertx, faults, clock, policy, this::settle, this::touched);
    }

    /** Answers a call of the platform's API. Called from several threads at once. */
    protected abstract TwinResponse handle(TwinRequest request);

    /** How the platform refuses a call as too many. */
    protected abstract TwinResponse throttled(TwinRequest request);

    /** How the platform answers when it is broken; without effect. */
    protected TwinResponse serverError(TwinRequest request) {
        return TwinResponse.text(503, "text/html", "<html><body><h1>503 Service Unavailable</h1></body></html>");
    }

    /** The operation a call counts as: the GraphQL operation name, or REST method and path template. */
    protected abstract String operation(TwinRequest request);

    /** All the twin knows, for tests and people. */
    public abstract ObjectNode state();

    /** The products as the page lists them. */
    public abstract List<Listed> listed();

    /** Creates a product as the shop's staff does. Keys: the platform's own, and {@code title, price, description}. */
    public abstract ObjectNode createAsStaff(ObjectNode product);

    /**
     * Edits a product as the shop's staff does; keys as in {@link #createAsStaff}.
     *
     * @throws java.util.NoSuchElementException if there is no such product
     */
    public abstract ObjectNode editAsStaff(String id, ObjectNode edit);

    /**
     * Deletes a product as the shop's staff does.
     *
     * @param force past the trash, where the platform has one
     * @throws java.util.NoSuchElementException if there is no such product
     */
    public abstract void deleteAsStaff(String id, boolean force);

    /** A control call of this twin alone; {@code path} is what follows {@code /twin/}. Empty if there is none such. */
    protected Optional<TwinResponse> control(String path, TwinRequest request) {
        return Optional.empty();
    }

    /**
     * An answer that is sent from the disk as fast as it is taken.
     *
     * @param size bytes the answer has
     * @param breakAt bytes after which the line breaks, negative for never
     */
    public record Streamed(Path file, long size, String type, long breakAt) {}

    /** What a call is answered with from the disk; empty for all calls that {@link #handle} answers. */
    protected Optional<Streamed> streamed(TwinRequest request) {
        return Optional.empty();
    }

    /** Called once at {@link #stop}. */
    protected void stopped() {}

    /** Changes the twin's settings; unknown keys are refused with {@link IllegalArgumentException}. */
    public abstract ObjectNode settings(ObjectNode wanted);

    /** Forgets the shop's own state; called by {@link #reset}. */
    protected abstract void clear();

    /** All of the shop that outlives the process, as plain data that nobody changes any more. */
    protected abstract Object stored();

    /** Takes over what an earlier process stored, if there is anything. */
    protected abstract boolean restore(Stored stored);

    /** What an earlier process stored. */
    protected interface Stored {

        /** Empty if there was no earlier process. */
        <T> Optional<T> as(Class<T> type);
    }

    /** Whether a call of the platform's API may change the shop. */
    protected boolean mayChange(TwinRequest request) {
        return !request.method().equals("GET");
    }

    @Override
    public final boolean keepIn(Path file) {
        StateFile opened = new StateFile(file, this::stored);
        boolean found = restore(opened::read);
        opened.touched();
        kept = opened;
        return found;
    }

    private void settle() {
        StateFile file = kept;
        if (file != null) {
            file.settle();
        }
    }

    /** Soon is enough for what changed without anybody having been told. */
    private void touched() {
        StateFile file = kept;
        if (file != null) {
            file.touched();
            vertx.setTimer(SETTLE_MILLIS, id -> vertx.executeBlocking(
                    () -> {
                        file.settle();
                        return null;
                    },
                    false));
        }
    }

    /** Does what may change the shop; what it changed is kept when this returns. */
    private TwinResponse changing(boolean changes, Supplier<TwinResponse> work) {
        StateFile file = kept;
        if (file == null) {
            return work.get();
        }
        if (changes) {
            file.changing();
        }
        TwinResponse response;
        try {
            response = work.get();
        } finally {
            if (changes) {
                file.changed();
            }
        }
        file.settle();
        return response;
    }

    private TwinResponse handled(TwinRequest request) {
        return changing(mayChange(request), () -> handle(request));
    }

    @Override
    public final void reset() {
        faults.clear();
        sender.reset();
        calls.reset();
        clear();
    }

    @Override
    public final int start(int port) {
        settle();
        int bound = listen(port, new HttpServerOptions(), false);
        url = URI.create("http://127.0.0.1:" + bound);
        return bound;
    }

    /** Listens on 127.0.0.1 with these options, TLS included. */
    protected final int listen(int port, HttpServerOptions options, boolean secure) {
        HttpServer server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(port))
                .requestHandler(request -> receive(request, secure));
        server.listen().toCompletionStage().toCompletableFuture().join();
        synchronized (servers) {
            servers.add(server);
        }
        return server.actualPort();
    }

    @Override
    public final void stop() {
        synchronized (servers) {
            if (stopped) {
                return;
            }
            stopped = true;
        }
        stopped();
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "the " + name() + " twin did not stop cleanly", e);
        }
        StateFile file = kept;
        if (file != null) {
            file.touched();
            file.settle();
        }
    }

    @Override
    public final URI url() {
        return url;
    }

    @Override
    public final Faults faults() {
        return faults;
    }

    @Override
    public final CallLog calls() {
        return calls;
    }

    @Override
    public final WebhookSender deliveries() {
        return sender;
    }

    @Override
    public final TwinClock clock() {
        return clock;
    }

    private void receive(HttpServerRequest http, boolean secure) {
        http.body().onSuccess(body -> {
            TwinRequest request = new TwinRequest(
                    http.method().name(),
                    http.path() == null ? "/" : http.path(),
                    http.params(),
                    http.headers(),
                    body.getBytes(),
                    http.uri(),
                    secure);
            if (request.path().equals("/") || request.path().equals("/twin") || request.path().startsWith("/twin/")) {
                answer(http, () -> changing(!request.method().equals("GET"), () -> control.handle(request)));
            } else {
                platform(http, request);
            }
        });
    }

    private void platform(HttpServerRequest http, TwinRequest request) {
        Faults.ApiFault fault = faults.nextApiCall();
        calls.called(operationOf(request));
        if (fault.delay() > 0) {
            vertx.setTimer(fault.delay(), id -> platform(http, request, fault));
        } else {
            platform(http, request, fault);
        }
    }

    private void platform(HttpServerRequest http, TwinRequest request, Faults.ApiFault fault) {
        switch (fault.fate()) {
            case RESET_BEFORE -> reset(http.connection());
            case THROTTLED -> answer(http, () -> counted(throttled(request)));
            case SERVER_ERROR -> answer(http, () -> counted(serverError(request)));
            case RESET_AFTER -> inBackground(request, () -> reset(http.connection()));
            case TIMEOUT_AFTER_EFFECT ->
                inBackground(request, () -> vertx.setTimer(fault.hold(), id -> http.connection().close()));
            case NORMAL ->
                faults.standIn()
                        .ifPresentOrElse(
                                standIn -> answer(http, request, standIn),
                                () -> streamed(request)
                                        .ifPresentOrElse(
                                                streamed -> stream(http, request, streamed),
                                                () -> answer(http, () -> counted(handled(request)))));
        }
    }

    /** Serves from a byte on too, as {@code Range: bytes=<first>-} asks. */
    private void stream(HttpServerRequest http, TwinRequest request, Streamed answer) {
        Matcher range = RANGE.matcher(String.valueOf(request.header("Range")));
        long from = range.matches() ? Math.min(Long.parseLong(range.group(1)), answer.size()) : 0;
        HttpServerResponse response = http.response()
                .setStatusCode(from > 0 ? 206 : 200)
                .putHeader("Date", HTTP_DATE.format(clock.instant()))
                .putHeader("Content-Type", answer.type())
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("Content-Length", Long.toString(answer.size() - from));
        if (from > 0) {
            response.putHeader("Content-Range", "bytes " + from + "-" + (answer.size() - 1) + "/" + answer.size());
        }
        calls.answered(response.getStatusCode());
        String file = answer.file().toString();
        if (answer.breakAt() >= from && answer.breakAt() < answer.size()) {
            vertx.fileSystem()
                    .open(file, new OpenOptions().setWrite(false))
                    .compose(open -> open.setReadPos(from)
                            .setReadLength(answer.breakAt() - from)
                            .pipe()
                            .endOnComplete(false)
                            .to(response))
                    .onComplete(sent -> http.connection().close());
        } else {
            response.sendFile(file, from, answer.size() - from)
                    .onFailure(e -> http.connection().close());
        }
    }

    private void answer(HttpServerRequest http, TwinRequest request, Faults.StandIn standIn) {
        vertx.executeBlocking(() -> standIn.answer(request, () -> handled(request)), false)
                .onSuccess(instead -> write(http, instead))
                .onFailure(e -> LOG.log(System.Logger.Level.ERROR, "what stands before the " + name() + " twin failed", e));
    }

    private void write(HttpServerRequest http, Faults.Instead instead) {
        counted(instead.response());
        if (instead.manner() == Faults.Manner.WHOLE || http.response().closed()) {
            write(http, instead.response());
            return;
        }
        byte[] body = instead.response().body();
        head(http, instead.response()).putHeader("Content-Length", Integer.toString(body.length));
        if (instead.manner() == Faults.Manner.CUT) {
            http.response()
                    .write(Buffer.buffer().appendBytes(body, 0, body.length / 2))
                    .onComplete(written -> http.connection().close());
        } else {
            trickle(http, body, 0);
        }
    }

    private void trickle(HttpServerRequest http, byte[] body, int from) {
        if (http.response().closed() || from >= body.length) {
            return;
        }
        http.response().write(Buffer.buffer().appendByte(body[from]));
        vertx.setTimer(TRICKLE_MILLIS, id -> trickle(http, body, from + 1));
    }

    private String operationOf(TwinRequest request) {
        try {
            return operation(request);
        } catch (RuntimeException e) {
            return "unreadable";
        }
    }

    private TwinResponse counted(TwinResponse response) {
        calls.answered(response.status());
        return response;
    }

    private void inBackground(TwinRequest request, Runnable then) {
        vertx.executeBlocking(() -> handled(request), false).onComplete(done -> then.run());
    }

    private void answer(HttpServerRequest http, java.util.concurrent.Callable<TwinResponse> work) {
        vertx.executeBlocking(work, false)
                .onSuccess(response -> write(http, response))
                .onFailure(e -> {
                    LOG.log(System.Logger.Level.ERROR, "the " + name() + " twin failed on " + http.uri(), e);
                    write(http, TwinResponse.json(500, Json.object().put("error", String.valueOf(e))));
                });
    }

    private void write(HttpServerRequest http, TwinResponse response) {
        if (http.response().closed()) {
            return;
        }
        head(http, response).end(Buffer.buffer(response.body()));
    }

    private HttpServerResponse head(HttpServerRequest http, TwinResponse response) {
        http.response().setStatusCode(response.status()).putHeader("Date", HTTP_DATE.format(clock.instant()));
        response.headers().forEach(http.response()::putHeader);
        return http.response();
    }

    /** Closes with a RST, which is what a caller sees as a connection reset, where the transport lets us. */
    private static void reset(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            base.channel().close();
        } else {
            connection.close();
        }
    }
}
