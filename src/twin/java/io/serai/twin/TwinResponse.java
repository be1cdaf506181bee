package io.serai.twin;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One HTTP answer. Header names are sent as written here. */
public record TwinResponse(int status, Map<String, String> headers, byte[] body) {

    public static TwinResponse json(int status, Object body) {
        return of(status, "application/json; charset=utf-8", Json.bytes(body));
    }

    public static TwinResponse text(int status, String type, String body) {
        return of(status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    public static TwinResponse of(int status, String type, byte[] body) {
        return new TwinResponse(status, Map.of("Content-Type", type), body);
    }

    public static TwinResponse empty(int status) {
        return new TwinResponse(status, Map.of(), new byte[0]);
    }

    /** This answer with one more header. */
    public TwinResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new TwinResponse(status, more, body);
    }
}
