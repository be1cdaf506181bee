package io.serai.store;

import io.serai.channel.ShopTraits;
import io.serai.job.JobType;
import io.serai.platform.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/** What changes of a channel while it is used, each in one small statement: many workers use one channel. */
@ApplicationScoped
public class ChannelStates {

    private final Jdbi jdbi;

    public ChannelStates(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Nothing is called there before the moment given; a longer wait stays. */
    public void waitUntil(String channelId, Instant until) {
        execute(
                "UPDATE control.channels SET waits_until = greatest(waits_until, :until) WHERE id = :id",
                channelId,
                "until",
                until);
    }

    /** It takes no part any more, and is read in full should it ever come back. */
    public void disconnect(String channelId, String reason) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.channels
                        SET status = 'disconnected', pause_reason = :reason, updated_at = now()
                        WHERE id = :id
                        """)
                .bind("id", channelId)
                .bind("reason", Json.withoutNul(reason))
                .execute());
    }

    /** Forgets what let Serai in and what signed, unless the channel was given access again meanwhile. */
    public void forgetSecrets(String channelId) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        WITH gone AS (
                            UPDATE control.channels
                            SET credentials = NULL, webhook_secret = NULL, previous_webhook_secret = NULL,
                                previous_webhook_secret_until = NULL, key_id = NULL, updated_at = now()
                            WHERE id = :id AND status = 'disconnected'
                            RETURNING id
                        ), links AS (
                            DELETE FROM control.authorizations USING gone WHERE channel_id = gone.id
                        )
                        DELETE FROM control.authorization_tokens USING gone WHERE channel_id = gone.id
                        """)
                .bind("id", channelId)
                .execute());
    }

    /**
     * The channel takes no part until somebody signed in at its platform; one that was disconnected is read in full then,
     * since nobody told what happened meanwhile.
     */
    public void awaitSignIn(String channelId, String reason, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.channels
                        SET must_read_since = CASE WHEN status = 'disconnected' THEN :now ELSE must_read_since END,
                            status = 'paused', pause_reason = :reason, waits_until = NULL, updated_at = now()
                        WHERE id = :id
                        """)
                .bind("id", channelId)
                .bind("now", now)
                .bind("reason", Json.withoutNul(reason))
                .execute());
    }

    /** A disconnected channel takes part again; nobody told what happened meanwhile, so it is read in full first. */
    public void reconnect(String channelId, Instant mustReadSince) {
        execute(
                """
                UPDATE control.channels
                SET status = 'active', waits_until = NULL, must_read_since = :since, updated_at = now()
                WHERE id = :id AND status = 'disconnected'
                """,
                channelId,
                "since",
                mustReadSince);
    }

    /** Keeps one of the channel's settings. */
    public void setting(String channelId, String name, String value) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.channels
                        SET settings = settings || jsonb_build_object(CAST(:name AS text), CAST(:value AS text))
                        WHERE id = :id
                        """)
                .bind("id", channelId)
                .bind("name", name)
                .bind("value", value)
                .execute());
    }

    /** Nothing is called there until somebody resumes it. */
    public void pause(String channelId, String reason) {
        execute(
                """
                UPDATE control.channels SET status = 'paused', pause_reason = :reason, updated_at = now()
                WHERE id = :id AND status = 'active'
                """,
                channelId,
                "reason",
                Json.withoutNul(reason));
    }

    /**
     * The shop took Serai's access away at the moment given. A channel that somebody gave access again since goes on.
     *
     * @return whether it is paused now, for this reason
     */
    public boolean accessTakenAway(String channelId, Instant at, String reason) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                """
                                UPDATE control.channels SET status = 'paused', pause_reason = :reason, updated_at = now()
                                WHERE id = :id
                                  AND (status = 'paused' OR status = 'active' AND updated_at <= :at)
                                """)
                        .bind("id", channelId)
                        .bind("at", at)
                        .bind("reason", Json.withoutNul(reason))
                        .execute()
                == 1);
    }

    public void resume(String channelId) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.channels SET status = 'active', waits_until = NULL, updated_at = now()
                        WHERE id = :id AND status = 'paused'
                        """)
                .bind("id", channelId)
                .execute());
    }

    /** Nothing is pushed there until it was read in full (rule 1). */
    public void mustRead(String channelId, Instant since) {
        execute("UPDATE control.channels SET must_read_since = :since WHERE id = :id", channelId, "since", since);
    }

    /** After the database was restored every channel must be read in full. */
    public int mustReadAll(Instant since) {
        return jdbi.withHandle(handle -> handle.createUpdate("UPDATE control.channels SET must_read_since = :since")
                .bind("since", since)
                .execute());
    }

    /** @param begunAt when the full read began: a demand made after that stands */
    public void readInFull(String channelId, Instant begunAt) {
        execute(
                """
                UPDATE control.channels SET must_read_since = NULL WHERE id = :id AND must_read_since <= :begun
                """,
                channelId,
                "begun",
                begunAt);
    }

    /** The platform's clock minus ours. Differences below a second are what HTTP dates cannot show. */
    public void clockSkew(String channelId, Duration skew) {
        execute(
                """
                UPDATE control.channels SET clock_skew_ms = :skew WHERE id = :id AND abs(clock_skew_ms - :skew) >= 1000
                """,
                channelId,
                "skew",
                skew.toMillis());
    }

    /** @param identity what the shop says it is */
    public void identify(String channelId, String identity) {
        execute(
                "UPDATE control.channels SET shop_identity = :identity WHERE id = :id",
                channelId,
                "identity",
                identity);
    }

    public void describe(String channelId, ShopTraits shop) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.channels
                        SET currency = :currency, prices_include_tax = :gross, weight_unit = :weightUnit
                        WHERE id = :id
                        """)
                .bind("id", channelId)
                .bind("currency", shop.currency())
                .bind("gross", shop.pricesIncludeTax())
                .bind("weightUnit", shop.weightUnit())
                .execute());
    }

    /**
     * All that changed of a resource until then is known; an earlier pass that ends later does not turn that back.
     *
     * @param begunAt taken before the read began
     */
    public void read(String channelId, Resource resource, Instant begunAt) {
        String mark =
                switch (resource) {
                    case PRODUCTS -> "last_product_sync_at";
                    case ORDERS -> "last_order_sync_at";
                    case CUSTOMERS -> "last_customer_sync_at";
                };
        execute(
                "UPDATE control.channels SET %1$s = greatest(%1$s, :at) WHERE id = :id".formatted(mark),
                channelId,
                "at",
                begunAt);
    }

    /** Of what all there is was fetched since the channel was connected. */
    public Set<Resource> whole(String channelId) {
        List<String> completed = jdbi.withHandle(
                handle -> handle.createQuery("SELECT type FROM control.completions WHERE channel_id = :id")
                        .bind("id", channelId)
                        .mapTo(String.class)
                        .list());
        return Arrays.stream(Resource.values())
                .filter(resource -> completed.contains(JobType.all(resource).key()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All of a resource was read, by no job. */
    @Transactional(TxType.MANDATORY)
    public void readWhole(String channelId, Resource resource, Instant at) {
        jdbi.useHandle(handle -> {
            ChannelSyncStatus.completed(handle, channelId, JobType.all(resource), at);
            ChannelSyncStatus.refresh(handle, channelId);
        });
    }

    private void execute(String sql, String channelId, String name, Object value) {
        jdbi.useHandle(handle -> {
            Update update = handle.createUpdate(sql);
            update.bind("id", channelId).bind(name, value).execute();
        });
    }
}
