package io.serai.twin.shopify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.Listed;
import io.serai.twin.SampleCatalogue;
import io.serai.twin.Sells;
import io.serai.twin.SoldOut;
import io.serai.twin.TwinClock;
import io.serai.twin.TwinRequest;
import io.serai.twin.TwinResponse;
import io.serai.twin.TwinServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shopify's Admin GraphQL API and its webhooks for one shop and one app. */
public final class ShopifyTwin extends TwinServer implements Sells {

    /** The version the twin is true to. */
    public static final String VERSION = "2026-10";

    static final List<String> SERVED = List.of("2026-01", "2026-04", "2026-07", "2026-10", "2027-01", "unstable");

    private static final Pattern ENDPOINT = Pattern.compile("/admin/api/(?:([^/]+)/)?graphql\\.json");
    private static final Pattern COMMENT = Pattern.compile("#[^\\n\"]*(?=\\n)");
    private static final Pattern OPERATION = Pattern.compile("\\b(?:query|mutation)\\s+(\\w+)");
    private static final Pattern MUTATION = Pattern.compile("\\bmutation\\b");
    private static final Pattern FIRST_FIELD = Pattern.compile("\\{\\s*(\\w+)");

    private final ShopifySettings.Holder settings;
    private final Shop shop;
    private final Webhooks webhooks;
    private final Payloads payloads;
    private final Views views;
    private final Staff staff;
    private final OrderPayloads orderPayloads;
    private final Customers customers;
    private final CustomerRecords records;
    private final BulkOperations bulk;
    private final Bucket bucket;
    private final OtherMutations others;
    private final AdminApi api;

    public ShopifyTwin() {
        this(new TwinClock(), ShopifySettings.DEFAULT);
    }

    public ShopifyTwin(TwinClock clock, ShopifySettings wanted) {
        super(clock, Webhooks.policy(wanted.timeScale(), wanted.timeoutScale()));
        AdminSchema.load();
        settings = new ShopifySettings.Holder(wanted);
        shop = new Shop(clock);
        shop.longIds(wanted.longIds());
        shop.searchLag = wanted.searchLagMillis();
        webhooks = new Webhooks(shop, settings);
        webhooks.sender(deliveries());
        payloads = new Payloads(settings);
        views = new Views(shop, settings);
        bucket = new Bucket(settings);
        Commits commits = new Commits(shop, calls(), webhooks, payloads);
        staff = new Staff(shop, commits, payloads);
        orderPayloads = new OrderPayloads(shop, settings);
        records = new CustomerRecords(shop, webhooks, orderPayloads);
        customers = new Customers(shop, commits, webhooks, orderPayloads, records, settings);
        bulk = new BulkOperations(shop, settings, webhooks, () -> String.valueOf(url()));
        others = new OtherMutations(shop, views, commits, webhooks, calls(), settings);
        api = new AdminApi(
                shop,
                views,
                webhooks,
                new ProductMutations(shop, views, commits),
                others,
                bulk,
                settings,
                bucket);
    }

    @Override
    public String name() {
        return "shopify";
    }

    @Override
    public void seed(SampleCatalogue catalogue) {
        locked(() -> {
            catalogue.shopify().forEach(staff::seed);
            return null;
        });
    }

    /** The settings in force. */
    public ShopifySettings settings() {
        return settings.get();
    }

    /** Changes settings at once, for calls and deliveries to come. */
    public void settings(ShopifySettings wanted) {
        locked(() -> {
            settings.set(wanted);
            shop.longIds(wanted.longIds());
            shop.searchLag = wanted.searchLagMillis();
            deliveries().policy(Webhooks.policy(wanted.timeScale(), wanted.timeoutScale()));
            return null;
        });
    }

    /** Keys are the names of {@link ShopifySettings}; what is absent stays. The answer has no secrets. */
    @Override
    public ObjectNode settings(ObjectNode wanted) {
        ObjectNode all = Json.MAPPER.valueToTree(settings.get());
        wanted.fieldNames().forEachRemaining(name -> {
            if (!all.has(name)) {
                throw new IllegalArgumentException("no setting " + name);
            }
        });
        all.setAll(wanted);
        try {
            settings(Json.MAPPER.treeToValue(all, ShopifySettings.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
        all.remove(List.of("accessToken", "secret", "oldSecret"));
        return all;
    }

    @Override
    protected TwinResponse handle(TwinRequest request) {
        if (BulkOperations.isDownload(request.path())) {
            return downloaded(request);
        }
        Matcher endpoint = ENDPOINT.matcher(request.path());
        if (!endpoint.matches()) {
            return TwinResponse.json(404, Map.of("errors", "Not Found"));
        }
        String version = served(endpoint.group(1));
        if (version == null) {
            return TwinResponse.json(404, Map.of("errors", "Not Found"));
        }
        if (!settings.get().accessToken().equals(request.header("X-Shopify-Access-Token"))) {
            return TwinResponse.json(
                    401,
                    Map.of(
                            "errors",
                            "[API] Invalid API key or access token (unrecognized login or wrong password)"));
        }
        if (!request.method().equals("POST")) {
            return TwinResponse.json(405, Map.of("errors", "Method Not Allowed"));
        }
        return answer(request, version)
                .with("X-Shopify-API-Version", version)
                .with("X-Request-Id", UUID.randomUUID().toString());
    }

    private TwinResponse answer(TwinRequest request, String version) {
        JsonNode body;
        try {
            body = String.valueOf(request.header("Content-Type")).startsWith("application/graphql")
                    ? Json.object().put("query", request.text())
                    : request.json();
        } catch (UncheckedIOException e) {
            return TwinResponse.json(400, Map.of("errors", Map.of("base", "Bad Request")));
        }
        return locked(() -> api.answer(body, version));
    }

    /** Versions past their time are served by the oldest that is not (fact 17); what was never one is not found. */
    private static String served(String wanted) {
        if (wanted == null) {
            return SERVED.get(0);
        }
        if (SERVED.contains(wanted)) {
            return wanted;
        }
        return wanted.matches("20\\d\\d-(01|04|07|10)") && wanted.compareTo(SERVED.get(0)) < 0 ? SERVED.get(0) : null;
    }

    @Override
    protected TwinResponse throttled(TwinRequest request) {
        return locked(() -> {
            bucket.drain();
            return api.throttled(10);
        });
    }

    @Override
    protected String operation(TwinRequest request) {
        if (BulkOperations.isDownload(request.path())) {
            return request.method() + " bulk result";
        }
        if (!ENDPOINT.matcher(request.path()).matches()) {
            return request.method() + " " + request.path();
        }
        JsonNode body = request.json();
        String name = body.path("operationName").asText("");
        if (!name.isEmpty()) {
            return name;
        }
        String query = COMMENT.matcher(body.path("query").asText("")).replaceAll("");
        Matcher named = OPERATION.matcher(query);
        Matcher field = FIRST_FIELD.matcher(query);
        return named.find() ? named.group(1) : field.find() ? field.group(1) : "unreadable";
    }

    @Override
    public ObjectNode state() {
        return locked(() -> {
            ObjectNode state = Json.object();
            state.put("twin", name());
            state.put("shopDomain", settings.get().shopDomain());
            ArrayNode products = state.putArray("products");
            shop.products.values().forEach(p -> products.add(payloads.whole(p)));
            ArrayNode orders = state.putArray("orders");
            shop.orders.values().forEach(o -> orders.add(orderPayloads.order(o)));
            ArrayNode customers = state.putArray("customers");
            shop.customers.values().forEach(c -> customers.add(orderPayloads.customer(c)));
            state.set("subscriptions", Json.MAPPER.valueToTree(webhooks.subscriptions().values()));
            state.set("removedSubscriptions", Json.MAPPER.valueToTree(webhooks.removed()));
            state.set("locations", Json.MAPPER.valueToTree(shop.locations.values()));
            state.set("metafieldDefinitions", Json.MAPPER.valueToTree(shop.definitions.values()));
            state.set("calls", Json.MAPPER.valueToTree(calls().counts()));
            state.put("pending", pending());
            state.put("lostWebhooks", deliveries().lost());
            return state;
        });
    }

    @Override
    public List<Listed> listed() {
        return locked(() -> shop.products.values().stream()
                .map(p -> new Listed(
                        String.valueOf(p.id),
                        p.title,
                        p.variants.get(0).price.toPlainString(),
                        p.variants.stream()
                                .map(v -> v.sku)
                                .filter(s -> s != null && !s.isEmpty())
                                .toList(),
                        p.html,
                        p.status.toLowerCase(java.util.Locale.ROOT),
                        AdminSchema.format(p.updated),
                        p.variants.stream()
                                .filter(v -> v.tracked)
                                .map(v -> String.valueOf(v.available()))
                                .collect(java.util.stream.Collectors.joining(", "))))
                .toList());
    }

    /**
     * Besides Shopify's own names of product fields: {@code description}, and for the first variant {@code price},
     * {@code compareAtPrice}, {@code sku}, {@code barcode}, {@code taxable}, {@code weightGrams}, {@code stock}. {@code options}
     * ({@code [{name, values: [..]}]}) and {@code variants} ({@code [{values: [..], price, sku, …}]}) make a product with
     * options.
     */
    @Override
    public ObjectNode createAsStaff(ObjectNode product) {
        return locked(() -> staff.create(product));
    }

    /**
     * Keys as in {@link #createAsStaff}, of which {@code variants} names each to be changed by {@code id} or {@code sku};
     * besides them {@code addVariants} and {@code removeVariants} (ids), and {@code touch: true}, which only raises
     * {@code updatedAt}.
     *
     * @param id numeric, or the global id
     */
    @Override
    public ObjectNode editAsStaff(String id, ObjectNode edit) {
        return locked(() -> staff.edit(id, edit));
    }

    @Override
    public void deleteAsStaff(String id, boolean force) {
        locked(() -> {
            staff.delete(id);
            return null;
        });
    }

    /**
     * {@inheritDoc} A line may have {@code customAttributes}, another {@code price} than its product, or a {@code title} and a
     * {@code price} instead of a product. Also {@code location} of the order or a line, by name or id: else the first that has
     * enough; what {@link Checkout#price} says; {@code paid}, {@code test}, {@code email}, {@code phone}, {@code note},
     * {@code tags}, {@code customAttributes}, {@code firstName}, {@code lastName}, {@code shippingAddress},
     * {@code billingAddress}, {@code customer: false} for nobody's, without names and addresses, {@code taxesIncluded},
     * {@code presentmentCurrency} with its {@code exchangeRate}, and, for an order of the past, {@code createdAt},
     * {@code processedAt} and {@code updatedAt}.
     */
    @Override
    public String buy(ObjectNode order) {
        return locked(() -> {
            try {
                Order bought = customers.buy(order);
                calls().ordered();
                return String.valueOf(bought.id);
            } catch (SoldOut refused) {
                calls().soldOut();
                throw refused;
            }
        });
    }

    @Override
    public void cancel(String id, boolean restock) {
        locked(() -> customers.cancel(Staff.number(id), restock));
    }

    @Override
    public void fulfil(String id) {
        locked(() -> customers.fulfil(Staff.number(id), Json.MAPPER.createArrayNode()));
    }

    /** Ships a part; {@code lines} as in {@link #buy}. */
    public void fulfil(String id, ArrayNode lines) {
        locked(() -> customers.fulfil(Staff.number(id), lines));
    }

    /** {@inheritDoc} Or what {@link Customers#edit} says. */
    @Override
    public void editOrder(String id, ObjectNode edit) {
        locked(() -> customers.edit(Staff.number(id), edit));
    }

    /** Pays back, and takes back; {@code refund} as {@link Customers#refund} says. */
    public void refund(String id, ObjectNode refund) {
        locked(() -> customers.refund(Staff.number(id), refund));
    }

    /** An order that was not paid is. */
    public void pay(String id) {
        locked(() -> customers.pay(Staff.number(id)));
    }

    /**
     * Creates a customer as the shop's staff does: {@code firstName}, {@code lastName}, {@code email}, {@code phone}, {@code note},
     * {@code tags}, {@code state}, {@code taxExempt}, {@code addresses}.
     *
     * @return the customer as webhooks show it
     */
    public ObjectNode createCustomer(ObjectNode customer) {
        return locked(() -> orderPayloads.customer(records.create(customer)));
    }

    /**
     * Edits a customer as the shop's staff does; keys as in {@link #createCustomer}.
     *
     * @throws java.util.NoSuchElementException if there is no such customer
     */
    public ObjectNode editCustomer(String id, ObjectNode edit) {
        return locked(() -> orderPayloads.customer(records.edit(Staff.number(id), edit)));
    }

    /** A customer as webhooks show it. */
    public ObjectNode customer(String id) {
        return locked(() -> shop.customer(Staff.number(id))
                .map(orderPayloads::customer)
                .orElseThrow(() -> new java.util.NoSuchElementException("no customer " + id)));
    }

    /**
     * Gives a shop that has sold nothing yet a past, by a seed; no webhook tells of it. It takes no stock.
     *
     * @param wanted {@code seed}, {@code orders}, {@code customers} (a quarter as many if absent), {@code lines} of each order
     *     (3), {@code from} and {@code to} (the last three years), {@code currencies} besides the shop's own ({@code {"USD":
     *     "1.09"}}, what one unit of the shop's is worth, with at most six decimals)
     */
    public void remember(ObjectNode wanted) {
        locked(() -> {
            shop.history(new History(Past.plan(wanted, shop, settings.get())));
            return null;
        });
    }

    /** What all orders come to, in each currency, reckoned apart from what the Admin API answers. */
    public ObjectNode sums() {
        Shop now = locked(shop::copy);
        return Sums.of(now).json();
    }

    /** What becomes of the bulk operations to come; see {@code POST /twin/bulk/next}. */
    public void nextBulkOperation(ObjectNode fate) {
        bulk.next(fate);
    }

    @Override
    public ObjectNode order(String id) {
        return locked(() -> shop.order(Staff.number(id))
                .map(orderPayloads::order)
                .orElseThrow(() -> new java.util.NoSuchElementException("no order " + id)));
    }

    @Override
    public List<String> orderIds() {
        return locked(() -> shop.orders.keySet().stream().map(String::valueOf).toList());
    }

    /** A product's state as {@code GET /twin/products/{id}} shows it, empty if there is none. */
    public Optional<ObjectNode> product(String id) {
        return locked(() -> Optional.ofNullable(shop.products.get(Staff.number(id))).map(payloads::whole));
    }

    /** Sends a webhook of any topic to its subscribers. */
    public int fire(String topic, JsonNode payload) {
        return webhooks.fire(topic, payload, UUID.randomUUID().toString());
    }

    /** Signs with the old secret as long as it is not null, as Shopify may for an hour after a rotation (fact 2). */
    public void rotateSecret(String secret, boolean signWithOld) {
        ObjectNode change = Json.object().put("secret", secret);
        change.put("oldSecret", signWithOld ? settings.get().secret() : null);
        settings(change);
    }

    /**
     * Removes the app as the shop's staff would: its token is void, its subscriptions are gone, and one delivery tells so.
     * Installed again, by {@link #settings}, it has a new token.
     */
    public void uninstall() {
        locked(() -> {
            settings(Json.object().put("accessToken", "shpat_" + UUID.randomUUID()));
            webhooks.uninstalled(payloads.shop(shop.now()));
            return null;
        });
    }

    /** Global ids of the live subscriptions. */
    public Set<String> subscriptions() {
        return webhooks.subscriptions().values().stream()
                .map(Model.Subscription::gid)
                .collect(java.util.stream.Collectors.toSet());
    }

    @Override
    protected Optional<TwinResponse> control(String path, TwinRequest request) {
        if (path.equals("webhooks") && request.method().equals("POST")) {
            JsonNode body = request.json();
            int sent = fire(body.path("topic").asText(), body.path("payload"));
            return Optional.of(TwinResponse.json(200, Json.object().put("sent", sent)));
        }
        if (path.equals("uninstall") && request.method().equals("POST")) {
            uninstall();
            return Optional.of(TwinResponse.json(200, Json.object().put("done", true)));
        }
        if (path.startsWith("webhooks/") && request.method().equals("DELETE")) {
            webhooks.remove(Staff.number(path.substring("webhooks/".length())));
            return Optional.of(TwinResponse.json(200, Json.object().put("done", true)));
        }
        return trade(request, path.split("/")).map(body -> TwinResponse.json(200, body));
    }

    /** Control calls of orders, customers, the past, and bulk operations. */
    private Optional<Object> trade(TwinRequest request, String[] path) {
        String id = path.length > 1 ? path[1] : "";
        String word = path.length > 2 ? path[2] : "";
        return switch (request.method() + " " + path[0] + (word.isEmpty() ? "" : "/" + word)) {
            case "POST orders/refund" -> {
                refund(id, (ObjectNode) request.json());
                yield Optional.of(order(id));
            }
            case "POST orders/pay" -> {
                pay(id);
                yield Optional.of(order(id));
            }
            case "POST customers" -> Optional.of(createCustomer((ObjectNode) request.json()));
            case "PATCH customers" -> Optional.of(editCustomer(id, (ObjectNode) request.json()));
            case "GET customers" -> Optional.of(customer(id));
            case "POST history" -> {
                remember((ObjectNode) request.json());
                yield Optional.of(sums());
            }
            case "GET state" -> id.equals("sums") ? Optional.of(sums()) : Optional.empty();
            case "GET bulk" -> Optional.of(bulk.all());
            case "POST bulk" -> {
                if (!id.equals("next")) {
                    yield Optional.empty();
                }
                bulk.next(request.json());
                yield Optional.of(Json.object().put("done", true));
            }
            case "POST bulk/release", "POST bulk/cancel", "POST bulk/fail", "POST bulk/expire" -> {
                bulk.order(Staff.number(id), word);
                yield Optional.of(bulk.shown(Staff.number(id)));
            }
            default -> Optional.empty();
        };
    }

    @Override
    protected Optional<Streamed> streamed(TwinRequest request) {
        return BulkOperations.isDownload(request.path()) && download(request) instanceof BulkOperations.Download found
                ? Optional.of(new Streamed(found.file(), found.size(), "application/jsonl", found.breakAt()))
                : Optional.empty();
    }

    /** For what stands before the twin, which takes an answer whole, and for what cannot be fetched. */
    private TwinResponse downloaded(TwinRequest request) {
        Object answer = download(request);
        if (answer instanceof BulkOperations.Download found) {
            try {
                return TwinResponse.of(200, "application/jsonl", Files.readAllBytes(found.file()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return TwinResponse.text(
                "ExpiredToken".equals(answer) ? 400 : 403,
                "application/xml; charset=UTF-8",
                "<?xml version='1.0' encoding='UTF-8'?><Error><Code>" + answer + "</Code></Error>");
    }

    private Object download(TwinRequest request) {
        return bulk.download(request.path(), request.parameter("Expires"), request.parameter("Signature"));
    }

    @Override
    protected void stopped() {
        bulk.stop();
    }

    /** @param done null in a file of an earlier version of the twin */
    private record State(
            ShopifySettings settings, Shop.Stored shop, Webhooks.Stored webhooks, List<OtherMutations.Done> done) {}

    @Override
    protected Object stored() {
        return locked(() -> new State(settings.get(), shop.stored(), webhooks.stored(), others.stored()));
    }

    @Override
    protected boolean restore(Stored stored) {
        Optional<State> found = stored.as(State.class);
        found.ifPresent(state -> locked(() -> {
            settings(state.settings());
            shop.restore(state.shop(), state.settings());
            webhooks.restore(state.webhooks());
            others.restore(state.done() == null ? List.of() : state.done());
            return null;
        }));
        return found.isPresent();
    }

    /** All of GraphQL is sent as POST. */
    @Override
    protected boolean mayChange(TwinRequest request) {
        return MUTATION.matcher(request.text()).find();
    }

    @Override
    protected void clear() {
        locked(() -> {
            shop.clear();
            webhooks.clear();
            bulk.clear();
            api.clear();
            return null;
        });
    }

    private <T> T locked(Supplier<T> work) {
        synchronized (shop) {
            return work.get();
        }
    }
}
