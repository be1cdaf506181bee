package io.serai.platform.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.merge.ObservedVariant;
import io.serai.platform.Conversation;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.product.Field;
import io.serai.product.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sends a planned call. A change replaces objects as a whole, so what is in them is asked for before; and it is answered with
 * nothing, so the product is read after it. What was written and stands there otherwise by then was taken all the same:
 * somebody has edited it since, and the next look at the product tells. So its version is then the one before that edit.
 */
public final class JtlPush extends Conversation<JtlQuestion, JtlAnswer> {

    /** JTL's times are no finer. */
    private static final Duration INSTANT_BEFORE = Duration.ofMillis(1);

    /** One would do, if JTL never showed more than it was asked for. */
    private static final String OTHERS = "50";

    private final PlannedCall call;
    private final ObjectNode body;
    private Observation answer;

    public JtlPush(PlannedCall call) {
        this.call = call;
        this.body = call.body().path(JtlPushPlanner.PRODUCT).deepCopy();
        if (call.operation().equals(JtlPushPlanner.CREATE)) {
            ask(JtlQuestion.post(call.path(), body), this::made);
        } else if (JtlInput.OBJECTS.stream().anyMatch(body::has)) {
            ask(JtlQuestion.get(call.path()), held -> change(JtlInput.whole(body, known(held.taken()))));
        } else {
            change(body);
        }
    }

    /** What is in the objects that are replaced would be lost, were they looked for under a name they do not have. */
    private JsonNode known(JsonNode held) {
        JtlProductMapper.variant(held);
        JtlInput.SHARED_OBJECTS.stream().filter(body::has).forEach(name -> JtlShape.objectOrNull(held, name));
        return held;
    }

    private void made(JtlAnswer made) {
        if (made.code().endsWith("_DuplicateKey")) {
            askForTheOther(made);
            return;
        }
        JsonNode product = made.taken();
        tookEffect();
        answer = observed(JtlProductMapper.variant(product), made);
    }

    /** That word names nobody. */
    private void askForTheOther(JtlAnswer refused) {
        String sku = body.path("merchantSku").asText();
        ask(JtlQuestion.get("products", "$filter", JtlRead.is("merchantSku", sku), "$top", OTHERS), found -> {
            for (JsonNode other : found.list("items")) {
                if (JtlRead.folded(JtlShape.text(other, "merchantSku")).equals(JtlRead.folded(sku))) {
                    throw new Rejected(List.of(new Reason(
                            "merchantSku",
                            refused.code() + ": " + sku,
                            Reason.SKU_TAKEN,
                            JtlShape.text(other, "jfsku"))));
                }
            }
            refused.taken();
        });
    }

    private void change(ObjectNode whole) {
        ask(JtlQuestion.patch(call.path(), whole), changed -> {
            changed.taken();
            tookEffect();
            ask(JtlQuestion.get(call.path()), read -> answer = asWritten(read));
        });
    }

    private Observation asWritten(JtlAnswer read) {
        ObservedVariant seen = JtlProductMapper.variant(read.taken());
        Map<Field, Value> fields = new EnumMap<>(seen.fields());
        call.meant()
                .forEach((cell, meant) -> fields.computeIfPresent(
                        cell.field(), (field, value) -> field.stores(meant, value) ? value : meant));
        Instant shown = JtlShape.changedAt(read.taken());
        boolean isEdited = !fields.equals(seen.fields());
        return observed(
                new ObservedVariant(seen.externalId(), fields, seen.platformData()),
                read,
                isEdited ? shown.minus(INSTANT_BEFORE) : shown);
    }

    private Observation observed(ObservedVariant variant, JtlAnswer shown) {
        return observed(variant, shown, JtlShape.changedAt(shown.taken()));
    }

    private Observation observed(ObservedVariant variant, JtlAnswer shown, Instant version) {
        return new Observation(
                Source.ANSWER,
                call.body().path(JtlPushPlanner.LISTING).asText(),
                version,
                shown.at(),
                0,
                Map.of(),
                List.of(variant),
                false,
                Map.of());
    }

    @Override
    public Observation result() {
        return answer;
    }
}
