package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.woocommerce.Customers.Customer;

/** {@code /customers}: without filters by date of change (fact 53) and without a trash. Used with the shop's lock held. */
final class CustomerRoutes {

    private final Customers customers;
    private final Orders orders;

    CustomerRoutes(Customers customers, Orders orders) {
        this.customers = customers;
        this.orders = orders;
    }

    void addTo(Routes routes) {
        routes.add(
                "/customers",
                Routes.collection(
                        r -> Listing.of(
                                r,
                                customers.find(r),
                                id -> customers.json(customers.find(id).orElseThrow(), r.base())),
                        this::create));
        routes.add(
                "/customers/{id}",
                Routes.item(r -> WpAnswer.ok(customers.json(customer(r), r.base())), this::update, this::delete));
    }

    private Customer customer(WpRequest request) {
        return customers
                .find(request.id(1))
                .orElseThrow(() -> new WpError(404, "wc_user_invalid_id", "Invalid user ID."));
    }

    private WpAnswer create(WpRequest request) {
        ObjectNode shown = customers.json(customers.create(request.arguments()), request.base());
        return WpAnswer.created(shown, shown.at("/_links/self/0/href").asText());
    }

    private WpAnswer update(WpRequest request) {
        customer(request);
        return WpAnswer.ok(customers.json(customers.update(request.id(1), request.arguments()), request.base()));
    }

    private WpAnswer delete(WpRequest request) {
        if (!request.flag("force")) {
            throw new WpError(501, "woocommerce_rest_trash_not_supported", "Customers do not support trashing.");
        }
        ObjectNode before = customers.json(customer(request), request.base());
        customers.delete(request.id(1));
        orders.forgetCustomer(request.id(1));
        return WpAnswer.ok(before);
    }
}
