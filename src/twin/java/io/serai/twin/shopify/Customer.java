package io.serai.twin.shopify;

import java.time.Instant;
import java.util.List;

/**
 * Somebody who bought or registered. Never changed, only replaced.
 *
 * @param state {@code CustomerState}
 */
record Customer(
        long id,
        String firstName,
        String lastName,
        String email,
        String phone,
        String note,
        String state,
        boolean taxExempt,
        List<String> tags,
        List<Address> addresses,
        Instant created,
        Instant updated) {

    String gid() {
        return Model.gid("Customer", id);
    }

    /** As the admin shows it: by what is known. */
    String displayName() {
        String name = ((firstName == null ? "" : firstName) + " " + (lastName == null ? "" : lastName)).strip();
        return !name.isEmpty() ? name : email != null ? email : phone != null ? phone : "";
    }

    Customer updated(Instant at) {
        return new Customer(
                id, firstName, lastName, email, phone, note, state, taxExempt, tags, addresses, created, at);
    }
}
