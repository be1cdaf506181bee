package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The {@code _links} of a resource. */
final class Links {

    private static final String[] ALLOWED = {"GET", "POST", "PUT", "PATCH", "DELETE"};

    private Links() {}

    /** @param base where the shop is, such as {@code https://shop.example} */
    static ObjectNode add(ObjectNode json, String base, String collection, long id) {
        String all = base + "/wp-json/wc/v3/" + collection;
        ObjectNode links = json.putObject("_links");
        ObjectNode self = links.putArray("self").addObject().put("href", all + "/" + id);
        for (String method : ALLOWED) {
            self.withObject("/targetHints").withArray("allow").add(method);
        }
        links.putArray("collection").addObject().put("href", all);
        return links;
    }

    static void up(ObjectNode links, String base, String path) {
        links.putArray("up").addObject().put("href", base + "/wp-json/wc/v3/" + path);
    }
}
