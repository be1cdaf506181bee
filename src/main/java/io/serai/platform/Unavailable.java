package io.serai.platform;

/** The platform did not answer, or answered with nothing that can be its answer. It costs no try. */
public final class Unavailable extends PlatformFailure {

    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;
    private final boolean isAboutWhatWasAsked;

    /** @param outcomeUnknown whether a write may have been done all the same, so that a read must come before a retry */
    public Unavailable(String message, boolean outcomeUnknown) {
        this(message, outcomeUnknown, null);
    }

    public Unavailable(String message, boolean outcomeUnknown, Throwable cause) {
        this(message, outcomeUnknown, false, cause);
    }

    private Unavailable(String message, boolean outcomeUnknown, boolean isAboutWhatWasAsked, Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
        this.isAboutWhatWasAsked = isAboutWhatWasAsked;
    }

    /** The platform answered, and one of the things asked for is such that its answer is none: others may be readable. */
    public static Unavailable unreadable(String message, boolean outcomeUnknown) {
        return new Unavailable(message, outcomeUnknown, true, null);
    }

    /** Whether something else that is asked for may well be answered. */
    public boolean isAboutWhatWasAsked() {
        return isAboutWhatWasAsked;
    }

    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
