package io.serai.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.serai.channel.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks that a delivery's body has the shape Serai reads. The schemas are tolerant: they hold the types of what is read
 * and let through what is not. Thread-safe.
 */
@ApplicationScoped
@Named("payloadSchemas")
public class PayloadSchemas {

    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final Map<String, Optional<JsonSchema>> schemas = new ConcurrentHashMap<>();

    /**
     * @param topic as in the deliveries' topic header
     * @return why the body cannot be read, empty if it can, or if nobody reads bodies of this topic
     */
    public List<String> check(Platform platform, String topic, JsonNode body) {
        String resource = topic.split("[/.]")[0];
        if (!resource.matches("[a-z_]+")) {
            return List.of();
        }
        return schemas.computeIfAbsent("/schema/" + platform.key() + "/" + resource + ".json", this::load)
                .map(schema -> schema.validate(body).stream()
                        .map(message -> message.getMessage().replaceFirst("^\\$\\.?", ""))
                        .sorted()
                        .toList())
                .orElse(List.of());
    }

    private Optional<JsonSchema> load(String file) {
        try (InputStream schema = PayloadSchemas.class.getResourceAsStream(file)) {
            return schema == null ? Optional.empty() : Optional.of(factory.getSchema(schema));
        } catch (IOException packagedFile) {
            throw new UncheckedIOException(packagedFile);
        }
    }
}
