package io.serai.store;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/** Notices that the database is not the one Serai last ran on. */
@ApplicationScoped
public class InstallationRepository {

    private final Jdbi jdbi;

    public InstallationRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Remembers the database cluster and its timeline.
     *
     * @return true if it remembered another one: it was restored from a backup, or dumped and loaded elsewhere. A copy
     *     of the files of a stopped server cannot be noticed
     */
    public boolean notedAnother() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH this_one AS (
                            SELECT s.system_identifier, c.timeline_id
                            FROM pg_control_system() s, pg_control_checkpoint() c),
                        another AS (
                            SELECT EXISTS (SELECT FROM control.installation i, this_one t
                                           WHERE i.system_identifier <> t.system_identifier
                                              OR i.timeline <> t.timeline_id) AS noted),
                        remembered AS (
                            INSERT INTO control.installation AS i (system_identifier, timeline)
                            SELECT * FROM this_one
                            ON CONFLICT (one) DO UPDATE
                            SET system_identifier = excluded.system_identifier, timeline = excluded.timeline,
                                recorded_at = now())
                        SELECT noted FROM another
                        """)
                .mapTo(Boolean.class)
                .one());
    }
}
