package io.serai.channel;

import static java.util.Objects.requireNonNull;

/** Somebody came back from signing in, and nothing can be made of it. What it says is shown to whoever came. */
public final class SignInRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String ANOTHER_LINK = "Ask for a new link: POST /api/channels/{id}/authorization.";

    /** Why. */
    public enum Reason {
        UNKNOWN(404, "Serai gave no such link.", "Open the link exactly as Serai gave it. " + ANOTHER_LINK),
        USED(
                409,
                "This link was used already.",
                "If nobody of you signed in with it, look at the channel. " + ANOTHER_LINK),
        EXPIRED(410, "This link is too old.", ANOTHER_LINK),
        DENIED(403, "The sign-in was refused.", "Nothing was changed. " + ANOTHER_LINK),
        FAILED(400, "The sign-in failed at the platform.", ANOTHER_LINK),
        NO_CODE(400, "The sign-in brought nothing back.", ANOTHER_LINK),
        NOT_TAKEN(400, "The platform does not take the sign-in.", "It may have taken too long. " + ANOTHER_LINK),
        LET_GO(409, "The channel was disconnected meanwhile.", "Connect it again with PATCH /api/channels/{id} first.");

        private final int status;
        private final String sentence;
        private final String hint;

        Reason(int status, String sentence, String hint) {
            this.status = status;
            this.sentence = sentence;
            this.hint = hint;
        }
    }

    private final Reason reason;

    public SignInRefused(Reason reason) {
        super(requireNonNull(reason, "reason is null").sentence, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** The HTTP status. */
    public int status() {
        return reason.status;
    }

    /** What to do about it. */
    public String hint() {
        return reason.hint;
    }
}
