package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
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
    @DisplayName("C3 knows of each channel what was fetched whole, and what a later job made good")
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

        assertThat(channels("all_orders_at IS NOT NULL"))
                .isEqualTo(Map.of("whole", true, "cleaned", true, "broken", true, "left", false));
        assertThat(channels("all_products_at IS NOT NULL"))
                .isEqualTo(Map.of("whole", true, "cleaned", true, "broken", false, "left", false));
        assertThat(channels("recent_orders_at IS NOT NULL"))
                .isEqualTo(Map.of("whole", true, "cleaned", false, "broken", false, "left", false));
        assertThat(channels("sync_status = 'pending'")).containsEntry("left", true);
        assertThat(madeGood())
                .isEqualTo(Map.of(
                        "whole bulk_orders 5", true,
                        "whole incremental_orders 5", true,
                        "whole incremental_orders 1", false,
                        "broken bulk_orders 4", false,
                        "broken bulk_products 4", false));
    }

    private Map<String, Boolean> channels(String condition) {
        return asked("SELECT id, " + condition + " FROM control.channels");
    }

    private Map<String, Boolean> madeGood() {
        return asked(
                """
                SELECT integration_id || ' ' || type || ' ' || extract(day FROM now() - created_at), made_good
                FROM public.sync_jobs WHERE status = 'failed'
                """);
    }

    private Map<String, Boolean> asked(String sql) {
        return database.withHandle(handle ->
                handle.createQuery(sql).map((row, context) -> Map.entry(row.getString(1), row.getBoolean(2))).stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
