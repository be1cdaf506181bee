package io.serai.twin.woocommerce;

import static java.util.stream.Collectors.joining;

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
import io.serai.twin.WebhookSender;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A WooCommerce 11.0.1 shop on WordPress 7.1. It listens on http ({@link #start}) and on https with a certificate of its own
 * ({@link #startSecure}, {@link #certificate}). Facts 42 to 62 and W1 to W13.
 */
public final class WooCommerceTwin extends TwinServer implements Sells {

    /** The key that may read and write. */
    public static final String KEY = "ck_serai_dev";

    /** Its secret. */
    public static final String SECRET = "cs_serai_dev";

    /** A key that may only read; its secret is {@link #READ_ONLY_SECRET}. */
    public static final String READ_ONLY_KEY = "ck_serai_read";

    /** The read-only key's secret. */
    public static final String READ_ONLY_SECRET = "cs_serai_read";

    private static final String API = "/wp-json/wc/v3";
    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final String BROKEN = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center>"
            + "<h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n";

    private final Authenticator authenticator;
    private final Webhooks webhooks;
    private final Shop shop;
    private final ProductJson json;
    private final Customers customers;
    private final Orders orders;
    private final OrderJson orderJson;
    private final BackOffice backOffice;
    private final Staff staff;
    private final ProductRoutes productRoutes;
    private final ShopRoutes shopRoutes;
    private final Routes routes = new Routes();
    private final AtomicInteger htmlAnswers = new AtomicInteger();
    private LocalCertificate certificate;
    private volatile URI secureUrl;

    public WooCommerceTwin() {
        this(new TwinClock());
    }

    public WooCommerceTwin(TwinClock clock) {
        super(clock, new WebhookSender.Policy(Duration.ofSeconds(5), Duration.ofSeconds(60), List.of()));
        authenticator = new Authenticator(clock);
        authenticator.add(new ApiKey(KEY, SECRET, "read_write"));
        authenticator.add(new ApiKey(READ_ONLY_KEY, READ_ONLY_SECRET, "read"));
        webhooks = new Webhooks(clock, deliveries(), this::home);
        shop = new Shop(clock, webhooks);
        json = new ProductJson(shop);
        customers = new Customers(shop);
        orders = new Orders(shop, json, customers);
        orderJson = new OrderJson(shop);
        backOffice = new BackOffice(shop, orders, customers, orderJson, json, this::home);
        ProductEditor editor = new ProductEditor(shop);
        staff = new Staff(shop, editor);
        productRoutes = new ProductRoutes(shop, json, editor, calls());
        shopRoutes = new ShopRoutes(shop);
        webhooks.serve(shop, this::payload);
        new TermRoutes(shop).addTo(routes);
        productRoutes.addTo(routes);
        new WebhookRoutes(shop, webhooks).addTo(routes);
        new OrderRoutes(shop, orders, orderJson).addTo(routes);
        new CustomerRoutes(customers, orders).addTo(routes);
        shopRoutes.addTo(routes);
    }

    @Override
    public String name() {
        return "woocommerce";
    }

    /**
     * Starts a second listener that speaks TLS: WooCommerce takes other credentials there (fact 61).
     *
     * @param port the port, or 0 for any free one
     * @return the port it listens on
     */
    public int startSecure(int port) {
        int bound = listen(port, new HttpServerOptions().setSsl(true).setKeyCertOptions(localCertificate().options()), true);
        secureUrl = URI.create("https://127.0.0.1:" + bound);
        return bound;
    }

    /** Where the twin listens for https, or null before {@link #startSecure}. */
    public URI secureUrl() {
        return secureUrl;
    }

    /** The certificate a client must trust to call the https listener, as PEM. */
    public String certificate() {
        return localCertificate().pem();
    }

    private synchronized LocalCertificate localCertificate() {
        if (certificate == null) {
            certificate = LocalCertificate.make();
        }
        return certificate;
    }

    /** Gives out another API key; {@code permissions} is {@code read}, {@code write} or {@code read_write}. */
    public void addKey(String key, String secret, String permissions) {
        authenticator.add(new ApiKey(key, secret, permissions));
    }

    /** Revokes an API key. */
    public void removeKey(String key) {
        authenticator.remove(key);
    }

    /** The next calls, so many, are answered with 200 and a page of HTML, without effect: a maintenance plugin's way. */
    public void answerHtml(int times) {
        htmlAnswers.set(times);
    }

    private String home() {
        return String.valueOf(url() == null ? secureUrl : url());
    }

    private ObjectNode payload(Webhooks.Target target) {
        return switch (target.resource()) {
            case "product" ->
                shop.find(target.id())
                        .map(p -> json.product(p, ProductJson.Context.VIEW, home()))
                        .orElseGet(() -> WpError.invalidId("product", 404).body());
            case "order" ->
                orders.find(target.id())
                        .map(order -> orderJson.order(order, home()))
                        .orElseGet(() -> WpError.invalidId("shop_order", 404).body());
            case "customer" ->
                customers
                        .find(target.id())
                        .map(customer -> customers.json(customer, home()))
                        .orElseGet(() -> new WpError(404, "wc_user_invalid_id", "Invalid user ID.").body());
            default -> Json.object().put("id", target.id());
        };
    }

    // --- The REST API

    @Override
    protected TwinResponse handle(TwinRequest http) {
        if (htmlAnswers.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            return TwinResponse.text(
                    200, "text/html; charset=UTF-8", "<!DOCTYPE html><html><body><h1>Be right back</h1></body></html>");
        }
        WpRequest request = WpRequest.of(http);
        try {
            return rest(request, answer(request));
        } catch (WpError error) {
            return rest(request, new WpAnswer(error.status(), error.body(), Map.of()));
        } catch (NoPage e) {
            return e.response;
        }
    }

    private WpAnswer answer(WpRequest request) throws NoPage {
        String path = request.http().path();
        if (!path.startsWith("/wp-json")) {
            throw new NoPage(page(path));
        }
        synchronized (shop) {
            if (path.matches("/wp-json/?")) {
                return WpAnswer.ok(shopRoutes.site(home()));
            }
            if (!path.startsWith(API)) {
                throw WpError.noRoute();
            }
            ApiKey key =
                    authenticator.identify(request.http(), shop.settings().stripsAuthorization());
            if (path.matches(API + "/?")) {
                return WpAnswer.ok(routes.index(request.base()));
            }
            Routes.Route route = routes.find(request.route()).orElseThrow(WpError::noRoute);
            Routes.Handler handler = route.methods().get(request.method());
            if (handler == null) {
                throw WpError.noRoute();
            }
            permit(request, route, key);
            return only(
                    request.list("_fields"),
                    handler.answer(request.matching(Routes.match(route, request.route()).toMatchResult())));
        }
    }

    /** WordPress leaves out of every answer what {@code _fields} does not name. */
    private static WpAnswer only(List<String> fields, WpAnswer answer) {
        if (!fields.isEmpty()) {
            Iterable<JsonNode> shown = answer.body().isArray() ? answer.body() : List.of(answer.body());
            shown.forEach(one -> ((ObjectNode) one).retain(fields));
        }
        return answer;
    }

    private static void permit(WpRequest request, Routes.Route route, ApiKey key) {
        boolean reads = request.method().equals("GET");
        if (key == null) {
            throw stranger(request.method(), route);
        }
        if (reads ? !key.mayRead() : !key.mayWrite()) {
            throw new WpError(
                    401,
                    "woocommerce_rest_authentication_error",
                    "The API key provided does not have " + (reads ? "read" : "write") + " permissions.");
        }
    }

    private static WpError stranger(String method, Routes.Route route) {
        if (route.template().endsWith("/batch")) {
            return refused("batch", "are not allowed to batch manipulate this resource");
        }
        return switch (method) {
            case "GET" -> refused("view", route.isCollection() ? "cannot list resources" : "cannot view this resource");
            case "DELETE" -> refused("delete", "are not allowed to delete this resource");
            default ->
                route.isCollection()
                        ? refused("create", "are not allowed to create resources")
                        : refused("edit", "are not allowed to edit this resource");
        };
    }

    private static WpError refused(String what, String why) {
        return new WpError(401, "woocommerce_rest_cannot_" + what, "Sorry, you " + why + ".");
    }

    private static final class NoPage extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient TwinResponse response;

        NoPage(TwinResponse response) {
            super(null, null, false, false);
            this.response = response;
        }
    }

    /** What is not REST: a picture of the media library, or WordPress's 404. */
    private TwinResponse page(String path) {
        synchronized (shop) {
            return shop.images().has(path)
                    ? TwinResponse.of(200, "image/png", PIXEL)
                    : TwinResponse.text(404, "text/html; charset=UTF-8", "<!DOCTYPE html><title>Page not found</title>");
        }
    }

    private TwinResponse rest(WpRequest request, WpAnswer answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Server", "nginx/1.22.1");
        headers.put("Content-Type", "application/json; charset=UTF-8");
        headers.put("X-Robots-Tag", "noindex");
        headers.put("Link", "<" + request.base() + "/wp-json/>; rel=\"https://api.w.org/\"");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Access-Control-Expose-Headers", "X-WP-Total, X-WP-TotalPages, Link");
        headers.put(
                "Access-Control-Allow-Headers",
                "Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type");
        if (answer.status() != 401) {
            routes.find(request.route()).ifPresent(route -> headers.put("Allow", route.allowed()));
        }
        headers.put("Expires", "Wed, 11 Jan 1984 05:00:00 GMT");
        headers.put("Cache-Control", "no-cache, must-revalidate, max-age=0, no-store, private");
        if ("close".equalsIgnoreCase(request.http().header("Connection"))) {
            headers.put("Connection", "close");
        }
        headers.putAll(answer.headers());
        return new TwinResponse(answer.status(), headers, PhpJson.bytes(answer.body()));
    }

    @Override
    protected TwinResponse throttled(TwinRequest request) {
        String body = BROKEN.replace("502 Bad Gateway", "429 Too Many Requests");
        return TwinResponse.text(429, "text/html", body).with("Retry-After", "1");
    }

    @Override
    protected TwinResponse serverError(TwinRequest request) {
        return TwinResponse.text(502, "text/html", BROKEN);
    }

    @Override
    protected String operation(TwinRequest request) {
        WpRequest asked = WpRequest.of(request);
        return asked.method() + " "
                + routes.find(asked.route()).map(Routes.Route::template).orElse(request.path());
    }

    // --- The control API

    /** {@inheritDoc} Of orders and customers those that were made or changed since the past was generated. */
    @Override
    public ObjectNode state() {
        synchronized (shop) {
            ObjectNode state = Json.object();
            ArrayNode products = state.putArray("products");
            ArrayNode variations = state.putArray("variations");
            for (Product product : shop.all()) {
                ObjectNode shown = json.product(product, ProductJson.Context.EDIT, home());
                (product.isVariation() ? variations : products).add(shown);
            }
            ArrayNode hooks = state.putArray("webhooks");
            for (Webhook webhook : webhooks.all()) {
                hooks.add(webhook.json(shop.settings(), home())
                        .put("failure_count", webhook.failures)
                        .put("pending_delivery", webhook.pingOutstanding));
            }
            terms(state.putArray("categories"), shop.categories());
            terms(state.putArray("tags"), shop.tags());
            ArrayNode placed = state.putArray("orders");
            orders.held().stream()
                    .filter(order -> !order.isTrashed())
                    .forEach(order -> placed.add(orderJson.order(order, home())));
            ArrayNode people = state.putArray("customers");
            customers.held().forEach(customer -> people.add(customers.json(customer, home())));
            orders.past().ifPresent(past -> state.set("past", BackOffice.shown(past.plan())));
            state.put("url", home()).put("secure_url", String.valueOf(secureUrl));
            return state;
        }
    }

    private static void terms(ArrayNode out, Terms terms) {
        for (Terms.Term term : terms.all()) {
            out.addObject().put("id", term.id()).put("name", term.name()).put("slug", term.slug());
        }
    }

    @Override
    public List<Listed> listed() {
        synchronized (shop) {
            return shop.products().stream().map(this::listed).toList();
        }
    }

    private Listed listed(Product product) {
        List<Product> variations = shop.variations(product.id);
        List<String> skus = new ArrayList<>();
        skus.add(product.text("sku"));
        variations.forEach(v -> skus.add(v.text("sku")));
        skus.removeIf(String::isEmpty);
        return new Listed(
                String.valueOf(product.id),
                product.text("name"),
                json.price(variations.isEmpty() ? product : variations.get(0)),
                skus,
                product.text("description"),
                product.status(),
                product.modified.toString(),
                Stream.concat(Stream.of(product), variations.stream())
                        .filter(item -> item.is("manage_stock"))
                        .map(item -> item.data.path("stock_quantity").asText())
                        .collect(joining(", ")));
    }

    /**
     * {@inheritDoc} Also {@code stock}, {@code parent_id} for a variation, and {@code variations}, a list of the same.
     */
    @Override
    public ObjectNode createAsStaff(ObjectNode product) {
        return asStaff(() -> staff.create(product));
    }

    /** {@inheritDoc} The id may be a variation's. */
    @Override
    public ObjectNode editAsStaff(String id, ObjectNode edit) {
        return asStaff(() -> staff.edit(product(id), edit));
    }

    private ObjectNode asStaff(java.util.function.Supplier<Product> work) {
        synchronized (shop) {
            try {
                return json.product(work.get(), ProductJson.Context.EDIT, home());
            } catch (WpError refused) {
                throw new IllegalArgumentException(refused.code() + ": " + refused.getMessage(), refused);
            }
        }
    }

    @Override
    public void deleteAsStaff(String id, boolean force) {
        synchronized (shop) {
            Product product = product(id);
            if (force) {
                shop.delete(product);
            } else if (!product.isTrashed()) {
                shop.trash(product);
            }
        }
    }

    /** Takes a product out of the trash as the shop's staff does. */
    public void restoreAsStaff(String id) {
        synchronized (shop) {
            Product product = product(id);
            if (product.isTrashed()) {
                shop.restore(product);
            }
        }
    }

    private Product product(String id) {
        return Optional.of(id)
                .filter(text -> text.matches("\\d{1,18}"))
                .flatMap(text -> shop.find(Long.parseLong(text)))
                .orElseThrow(() -> new NoSuchElementException("no product " + id));
    }

    @Override
    protected Optional<TwinResponse> control(String path, TwinRequest request) {
        String last = path.replaceFirst("^.*/", "");
        synchronized (shop) {
            Optional<TwinResponse> done = backOffice.control(path, request, this::lineOf);
            if (done.isPresent()) {
                return done;
            }
        }
        return Optional.ofNullable(
                switch (request.method() + " " + path.replaceFirst("/\\w+$", "")) {
                    case "POST restore" -> done(() -> restoreAsStaff(last));
                    case "POST html" -> done(() -> answerHtml(Integer.parseInt(last)));
                    case "POST keys" -> done(() -> addKey(request.json()));
                    case "DELETE keys" -> done(() -> removeKey(last));
                    case "GET certificate" -> TwinResponse.text(200, "application/x-pem-file", certificate());
                    default -> null;
                });
    }

    private void addKey(JsonNode key) {
        addKey(
                key.path("key").asText(),
                key.path("secret").asText(),
                key.path("permissions").asText("read_write"));
    }

    /**
     * {@inheritDoc} Instead of {@code lines} the platform's own {@code line_items}; besides them the other keys of its
     * {@code POST /orders}. Without a {@code status} the order is paid for.
     */
    @Override
    public String buy(ObjectNode wanted) {
        synchronized (shop) {
            ObjectNode order = wanted.deepCopy();
            JsonNode lines = order.remove("lines");
            if (lines != null) {
                ArrayNode items = order.putArray("line_items");
                lines.forEach(line -> items.addObject()
                        .put(variant(line).isVariation() ? "variation_id" : "product_id", variant(line).id)
                        .put("quantity", line.path("quantity").asInt(1)));
            }
            if (!order.has("status") && !order.has("set_paid")) {
                order.put("status", "processing");
            }
            try {
                String id = String.valueOf(orders.buy(order));
                calls().ordered();
                return id;
            } catch (SoldOut refused) {
                calls().soldOut();
                throw refused;
            } catch (WpError refused) {
                throw new IllegalArgumentException(refused.getMessage(), refused);
            }
        }
    }

    private Product variant(JsonNode wanted) {
        String sku = wanted.path("sku").asText("");
        return wanted.has("variantId")
                ? product(wanted.get("variantId").asText())
                : shop.holderOfSku(sku, 0).orElseThrow(() -> new NoSuchElementException("no product " + sku));
    }

    /** {@inheritDoc} A shop without restocking keeps what the order took. */
    @Override
    public void cancel(String id, boolean restock) {
        synchronized (shop) {
            orders.cancel(orderId(id), restock);
        }
    }

    /** {@inheritDoc} The order is completed. */
    @Override
    public void fulfil(String id) {
        synchronized (shop) {
            orders.update(orderId(id), Json.object().put("status", "completed"));
        }
    }

    @Override
    public void editOrder(String id, ObjectNode edit) {
        synchronized (shop) {
            orders.edit(orderId(id), lineOf(edit), edit.path("quantity").asLong());
        }
    }

    /**
     * Gives money back: for some units of a line, keys as in {@link #editOrder}, and {@code restock}; or an {@code amount};
     * or all that is left.
     */
    public void refund(String id, ObjectNode refund) {
        synchronized (shop) {
            backOffice.refund(orderId(id), refund, this::lineOf);
        }
    }

    /**
     * Gives the shop a past of so many {@code orders} and {@code customers} by its {@code seed}; besides them
     * {@code currencies}, {@code from} and {@code until}. Every one of them is computed when it is asked for; no webhook is
     * sent.
     *
     * @return what the past is made of, ids included
     * @throws IllegalArgumentException if the shop has a past already
     */
    public ObjectNode generate(ObjectNode past) {
        synchronized (shop) {
            return backOffice.generate(past);
        }
    }

    private java.util.function.Predicate<JsonNode> lineOf(ObjectNode wanted) {
        String id = String.valueOf(variant(wanted).id);
        return line -> id.equals(line.path("variation_id").asText()) || id.equals(line.path("product_id").asText());
    }

    private long orderId(String id) {
        return Optional.of(id)
                .filter(text -> text.matches("\\d{1,18}") && orders.has(Long.parseLong(text)))
                .map(Long::valueOf)
                .orElseThrow(() -> new NoSuchElementException("no order " + id));
    }

    @Override
    public ObjectNode order(String id) {
        synchronized (shop) {
            return orderJson.order(orders.find(orderId(id)).orElseThrow(), home());
        }
    }

    @Override
    public List<String> orderIds() {
        synchronized (shop) {
            return new Texts(orders.ids());
        }
    }

    /** Ids as text, one at a time: a past has more of them than anyone wants to have at once. */
    private static final class Texts extends AbstractList<String> {
        private final List<Long> ids;

        Texts(List<Long> ids) {
            this.ids = ids;
        }

        @Override
        public String get(int index) {
            return String.valueOf(ids.get(index));
        }

        @Override
        public int size() {
            return ids.size();
        }
    }

    private static TwinResponse done(Runnable work) {
        work.run();
        return TwinResponse.json(200, Json.object().put("done", true));
    }

    /**
     * {@inheritDoc} Keys: {@code timezone}, {@code currency}, {@code pricesIncludeTax}, {@code weightUnit},
     * {@code dimensionUnit}, {@code coalesceMillis}, {@code orderStockBumpsModified}, {@code stripsAuthorization},
     * {@code decimals}, {@code unreadableEvery} (every so many-th order is left out of lists without a word, fact 51).
     */
    @Override
    public ObjectNode settings(ObjectNode wanted) {
        synchronized (shop) {
            ObjectNode all = shown(shop.settings());
            wanted.fieldNames().forEachRemaining(name -> {
                if (!all.has(name)) {
                    throw new IllegalArgumentException("unknown setting " + name);
                }
            });
            all.setAll(wanted);
            shop.settings(new ShopSettings(
                    ZoneId.of(all.path("timezone").asText()),
                    all.path("currency").asText(),
                    all.path("pricesIncludeTax").asBoolean(),
                    all.path("weightUnit").asText(),
                    all.path("dimensionUnit").asText(),
                    all.path("coalesceMillis").asInt(),
                    all.path("orderStockBumpsModified").asBoolean(),
                    all.path("stripsAuthorization").asBoolean(),
                    all.path("decimals").asInt(),
                    all.path("unreadableEvery").asInt()));
            return all;
        }
    }

    private static ObjectNode shown(ShopSettings settings) {
        return Json.object()
                .put("timezone", settings.zone().getId())
                .put("currency", settings.currency())
                .put("pricesIncludeTax", settings.pricesIncludeTax())
                .put("weightUnit", settings.weightUnit())
                .put("dimensionUnit", settings.dimensionUnit())
                .put("coalesceMillis", settings.coalesceMillis())
                .put("orderStockBumpsModified", settings.orderStockBumpsModified())
                .put("stripsAuthorization", settings.stripsAuthorization())
                .put("decimals", settings.decimals())
                .put("unreadableEvery", settings.unreadableEvery());
    }

    @Override
    public void seed(SampleCatalogue catalogue) {
        synchronized (shop) {
            webhooks.quietly(() -> new Seeding(shop, productRoutes).fill(catalogue.wooCommerce()));
        }
    }

    private record State(
            Shop.Stored shop,
            Orders.Stored orders,
            Customers.Stored customers,
            Webhooks.Stored webhooks,
            List<ApiKey> keys,
            byte[] certificate) {}

    @Override
    protected Object stored() {
        byte[] trusted = localCertificate().stored();
        synchronized (shop) {
            return new State(
                    shop.stored(),
                    orders.stored(),
                    customers.stored(),
                    webhooks.stored(),
                    authenticator.all(),
                    trusted);
        }
    }

    @Override
    protected boolean restore(Stored stored) {
        Optional<State> found = stored.as(State.class);
        found.ifPresent(this::restore);
        return found.isPresent();
    }

    private void restore(State state) {
        synchronized (this) {
            certificate = LocalCertificate.of(state.certificate());
        }
        synchronized (shop) {
            authenticator.restore(state.keys());
            shop.restore(state.shop());
            customers.restore(state.customers(), orders.restore(state.orders()));
            webhooks.restore(state.webhooks());
        }
    }

    @Override
    protected void clear() {
        htmlAnswers.set(0);
        synchronized (shop) {
            webhooks.clear();
            orders.clear();
            shop.clear();
            customers.clear();
        }
    }
}
