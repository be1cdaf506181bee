package io.serai.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.ownership.Owner;
import io.serai.product.Field;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Who uses Serai, and by which rules of their own. */
@ApplicationScoped
public class TenantRepository {

    /**
     * A tenant.
     *
     * @param owners fields that have another owner for this tenant than for everybody else
     * @param ownershipRevision raised with every change of {@code owners}
     */
    public record Tenant(String id, String name, Map<Field, Owner> owners, int ownershipRevision) {
        public Tenant {
            owners = Map.copyOf(owners);
        }
    }

    private final Jdbi jdbi;

    public TenantRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Optional<Tenant> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM control.tenants WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> tenant(row))
                .findOne());
    }

    static Tenant tenant(ResultSet row) throws SQLException {
        return new Tenant(
                row.getString("id"),
                row.getString("name"),
                owners(Json.texts(row.getString("owners"))),
                row.getInt("ownership_revision"));
    }

    public List<String> ids() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM control.tenants ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    /**
     * Creates the tenant unless there is one of this id already, which then stays as it is.
     *
     * @return whether it was created
     */
    public boolean create(String id, String name) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                """
                        INSERT INTO control.tenants (id, name) VALUES (:id, :name) ON CONFLICT (id) DO NOTHING
                        """)
                        .bind("id", id)
                        .bind("name", name)
                        .execute())
                == 1;
    }

    /** @return the new revision of the tenant's rules */
    public int changeOwners(String id, Map<Field, Owner> owners) {
        ObjectNode json = Json.object();
        owners.forEach((field, owner) -> json.put(field.key(), owner.name().toLowerCase(Locale.ROOT)));
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        UPDATE control.tenants
                        SET owners = CAST(:owners AS jsonb), ownership_revision = ownership_revision + 1,
                            updated_at = now()
                        WHERE id = :id RETURNING ownership_revision
                        """)
                .bind("id", id)
                .bind("owners", Json.write(json))
                .mapTo(Integer.class)
                .one());
    }

    private static Map<Field, Owner> owners(Map<String, String> stored) {
        Map<Field, Owner> owners = new EnumMap<>(Field.class);
        stored.forEach((key, owner) ->
                Field.find(key).ifPresent(field -> owners.put(field, Owner.valueOf(owner.toUpperCase(Locale.ROOT)))));
        return owners;
    }
}
