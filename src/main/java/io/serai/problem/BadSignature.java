package io.serai.problem;

import java.util.List;

/** A delivery that is not signed by the shop it says it comes from, or by none that is connected. */
public final class BadSignature extends Problem {

    private static final long serialVersionUID = 1L;

    public BadSignature() {
        super(
                401,
                "bad-signature",
                "The delivery's signature is not valid",
                "Sign the raw body with the webhook secret of the connected shop: base64 of HMAC-SHA256",
                List.of());
    }
}
