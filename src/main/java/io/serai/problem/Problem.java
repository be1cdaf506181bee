package io.serai.problem;

import java.util.List;
import java.util.Map;

/**
 * Why a request was not done, as its sender is told (RFC 9457). Everything in it goes out: no secret, no internals.
 * Unchecked, so that it reaches the one place that answers with it.
 */
public abstract sealed class Problem extends RuntimeException
        permits BadSignature,
                Conflicting,
                Forbidden,
                InvalidRequest,
                MalformedRequest,
                MethodNotAllowed,
                NotFound,
                PreconditionFailed,
                PreconditionRequired,
                ShopUnavailable,
                TooLarge,
                TooManyRequests,
                TooSlow,
                Unauthenticated,
                UnsupportedContent {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String kind;
    private final String title;
    private final transient List<Flaw> flaws;

    Problem(int status, String kind, String title, String detail, List<Flaw> flaws) {
        super(detail, null, false, false);
        this.status = status;
        this.kind = kind;
        this.title = title;
        this.flaws = List.copyOf(flaws);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The last part of the document's {@code type}. */
    public String kind() {
        return kind;
    }

    public String title() {
        return title;
    }

    public String detail() {
        return getMessage();
    }

    /** Each thing that is wrong, possibly none. */
    public List<Flaw> flaws() {
        return flaws;
    }

    /** Headers that go with the answer. */
    public Map<String, String> headers() {
        return Map.of();
    }
}
