package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A database of an earlier Serai")
class UpgradeTest {

    private static final String NAME = "earlier";

    private FluentConfiguration flyway;
    private Jdbi database;

    @BeforeEach
    void create() throws Exception {
        drop();
        TestDatabase.jdbi().useHandle(handle -> handle.execute("CREATE DATABASE " + NAME));
        String url = TestDatabase.jdbi()
                .withHandle(handle ->
                        handle.getConnection().getMetaData().getURL().replaceFirst("(//[^/]+/)[^?]+", "$1" + NAME));
        flyway = Flyway.configure().dataSource(url, "postgres", "");
        database = Jdbi.create(url, "postgres", "");
    }

    @AfterEach
    void drop() throws Exception {
        TestDatabase.jdbi().useHandle(handle -> handle.execute("DROP DATABASE IF EXISTS " + NAME));
    }

    @Test
    @DisplayName("C3 knows of each channel what was fetched whole")
    void fetched() {
        flyway.target("38").load().migrate();
        database.useHandle(
                handle -> handle.execute(
                        """
                INSERT INTO control.tenants (id, name) VALUES ('one', 'One');
                INSERT INTO control.channels (id, tenant_id, platform, name, shop_domain, status, sync_status,
                                              last_order_sync_at, last_product_sync_at)
                SELECT id, 'one', 'shopify', id, id || '.myshopify.com', CASE WHEN id = 'left' THEN 'disconnected' ELSE 'active' END,
                       'syncing', now() - interval '1 day', now() - interval '1 day'
                FROM unnest(ARRAY['whole', 'cleaned', 'broken', 'left']) id;
                INSERT INTO public.sync_jobs (organization_id, integration_id, type, status, created_at, started_at, completed_at)
                SELECT 'one', channel, type, status, now() - days * interval '1 day', now() - days * interval '1 day',
                       now() - days * interval '1 day' + interval '1 hour'
                FROM (VALUES ('whole', 'recent_sync', 'completed', 5), ('whole', 'bulk_orders', 'failed', 5),
                             ('whole', 'bulk_orders', 'completed', 4), ('whole', 'bulk_products', 'completed', 4),
                             ('whole', 'incremental_orders', 'failed', 5), ('whole', 'incremental_orders', 'failed', 1),
                             ('broken', 'bulk_orders', 'completed', 5), ('broken', 'bulk_orders', 'failed', 4),
                             ('broken', 'bulk_products', 'failed', 4),
                             ('left', 'recent_sync', 'completed', 5), ('left', 'bulk_orders', 'completed', 5))
                    jobs (channel, type, status, days)
                """));

        flyway.target("latest").load().migrate();

        assertThat(asked("SELECT channel_id || ' ' || type FROM control.completions"))
                .containsExactlyInAnyOrder(
                        "whole recent_sync",
                        "whole bulk_orders",
                        "whole bulk_products",
                        "cleaned bulk_orders",
                        "cleaned bulk_products",
                        "broken bulk_orders");
        assertThat(asked("SELECT DISTINCT sync_status FROM control.channels WHERE id = 'left'"))
                .containsExactly("pending");
        assertThat(asked("SELECT DISTINCT connection::text FROM public.sync_jobs"))
                .containsExactly("1");
    }

    private List<String> asked(String sql) {
        return database.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
