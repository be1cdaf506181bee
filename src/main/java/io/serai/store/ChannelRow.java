package io.serai.store;

import io.serai.channel.Channel;
import io.serai.channel.ChannelState;
import io.serai.channel.Platform;
import io.serai.channel.SealedSecrets;
import io.serai.channel.ShopTraits;
import io.serai.channel.SyncMarks;
import java.net.URI;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import org.jdbi.v3.core.statement.SqlStatement;

/** A channel as {@code control.channels} holds it. */
final class ChannelRow {

    private ChannelRow() {}

    static Channel read(ResultSet row) throws SQLException {
        String url = row.getString("url");
        String caFile = row.getString("ca_file");
        return new Channel(
                row.getString("id"),
                row.getString("tenant_id"),
                Platform.find(row.getString("platform")).orElseThrow(),
                row.getString("name"),
                row.getString("shop_domain"),
                url == null ? null : URI.create(url),
                secrets(row),
                Json.texts(row.getString("settings")),
                state(row),
                shop(row),
                new SyncMarks(
                        Times.read(row, "last_product_sync_at"),
                        Times.read(row, "last_order_sync_at"),
                        Times.read(row, "last_customer_sync_at")),
                row.getString("api_version"),
                caFile == null ? null : Path.of(caFile));
    }

    private static SealedSecrets secrets(ResultSet row) throws SQLException {
        return new SealedSecrets(
                row.getString("key_id"),
                row.getBytes("credentials"),
                row.getBytes("webhook_secret"),
                row.getBytes("previous_webhook_secret"),
                Times.read(row, "previous_webhook_secret_until"));
    }

    private static ChannelState state(ResultSet row) throws SQLException {
        return new ChannelState(
                ChannelState.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("pause_reason"),
                Times.read(row, "must_read_since"),
                Times.read(row, "waits_until"),
                Duration.ofMillis(row.getLong("clock_skew_ms")));
    }

    private static ShopTraits shop(ResultSet row) throws SQLException {
        boolean pricesIncludeTax = row.getBoolean("prices_include_tax");
        return new ShopTraits(
                row.getString("currency"), row.wasNull() ? null : pricesIncludeTax, row.getString("weight_unit"));
    }

    static void bind(SqlStatement<?> statement, Channel channel) {
        statement
                .bind("id", channel.id())
                .bind("tenant", channel.tenantId())
                .bind("platform", channel.platform().key())
                .bind("name", channel.name())
                .bind("shopDomain", channel.shopDomain())
                .bind("url", channel.url() == null ? null : channel.url().toString())
                .bind("settings", Json.write(channel.settings()))
                .bind("apiVersion", channel.apiVersion())
                .bind(
                        "caFile",
                        channel.caFile() == null ? null : channel.caFile().toString())
                .bind("currency", channel.shop().currency())
                .bind("pricesIncludeTax", channel.shop().pricesIncludeTax())
                .bind("weightUnit", channel.shop().weightUnit());
        bind(statement, channel.secrets());
        bind(statement, channel.state());
    }

    private static void bind(SqlStatement<?> statement, SealedSecrets secrets) {
        statement
                .bind("keyId", secrets.keyId())
                .bind("credentials", secrets.credentials())
                .bind("webhookSecret", secrets.webhookSecret())
                .bind("previousSecret", secrets.previousWebhookSecret())
                .bind("previousUntil", secrets.previousUntil());
    }

    private static void bind(SqlStatement<?> statement, ChannelState state) {
        statement
                .bind("status", state.status().name().toLowerCase(Locale.ROOT))
                .bind("pauseReason", state.pauseReason())
                .bind("mustReadSince", state.mustReadSince())
                .bind("waitsUntil", state.waitsUntil())
                .bind("skew", state.clockSkew().toMillis());
    }
}
