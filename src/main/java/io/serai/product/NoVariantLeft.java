package io.serai.product;

import io.serai.problem.Flaw;
import java.util.List;

/** A product always has a variant: what is sold of it. Shopify does not let the last one go, and no shop sells it without. */
public final class NoVariantLeft {

    private NoVariantLeft() {}

    /** @param path of what would take the last one away */
    public static Flaw at(List<String> path) {
        return Flaw.at(
                path,
                "The product would have no variant left",
                "Keep one, or make another in its place first; to sell it no longer set isActive to false");
    }
}
