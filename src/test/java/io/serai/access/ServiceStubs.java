package io.serai.access;

import io.serai.channel.ChangeChannel;
import io.serai.channel.ChannelTest;
import io.serai.channel.ConnectChannel;
import io.serai.channel.Platform;
import io.serai.conflict.AcceptConflicts;
import io.serai.conflict.ResolveConflict;
import io.serai.ownership.FieldOwnership;
import io.serai.ownership.FieldRule;
import io.serai.ownership.Owner;
import io.serai.problem.PreconditionFailed;
import io.serai.product.CreateProduct;
import io.serai.product.Field;
import io.serai.product.ProductPatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Stands for the service beans where only the way to them is tested. */
final class ServiceStubs {

    private ServiceStubs() {}

    @ApplicationScoped
    @Named("productEdits")
    public static class ProductEdits {
        public UUID create(CreateProduct request, String by) {
            return ApiData.PRODUCT;
        }

        public void patch(UUID productId, Long expectedVersion, ProductPatch patch, String by) {
            if (expectedVersion != null && expectedVersion != 7) {
                throw new PreconditionFailed("The product is at version 7");
            }
        }

        public void relink(String channelId, UUID productId, String externalId, String by) {}
    }

    @ApplicationScoped
    @Named("pushRequests")
    public static class PushRequests {
        public void enqueue(UUID productId, Collection<String> skipPlatforms, int priority) {
            if (priority == 99) {
                throw new IllegalStateException("secret of the inside");
            }
        }
    }

    @ApplicationScoped
    @Named("conflictDecisions")
    public static class ConflictDecisions {
        public int resolve(UUID productId, ResolveConflict decision, String by) {
            return 1;
        }

        public int acceptAll(String channelId, AcceptConflicts decision, String by) {
            return 2;
        }
    }

    @ApplicationScoped
    @Named("channels")
    public static class Channels {
        public String connect(ConnectChannel wish, String by) {
            return ApiData.CHANNEL;
        }

        public void change(String channelId, ChangeChannel change, String by) {}

        public void disconnect(String channelId, String by) {}

        public ChannelTest test(String channelId) {
            return new ChannelTest(channelId, List.of(new ChannelTest.Finding("credentials", true, "They are valid")));
        }
    }

    @ApplicationScoped
    @Named("ownershipRules")
    public static class OwnershipRules {
        public FieldOwnership of(String tenant) {
            Map<Field, FieldRule> rules = new EnumMap<>(Field.class);
            for (Field field : Field.values()) {
                rules.put(field, new FieldRule(Owner.SHARED, Map.of(), Map.of(Platform.SHOPIFY, field.key())));
            }
            return new FieldOwnership(1, rules);
        }
    }
}
