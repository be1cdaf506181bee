package io.serai.twin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes one product of the {@link SampleCatalogue}. */
final class SampleProducts {

    private record Kind(
            String german, String english, String type, int cents, int grams, List<String> options, String sku) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("T-Shirt", "T-Shirt", "Bekleidung", 2490, 180, List.of("Größe", "Farbe"), "TSH"),
            new Kind("Kapuzenpullover", "Hoodie", "Bekleidung", 5990, 620, List.of("Größe", "Farbe"), "HOO"),
            new Kind("Schallplatte", "Vinyl LP", "Musik", 2799, 310, List.of(), "LP"),
            new Kind("Tasse", "Mug", "Haushalt", 1290, 380, List.of("Farbe"), "MUG"),
            new Kind("Poster", "Poster", "Papier", 1490, 120, List.of("Größe"), "POS"),
            new Kind("Stoffbeutel", "Tote Bag", "Accessoires", 1190, 140, List.of(), "BAG"),
            new Kind("Mütze", "Beanie", "Bekleidung", 1990, 95, List.of("Farbe"), "BEA"),
            new Kind("Aufnäher", "Patch", "Accessoires", 490, 12, List.of(), "PAT"),
            new Kind("CD", "CD", "Musik", 1599, 105, List.of(), "CD"),
            new Kind("Socken", "Socks", "Bekleidung", 990, 60, List.of("Größe"), "SOC"));

    private static final List<String> BANDS = List.of(
            "Nordlicht", "Rote Fuchsie", "Silent Harbour", "Wüstenklang", "The Paper Kites & Co", "Möwenruf",
            "Glasgarten", "Midnight Ferry", "Kaltstart", "Echo Valley", "Zwölf Uhr Mittags", "Saltwater Choir",
            "Grünspan", "Velvet Anchor", "Über Nacht", "Lantern Street", "Bernstein", "Iron Meadow", "Föhn", "Tidal");

    private static final List<String> SIZES = List.of("S", "M", "L", "XL");
    private static final List<String> COLOURS = List.of("Schwarz", "Weiß", "Oliv");

    private final int index;
    private final SplittableRandom random;
    private final Kind kind;
    private final String band;

    SampleProducts(int index, SplittableRandom random) {
        this.index = index;
        this.random = random;
        this.kind = KINDS.get(index % KINDS.size());
        this.band = BANDS.get((index / KINDS.size()) % BANDS.size());
    }

    SampleCatalogue.Product product() {
        boolean english = index % 3 == 0;
        String round = index < KINDS.size() * BANDS.size() ? "" : " " + (index / (KINDS.size() * BANDS.size()) + 1);
        String title = (english ? kind.english() : kind.german()) + " „" + band + "“" + round;
        return new SampleCatalogue.Product(
                "sample-%04d".formatted(index),
                title,
                english ? english() : german(),
                "Serai Merch GmbH",
                kind.type(),
                List.of(band.toLowerCase(java.util.Locale.ROOT).replace(' ', '-').replace("&", "und"), "merch"),
                kind.options(),
                variants());
    }

    private String german() {
        return "<p>%s von <strong>%s</strong>, fair hergestellt.</p>\n<ul>\n<li>Gewicht: %d g</li>\n<li>Versand in zwei Tagen</li>\n</ul>"
                .formatted(kind.german(), band.replace("&", "&amp;"), kind.grams());
    }

    private String english() {
        return "<p>%s by <strong>%s</strong>, fairly made.</p>\n<ul>\n<li>Weight: %d g</li>\n<li>Ships within two days</li>\n</ul>"
                .formatted(kind.english(), band.replace("&", "&amp;"), kind.grams());
    }

    private List<SampleCatalogue.Variant> variants() {
        List<List<String>> combinations = List.of(List.of());
        for (String option : kind.options()) {
            combinations = times(combinations, option.equals("Größe") ? SIZES : COLOURS);
        }
        BigDecimal price = BigDecimal.valueOf(kind.cents() + 100L * random.nextInt(6), 2);
        BigDecimal before = random.nextInt(5) == 0 ? price.add(new BigDecimal("5.00")) : null;
        List<SampleCatalogue.Variant> variants = new ArrayList<>();
        for (List<String> values : combinations) {
            int number = variants.size() + 1;
            variants.add(new SampleCatalogue.Variant(
                    "SM-%s-%04d%s".formatted(kind.sku(), index, values.isEmpty() ? "" : "-" + number),
                    gtin(index * 20L + number),
                    price,
                    before,
                    kind.grams(),
                    random.nextInt(80),
                    values));
        }
        return List.copyOf(variants);
    }

    private static List<List<String>> times(List<List<String>> combinations, List<String> values) {
        List<List<String>> all = new ArrayList<>();
        for (List<String> combination : combinations) {
            for (String value : values) {
                List<String> more = new ArrayList<>(combination);
                more.add(value);
                all.add(List.copyOf(more));
            }
        }
        return all;
    }

    /** A GTIN-13 under a German prefix: the last digit makes the weighted sum (1, 3, 1, 3 …) a multiple of ten. */
    static String gtin(long number) {
        String digits = "4099%08d".formatted(number);
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return digits + (10 - sum % 10) % 10;
    }
}
