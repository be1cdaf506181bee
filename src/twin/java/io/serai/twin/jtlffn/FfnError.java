package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.TwinResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A refusal: code, messages and what they are about, as the network answers it. */
final class FfnError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * One thing that is wrong.
     *
     * @param target the field, or null
     */
    record Message(String message, String target) {}

    private final ErrorCode code;
    private final int status;
    private final transient List<Message> messages;
    private final transient Map<String, String> about;

    private FfnError(ErrorCode code, int status, List<Message> messages, Map<String, String> about) {
        super(said(code, messages), null, false, false);
        this.code = code;
        this.status = status;
        this.messages = messages;
        this.about = about;
    }

    private static String said(ErrorCode code, List<Message> messages) {
        return Stream.concat(Stream.of(code.code()), messages.stream().map(Message::message))
                .collect(Collectors.joining(": "));
    }

    FfnError(ErrorCode code, String message, Map<String, String> about) {
        this(code, code.status(), List.of(new Message(message, null)), about);
    }

    /** The request is not as the description has it. */
    static FfnError invalid(List<Message> messages) {
        return new FfnError(ErrorCode.MODEL_VALIDATION, 400, messages, Map.of());
    }

    static FfnError invalid(String target, String message) {
        return invalid(List.of(new Message(message, target)));
    }

    /** The SKU is taken; the answer names the product that has it, and has no message. */
    static FfnError duplicateProduct(int status, String merchantSku, String jfsku) {
        return new FfnError(
                ErrorCode.DUPLICATE_PRODUCT, status, List.of(), Map.of("MerchantSku", merchantSku, "Jfsku", jfsku));
    }

    static FfnError noProduct(String jfsku) {
        return new FfnError(ErrorCode.PRODUCT_NOT_FOUND, "Product '%s' not found".formatted(jfsku), Map.of("Jfsku", jfsku));
    }

    static FfnError noWarehouse(String id) {
        return new FfnError(
                ErrorCode.WAREHOUSE_NOT_FOUND, "Warehouse '%s' not found".formatted(id), Map.of("WarehouseId", id));
    }

    /** What is not there was named in the body and not in the path. */
    FfnError inTheBody() {
        return new FfnError(code, 400, messages, about);
    }

    int status() {
        return status;
    }

    ErrorCode code() {
        return code;
    }

    TwinResponse response() {
        ObjectNode body = Json.object();
        ObjectNode shown = body.putObject("errorCode").put("code", code.code());
        if (code.description() != null) {
            shown.put("description", code.description());
        }
        ArrayNode list = body.putArray("errorMessages");
        for (Message each : messages) {
            ObjectNode one = list.addObject().put("message", each.message());
            if (each.target() != null) {
                one.put("target", each.target());
            }
        }
        ObjectNode data = body.putObject("errorMetaData");
        about.forEach(data::put);
        return TwinResponse.json(status, body);
    }
}
