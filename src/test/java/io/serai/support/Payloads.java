package io.serai.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Payloads in {@code src/test/resources/platform}. */
public final class Payloads {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Payloads() {}

    public static JsonNode of(String path) {
        try (InputStream file = Payloads.class.getResourceAsStream("/platform/" + path)) {
            return JSON.readTree(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException ownText) {
            throw new UncheckedIOException(ownText);
        }
    }
}
