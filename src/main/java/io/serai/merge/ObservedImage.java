package io.serai.merge;

import static java.util.Objects.requireNonNull;

/**
 * An image as seen on a platform.
 *
 * @param mediaId the image's id there, the only thing it is known again by (rule 14)
 * @param url where to fetch it from, null while the platform is still making it
 * @param altText null for none
 */
public record ObservedImage(String mediaId, String url, String altText) {

    public ObservedImage {
        requireNonNull(mediaId, "mediaId is null");
    }
}
