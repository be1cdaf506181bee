package io.serai.store;

import static io.serai.store.Products.NOON;
import static io.serai.store.TestDatabase.SHOP;
import static io.serai.store.TestDatabase.WOO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.config.Backoff;
import io.serai.conflict.Conflict;
import io.serai.listing.Lane;
import io.serai.listing.PlannedCall;
import io.serai.merge.Decision;
import io.serai.merge.HubProduct;
import io.serai.merge.Intent;
import io.serai.merge.Outcome;
import io.serai.platform.Resource;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Origin;
import io.serai.store.PendingReadRepository.Due;
import io.serai.store.PendingReadRepository.PendingRead;
import io.serai.store.SyncLogRepository.Action;
import io.serai.store.SyncLogRepository.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is kept about products")
class RecordsTest {

    private static final Cell NAME = Cell.of(Field.NAME);
    private static final Instant LEASE = NOON.plusSeconds(30);

    private static final Backoff NO_WAIT = new Backoff(Duration.ZERO, Duration.ZERO);

    private Jdbi jdbi;
    private HubProduct product;

    @BeforeEach
    void start() throws Exception {
        jdbi = TestDatabase.fresh();
        product = Products.stored(new ProductRepository(jdbi), "A");
    }

    @Test
    @DisplayName("Rule 5 a product has one open intent per channel, and a repeated call is the same to the letter")
    void oneOpenIntentPerProductAndChannel() {
        IntentRepository intents = new IntentRepository(jdbi);
        Intent first = new Intent(UUID.randomUUID(), Map.of(NAME, Value.text("B")), NOON, true);
        var body = JsonNodeFactory.instance.objectNode().put("z", 1).put("a", "2");
        PlannedCall call = new PlannedCall("productSet", "/x", body, first.meant(), true);
        intents.open(product.id(), SHOP, null, first, call);

        assertThatThrownBy(() -> intents.open(
                        product.id(), SHOP, null, new Intent(UUID.randomUUID(), Map.of(), NOON, false), call))
                .hasMessageContaining("push_intents_one_open");
        assertThat(new ListingRepository(jdbi).hasOpenCreate(SHOP)).isTrue();
        assertThat(new ListingRepository(jdbi).hasOpenCreate(WOO)).isFalse();
        assertThat(intents.abandoned(NOON, NOON, NO_WAIT, 9)).isEmpty();
        var open = intents.abandoned(NOON.plusSeconds(1), NOON.plusSeconds(1), NO_WAIT, 9)
                .get(0);
        assertThat(open.intent()).isEqualTo(first);
        assertThat(open.call()).isEqualTo(call);
        assertThat(open.call().body()).hasToString("{\"z\":1,\"a\":\"2\"}");

        assertThat(intents.close(first.key(), NOON, "done")).isTrue();
        assertThat(intents.close(first.key(), NOON, "done")).isFalse();
        assertThat(intents.findOpen(product.id(), SHOP)).isEmpty();
        assertThat(new ListingRepository(jdbi).hasOpenCreate(SHOP)).isFalse();
    }

    @Test
    @DisplayName("D4 a conflict is open once, with the newest values, until it is resolved")
    void aConflictIsOpenOnce() {
        ConflictRepository conflicts = new ConflictRepository(jdbi);
        UUID id = conflicts.record(product.id(), conflict("mine", "theirs"), null, NOON);
        assertThat(conflicts.record(product.id(), conflict("mine", "newer"), null, NOON.plusSeconds(1)))
                .isEqualTo(id);

        assertThat(conflicts.openOf(product.id())).singleElement().satisfies(open -> {
            assertThat(open.conflict()).isEqualTo(conflict("mine", "newer"));
            assertThat(open.detectedAt()).isEqualTo(NOON.plusSeconds(1));
        });
        assertThat(conflicts.resolve(id, "accept_local", "a person", NOON)).isTrue();
        assertThat(conflicts.supersede(id, NOON)).isFalse();
        assertThat(conflicts.openOf(product.id())).isEmpty();
        assertThat(conflicts.record(product.id(), conflict("mine", "again"), null, NOON))
                .isNotEqualTo(id);
    }

    @Test
    @DisplayName("X3 every decision is kept")
    void everyDecisionIsKept() {
        var decision = new Decision(
                NAME,
                Value.NONE,
                Products.stamped(Value.NONE).stamp(),
                Outcome.WITHHELD,
                Products.stamped(Value.text("before")));
        new ProvenanceRepository(jdbi)
                .record(
                        product.id(),
                        List.of(decision, new Decision(NAME, Value.text("x"), decision.edit(), Outcome.WON, null)));

        assertThat(text(
                        "SELECT string_agg(concat_ws('|', cell, value, previous ->> 'value', rule, outcome), ' ' ORDER BY id)"
                                + " FROM control.provenance"))
                .isEqualTo("name|null|before|CREATED|withheld name|\"x\"|CREATED|won");
    }

    @Test
    @DisplayName("D7 the audit names the changed fields with both values")
    void theAuditNamesTheChangedFields() {
        new SyncLogRepository(jdbi)
                .record(
                        new Entry(
                                product.id(),
                                SHOP,
                                Action.UPDATE,
                                Origin.SHOPIFY,
                                "shopify",
                                Map.of(NAME, Value.text("old")),
                                Map.of(NAME, Value.text("new")),
                                null),
                        NOON);

        assertThat(text(
                        "SELECT concat_ws(' ', action, changed_fields, old_values ->> 'name', new_values ->> 'name', success)"
                                + " FROM product_sync_logs"))
                .isEqualTo("update {name} old new t");
    }

    @Test
    @DisplayName("Rule 2 hints about one product are one read, and one that comes during the read is another")
    void hintsAreOneRead() {
        PendingReadRepository reads = new PendingReadRepository(jdbi);
        reads.request(SHOP, "7", "delivery", Lane.BACKFILL, NOON, NOON.plusSeconds(2));
        reads.request(SHOP, "7", "delivery", Lane.LIVE, NOON, NOON.plusSeconds(3));
        reads.request(SHOP, "8", "delivery", Lane.BACKFILL, NOON, NOON.plusSeconds(2));
        Instant due = NOON.plusSeconds(2);
        Due products = new Due(SHOP, Resource.PRODUCTS);
        assertThat(reads.due(NOON)).isEmpty();
        assertThat(reads.due(due)).containsExactly(products);

        List<PendingRead> claimed = reads.claim(products, 1, due, LEASE);
        assertThat(claimed).extracting(PendingRead::externalId).containsExactly("7");
        assertThat(reads.isRequested(SHOP, "7")).isTrue();
        assertThat(reads.isRequested(SHOP, "9")).isFalse();
        reads.request(SHOP, "7", "delivery", Lane.LIVE, NOON, due);
        reads.done(claimed);
        assertThat(reads.claim(products, 9, due, LEASE))
                .extracting(PendingRead::externalId)
                .containsExactlyInAnyOrder("7", "8");
        assertThat(reads.claim(products, 9, due, LEASE)).isEmpty();

        List<PendingRead> again = reads.claim(products, 9, LEASE.plusSeconds(1), LEASE.plusSeconds(30));
        reads.done(again.subList(0, 1));
        reads.fail(again.get(1), "502", LEASE.plusSeconds(60));
        assertThat(reads.claim(products, 9, LEASE.plusSeconds(59), LEASE)).isEmpty();
        assertThat(reads.claim(products, 9, LEASE.plusSeconds(60), LEASE))
                .singleElement()
                .satisfies(read -> {
                    assertThat(read.attempts()).isEqualTo(3);
                    assertThat(read.externalId()).isEqualTo(again.get(1).externalId());
                });
    }

    private static Conflict conflict(String local, String remote) {
        return new Conflict(
                NAME,
                Conflict.Kind.SHARED_FIELD,
                SHOP,
                Value.text(local),
                null,
                Value.text(remote),
                Origin.SHOPIFY,
                Conflict.Applied.REMOTE);
    }

    private String text(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
