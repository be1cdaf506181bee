package io.serai.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How the gate writes down the caller for those behind it. */
public final class CallerHeader {

    private static final String SEPARATOR = ":";

    private CallerHeader() {}

    static String write(Caller caller) {
        return String.join(
                SEPARATOR,
                caller.role().key(),
                encoded(caller.name()),
                caller.tenant() == null ? "" : encoded(caller.tenant()));
    }

    /** @param header as the gate wrote it */
    public static Caller read(String header) {
        String[] parts = header.split(SEPARATOR, -1);
        String tenant = decoded(parts[2]);
        return new Caller(decoded(parts[1]), Role.find(parts[0]).orElseThrow(), tenant.isEmpty() ? null : tenant);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
