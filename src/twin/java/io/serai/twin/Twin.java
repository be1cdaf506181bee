package io.serai.twin;

import java.net.URI;
import java.nio.file.Path;

/**
 * An executable stand-in for a platform: it speaks the platform's API over HTTP, keeps its state in memory, in a file too if told so, and sends the
 * platform's webhooks. Thread-safe. What it does, it does by the numbered platform facts.
 */
public interface Twin {

    /** The platform's name in lower case, such as {@code shopify}. */
    String name();

    /**
     * Starts listening on 127.0.0.1.
     *
     * @param port the port, or 0 for any free one
     * @return the port it listens on
     */
    int start(int port);

    /**
     * Keeps the shop in a file from now on: what was changed over HTTP is in it before anybody is told, all the rest at the
     * latest at {@link #stop}. To be called before {@link #start}.
     *
     * @param file made at the first change, its directory too
     * @return whether the file was there, and the shop is now as the file says; if not, it is as it was
     * @throws java.io.UncheckedIOException when the file cannot be read
     */
    boolean keepIn(Path file);

    /** Closes every connection and forgets what was still to be delivered. Stopping twice does nothing. */
    void stop();

    /** Where the twin listens, without a path, such as {@code http://127.0.0.1:8091}. */
    URI url();

    /** Fills the shop with the products this platform has of the catalogue; sends no webhook. */
    void seed(SampleCatalogue catalogue);

    Faults faults();

    CallLog calls();

    WebhookSender deliveries();

    TwinClock clock();

    /** The number of webhook deliveries under way, those waiting for their delay or for a retry included. */
    default int pending() {
        return deliveries().pending();
    }

    /** Forgets all state: resources, subscriptions, counts, faults. Credentials and settings stay. */
    void reset();
}
