package io.serai.platform;

/** The platform refuses the channel's credentials, or they may not do this. The channel pauses until a person acts. */
public final class Unauthorized extends PlatformFailure {

    private static final long serialVersionUID = 1L;

    public Unauthorized(String message) {
        super(message, null);
    }
}
