package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/** The media library: what is given by address is copied in and gets an id and an address of its own. Guarded by the shop's lock. */
final class Images {

    private static final DateTimeFormatter FOLDER = DateTimeFormatter.ofPattern("yyyy/MM").withZone(ZoneOffset.UTC);

    /** @param path below the site's address */
    record Image(String path, String name, String alt, Instant created) {}

    private final Map<Long, Image> images = new HashMap<>();
    private final Shop shop;

    Images(Shop shop) {
        this.shop = shop;
    }

    /**
     * The id of the image meant: an existing one's, or that of the copy made of {@code src}; 0 if neither is given.
     *
     * @throws WpError 400 if the id is no image's, or the address cannot be fetched
     */
    long resolve(JsonNode given, String kind) {
        long id = given.path("id").asLong(0);
        if (id == 0 && given.path("src").asText("").isEmpty()) {
            return 0;
        }
        if (id == 0) {
            id = upload(given.get("src").asText(), kind);
        }
        Image image = images.get(id);
        if (image == null) {
            throw new WpError(400, "woocommerce_" + kind + "_invalid_image_id", "#" + id + " is an invalid image ID.");
        }
        String alt = given.path("alt").asText("");
        String name = given.path("name").asText("");
        images.put(
                id,
                new Image(
                        image.path(),
                        name.isEmpty() ? image.name() : name,
                        alt.isEmpty() ? image.alt() : WpText.clean(alt),
                        image.created()));
        return id;
    }

    private long upload(String src, String kind) {
        URI uri;
        try {
            uri = URI.create(src);
        } catch (IllegalArgumentException e) {
            throw unreachable(src, kind);
        }
        boolean fetchable = uri.getHost() != null && !uri.getHost().endsWith(".invalid");
        if (!fetchable || uri.getPath() == null) {
            throw unreachable(src, kind);
        }
        String file = uri.getPath().replaceFirst("^.*/", "");
        String name = file.replaceFirst("\\.[a-zA-Z0-9]+$", "");
        String ending = name.equals(file) ? ".jpg" : file.substring(name.length());
        String stem = WpText.slug(name.isEmpty() ? "image" : name);
        String path = folder() + stem + ending;
        for (int n = 1; isTaken(path); n++) {
            path = folder() + stem + "-" + n + ending;
        }
        long id = shop.nextPostId();
        images.put(id, new Image(path, stem, "", shop.now()));
        return id;
    }

    private String folder() {
        return "/wp-content/uploads/" + FOLDER.format(shop.now()) + "/";
    }

    private boolean isTaken(String path) {
        return images.values().stream().anyMatch(image -> image.path().equals(path));
    }

    private static WpError unreachable(String src, String kind) {
        return new WpError(
                400,
                "woocommerce_" + kind + "_image_upload_error",
                "Error getting remote image " + src + ". Error: A valid URL was not provided.");
    }

    Map<Long, Image> stored() {
        return Map.copyOf(images);
    }

    void restore(Map<Long, Image> stored) {
        images.clear();
        images.putAll(stored);
    }

    boolean has(String path) {
        return isTaken(path);
    }

    ObjectNode json(long id, String base) {
        Image image = images.get(id);
        if (image == null) {
            return null;
        }
        ShopSettings settings = shop.settings();
        return Json.object()
                .put("id", id)
                .put("date_created", settings.local(image.created()))
                .put("date_created_gmt", ShopSettings.gmt(image.created()))
                .put("date_modified", settings.local(image.created()))
                .put("date_modified_gmt", ShopSettings.gmt(image.created()))
                .put("src", base + image.path())
                .put("name", image.name())
                .put("alt", image.alt());
    }
}
