package io.serai.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * What is read of a whole shop lands in tables of the schema {@code stage}, by job, and is taken over from there all at once (C2).
 */
@ApplicationScoped
public class LandingRepository {

    private static final String COPY = "COPY stage.lines (job_id, line, payload) FROM STDIN";

    private final Jdbi jdbi;

    public LandingRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** How much was taken over of a job. */
    public record Promoted(long orders, long items, long customers) {}

    /**
     * Lands lines of JSON in the order they came, all or none.
     *
     * @param first the number of the first of them
     * @param lines as Shopify wrote them, without their ends
     */
    public void land(UUID job, long first, List<String> lines) {
        jdbi.useHandle(handle -> copy(handle, job, first, lines));
    }

    /** The number of the last line that has landed, 0 if none has. */
    public long landed(UUID job) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT coalesce(max(line), 0) FROM stage.lines WHERE job_id = :job")
                        .bind("job", job)
                        .mapTo(Long.class)
                        .one());
    }

    /** How many lines have landed: as many as the number of the last one says, unless some were lost. */
    public long count(UUID job) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM stage.lines WHERE job_id = :job")
                .bind("job", job)
                .mapTo(Long.class)
                .one());
    }

    /** Takes over the orders of a job that has landed whole, with their lines and customers. */
    public Promoted promoteShopifyOrders(UUID job, String channelId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM stage.promote_shopify_orders(:job, :channel)")
                        .bind("job", job)
                        .bind("channel", channelId)
                        .map((row, context) -> new Promoted(
                                row.getLong("promoted_orders"),
                                row.getLong("promoted_items"),
                                row.getLong("promoted_customers")))
                        .one());
    }

    /** Forgets what has landed of a job. */
    public void clear(UUID job) {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM stage.lines WHERE job_id = :job")
                .bind("job", job)
                .execute());
    }

    private static void copy(Handle handle, UUID job, long first, List<String> lines) {
        try {
            CopyIn copy = handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(COPY);
            long line = first;
            for (String json : lines) {
                byte[] row = row(job, line++, json).getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(row, 0, row.length);
            }
            copy.endCopy();
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("the lines cannot be landed: " + e.getMessage(), e));
        }
    }

    /** COPY's text format: a backslash, of which JSON is full, is written twice. Blanks between JSON's tokens mean nothing. */
    private static String row(UUID job, long line, String json) {
        String written = Json.withoutNulEscapes(json)
                .replace("\\", "\\\\")
                .replace('\t', ' ')
                .replace('\r', ' ');
        return job + "\t" + line + "\t" + written + "\n";
    }
}
