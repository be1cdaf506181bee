package io.serai.platform;

/** The platform refuses the channel's credentials, or they may not do this. The channel pauses until a person acts. */
public final class Unauthorized extends PlatformFailure {

    private static final long serialVersionUID = 1L;

    private final boolean saysWhatToDo;

    public Unauthorized(String message) {
        super(message, null);
        this.saysWhatToDo = false;
    }

    /** @param remedy what a person can do about it, a sentence without its full stop */
    public Unauthorized(String message, String remedy) {
        super(message + ". " + remedy, null);
        this.saysWhatToDo = true;
    }

    /** Whether the message names the remedy. */
    public boolean saysWhatToDo() {
        return saysWhatToDo;
    }
}
