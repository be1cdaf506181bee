package io.serai.imports;

import static java.util.Objects.requireNonNull;

import io.serai.access.Caller;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * An import that is under way: what is read, what is answered, and how much of each came. Used by one thread, but for its answers.
 */
public final class ProductImport {

    private final String tenant;
    private final Caller caller;
    private final String key;
    private final boolean updates;
    private final Iterator<ImportLine> lines;
    private final ImportAnswers answers = new ImportAnswers();
    private final Map<String, Integer> counts = new TreeMap<>();
    private int unexpected;

    /**
     * @param key the caller's, so that a line sent again is done once; null if none was given
     * @param updates whether a product that is there already, known by its SKU, is changed
     */
    public ProductImport(String tenant, Caller caller, String key, boolean updates, Iterator<ImportLine> lines) {
        this.tenant = requireNonNull(tenant, "tenant is null");
        this.caller = requireNonNull(caller, "caller is null");
        this.key = key;
        this.updates = updates;
        this.lines = requireNonNull(lines, "lines is null");
    }

    public String tenant() {
        return tenant;
    }

    public Caller caller() {
        return caller;
    }

    /** Of one line, null if the import has none. */
    public String key(long number) {
        return key == null ? null : key + "#" + number;
    }

    public boolean updates() {
        return updates;
    }

    public Iterator<ImportLine> lines() {
        return lines;
    }

    public ImportAnswers answers() {
        return answers;
    }

    void count(String outcome) {
        counts.merge(outcome, 1, Integer::sum);
        unexpected = 0;
    }

    /** @return how many failures of Serai's there were in a row */
    int failed() {
        counts.merge("failed", 1, Integer::sum);
        return ++unexpected;
    }

    int number(String outcome) {
        return counts.getOrDefault(outcome, 0);
    }

    int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
