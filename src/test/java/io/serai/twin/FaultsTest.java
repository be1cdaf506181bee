package io.serai.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static Faults faults(long seed) {
        Faults faults = new Faults();
        faults.set(Json.MAPPER.convertValue(
                Map.of(
                        "seed",
                        seed,
                        "throttled",
                        0.2,
                        "serverError",
                        0.2,
                        "resetAfter",
                        0.1,
                        "webhookLoss",
                        0.3,
                        "webhookDelayMax",
                        50),
                FaultSettings.class));
        return faults;
    }

    private static List<Faults.ApiFault> calls(Faults faults) {
        return IntStream.range(0, 200).mapToObj(i -> faults.nextApiCall()).toList();
    }

    @Test
    @DisplayName("the same seed gives the same faults, whatever the other stream does; another seed gives others")
    void seeds() {
        Faults mixed = faults(5);
        List<Faults.ApiFault> withWebhooks = IntStream.range(0, 200)
                .mapToObj(i -> {
                    mixed.nextWebhook();
                    return mixed.nextApiCall();
                })
                .toList();
        assertThat(calls(faults(5))).isEqualTo(withWebhooks).isNotEqualTo(calls(faults(6)));
    }

    @Test
    @DisplayName("faults come about as often as wanted, and never when switched off")
    void shares() {
        assertThat(calls(faults(5)).stream()
                        .filter(f -> f.fate() == Faults.Fate.THROTTLED)
                        .count())
                .isBetween(20L, 60L);
        assertThat(calls(new Faults())).allMatch(f -> f.fate() == Faults.Fate.NORMAL && f.delay() == 0);
    }

    @Test
    @DisplayName("the catalogue is the same for a seed, its GTINs are valid, and both shops share SKUs")
    void catalogue() {
        SampleCatalogue catalogue = SampleCatalogue.of(3, 100);
        assertThat(SampleCatalogue.of(3, 100).shopify()).isEqualTo(catalogue.shopify());
        assertThat(Stream.concat(catalogue.shopify().stream(), catalogue.wooCommerce().stream())
                        .flatMap(p -> p.variants().stream()))
                .allMatch(v -> v.gtin().length() == 13 && valid(v.gtin()))
                .allMatch(v -> v.price().signum() > 0);
        assertThat(catalogue.keys(SampleCatalogue.Presence.DIFFERENT)).hasSize(10);
        assertThat(catalogue.keys(SampleCatalogue.Presence.WOOCOMMERCE_ONLY)).hasSize(5);
        assertThat(catalogue.shopify().stream()
                        .flatMap(p -> p.variants().stream())
                        .map(SampleCatalogue.Variant::sku))
                .doesNotHaveDuplicates();
    }

    private static boolean valid(String gtin) {
        int sum = IntStream.range(0, 13)
                .map(i -> (gtin.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3))
                .sum();
        return sum % 10 == 0;
    }
}
