package io.serai.twin.jtlffn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.Listed;
import io.serai.twin.SampleCatalogue;
import io.serai.twin.TwinClock;
import io.serai.twin.TwinRequest;
import io.serai.twin.TwinResponse;
import io.serai.twin.TwinServer;
import io.serai.twin.WebhookSender;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * JTL's fulfillment network as one merchant meets it, with the one fulfiller he works with, and the sign-in before it. Facts 63
 * to 80, and the assumptions of the package. It sends no webhooks: the network has none.
 */
public final class JtlFfnTwin extends TwinServer {

    /** The client id of the program that is known from the start; its secret is {@link #CLIENT_SECRET}. */
    public static final String CLIENT_ID = "serai-dev";

    /** The secret of {@link #CLIENT_ID}. */
    public static final String CLIENT_SECRET = "serai-dev-secret";

    /** Where people are sent back to who signed in for {@link #CLIENT_ID}, unless {@link #addClient} says otherwise. */
    public static final String CALLBACK = "http://localhost:8080/connect/jtl-ffn/callback";

    /** The user who may sign in; the password is {@link #PASSWORD}. */
    public static final String USER = "merchant@example.com";

    /** The password of {@link #USER}. */
    public static final String PASSWORD = "serai-dev";

    /** Another merchant's user, with the same password. */
    public static final String OTHER_USER = "other@example.com";

    /** What a program needs to read and to write. */
    public static final String SCOPE = "ffn.merchant.read ffn.merchant.write";

    private static final String API = "/api/v1/merchant";
    private static final String CURRENT_USER = "/api/v1/users/current";

    private final Network network;
    private final Stocks stocks;
    private final Tokens tokens;
    private final AuthorizationServer authorization;
    private final Masters masters;
    private final Products products;
    private final StockRoutes stockRoutes;
    private final Staff staff;
    private final Seeding seeding;
    private final Routes routes = new Routes();

    public JtlFfnTwin() {
        this(new TwinClock());
    }

    public JtlFfnTwin(TwinClock clock) {
        super(clock, new WebhookSender.Policy(Duration.ofSeconds(1), Duration.ofSeconds(1), List.of()));
        network = new Network(clock);
        stocks = new Stocks(network);
        tokens = new Tokens(clock, network::settings);
        authorization = new AuthorizationServer(tokens);
        authorization.add(new AuthorizationServer.Client(CLIENT_ID, CLIENT_SECRET, CALLBACK));
        masters = new Masters(network);
        products = new Products(network, stocks, calls());
        stockRoutes = new StockRoutes(network, stocks);
        Inbounds inbounds = new Inbounds(network, stocks);
        Outbounds outbounds = new Outbounds(network, stocks);
        staff = new Staff(
                network, products, stocks, inbounds, outbounds, new Shipping(network, stocks, outbounds));
        seeding = new Seeding(masters, products, stocks);
        seeding.masters();
        Updates updates = new Updates(network);
        products.addTo(routes, updates);
        stockRoutes.addTo(routes, updates);
        new OutboundRoutes(network, outbounds, calls()).addTo(routes, updates);
        inbounds.addTo(routes, updates);
        masters.addTo(routes, updates);
    }

    @Override
    public String name() {
        return "jtl-ffn";
    }

    /** Registers a program, or changes where its users are sent back to. */
    public void addClient(String id, String secret, String callback) {
        synchronized (network) {
            authorization.add(new AuthorizationServer.Client(id, secret, callback));
        }
    }

    /** Signs {@link #CLIENT_ID} in without a page; the answer is the one of {@code /token}. */
    public ObjectNode signIn(String scope) {
        synchronized (network) {
            return AuthorizationServer.shown(tokens.issue(CLIENT_ID, scope));
        }
    }

    /** Lets all access tokens be too old; refresh tokens stay good. */
    public void expireAccessTokens() {
        synchronized (network) {
            tokens.expire();
        }
    }

    /** Lets no token be good any more, as when the merchant takes the access back. */
    public void revokeTokens() {
        synchronized (network) {
            tokens.revoke();
        }
    }

    // --- The API

    @Override
    protected TwinResponse handle(TwinRequest request) {
        if (request.uri().length() > network.settings().longestUrl()) {
            return TwinResponse.text(414, "text/html; charset=us-ascii", "<h2>Request Too Long</h2>");
        }
        synchronized (network) {
            try {
                return switch (request.method() + " " + request.path()) {
                    case "GET /authorize", "POST /authorize" -> authorization.authorize(request);
                    case "POST /token" -> authorization.token(request);
                    default -> api(request);
                };
            } catch (FfnError refused) {
                return refused.response();
            }
        }
    }

    private TwinResponse api(TwinRequest request) {
        Optional<Routes.Route> route = route(request);
        boolean currentUser = request.path().equals(CURRENT_USER);
        if (route.isEmpty() && !currentUser) {
            return TwinResponse.empty(404);
        }
        Optional<Tokens.Authorization> holder = bearer(request).flatMap(tokens::holder);
        if (holder.isEmpty()) {
            return TwinResponse.empty(401).with("WWW-Authenticate", "Bearer");
        }
        if (!network.settings().portalLogin()) {
            return TwinResponse.empty(404);
        }
        if (currentUser) {
            return TwinResponse.json(200, Json.object().put("userId", holder.get().userId()));
        }
        return answered(request, route.get(), holder.get());
    }

    private static TwinResponse answered(TwinRequest request, Routes.Route route, Tokens.Authorization holder) {
        Routes.Handler handler = route.methods().get(request.method());
        if (handler == null) {
            return TwinResponse.empty(405).with("Allow", String.join(", ", route.methods().keySet()));
        }
        boolean reads = request.method().equals("GET");
        if (!holder.covers(reads ? "ffn.merchant.read" : "ffn.merchant.write")) {
            return TwinResponse.empty(403);
        }
        if (request.body().length > 0 && !isJson(request)) {
            return TwinResponse.empty(415);
        }
        Caller caller = new Caller(holder.clientId(), holder.userId());
        return handler.answer(new Call(request, caller, route.match(path(request)).orElseThrow()));
    }

    private Optional<Routes.Route> route(TwinRequest request) {
        return request.path().startsWith(API) ? routes.find(path(request)) : Optional.empty();
    }

    private static String path(TwinRequest request) {
        return request.path().substring(API.length());
    }

    private static Optional<String> bearer(TwinRequest request) {
        return Optional.ofNullable(request.header("Authorization"))
                .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(header -> header.substring(7).strip());
    }

    private static boolean isJson(TwinRequest request) {
        String type = request.header("Content-Type");
        return type != null && type.toLowerCase().startsWith("application/json");
    }

    /** None is documented: it says nothing but when to come again. */
    @Override
    protected TwinResponse throttled(TwinRequest request) {
        return TwinResponse.empty(429).with("Retry-After", "1");
    }

    @Override
    protected TwinResponse serverError(TwinRequest request) {
        return TwinResponse.empty(503);
    }

    @Override
    protected String operation(TwinRequest request) {
        String path = request.path().equals(CURRENT_USER) ? "/users/current" : request.path();
        return request.method() + " " + route(request).map(Routes.Route::template).orElse(path);
    }

    // --- The control API

    @Override
    public ObjectNode state() {
        synchronized (network) {
            ObjectNode state = Json.object();
            ArrayNode all = state.putArray("products");
            network.products().alive().forEach(p -> all.add(p.json().put("id", p.id)));
            ArrayNode stock = state.putArray("stocks");
            network.products().alive().forEach(p -> stock.add(stockRoutes.product(p)));
            Map<String, Documents> others = new LinkedHashMap<>();
            others.put("warehouses", network.warehouses());
            others.put("shippingMethods", network.shippingMethods());
            others.put("inbounds", network.inbounds());
            others.put("outbounds", network.outbounds());
            others.put("shippingNotifications", network.notifications());
            others.forEach((name, documents) -> {
                ArrayNode list = state.putArray(name);
                documents.alive().forEach(each -> list.add(each.json()));
            });
            state.put("stockChanges", stocks.changes().size()).put("url", String.valueOf(url()));
            ArrayNode clients = state.putArray("clients");
            authorization.clients().forEach(c -> clients.addObject().put("id", c.id()).put("callback", c.callback()));
            return state;
        }
    }

    @Override
    public List<Listed> listed() {
        synchronized (network) {
            return network.products().alive().stream().map(this::listed).toList();
        }
    }

    private Listed listed(Document product) {
        return new Listed(
                product.id,
                product.text("name"),
                product.data.at("/netRetailPrice/amount").asText(),
                List.of(product.text("merchantSku")),
                product.text("note"),
                product.text("condition"),
                product.updated().toString(),
                String.join("; ", stocks.of(product.id).stream().map(JtlFfnTwin::shown).toList()));
    }

    private static String shown(Stocks.Stock stock) {
        Levels levels = stock.levels();
        StringBuilder more = new StringBuilder();
        Map<String, java.math.BigDecimal> others = new LinkedHashMap<>();
        others.put("reserved", levels.reserved());
        others.put("blocked", levels.blocked());
        others.put("announced", levels.announced());
        others.forEach((name, quantity) -> {
            if (quantity.signum() != 0) {
                more.append(more.isEmpty() ? " (" : ", ").append(quantity.toPlainString()).append(' ').append(name);
            }
        });
        return stock.place().warehouseId() + ": " + levels.good().toPlainString() + (more.isEmpty() ? "" : more + ")");
    }

    /** {@inheritDoc} Also {@code sku} and {@code stock}; the note is the description. The portal's user does it. */
    @Override
    public ObjectNode createAsStaff(ObjectNode product) {
        return asStaff(() -> staff.create(product).json());
    }

    @Override
    public ObjectNode editAsStaff(String id, ObjectNode edit) {
        return asStaff(() -> {
            Document product = network.product(id);
            staff.edit(product, edit);
            return product.json();
        });
    }

    /** {@inheritDoc} There is no trash; the goods are gone with the product. */
    @Override
    public void deleteAsStaff(String id, boolean force) {
        asStaff(() -> {
            staff.delete(network.product(id));
            return null;
        });
    }

    /**
     * Moves goods as the warehouse's people do; see {@code POST /twin/stock/{kind}}.
     *
     * @param kind {@code inbound}, {@code return}, {@code adjust}, {@code block} or {@code unblock}
     * @param given {@code sku} or {@code jfsku}, {@code quantity}, and if need be {@code quantityBlocked},
     *     {@code warehouseId}, {@code note}
     * @return the stock change
     */
    public ObjectNode moveStock(String kind, ObjectNode given) {
        return asStaff(() -> staff.move(kind, given).json(true, network.settings().stockLevelIncludesReserved()));
    }

    /** Announces goods; keys {@code warehouseId} and {@code items}. */
    public ObjectNode announceInbound(ObjectNode given) {
        return asStaff(() -> staff.announce(given).json());
    }

    /** @param what {@code receive} or {@code close} */
    public ObjectNode handleInbound(String id, String what) {
        return asStaff(() -> staff.inbound(id, what).json());
    }

    /** An outbound by another program of the merchant's; keys as in the API, only {@code items} is needed. */
    public ObjectNode placeOutbound(ObjectNode given) {
        return asStaff(() -> staff.order(given).json());
    }

    /**
     * Works on an outbound as the warehouse's people do.
     *
     * @param what {@code status} with the {@code status}; {@code ship} with {@code items} or all; {@code cancel}
     */
    public ObjectNode handleOutbound(String id, String what, ObjectNode given) {
        return asStaff(() -> staff.outbound(id, what, given).json());
    }

    /** A product's stock as the API answers it. */
    public ObjectNode stockOf(String sku) {
        return asStaff(() -> stockRoutes.product(staff.product(Json.object().put("sku", sku))));
    }

    private <T> T asStaff(Supplier<T> work) {
        synchronized (network) {
            try {
                return work.get();
            } catch (FfnError refused) {
                if (refused.status() == 404) {
                    throw new NoSuchElementException(refused.getMessage(), refused);
                }
                throw new IllegalArgumentException(refused.getMessage(), refused);
            }
        }
    }

    @Override
    protected Optional<TwinResponse> control(String path, TwinRequest request) {
        String[] parts = path.split("/");
        return Optional.ofNullable(
                switch (request.method() + " " + parts[0] + "/" + parts.length) {
                    case "GET stock/1" -> TwinResponse.json(200, stockOf(request.parameter("sku")));
                    case "POST stock/2" -> TwinResponse.json(201, moved(parts[1], request.json()));
                    case "POST inbounds/1" -> TwinResponse.json(201, announceInbound((ObjectNode) request.json()));
                    case "POST inbounds/3" -> TwinResponse.json(200, handleInbound(parts[1], parts[2]));
                    case "POST outbounds/1" -> TwinResponse.json(201, placeOutbound((ObjectNode) request.json()));
                    case "POST outbounds/3" ->
                        TwinResponse.json(200, handleOutbound(parts[1], parts[2], body(request)));
                    case "POST warehouses/1" -> TwinResponse.json(201, addWarehouse(request.json()));
                    case "POST clients/1" -> done(() -> addClient(request.json()));
                    case "POST tokens/1" ->
                        TwinResponse.json(201, signIn(body(request).path("scope").asText(SCOPE)));
                    case "POST tokens/2" -> parts[1].equals("expire") ? done(this::expireAccessTokens) : null;
                    case "DELETE tokens/1" -> done(this::revokeTokens);
                    default -> null;
                });
    }

    private static ObjectNode body(TwinRequest request) {
        return request.body().length == 0 ? Json.object() : (ObjectNode) request.json();
    }

    /** One movement, or a list of them, which is done in one go as far as it can be. */
    private JsonNode moved(String kind, JsonNode given) {
        if (given instanceof ObjectNode one) {
            return moveStock(kind, one);
        }
        ArrayNode all = Json.MAPPER.createArrayNode();
        given.forEach(each -> all.add(moveStock(kind, (ObjectNode) each)));
        return all;
    }

    private ObjectNode addWarehouse(JsonNode given) {
        return asStaff(() -> masters.addWarehouse(
                        given.path("warehouseId").asText(),
                        given.path("name").asText(),
                        given.path("city").asText("Berlin"),
                        given.path("zip").asText("10115"))
                .json());
    }

    private void addClient(JsonNode given) {
        addClient(
                given.path("id").asText(),
                given.path("secret").asText(),
                given.path("callback").asText());
    }

    private static TwinResponse done(Runnable work) {
        work.run();
        return TwinResponse.json(200, Json.object().put("done", true));
    }

    /** {@inheritDoc} Keys are those of {@link FfnSettings}. */
    @Override
    public ObjectNode settings(ObjectNode wanted) {
        synchronized (network) {
            ObjectNode all = Json.MAPPER.valueToTree(network.settings());
            wanted.fieldNames().forEachRemaining(name -> {
                if (!all.has(name)) {
                    throw new IllegalArgumentException("unknown setting " + name);
                }
            });
            all.setAll(wanted);
            try {
                network.settings(Json.MAPPER.treeToValue(all, FfnSettings.class));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            return all;
        }
    }

    /** {@inheritDoc} The merchant has what any of his shops sells. */
    @Override
    public void seed(SampleCatalogue catalogue) {
        Map<String, SampleCatalogue.Product> all = new LinkedHashMap<>();
        Stream.concat(catalogue.shopify().stream(), catalogue.wooCommerce().stream())
                .forEach(product -> all.putIfAbsent(product.key(), product));
        synchronized (network) {
            seeding.fill(List.copyOf(all.values()));
        }
    }

    private record State(
            Network.Stored network,
            List<StockChange> stockChanges,
            List<AuthorizationServer.Client> clients,
            Tokens.Stored tokens) {}

    @Override
    protected Object stored() {
        synchronized (network) {
            return new State(network.stored(), stocks.stored(), authorization.clients(), tokens.stored());
        }
    }

    @Override
    protected boolean restore(Stored stored) {
        Optional<State> found = stored.as(State.class);
        found.ifPresent(this::restore);
        return found.isPresent();
    }

    private void restore(State state) {
        synchronized (network) {
            network.restore(state.network());
            stocks.restore(state.stockChanges());
            authorization.restore(state.clients());
            tokens.restore(state.tokens());
        }
    }

    @Override
    protected void clear() {
        synchronized (network) {
            network.clear();
            stocks.clear();
            seeding.masters();
        }
    }
}
