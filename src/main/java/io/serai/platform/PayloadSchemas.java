package io.serai.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Format;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import io.serai.channel.Platform;
import io.serai.problem.Flaw;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Checks that a delivery's body has the shape Serai reads. The schemas are tolerant: they hold the types of what is read
 * and let through what is not. Each is compiled once. Thread-safe.
 */
@ApplicationScoped
@Named("payloadSchemas")
public class PayloadSchemas {

    /** Nobody reads more, and a body with ten thousand variants may have ten thousand. */
    private static final int MOST_FLAWS = 20;

    private static final Pattern RESOURCE = Pattern.compile("[a-z_]{1,50}");

    private final JsonSchemaFactory factory = factory();
    private final SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(true)
            .build();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    /**
     * @param topic as in the deliveries' topic header
     * @return why the body cannot be read, empty if it can, or if nobody reads bodies of this topic
     */
    public List<Flaw> check(Platform platform, String topic, JsonNode body) {
        return schema(platform, topic)
                .map(schema -> schema.validate(body).stream()
                        .map(PayloadSchemas::flaw)
                        .sorted(Flaw.BY_PLACE)
                        .limit(MOST_FLAWS)
                        .toList())
                .orElse(List.of());
    }

    private Optional<JsonSchema> schema(Platform platform, String topic) {
        String resource = topic.split("[/.]", 2)[0];
        if (!RESOURCE.matcher(resource).matches()) {
            return Optional.empty();
        }
        // What has no schema leaves nothing behind: a shop may name any topic it likes.
        return Optional.ofNullable(
                schemas.computeIfAbsent("/schema/" + platform.key() + "/" + resource + ".json", this::load));
    }

    private static JsonSchemaFactory factory() {
        JsonMetaSchema meta = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                .format(new Moment("offset-date-time", DateTimeFormatter.ISO_OFFSET_DATE_TIME))
                .format(new Moment("local-date-time", DateTimeFormatter.ISO_LOCAL_DATE_TIME))
                .build();
        return JsonSchemaFactory.builder()
                .defaultMetaSchemaIri(meta.getIri())
                .metaSchema(meta)
                .build();
    }

    /** A moment that is in the calendar, as the shops write theirs. */
    private record Moment(String name, DateTimeFormatter formatter) implements Format {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean matches(ExecutionContext context, String value) {
            try {
                formatter.parse(value);
                return true;
            } catch (DateTimeException notInTheCalendar) {
                return false;
            }
        }
    }

    private JsonSchema load(String file) {
        try (InputStream content = PayloadSchemas.class.getResourceAsStream(file)) {
            if (content == null) {
                return null;
            }
            JsonSchema schema = factory.getSchema(content, config);
            schema.initializeValidators();
            return schema;
        } catch (IOException packagedFile) {
            throw new UncheckedIOException(packagedFile);
        }
    }

    private static Flaw flaw(ValidationMessage message) {
        // The validator puts the place before its sentence; the pointer says it already.
        String place = message.getInstanceLocation().toString();
        String sentence = message.getMessage();
        if (message.getType().equals("format")) {
            return new Flaw("#" + place, null, "is no moment in the calendar", null);
        }
        String detail = sentence.startsWith(place + ": ") ? sentence.substring(place.length() + 2) : sentence;
        return new Flaw("#" + place, null, detail, null);
    }
}
