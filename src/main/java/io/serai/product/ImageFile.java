package io.serai.product;

import static java.util.Objects.requireNonNull;

/**
 * Where to fetch an image of the hub from. What tells one image from another is its id alone: the same picture has another
 * URL in every shop.
 *
 * @param altText null for none
 */
public record ImageFile(String url, String altText) {

    public ImageFile {
        requireNonNull(url, "url is null");
    }
}
