package io.serai.platform;

/** A compare-and-set was lost: what was compared with is no longer so. Read again, then write with a new key. */
public final class Stale extends PlatformFailure {

    private static final long serialVersionUID = 1L;

    public Stale(String message) {
        super(message, null);
    }
}
