package io.serai.platform;

import java.util.List;

/**
 * Products that had landed, as they are read.
 *
 * @param page those that can be
 * @param unreadable the platform's ids of those that cannot; not null
 */
public record LandedPage(ProductPage page, List<String> unreadable) {

    public LandedPage {
        unreadable = List.copyOf(unreadable);
    }
}
