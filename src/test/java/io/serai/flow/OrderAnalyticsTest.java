package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@DisplayName("B7 what was sold is added up by the clock")
class OrderAnalyticsTest {

    @Inject
    CamelContext camel;

    @Inject
    DataSource database;

    @AfterEach
    void mend() throws SQLException {
        run("ALTER TABLE order_analytics DROP CONSTRAINT IF EXISTS not_this_one");
    }

    @Test
    @DisplayName("B7 each tenant by itself: one that fails keeps no other waiting, and is made up for")
    void eachByItself() throws Exception {
        for (String tenant : new String[] {"sold-1", "sold-2", "sold-3"}) {
            run(
                    """
                    INSERT INTO control.tenants (id, name) VALUES ('%1$s', 'Sold');
                    INSERT INTO control.channels (id, tenant_id, platform, name, shop_domain)
                    VALUES ('shop-%1$s', '%1$s', 'shopify', 'Shop', '%1$s.myshopify.com');
                    INSERT INTO orders (organization_id, channel_id, order_number, status, currency, total, order_date)
                    VALUES ('%1$s', 'shop-%1$s', '#1', 'open', 'EUR', 12.50, '2026-11-02T10:00:00Z')
                    """
                            .formatted(tenant));
        }
        run("ALTER TABLE order_analytics ADD CONSTRAINT not_this_one CHECK (tenant_id <> 'sold-2')");

        turn();

        await().atMost(Duration.ofSeconds(20)).until(() -> sold().equals("sold-1 12.50,sold-3 12.50"));
        mend();
        turn();
        await().atMost(Duration.ofSeconds(20)).until(() -> sold().equals("sold-1 12.50,sold-2 12.50,sold-3 12.50"));
    }

    @Test
    @DisplayName("B7 every hour, and at once where a turn was missed")
    void everyHour() throws SchedulerException {
        assertThat(((CronTrigger) trigger()).getCronExpression()).isEqualTo("0 0 * * * ?");
        assertThat(trigger().getMisfireInstruction()).isEqualTo(CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW);
    }

    private void turn() throws SchedulerException {
        scheduler().triggerJob(trigger().getJobKey());
    }

    private Trigger trigger() throws SchedulerException {
        QuartzEndpoint endpoint =
                (QuartzEndpoint) camel.getRoute("roll-up-orders").getEndpoint();
        return scheduler().getTrigger(endpoint.getTriggerKey());
    }

    private Scheduler scheduler() {
        return camel.getComponent("quartz", QuartzComponent.class).getScheduler();
    }

    private String sold() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT coalesce(string_agg(tenant_id || ' ' || revenue, ',' ORDER BY tenant_id), '')"
                                + " FROM order_analytics WHERE tenant_id LIKE 'sold-%'")) {
            row.next();
            return row.getString(1);
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
