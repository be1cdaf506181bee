package io.serai.store;

import static io.serai.store.Products.NOON;
import static io.serai.store.TestDatabase.SHOP;
import static io.serai.store.TestDatabase.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Channel;
import io.serai.channel.ChannelState;
import io.serai.channel.Platform;
import io.serai.channel.SealedSecrets;
import io.serai.channel.ShopTraits;
import io.serai.channel.SyncMarks;
import io.serai.ownership.Owner;
import io.serai.platform.Resource;
import io.serai.product.Field;
import io.serai.store.SubscriptionRepository.StoredSubscription;
import io.serai.store.TokenRepository.Grant;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Tenants, channels, tokens, subscriptions")
class ControlTest {

    private Jdbi jdbi;
    private ChannelRepository channels;

    @BeforeEach
    void start() throws Exception {
        jdbi = TestDatabase.fresh();
        channels = new ChannelRepository(jdbi);
    }

    @Test
    @DisplayName("A channel is read as it was written")
    void aChannelIsReadAsItWasWritten() {
        SealedSecrets secrets = new SealedSecrets("k1", new byte[] {1}, new byte[] {2}, new byte[] {3}, NOON);
        Channel full = new Channel(
                "full",
                TENANT,
                Platform.WOOCOMMERCE,
                "Full",
                "full.example",
                URI.create("https://full.example/shop"),
                secrets,
                Map.of("lag", "5s"),
                new ChannelState(ChannelState.Status.PAUSED, "asked for", NOON, NOON, Duration.ofMillis(-1500)),
                new ShopTraits("EUR", true, "kg"),
                SyncMarks.NEVER,
                "wc/v3",
                Path.of("/ca.pem"));
        Channel bare = new Channel(
                "bare",
                TENANT,
                Platform.SHOPIFY,
                "Bare",
                null,
                null,
                SealedSecrets.NONE,
                Map.of(),
                ChannelState.connected(NOON),
                ShopTraits.UNKNOWN,
                SyncMarks.NEVER,
                null,
                null);
        channels.insert(full);
        channels.insert(bare);

        assertThat(channels.find("full").orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(full);
        assertThat(channels.find("bare").orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(bare);
        assertThat(channels.ofTenant(TENANT)).hasSize(4);
        assertThat(channels.active()).extracting(Channel::id).contains("bare").doesNotContain("full");
        assertThat(channels.byShopDomain(Platform.WOOCOMMERCE, "FULL.example")).isPresent();
        assertThat(channels.byShopDomain(Platform.SHOPIFY, "full.example")).isEmpty();
    }

    @Test
    @DisplayName("Rule 1 a channel that was disconnected must be read before anything is pushed there")
    void aReconnectedChannelMustBeRead() {
        jdbi.useHandle(
                handle -> handle.execute("UPDATE control.channels SET status = 'disconnected' WHERE id = ?", SHOP));
        assertThat(channels.find(SHOP).orElseThrow().state().mustReadSince()).isNull();
        jdbi.useHandle(handle -> handle.execute("UPDATE shopify_integrations SET is_active = true WHERE id = ?", SHOP));
        assertThat(channels.find(SHOP).orElseThrow().state().mustReadSince()).isNotNull();
    }

    @Test
    @DisplayName("What is learned of a channel while it is used")
    void whatIsLearnedOfAChannel() {
        ChannelStates states = new ChannelStates(jdbi);
        states.clockSkew(SHOP, Duration.ofMillis(-4000));
        states.clockSkew(SHOP, Duration.ofMillis(-4500));
        states.describe(SHOP, new ShopTraits("EUR", false, "g"));
        for (Resource resource : Resource.values()) {
            states.read(SHOP, resource, NOON);
            states.read(SHOP, resource, NOON.minusSeconds(1));
        }
        assertThat(states.whole(SHOP)).isEmpty();
        states.mustRead(SHOP, NOON);
        states.readWhole(SHOP, Resource.CUSTOMERS, NOON);
        states.readWhole(SHOP, Resource.PRODUCTS, NOON);
        assertThat(states.whole(SHOP)).as("its products are to be read in full").containsExactly(Resource.CUSTOMERS);
        states.readInFull(SHOP, NOON);
        states.readWhole(SHOP, Resource.PRODUCTS, NOON);
        assertThat(states.whole(SHOP)).containsExactlyInAnyOrder(Resource.CUSTOMERS, Resource.PRODUCTS);
        for (String view : List.of("status = 'disconnected'", "is_active = true")) {
            jdbi.useHandle(handle -> handle.execute("UPDATE shopify_integrations SET " + view + " WHERE id = ?", SHOP));
            states.readWhole(SHOP, Resource.PRODUCTS, NOON);
            assertThat(states.whole(SHOP)).as(view).isEmpty();
        }

        Channel channel = channels.find(SHOP).orElseThrow();
        assertThat(channel.state().clockSkew()).isEqualTo(Duration.ofSeconds(-4));
        assertThat(channel.shop()).isEqualTo(new ShopTraits("EUR", false, "g"));
        assertThat(channel.marks()).isEqualTo(new SyncMarks(NOON, NOON, NOON));
        assertThat(states.mustReadAll(NOON)).isEqualTo(2);
    }

    @Test
    @DisplayName("D3 a tenant's own owners raise the revision of its rules")
    void aTenantsOwnOwners() {
        TenantRepository tenants = new TenantRepository(jdbi);
        tenants.create(TENANT, "another name");
        assertThat(tenants.find(TENANT).orElseThrow().name()).isEqualTo("One");

        assertThat(tenants.changeOwners(TENANT, Map.of(Field.NET_SALES_PRICE, Owner.OPS)))
                .isEqualTo(2);
        assertThat(tenants.find(TENANT).orElseThrow().owners())
                .containsExactly(Map.entry(Field.NET_SALES_PRICE, Owner.OPS));
        assertThat(tenants.ids()).containsExactly(TENANT);
    }

    @Test
    @DisplayName("K17 a token is good until it expires or is revoked")
    void aTokenIsGoodUntilItExpires() {
        TokenRepository tokens = new TokenRepository(jdbi);
        Grant grant = new Grant("console", "viewer", TENANT);
        tokens.add(new byte[32], grant, NOON.plusSeconds(1));

        assertThat(tokens.find(new byte[32], NOON)).contains(grant);
        assertThat(tokens.find(new byte[32], NOON.plusSeconds(1))).isEmpty();
        assertThat(tokens.revoke(new byte[32], TENANT, NOON)).isTrue();
        assertThat(tokens.find(new byte[32], NOON)).isEmpty();
        assertThat(tokens.revoke(new byte[32], TENANT, NOON)).isFalse();
    }

    @Test
    @DisplayName("B4 subscriptions are kept as last seen")
    void subscriptionsAreKeptAsLastSeen() {
        SubscriptionRepository subscriptions = new SubscriptionRepository(jdbi);
        StoredSubscription update = new StoredSubscription(SHOP, "products/update", "1", "https://a", "active", NOON);
        StoredSubscription delete = new StoredSubscription(SHOP, "products/delete", "2", "https://a", "active", NOON);
        subscriptions.replace(SHOP, List.of(update, delete));
        assertThat(subscriptions.of(SHOP)).containsExactly(delete, update);

        StoredSubscription mended = new StoredSubscription(SHOP, "products/update", "3", "https://b", "active", NOON);
        subscriptions.replace(SHOP, List.of(mended));
        assertThat(subscriptions.of(SHOP)).containsExactly(mended);
        subscriptions.replace(SHOP, List.of());
        assertThat(subscriptions.of(SHOP)).isEmpty();
    }

    @Test
    @DisplayName("Rule 1 another database than last time is noticed once")
    void anotherDatabaseIsNoticedOnce() {
        InstallationRepository installation = new InstallationRepository(jdbi);
        installation.notedAnother();
        assertThat(installation.notedAnother()).isFalse();
        jdbi.useHandle(handle -> handle.execute("UPDATE control.installation SET timeline = timeline + 1"));
        assertThat(installation.notedAnother()).isTrue();
        assertThat(installation.notedAnother()).isFalse();
    }
}
