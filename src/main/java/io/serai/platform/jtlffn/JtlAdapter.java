package io.serai.platform.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Platform;
import io.serai.listing.Difference;
import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.platform.FieldPlace;
import io.serai.platform.PlatformAdapter;
import io.serai.product.Field;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Serai knows of JTL-FFN: it delivers nothing (fact 67), and its products are not read or written yet. */
@ApplicationScoped
public class JtlAdapter implements PlatformAdapter {

    @Override
    public Platform platform() {
        return Platform.JTL;
    }

    @Override
    public boolean knowsShopsByDomain() {
        return false;
    }

    @Override
    public List<String> topics() {
        return List.of();
    }

    @Override
    public boolean keepsStock() {
        return true;
    }

    @Override
    public boolean hasCatalogue() {
        return false;
    }

    @Override
    public boolean deletes(String topic) {
        return false;
    }

    @Override
    public Optional<String> productOf(String topic, JsonNode body) {
        return Optional.empty();
    }

    /** @throws UnsupportedOperationException always: the network sends nothing */
    @Override
    public Observation delivered(String topic, JsonNode body, Instant receivedAt, Map<String, String> settings) {
        throw new UnsupportedOperationException("JTL-FFN delivers nothing");
    }

    @Override
    public Optional<PlannedCall> plan(Difference difference, Map<String, String> settings) {
        return Optional.empty();
    }

    @Override
    public boolean readsBeforeWrite() {
        return false;
    }

    @Override
    public Map<Field, FieldPlace> places() {
        return Map.of();
    }
}
