package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A postal address. {@code id} is 0 for an order's, which Shopify gives no number of its own. */
record Address(
        long id,
        String firstName,
        String lastName,
        String company,
        String address1,
        String address2,
        String city,
        String zip,
        String province,
        String provinceCode,
        String country,
        String countryCode,
        String phone) {

    /** In Berlin. */
    static Address of(String firstName, String lastName) {
        return new Address(
                0,
                firstName,
                lastName,
                null,
                "Ritterstraße 1",
                null,
                "Berlin",
                "10969",
                "Berlin",
                "BE",
                "Germany",
                "DE",
                null);
    }

    /** @param in fields by their names here; what is absent is as it was */
    Address with(JsonNode in) {
        return new Address(
                id,
                text(in, "firstName", firstName),
                text(in, "lastName", lastName),
                text(in, "company", company),
                text(in, "address1", address1),
                text(in, "address2", address2),
                text(in, "city", city),
                text(in, "zip", zip),
                text(in, "province", province),
                text(in, "provinceCode", provinceCode),
                text(in, "country", country),
                text(in, "countryCode", countryCode),
                text(in, "phone", phone));
    }

    Address numbered(long number) {
        return new Address(
                number,
                firstName,
                lastName,
                company,
                address1,
                address2,
                city,
                zip,
                province,
                provinceCode,
                country,
                countryCode,
                phone);
    }

    String name() {
        return join(" ", firstName, lastName);
    }

    List<String> formatted(boolean withName, boolean withCompany) {
        List<String> lines = new ArrayList<>();
        lines.add(withName ? name() : null);
        lines.add(withCompany ? company : null);
        lines.add(address1);
        lines.add(address2);
        lines.add(join(" ", zip, city));
        lines.add(country);
        lines.removeIf(Objects::isNull);
        return lines;
    }

    private static String text(JsonNode in, String field, String otherwise) {
        return in.has(field) ? in.get(field).textValue() : otherwise;
    }

    private static String join(String between, String... parts) {
        String joined = String.join(between, Stream.of(parts).filter(Objects::nonNull).toList());
        return joined.isEmpty() ? null : joined;
    }
}
