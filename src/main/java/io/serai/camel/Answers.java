package io.serai.camel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.access.CreatedToken;
import io.serai.channel.BegunAuthorization;
import io.serai.channel.ChannelTest;
import io.serai.channel.Platform;
import io.serai.job.Cleanup;
import io.serai.ownership.Access;
import io.serai.ownership.FieldOwnership;
import io.serai.ownership.FieldRule;
import io.serai.ownership.Owner;
import io.serai.product.Field;
import io.serai.provenance.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Writes the few answers that do not come out of the database. */
@ApplicationScoped
@Named("answers")
public class Answers {

    /** Stock is no field of a product: it has its own ways. But people ask here who sets it. */
    private static final List<String> STOCK = List.of("available", "reserved", "announced");

    public String fieldOwnership(FieldOwnership ownership) {
        ObjectNode answer = success();
        ObjectNode data = answer.putObject("data").put("revision", ownership.revision());
        for (Owner owner : Owner.values()) {
            data.putArray(key(owner));
        }
        STOCK.forEach(((ArrayNode) data.get(key(Owner.STOCK)))::add);
        ArrayNode fields = data.putArray("fields");
        for (Field field : Field.values()) {
            FieldRule rule = ownership.rules().get(field);
            ((ArrayNode) data.get(key(rule.owner()))).add(field.key());
            write(field, rule, fields.addObject());
        }
        return answer.toString();
    }

    public String channelTest(ChannelTest test) {
        ObjectNode answer = success();
        ObjectNode data =
                answer.putObject("data").put("channelId", test.channelId()).put("works", test.works());
        ArrayNode findings = data.putArray("findings");
        test.findings().forEach(finding -> findings.addObject()
                .put("what", finding.what())
                .put("works", finding.works())
                .put("sentence", finding.sentence()));
        return answer.toString();
    }

    /** @param link to sign in with */
    public String authorization(URI link, BegunAuthorization begun) {
        ObjectNode answer = success();
        answer.putObject("data")
                .put("authorizationUrl", link.toString())
                .put(
                        "expiresAt",
                        begun.expiresAt().truncatedTo(ChronoUnit.MILLIS).toString());
        return answer.toString();
    }

    public String accepted(String channelId, String resolution, int resolved) {
        ObjectNode answer = success();
        answer.putObject("data")
                .put("channelId", channelId)
                .put("resolution", resolution)
                .put("resolved", resolved);
        return answer.toString();
    }

    public String cleanedUp(Cleanup.Deleted deleted) {
        ObjectNode answer = success();
        answer.putObject("data").put("deletedPushes", deleted.pushes()).put("deletedJobs", deleted.jobs());
        return answer.toString();
    }

    public String createdToken(CreatedToken token) {
        ObjectNode answer = success();
        answer.putObject("data")
                .put("id", token.id())
                .put("name", token.name())
                .put("role", token.role().key())
                .put("clientId", token.tenant())
                .put(
                        "expiresAt",
                        token.expiresAt() == null ? null : token.expiresAt().toString())
                .put("token", token.secret().text());
        return answer.toString();
    }

    /** Every rule by its stored name with its words, as JSON for a query that shows both. */
    public String sentences() {
        ObjectNode sentences = JsonNodeFactory.instance.objectNode();
        for (Rule rule : Rule.values()) {
            sentences.put(rule.name(), rule.sentence());
        }
        return sentences.toString();
    }

    private static void write(Field field, FieldRule rule, ObjectNode json) {
        json.put("field", field.key())
                .put("level", field.level().name().toLowerCase(Locale.ROOT))
                .put("owner", key(rule.owner()));
        ObjectNode platforms = json.putObject("platforms");
        for (Platform platform : Platform.values()) {
            Access access = rule.access().getOrDefault(platform, Access.NEVER);
            platforms
                    .putObject(platform.key())
                    .put("access", access.name().toLowerCase(Locale.ROOT))
                    .put("place", rule.places().get(platform));
        }
    }

    private static ObjectNode success() {
        return JsonNodeFactory.instance.objectNode().put("success", true);
    }

    private static String key(Owner owner) {
        return owner.name().toLowerCase(Locale.ROOT);
    }
}
