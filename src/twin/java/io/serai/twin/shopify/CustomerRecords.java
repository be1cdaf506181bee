package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;

/** The shop's customers, as its staff edits them and as they come into being by buying. */
final class CustomerRecords {

    private static final Set<String> FIELDS = Set.of(
            "firstName", "lastName", "email", "phone", "note", "state", "taxExempt", "tags", "addresses", "touch");

    private final Shop shop;
    private final Webhooks webhooks;
    private final OrderPayloads payloads;

    CustomerRecords(Shop shop, Webhooks webhooks, OrderPayloads payloads) {
        this.shop = shop;
        this.webhooks = webhooks;
        this.payloads = payloads;
    }

    Customer create(ObjectNode wanted) {
        String email = wanted.path("email").asText(null);
        if (email != null && shop.customerByEmail(email).isPresent()) {
            throw new IllegalArgumentException("Email has already been taken");
        }
        Customer blank = new Customer(
                shop.nextId(), null, null, null, null, null, "DISABLED", false, List.of(), List.of(), shop.now(), null);
        return store(with(blank, wanted), true, UUID.randomUUID().toString());
    }

    /** @throws NoSuchElementException if there is none of this id */
    Customer edit(long id, ObjectNode wanted) {
        Customer before = shop.customer(id).orElseThrow(() -> new NoSuchElementException("no customer " + id));
        return store(with(before, wanted), false, UUID.randomUUID().toString());
    }

    /** Who buys with this address: known by it, or new. */
    Customer buyer(Order order, String event) {
        Customer known = shop.customerByEmail(order.email).orElse(null);
        if (known != null) {
            return store(known, false, event);
        }
        order.customerId = shop.nextId();
        return store(of(order), true, event);
    }

    /** The customer an order tells of. */
    static Customer of(Order order) {
        return new Customer(
                order.customerId,
                order.firstName,
                order.lastName,
                order.email,
                order.phone,
                null,
                "DISABLED",
                false,
                List.of(),
                List.of(order.shippingAddress.numbered(order.customerId)),
                order.created,
                order.updated);
    }

    private Customer store(Customer customer, boolean isNew, String event) {
        Customer stored = customer.updated(shop.now());
        shop.put(stored);
        webhooks.fire(isNew ? "CUSTOMERS_CREATE" : "CUSTOMERS_UPDATE", payloads.customer(stored), event);
        return stored;
    }

    private Customer with(Customer had, ObjectNode in) {
        in.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("no field " + name + " of a customer");
            }
        });
        return new Customer(
                had.id(),
                text(in, "firstName", had.firstName()),
                text(in, "lastName", had.lastName()),
                text(in, "email", had.email()),
                text(in, "phone", had.phone()),
                text(in, "note", had.note()),
                text(in, "state", had.state()),
                in.path("taxExempt").asBoolean(had.taxExempt()),
                in.has("tags") ? strings(in.get("tags")) : had.tags(),
                in.has("addresses") ? addresses(in.get("addresses")) : had.addresses(),
                had.created(),
                had.updated());
    }

    private static String text(JsonNode in, String field, String otherwise) {
        return in.has(field) ? in.get(field).textValue() : otherwise;
    }

    static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(one -> strings.add(one.asText()));
        return List.copyOf(strings);
    }

    private List<Address> addresses(JsonNode list) {
        List<Address> addresses = new ArrayList<>();
        list.forEach(one -> addresses.add(
                Address.of(null, null).with(one).numbered(shop.nextId())));
        return List.copyOf(addresses);
    }
}
