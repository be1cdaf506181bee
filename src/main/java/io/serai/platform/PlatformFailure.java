package io.serai.platform;

/** What every call to a platform fails with, and nothing else: retry, dead letter, pause and alert hang on these five. */
public abstract sealed class PlatformFailure extends RuntimeException
        permits Throttled, Unavailable, Rejected, Stale, Unauthorized {

    private static final long serialVersionUID = 1L;

    PlatformFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
