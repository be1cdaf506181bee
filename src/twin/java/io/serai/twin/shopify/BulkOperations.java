package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.schema.DataFetchingEnvironment;
import io.serai.twin.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bulk operations (facts 30 to 35). Each runs in the background over the shop as it is when it begins, and writes its result into
 * a temporary file; they and their files end with the process. Thread-safe.
 */
final class BulkOperations {

    /** How long a result can be fetched (fact 33). */
    static final Duration KEPT = Duration.ofDays(7);

    private static final System.Logger LOG = System.getLogger(BulkOperations.class.getName());
    private static final Set<String> OVER = Set.of("COMPLETED", "FAILED", "CANCELED", "EXPIRED");
    private static final Set<String> FATE = Set.of(
            "takesMillis", "held", "failAfter", "errorCode", "truncate", "breakAfterBytes", "breaks", "times");
    private static final int THREADS = 2;
    private static final String INTERNAL = "INTERNAL_SERVER_ERROR";

    /**
     * What becomes of an operation.
     *
     * @param takesMillis how long it runs at least
     * @param held whether it runs until it is released
     * @param failAfter lines after which it fails, negative for never
     * @param truncate how many things of a nested connection it has at most, by its field
     * @param breakAfterBytes where a download breaks, negative for nowhere
     * @param breaks how many downloads break
     */
    private record Fate(
            long takesMillis,
            boolean held,
            long failAfter,
            String errorCode,
            Map<String, Integer> truncate,
            long breakAfterBytes,
            int breaks) {

        private static final Fate NONE = new Fate(0, false, -1, INTERNAL, Map.of(), -1, 0);

        static Fate of(JsonNode in) {
            in.fieldNames().forEachRemaining(name -> {
                if (!FATE.contains(name)) {
                    throw new IllegalArgumentException("no " + name + " of a bulk operation; there are " + FATE);
                }
            });
            Map<String, Integer> truncate = new HashMap<>();
            in.path("truncate").properties().forEach(one -> truncate.put(one.getKey(), one.getValue().asInt()));
            return new Fate(
                    in.path("takesMillis").asLong(),
                    in.path("held").asBoolean(),
                    in.path("failAfter").asLong(-1),
                    in.path("errorCode").asText(INTERNAL),
                    truncate,
                    in.path("breakAfterBytes").asLong(-1),
                    in.path("breaks").asInt(1));
        }
    }

    private static final class Operation {
        final long id;
        final String query;
        final boolean grouped;
        final BulkQuery plan;
        final Fate fate;
        final Instant created;
        final long begun = System.nanoTime();
        Instant completed;
        String status = "CREATED";
        String errorCode;
        boolean written;
        boolean held;
        boolean complete;
        int breaks;
        BulkFile result;
        Path file;

        Operation(long id, String query, boolean grouped, BulkQuery plan, Fate fate, Instant created) {
            this.id = id;
            this.query = query;
            this.grouped = grouped;
            this.plan = plan;
            this.fate = fate;
            this.created = created;
            this.held = fate.held();
            this.breaks = fate.breaks();
        }

        String gid() {
            return Model.gid("BulkOperation", id);
        }

        boolean isOver() {
            return OVER.contains(status);
        }
    }

    /**
     * A result as it can be fetched.
     *
     * @param breakAt bytes after which the line breaks, negative for never
     */
    record Download(Path file, long size, long breakAt) {}

    private final Shop shop;
    private final ShopifySettings.Holder settings;
    private final Webhooks webhooks;
    private final Supplier<String> address;
    private final Map<Long, Operation> operations = new ConcurrentSkipListMap<>();
    private final Deque<Fate> next = new ArrayDeque<>();
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, work -> {
        Thread thread = new Thread(work, "shopify-twin-bulk");
        thread.setDaemon(true);
        return thread;
    });

    /** @param address where the twin listens */
    BulkOperations(Shop shop, ShopifySettings.Holder settings, Webhooks webhooks, Supplier<String> address) {
        this.shop = shop;
        this.settings = settings;
        this.webhooks = webhooks;
        this.address = address;
        threads.setRemoveOnCancelPolicy(true);
    }

    /** @return the mutation's payload */
    synchronized Map<String, Object> run(String query, boolean grouped) {
        BulkQuery plan = BulkQuery.of(query);
        if (!plan.errors().isEmpty()) {
            return refused(plan.errors().stream().map(e -> error(List.of("query"), e, "INVALID")).toList());
        }
        List<String> running = operations.values().stream()
                .filter(o -> !o.isOver())
                .map(Operation::gid)
                .toList();
        if (running.size() >= settings.get().bulkQueries()) {
            String message = "A bulk query operation for this app and shop is already in progress: "
                    + String.join(", ", running) + ".";
            return refused(List.of(error(null, message, "OPERATION_IN_PROGRESS")));
        }
        Fate fate = next.isEmpty() ? Fate.NONE : next.remove();
        Operation operation = new Operation(shop.nextId(), query, grouped, plan, fate, shop.now());
        operations.put(operation.id, operation);
        Map<String, Object> view = view(operation);
        threads.execute(() -> work(operation));
        return payload(view, List.of());
    }

    private static Map<String, Object> refused(List<Map<String, Object>> errors) {
        return payload(null, errors);
    }

    private static Map<String, Object> payload(Map<String, Object> operation, List<Map<String, Object>> errors) {
        Map<String, Object> payload = new HashMap<>();
        payload.put("bulkOperation", operation);
        payload.put("userErrors", errors);
        return payload;
    }

    private static Map<String, Object> error(List<String> field, String message, String code) {
        Map<String, Object> error = new HashMap<>();
        error.put("field", field);
        error.put("message", message);
        error.put("code", code);
        return error;
    }

    /** @return the mutation's payload */
    synchronized Map<String, Object> cancel(String gid) {
        Operation operation = operations.get(Model.number("BulkOperation", gid));
        if (operation == null) {
            return refused(List.of(error(List.of("id"), "Bulk operation does not exist", null)));
        }
        expire(operation);
        if (operation.isOver()) {
            String message =
                    "A bulk operation cannot be canceled when it is " + operation.status.toLowerCase(Locale.ROOT);
            return payload(view(operation), List.of(error(null, message, null)));
        }
        operation.status = "CANCELING";
        operation.held = false;
        Map<String, Object> view = view(operation);
        threads.execute(() -> endIfDue(operation));
        return payload(view, List.of());
    }

    /** An operation as GraphQL reads it, or null. */
    synchronized Map<String, Object> find(String gid) {
        Operation operation = operations.get(Model.number("BulkOperation", gid));
        return operation == null ? null : view(operation);
    }

    /** The latest, whether it still runs or not; null if there was none. */
    synchronized Map<String, Object> latest(String type) {
        return "QUERY".equals(type)
                ? operations.values().stream()
                        .reduce((a, b) -> b)
                        .map(this::view)
                        .orElse(null)
                : null;
    }

    /** The newest first, as at Shopify. */
    synchronized Map<String, Object> list(DataFetchingEnvironment e) {
        String query = e.getArgumentOrDefault("query", "");
        Collection<Operation> all = operations.values();
        all.forEach(this::expire);
        List<Operation> found =
                all.stream().filter(o -> Search.bulk(query, o.id, o.status, "query")).toList();
        boolean byEnd = "COMPLETED_AT".equals(e.getArgument("sortKey"));
        return Pages.of(
                e,
                found,
                o -> -o.id,
                o -> -(byEnd && o.completed != null ? o.completed : o.created).getEpochSecond(),
                this::view);
    }

    private Map<String, Object> view(Operation o) {
        expire(o);
        boolean fetchable = o.isOver() && !o.status.equals("EXPIRED") && o.result != null && o.result.bytes() > 0;
        Map<String, Object> v = Views.of("BulkOperation", o.gid());
        v.put("status", o.status);
        v.put("errorCode", o.errorCode);
        v.put("type", "QUERY");
        v.put("query", o.query);
        v.put("createdAt", o.created);
        v.put("completedAt", o.completed);
        v.put("objectCount", o.result == null ? 0L : o.result.objects());
        v.put("rootObjectCount", o.result == null ? 0L : o.result.roots());
        v.put("fileSize", fetchable && o.status.equals("COMPLETED") ? o.result.bytes() : null);
        v.put("url", fetchable && o.status.equals("COMPLETED") ? url(o) : null);
        v.put("partialDataUrl", fetchable && o.status.equals("FAILED") ? url(o) : null);
        return v;
    }

    private String url(Operation o) {
        long expires = o.completed.plus(KEPT).getEpochSecond();
        return address.get() + path(o.id) + "?Expires=" + expires + "&Signature=" + signature(o.id, expires)
                + "&response-content-type=application%2Fjsonl";
    }

    private static String path(long id) {
        return "/bulk-operation-outputs/bulk-" + id + ".jsonl";
    }

    private String signature(long id, long expires) {
        String signed = Webhooks.sign(settings.get().secret(), (path(id) + expires).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return signed.replace('+', '-').replace('/', '_').replace("=", "");
    }

    static boolean isDownload(String path) {
        return path.startsWith("/bulk-operation-outputs/");
    }

    /** @return the result, or the XML error that a storage service answers instead */
    synchronized Object download(String path, String expires, String signature) {
        Operation operation = operations.values().stream()
                .filter(o -> path(o.id).equals(path))
                .findFirst()
                .orElse(null);
        if (operation == null
                || expires == null
                || !expires.matches("\\d{1,12}")
                || !signature(operation.id, Long.parseLong(expires)).equals(signature)) {
            return "SignatureDoesNotMatch";
        }
        expire(operation);
        if (operation.status.equals("EXPIRED")
                || shop.clock.instant().getEpochSecond() >= Long.parseLong(expires)) {
            return "ExpiredToken";
        }
        long breakAt = operation.breaks > 0 ? operation.fate.breakAfterBytes() : -1;
        operation.breaks -= breakAt >= 0 ? 1 : 0;
        return new Download(operation.file, operation.result.bytes(), breakAt);
    }

    private synchronized void expire(Operation o) {
        if (o.completed != null
                && !o.status.equals("EXPIRED")
                && !shop.clock.instant().isBefore(o.completed.plus(KEPT))) {
            o.status = "EXPIRED";
            delete(o);
        }
    }

    private void work(Operation o) {
        Shop snapshot;
        synchronized (shop) {
            snapshot = shop.snapshot();
        }
        synchronized (this) {
            if (o.status.equals("CREATED")) {
                o.status = "RUNNING";
            }
        }
        try {
            boolean complete = write(o, snapshot);
            synchronized (this) {
                o.written = true;
                o.complete = complete;
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "bulk operation " + o.id + " failed", e);
            synchronized (this) {
                o.written = true;
            }
        }
        long left = o.fate.takesMillis() - (System.nanoTime() - o.begun) / 1_000_000;
        if (left > 0 && !o.status.equals("CANCELING")) {
            threads.schedule(() -> endIfDue(o), left, TimeUnit.MILLISECONDS);
        } else {
            endIfDue(o);
        }
    }

    private boolean write(Operation o, Shop snapshot) throws IOException {
        Views views = new Views(snapshot, settings);
        BulkQuery plan = o.plan;
        var things = new Listings(snapshot, views)
                .of(plan.root().getName(), Projection.environment(plan.root(), plan.definition()))
                .get("nodes");
        Path file = Files.createTempFile("serai-twin-bulk", ".jsonl");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            BulkFile result = new BulkFile(
                    out,
                    o.grouped,
                    o.fate.truncate(),
                    o.fate.failAfter() < 0 ? Long.MAX_VALUE : o.fate.failAfter(),
                    () -> isCanceling(o),
                    o.id);
            synchronized (this) {
                o.file = file;
                o.result = result;
            }
            Iterator<?> all = ((Iterable<?>) things).iterator();
            return result.write(Projection.ofNodes(plan.document(), plan.root(), plan.definition()), all)
                    && o.fate.failAfter() < 0;
        }
    }

    private synchronized boolean isCanceling(Operation o) {
        return o.status.equals("CANCELING");
    }

    private void endIfDue(Operation o) {
        ObjectNode told;
        synchronized (this) {
            boolean canceling = o.status.equals("CANCELING");
            long left = o.fate.takesMillis() - (System.nanoTime() - o.begun) / 1_000_000;
            if (o.isOver() || !o.written || o.held || left > 0 && !canceling) {
                return;
            }
            if (!operations.containsKey(o.id)) {
                delete(o);
                return;
            }
            end(o, canceling ? "CANCELED" : o.complete ? "COMPLETED" : "FAILED");
            told = payload(o);
        }
        webhooks.fire("BULK_OPERATIONS_FINISH", told, UUID.randomUUID().toString());
    }

    private void end(Operation o, String status) {
        o.status = status;
        o.completed = shop.now();
        o.errorCode = status.equals("FAILED") ? o.fate.errorCode() : null;
        if (status.equals("CANCELED")) {
            delete(o);
        }
    }

    /** As {@code bulk_operations/finish} carries it. */
    private ObjectNode payload(Operation o) {
        return Json.object()
                .put("admin_graphql_api_id", o.gid())
                .put("completed_at", AdminSchema.format(o.completed))
                .put("created_at", AdminSchema.format(o.created))
                .put("error_code", o.errorCode == null ? null : o.errorCode.toLowerCase(Locale.ROOT))
                .put("status", o.status.toLowerCase(Locale.ROOT))
                .put("type", "query");
    }

    /** Says what becomes of the next operations, one after another. */
    synchronized void next(JsonNode wanted) {
        Fate fate = Fate.of(wanted);
        for (int i = 0; i < wanted.path("times").asInt(1); i++) {
            next.add(fate);
        }
    }

    /**
     * What the platform itself does to an operation.
     *
     * @param what {@code release} (one that is held), {@code cancel}, {@code fail} or {@code expire}
     */
    void order(long id, String what) {
        Operation o;
        ObjectNode told = null;
        synchronized (this) {
            o = operations.get(id);
            if (o == null) {
                throw new NoSuchElementException("no bulk operation " + id);
            }
            switch (what) {
                case "release" -> o.held = false;
                case "cancel" -> cancel(o.gid());
                case "expire" -> {
                    o.status = "EXPIRED";
                    delete(o);
                }
                case "fail" -> {
                    if (!o.written || o.isOver()) {
                        throw new IllegalArgumentException("bulk operation " + id + " does not wait");
                    }
                    end(o, "FAILED");
                    told = payload(o);
                }
                default -> throw new NoSuchElementException("a bulk operation knows no " + what);
            }
        }
        if (told != null) {
            webhooks.fire("BULK_OPERATIONS_FINISH", told, UUID.randomUUID().toString());
        }
        endIfDue(o);
    }

    /** All of them as the control API shows them, oldest first. */
    synchronized List<Map<String, Object>> all() {
        return operations.keySet().stream().map(this::shown).toList();
    }

    /** One of them as the control API shows it. */
    synchronized Map<String, Object> shown(long id) {
        Map<String, Object> shown = new TreeMap<>();
        view(operations.get(id))
                .forEach((name, value) -> shown.put(name, value instanceof Instant at ? AdminSchema.format(at) : value));
        shown.remove("__typename");
        return shown;
    }

    /** Forgets all, those that run included. */
    synchronized void clear() {
        next.clear();
        operations.values().forEach(o -> {
            o.status = "CANCELING";
            delete(o);
        });
        operations.clear();
    }

    /** Begins nothing any more. */
    void stop() {
        clear();
        threads.shutdownNow();
    }

    private static void delete(Operation o) {
        if (o.file != null) {
            try {
                Files.deleteIfExists(o.file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
