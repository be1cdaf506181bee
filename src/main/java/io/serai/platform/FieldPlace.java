package io.serai.platform;

import io.serai.ownership.Access;

/**
 * Where a platform keeps a field.
 *
 * @param access what Serai's mapping can do with it there
 * @param name the platform's own name and unit for it
 */
public record FieldPlace(Access access, String name) {

    public static FieldPlace readWrite(String name) {
        return new FieldPlace(Access.READ_WRITE, name);
    }

    public static FieldPlace read(String name) {
        return new FieldPlace(Access.READ, name);
    }

    public static FieldPlace write(String name) {
        return new FieldPlace(Access.WRITE, name);
    }
}
