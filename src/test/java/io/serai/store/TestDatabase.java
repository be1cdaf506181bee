package io.serai.store;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.transaction.TransactionManager;
import java.util.concurrent.Callable;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * A real PostgreSQL, one per test JVM, behind the same pool and transaction manager that the application has. The system
 * property {@code serai.test.database} (a JDBC URL) puts another server in its place, such as an older one.
 */
final class TestDatabase {

    static final String TENANT = "client_1";
    static final String SHOP = "channel_1";
    static final String WOO = "channel_2";

    private static final TransactionManager TRANSACTIONS = com.arjuna.ats.jta.TransactionManager.transactionManager();
    private static Jdbi jdbi;

    private TestDatabase() {}

    static synchronized Jdbi jdbi() throws Exception {
        if (jdbi == null) {
            String url = System.getProperty("serai.test.database");
            if (url == null) {
                url = EmbeddedPostgres.builder().start().getJdbcUrl("postgres", "postgres");
            }
            Flyway.configure().dataSource(url, "postgres", "").load().migrate();
            jdbi = JdbiProducer.over(pool(url));
        }
        return jdbi;
    }

    /** Nothing but a tenant with a Shopify and a WooCommerce channel. */
    static Jdbi fresh() throws Exception {
        Jdbi clean = jdbi();
        clean.useHandle(handle -> {
            handle.execute("TRUNCATE control.tenants CASCADE");
            handle.execute("INSERT INTO control.tenants (id, name) VALUES (?, 'One')", TENANT);
            handle.execute(
                    "INSERT INTO control.channels (id, tenant_id, platform, name, shop_domain)"
                            + " VALUES (?, ?, 'shopify', 'Shop', 'one.myshopify.com'), (?, ?, 'woocommerce', 'Woo', 'woo.one')",
                    SHOP,
                    TENANT,
                    WOO,
                    TENANT);
        });
        return clean;
    }

    /** As {@link #fresh}, but quicker: for many tries. */
    static Jdbi withoutProducts() throws Exception {
        Jdbi some = jdbi();
        boolean begun = some.withHandle(handle -> handle.execute("DELETE FROM products") >= 0
                && handle.select("SELECT FROM control.channels WHERE id = ?", SHOP)
                        .map((row, context) -> true)
                        .findOne()
                        .isPresent());
        return begun ? some : fresh();
    }

    static <T> T inTransaction(Callable<T> work) throws Exception {
        TRANSACTIONS.begin();
        try {
            T result = work.call();
            TRANSACTIONS.commit();
            return result;
        } catch (Exception e) {
            if (TRANSACTIONS.getTransaction() != null) {
                TRANSACTIONS.rollback();
            }
            throw e;
        }
    }

    private static AgroalDataSource pool(String url) throws Exception {
        return AgroalDataSource.from(
                new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool.maxSize(12)
                        .transactionIntegration(new NarayanaTransactionIntegration(
                                TRANSACTIONS, new TransactionSynchronizationRegistryImple()))
                        .connectionFactoryConfiguration(
                                factory -> factory.jdbcUrl(url).principal(new NamePrincipal("postgres")))));
    }
}
