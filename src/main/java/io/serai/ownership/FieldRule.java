package io.serai.ownership;

import io.serai.channel.Platform;
import java.util.Map;
import java.util.Set;

/**
 * One line of the field table (D18).
 *
 * @param access per platform; a platform that is not named has no place for the field
 * @param places per platform, the field's own name and unit there, for people
 * @param ofVariants platforms that keep this field of the product with each of its variants
 */
public record FieldRule(
        Owner owner, Map<Platform, Access> access, Map<Platform, String> places, Set<Platform> ofVariants) {

    public FieldRule {
        access = Map.copyOf(access);
        places = Map.copyOf(places);
        ofVariants = Set.copyOf(ofVariants);
    }

    /** A field that every platform keeps where the hub does. */
    public FieldRule(Owner owner, Map<Platform, Access> access, Map<Platform, String> places) {
        this(owner, access, places, Set.of());
    }

    FieldRule with(Owner other) {
        return new FieldRule(other, access, places, ofVariants);
    }
}
