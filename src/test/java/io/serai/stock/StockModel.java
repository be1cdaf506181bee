package io.serai.stock;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.order.Promise;
import io.serai.schedule.Schedule;
import io.serai.schedule.Schedule.Step;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * One item in two shops and a warehouse, and a hub that decides by {@link Promise}, {@link Allocation} and {@link ShopFigure}. The
 * schedule says who does something; news of orders come late, twice, out of order or never, calls end without anybody knowing how.
 * What is true is kept apart from what the hub knows.
 */
final class StockModel {

    private static final int LOST_PERCENT = 20;
    private static final int CRASHES_PERCENT = 25;

    /** What an order really is. */
    private static final class Order {
        long wanted;
        long shipped;
        /** Raised with every change. */
        long version;
        /** Whether the warehouse has it; it reserved all that was wanted then. */
        boolean hasOutbound;

        boolean isShippedThere;
        long reservedThere;

        /** What is neither there nor gone. */
        long promised() {
            return Math.max(0, wanted - Math.max(shipped, hasOutbound ? reservedThere : 0));
        }
    }

    /** What the hub knows of an order. */
    private static final class Known {
        Promise promise = Promise.NONE;
        long shippedAt;
        long version = -1;
    }

    private static final class Shop {
        long shown;
        final Map<Integer, Order> orders = new HashMap<>();
        final Set<Integer> hints = new TreeSet<>();

        final Map<Integer, Known> known = new HashMap<>();
        ShopFigure figure;
        long readAt;
        boolean mustRead;
        long reservedKnown;
        long goneKnown;
        /** What the warehouse has reserved for its orders. */
        long reserved() {
            return orders.values().stream()
                    .filter(order -> order.hasOutbound && !order.isShippedThere)
                    .mapToLong(order -> order.reservedThere)
                    .sum();
        }

        /** What the warehouse has sent for its orders. */
        long gone() {
            return orders.values().stream()
                    .filter(order -> order.isShippedThere)
                    .mapToLong(order -> order.reservedThere)
                    .sum();
        }

        /** The call under way: what was expected, what is set, whether it has come to pass. */
        Call call;
    }

    private static final class Call {
        final long expected;
        final long quantity;
        Boolean done;

        Call(long expected, long quantity) {
            this.expected = expected;
            this.quantity = quantity;
        }
    }

    /** How much happened, so that a test that drives nothing is seen. */
    static final class Statistics {
        long sales;
        long writes;
        long unknown;
        long takenOver;
        long letGo;

        void add(Statistics other) {
            sales += other.sales;
            writes += other.writes;
            unknown += other.unknown;
            takenOver += other.takenOver;
            letGo += other.letGo;
        }
    }

    final Statistics statistics = new Statistics();
    private final Schedule schedule;
    private final List<Shop> shops = List.of(new Shop(), new Shop());
    private final StringBuilder story = new StringBuilder();
    private long level;
    private long reserved;
    private long levelKnown;
    private long reservedKnown;
    /** How much of which order the warehouse had when it was last asked. */
    private final Map<Order, Long> polled = new IdentityHashMap<>();

    private int orders;
    private long now;

    StockModel(Schedule schedule) {
        this.schedule = schedule;
    }

    void run() {
        Random random = new Random(schedule.draw());
        level = random.nextInt(12);
        poll();
        for (Shop shop : shops) {
            shop.shown = random.nextInt(12);
            shop.figure = ShopFigure.met(shop.shown, target());
            shop.readAt = now;
        }
        try {
            schedule.steps().forEach(this::step);
            end();
        } catch (AssertionError e) {
            throw new AssertionError(story.toString(), e);
        }
    }

    private void step(Step step) {
        now++;
        Shop shop = shops.get(step.shop());
        Random random = step.random();
        switch (step.kind()) {
            case CUSTOMER -> customer(shop, random);
            case WAREHOUSE -> warehouse(random);
            case DELIVER -> deliver(shop, random);
            case READ -> catchUp(shop);
            case WORK -> work(shop, random.nextInt(100) < CRASHES_PERCENT);
            case STAFF, HUB, RESOLVE -> {
                // they are about products
            }
        }
    }

    private void say(String what) {
        story.append(now).append(' ').append(what).append(": ");
        for (Shop shop : shops) {
            story.append(shop.shown)
                    .append('/')
                    .append(shop.figure == null ? "" : shop.figure)
                    .append(' ');
        }
        story.append("free ")
                .append(free())
                .append(", counted ")
                .append(level)
                .append(" reserved ")
                .append(reserved)
                .append(", known ")
                .append(levelKnown)
                .append(" ")
                .append(reservedKnown)
                .append('\n');
    }

    private void customer(Shop shop, Random random) {
        List<Integer> open = shop.orders.entrySet().stream()
                .filter(order -> order.getValue().wanted > order.getValue().shipped)
                .map(Map.Entry::getKey)
                .toList();
        int kind = random.nextInt(10);
        if (kind < 6 || open.isEmpty()) {
            buy(shop, 1 + random.nextInt(3));
            return;
        }
        int id = open.get(random.nextInt(open.size()));
        Order order = shop.orders.get(id);
        switch (kind) {
            case 6 -> cancel(shop, order, random.nextBoolean());
            case 7 -> more(shop, order);
            case 8 -> less(shop, order);
            default -> {
                if (!order.hasOutbound) {
                    order.shipped = order.wanted;
                    say("order " + id + " is shipped from elsewhere");
                }
            }
        }
        hint(shop, id, random);
    }

    private void buy(Shop shop, long quantity) {
        if (shop.shown < quantity) {
            return;
        }
        Order order = new Order();
        order.wanted = quantity;
        shop.shown -= quantity;
        shop.orders.put(++orders, order);
        statistics.sales++;
        say("order " + orders + " of " + quantity + " in shop " + shops.indexOf(shop));
        hint(shop, orders, new Random(orders));
    }

    private void cancel(Shop shop, Order order, boolean restocks) {
        long owed = order.wanted - order.shipped;
        order.wanted = order.shipped;
        if (restocks) {
            shop.shown += owed;
        }
        if (order.hasOutbound && !order.isShippedThere) {
            letGo(order);
        }
        say("an order of " + owed + " is cancelled, put back " + restocks);
    }

    private void more(Shop shop, Order order) {
        if (shop.shown > 0) {
            shop.shown--;
            order.wanted++;
            say("an order is about one more");
        }
    }

    private void less(Shop shop, Order order) {
        if (order.wanted - order.shipped > 1 && !order.hasOutbound) {
            shop.shown++;
            order.wanted--;
            say("an order is about one less");
        }
    }

    private void hint(Shop shop, int id, Random random) {
        shop.orders.get(id).version++;
        if (random.nextInt(100) >= LOST_PERCENT) {
            shop.hints.add(id);
        }
    }

    private void warehouse(Random random) {
        switch (random.nextInt(9)) {
            case 0 -> level += 1 + random.nextInt(4);
            case 1 -> level = Math.max(reserved, level - 1 - random.nextInt(3));
            case 2, 3 -> takeOver(random);
            case 4 -> ship(random);
            case 5 ->
                shops.get(random.nextInt(shops.size())).orders.values().stream()
                        .filter(order -> order.hasOutbound && !order.isShippedThere)
                        .findFirst()
                        .ifPresent(this::letGo);
            default -> poll();
        }
        say("warehouse");
    }

    /** The outbound is cancelled. */
    private void letGo(Order order) {
        reserved -= order.reservedThere;
        order.reservedThere = 0;
        order.hasOutbound = false;
        statistics.letGo++;
    }

    private void takeOver(Random random) {
        Shop shop = shops.get(random.nextInt(shops.size()));
        shop.orders.values().stream()
                .filter(order -> !order.hasOutbound && order.wanted > order.shipped)
                .findFirst()
                .ifPresent(order -> {
                    order.hasOutbound = true;
                    order.reservedThere = order.wanted;
                    reserved += order.wanted;
                });
    }

    private void ship(Random random) {
        Shop shop = shops.get(random.nextInt(shops.size()));
        shop.orders.forEach((id, order) -> {
            if (order.hasOutbound && !order.isShippedThere && order.reservedThere > 0 && level >= order.reservedThere) {
                order.isShippedThere = true;
                level -= order.reservedThere;
                reserved -= order.reservedThere;
                order.shipped = order.reservedThere;
                hint(shop, id, random);
            }
        });
    }

    /** All that the warehouse has to say, at one moment. */
    private void poll() {
        now++;
        levelKnown = level;
        reservedKnown = reserved;
        shops.forEach(shop -> {
            shop.reservedKnown = shop.reserved();
            shop.goneKnown = shop.gone();
        });
        release();
        aim(-1, BigDecimal.ZERO);
        say("polled");
    }

    /** As {@code ReservationRepository} does: what has an outbound, and what had left before the poll began. */
    private void release() {
        for (Shop shop : shops) {
            shop.orders.values().forEach(order -> polled.put(order, order.hasOutbound ? order.reservedThere : 0L));
            shop.known.forEach((id, known) -> {
                takeOver(known, shop.orders.get(id));
                if (known.shippedAt < now) {
                    known.promise = known.promise.countedOut();
                }
            });
        }
    }

    private void takeOver(Known known, Order order) {
        long there = polled.getOrDefault(order, 0L);
        statistics.takenOver += there;
        known.promise = known.promise.takenOver(BigDecimal.valueOf(there).min(known.promise.wanted()));
    }

    private void deliver(Shop shop, Random random) {
        List<Integer> hints = List.copyOf(shop.hints);
        if (hints.isEmpty()) {
            return;
        }
        int id = hints.get(random.nextInt(hints.size()));
        take(shop, id);
        if (random.nextInt(100) >= LOST_PERCENT) {
            shop.hints.remove(id);
        }
    }

    private void take(Shop shop, int id) {
        Order order = shop.orders.get(id);
        Known known = shop.known.computeIfAbsent(id, unknown -> new Known());
        Promise before = known.promise;
        known.promise = before.seen(BigDecimal.valueOf(order.wanted), BigDecimal.valueOf(order.shipped));
        if (known.promise.shipped().compareTo(before.shipped()) > 0) {
            known.shippedAt = now;
        }
        takeOver(known, order);
        BigDecimal own = known.promise.ownSince(before);
        shop.mustRead |= known.version != order.version;
        known.version = order.version;
        aim(shops.indexOf(shop), own);
        say("order " + id + " is known");
    }

    private void aim(int owner, BigDecimal own) {
        BigDecimal target = target();
        for (int i = 0; i < shops.size(); i++) {
            Shop shop = shops.get(i);
            if (shop.figure != null) {
                shop.figure = shop.figure.aimedAt(target, i == owner ? own : BigDecimal.ZERO);
            }
        }
    }

    private BigDecimal target() {
        BigDecimal promised = shops.stream()
                .flatMap(shop -> shop.known.values().stream())
                .map(known -> known.promise.reserved())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return Allocation.of(List.of(BigDecimal.valueOf(levelKnown - reservedKnown)), promised)
                .get(0);
    }

    /** The look for orders, and what follows from it. */
    private void catchUp(Shop shop) {
        shop.orders.forEach((id, order) -> {
            if (shop.known.getOrDefault(id, new Known()).version != order.version) {
                take(shop, id);
            }
        });
        shop.hints.clear();
        if (shop.call == null && !shop.mustRead && shop.readAt < now && shop.figure.next() <= shop.figure.held()) {
            shop.figure = shop.figure.settled();
        }
    }

    /** One step of the worker: it reads, or begins a call, or learns how the call ended. */
    private void work(Shop shop, boolean crashes) {
        if (shop.call == null) {
            shop.figure = shop.figure.read(shop.shown);
            shop.readAt = now;
            shop.mustRead = false;
            if (shop.figure.isRight()) {
                shop.figure = shop.figure.confirmed();
                return;
            }
            shop.call = new Call(shop.shown, shop.figure.next());
            if (!crashes) {
                carryOut(shop);
            }
            return;
        }
        boolean asMeant = shop.call.quantity <= Math.max(shop.call.expected, shop.figure.next());
        if (isShopify(shop) && asMeant && shop.call.done == null) {
            // the same key again: what was done is not done again
            carryOut(shop);
        }
        if (crashes || shop.call.done == null) {
            statistics.unknown++;
            if (isShopify(shop) && asMeant) {
                return;
            }
            shop.figure = shop.figure.maybeWritten(shop.call.quantity).read(shop.shown);
        } else if (shop.call.done) {
            shop.figure = shop.figure.written(shop.call.quantity);
        }
        shop.readAt = now;
        shop.call = null;
    }

    private boolean isShopify(Shop shop) {
        return shop == shops.get(0);
    }

    private void carryOut(Shop shop) {
        Call call = shop.call;
        call.done = shop.shown == call.expected;
        if (!call.done) {
            return;
        }
        boolean raises = call.quantity > shop.shown;
        shop.shown = call.quantity;
        statistics.writes++;
        say("shop " + shops.indexOf(shop) + " is told " + call.quantity);
        if (raises) {
            assertThat(shop.shown)
                    .as("shop %s shows what others have not sold, lost or reserved", shops.indexOf(shop))
                    .isLessThanOrEqualTo(Math.max(0, free() + unheardElsewhere(shop)));
        }
    }

    /** What can really be sold: there, reserved by nobody, promised to nobody. */
    private long free() {
        return level - reserved - promisedIn(shops.get(0)) - promisedIn(shops.get(1));
    }

    private static long promisedIn(Shop shop) {
        return shop.orders.values().stream().mapToLong(Order::promised).sum();
    }

    private static long knownIn(Shop shop) {
        return shop.known.values().stream()
                .mapToLong(known -> known.promise.reserved().longValueExact())
                .sum();
    }

    /** What has become less elsewhere without the hub knowing; what the warehouse does for the shop's own orders is not elsewhere. */
    private long unheardElsewhere(Shop shop) {
        Shop other = isShopify(shop) ? shops.get(1) : shops.get(0);
        long known = levelKnown + shop.goneKnown - other.reservedKnown - knownIn(other);
        return Math.max(0, known - (level + shop.gone() - other.reserved() - promisedIn(other)));
    }

    private void end() {
        now++;
        for (Shop shop : shops) {
            while (shop.call != null) {
                work(shop, false);
            }
            catchUp(shop);
        }
        poll();
        poll();
        for (Shop shop : shops) {
            tell(shop);
            now++;
            catchUp(shop);
            tell(shop);
            shop.orders.forEach((id, order) -> story.append("order ")
                    .append(id)
                    .append(": wanted ")
                    .append(order.wanted)
                    .append(", shipped ")
                    .append(order.shipped)
                    .append(order.hasOutbound ? ", taken over " + order.reservedThere + "; known " : "; known ")
                    .append(shop.known.getOrDefault(id, new Known()).promise)
                    .append('\n'));
            assertThat(shop.shown).as("what shop %s shows", shops.indexOf(shop)).isEqualTo(Math.max(0, free()));
            assertThat(knownIn(shop)).as("what is reserved for it").isEqualTo(promisedIn(shop));
        }
    }

    private void tell(Shop shop) {
        do {
            work(shop, false);
        } while (shop.call != null);
    }
}
