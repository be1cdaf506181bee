package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.platform.Conversation;
import io.serai.platform.ShopLocation;
import java.util.ArrayList;
import java.util.List;

/** Lists the shop's active locations. */
public final class ShopifyLocations extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    private final List<ShopLocation> locations = new ArrayList<>();

    public ShopifyLocations() {
        askAfter(null);
    }

    private void askAfter(String cursor) {
        JsonNode variables = JsonNodeFactory.instance.objectNode().put("after", cursor);
        ask(ShopifyQuestion.query("Locations", variables), this::heard);
    }

    private void heard(ShopifyAnswer answer) {
        JsonNode page = answer.page("locations");
        page.path("nodes")
                .forEach(location -> locations.add(new ShopLocation(
                        ShopifyId.number(location.path("id").asText()),
                        location.path("name").asText())));
        if (page.path("pageInfo").path("hasNextPage").asBoolean()) {
            askAfter(page.path("pageInfo").path("endCursor").asText());
        }
    }

    @Override
    public List<ShopLocation> result() {
        return List.copyOf(locations);
    }
}
