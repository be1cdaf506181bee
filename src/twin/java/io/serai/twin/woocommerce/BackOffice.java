package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.TwinRequest;
import io.serai.twin.TwinResponse;
import io.serai.twin.woocommerce.Customers.Customer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the shop's staff does to orders and customers, and the making of the shop's past. Used with the shop's lock held. */
final class BackOffice {

    private static final Pattern ORDER = Pattern.compile("orders/(\\d{1,18})(?:/(\\w+))?");
    private static final Pattern CUSTOMER = Pattern.compile("customers(?:/(\\d{1,18}))?");
    private static final int MOST_GOODS = 1000;
    private static final int INVENTED_GOODS = 30;
    private static final long YEARS = 3 * 365L;

    private final Shop shop;
    private final Orders orders;
    private final Customers customers;
    private final OrderJson json;
    private final ProductJson products;
    private final Supplier<String> home;

    BackOffice(
            Shop shop,
            Orders orders,
            Customers customers,
            OrderJson json,
            ProductJson products,
            Supplier<String> home) {
        this.shop = shop;
        this.orders = orders;
        this.customers = customers;
        this.json = json;
        this.products = products;
        this.home = home;
    }

    /**
     * A call of the control API, if it is one of these.
     *
     * @param lineOf which line a request's {@code sku} or {@code variantId} means
     */
    Optional<TwinResponse> control(
            String path, TwinRequest request, Function<ObjectNode, Predicate<JsonNode>> lineOf) {
        try {
            Matcher order = ORDER.matcher(path);
            if (order.matches()) {
                return order(Long.parseLong(order.group(1)), order.group(2), request, lineOf);
            }
            Matcher customer = CUSTOMER.matcher(path);
            if (customer.matches()) {
                return customer(customer.group(1), request);
            }
            return switch (request.method() + " " + path) {
                case "GET state/sums" -> Optional.of(TwinResponse.json(200, sums()));
                case "POST generate" -> Optional.of(TwinResponse.json(201, generate(request.json())));
                default -> Optional.empty();
            };
        } catch (WpError refused) {
            throw new IllegalArgumentException(refused.code() + ": " + refused.getMessage(), refused);
        }
    }

    private Optional<TwinResponse> order(
            long id, String word, TwinRequest request, Function<ObjectNode, Predicate<JsonNode>> lineOf) {
        if (!orders.has(id)) {
            throw new NoSuchElementException("no order " + id);
        }
        switch (request.method() + " " + (word == null ? "" : word)) {
            case "PATCH " -> orders.update(id, (ObjectNode) request.json());
            case "POST status" ->
                orders.update(id, Json.object().put("status", request.json().path("status").asText()));
            case "POST lines" -> orders.update(id, added((ObjectNode) request.json()));
            case "POST refund" -> refund(id, (ObjectNode) request.json(), lineOf);
            case "POST restore" -> orders.restore(id);
            case "DELETE " -> {
                orders.delete(id, "true".equals(request.parameter("force")));
                if (!orders.has(id)) {
                    return Optional.of(TwinResponse.json(200, Json.object().put("done", true)));
                }
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(TwinResponse.json(200, json.order(orders.find(id).orElseThrow(), home.get())));
    }

    private ObjectNode added(ObjectNode wanted) {
        Product product = shop.holderOfSku(wanted.path("sku").asText(), 0)
                .orElseThrow(() -> new NoSuchElementException("no product " + wanted.path("sku").asText()));
        ObjectNode args = Json.object();
        args.putArray("line_items")
                .addObject()
                .put(product.isVariation() ? "variation_id" : "product_id", product.id)
                .put("quantity", wanted.path("quantity").asLong(1));
        return args;
    }

    /** Units of a line where one is named, otherwise an {@code amount}, otherwise all that is left. */
    void refund(long id, ObjectNode wanted, Function<ObjectNode, Predicate<JsonNode>> lineOf) {
        if (wanted.has("sku") || wanted.has("variantId")) {
            orders.refund(
                    id,
                    lineOf.apply(wanted),
                    wanted.path("quantity").asLong(1),
                    wanted.path("restock").asBoolean(true),
                    wanted.path("reason").asText(""));
        } else {
            orders.refund(id, wanted);
        }
    }

    private Optional<TwinResponse> customer(String id, TwinRequest request) {
        if (id == null) {
            return request.method().equals("POST")
                    ? Optional.of(TwinResponse.json(201, shown(customers.create((ObjectNode) request.json()))))
                    : Optional.empty();
        }
        long number = Long.parseLong(id);
        Customer customer =
                customers.find(number).orElseThrow(() -> new NoSuchElementException("no customer " + number));
        return Optional.ofNullable(
                switch (request.method()) {
                    case "GET" -> TwinResponse.json(200, shown(customer));
                    case "PATCH" ->
                        TwinResponse.json(200, shown(customers.update(number, (ObjectNode) request.json())));
                    case "DELETE" -> {
                        customers.delete(number);
                        orders.forgetCustomer(number);
                        yield TwinResponse.json(200, Json.object().put("done", true));
                    }
                    default -> null;
                });
    }

    private ObjectNode shown(Customer customer) {
        return customers.json(customer, home.get());
    }

    private ObjectNode sums() {
        return orders.tally().json(shop.settings().decimals(), customers.count());
    }

    /** @throws IllegalArgumentException if the shop has a past already */
    ObjectNode generate(JsonNode wanted) {
        if (orders.past().isPresent()) {
            throw new IllegalArgumentException("the shop has a past already; reset it first");
        }
        int count = wanted.path("orders").asInt(0);
        int people = wanted.path("customers").asInt(0);
        Instant until = wanted.has("until") ? Instant.parse(wanted.get("until").asText()) : shop.now();
        Instant from = wanted.has("from")
                ? Instant.parse(wanted.get("from").asText())
                : until.minus(YEARS, ChronoUnit.DAYS);
        List<String> currencies = new ArrayList<>();
        wanted.path("currencies").forEach(currency -> currencies.add(currency.asText()));
        if (currencies.isEmpty()) {
            currencies.add(shop.settings().currency());
        }
        History.Plan plan = new History.Plan(
                wanted.path("seed").asLong(1),
                count,
                people,
                currencies,
                shop.reservePostIds((long) History.IDS * count),
                orders.reserveLines(count),
                customers.reserve(people),
                from.getEpochSecond(),
                until.getEpochSecond(),
                shop.settings().decimals(),
                shop.settings().pricesIncludeTax(),
                goods());
        customers.remember(orders.remember(plan));
        return shown(plan);
    }

    static ObjectNode shown(History.Plan plan) {
        ObjectNode shown = Json.object()
                .put("seed", plan.seed())
                .put("orders", plan.orders())
                .put("customers", plan.customers())
                .put("firstOrder", plan.firstOrder())
                .put("lastOrder", plan.firstOrder() + (long) History.IDS * (plan.orders() - 1))
                .put("idStep", History.IDS)
                .put("firstCustomer", plan.firstCustomer())
                .put("lastCustomer", plan.firstCustomer() + plan.customers() - 1)
                .put("from", Instant.ofEpochSecond(plan.from()).toString())
                .put("until", Instant.ofEpochSecond(plan.until()).toString());
        plan.currencies().forEach(shown.withArray("currencies")::add);
        return shown;
    }

    /** What can be bought; where there is nothing, things that the shop does not have any more. */
    private List<History.Goods> goods() {
        List<History.Goods> goods = new ArrayList<>(shop.all().stream()
                .filter(p -> !p.isTrashed() && !p.type().equals("variable"))
                .limit(MOST_GOODS)
                .map(this::goods)
                .toList());
        for (int i = 0; goods.isEmpty() || goods.get(0).product() == 0 && i < INVENTED_GOODS; i++) {
            String taxClass = List.of("", "reduced-rate", "zero-rate").get(i % 3);
            goods.add(new History.Goods(0, 0, "Artikel " + i, null, taxClass, "", ""));
        }
        return List.copyOf(goods);
    }

    private History.Goods goods(Product p) {
        return new History.Goods(
                p.isVariation() ? p.parentId : p.id,
                p.isVariation() ? p.id : 0,
                products.name(p),
                shop.find(p.parentId).map(parent -> parent.text("name")).orElse(null),
                p.text("tax_class"),
                p.text("sku"),
                p.text("global_unique_id"));
    }
}
