package io.serai.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Platform;
import io.serai.conflict.Conflict;
import io.serai.listing.Difference;
import io.serai.listing.Projection;
import io.serai.merge.Listing.State;
import io.serai.merge.MergeResult.Next;
import io.serai.merge.Observation.Source;
import io.serai.merge.SimulatedShop.Sight;
import io.serai.ownership.FieldOwnership;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.schedule.People;
import io.serai.schedule.People.Draft;
import io.serai.schedule.People.Place;
import io.serai.schedule.Schedule;
import io.serai.schedule.Schedule.Step;
import io.serai.schedule.Wish;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * One product, the hub, two shops, a warehouse, their staff, a lossy network and a worker that crashes: the pure core driven through
 * one random interleaving, the same for the same seed.
 */
final class SyncModel {

    private static final int MOST_ROUNDS = 40;

    /** A shop with everything Serai keeps of it and everything that is on its way. */
    private static final class Channel {
        final SimulatedShop shop;
        final List<Sight> sent = new ArrayList<>();
        /** WooCommerce builds a delivery when it sends it: until then only what it is about is known. */
        final List<String> pending = new ArrayList<>();

        final List<Sight> parked = new ArrayList<>();
        final List<Sight> reads = new ArrayList<>();
        final Map<String, UUID> ids = new HashMap<>();
        /** What the shop's variant was taken for before it was handed over, and for what since. */
        final Map<UUID, UUID> heirs = new HashMap<>();
        /** the version each cell was first seen with */
        final Map<Cell, Instant> linked = new HashMap<>();

        final List<Write> writes = new ArrayList<>();
        List<Write> writing = List.of();
        final Set<Cell> openConflicts = new HashSet<>();
        final List<Conflict> conflicts = new ArrayList<>();
        Listing listing;
        boolean readWanted;
        /** The worker that opened the intent still lives, at this stage. */
        Stage stage = Stage.NONE;

        Sight answer;

        Channel(SimulatedShop shop) {
            this.shop = shop;
        }
    }

    /** A value that Serai set out to write into a cell, and when the shop took it. */
    private static final class Write {
        final Cell cell;
        final Value value;
        Instant landed;
        Instant version;
        Value before = Value.NONE;
        /** Serai was told */
        boolean answered;

        Write(Cell cell, Value value) {
            this.cell = cell;
            this.value = value;
        }
    }

    private enum Stage {
        NONE,
        TO_CALL,
        TO_RECORD
    }

    private final Schedule schedule;
    private final People people = new People();
    private Random random;
    private final FieldOwnership ownership = SeedOwnership.rules();
    private final Merge merge = new Merge(ownership);
    private final Projection projection = new Projection(ownership);
    private final List<Channel> channels = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final StringBuilder trace = new StringBuilder();
    private final List<String> mistakes = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private HubProduct hub;
    private boolean calm;
    private final SimulatedWarehouse warehouse;

    final Statistics statistics = new Statistics();

    /** What happened, to see that a run means something. */
    static final class Statistics {
        int edits;
        int hubEdits;
        int calls;
        int crashes;
        int conflicts;
        int decisions;
        int lostForGood;
        int unchanged;
        int warehouseCalls;
        int restoredInWarehouse;

        void add(Statistics other) {
            edits += other.edits;
            hubEdits += other.hubEdits;
            calls += other.calls;
            crashes += other.crashes;
            conflicts += other.conflicts;
            decisions += other.decisions;
            lostForGood += other.lostForGood;
            unchanged += other.unchanged;
            warehouseCalls += other.warehouseCalls;
            restoredInWarehouse += other.restoredInWarehouse;
        }

        @Override
        public String toString() {
            return "edits=" + edits + " hubEdits=" + hubEdits + " calls=" + calls + " crashes=" + crashes
                    + " conflicts=" + conflicts + " decisions=" + decisions + " lostForGood=" + lostForGood
                    + " unchanged=" + unchanged + " warehouseCalls=" + warehouseCalls + " restoredInWarehouse="
                    + restoredInWarehouse;
        }
    }

    SyncModel(Schedule schedule) {
        this.schedule = schedule;
        random = new Random(schedule.draw());
        hub = HubProduct.unset(new UUID(0, 1));
        channels.add(new Channel(new SimulatedShop(Platform.SHOPIFY, randomSkew())));
        channels.add(new Channel(new SimulatedShop(Platform.WOOCOMMERCE, randomSkew())));
        warehouse = new SimulatedWarehouse(ownership, randomSkew(), () -> hub, this::takeFromWarehouse, this::say);
    }

    private Duration randomSkew() {
        return Duration.ofMillis(random.nextInt(360_000) - 180_000);
    }

    String trace() {
        return trace.toString();
    }

    void run() {
        begin();
        for (Step step : schedule.steps()) {
            now = now.plus(step.pause());
            random = step.random();
            step(step.kind(), channels.get(step.shop()));
        }
        calmDown();
        check();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private void say(String what) {
        trace.append(now).append(' ').append(what).append('\n');
    }

    // ---- the beginning -------------------------------------------------------------------------------------------

    private void begin() {
        Channel first = channels.get(schedule.firstShop());
        switch (schedule.beginning()) {
            case HUB -> {
                createInHub();
                channels.forEach(channel -> channel.listing = wanted(channel));
            }
            case ONE_SHOP ->
                channels.forEach(channel -> channel.listing = channel == first ? found(channel) : wanted(channel));
            case BOTH_SHOPS -> channels.forEach(channel -> channel.listing = found(channel));
        }
    }

    private static Listing wanted(Channel channel) {
        return Listing.wanted(channel.shop.channel, channel.shop.platform);
    }

    private Listing found(Channel channel) {
        createInShop(channel);
        channel.readWanted = true;
        return Listing.found(channel.shop.channel, channel.shop.platform, channel.shop.externalId);
    }

    private void createInHub() {
        Draft draft = people.product(random, Place.HUB);
        Map<Cell, Value> values = new TreeMap<>();
        draft.fields().forEach((field, value) -> values.put(Cell.of(field), value));
        draft.variants().forEach(variant -> values.putAll(newVariant(variant)));
        hubSets(values);
    }

    private Map<Cell, Value> newVariant(Map<Field, Value> fields) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        Map<Cell, Value> values = new TreeMap<>();
        values.put(Cell.of(id, Field.EXISTS), Value.flag(true));
        fields.forEach((field, value) -> values.put(Cell.of(id, field), value));
        return values;
    }

    private void createInShop(Channel channel) {
        SimulatedShop shop = channel.shop;
        shop.create(now);
        shop.remember(null, Field.IS_ACTIVE, Value.flag(true), Value.NONE, now);
        shop.remember(null, Field.VENDOR, shop.product.get(Field.VENDOR), Value.NONE, now);
        Draft draft = people.product(random, Place.SHOP);
        draft.fields().forEach((field, value) -> shop.staffSets(null, field, value, now));
        draft.variants().forEach(variant -> addInShop(channel, variant));
    }

    private String addInShop(Channel channel, Map<Field, Value> fields) {
        String id = channel.shop.staffAdds(fields.get(Field.OPTIONS), now);
        People.VARIANT_FIELDS.stream()
                .filter(field -> field != Field.OPTIONS)
                .forEach(field -> channel.shop.leavesEmpty(id, field, now));
        fields.forEach((field, value) -> {
            if (field != Field.OPTIONS) {
                channel.shop.staffSets(id, field, value, now);
            }
        });
        return id;
    }

    // ---- steps ---------------------------------------------------------------------------------------------------

    private void step(Schedule.Kind kind, Channel channel) {
        switch (kind) {
            case STAFF -> staffEdits(channel);
            case HUB -> hubEdits();
            case RESOLVE -> resolveSome(channel);
            case WAREHOUSE -> warehouse.step(random, now);
            case DELIVER -> deliverSome(channel);
            case READ -> readSome(channel);
            case WORK -> work(channel);
            case CUSTOMER -> {
                // they are about stock
            }
        }
    }

    private void staffEdits(Channel channel) {
        SimulatedShop shop = channel.shop;
        if (!shop.exists()) {
            return;
        }
        statistics.edits++;
        Map<String, Value> seen = new TreeMap<>();
        shop.variants.forEach((id, fields) -> seen.put(id, fields.get(Field.OPTIONS)));
        people.edit(random, seen, Place.SHOP).forEach(wish -> {
            staffDoes(channel, wish);
            now = now.plusMillis(random.nextInt(3000));
        });
    }

    private void staffDoes(Channel channel, Wish wish) {
        SimulatedShop shop = channel.shop;
        switch (wish.kind()) {
            case SET -> wish.fields().forEach((field, value) -> staffSets(channel, wish.variant(), field, value));
            case REMOVE_VARIANT -> {
                shop.staffRemoves(wish.variant(), now);
                say("staff of " + shop.channel + " removes " + wish.variant() + " @" + shop.version);
                announce(channel, List.of("product"));
            }
            case ADD_VARIANT -> {
                String id = addInShop(channel, wish.fields());
                say("staff of " + shop.channel + " adds " + id + " " + shop.variants.get(id) + " @" + shop.version);
                announce(channel, List.of("product"));
            }
        }
    }

    private void staffSets(Channel channel, String variant, Field field, Value value) {
        if (channel.shop.staffSets(variant, field, value, now)) {
            say("staff of " + channel.shop.channel + " sets " + variant + " " + field.key() + " = " + value + " @"
                    + channel.shop.version);
            announce(channel, variant == null ? List.of("product") : List.of(variant));
        }
    }

    private void announce(Channel channel, List<String> subjects) {
        if (chance(15)) {
            say("  its delivery is lost");
            return;
        }
        for (String subject : subjects) {
            if (channel.shop.platform == Platform.WOOCOMMERCE) {
                if (!channel.pending.contains(subject)) {
                    channel.pending.add(subject);
                }
            } else {
                channel.sent.add(channel.shop.delivery(null, now));
                if (chance(15)) {
                    channel.sent.add(channel.shop.delivery(null, now));
                }
            }
        }
    }

    private void hubEdits() {
        if (hub.cells().isEmpty()) {
            return;
        }
        statistics.hubEdits++;
        Map<String, Value> seen = new TreeMap<>();
        hub.livingVariants().forEach(id -> seen.put(id.toString(), hub.value(Cell.of(id, Field.OPTIONS))));
        people.edit(random, seen, Place.HUB).forEach(wish -> {
            hubSets(values(wish));
            now = now.plusMillis(random.nextInt(3000));
        });
    }

    private Map<Cell, Value> values(Wish wish) {
        UUID variant = wish.variant() == null ? null : UUID.fromString(wish.variant());
        return switch (wish.kind()) {
            case ADD_VARIANT -> newVariant(wish.fields());
            case REMOVE_VARIANT -> Map.of(Cell.of(variant, Field.EXISTS), Value.flag(false));
            case SET -> {
                Map<Cell, Value> values = new TreeMap<>();
                wish.fields().forEach((field, value) -> values.put(new Cell(variant, field), value));
                yield values;
            }
        };
    }

    private void hubSets(Map<Cell, Value> values) {
        say("hub sets " + values);
        Map<Cell, Value> before = new TreeMap<>();
        values.keySet().forEach(cell -> before.put(cell, hub.value(cell)));
        MergeResult result = merge.edit(hub, values, Origin.NOLIMITS, now);
        take(null, result);
        values.forEach((cell, value) -> {
            boolean isDecided = result.decisions().stream()
                    .anyMatch(decision -> decision.cell().equals(cell)
                            && decision.value().equals(value)
                            && decision.edit().origin() == Origin.NOLIMITS);
            if (!isDecided && !cell.field().same(value, before.get(cell))) {
                mistakes.add("a hub edit without a decision: " + cell + " = " + value);
            }
        });
    }

    private void resolveSome(Channel channel) {
        List<Conflict> inWarehouse = List.copyOf(warehouse.openConflicts().values());
        if (!inWarehouse.isEmpty() && (channel.openConflicts.isEmpty() || random.nextBoolean())) {
            resolve(any(inWarehouse));
        } else if (!channel.openConflicts.isEmpty()) {
            Cell cell = any(List.copyOf(new TreeSet<>(channel.openConflicts)));
            resolve(channel.conflicts.stream()
                    .filter(one -> one.cell().equals(cell))
                    .reduce((earlier, later) -> later)
                    .orElseThrow());
        }
    }

    private void resolve(Conflict conflict) {
        Cell cell = conflict.cell();
        boolean local = random.nextBoolean();
        Value value = local ? conflict.local() : conflict.remote();
        if (cell.field() == Field.EXISTS && value.equals(Value.flag(true)) && isMadeAgain(cell.variant())) {
            return;
        }
        if (cell.field() == Field.EXISTS
                && value.equals(Value.flag(false))
                && hub.livingVariants().equals(Set.of(cell.variant()))) {
            return;
        }
        Rule rule = local ? Rule.CONFLICT_ACCEPT_LOCAL : Rule.CONFLICT_ACCEPT_REMOTE;
        say("a person resolves " + cell + " with " + value);
        take(null, merge.resolve(hub, Map.of(cell, value), now, rule));
        channels.forEach(each -> {
            if (each.openConflicts.remove(cell)) {
                each.listing = each.listing.releasing(Set.of(cell));
            }
        });
        warehouse.release(cell);
    }

    /** Whoever brings a variant back looks whether there is one like it. */
    private boolean isMadeAgain(UUID variant) {
        Value options = hub.value(Cell.of(variant, Field.OPTIONS));
        return hub.livingVariants().stream()
                .anyMatch(other -> !other.equals(variant)
                        && Field.OPTIONS.same(options, hub.value(Cell.of(other, Field.OPTIONS))));
    }

    private void deliverSome(Channel channel) {
        if (!channel.pending.isEmpty()) {
            String subject = channel.pending.remove(random.nextInt(channel.pending.size()));
            Sight sight = channel.shop.delivery("product".equals(subject) ? null : subject, now);
            if (!channel.listing.variants().containsKey(subject)
                    && !"product".equals(subject)
                    && !channel.shop.variants.containsKey(subject)) {
                sight = channel.shop.delivery(null, now);
            }
            channel.sent.add(sight);
            if (chance(15)) {
                channel.sent.add(sight);
            }
        }
        if (!channel.sent.isEmpty() && !(channel.shop.platform == Platform.WOOCOMMERCE && chance(50))) {
            Sight sight = channel.sent.remove(random.nextInt(channel.sent.size()));
            if (channel.listing.state() == State.WANTED) {
                channel.parked.add(sight);
                return;
            }
            observe(channel, received(sight));
        }
    }

    private Sight received(Sight sight) {
        Observation old = sight.observation();
        Observation received = new Observation(
                old.source(),
                old.externalId(),
                old.version(),
                now,
                old.generation(),
                old.fields(),
                old.variants(),
                old.variantsComplete(),
                old.platformData());
        return new Sight(received, sight.edits());
    }

    /** A read that is under way shows the product as it was at some moment since it began. */
    private void readSome(Channel channel) {
        if (!channel.shop.exists() || channel.listing.state() != State.LINKED) {
            return;
        }
        if (!channel.reads.isEmpty() && chance(60)) {
            observe(channel, received(channel.reads.remove(random.nextInt(channel.reads.size()))));
        } else if (channel.readWanted || chance(20)) {
            channel.reads.add(channel.shop.all(Source.READ, channel.listing.generation(), now));
        }
    }

    private void observe(Channel channel, Sight sight) {
        say(channel.shop.channel + " is seen by " + sight.observation().source() + " @"
                + sight.observation().version());
        handOver(channel);
        MergeResult result = merge.observe(hub, channel.listing, sight.observation(), skew(channel));
        if (result.next() == Next.PARK) {
            channel.parked.add(sight);
            return;
        }
        if (result.next() == Next.READ_AGAIN) {
            channel.readWanted = true;
        }
        boolean isOvertaken = result.next() == Next.READ_AGAIN
                && sight.observation().source() == Source.READ
                && result.listing().equals(channel.listing);
        if (!isOvertaken) {
            channel.readWanted &= sight.observation().source() != Source.READ;
            merged(channel, sight, result);
        }
    }

    private void merged(Channel channel, Sight sight, MergeResult result) {
        Map<String, UUID> known = new HashMap<>(channel.ids);
        channel.ids.putAll(result.listing().variants());
        sight.edits().forEach(edit -> noteTie(channel, edit, sight.observation().version()));
        Set<Cell> linked = new HashSet<>(result.listing().shadow().keySet());
        linked.removeAll(channel.listing.shadow().keySet());
        channel.shop.edits.stream()
                .filter(edit -> !edit.version.isAfter(sight.observation().version()))
                .filter(edit -> linked.contains(cell(channel, edit)))
                .filter(edit -> !sight.edits().contains(edit)
                        || edit.field.same(edit.value, result.hub().value(cell(channel, edit))))
                .forEach(edit -> edit.beforeLink = true);
        linked.forEach(cell -> channel.linked.put(cell, sight.observation().version()));
        take(channel, result);
        for (HumanEdit edit : sight.edits()) {
            boolean isClear = edit.externalVariant == null
                    || result.listing().variants().containsKey(edit.externalVariant)
                    || edit.field == Field.EXISTS && known.containsKey(edit.externalVariant);
            if (isClear) {
                edit.shown = true;
                Cell cell = cell(channel, edit);
                edit.agreed |= cell != null && edit.field.stores(hub.value(cell), edit.value);
            }
        }
    }

    private static void noteTie(Channel channel, HumanEdit edit, Instant version) {
        Cell cell = cell(channel, edit);
        Shadow shadow = cell == null ? null : channel.listing.at(cell).orElse(null);
        if (shadow == null || edit.shown) {
            return;
        }
        edit.tied |= shadow.version().equals(version);
        boolean isUnknown = channel.writes.stream()
                .anyMatch(write -> now(channel, write.cell).equals(cell) && write.landed != null && !write.answered);
        edit.undoesTheUnknown |= isUnknown && edit.field.same(shadow.held(), edit.value);
    }

    /** What the platform's Date header tells, in whole seconds. */
    private static Duration skew(Channel channel) {
        return channel.shop.skew.truncatedTo(ChronoUnit.SECONDS);
    }

    private void take(Channel channel, MergeResult result) {
        hub = result.hub();
        if (channel != null) {
            channel.listing = result.listing();
        }
        decisions.addAll(result.decisions());
        result.decisions()
                .forEach(decision -> say("  " + decision.outcome() + " "
                        + decision.edit().rule() + " " + decision.cell() + " = " + decision.value() + " "
                        + decision.edit().interval() + " against "
                        + (decision.other() == null ? null : decision.other().value())));
        result.conflicts()
                .forEach(conflict -> channels.forEach(each -> {
                    if (each.shop.channel.equals(conflict.channel())) {
                        each.openConflicts.add(conflict.cell());
                        each.conflicts.add(conflict);
                        statistics.conflicts++;
                    }
                }));
    }

    private void takeFromWarehouse(MergeResult result) {
        take(null, result);
        statistics.conflicts += result.conflicts().size();
    }

    // ---- the push worker -----------------------------------------------------------------------------------------

    private void work(Channel channel) {
        switch (channel.stage) {
            case TO_CALL -> call(channel);
            case TO_RECORD -> record(channel);
            case NONE -> {
                if (channel.listing.intent() != null) {
                    recover(channel);
                } else {
                    start(channel);
                }
            }
        }
    }

    private void start(Channel channel) {
        boolean isWoo = channel.shop.platform == Platform.WOOCOMMERCE;
        if (hub.cells().isEmpty() || channel.listing.shadow().isEmpty() && channel.listing.state() == State.LINKED) {
            return;
        }
        boolean readsFirst = isWoo || channel.readWanted;
        if (readsFirst
                && channel.listing.state() == State.LINKED
                && !difference(channel).isEmpty()) {
            observe(channel, channel.shop.all(Source.READ, channel.listing.generation(), now));
        }
        handOver(channel);
        Difference difference = difference(channel);
        if (difference.isEmpty()) {
            return;
        }
        boolean create = channel.listing.state() == State.WANTED;
        Map<Cell, Value> meant = create ? difference.cells() : planned(difference);
        Intent intent = new Intent(new UUID(7, random.nextLong()), meant, now, create);
        channel.listing = channel.listing.opening(intent).sending(meant, now);
        channel.writing = meant.entrySet().stream()
                .map(entry -> new Write(entry.getKey(), entry.getValue()))
                .toList();
        channel.writes.addAll(channel.writing);
        say("intent for " + channel.shop.channel + ": " + meant);
        if (chance(calm ? 0 : 5)) {
            crash("before its call");
            return;
        }
        channel.stage = Stage.TO_CALL;
        if (isWoo) {
            call(channel);
        }
    }

    private void handOver(Channel channel) {
        Map<String, UUID> before = channel.listing.variants();
        MergeResult handedOver = merge.handOver(hub, channel.listing);
        take(channel, handedOver);
        channel.listing.variants().forEach((id, variant) -> {
            if (!variant.equals(before.get(id))) {
                channel.heirs.put(before.get(id), variant);
                channel.ids.put(id, variant);
                say(channel.shop.channel + " has " + variant + " in place of " + before.get(id));
            }
        });
    }

    private Difference difference(Channel channel) {
        return projection.difference(hub, channel.listing);
    }

    /** Everything in one call, or some of it: removals first, and a variant is made with its options. */
    private Map<Cell, Value> planned(Difference difference) {
        if (calm || chance(60)) {
            return difference.cells();
        }
        Map<Cell, Value> some = new TreeMap<>();
        difference.cells().forEach((cell, value) -> {
            boolean removes = cell.field() == Field.EXISTS && value.equals(Value.flag(false));
            if (removes || chance(50)) {
                some.put(cell, value);
            }
        });
        for (UUID variant : difference.variants()) {
            Value exists = difference.of(variant).get(Field.EXISTS);
            if (Value.flag(true).equals(exists)) {
                boolean makes = some.containsKey(Cell.of(variant, Field.EXISTS))
                        && difference.of(variant).containsKey(Field.OPTIONS);
                if (makes) {
                    some.put(
                            Cell.of(variant, Field.OPTIONS),
                            difference.of(variant).get(Field.OPTIONS));
                } else {
                    some.keySet().removeIf(cell -> variant.equals(cell.variant()));
                }
            }
        }
        return some.isEmpty() ? difference.cells() : some;
    }

    private void crash(String when) {
        statistics.crashes++;
        say("  the worker crashes " + when);
    }

    private void call(Channel channel) {
        channel.stage = Stage.NONE;
        statistics.calls++;
        int luck = calm ? 100 : random.nextInt(100);
        if (luck < 5) {
            say("  throttled");
            closeWithoutAnswer(channel);
        } else if (luck < 9) {
            crash("in its call, without effect");
        } else if (!takesEffect(channel)) {
            say("  refused");
            channel.readWanted = true;
            closeWithoutAnswer(channel);
        } else if (luck < 16) {
            crash("after its call");
        } else {
            channel.answer = channel.shop.all(Source.ANSWER, 0, now);
            channel.stage = Stage.TO_RECORD;
            if (chance(50)) {
                record(channel);
            }
        }
    }

    private boolean takesEffect(Channel channel) {
        SimulatedShop shop = channel.shop;
        Intent intent = channel.listing.intent();
        if (isRefused(channel, intent)) {
            return false;
        }
        if (intent.create()) {
            shop.create(now);
        }
        Map<UUID, String> made = new HashMap<>();
        intent.meant().keySet().stream().sorted().forEach(cell -> makeOrRemove(channel, cell, intent, made));
        intent.meant().forEach((cell, value) -> {
            String variant = cell.variant() == null
                    ? null
                    : channel.listing.externalVariant(cell.variant()).orElse(made.get(cell.variant()));
            boolean isThere = cell.variant() == null || shop.variants.containsKey(variant);
            if (cell.field() != Field.EXISTS && isThere) {
                boolean isMade = intent.create() || made.containsKey(cell.variant());
                channel.writing.stream()
                        .filter(write -> write.cell.equals(cell))
                        .forEach(write -> write.before = shop.held(cell, variant));
                noteIfUnchanged(channel, cell, shop.seraiSets(variant, cell.field(), value), isMade);
            }
        });
        shop.touch(now);
        channel.writing.forEach(write -> {
            write.landed = now;
            write.version = shop.version;
        });
        say("  takes effect @" + shop.version);
        announce(channel, List.of("product"));
        return true;
    }

    /** A shop has no two variants with the same options; what the call itself removes is gone before. */
    private static boolean isRefused(Channel channel, Intent intent) {
        Set<Value> there = new HashSet<>();
        channel.shop.variants.forEach((id, fields) -> {
            UUID variant = channel.listing.variants().get(id);
            boolean isRemoved =
                    variant != null && Value.flag(false).equals(intent.meant().get(Cell.of(variant, Field.EXISTS)));
            if (!isRemoved) {
                there.add(fields.get(Field.OPTIONS));
            }
        });
        return intent.meant().entrySet().stream()
                .anyMatch(entry -> entry.getKey().field() == Field.OPTIONS && there.contains(entry.getValue()));
    }

    private void makeOrRemove(Channel channel, Cell cell, Intent intent, Map<UUID, String> made) {
        if (cell.field() != Field.EXISTS) {
            return;
        }
        SimulatedShop shop = channel.shop;
        if (intent.meant().get(cell).equals(Value.flag(true))) {
            made.put(cell.variant(), shop.addVariant(intent.meant().get(Cell.of(cell.variant(), Field.OPTIONS))));
            channel.ids.put(made.get(cell.variant()), cell.variant());
        } else {
            channel.listing.externalVariant(cell.variant()).ifPresent(shop::seraiRemoves);
        }
    }

    /** D2: the only write that may change nothing is one that a person of the shop came before. */
    private void noteIfUnchanged(Channel channel, Cell cell, HumanEdit before, boolean isMade) {
        if (before == null || isMade) {
            return;
        }
        statistics.unchanged++;
        say("  changes nothing in " + cell);
        Value meant = channel.listing.intent().meant().get(cell);
        boolean isSameForm = channel.listing
                .at(cell)
                .filter(shadow -> !cell.field().same(shadow.held(), meant)
                        && cell.field().same(shadow.held(), channel.shop.stored(cell.field(), meant)))
                .isPresent();
        if ((before == SimulatedShop.NOBODY || before.shown && !before.tied) && !isSameForm) {
            mistakes.add("a push that changes nothing: " + channel.shop.channel + " " + cell + " after " + before);
        }
    }

    private void record(Channel channel) {
        channel.stage = Stage.NONE;
        channel.writing.forEach(write -> write.answered = true);
        Sight answer = received(channel.answer);
        say(channel.shop.channel + " has answered @" + answer.observation().version());
        merged(channel, answer, merge.observe(hub, channel.listing, answer.observation(), skew(channel)));
        judgeParked(channel);
    }

    private void closeWithoutAnswer(Channel channel) {
        channel.listing = channel.listing.closing();
        judgeParked(channel);
    }

    private void judgeParked(Channel channel) {
        List<Sight> parked = List.copyOf(channel.parked);
        channel.parked.clear();
        if (channel.listing.state() == State.WANTED) {
            channel.parked.addAll(parked);
            return;
        }
        parked.forEach(sight -> observe(channel, sight));
    }

    /** Rule 6: the lease ran out, the outcome is unknown. */
    private void recover(Channel channel) {
        if (!channel.shop.exists()) {
            say(channel.shop.channel + ": nothing was created");
            closeWithoutAnswer(channel);
            return;
        }
        Sight sight = channel.shop.all(Source.READ, channel.listing.generation(), now);
        say(channel.shop.channel + " is read back @" + sight.observation().version());
        merged(channel, sight, merge.readBack(hub, channel.listing, sight.observation(), skew(channel)));
        judgeParked(channel);
    }

    // ---- the end -------------------------------------------------------------------------------------------------

    private void calmDown() {
        calm = true;
        say("calm");
        for (int round = 0; round < MOST_ROUNDS; round++) {
            now = now.plusSeconds(2);
            String before = state();
            channels.forEach(this::quieten);
            warehouse.quieten(now);
            if (before.equals(state())) {
                return;
            }
        }
        mistakes.add("it does not converge");
    }

    private void quieten(Channel channel) {
        while (channel.stage != Stage.NONE || channel.listing.intent() != null) {
            work(channel);
        }
        while (!channel.sent.isEmpty() || !channel.pending.isEmpty()) {
            deliverSome(channel);
            if (channel.listing.state() == State.WANTED && channel.pending.isEmpty() && channel.sent.isEmpty()) {
                break;
            }
        }
        while (!channel.reads.isEmpty()) {
            observe(channel, received(channel.reads.remove(0)));
        }
        if (channel.shop.exists() && channel.listing.state() == State.LINKED) {
            observe(channel, channel.shop.all(Source.READ, channel.listing.generation(), now));
        }
        if (!difference(channel).isEmpty()) {
            work(channel);
        }
    }

    private String state() {
        StringBuilder state = new StringBuilder();
        hub.cells().forEach((cell, stamped) -> state.append(cell).append(stamped.value()));
        for (Channel channel : channels) {
            channel.listing.shadow().forEach((cell, shadow) -> state.append(cell)
                    .append(shadow.held()));
            state.append(channel.shop.product).append(channel.shop.variants);
            state.append(channel.listing.intent()).append(channel.stage);
            state.append(channel.sent.size()).append(channel.pending.size()).append(channel.reads.size());
            state.append(difference(channel).cells());
        }
        return state.append(warehouse.state()).toString();
    }

    private void check() {
        statistics.decisions = decisions.size();
        for (Channel channel : channels) {
            checkEqual(channel);
            channel.shop.edits.forEach(edit -> checkNotLost(channel, edit));
        }
        checkExplained();
        checkNothingInvented();
        mistakes.addAll(warehouse.mistakes(decisions));
        statistics.warehouseCalls = warehouse.calls;
        statistics.restoredInWarehouse = warehouse.restored;
        assertThat(mistakes).as(() -> "mistakes after:\n" + trace).isEmpty();
    }

    private void checkEqual(Channel channel) {
        SimulatedShop shop = channel.shop;
        if (channel.listing.state() != State.LINKED) {
            mistakes.add(shop.channel + " is not linked");
            return;
        }
        channel.listing.shadow().forEach((cell, shadow) -> {
            if (shadow.withheld() && !channel.openConflicts.contains(cell)) {
                mistakes.add(shop.channel + " withholds without an open conflict: " + cell);
            }
        });
        Set<String> expected = new TreeSet<>();
        for (UUID variant : hub.variants()) {
            boolean isWithheld = channel.listing
                    .at(Cell.of(variant, Field.EXISTS))
                    .filter(Shadow::withheld)
                    .isPresent();
            Optional<String> id = channel.listing.externalVariant(variant);
            if (isWithheld) {
                id.ifPresent(expected::add);
            } else if (hub.exists(variant)) {
                expected.add(id.orElse("a variant that is not there: " + variant));
            }
        }
        if (!expected.equals(new TreeSet<>(shop.variants.keySet()))) {
            mistakes.add(shop.channel + " has variants " + shop.variants.keySet() + " instead of " + expected);
            return;
        }
        projection.desired(hub, channel.listing).forEach((cell, value) -> checkEqual(channel, cell, value));
    }

    private void checkEqual(Channel channel, Cell cell, Value value) {
        boolean isSettled = channel.listing.at(cell).filter(Shadow::withheld).isPresent()
                || cell.field() == Field.EXISTS
                || cell.variant() != null
                        && channel.listing.externalVariant(cell.variant()).isEmpty();
        if (isSettled) {
            return;
        }
        String variant = cell.variant() == null
                ? null
                : channel.listing.externalVariant(cell.variant()).get();
        Value held = channel.shop.held(cell, variant);
        if (!cell.field().same(channel.shop.stored(cell.field(), value), held)) {
            mistakes.add(channel.shop.channel + " holds " + cell + " = " + held + ", the hub " + value);
        }
    }

    private void checkNotLost(Channel channel, HumanEdit edit) {
        boolean isExplained = edit.gone
                || edit.beforeLink
                || edit.leftEmpty
                || edit.superseded && !edit.shown
                || (edit.superseded || edit.overwritten) && isTied(channel, edit)
                || edit.field == Field.EXISTS && !channel.ids.containsKey(edit.externalVariant)
                || isTakenForAnEcho(channel, edit)
                || edit.shown
                        && (edit.agreed
                                || edit.undoesTheUnknown
                                || edit.leavesNoTrace(
                                        other -> isTied(channel, other) || isTakenForAnEcho(channel, other))
                                || isMadeAgain(channel, edit));
        if (isExplained) {
            return;
        }
        if (!edit.shown) {
            boolean isPhysical = edit.overwritten && channel.shop.platform == Platform.SHOPIFY;
            statistics.lostForGood++;
            if (!isPhysical) {
                mistakes.add("never seen: " + edit);
            }
            return;
        }
        Cell cell = cell(channel, edit);
        boolean isRead = ownership.access(edit.field, channel.shop.platform).reads();
        if (isRead && decisions.stream().noneMatch(decision -> tells(decision, channel, cell, edit.value))) {
            boolean isHeld = cell.field().same(hub.value(cell), edit.value);
            if (!isHeld) {
                mistakes.add("lost without a word: " + edit + ", the hub holds " + hub.value(cell));
            }
        }
    }

    /**
     * A shop tells versions in seconds. Of an edit and another of the same second, an edit of the second in which Serai
     * first saw the field, and one that in the second of Serai's write set what was there before, nobody can tell the order.
     */
    private boolean isTied(Channel channel, HumanEdit edit) {
        Cell cell = cell(channel, edit);
        return edit.isReplacedInItsSecond()
                || edit.version.equals(channel.linked.get(cell))
                || edit.tied && edit.previous != null && isTakenForAnEcho(channel, edit.previous)
                || channel.writes.stream()
                        .anyMatch(write -> now(channel, write.cell).equals(cell)
                                && edit.version.equals(write.version)
                                && edit.field.same(edit.value, write.before));
    }

    /** Staff removed a variant and made it again before Serai looked. */
    private static boolean isMadeAgain(Channel channel, HumanEdit edit) {
        UUID variant = channel.ids.get(edit.externalVariant);
        return edit.field == Field.EXISTS
                && channel.ids.entrySet().stream()
                        .anyMatch(entry -> entry.getValue().equals(variant)
                                && !entry.getKey().equals(edit.externalVariant));
    }

    /** Nothing that equals what Serai was sending at the time is an edit: that is how an echo is known. */
    private boolean isTakenForAnEcho(Channel channel, HumanEdit edit) {
        Cell cell = cell(channel, edit);
        return channel.writes.stream()
                .anyMatch(write -> now(channel, write.cell).equals(cell)
                        && edit.field.stores(write.value, edit.value)
                        && (write.landed == null || !write.answered || !write.landed.isBefore(edit.at)));
    }

    /** @return null for a variant that Serai never saw */
    private static Cell cell(Channel channel, HumanEdit edit) {
        if (edit.externalVariant == null) {
            return Cell.of(edit.field);
        }
        UUID variant = channel.ids.get(edit.externalVariant);
        return variant == null ? null : now(channel, Cell.of(variant, edit.field));
    }

    /** The cell that the shop's is taken for in the end. */
    private static Cell now(Channel channel, Cell cell) {
        UUID heir = cell.variant() == null ? null : channel.heirs.get(cell.variant());
        return heir == null ? cell : now(channel, Cell.of(heir, cell.field()));
    }

    private static boolean tells(Decision decision, Channel channel, Cell cell, Value value) {
        return now(channel, decision.cell()).equals(cell)
                && channel.shop.channel.equals(decision.edit().channel())
                && cell.field().same(decision.value(), value);
    }

    private void checkExplained() {
        Map<Cell, Value> told = new TreeMap<>();
        decisions.stream()
                .filter(decision -> decision.outcome() == Outcome.WON)
                .forEach(decision -> told.put(decision.cell(), decision.value()));
        hub.cells().forEach((cell, stamped) -> {
            Value last = told.get(cell);
            if (last == null || !cell.field().same(last, stamped.value())) {
                mistakes.add("not explained: " + cell + " = " + stamped.value() + ", told is " + last);
            }
        });
    }

    /** An echo is no edit: whatever was decided about a channel, its staff did. */
    private void checkNothingInvented() {
        for (Decision decision : decisions) {
            if (decision.edit().channel() == null
                    || SimulatedWarehouse.isOf(decision.edit().channel())) {
                continue;
            }
            Channel channel = channels.stream()
                    .filter(each -> each.shop.channel.equals(decision.edit().channel()))
                    .findFirst()
                    .orElseThrow();
            boolean isDone = channel.shop.edits.stream()
                    .anyMatch(edit -> now(channel, decision.cell()).equals(cell(channel, edit))
                            && edit.field.same(edit.value, decision.value()));
            boolean isMissing = decision.edit().rule() == Rule.FIRST_LINK_DIFFERS
                    && (decision.cell().field() == Field.EXISTS
                            || decision.value().isNone());
            boolean isDefault = decision.value().equals(Value.flag(true))
                    || decision.value().equals(Value.text("My shop"));
            if (!isDone && !isMissing && !isDefault) {
                mistakes.add("nobody did that: " + decision);
            }
        }
    }
}
