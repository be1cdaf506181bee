package io.serai.ownership;

/** What Serai does with a field on one platform. */
public enum Access {
    /** Edits made there are taken in, and the hub's value is pushed there. */
    READ_WRITE,
    /** Edits made there are taken in; Serai never writes it there. */
    READ,
    /** The hub's value is pushed there. What is changed there is no edit: it is put back. */
    WRITE,
    /** The platform has no place for the field. */
    NEVER;

    public boolean reads() {
        return this == READ_WRITE || this == READ;
    }

    public boolean writes() {
        return this == READ_WRITE || this == WRITE;
    }
}
