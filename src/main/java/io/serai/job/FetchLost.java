package io.serai.job;

/** What a job had asked for, or had landed, is lost or came in part only: it begins anew. The message is for people. */
public class FetchLost extends RuntimeException {

    FetchLost(String message) {
        super(message);
    }
}
