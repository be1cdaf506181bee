package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.CallLog;
import io.serai.twin.Json;
import io.serai.twin.TwinResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The merchant's calls about outbounds. Guarded by the network's lock. */
final class OutboundRoutes {

    private static final String CREATE = "POST /outbounds";
    private static final Listing<Document> LISTING = Listing.ofDocuments(Set.of(
            "outboundId",
            "merchantOutboundNumber",
            "warehouseId",
            "externalNumber",
            "premiumType",
            "status",
            "shippingAddress/lastname",
            "shippingAddress/company",
            "shippingAddress/city",
            "shippingAddress/email",
            "items/jfsku",
            "items/outboundItemId",
            "items/name",
            "items/merchantSku",
            "items/quantity",
            "senderAddress/lastname",
            "senderAddress/company",
            "senderAddress/city",
            "senderAddress/email",
            "attributes/key",
            "attributes/value",
            "statusTimestamp/pending",
            "statusTimestamp/preparation",
            "statusTimestamp/acknowledged",
            "statusTimestamp/locked",
            "statusTimestamp/pickprocess",
            "statusTimestamp/shipped",
            "statusTimestamp/partiallyShipped",
            "statusTimestamp/canceled",
            "statusTimestamp/partiallyCanceled"));

    private final Network network;
    private final Outbounds outbounds;
    private final CallLog calls;

    OutboundRoutes(Network network, Outbounds outbounds, CallLog calls) {
        this.network = network;
        this.outbounds = outbounds;
        this.calls = calls;
    }

    void addTo(Routes routes, Updates updates) {
        routes.get("/outbounds", call -> LISTING.page(call, network.settings(), network.outbounds().alive()));
        routes.add("POST", "/outbounds", this::create);
        routes.get("/outbounds/updates", call -> updates.of(call, "/outbounds/updates", network.outbounds()));
        routes.get("/outbounds/{outboundId}", call -> TwinResponse.json(200, outbounds.get(call.part(0)).json()));
        routes.add("PATCH", "/outbounds/{outboundId}", this::change);
        routes.add("POST", "/outbounds/{outboundId}/cancel", this::cancel);
        routes.get("/outbounds/{outboundId}/shipping-notifications", this::notifications);
    }

    private TwinResponse create(Call call) {
        ObjectNode given = Models.OUTBOUND.whole(call.body());
        String external = given.path("externalNumber").asText();
        Document same = network.outbounds().everything().stream()
                .filter(o -> !external.isEmpty() && o.text("externalNumber").equals(external))
                .findFirst()
                .orElse(null);
        Document made =
                outbounds.create(given, call.flag("oversale"), call.flag("autoCompleteBillOfMaterials"), call.caller());
        calls.mutated(CREATE, made.id, true);
        if (same != null) {
            calls.doubled(CREATE, made.id, same.id, "externalNumber");
        }
        return TwinResponse.json(201, made.json());
    }

    private TwinResponse change(Call call) {
        Document outbound = outbounds.get(call.part(0));
        upToDate(call, outbound);
        boolean changed = outbounds.change(outbound, Models.OUTBOUND.part(call.body()), call.caller());
        calls.mutated("PATCH /outbounds/{outboundId}", outbound.id, changed);
        return TwinResponse.empty(204);
    }

    private TwinResponse cancel(Call call) {
        Document outbound = outbounds.get(call.part(0));
        upToDate(call, outbound);
        outbounds.cancel(outbound, "None", null, call.caller());
        calls.mutated("POST /outbounds/{outboundId}/cancel", outbound.id, true);
        return TwinResponse.empty(204);
    }

    /** Who says which version he knows is refused if there is a later one. */
    private static void upToDate(Call call, Document outbound) {
        String version = call.parameter("objectVersion");
        if (version == null) {
            return;
        }
        Instant known = FfnTime.read(version)
                .orElseThrow(() ->
                        FfnError.invalid("objectVersion", "The value '%s' is not valid.".formatted(version)));
        if (known.isBefore(outbound.updated())) {
            throw new FfnError(
                    ErrorCode.OUTDATED_OUTBOUND,
                    "The given version of this outbound is outdated.",
                    Map.of("OutboundId", outbound.id));
        }
    }

    private TwinResponse notifications(Call call) {
        String id = outbounds.get(call.part(0)).id;
        ArrayNode list = Json.MAPPER.createArrayNode();
        network.notifications().alive().stream()
                .filter(n -> n.text("outboundId").equals(id))
                .forEach(n -> list.add(n.json()));
        return TwinResponse.json(200, list);
    }
}
