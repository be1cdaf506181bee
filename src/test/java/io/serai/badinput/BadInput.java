package io.serai.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.access.ApiData;
import io.serai.badinput.Wire.Answer;
import io.serai.badinput.Wire.Request;

/**
 * A row of the table of bad input.
 *
 * @param what the input, in words
 * @param sent the input itself, and where it goes
 * @param answered status and problem type of the answer
 * @param says something the answer must name: a pointer, a parameter or words
 * @param kept which row is kept
 */
record BadInput(String what, Request sent, Answered answered, String says, Kept kept) {

    /** What is left of an input in the database. */
    enum Kept {
        /** Nothing at all: nothing changed. */
        NOTHING,
        /** A row of the webhook log that says why it is refused, with all that was sent; its repetition is the same row. */
        REFUSED,
        /** A row of the webhook log that is worked on. */
        TAKEN
    }

    /** Where Serai runs; no answer tells. */
    private static final String DIRECTORY = System.getProperty("user.dir");

    @Override
    public String toString() {
        return what;
    }

    /** The same with one more header. */
    BadInput and(String name, String value) {
        return new BadInput(what, sent.with(name, value), answered, says, kept);
    }

    BadInput but(String name) {
        return new BadInput(what, sent.without(name), answered, says, kept);
    }

    BadInput instead(String name, String value) {
        return new BadInput(what, sent.instead(name, value), answered, says, kept);
    }

    /** The answer says what is wrong, in the form of all problems, and nothing of the inside. */
    void assertAnswered(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(answered.status());
        assertNothingOfTheInside(answer);
        if (answered.isProblem()) {
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.body())
                    .contains("\"type\":\"" + answered.type() + "\"", "\"status\":" + answered.status(), says)
                    .contains("\"title\":\"", "\"detail\":\"", "\"instance\":\"urn:uuid:");
        }
    }

    private static void assertNothingOfTheInside(Answer answer) {
        assertThat(answer.body())
                .doesNotContain("<marker>", ApiData.ADMIN, "serai-dev-secret")
                .doesNotContain(
                        "Exception", "io.serai", "jackson", "org.", "java.", "SELECT", "\tat ", "target/", DIRECTORY);
        assertThat(answer.headers())
                .doesNotContainKeys(
                        "authorization",
                        "if-match",
                        "x-marker",
                        "server",
                        "x-shopify-hmac-sha256",
                        "x-wc-webhook-signature");
    }
}
