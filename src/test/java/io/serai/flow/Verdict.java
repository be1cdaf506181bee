package io.serai.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.flow.ScheduleRun.HubEdit;
import io.serai.flow.ScheduleRun.StaffEdit;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.schedule.People;
import io.serai.twin.CallLog;
import io.serai.twin.CallLog.Event;
import io.serai.twin.TwinServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Whether all sides show the same after a schedule, and whether everybody's edits are accounted for. */
final class Verdict {

    /** What people edit, and the goods. */
    private static final int PRODUCTS = 2;

    private final ScheduleRun run;
    private final List<String> mistakes = new ArrayList<>();
    private final Map<String, JsonNode> explained = new HashMap<>();
    private int cameFirst;

    private Verdict(ScheduleRun run) {
        this.run = run;
    }

    static Verdict of(ScheduleRun run) {
        Verdict verdict = new Verdict(run);
        verdict.judge();
        return verdict;
    }

    /** Everything that is not as it should be. */
    List<String> mistakes() {
        return mistakes;
    }

    /** Pushes that changed nothing because a person of the shop had just set the same, which nobody could know. */
    int cameFirst() {
        return cameFirst;
    }

    private void judge() {
        int products = run.shops.status().path("total").asInt();
        mistakes.addAll(run.tradeMistakes());
        if (products != PRODUCTS) {
            mistakes.add("the hub has " + products + " products");
            return;
        }
        JsonNode product = run.hubProduct().orElseThrow();
        Side hub = Side.hub(product);
        run.shops.explain(hub.id()).forEach(field -> explained.put(place(field), field));
        for (int shop = 0; shop < run.staff.size(); shop++) {
            judgeShop(shop, hub, product);
        }
        judgeWarehouse(hub);
        hub.fields().forEach((field, value) -> checkExplained(null, field, value));
        hub.variants().forEach((variant, of) -> of.forEach((field, value) -> checkExplained(variant, field, value)));
        run.hubEdits.forEach(this::checkKept);
    }

    private static String place(JsonNode field) {
        return place(field.path("variantId").asText(null), field.path("field").asText());
    }

    private static String place(String variant, String field) {
        return variant == null ? field : variant + "/" + field;
    }

    private void judgeShop(int shop, Side hub, JsonNode product) {
        TwinServer twin = run.staff.get(shop).twin;
        String name = twin.name();
        CallLog.Counts counts = twin.calls().counts();
        if (!counts.doubles().isEmpty()) {
            mistakes.add(name + " has doubles: " + counts.doubles());
        }
        if (twin.listed().size() != PRODUCTS) {
            mistakes.add(name + " has " + twin.listed().size() + " products");
            return;
        }
        Side side = run.staff.get(shop).product().orElseThrow();
        Map<String, String> hubVariants = matched(hub, side);
        if (hubVariants.size() != side.variants().size()
                || hubVariants.size() != hub.variants().size()) {
            mistakes.add(name + " has the variants " + side.options() + ", the hub " + hub.options());
        }
        side.fields().forEach((field, value) -> checkSame(name, null, field, hub.at(null, field), value));
        hubVariants.forEach((theirs, ours) -> side.variants()
                .get(theirs)
                .forEach((field, value) -> checkSame(name, theirs, field, hub.at(ours, field), value)));
        checkIdle(shop, twin.calls().events());
        Map<String, StaffEdit> last = new HashMap<>();
        run.staffEdits.stream()
                .filter(edit -> edit.shop() == shop)
                .forEach(edit -> last.put(place(edit.variant(), edit.field().key()), edit));
        last.values().forEach(edit -> checkKept(edit, hubVariants, product, twin));
    }

    /** D18: each variant with a SKU of its own is one thing in the warehouse, which is called and weighs what the hub says. */
    private void judgeWarehouse(Side hub) {
        TwinServer twin = run.trade.twin();
        // what was removed in the hub stays there, and a variant made again has its name
        List<CallLog.Double> doubles = twin.calls().counts().doubles().stream()
                .filter(each -> !each.by().equals("name"))
                .toList();
        if (!doubles.isEmpty()) {
            mistakes.add(twin.name() + " has doubles: " + doubles);
        }
        if (!run.trade.isListed(hub.id())) {
            return;
        }
        Map<String, String> jfskus = run.trade.jfskus(hub.id());
        String called =
                Field.NAME.kind().toJson(hub.at(null, Field.NAME)).asText("").strip();
        hub.variants().forEach((variant, of) -> {
            if (!of.get(Field.SKU).isNone() && !jfskus.containsKey(variant)) {
                mistakes.add(
                        twin.name() + " does not know the variant " + variant + " of the SKU " + of.get(Field.SKU));
            }
        });
        for (JsonNode goods : twin.state().path("products")) {
            String variant = variantOf(jfskus, goods.path("jfsku").asText());
            if (hub.variants().containsKey(variant)) {
                Side.goods(goods)
                        .forEach((field, value) ->
                                checkSame(twin.name(), variant, field, hub.at(variant, field), value));
                if (!goods.path("name").asText().startsWith(called)) {
                    mistakes.add(twin.name() + " calls " + variant + " " + goods.path("name") + ", the hub " + called);
                }
            }
        }
    }

    private static String variantOf(Map<String, String> jfskus, String jfsku) {
        return jfskus.entrySet().stream()
                .filter(known -> known.getValue().equals(jfsku))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** The hub's variants by the shop's ids: those with the same options. */
    private static Map<String, String> matched(Side hub, Side side) {
        Map<String, String> matched = new HashMap<>();
        side.options().forEach((theirs, options) -> hub.options().entrySet().stream()
                .filter(ours -> Field.OPTIONS.same(ours.getValue(), options))
                .findFirst()
                .ifPresent(ours -> matched.put(theirs, ours.getKey())));
        return matched;
    }

    private void checkSame(String name, String variant, Field field, Value hub, Value held) {
        boolean isSame = field.same(hub, held) || field.stores(hub, held);
        boolean isDefault =
                hub.isNone() && (field == Field.VENDOR || field == Field.IS_ACTIVE || field == Field.NET_SALES_PRICE);
        if (!isSame && !isDefault) {
            mistakes.add(name + " shows " + place(variant, field.key()) + " = " + held + ", the hub " + hub);
        }
    }

    private void checkExplained(String variant, Field field, Value value) {
        // of what nobody ever set the hub shows what a new product has
        boolean isPeoples = People.PRODUCT_FIELDS.contains(field) || People.VARIANT_FIELDS.contains(field);
        boolean isEmpty = value.isNone() || value.equals(Value.terms(List.of()));
        if (!isPeoples || isEmpty) {
            return;
        }
        JsonNode told = explained.get(place(variant, field.key()));
        boolean isTold = told != null
                && told.hasNonNull("setBy")
                && field.same(field.kind().fromJson(told.path("value")), value);
        if (!isTold) {
            mistakes.add("not explained: " + place(variant, field.key()) + " = " + value + ", told is " + told);
        }
    }

    private void checkKept(HubEdit edit) {
        JsonNode told = explained.get(place(edit.variant(), edit.field().key()));
        if (told == null || !tells(told, edit.field(), edit.value(), null)) {
            mistakes.add("lost without a word: " + edit);
        }
    }

    /** The last edit of a field in a shop stands in the hub, or explain names what it lost to. */
    private void checkKept(StaffEdit edit, Map<String, String> hubVariants, JsonNode product, TwinServer twin) {
        boolean isGone = edit.variant() != null && !hubVariants.containsKey(edit.variant());
        if (isGone || leavesNoTrace(edit)) {
            return;
        }
        String variant = edit.variant() == null ? null : hubVariants.get(edit.variant());
        JsonNode told = explained.get(place(variant, edit.field().key()));
        String channel = edit.shop() == 0 ? run.shops.shopifyChannel : run.shops.wooChannel;
        Value now = Side.hub(product).at(variant, edit.field());
        boolean isKept = edit.field().same(now, edit.value()) || edit.field().stores(now, edit.value());
        if (!isKept && (told == null || !tells(told, edit.field(), edit.value(), channel)) && wasVisible(edit, twin)) {
            mistakes.add("lost without a word: " + edit + ", told is " + told);
        }
    }

    /** They thought better of it before the shop was asked again. */
    private boolean leavesNoTrace(StaffEdit edit) {
        return run.staffEdits.stream()
                .filter(other -> other.shop() == edit.shop() && other.position() == edit.position())
                .filter(other -> other.field() == edit.field() && Objects.equals(other.variant(), edit.variant()))
                .findFirst()
                .filter(first -> edit.field().same(first.before(), edit.value()))
                .isPresent();
    }

    private static boolean tells(JsonNode told, Field field, Value value, String channel) {
        for (JsonNode decision : told.path("history")) {
            boolean isTheirs = channel == null
                    ? decision.path("channelId").isNull()
                    : channel.equals(decision.path("channelId").asText());
            Value decided = field.kind().fromJson(decision.path("value"));
            if (isTheirs && (field.same(decided, value) || field.stores(value, decided))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether Serai could see the edit before its own write replaced it. Shopify compares nothing on a write; of
     * WooCommerce it is read directly before, and the moment between is the one where an edit can be lost.
     */
    private boolean wasVisible(StaffEdit edit, TwinServer twin) {
        List<Event> after = since(twin.calls().events(), edit.position());
        int written = firstWrite(after);
        return written < 0
                || edit.shop() == 1 && after.subList(0, written).stream().anyMatch(event -> isSight(edit, event));
    }

    private static boolean isSight(StaffEdit edit, Event event) {
        boolean ofVariations = event.operation().contains("variations");
        return event.resource() == null
                && event.operation().startsWith("GET /products")
                && ofVariations == (edit.variant() != null);
    }

    private static List<Event> since(List<Event> events, int position) {
        return events.subList(Math.min(position, events.size()), events.size());
    }

    private static int firstWrite(List<Event> events) {
        for (int i = 0; i < events.size(); i++) {
            if (isProductWrite(events.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isProductWrite(Event event) {
        return event.resource() != null
                && !event.operation().toLowerCase(java.util.Locale.ROOT).contains("webhook");
    }

    /** D2: a push changes something, unless a person of the shop did the same since Serai last looked. */
    private void checkIdle(int shop, List<Event> events) {
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (!isProductWrite(event) || event.changed() || run.trade.isAbout(event.resource())) {
                continue;
            }
            int write = i;
            Optional<StaffEdit> before = run.staffEdits.stream()
                    .filter(edit -> edit.shop() == shop && edit.position() <= write)
                    .filter(edit -> events.subList(edit.position(), write).stream()
                            .noneMatch(seen -> shop == 0 ? isProductWrite(seen) : isSight(edit, seen)))
                    .findFirst();
            if (before.isPresent()) {
                cameFirst++;
            } else {
                mistakes.add(run.staff.get(shop).twin.name() + " was told what it held: " + event);
            }
        }
    }
}
