package io.serai.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a platform lets Serai in with, by the platform's own words. Never shown. */
public record Credentials(Map<String, String> secrets) {

    private static final Map<Platform, Set<String>> NEEDED = Map.of(
            Platform.SHOPIFY, Set.of("accessToken"),
            Platform.WOOCOMMERCE, Set.of("consumerKey", "consumerSecret"),
            Platform.JTL, Set.of("clientId", "clientSecret"));

    public Credentials {
        secrets = Map.copyOf(secrets);
    }

    static Credentials of(JsonNode json) {
        Map<String, String> secrets = new TreeMap<>();
        json.properties()
                .forEach(
                        secret -> secrets.put(secret.getKey(), secret.getValue().asText()));
        return new Credentials(secrets);
    }

    /** @throws InvalidRequest naming what the platform needs and is missing, or does not know */
    public void mustSuit(Platform platform) {
        Set<String> needed = NEEDED.getOrDefault(platform, Set.of());
        List<Flaw> flaws = new ArrayList<>();
        Set<String> all = new TreeSet<>(needed);
        all.addAll(secrets.keySet());
        for (String name : all) {
            if (needed.contains(name) != secrets.containsKey(name)) {
                String detail =
                        needed.contains(name) ? "It is missing" : "A " + platform.key() + " channel has no such";
                flaws.add(Flaw.at(
                        List.of("credentials", name),
                        detail,
                        "A " + platform.key() + " channel needs " + String.join(" and ", new TreeSet<>(needed))));
            }
        }
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
    }

    @Override
    public String toString() {
        return "Credentials" + new TreeSet<>(secrets.keySet());
    }
}
