package io.serai.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.product.Field;
import io.serai.provenance.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** What the console's queries cannot know from the database: which fields there are and what the rules say. */
@ApplicationScoped
public class Fields {

    private final String json = write();
    private final String sentences = writeSentences();

    /** Every field in its order: {@code [{"key", "column", "level"}]}. */
    public String json() {
        return json;
    }

    /** Each rule by its stored name with its words. */
    public String sentences() {
        return sentences;
    }

    private static String write() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Field field : Field.values()) {
            all.addObject()
                    .put("key", field.key())
                    .put("column", field.key().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                    .put("level", field.level().name());
        }
        return all.toString();
    }

    private static String writeSentences() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (Rule rule : Rule.values()) {
            all.put(rule.name(), rule.sentence());
        }
        return all.toString();
    }
}
