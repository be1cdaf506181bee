package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The shop's customers: users of WordPress, the first of them its administrator. Those of the past are computed, those
 * changed since are held. Guarded by the shop's lock.
 */
final class Customers {

    private static final long ADMINISTRATOR = 1;
    private static final String CUSTOMER = "customer";

    /** A customer as stored; guarded by the shop's lock. */
    static final class Customer {
        final long id;
        final Instant created;
        final ObjectNode data;
        /** Null for whom nobody ever changed. */
        Instant modified;

        Customer(long id, Instant created, Instant modified, ObjectNode data) {
            this.id = id;
            this.created = created;
            this.modified = modified;
            this.data = data;
        }

        String text(String name) {
            return data.path(name).asText("");
        }

        /** How WordPress calls somebody, and sorts them by. */
        String displayName() {
            String name = (text("first_name") + " " + text("last_name")).strip();
            return name.isEmpty() ? text("username") : name;
        }
    }

    /** A customer, as kept in a file. */
    record StoredCustomer(long id, Instant created, Instant modified, ObjectNode data) {}

    /** All that outlives the process but the past. */
    record Stored(long lastId, List<StoredCustomer> customers, Set<Long> gone) {}

    /** What a list needs to know of a customer. */
    record Row(long id, String name, long created, String role, String email) {}

    private final Map<Long, Customer> held = new TreeMap<>();
    private final Set<Long> gone = new HashSet<>();
    private final Shop shop;
    private History history;
    private long lastId;

    Customers(Shop shop) {
        this.shop = shop;
        clear();
    }

    void clear() {
        held.clear();
        gone.clear();
        history = null;
        ObjectNode administrator = blank("administrator").put("username", "admin").put("email", "admin@example.com");
        held.put(ADMINISTRATOR, new Customer(ADMINISTRATOR, shop.now(), null, administrator));
        lastId = ADMINISTRATOR;
    }

    Stored stored() {
        return new Stored(
                lastId,
                held.values().stream()
                        .map(c -> new StoredCustomer(c.id, c.created, c.modified, c.data.deepCopy()))
                        .toList(),
                Set.copyOf(gone));
    }

    /** @param stored null in a file of an earlier version of the twin */
    void restore(Stored stored, History past) {
        clear();
        if (stored == null) {
            return;
        }
        held.clear();
        lastId = stored.lastId();
        stored.customers().forEach(c -> held.put(c.id(), new Customer(c.id(), c.created(), c.modified(), c.data())));
        gone.addAll(stored.gone());
        history = past;
    }

    /** The id of the first of so many customers of the past. */
    long reserve(int customers) {
        long first = lastId + 1;
        lastId += customers;
        return first;
    }

    void remember(History past) {
        history = past;
    }

    boolean isGone(long id) {
        return gone.contains(id);
    }

    /** Those whose role is customer. */
    long count() {
        long here = held.values().stream().filter(c -> c.text("role").equals(CUSTOMER) && number(c.id) < 0).count();
        long left = gone.stream().filter(id -> number(id) >= 0).count();
        return here + (history == null ? 0 : history.plan().customers()) - left;
    }

    /** The number in the past, -1 for who is not of it. */
    private int number(long id) {
        if (history == null) {
            return -1;
        }
        long number = id - history.plan().firstCustomer();
        return number >= 0 && number < history.plan().customers() ? (int) number : -1;
    }

    Optional<Customer> find(long id) {
        Customer known = held.get(id);
        if (known != null || number(id) < 0 || gone.contains(id)) {
            return Optional.ofNullable(known);
        }
        return Optional.of(past(number(id)));
    }

    List<Customer> held() {
        return List.copyOf(held.values());
    }

    private long second(int number) {
        History.Plan plan = history.plan();
        return plan.from() + number * (plan.until() - plan.from()) / plan.customers();
    }

    private Customer past(int number) {
        ObjectNode data = blank(CUSTOMER)
                .put("email", People.email(number))
                .put("first_name", People.first(number))
                .put("last_name", People.last(number))
                .put("username", "kunde" + number)
                .put("is_paying_customer", number % 5 != 0);
        data.set("billing", People.billing(number));
        data.set("shipping", People.shipping(number));
        Instant created = Instant.ofEpochSecond(second(number));
        Instant modified = number % 9 == 0 ? null : created.plusSeconds(number % 1000);
        return new Customer(history.plan().firstCustomer() + number, created, modified, data);
    }

    private static ObjectNode blank(String role) {
        ObjectNode data = Json.object()
                .put("email", "")
                .put("first_name", "")
                .put("last_name", "")
                .put("role", role)
                .put("username", "");
        data.putObject("billing");
        data.putObject("shipping");
        data.put("is_paying_customer", false).putArray("meta_data");
        return data;
    }

    // --- Lists

    /** Customers alone unless {@code role} says otherwise, by name; dates of change are not looked at (fact 53). */
    List<Long> find(WpRequest request) {
        return new CustomerQuery(request).find(this);
    }

    List<Long> list(Comparator<Row> order, boolean byName, CustomerQuery.Wanted wanted, boolean ascending) {
        int past = history == null ? 0 : history.plan().customers();
        Overlay<Row> rows = new Overlay<>(
                past, place -> pastRow(byName ? People.inOrder(place, past) : place), order, Row::id);
        List<Row> others = held.values().stream().map(Customers::row).toList();
        return rows.ids(others, wanted, row -> isReplaced(row.id()), ascending);
    }

    private boolean isReplaced(long id) {
        return !held.isEmpty() && held.containsKey(id) || !gone.isEmpty() && gone.contains(id);
    }

    private Row pastRow(int number) {
        return new Row(
                history.plan().firstCustomer() + number,
                People.name(number),
                second(number),
                CUSTOMER,
                People.email(number));
    }

    static Row row(Customer customer) {
        return new Row(
                customer.id,
                customer.displayName(),
                customer.created.getEpochSecond(),
                customer.text("role"),
                customer.text("email"));
    }

    // --- Changes

    /** @throws WpError 400 if the email address is missing or somebody's already */
    Customer create(ObjectNode args) {
        String email = args.path("email").asText("");
        if (!email.matches("[^@\\s]+@[^@\\s]+")) {
            throw new WpError(400, "registration-error-invalid-email", "Please provide a valid email address.");
        }
        if (isTaken(email)) {
            throw new WpError(
                    400,
                    "registration-error-email-exists",
                    "An account is already registered with your email address. Please log in or use a different email address.");
        }
        ObjectNode data = blank(CUSTOMER).put("email", email);
        data.put("username", args.path("username").asText(email.replaceFirst("@.*", "")));
        Customer customer = new Customer(++lastId, shop.now(), null, data);
        fill(customer, args);
        held.put(customer.id, customer);
        shop.fire("customer.created", customer.id);
        return customer;
    }

    private boolean isTaken(String email) {
        int number = People.ofEmail(email);
        boolean past = history != null && number >= 0 && number < history.plan().customers();
        return held.values().stream().anyMatch(c -> c.text("email").equalsIgnoreCase(email))
                || past && find(history.plan().firstCustomer() + number).filter(c -> c.text("email").equals(email)).isPresent();
    }

    /** @throws WpError 400 for an email address that is somebody else's */
    Customer update(long id, ObjectNode args) {
        Customer customer = hold(id);
        String email = args.path("email").asText("");
        if (!email.isEmpty() && !email.equalsIgnoreCase(customer.text("email")) && isTaken(email)) {
            throw new WpError(400, "woocommerce_rest_customer_invalid_email", "Email address is invalid.");
        }
        fill(customer, args);
        changed(customer);
        return customer;
    }

    /** Somebody whose order was completed pays: WooCommerce notes that in the customer. */
    void paid(long id) {
        if (find(id).filter(c -> !c.data.path("is_paying_customer").asBoolean()).isPresent()) {
            Customer customer = hold(id);
            customer.data.put("is_paying_customer", true);
            changed(customer);
        }
    }

    private Customer hold(long id) {
        Customer customer = find(id).orElseThrow();
        held.put(id, customer);
        return customer;
    }

    private void changed(Customer customer) {
        customer.modified = shop.now();
        shop.fire("customer.updated", customer.id);
    }

    private static void fill(Customer customer, ObjectNode args) {
        for (String name : List.of("email", "first_name", "last_name", "role")) {
            if (args.hasNonNull(name)) {
                customer.data.put(name, args.get(name).asText());
            }
        }
        for (String name : List.of("billing", "shipping")) {
            if (args.path(name).isObject()) {
                customer.data.withObject("/" + name).setAll((ObjectNode) args.get(name));
            }
        }
        for (JsonNode meta : args.path("meta_data")) {
            customer.data.withArray("meta_data").add(meta);
        }
    }

    void delete(long id) {
        held.remove(id);
        gone.add(id);
        shop.fire("customer.deleted", id);
    }

    // --- JSON

    /** @param base where the shop is, such as {@code https://shop.example} */
    ObjectNode json(Customer customer, String base) {
        ShopSettings settings = shop.settings();
        ObjectNode json = Json.object()
                .put("id", customer.id)
                .put("date_created", settings.local(customer.created))
                .put("date_created_gmt", ShopSettings.gmt(customer.created))
                .put("date_modified", settings.local(customer.modified))
                .put("date_modified_gmt", ShopSettings.gmt(customer.modified));
        for (String name : List.of("email", "first_name", "last_name", "role", "username")) {
            json.put(name, customer.text(name));
        }
        address(json.putObject("billing"), customer.data.path("billing"), "email", "phone");
        address(json.putObject("shipping"), customer.data.path("shipping"), "phone");
        json.put("is_paying_customer", customer.data.path("is_paying_customer").asBoolean())
                .put("avatar_url", "https://secure.gravatar.com/avatar/?s=96&d=mm&r=g");
        long meta = 0;
        for (JsonNode given : customer.data.path("meta_data")) {
            json.withArray("meta_data")
                    .addObject()
                    .put("id", ++meta)
                    .put("key", given.path("key").asText())
                    .set("value", given.path("value"));
        }
        if (meta == 0) {
            json.putArray("meta_data");
        }
        Links.add(json, base, "customers", customer.id);
        return json;
    }

    /** A customer's address has the postcode and the country before the state, an order's after it. */
    private static void address(ObjectNode out, JsonNode given, String... more) {
        for (String field : List.of(
                "first_name", "last_name", "company", "address_1", "address_2", "city", "postcode", "country", "state")) {
            out.put(field, given.path(field).asText(""));
        }
        for (String field : more) {
            out.put(field, given.path(field).asText(""));
        }
    }
}
