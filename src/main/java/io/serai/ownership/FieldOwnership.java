package io.serai.ownership;

import static java.util.Objects.requireNonNull;

import io.serai.channel.Platform;
import io.serai.product.Field;
import java.util.EnumMap;
import java.util.Map;

/**
 * Who owns each field and what may be done with it on each platform, for one tenant. Immutable.
 *
 * @param revision raised by one with every change of the rules
 * @param rules one for every field
 */
public record FieldOwnership(int revision, Map<Field, FieldRule> rules) {

    public FieldOwnership {
        for (Field field : Field.values()) {
            requireNonNull(rules.get(field), () -> "no rule for the field " + field.key());
        }
        rules = Map.copyOf(rules);
    }

    public Owner ownerOf(Field field) {
        return rules.get(field).owner();
    }

    public Access access(Field field, Platform platform) {
        return rules.get(field).access().getOrDefault(platform, Access.NEVER);
    }

    /** Whether the platform keeps this field of the product with each of its variants. */
    public boolean isOfVariants(Field field, Platform platform) {
        return rules.get(field).ofVariants().contains(platform);
    }

    /** The rules of a tenant who gives some fields another owner than everybody else has (D3). */
    public FieldOwnership with(Map<Field, Owner> owners, int newRevision) {
        Map<Field, FieldRule> changed = new EnumMap<>(rules);
        owners.forEach((field, owner) -> changed.computeIfPresent(field, (same, rule) -> rule.with(owner)));
        return new FieldOwnership(newRevision, changed);
    }
}
