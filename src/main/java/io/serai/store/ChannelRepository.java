package io.serai.store;

import io.serai.channel.Channel;
import io.serai.channel.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The shops that tenants connected. What changes while they are used is {@link ChannelStates}'. */
@ApplicationScoped
public class ChannelRepository {

    private final Jdbi jdbi;

    public ChannelRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Optional<Channel> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM control.channels WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> ChannelRow.read(row))
                .findOne());
    }

    /** Reads the channel and keeps everybody else from changing it until the transaction ends. */
    public Optional<Channel> lock(String id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT * FROM control.channels WHERE id = :id FOR NO KEY UPDATE
                        """)
                .bind("id", id)
                .map((row, context) -> ChannelRow.read(row))
                .findOne());
    }

    /** The active channel that deliveries of this shop belong to; empty if none, or several are connected to it. */
    public Optional<Channel> byShopDomain(Platform platform, String shopDomain) {
        List<Channel> found = jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT * FROM control.channels
                        WHERE platform = :platform AND lower(shop_domain) = lower(:domain) AND status <> 'disconnected'
                        LIMIT 2
                        """)
                .bind("platform", platform.key())
                .bind("domain", shopDomain)
                .map((row, context) -> ChannelRow.read(row))
                .list());
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Keeps everybody else from connecting this shop until the transaction ends. */
    public void lockShop(Platform platform, String identity) {
        jdbi.useHandle(handle -> handle.createQuery(
                        """
                        SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:shop, 0))
                        """)
                .bind("shop", platform.key() + " " + identity)
                .mapTo(Integer.class)
                .one());
    }

    /** What the channel's shop said it is; empty as long as it was not asked. */
    public Optional<String> identity(String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT shop_identity FROM control.channels WHERE id = :id AND shop_identity IS NOT NULL
                        """)
                .bind("id", channelId)
                .mapTo(String.class)
                .findOne());
    }

    /** Whether a channel other than this one leads to the shop. */
    public boolean isConnectedElsewhere(Platform platform, String identity, String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM control.channels
                            WHERE platform = :platform AND coalesce(shop_identity, lower(shop_domain)) = :identity
                              AND status <> 'disconnected' AND id <> :id)
                        """)
                .bind("platform", platform.key())
                .bind("identity", identity)
                .bind("id", channelId)
                .mapTo(Boolean.class)
                .one());
    }

    public List<Channel> ofTenant(String tenantId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT * FROM control.channels WHERE tenant_id = :tenant ORDER BY created_at, id
                        """)
                .bind("tenant", tenantId)
                .map((row, context) -> ChannelRow.read(row))
                .list());
    }

    public List<Channel> active() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT * FROM control.channels WHERE is_active ORDER BY tenant_id, created_at, id
                        """)
                .map((row, context) -> ChannelRow.read(row))
                .list());
    }

    /** The ids of active channels that are set up and must be read in full before anything is pushed to them. */
    public List<String> unread() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT c.id FROM control.channels c
                        WHERE c.is_active AND c.must_read_since IS NOT NULL
                          AND NOT EXISTS (SELECT FROM control.unsettled_channels u WHERE u.channel_id = c.id)
                        ORDER BY c.id
                        """)
                .mapTo(String.class)
                .list());
    }

    /**
     * Creates the channel unless there is one of this id already, which then stays as it is.
     *
     * @return whether it was created
     */
    public boolean insert(Channel channel) {
        return jdbi.withHandle(handle -> {
            var insert = handle.createUpdate(
                    """
                    INSERT INTO control.channels
                        (id, tenant_id, platform, name, shop_domain, url, settings, api_version, ca_file, currency,
                         prices_include_tax, weight_unit, key_id, credentials, webhook_secret,
                         previous_webhook_secret, previous_webhook_secret_until, status, pause_reason,
                         must_read_since, waits_until, clock_skew_ms, metadata)
                    VALUES (:id, :tenant, :platform, :name, :shopDomain, :url, CAST(:settings AS jsonb), :apiVersion,
                        :caFile, :currency, :pricesIncludeTax, :weightUnit, :keyId, :credentials, :webhookSecret,
                        :previousSecret, :previousUntil, :status, :pauseReason, :mustReadSince, :waitsUntil, :skew,
                        '{"v2_architecture": true}')
                    ON CONFLICT (id) DO NOTHING
                    """);
            ChannelRow.bind(insert, channel);
            return insert.execute() == 1;
        });
    }

    /** Writes everything but the marks and the tenant and platform, which never change. */
    public void save(Channel channel) {
        jdbi.useHandle(handle -> {
            var update = handle.createUpdate(
                    """
                    UPDATE control.channels
                    SET name = :name, shop_domain = :shopDomain, url = :url, settings = CAST(:settings AS jsonb),
                        api_version = :apiVersion, ca_file = :caFile, currency = :currency,
                        prices_include_tax = :pricesIncludeTax, weight_unit = :weightUnit, key_id = :keyId,
                        credentials = :credentials, webhook_secret = :webhookSecret,
                        previous_webhook_secret = :previousSecret, previous_webhook_secret_until = :previousUntil,
                        status = :status, pause_reason = :pauseReason, must_read_since = :mustReadSince,
                        waits_until = :waitsUntil, clock_skew_ms = :skew, updated_at = now()
                    WHERE id = :id AND tenant_id = :tenant AND platform = :platform
                    """);
            ChannelRow.bind(update, channel);
            update.execute();
        });
    }
}
