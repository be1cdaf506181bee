package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.util.List;

/** Made-up people by number; their names can be gone through in their order without sorting them. */
final class People {

    /** Sorted, as {@link #inOrder} needs them; no two differ in case alone. */
    private static final List<String> FIRST = List.of(
            "Ada", "Ben", "Chiara", "Deniz", "Emil", "Frieda", "Greta", "Hannes", "Ida", "Jörg", "Karl", "Lena", "Mats",
            "Nora", "Ole", "Paula", "Quirin", "Rosa", "Selma", "Theo");
    private static final List<String> LAST = List.of(
            "Albers", "Brandt", "Conrad", "Dietz", "Engel", "Fuchs", "Graf", "Heinze", "Ihle", "Jansen", "Krämer", "Lorenz",
            "Müller", "Nowak", "Otto", "Peters", "Quast", "Richter", "Seidel", "Thoma", "Ulrich", "Vogt", "Weiß", "Yılmaz",
            "Zander");
    private static final List<String> CITIES = List.of("Köln", "Berlin", "Weimar", "Bremen", "Graz", "Jena");

    private People() {}

    static String first(int number) {
        return FIRST.get(number % FIRST.size());
    }

    static String last(int number) {
        return LAST.get(number / FIRST.size() % LAST.size());
    }

    static String name(int number) {
        return first(number) + " " + last(number);
    }

    static String email(int number) {
        return "kunde" + number + "@example.com";
    }

    /** Whose email address this is, -1 if it is nobody's here. */
    static int ofEmail(String email) {
        return email.matches("kunde\\d{1,9}@example\\.com") ? Integer.parseInt(email.replaceAll("\\D", "")) : -1;
    }

    /** The number of whoever has this place among so many people that are sorted by name, then by number. */
    static int inOrder(int place, int people) {
        int names = FIRST.size() * LAST.size();
        int each = people / names;
        int more = people % names;
        // Whoever has a name with a number below `more` is one of each + 1 people, the others are one of each.
        int left = place;
        for (int first = 0; first < FIRST.size(); first++) {
            int longer = more <= first ? 0 : (more - first - 1) / FIRST.size() + 1;
            int ofFirst = LAST.size() * each + longer;
            if (left < ofFirst) {
                int last = left < longer * (each + 1) ? left / (each + 1) : longer + (left - longer * (each + 1)) / each;
                int within = left < longer * (each + 1) ? left % (each + 1) : (left - longer * (each + 1)) % each;
                return first + FIRST.size() * last + names * within;
            }
            left -= ofFirst;
        }
        throw new IndexOutOfBoundsException(place);
    }

    static ObjectNode address(int number) {
        return Json.object()
                .put("first_name", first(number))
                .put("last_name", last(number))
                .put("company", "")
                .put("address_1", "Hauptstraße " + (1 + number % 90))
                .put("address_2", number % 7 == 0 ? "Hinterhaus" : "")
                .put("city", CITIES.get(number % CITIES.size()))
                .put("state", "")
                .put("postcode", String.format("%05d", 10_000 + number % 80_000))
                .put("country", number % CITIES.size() == 4 ? "AT" : "DE");
    }

    static ObjectNode billing(int number) {
        return address(number).put("email", email(number)).put("phone", "+49 221 " + number);
    }

    static ObjectNode shipping(int number) {
        return address(number).put("phone", "");
    }
}
