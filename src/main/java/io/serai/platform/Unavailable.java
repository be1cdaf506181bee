package io.serai.platform;

/** The platform did not answer, or answered with nothing that can be its answer. It costs no try. */
public final class Unavailable extends PlatformFailure {

    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    /** @param outcomeUnknown whether a write may have been done all the same, so that a read must come before a retry */
    public Unavailable(String message, boolean outcomeUnknown) {
        this(message, outcomeUnknown, null);
    }

    public Unavailable(String message, boolean outcomeUnknown, Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
