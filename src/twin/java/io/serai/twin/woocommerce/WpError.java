package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;

/** A {@code WP_Error}: code, message and data with the HTTP status, as WordPress answers it. */
final class WpError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient ObjectNode data;

    WpError(int status, String code, String message) {
        super(message, null, false, false);
        this.code = code;
        this.data = Json.object().put("status", status);
    }

    WpError with(String name, JsonNode value) {
        data.set(name, value);
        return this;
    }

    int status() {
        return data.get("status").intValue();
    }

    String code() {
        return code;
    }

    ObjectNode body() {
        ObjectNode body = Json.object().put("code", code).put("message", getMessage());
        body.set("data", data);
        return body;
    }

    static WpError invalidId(String postType, int status) {
        return new WpError(status, "woocommerce_rest_" + postType + "_invalid_id", "Invalid ID.");
    }

    static WpError noRoute() {
        return new WpError(404, "rest_no_route", "No route was found matching the URL and request method.");
    }

    /** A PHP exception nobody caught: 500 with HTML in the message (W10). */
    static WpError critical() {
        return new WpError(
                500,
                "internal_server_error",
                "<p>There has been a critical error on this website.</p><p><a href=\"https://wordpress.org/documentation/article/faq-troubleshooting/\">Learn more about troubleshooting WordPress.</a></p>");
    }
}
