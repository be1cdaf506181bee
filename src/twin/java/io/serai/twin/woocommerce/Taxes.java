package io.serai.twin.woocommerce;

import java.util.List;
import java.util.Optional;

/** The shop's tax rates: one for each class of goods, and none for what is free of tax. */
final class Taxes {

    /**
     * @param percent whole percents
     * @param taxClass the class as its slug, empty for the standard one
     */
    record Rate(int id, String code, String label, int percent, String taxClass) {}

    static final Rate STANDARD = new Rate(1, "DE-MWST.-1", "MwSt.", 19, "");

    private static final List<Rate> ALL =
            List.of(STANDARD, new Rate(2, "DE-MWST. ERMÄßIGT-1", "MwSt. ermäßigt", 7, "reduced-rate"));

    private Taxes() {}

    static Optional<Rate> of(String taxClass) {
        return ALL.stream().filter(rate -> rate.taxClass().equals(taxClass)).findFirst();
    }

    static Rate numbered(int id) {
        return ALL.stream().filter(rate -> rate.id() == id).findFirst().orElseThrow();
    }

    static int percent(String taxClass) {
        return of(taxClass).map(Rate::percent).orElse(0);
    }
}
