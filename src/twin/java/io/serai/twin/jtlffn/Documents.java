package io.serai.twin.jtlffn;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All things of one kind in the order they were made, deleted ones included. Guarded by the twin's lock. */
final class Documents {

    private final Map<String, Document> all = new LinkedHashMap<>();
    private final Map<String, Document> byNumber = new HashMap<>();
    private final Map<String, String> numbers = new HashMap<>();
    private final String numberField;

    /** @param numberField the merchant's own name for a thing, unique without regard to case; null if there is none */
    Documents(String numberField) {
        this.numberField = numberField;
    }

    void put(Document document) {
        all.put(document.id, document);
        index(document);
    }

    /** Notes what a thing is found by after it changed. */
    void index(Document document) {
        if (numberField != null) {
            byNumber.remove(numbers.getOrDefault(document.id, ""), document);
            numbers.put(document.id, folded(document.text(numberField)));
            if (!document.isDeleted()) {
                byNumber.put(folded(document.text(numberField)), document);
            }
        }
    }

    Optional<Document> find(String id) {
        return Optional.ofNullable(all.get(id)).filter(d -> !d.isDeleted());
    }

    Optional<Document> numbered(String number) {
        return Optional.ofNullable(byNumber.get(folded(number)));
    }

    Collection<Document> everything() {
        return all.values();
    }

    List<Document> alive() {
        return all.values().stream().filter(d -> !d.isDeleted()).toList();
    }

    void clear() {
        all.clear();
        byNumber.clear();
        numbers.clear();
    }

    List<Document.Stored> stored() {
        return all.values().stream().map(Document::stored).toList();
    }

    void restore(List<Document.Stored> stored) {
        clear();
        stored.forEach(each -> put(each.document()));
    }

    private static String folded(String number) {
        return number.toLowerCase(Locale.ROOT);
    }
}
