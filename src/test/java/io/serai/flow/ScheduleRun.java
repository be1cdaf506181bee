package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.schedule.People;
import io.serai.schedule.People.Draft;
import io.serai.schedule.People.Place;
import io.serai.schedule.Schedule;
import io.serai.schedule.Schedule.Step;
import io.serai.schedule.Wish;
import io.serai.twin.FaultSettings;
import io.serai.twin.Faults.Fate;
import io.serai.twin.TwinServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Carries a schedule out against a running Serai and two shops of its own: people edit, both shops fail, lose, double and
 * reorder, and where the schedule has the worker go on, Serai is killed now and then. Deliveries, reads and pushes come by
 * themselves, so the order of those is the machine's.
 */
final class ScheduleRun {

    /** Of the worker's steps. Schedules that run at once share the process, and so each other's kills. */
    private static final int KILLS_PERCENT = 4;

    private static final long LONGEST_PAUSE_MS = 300;
    private static final int PAUSES_ARE_SHORTER_BY = 6;
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final Schedule schedule;
    final Shops shops;
    final List<ShopStaff> staff;
    final Trade trade;
    final List<StaffEdit> staffEdits = new ArrayList<>();
    final List<HubEdit> hubEdits = new ArrayList<>();
    private final KilledSerai serai;
    private final People people = new People();
    private List<String> tradeMistakes = List.of();
    private final StringBuilder story = new StringBuilder();

    /**
     * What a shop's staff changed.
     *
     * @param variant the shop's own id, null for a field of the product
     * @param before what it was, as the shop kept it
     * @param value as the shop keeps it
     * @param position how many events the shop's call log had then
     */
    record StaffEdit(int shop, String variant, Field field, Value before, Value value, int position) {}

    /** @param variant the hub's id, null for a field of the product */
    record HubEdit(String variant, Field field, Value value) {}

    ScheduleRun(Schedule schedule, KilledSerai serai, Shops shops) {
        this.schedule = schedule;
        this.serai = serai;
        this.shops = shops;
        this.staff = List.of(ShopStaff.of(shops, 0), ShopStaff.of(shops, 1));
        this.trade = new Trade(
                shops,
                new JtlNetwork(
                        shops, polled -> {}, serai.process().url().toString().replaceAll("/$", "")),
                this::say);
    }

    /** What was not right with stock and orders in the end. */
    List<String> tradeMistakes() {
        return tradeMistakes;
    }

    /** What happened, for a person to read. */
    String story() {
        return story.toString();
    }

    private synchronized void say(String what) {
        story.append(Instant.now()).append(' ').append(what).append('\n');
    }

    /** Whoever has the product when Serai comes has it, and both shops are connected. */
    void begin() {
        Random random = new Random(schedule.draw());
        shops.shopify.settings(object().put("timeScale", 0.0005));
        if (schedule.beginning() == Schedule.Beginning.BOTH_SHOPS) {
            Draft first = people.product(random, Place.SHOP);
            Draft second = people.product(random, Place.SHOP);
            staff.get(0).create(withSku(first));
            staff.get(1).create(withSku(second));
        }
        trade.open(random);
        shops.connect();
        trade.connect();
        for (TwinServer twin : twins()) {
            twin.faults().set(faults(random.nextLong()));
        }
        switch (schedule.beginning()) {
            case HUB -> createInHub(people.product(random, Place.HUB));
            case ONE_SHOP -> staff.get(schedule.firstShop()).create(people.product(random, Place.SHOP));
            case BOTH_SHOPS -> {
                // they had it before they were connected
            }
        }
    }

    /** By what the first link knows the one product in the other. */
    private Draft withSku(Draft draft) {
        List<Map<Field, Value>> variants = new ArrayList<>();
        draft.variants().forEach(variant -> {
            Map<Field, Value> fields = new EnumMap<>(variant);
            fields.put(Field.SKU, Value.text("same " + schedule.seed() + "-" + variants.size()));
            variants.add(fields);
        });
        return new Draft(draft.fields(), variants);
    }

    private static FaultSettings faults(long seed) {
        return new FaultSettings(seed, 0, 20, 0.03, 0.03, 0.03, 0.03, 0.03, 300, 0, 200, 0.15, 0.2, 0.2, 400);
    }

    private List<TwinServer> twins() {
        return List.of(shops.shopify, shops.woocommerce, trade.twin());
    }

    private void createInHub(Draft draft) {
        ObjectNode product = object();
        draft.fields()
                .forEach((field, value) -> product.set(field.key(), field.kind().toJson(value)));
        draft.variants().forEach(variant -> {
            ObjectNode json = product.withArray("variants").addObject();
            variant.forEach((field, value) -> json.set(field.key(), field.kind().toJson(value)));
        });
        say("hub creates " + product);
        serai.asking(() -> shops.create(product));
    }

    /** Everything in its order, with faults and kills. */
    void drive() {
        for (Step step : schedule.steps()) {
            pause(step.pause());
            step(step, step.random());
        }
    }

    /** People take their time; nothing is awaited here. */
    private static void pause(Duration planned) {
        long millis = Math.min(planned.toMillis() / PAUSES_ARE_SHORTER_BY, LONGEST_PAUSE_MS);
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void step(Step step, Random random) {
        switch (step.kind()) {
            case STAFF -> staffEdits(step.shop(), random);
            case HUB -> hubEdits(random);
            case RESOLVE -> decideOne(random);
            case CUSTOMER -> trade.customer(step.shop(), random);
            case WAREHOUSE -> trade.warehouse(random);
            case WORK -> {
                if (random.nextInt(100) < KILLS_PERCENT) {
                    kill(twins().get(step.shop()), random);
                }
            }
            case DELIVER, READ -> {
                // they come by themselves
            }
        }
    }

    private void staffEdits(int shop, Random random) {
        Side product = staff.get(shop).product().orElse(null);
        if (product == null) {
            return;
        }
        for (Wish wish : people.edit(random, product.options(), Place.SHOP)) {
            if (ShopStaff.isPossible(wish)) {
                staffEdit(shop, wish);
            }
        }
    }

    private void staffEdit(int shop, Wish wish) {
        ShopStaff people = staff.get(shop);
        Side before = people.product().orElseThrow();
        int position = people.twin.calls().events().size();
        try {
            people.carryOut(before, wish);
        } catch (IllegalArgumentException | NoSuchElementException refused) {
            say("staff of " + people.twin.name() + " may not " + wish + ": " + refused.getMessage());
            return;
        }
        say("staff of " + people.twin.name() + ": " + wish);
        Side after = people.product().orElseThrow();
        if (wish.kind() == Wish.Kind.SET) {
            wish.fields().keySet().stream()
                    .filter(field -> !field.same(before.at(wish.variant(), field), after.at(wish.variant(), field)))
                    .map(field -> new StaffEdit(
                            shop,
                            wish.variant(),
                            field,
                            before.at(wish.variant(), field),
                            after.at(wish.variant(), field),
                            position))
                    .forEach(staffEdits::add);
        }
    }

    /** The tenant's only product in the hub that anybody edits; empty before there is one. */
    Optional<JsonNode> hubProduct() {
        JsonNode listed = serai.asking(() -> shops.ask("GET", "/api/products?clientId=" + shops.tenant, null))
                .data()
                .path("products");
        for (JsonNode product : listed) {
            if (!Trade.isGoods(product)) {
                return Optional.of(
                        serai.asking(() -> shops.productOf(product.path("id").asText())));
            }
        }
        return Optional.empty();
    }

    private void hubEdits(Random random) {
        Side product = hubProduct().map(Side::hub).orElse(null);
        if (product == null) {
            return;
        }
        for (Wish wish : people.edit(random, product.options(), Place.HUB)) {
            if (ShopStaff.isPossible(wish)) {
                hubEdit(product.id(), wish);
            }
        }
    }

    /** As a person does whose page was out of date: reads again and saves again. */
    private void hubEdit(String id, Wish wish) {
        String path = "/api/products/" + id;
        Side before;
        Shops.Answer answer;
        do {
            Shops.Answer read = serai.asking(() -> shops.ask("GET", path, null));
            before = Side.hub(read.data());
            answer = serai.asking(() -> shops.ask("PATCH", path, patch(wish), "If-Match", read.etag()));
        } while (answer.status() == 412);
        say("hub: " + wish + ": " + answer.status());
        if (answer.status() != 200) {
            say(answer.json().toString());
            return;
        }
        if (wish.kind() == Wish.Kind.SET) {
            Side known = before;
            wish.fields().forEach((field, value) -> {
                if (!field.same(known.at(wish.variant(), field), value)) {
                    hubEdits.add(new HubEdit(wish.variant(), field, value));
                }
            });
        }
    }

    private static ObjectNode patch(Wish wish) {
        ObjectNode patch = object();
        ObjectNode of = patch;
        if (wish.variant() != null || wish.kind() == Wish.Kind.ADD_VARIANT) {
            of = patch.putArray("variants").addObject();
        }
        if (wish.variant() != null) {
            of.put("id", wish.variant());
        }
        if (wish.kind() == Wish.Kind.REMOVE_VARIANT) {
            of.put("exists", false);
        }
        for (Map.Entry<Field, Value> field : wish.fields().entrySet()) {
            of.set(field.getKey().key(), field.getKey().kind().toJson(field.getValue()));
        }
        return patch;
    }

    private boolean decideOne(Random random) {
        JsonNode conflicts = serai.asking(shops::conflicts);
        if (conflicts.isEmpty()) {
            return false;
        }
        JsonNode conflict = conflicts.get(random.nextInt(conflicts.size()));
        boolean isLocal = random.nextBoolean();
        return decide(conflict, isLocal) || decide(conflict, !isLocal);
    }

    private boolean decide(JsonNode conflict, boolean isLocal) {
        String resolution = isLocal ? "accept_local" : "accept_remote";
        String product = conflict.path("productId").asText();
        ObjectNode wish = object().put("resolution", resolution)
                .put("conflictId", conflict.path("id").asText());
        Shops.Answer answer = serai.asking(
                () -> shops.ask("POST", "/api/integrations/product-sync/conflicts/" + product + "/resolve", wish));
        say(resolution + " of " + conflict + ": " + answer.status());
        if (answer.status() >= 500) {
            throw new IllegalStateException(answer.json().toString());
        }
        return answer.status() == 200;
    }

    /** At once, in the middle of a call that takes effect, or as soon as a delivery was answered. */
    private void kill(TwinServer twin, Random random) {
        int kind = random.nextInt(3);
        say("kill -9, kind " + kind + " at " + twin.name());
        switch (kind) {
            case 0 -> serai.kill(() -> say("now"));
            case 1 -> {
                int seen = twin.calls().events().size();
                twin.faults().next(Fate.TIMEOUT_AFTER_EFFECT);
                serai.kill(() -> soon(() -> twin.calls().events().size() > seen + 1));
            }
            default -> {
                int seen = twin.deliveries().attempts().size();
                serai.kill(() -> soon(() -> twin.deliveries().attempts().size() > seen));
            }
        }
        say("it runs again");
    }

    /** When nothing comes, any moment is as good. */
    private void soon(BooleanSupplier happened) {
        try {
            await().atMost(MOMENT).pollInterval(Duration.ofMillis(2)).until(happened::getAsBoolean);
        } catch (ConditionTimeoutException nothingCame) {
            say("nothing came");
        }
    }

    /** The shops work again, both are read in full, and people decide what is left to decide. */
    void end() {
        twins().forEach(twin -> twin.faults().clear());
        Instant now = Instant.now();
        for (String channel : List.of(shops.shopifyChannel, shops.wooChannel)) {
            await(channel + " is read in full").atMost(PATIENCE).until(() -> Instant.parse(
                            shops.channel(channel).path("lastProductSyncAt").asText("1970-01-01T00:00:00Z"))
                    .isAfter(now));
        }
        shops.settle(PATIENCE);
        say("quiet");
        Random random = new Random(schedule.seed());
        while (decideOne(random)) {
            shops.settle(PATIENCE);
        }
        say("decided");
        tradeMistakes = trade.mistakes(PATIENCE);
    }
}
