package io.serai.camel;

import static java.util.stream.Collectors.toSet;

import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.merge.ObservedVariant;
import io.serai.platform.Connection;
import io.serai.platform.ProductsRead;
import io.serai.platform.jtlffn.JtlPush;
import io.serai.platform.jtlffn.JtlRead;
import io.serai.platform.jtlffn.JtlRead.Sought;
import io.serai.store.WarehouseItemRepository;
import io.serai.store.WarehouseItemRepository.Known;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** What is asked of JTL-FFN's products. It knows none of several variants: what belongs together only the hub knows. */
@ApplicationScoped
@Named("jtlProducts")
public class JtlProducts {

    private final WarehouseItemRepository items;

    @Inject
    public JtlProducts(WarehouseItemRepository items) {
        this.items = items;
    }

    /** @param ids of products, which are the hub's own */
    public JtlRead read(@Body List<String> ids, @Variable("connection") Connection connection) {
        Map<UUID, Known> known = items.known(
                connection.channelId(),
                ids.stream().map(JtlProducts::uuid).flatMap(Optional::stream).toList());
        List<Sought> sought = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String id : ids) {
            uuid(id).map(known::get)
                    .ifPresentOrElse(
                            product -> sought.add(new Sought(id, product.items(), product.skus())),
                            () -> unknown.add(id));
        }
        return new JtlRead(sought, unknown);
    }

    /** People ask for ids too, and may write anything. */
    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id))
                    .filter(parsed -> parsed.toString().equals(id));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    /** What was found by its SKU and is another product's stays that one's (rule 13). What is not there leaves its place to others. */
    public ProductsRead ownOnes(
            @Body ProductsRead read,
            @Variable("connection") Connection connection,
            @Variable("conversation") JtlRead asked) {
        items.gone(connection.channelId(), asked.gone());
        List<String> seen = read.found().stream()
                .flatMap(product -> product.variants().stream())
                .map(ObservedVariant::externalId)
                .toList();
        Map<String, UUID> owners = items.owners(connection.channelId(), seen);
        return new ProductsRead(
                read.found().stream().map(product -> own(product, owners)).toList(), read.missing());
    }

    private static Observation own(Observation product, Map<String, UUID> owners) {
        Set<String> others = product.variants().stream()
                .map(ObservedVariant::externalId)
                .filter(item ->
                        owners.containsKey(item) && !owners.get(item).toString().equals(product.externalId()))
                .collect(toSet());
        return others.isEmpty() ? product : product.without(others);
    }

    public JtlPush push(@Body PlannedCall call) {
        return new JtlPush(call);
    }
}
