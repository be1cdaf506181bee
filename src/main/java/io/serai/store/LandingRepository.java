package io.serai.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
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

    private static final String COPY = "COPY stage.lines (job_id, line, reread, payload) FROM STDIN";
    private static final int WRITTEN_AT_ONCE = 1 << 16;

    /** What PostgreSQL says of content that it cannot keep: it is no JSON, or larger or deeper than JSON may be there. */
    private static final List<String> CONTENT = List.of("22", "54");

    private final Jdbi jdbi;

    public LandingRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Lines that land together. */
    private record Rows(UUID job, long first, List<String> lines, boolean reread) {

        Rows part(int from, int to) {
            return new Rows(job, first + from, lines.subList(from, to), reread);
        }
    }

    /**
     * Lands lines of JSON in the order they came, within the caller's transaction. One that is no JSON, or none that a database can keep, lands as a
     * text that says why, and does not keep the others back.
     *
     * @param first the number of the first of them
     * @param lines as the platform wrote them, without their ends
     */
    public void land(UUID job, long first, List<String> lines) {
        jdbi.useHandle(handle -> land(handle, new Rows(job, first, lines, false)));
    }

    /**
     * Lands what was read again by itself: it counts instead of what the whole pass brought of the same thing.
     *
     * @param lines a thing first, then what belongs to it
     */
    public void landAgain(UUID job, List<String> lines) {
        jdbi.useHandle(handle -> {
            long last = handle.createQuery("SELECT coalesce(max(line), 0) FROM stage.lines WHERE job_id = :job")
                    .bind("job", job)
                    .mapTo(Long.class)
                    .one();
            land(handle, new Rows(job, last + 1, lines, true));
        });
    }

    /** The number of the last line that has landed of the whole pass, 0 if none has. */
    public long landed(UUID job) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT coalesce(max(line), 0) FROM stage.lines WHERE job_id = :job AND NOT reread")
                .bind("job", job)
                .mapTo(Long.class)
                .one());
    }

    /** How many lines of the whole pass have landed: as many as the number of the last one says, unless some were lost. */
    public long count(UUID job) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT count(*) FROM stage.lines WHERE job_id = :job AND NOT reread")
                        .bind("job", job)
                        .mapTo(Long.class)
                        .one());
    }

    /**
     * The orders of a job that has landed whose lines are not all there, or cannot be told from those of another version: they are to
     * be read again by themselves, and landed again (fact 30). One that was is not named any more.
     *
     * @return Shopify's ids, as digits
     */
    public List<String> cutShopifyOrders(UUID job) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM stage.cut_orders(:job)")
                .bind("job", job)
                .mapTo(String.class)
                .list());
    }

    /** Lets the planner know of what has just landed, in a transaction of its own: nobody else can do so until that ends. */
    public void analyze() {
        jdbi.useHandle(handle -> handle.execute("ANALYZE stage.lines (job_id, line)"));
    }

    /** Forgets what has landed of a job. */
    public void clear(UUID job) {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM stage.lines WHERE job_id = :job")
                .bind("job", job)
                .execute());
    }

    /**
     * Forgets what has landed of a job, part by part: in a transaction each, they hold nobody up. What is somebody else's to work on is left.
     *
     * @param lease the job's, of whoever asks; null for nobody, who may forget only what is of a job that has ended
     * @param atMost lines of a part
     */
    public void clear(UUID job, Instant lease, int atMost) {
        while (clearPart(job, lease, atMost) > 0) {
            // until nothing is left
        }
    }

    private int clearPart(UUID job, Instant lease, int atMost) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                        """
                        WITH held AS MATERIALIZED (
                            SELECT status, lease_until FROM public.sync_jobs WHERE id = :job FOR SHARE)
                        DELETE FROM stage.lines
                        WHERE job_id = :job
                          AND line < (SELECT min(line) FROM stage.lines WHERE job_id = :job) + :atMost
                          AND NOT EXISTS (
                              SELECT FROM held
                              WHERE status IN ('pending', 'paused')
                                 OR status = 'running' AND lease_until IS DISTINCT FROM CAST(:lease AS timestamptz))
                        """)
                .bind("job", job)
                .bind("lease", lease)
                .bind("atMost", atMost)
                .execute());
    }

    /** The jobs that have ended, or are gone, of which lines are still there. */
    public List<UUID> abandoned() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH RECURSIVE landed (job_id) AS (
                            (SELECT s.job_id FROM stage.lines s ORDER BY s.job_id LIMIT 1)
                            UNION ALL
                            SELECT (SELECT s.job_id FROM stage.lines s WHERE s.job_id > landed.job_id ORDER BY s.job_id LIMIT 1)
                            FROM landed WHERE landed.job_id IS NOT NULL)
                        SELECT landed.job_id
                        FROM landed
                        LEFT JOIN public.sync_jobs j ON j.id = landed.job_id
                        WHERE landed.job_id IS NOT NULL AND (j.id IS NULL OR j.status IN ('completed', 'failed', 'cancelled'))
                        """)
                .mapTo(UUID.class)
                .list());
    }

    /** Where the database refuses lines each half lands by itself, down to the one that is to blame. */
    private static void land(Handle handle, Rows rows) {
        SQLException refused = tried(handle, rows);
        if (refused == null) {
            return;
        }
        if (rows.lines().size() == 1) {
            landUnread(handle, rows, refused.getMessage());
            return;
        }
        int middle = rows.lines().size() / 2;
        land(handle, rows.part(0, middle));
        land(handle, rows.part(middle, rows.lines().size()));
    }

    /** @return why the lines were refused for what they are, and none of them landed; null if all have */
    private static SQLException tried(Handle handle, Rows rows) {
        try {
            boolean goesOn = !handle.getConnection().getAutoCommit();
            if (goesOn) {
                handle.execute("SAVEPOINT landing");
            }
            SQLException refused = null;
            try {
                copy(handle, rows);
            } catch (SQLException e) {
                if (e.getSQLState() == null || CONTENT.stream().noneMatch(e.getSQLState()::startsWith)) {
                    throw e;
                }
                refused = e;
            }
            if (goesOn) {
                handle.execute(
                        (refused == null ? "" : "ROLLBACK TO SAVEPOINT landing; ") + "RELEASE SAVEPOINT landing");
            }
            return refused;
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("the lines cannot be landed: " + e.getMessage(), e));
        }
    }

    private static void landUnread(Handle handle, Rows row, String why) {
        handle.createUpdate(
                        """
                        INSERT INTO stage.lines (job_id, line, reread, payload, problem)
                        VALUES (:job, :line, :reread, to_jsonb(CAST(:text AS text)), :why)
                        """)
                .bind("job", row.job())
                .bind("line", row.first())
                .bind("reread", row.reread())
                .bind("text", Json.withoutNul(row.lines().get(0)))
                .bind("why", why)
                .execute();
    }

    private static void copy(Handle handle, Rows rows) throws SQLException {
        CopyIn copy =
                handle.getConnection().unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        try {
            CopyRows written = new CopyRows(rows.job(), rows.reread());
            long line = rows.first();
            for (String json : rows.lines()) {
                written.add(line++, json);
                if (written.length() > WRITTEN_AT_ONCE) {
                    copy.writeToCopy(written.buffer(), 0, written.length());
                    written.clear();
                }
            }
            copy.writeToCopy(written.buffer(), 0, written.length());
            copy.endCopy();
        } finally {
            // or the connection would wait for the rest
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
