package io.serai.twin.jtlffn;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times as the network writes them: milliseconds and {@code +00:00}. */
final class FfnTime {

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

    private FfnTime() {}

    static String written(Instant at) {
        return WRITTEN.format(at);
    }

    /** Empty if it is no time with an offset. A plus sign that came unencoded is a blank by now, and so no offset. */
    static Optional<Instant> read(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
