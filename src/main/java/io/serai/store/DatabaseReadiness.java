package io.serai.store;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Whether the database answers. Everybody may ask for the health of Serai, so the answer says no more than that; why it does not,
 * and where it is, stands in the log.
 */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(DatabaseReadiness.class);
    private static final String NAME = "database";

    private final AgroalDataSource database;

    @Inject
    DatabaseReadiness(AgroalDataSource database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        return answers() ? HealthCheckResponse.up(NAME) : HealthCheckResponse.down(NAME);
    }

    private boolean answers() {
        try {
            if (database.isHealthy(false)) {
                return true;
            }
            LOG.warn("The database does not answer: the connection is dead");
        } catch (SQLException e) {
            LOG.warnf("The database does not answer: %s", e.getMessage());
        }
        return false;
    }
}
