package io.serai.ownership;

import io.serai.channel.Platform;
import java.util.Map;

/**
 * One line of the field table (D18).
 *
 * @param access per platform; a platform that is not named has no place for the field
 * @param places per platform, the field's own name and unit there, for people
 */
public record FieldRule(Owner owner, Map<Platform, Access> access, Map<Platform, String> places) {

    public FieldRule {
        access = Map.copyOf(access);
        places = Map.copyOf(places);
    }
}
