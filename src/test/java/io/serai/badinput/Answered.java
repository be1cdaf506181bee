package io.serai.badinput;

/** How bad input is answered: the status and the last part of the problem's type. */
enum Answered {
    /** Nothing is wrong with it. */
    TAKEN(200, null),
    MALFORMED(400, "malformed-request"),
    UNAUTHENTICATED(401, "unauthenticated"),
    UNSIGNED(401, "bad-signature"),
    FORBIDDEN(403, "forbidden"),
    NOT_FOUND(404, "not-found"),
    NO_SUCH_METHOD(405, "method-not-allowed"),
    TOO_SLOW(408, "too-slow"),
    CONFLICT(409, "conflict"),
    STALE(412, "precondition-failed"),
    TOO_LARGE(413, "too-large"),
    UNSUPPORTED(415, "unsupported-content"),
    INVALID(422, "invalid-request"),
    UNVERSIONED(428, "precondition-required"),

    /** What is no request, or whose head is too large, is answered by the HTTP server beneath, which has no documents. */
    NO_REQUEST(400, ""),
    CLOSED(0, ""),
    LINE_TOO_LONG(414, ""),
    HEADERS_TOO_LARGE(431, "");

    private final int status;
    private final String type;

    Answered(int status, String type) {
        this.status = status;
        this.type = type;
    }

    int status() {
        return status;
    }

    boolean isProblem() {
        return type != null && !type.isEmpty();
    }

    String type() {
        return "urn:serai:problem:" + type;
    }
}
