package io.serai.merge;

import io.serai.channel.Platform;
import io.serai.conflict.Conflict;
import io.serai.listing.Difference;
import io.serai.listing.Projection;
import io.serai.merge.MergeResult.Next;
import io.serai.merge.Observation.Source;
import io.serai.ownership.FieldOwnership;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.product.Value.Decimal;
import io.serai.product.Value.Text;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The warehouse beside a history's shops, in memory: each of its goods is one variant of the product (decision 7). Its people
 * edit goods, take them away, and enter some that have a variant's SKU; Serai looks, and writes one of them with each call,
 * whose answer may get lost.
 */
final class SimulatedWarehouse {

    private static final String CHANNEL = "channel_jtl";
    private static final int MOST_CALLS = 100;
    private static final List<Field> READ = List.of(Field.SKU, Field.GTIN, Field.WEIGHT_IN_KG);
    private static final List<Field> KEPT = List.of(Field.SKU, Field.NAME, Field.GTIN, Field.WEIGHT_IN_KG);

    private final Supplier<HubProduct> hub;
    private final Consumer<MergeResult> taken;
    private final Consumer<String> story;
    private final Merge merge;
    private final Projection projection;
    private final Duration skew;
    private final Map<String, Map<Field, Value>> goods = new LinkedHashMap<>();
    private final List<Done> done = new ArrayList<>();
    private final Map<Cell, Conflict> openConflicts = new TreeMap<>();
    private final Set<Value> sent = new HashSet<>();
    private final List<String> mistakes = new ArrayList<>();
    private Listing listing;
    private Instant version = Instant.EPOCH;
    private Observation begunLook;
    private boolean hasLooked;
    private boolean mustLook = true;
    /** What Serai made, as the call is answered; of a change nothing is, and the goods are read after it. */
    private ObservedVariant made;

    private boolean isAnswered;
    private int entered;

    /** How often something happened, to see that a run means something. */
    int calls;

    int restored;

    /** What somebody in the warehouse did to a field of goods, which only a look can tell. */
    private static final class Done {
        final String jfsku;
        final Field field;
        final Value value;
        /** A look that showed it was merged. */
        boolean isShown;
        /** It said nothing new. */
        boolean isNoNews;

        Done(String jfsku, Field field, Value value) {
            this.jfsku = jfsku;
            this.field = field;
            this.value = value;
        }

        boolean isOf(String item, Field of) {
            return jfsku.equals(item) && field == of;
        }
    }

    SimulatedWarehouse(
            FieldOwnership ownership,
            Duration skew,
            Supplier<HubProduct> hub,
            Consumer<MergeResult> taken,
            Consumer<String> story) {
        this.merge = new Merge(ownership);
        this.projection = new Projection(ownership);
        this.skew = skew;
        this.hub = hub;
        this.taken = taken;
        this.story = story;
        this.listing = Listing.begun(CHANNEL, Platform.JTL, hub.get().id());
    }

    static boolean isOf(String channel) {
        return CHANNEL.equals(channel);
    }

    /** Its people do something, or Serai does. */
    void step(Random random, Instant now) {
        int kind = random.nextInt(20);
        if (kind < 4) {
            people(random, now);
        } else if (kind < 11) {
            look(random.nextBoolean(), now);
        } else {
            work(random.nextInt(100), now);
        }
    }

    // ---- its people ----------------------------------------------------------------------------------------------

    private void people(Random random, Instant now) {
        List<String> there = List.copyOf(goods.keySet());
        int kind = random.nextInt(10);
        if (there.isEmpty() || kind < 2) {
            enter(random);
        } else if (kind < 3) {
            String jfsku = there.get(random.nextInt(there.size()));
            goods.remove(jfsku);
            done.removeIf(edit -> edit.jfsku.equals(jfsku));
            story.accept("people of the warehouse take " + jfsku + " away");
        } else {
            String jfsku = there.get(random.nextInt(there.size()));
            Field field = KEPT.get(random.nextInt(KEPT.size()));
            set(jfsku, field, value(random, field));
            story.accept("people of the warehouse set " + jfsku + " " + field.key() + " = "
                    + goods.get(jfsku).get(field));
        }
        touch(now);
    }

    /** Goods that nobody of Serai's tenant told the warehouse of. */
    private void enter(Random random) {
        List<Value> skus = hub.get().livingVariants().stream()
                .map(variant -> stored(Field.SKU, hub.get().value(Cell.of(variant, Field.SKU))))
                .filter(sku -> !Field.SKU.same(sku, Value.NONE) && bySku(sku).isEmpty())
                .toList();
        if (skus.isEmpty()) {
            return;
        }
        String jfsku = "own-" + ++entered;
        goods.put(jfsku, empty());
        set(jfsku, Field.SKU, skus.get(random.nextInt(skus.size())));
        set(jfsku, Field.NAME, value(random, Field.NAME));
        if (random.nextBoolean()) {
            set(jfsku, Field.GTIN, value(random, Field.GTIN));
        }
        story.accept("people of the warehouse enter " + jfsku + " " + goods.get(jfsku));
    }

    private Value value(Random random, Field field) {
        int number = random.nextInt(1_000_000);
        return switch (field) {
            case WEIGHT_IN_KG -> Value.decimal(number + ".5");
            case GTIN -> Value.text("98" + number);
            default -> Value.text("theirs " + number);
        };
    }

    private void set(String jfsku, Field field, Value value) {
        if (!field.same(goods.get(jfsku).get(field), value)) {
            done.removeIf(edit -> edit.isOf(jfsku, field) && !edit.isShown);
            done.add(new Done(jfsku, field, value));
            goods.get(jfsku).put(field, value);
        }
    }

    private void touch(Instant now) {
        Instant second = now.plus(skew).truncatedTo(ChronoUnit.SECONDS);
        version = second.isAfter(version) ? second : version;
    }

    // ---- what Serai sees -----------------------------------------------------------------------------------------

    /** A look shows everything as it was when it began. */
    private void look(boolean isQuick, Instant now) {
        if (listing.intent() != null || hub.get().cells().isEmpty()) {
            return;
        }
        if (begunLook == null) {
            begunLook = seen(now);
        }
        if (!isQuick) {
            return;
        }
        Observation look = begunLook;
        begunLook = null;
        MergeResult result = merge.observe(hub.get(), listing, look, skew.truncatedTo(ChronoUnit.SECONDS));
        if (result.next() == Next.READ_AGAIN) {
            mustLook = true;
            return;
        }
        story.accept("the warehouse is seen @" + look.version());
        hasLooked = true;
        mustLook = false;
        merged(look, result);
    }

    private void lookNow(Instant now) {
        begunLook = null;
        look(true, now);
    }

    /** The goods that are known, and those with the SKU of a variant that is known nowhere. */
    private Observation seen(Instant now) {
        Set<Value> wanted = new HashSet<>();
        for (UUID variant : hub.get().livingVariants()) {
            Value sku = hub.get().value(Cell.of(variant, Field.SKU));
            if (listing.externalVariant(variant).isEmpty() && !Field.SKU.same(sku, Value.NONE)) {
                wanted.add(folded(sku));
            }
        }
        List<ObservedVariant> shown = new ArrayList<>();
        goods.forEach((jfsku, fields) -> {
            if (listing.variants().containsKey(jfsku) || wanted.contains(folded(fields.get(Field.SKU)))) {
                shown.add(new ObservedVariant(jfsku, fields, Map.of()));
            }
        });
        return observation(Source.READ, shown, true, now);
    }

    private Observation observation(Source source, List<ObservedVariant> shown, boolean isComplete, Instant now) {
        return new Observation(
                source,
                hub.get().id().toString(),
                version,
                now,
                listing.generation(),
                Map.of(),
                shown,
                isComplete,
                Map.of());
    }

    private void merged(Observation look, MergeResult result) {
        listing = result.listing();
        taken.accept(result);
        result.conflicts().forEach(conflict -> openConflicts.put(conflict.cell(), conflict));
        result.decisions().stream()
                .filter(decision -> decision.outcome() == Outcome.RESTORED)
                .forEach(decision -> restored++);
        look.variants().forEach(item -> {
            UUID variant = listing.variants().get(item.externalId());
            done.stream()
                    .filter(edit -> variant != null && edit.jfsku.equals(item.externalId()) && !edit.isShown)
                    .filter(edit -> edit.field.same(item.fields().get(edit.field), edit.value))
                    .forEach(edit -> {
                        edit.isShown = true;
                        edit.isNoNews = sent.contains(edit.value)
                                || edit.field.stores(hub.get().value(Cell.of(variant, edit.field)), edit.value);
                    });
        });
    }

    // ---- what Serai writes ---------------------------------------------------------------------------------------

    private void work(int luck, Instant now) {
        if (isAnswered) {
            record(now);
        } else if (listing.intent() != null) {
            readBack(now);
        } else {
            write(luck, now);
        }
    }

    private void write(int luck, Instant now) {
        if (mustLook || !hasLooked) {
            lookNow(now);
        }
        UUID variant = next().orElse(null);
        if (variant == null) {
            return;
        }
        Map<Cell, Value> meant = meant(variant);
        listing = listing.opening(new Intent(new UUID(9, calls), meant, now, false))
                .sending(meant, now);
        sent.addAll(meant.values());
        meant.forEach((cell, value) -> sent.add(stored(cell.field(), value)));
        story.accept("intent for the warehouse: " + meant);
        calls++;
        if (luck < 6) {
            story.accept("  the worker crashes before it has any effect");
        } else if (!takesEffect(variant, meant, now)) {
            story.accept("  refused: the SKU is taken");
            refused(variant, meant);
        } else if (luck < 14) {
            story.accept("  the worker crashes after it took effect");
        } else {
            isAnswered = true;
        }
    }

    private Difference difference() {
        return projection.difference(hub.get(), listing);
    }

    private Optional<UUID> next() {
        return hasLooked
                ? difference().variants().stream()
                        .filter(variant -> hub.get().exists(variant))
                        .filter(variant -> !meant(variant).isEmpty())
                        .findFirst()
                : Optional.empty();
    }

    private Map<Cell, Value> meant(UUID variant) {
        boolean isMade = listing.externalVariant(variant).isEmpty();
        Map<Cell, Value> meant = new TreeMap<>();
        difference().of(variant).forEach((field, value) -> {
            boolean isNothing = field == Field.SKU && Field.SKU.same(value, Value.NONE);
            if (KEPT.contains(field) && !isNothing) {
                meant.put(Cell.of(variant, field), value);
            }
        });
        if (isMade) {
            meant.put(Cell.of(variant, Field.EXISTS), Value.flag(true));
        }
        return meant;
    }

    private boolean takesEffect(UUID variant, Map<Cell, Value> meant, Instant now) {
        made = null;
        String known = listing.externalVariant(variant).orElse(null);
        Value sku = meant.get(Cell.of(variant, Field.SKU));
        Optional<String> other = sku == null ? Optional.empty() : bySku(sku);
        if (other.isPresent() && !other.get().equals(known)) {
            return false;
        }
        if (known != null && !goods.containsKey(known)) {
            mustLook = true;
            return true;
        }
        String jfsku = known == null ? "made-" + calls : known;
        goods.computeIfAbsent(jfsku, made -> empty());
        boolean changes = known == null;
        for (Map.Entry<Cell, Value> cell : meant.entrySet()) {
            Field field = cell.getKey().field();
            if (field != Field.EXISTS) {
                changes |= put(jfsku, field, stored(field, cell.getValue()));
            }
        }
        if (!changes) {
            mistakes.add("the warehouse was told what it held: " + meant);
        }
        touch(now);
        made = known == null ? new ObservedVariant(jfsku, goods.get(jfsku), Map.of()) : null;
        return true;
    }

    /** Whether it changes anything, or Serai could not know that it does not. */
    private boolean put(String jfsku, Field field, Value value) {
        boolean isUnseen = done.removeIf(edit -> edit.isOf(jfsku, field) && !edit.isShown);
        return !field.same(goods.get(jfsku).put(field, value), value) || isUnseen;
    }

    /** What has the SKU already is linked if it is nobody's; a SKU that cannot be had waits for a person. */
    private void refused(UUID variant, Map<Cell, Value> meant) {
        listing = listing.closing();
        Cell sku = Cell.of(variant, Field.SKU);
        String other = bySku(meant.get(sku)).orElseThrow();
        boolean isMade = meant.containsKey(Cell.of(variant, Field.EXISTS));
        if (isMade && !listing.variants().containsKey(other)) {
            Map<String, UUID> ids = new TreeMap<>(listing.variants());
            ids.put(other, variant);
            listing = listing.linkedTo(listing.externalId(), ids);
            mustLook = true;
        } else {
            openConflicts.remove(sku);
            listing = listing.withholding(Set.of(sku));
        }
    }

    /** What somebody else wrote meanwhile is not what was answered to this write. */
    private void record(Instant now) {
        isAnswered = false;
        Intent intent = listing.intent();
        UUID variant = intent.meant().keySet().iterator().next().variant();
        String jfsku = made == null ? listing.externalVariant(variant).orElseThrow() : made.externalId();
        if (!goods.containsKey(jfsku) && made == null) {
            readBack(now);
            return;
        }
        ObservedVariant shown = made == null ? changed(jfsku, intent) : made;
        Observation answer = observation(Source.ANSWER, List.of(shown), false, now);
        story.accept("the warehouse has answered @" + version + ": " + shown.fields());
        merged(answer, merge.observe(hub.get(), listing, answer, skew.truncatedTo(ChronoUnit.SECONDS)));
    }

    private ObservedVariant changed(String jfsku, Intent intent) {
        Map<Field, Value> fields = new EnumMap<>(goods.get(jfsku));
        intent.meant()
                .forEach((cell, meant) -> fields.computeIfPresent(
                        cell.field(), (field, value) -> field.stores(meant, value) ? value : meant));
        return new ObservedVariant(jfsku, fields, Map.of());
    }

    private void readBack(Instant now) {
        Observation look = seen(now);
        story.accept("the warehouse is read back @" + look.version());
        merged(look, merge.readBack(hub.get(), listing, look, skew.truncatedTo(ChronoUnit.SECONDS)));
    }

    // ---- conflicts -----------------------------------------------------------------------------------------------

    Map<Cell, Conflict> openConflicts() {
        return openConflicts;
    }

    /** A person has decided. */
    void release(Cell cell) {
        if (openConflicts.remove(cell) != null) {
            listing = listing.releasing(Set.of(cell));
        }
    }

    // ---- the end -------------------------------------------------------------------------------------------------

    void quieten(Instant now) {
        while (listing.intent() != null) {
            work(100, now);
        }
        lookNow(now);
        for (int call = 0; next().isPresent(); call++) {
            work(100, now);
            if (call == MOST_CALLS) {
                mistakes.add("the warehouse is told again and again: " + meant(next().orElseThrow()));
                return;
            }
        }
    }

    String state() {
        return goods.toString() + listing.shadow() + listing.intent() + next() + openConflicts.keySet();
    }

    /** Whatever is not as it should be when all is quiet. */
    List<String> mistakes(List<Decision> decisions) {
        for (UUID variant : hub.get().livingVariants()) {
            boolean isLeftOut = Field.SKU.same(hub.get().value(Cell.of(variant, Field.SKU)), Value.NONE)
                    && listing.externalVariant(variant).isEmpty();
            if (!isLeftOut && !isWithheld(Cell.of(variant, Field.EXISTS))) {
                judge(variant);
            }
        }
        Set<Value> skus = new TreeSet<>(java.util.Comparator.comparing(Value::toString));
        goods.forEach((jfsku, fields) -> {
            if (!skus.add(folded(fields.get(Field.SKU)))) {
                mistakes.add("the warehouse has doubles: " + goods);
            }
        });
        decisions.stream()
                .filter(decision -> CHANNEL.equals(decision.edit().channel()))
                .forEach(this::judge);
        done.stream()
                .filter(edit -> isLost(edit, decisions))
                .forEach(edit -> mistakes.add(
                        "lost without a word: " + edit.jfsku + " " + edit.field.key() + " = " + edit.value));
        return mistakes;
    }

    private boolean isWithheld(Cell cell) {
        boolean isWithheld = listing.at(cell).filter(Shadow::withheld).isPresent();
        if (isWithheld && !openConflicts.containsKey(cell) && cell.field() != Field.SKU) {
            mistakes.add("the warehouse's " + cell + " is withheld without an open conflict");
        }
        return isWithheld;
    }

    private void judge(UUID variant) {
        Map<Field, Value> there =
                listing.externalVariant(variant).map(goods::get).orElse(null);
        if (there == null) {
            mistakes.add("the warehouse does not have " + variant);
            return;
        }
        for (Field field : KEPT) {
            Cell cell = Cell.of(variant, field);
            Value wanted = hub.get().value(cell);
            boolean isUnsaid = field == Field.SKU && Field.SKU.same(wanted, Value.NONE)
                    || field == Field.NAME && hub.get().at(Cell.of(Field.NAME)).isEmpty();
            if (isUnsaid || isWithheld(cell) || field.same(stored(field, wanted), there.get(field))) {
                continue;
            }
            boolean stoodBefore = field == Field.NAME
                    && listing.at(cell)
                            .filter(shadow -> shadow.standsFor(field, wanted)
                                    && field.same(shadow.held(), there.get(field))
                                    && shadow.sent().isEmpty())
                            .isPresent();
            if (!stoodBefore) {
                mistakes.add("the warehouse holds " + cell + " = " + there.get(field) + ", the hub " + wanted);
            }
        }
    }

    /** Nothing that happens there is more than a restored edit, an adopted value or a question to a person. */
    private void judge(Decision decision) {
        Field field = decision.cell().field();
        boolean isQuestion = field == Field.EXISTS && decision.outcome() == Outcome.WITHHELD;
        if (!READ.contains(field) && !isQuestion) {
            mistakes.add("the warehouse decided " + decision);
        }
    }

    private boolean isLost(Done edit, List<Decision> decisions) {
        return edit.isShown
                && !edit.isNoNews
                && READ.contains(edit.field)
                && decisions.stream()
                        .noneMatch(decision -> CHANNEL.equals(decision.edit().channel())
                                && decision.cell().field() == edit.field
                                && edit.field.same(decision.value(), edit.value));
    }

    private Optional<String> bySku(Value sku) {
        return goods.entrySet().stream()
                .filter(item -> folded(item.getValue().get(Field.SKU)).equals(folded(sku)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Value folded(Value sku) {
        return sku instanceof Text text ? Value.text(text.text().strip().toLowerCase(Locale.ROOT)) : Value.NONE;
    }

    private static Map<Field, Value> empty() {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        KEPT.forEach(field -> fields.put(field, Value.NONE));
        return fields;
    }

    private static Value stored(Field field, Value value) {
        if (value instanceof Decimal decimal) {
            return Value.decimal(decimal.number().setScale(3, RoundingMode.HALF_UP));
        }
        return value instanceof Text text ? Value.text(text.text().strip()) : value;
    }
}
