package io.serai.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;

/**
 * What was answered to a request.
 *
 * @param headers those that belong to the answer, by name
 */
public record KeptAnswer(int status, Map<String, String> headers, String body) {

    private static final JsonMapper JSON = new JsonMapper();

    public KeptAnswer {
        headers = Map.copyOf(headers);
    }

    public byte[] write() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written down", e);
        }
    }

    public static KeptAnswer read(byte[] written) {
        try {
            return JSON.readValue(written, KeptAnswer.class);
        } catch (IOException e) {
            throw new IllegalStateException("a kept answer cannot be read", e);
        }
    }
}
