package io.serai.camel;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.access.CreateTenant;
import io.serai.access.CreateToken;
import io.serai.access.Role;
import io.serai.channel.ChangeChannel;
import io.serai.channel.ConnectChannel;
import io.serai.conflict.AcceptConflicts;
import io.serai.conflict.ResolveConflict;
import io.serai.fulfilment.CountStock;
import io.serai.fulfilment.MapLocations;
import io.serai.job.JobCommand;
import io.serai.job.SyncRequest;
import io.serai.platform.Resource;
import io.serai.problem.InvalidRequest;
import io.serai.problem.MalformedRequest;
import io.serai.problem.NotFound;
import io.serai.problem.PreconditionFailed;
import io.serai.problem.PreconditionRequired;
import io.serai.product.CreateProduct;
import io.serai.product.ProductPatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Header;

/** Turns what a request says, which the contract has been held against already, into what service beans take. */
@ApplicationScoped
@Named("requests")
public class Requests {

    private static final Pattern ETAG = Pattern.compile("\"([0-9]{1,18})\"");
    private static final String ANY = "*";

    /** Higher than what anybody gives by hand: a person waits for the answer. */
    private static final int AT_ONCE = 100;

    public CreateProduct createProduct(JsonNode json) {
        return CreateProduct.of(json);
    }

    public ProductPatch patchProduct(JsonNode json) {
        return ProductPatch.of(json);
    }

    public ResolveConflict resolveConflict(JsonNode json) {
        return ResolveConflict.of(json);
    }

    public AcceptConflicts acceptConflicts(JsonNode json) {
        return AcceptConflicts.of(json);
    }

    public ConnectChannel connectChannel(JsonNode json) {
        return ConnectChannel.of(json);
    }

    public CountStock countStock(JsonNode json) {
        return CountStock.of(json);
    }

    public MapLocations mapLocations(JsonNode json) {
        return MapLocations.of(json);
    }

    public ChangeChannel changeChannel(JsonNode json) {
        return ChangeChannel.of(json);
    }

    public CreateTenant createTenant(JsonNode json) {
        return new CreateTenant(json.path("id").asText(), json.path("name").asText());
    }

    public CreateToken createToken(JsonNode json) {
        return new CreateToken(
                json.path("name").asText(),
                Role.find(json.path("role").asText()).orElseThrow(),
                json.hasNonNull("clientId") ? json.get("clientId").asText() : null,
                json.hasNonNull("expiresAt") ? moment(json.get("expiresAt").asText()) : null);
    }

    public SyncRequest ordersSyncRequest(JsonNode json) {
        return SyncRequest.of(Resource.ORDERS, json);
    }

    public SyncRequest productsSyncRequest(JsonNode json) {
        return SyncRequest.of(Resource.PRODUCTS, json);
    }

    public String tenantToSync(JsonNode json) {
        return json.path("tenantId").asText();
    }

    /** What a tenant wants fetched; everything if nobody said. */
    public List<Resource> syncTypes(JsonNode json) {
        Set<Resource> types = new LinkedHashSet<>();
        json.path("types")
                .forEach(type -> types.add(Resource.find(type.asText()).orElseThrow()));
        return types.isEmpty() ? List.of(Resource.ORDERS, Resource.CUSTOMERS, Resource.PRODUCTS) : List.copyOf(types);
    }

    /** Whether what was fetched a moment ago is fetched again. */
    public boolean force(JsonNode json) {
        return json.path("force").asBoolean(false);
    }

    /** What a person has a job do. */
    public JobCommand jobCommand(String name) {
        return JobCommand.valueOf(name.toUpperCase(Locale.ROOT));
    }

    public UUID id(String text) {
        return UUID.fromString(text);
    }

    /** The keys of the platforms to leave out, none if nobody said. */
    public Set<String> skipPlatforms(JsonNode json) {
        Set<String> platforms = new TreeSet<>();
        json.path("skipPlatforms").forEach(key -> platforms.add(key.asText()));
        return platforms;
    }

    /** What is to be pushed at once. */
    public int atOnce() {
        return AT_ONCE;
    }

    /** How urgent a person said it is. */
    public int priority(JsonNode json) {
        return json.path("priority").asInt(0);
    }

    /** Whether a full sync also creates what channels do not carry. */
    public boolean createMissing(JsonNode json) {
        return json.path("createMissing").asBoolean(false);
    }

    /** How long ago something must have ended to be deleted, null for what the settings say. */
    public Integer olderThanDays(JsonNode json) {
        return json.hasNonNull("olderThanDays") ? json.get("olderThanDays").asInt() : null;
    }

    /** @throws NotFound if nobody has asked for one yet */
    public void mustBeFullSync(Object answer) {
        if (answer == null) {
            throw new NotFound("full sync of this client yet");
        }
    }

    /** The external id to link to, null to have the product created anew. */
    public String externalId(JsonNode json) {
        return json.hasNonNull("externalId") ? json.get("externalId").asText() : null;
    }

    /** One id, as what reads products takes it. */
    public List<String> ids(String externalId) {
        return List.of(externalId);
    }

    /**
     * The version a request's If-Match names. Taken as a header: as an argument in a route it would lose its quotes.
     *
     * @return null for any
     * @throws PreconditionRequired if the header is missing
     * @throws PreconditionFailed if it cannot be the present version
     */
    public Long expectedVersion(@Header("If-Match") String ifMatch) {
        if (ifMatch.isBlank()) {
            throw new PreconditionRequired("Send the product's ETag as If-Match, or * for whatever it is now");
        }
        if (ifMatch.strip().equals(ANY)) {
            return null;
        }
        if (ifMatch.contains(",")) {
            throw new MalformedRequest("If-Match takes one ETag");
        }
        Matcher etag = ETAG.matcher(ifMatch.strip());
        if (!etag.matches()) {
            throw new PreconditionFailed("If-Match is no ETag of this product: read it again");
        }
        return Long.valueOf(etag.group(1));
    }

    /** @throws NotFound if there is nothing to answer with: it went while it was asked for */
    public void mustBeThere(Object answer) {
        if (answer == null) {
            throw new NotFound("thing any more");
        }
    }

    private static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw InvalidRequest.at(List.of("expiresAt"), "It is no moment", "Such as 2030-01-31T00:00:00Z");
        }
    }
}
