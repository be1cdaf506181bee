package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;

/** The lines of an outbound. Guarded by the network's lock. */
final class OutboundItems {

    private OutboundItems() {}

    /** Whether the line holds goods that lie in a warehouse. */
    static boolean isGoods(JsonNode item) {
        return item.path("itemType").asText().equals("Product");
    }

    /** Whether anything of these lines is shipped already. */
    static boolean isBegun(JsonNode items) {
        for (JsonNode item : items) {
            if (open(item).compareTo(item.path("quantity").decimalValue()) < 0) {
                return true;
            }
        }
        return false;
    }

    static BigDecimal open(JsonNode item) {
        return item.path("quantityOpen").decimalValue();
    }

    /**
     * The lines with their products, and with the components of bills of materials if they are to be completed.
     *
     * @throws FfnError if a product is unknown, a line is there twice, or a quantity cannot be
     */
    static ArrayNode resolved(Network network, ObjectNode given, boolean completesBillOfMaterials) {
        ArrayNode items = Json.MAPPER.createArrayNode();
        Set<String> ids = new HashSet<>();
        for (JsonNode each : given.path("items")) {
            ObjectNode item = each.deepCopy();
            if (!ids.add(item.path("outboundItemId").asText())) {
                throw FfnError.invalid("items", "The outboundItemId must be unique within the outbound.");
            }
            if (each.path("quantity").decimalValue().signum() <= 0) {
                throw FfnError.invalid("items", "The quantity must be greater than 0.");
            }
            String type = item.path("itemType").asText("Product");
            item.put("itemType", type).set("quantityOpen", item.get("quantity"));
            items.add(item);
            if (type.equals("Product") || type.equals("BillOfMaterials")) {
                Document product = product(network, item);
                item.put("jfsku", product.id).put("merchantSku", product.text("merchantSku"));
                if (product.data.at("/specifications/isBillOfMaterials").asBoolean()) {
                    item.put("itemType", "BillOfMaterials");
                    if (completesBillOfMaterials) {
                        components(network, item, product, items);
                    }
                }
            }
        }
        return items;
    }

    private static void components(Network network, ObjectNode item, Document product, ArrayNode items) {
        int number = 0;
        for (JsonNode component : product.data.at("/specifications/billOfMaterialsComponents")) {
            Document part = network.product(component.path("jfsku").asText());
            BigDecimal quantity = component.path("quantity").decimalValue().multiply(item.path("quantity").decimalValue());
            ObjectNode line = items.addObject()
                    .put("outboundItemId", item.path("outboundItemId").asText() + "-" + ++number)
                    .put("jfsku", part.id)
                    .put("merchantSku", part.text("merchantSku"))
                    .put("name", part.text("name"))
                    .put("itemType", "Product")
                    .put("billOfMaterialsId", item.path("outboundItemId").asText());
            line.set("quantity", Model.number(quantity));
            line.set("quantityOpen", Model.number(quantity));
        }
    }

    private static Document product(Network network, ObjectNode item) {
        if (item.hasNonNull("jfsku")) {
            String jfsku = item.path("jfsku").asText();
            return network.products().find(jfsku).orElseThrow(() -> FfnError.noProduct(jfsku).inTheBody());
        }
        if (item.hasNonNull("merchantSku")) {
            String sku = item.path("merchantSku").asText();
            return network.products().numbered(sku).orElseThrow(() -> FfnError.noProduct(sku).inTheBody());
        }
        throw FfnError.invalid("items", "An item needs a jfsku or a merchantSku.");
    }
}
