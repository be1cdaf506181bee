package io.serai.merge;

import io.serai.channel.Platform;
import io.serai.merge.Observation.Source;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Kind;
import io.serai.product.Value;
import io.serai.product.Value.Decimal;
import io.serai.product.Value.Terms;
import io.serai.product.Value.Text;
import io.serai.schedule.People;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One product in a shop that keeps time, spelling and variant ids in its own way. In memory. */
final class SimulatedShop {

    /** What Shopify's deliveries leave out (rule 2). */
    private static final Set<Field> NOT_DELIVERED = EnumSet.of(Field.SEO_TITLE, Field.WEIGHT_IN_KG);

    /** What one observation carries, and which edits it lets Serai see. */
    record Sight(Observation observation, List<HumanEdit> edits) {}

    final String channel;
    final Platform platform;
    final Duration skew;
    final Map<Field, Value> product = new EnumMap<>(Field.class);
    final Map<String, Map<Field, Value>> variants = new LinkedHashMap<>();
    final List<HumanEdit> edits = new ArrayList<>();
    private final Map<String, HumanEdit> standing = new HashMap<>();
    String externalId;
    Instant version = Instant.EPOCH;
    private int nextId = 1;

    SimulatedShop(Platform platform, Duration skew) {
        this.platform = platform;
        this.channel = "channel_" + platform.key();
        this.skew = skew;
    }

    boolean exists() {
        return externalId != null;
    }

    void create(Instant now) {
        externalId = platform.key() + "-product";
        People.PRODUCT_FIELDS.forEach(field -> product.put(field, Value.NONE));
        product.put(Field.IS_ACTIVE, Value.flag(true));
        product.put(Field.VENDOR, Value.text("My shop"));
        touch(now);
    }

    String addVariant(Value options) {
        String id = platform.key() + "-" + nextId++;
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        People.VARIANT_FIELDS.forEach(field -> fields.put(field, Value.NONE));
        fields.put(Field.OPTIONS, options);
        variants.put(id, fields);
        return id;
    }

    void touch(Instant now) {
        Instant second = now.plus(skew).truncatedTo(ChronoUnit.SECONDS);
        version = second.isAfter(version) ? second : version;
    }

    /** @return whether it is an edit at all */
    boolean staffSets(String variant, Field field, Value value, Instant now) {
        Value stored = stored(field, value);
        Map<Field, Value> fields = variant == null ? product : variants.get(variant);
        if (field.same(fields.get(field), stored)) {
            return false;
        }
        Value before = fields.put(field, stored);
        touch(now);
        remember(variant, field, stored, before, now);
        return true;
    }

    String staffAdds(Value options, Instant now) {
        String id = addVariant(options);
        touch(now);
        remember(id, Field.EXISTS, Value.flag(true), Value.flag(false), now);
        remember(id, Field.OPTIONS, options, Value.NONE, now);
        return id;
    }

    void staffRemoves(String variant, Instant now) {
        removed(variant);
        touch(now);
        remember(variant, Field.EXISTS, Value.flag(false), Value.flag(true), now);
    }

    void remember(String variant, Field field, Value value, Value before, Instant now) {
        HumanEdit previous = standing.get(place(variant, field));
        HumanEdit edit = new HumanEdit(channel, variant, field, value, before, previous, version, now);
        edits.add(edit);
        standing.put(place(variant, field), edit);
        if (previous != null) {
            previous.superseded = true;
        }
    }

    /** Who adds a variant fills in what they care for. */
    void leavesEmpty(String variant, Field field, Instant now) {
        remember(variant, field, Value.NONE, Value.NONE, now);
        edits.get(edits.size() - 1).leftEmpty = true;
    }

    private void removed(String variant) {
        variants.remove(variant);
        edits.stream().filter(edit -> variant.equals(edit.externalVariant)).forEach(edit -> edit.gone = true);
        standing.keySet().removeIf(place -> place.startsWith(variant + "/"));
    }

    /** @return null if the write changed the field, else why it did not */
    HumanEdit seraiSets(String variant, Field field, Value value) {
        Map<Field, Value> fields = variant == null ? product : variants.get(variant);
        boolean changes = !field.same(fields.get(field), stored(field, value));
        fields.put(field, stored(field, value));
        HumanEdit before = standing.remove(place(variant, field));
        if (before != null) {
            before.overwritten = true;
        }
        return changes ? null : before == null ? NOBODY : before;
    }

    static final HumanEdit NOBODY =
            new HumanEdit("nobody", null, Field.NAME, Value.NONE, Value.NONE, null, Instant.EPOCH, Instant.EPOCH);

    void seraiRemoves(String variant) {
        removed(variant);
    }

    private static String place(String variant, Field field) {
        return variant + "/" + field.key();
    }

    /** Everything, as a read or an answer shows it. */
    Sight all(Source source, long generation, Instant now) {
        return sight(source, generation, now, EnumSet.allOf(Field.class), EnumSet.allOf(Field.class), null);
    }

    /** What the shop sends of its own accord after a change of the product, or of one of its variants. */
    Sight delivery(String variant, Instant now) {
        Set<Field> productFields = EnumSet.allOf(Field.class);
        Set<Field> variantFields = EnumSet.allOf(Field.class);
        if (platform == Platform.SHOPIFY) {
            productFields.removeAll(NOT_DELIVERED);
            variantFields.removeAll(NOT_DELIVERED);
            return sight(Source.DELIVERY, 0, now, productFields, variantFields, null);
        }
        boolean isVariation = variant != null && variants.containsKey(variant);
        return isVariation
                ? sight(Source.DELIVERY, 0, now, EnumSet.noneOf(Field.class), variantFields, variant)
                : sight(Source.DELIVERY, 0, now, productFields, EnumSet.noneOf(Field.class), null);
    }

    private Sight sight(
            Source source, long generation, Instant now, Set<Field> ofProduct, Set<Field> ofVariant, String only) {
        List<HumanEdit> seen = new ArrayList<>();
        Map<Field, Value> fields = carried(null, product, ofProduct, seen);
        List<ObservedVariant> shown = new ArrayList<>();
        variants.forEach((id, held) -> {
            if (only == null || only.equals(id)) {
                shown.add(new ObservedVariant(id, carried(id, held, ofVariant, seen), Map.of()));
                see(id, Field.EXISTS, seen);
            }
        });
        if (only == null) {
            standing.values().stream()
                    .filter(edit -> edit.field == Field.EXISTS && edit.value.equals(Value.flag(false)))
                    .forEach(seen::add);
        }
        Observation observation =
                new Observation(source, externalId, version, now, generation, fields, shown, only == null, Map.of());
        return new Sight(observation, seen);
    }

    private Map<Field, Value> carried(String variant, Map<Field, Value> held, Set<Field> some, List<HumanEdit> seen) {
        Map<Field, Value> carried = new EnumMap<>(Field.class);
        held.forEach((field, value) -> {
            if (some.contains(field)) {
                carried.put(field, value);
                see(variant, field, seen);
            }
        });
        return carried;
    }

    private void see(String variant, Field field, List<HumanEdit> seen) {
        HumanEdit edit = standing.get(place(variant, field));
        if (edit != null) {
            seen.add(edit);
        }
    }

    /** How the shop keeps what it is given. */
    Value stored(Field field, Value value) {
        if (value instanceof Decimal decimal) {
            int scale = field == Field.WEIGHT_IN_KG ? 3 : 2;
            return Value.decimal(decimal.number().setScale(scale, RoundingMode.HALF_UP));
        }
        if (value instanceof Text text) {
            return field.kind() == Kind.HTML
                    ? html(text.text())
                    : Value.text(text.text().strip());
        }
        return value instanceof Terms terms && platform == Platform.WOOCOMMERCE ? capitalised(terms) : value;
    }

    private Value html(String html) {
        String safe = html.replaceAll("<script>.*?</script>", "").strip();
        boolean wraps = platform == Platform.WOOCOMMERCE && !safe.isEmpty() && !safe.startsWith("<");
        return Value.text(wraps ? "<p>" + safe.replace("&", "&amp;") + "</p>\n" : safe);
    }

    private static Value capitalised(Terms terms) {
        Set<String> capitalised = new TreeSet<>();
        terms.terms().forEach(term -> capitalised.add(term.substring(0, 1).toUpperCase() + term.substring(1)));
        return Value.terms(capitalised);
    }

    Value held(Cell cell, String externalVariant) {
        return cell.variant() == null
                ? product.getOrDefault(cell.field(), Value.NONE)
                : variants.get(externalVariant).getOrDefault(cell.field(), Value.NONE);
    }
}
