package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.job.FetchRequests;
import io.serai.job.JobType;
import io.serai.platform.Resource;
import io.serai.store.ChannelRepository;
import io.serai.store.SyncJobRepository;
import io.serai.support.Browser;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The examples that integrators were given, run as they were printed, without their types: against the running program, over HTTP, in a
 * browser. Each is named by the heading it stands under.
 */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("The printed examples")
class SeedExamplesTest extends FlowTestBase {

    private static final Duration SOON = Duration.ofSeconds(50);
    private static final String PRODUCTS = "https://jobs.bloomwise.co/api/sync/products";
    private static final String ORDERS = "https://jobs.bloomwise.co/api/sync/orders";

    private static Browser browser;

    @Inject
    FetchRequests requests;

    @Inject
    SyncJobRepository jobs;

    @Inject
    ChannelRepository channels;

    private Script script;

    @BeforeAll
    static void open() {
        browser = Browser.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void connect() {
        FetchedOrders.allowAll(shops);
        shops.connect();
        script = new Script(browser, serai, "serai-dev-admin", shops.tenant);
    }

    private static final String TRIGGER_A_PRODUCTS_SYNC =
            """
            const response = await fetch('https://jobs.bloomwise.co/api/sync/products', {
              method: 'POST',
              headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify({
                organizationId: tenant,
                fetchAll: true, // or false for incremental
              }),
            });

            const { jobId, syncJobId } = await response.json();
            """;

    private static final String TRIGGER_AN_ORDERS_SYNC =
            """
            const response = await fetch('https://jobs.bloomwise.co/api/sync/orders', {
              method: 'POST',
              headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify({
                organizationId: tenant,
                fetchAll: true,
              }),
            });

            const { jobId, syncJobId } = await response.json();
            """;

    private static final String CHECK_SYNC_STATUS =
            """
            const status = await fetch(
              `https://jobs.bloomwise.co/api/sync/status/${syncJobId}`
            );

            const data = await status.json();
            console.log(data.status); // 'pending', 'running', 'completed', 'failed'
            console.log(data.processedItems, '/', data.totalItems);
            """;

    @Test
    @DisplayName("Quick Start: 1. Trigger a Sync, 2. Check Sync Status (A1 A2 A3)")
    void quickStart() {
        product("Hut", "H-1");
        buy("9.50");
        for (String trigger : List.of(TRIGGER_A_PRODUCTS_SYNC, TRIGGER_AN_ORDERS_SYNC)) {
            Script.Ran ran = script.run("", trigger + CHECK_SYNC_STATUS + "return {jobId, syncJobId, data};");
            assertThat(ran.thrown()).isNull();
            String job = ran.answer().path("syncJobId").asText();
            assertThat(ran.answer().path("jobId").asText()).isEqualTo(job);
            assertThat(ran.said().get(0)).isIn("pending", "running", "completed");
            assertThat(ran.said().get(1)).matches("[01] / [01]?");

            awaitCompleted(job);
            Script.Ran later = script.run("", "const syncJobId = '" + job + "';" + CHECK_SYNC_STATUS);
            assertThat(later.said()).containsExactly("completed", "1 / 1");
        }
    }

    @Test
    @DisplayName("Products Sync: Request Body, Response; Orders Sync: the same structure (A1 A2)")
    void requestAndResponse() {
        for (String path : List.of("/api/sync/products", "/api/sync/orders")) {
            for (boolean all : List.of(true, false)) {
                Shops.Answer answer = shops.ask(
                        "POST",
                        path,
                        object().put("organizationId", shops.tenant)
                                .put("integrationId", shops.shopifyChannel)
                                .put("fetchAll", all));
                JsonNode json = answer.json();
                assertThat(answer.status()).as(json.toString()).isEqualTo(200);
                assertThat(json.fieldNames())
                        .toIterable()
                        .containsExactlyInAnyOrder(
                                "success",
                                "jobId",
                                "syncJobId",
                                "organizationId",
                                "integrationId",
                                "shopDomain",
                                "type",
                                "message",
                                "dashboardUrl");
                assertThat(json.path("success").isBoolean()).isTrue();
                assertThat(json.path("organizationId").asText()).isEqualTo(shops.tenant);
                assertThat(json.path("integrationId").asText()).isEqualTo(shops.shopifyChannel);
                assertThat(json.path("shopDomain").asText()).isEqualTo(shops.domain());
                assertThat(json.path("message").asText()).isNotBlank();
                assertThat(json.path("dashboardUrl").asText()).startsWith("http");
                assertThat(json.path("type").asText()).isEqualTo(all ? "full" : "incremental");
                awaitCompleted(json.path("syncJobId").asText());
            }
        }
    }

    private static final String SYNC_ALL_PRODUCTS =
            """
            async function syncAllProducts(organizationId) {
              // 1. Trigger sync
              const response = await fetch('https://jobs.bloomwise.co/api/sync/products', {
                method: 'POST',
                headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify({
                  organizationId,
                  fetchAll: true,
                }),
              });

              const { syncJobId } = await response.json();

              // 2. Poll for completion
              while (true) {
                await new Promise(resolve => setTimeout(resolve, 5000)); // Wait 5s

                const status = await fetch(
                  `https://jobs.bloomwise.co/api/sync/status/${syncJobId}`
                );
                const data = await status.json();

                console.log(
                  `Products sync: ${data.status} - ${data.processedItems}/${data.totalItems}`
                );

                if (data.status === 'completed') {
                  console.log('✅ Products synced successfully!');
                  break;
                }

                if (data.status === 'failed') {
                  console.error('❌ Sync failed:', data.errorMessage);
                  throw new Error(data.errorMessage);
                }
              }
            }
            """;

    @Test
    @DisplayName("Example: Full Products Sync (A1 A3 A5 A6)")
    void fullProductsSync() {
        for (int i = 1; i <= 12; i++) {
            product("Hut " + i, "H-" + i);
        }
        shops.settle();

        Script.Ran ran = script.run(SYNC_ALL_PRODUCTS, "await syncAllProducts(tenant);");

        assertThat(ran.thrown()).isNull();
        assertThat(ran.said()).endsWith("Products sync: completed - 12/12", "✅ Products synced successfully!");
        assertThat(ran.said())
                .allMatch(line -> line.matches(
                        "Products sync: (pending|running|completed) - \\d+/(null|12)|✅ Products synced successfully!"));
        // 3. Query synced products
        assertThat(shops.text(
                        "SELECT count(*)::text FROM (SELECT * FROM products WHERE organization_id = ? LIMIT 10) p",
                        shops.tenant))
                .isEqualTo("10");
    }

    @Test
    @DisplayName("Example: Full Products Sync, when it fails (A3 A7)")
    void fullProductsSyncFails() {
        shops.shopify.nextBulkOperation(object().put("failAfter", 0).put("takesMillis", 3000));
        CompletableFuture<Void> lastTry = lastTry();

        Script.Ran ran = script.run(SYNC_ALL_PRODUCTS, "await syncAllProducts(tenant);");

        lastTry.join();
        assertThat(ran.thrown()).contains("bulk operation", "FAILED");
        assertThat(ran.said()).last().asString().isEqualTo("❌ Sync failed: " + ran.thrown());
    }

    /** The job that is about to be asked for has one try left: it ends with the first failure. */
    private CompletableFuture<Void> lastTry() {
        return CompletableFuture.runAsync(() -> await().atMost(SOON)
                .until(() -> shops.count(
                                "WITH begun AS (UPDATE sync_jobs SET attempts = 4 WHERE organization_id = ?"
                                        + " AND type = 'bulk_products' AND attempts = 0 RETURNING id)"
                                        + " SELECT count(*) FROM begun",
                                shops.tenant)
                        == 1));
    }

    private static final String SYNC_RECENT_ORDERS =
            """
            async function syncRecentOrders(organizationId) {
              // Incremental sync - only fetch orders updated since last sync
              const response = await fetch('https://jobs.bloomwise.co/api/sync/orders', {
                method: 'POST',
                headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify({
                  organizationId,
                  fetchAll: false, // Incremental
                }),
              });

              const { syncJobId } = await response.json();

              // Poll for completion (simplified)
              const checkStatus = async () => {
                const status = await fetch(
                  `https://jobs.bloomwise.co/api/sync/status/${syncJobId}`
                );
                return status.json();
              };

              let result = await checkStatus();
              while (result.status === 'pending' || result.status === 'running') {
                await new Promise(resolve => setTimeout(resolve, 3000));
                result = await checkStatus();
              }

              if (result.status === 'completed') {
                console.log(`✅ Synced ${result.processedItems} orders`);
                return result;
              } else {
                throw new Error(`Sync failed: ${result.errorMessage}`);
              }
            }
            """;

    @Test
    @DisplayName("Example: Incremental Orders Sync (A2 A3 A5)")
    void incrementalOrdersSync() {
        shops.shopify.remember(object().put("seed", 7).put("orders", 30));
        awaitCompleted(begin("/api/sync/orders", true));
        buy("9.50");
        buy("19.50");

        Script.Ran ran = script.run(SYNC_RECENT_ORDERS, "return await syncRecentOrders(tenant);");

        assertThat(ran.thrown()).isNull();
        assertThat(ran.answer().path("type").asText()).isEqualTo("incremental_orders");
        int synced = ran.answer().path("processedItems").asInt();
        assertThat(synced).as("those of the last minutes, not all").isBetween(2, 10);
        assertThat(ran.said()).containsExactly("✅ Synced " + synced + " orders");
        FetchedOrders.assertComplete(shops);
    }

    private static final String SYNC_WITH_RETRY =
            """
            async function syncWithRetry(
              endpoint,
              organizationId,
              maxRetries = 3
            ) {
              for (let i = 0; i < maxRetries; i++) {
                try {
                  const response = await fetch(endpoint, {
                    method: 'POST',
                    headers: { 'Content-Type': 'application/json' },
                    body: JSON.stringify({ organizationId, fetchAll: false }),
                  });

                  if (!response.ok) {
                    throw new Error(`HTTP ${response.status}`);
                  }

                  const result = await response.json();

                  // Poll for completion
                  const finalStatus = await pollSyncStatus(result.syncJobId);

                  if (finalStatus.status === 'completed') {
                    return finalStatus;
                  }

                  throw new Error(finalStatus.errorMessage || 'Sync failed');
                } catch (error) {
                  console.error(`Sync attempt ${i + 1} failed:`, error);

                  if (i === maxRetries - 1) {
                    throw error; // Last attempt failed
                  }

                  // Exponential backoff
                  await new Promise(resolve =>
                    setTimeout(resolve, Math.pow(2, i) * 1000)
                  );
                }
              }
            }
            """;

    /** Named there and not printed; as the examples before it poll. */
    private static final String POLL_SYNC_STATUS =
            """
            async function pollSyncStatus(syncJobId) {
              while (true) {
                const status = await fetch(`https://jobs.bloomwise.co/api/sync/status/${syncJobId}`);
                const data = await status.json();
                if (data.status !== 'pending' && data.status !== 'running') {
                  return data;
                }
                await new Promise(resolve => setTimeout(resolve, 3000));
              }
            }
            """;

    @Test
    @DisplayName("2. Error Handling: syncWithRetry ends with what it wanted (A1 A2 A3)")
    void syncWithRetry() {
        product("Hut", "H-1");
        buy("9.50");
        shops.settle();
        for (String endpoint : List.of(PRODUCTS, ORDERS)) {
            Script.Ran ran = script.run(
                    SYNC_WITH_RETRY + POLL_SYNC_STATUS, "return await syncWithRetry('" + endpoint + "', tenant);");
            assertThat(ran.thrown()).isNull();
            assertThat(ran.answer().path("status").asText()).isEqualTo("completed");
            assertThat(ran.said()).isEmpty();
        }
    }

    @Test
    @DisplayName("2. Error Handling: syncWithRetry tries three times where no shop is connected (A4)")
    void syncWithRetryOfNoShop() {
        shops.ask("PATCH", "/api/channels/" + shops.shopifyChannel, object().put("isActive", false));

        Script.Ran ran =
                script.run(SYNC_WITH_RETRY + POLL_SYNC_STATUS, "return await syncWithRetry('" + ORDERS + "', tenant);");

        assertThat(ran.thrown()).isEqualTo("HTTP 404");
        assertThat(ran.asked()).hasSize(3).allMatch(asked -> asked.startsWith("POST " + ORDERS));
        assertThat(ran.said())
                .containsExactly(
                        "Sync attempt 1 failed: Error: HTTP 404",
                        "Sync attempt 2 failed: Error: HTTP 404",
                        "Sync attempt 3 failed: Error: HTTP 404");
    }

    private static final String ON_PRODUCT_UPDATE =
            """
            // On Shopify webhook: products/update
            async function onProductUpdate(shopifyProductId, orgId) {
              // 1. Update specific product via API (future feature)
              // OR trigger incremental sync
              await fetch('https://jobs.bloomwise.co/api/sync/products', {
                method: 'POST',
                headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify({
                  organizationId: orgId,
                  fetchAll: false, // Incremental will catch the change
                }),
              });
            }
            """;

    @Test
    @DisplayName("3. Webhooks Integration: incremental will catch the change; the future feature is there (A5 A11)")
    void webhooksIntegration() {
        String id = product("Hut", "H-1").path("id").asText();
        shops.settle();
        awaitCompleted(begin("/api/sync/products", true));
        shops.shopify.editAsStaff(id, object().put("title", "Strohhut"));

        Script.Ran ran = script.run(ON_PRODUCT_UPDATE, "await onProductUpdate('" + id + "', tenant);");

        assertThat(ran.thrown()).isNull();
        await().atMost(SOON).untilAsserted(() -> assertThat(rawTitle(id)).isEqualTo("Strohhut"));
        shops.shopify.editAsStaff(id, object().put("title", "Filzhut"));
        String one = shops.ask(
                        "POST",
                        "/api/sync/products",
                        object().put("organizationId", shops.tenant).put("productId", id))
                .json()
                .path("syncJobId")
                .asText();
        awaitCompleted(one);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(shops.product("H-1").path("name").asText()).isEqualTo("Filzhut"));
    }

    /** Each schedule that is started fires once. */
    private static final String CRON_JOBS =
            """
            const fires = [], schedules = [];
            class CronJob {
              constructor(schedule, work) { this.schedule = schedule; this.work = work; }
              start() { schedules.push(this.schedule); fires.push(this.work); }
            }
            const organizationId = tenant;
            const syncAllOrders = async organizationId => syncWithRetry('https://jobs.bloomwise.co/api/sync/orders', organizationId);
            """;

    private static final String CUSTOM_SYNC_SCHEDULING =
            """
            // Incremental products sync every 4 hours
            new CronJob('0 */4 * * *', async () => {
              console.log('Running scheduled products sync...');
              await syncWithRetry(
                'https://jobs.bloomwise.co/api/sync/products',
                organizationId
              );
            }).start();

            // Incremental orders sync every 30 minutes
            new CronJob('*/30 * * * *', async () => {
              console.log('Running scheduled orders sync...');
              await syncWithRetry(
                'https://jobs.bloomwise.co/api/sync/orders',
                organizationId
              );
            }).start();

            // Full reconciliation sync nightly at 2 AM
            new CronJob('0 2 * * *', async () => {
              console.log('Running nightly full sync...');
              await syncAllProducts(organizationId);
              await syncAllOrders(organizationId);
            }).start();
            """;

    @Test
    @DisplayName("Custom Sync Scheduling (A5 A9)")
    void customSyncScheduling() {
        product("Hut", "H-1");
        buy("9.50");
        shops.settle();

        Script.Ran ran = script.run(
                SYNC_ALL_PRODUCTS + SYNC_WITH_RETRY + POLL_SYNC_STATUS + CRON_JOBS + CUSTOM_SYNC_SCHEDULING,
                "for (const fire of fires) { await fire(); }");

        assertThat(ran.thrown()).isNull();
        assertThat(ran.said())
                .contains(
                        "Running scheduled products sync...",
                        "Running scheduled orders sync...",
                        "Running nightly full sync...")
                .last()
                .isEqualTo("✅ Products synced successfully!");
        assertThat(shops.text(
                        "SELECT string_agg(DISTINCT type || ' ' || status, ', ') FROM sync_jobs WHERE organization_id = ?"
                                + " AND type <> 'poll_bulk'",
                        shops.tenant))
                .as("neither was fetched whole before, so the first of each reads all")
                .isEqualTo("bulk_orders completed, bulk_products completed, incremental_orders completed");
    }

    private static final String USE_SYNC_PRODUCTS =
            """
            function useSyncProducts(organizationId) {
              const [syncing, setSyncing] = useState(false);
              const [progress, setProgress] = useState({ current: 0, total: 0 });
              const [error, setError] = useState(null);

              const sync = useCallback(
                async (fetchAll = false) => {
                  setSyncing(true);
                  setError(null);

                  try {
                    const response = await fetch(
                      'https://jobs.bloomwise.co/api/sync/products',
                      {
                        method: 'POST',
                        headers: { 'Content-Type': 'application/json' },
                        body: JSON.stringify({ organizationId, fetchAll }),
                      }
                    );

                    const { syncJobId } = await response.json();

                    // Poll for progress
                    const interval = setInterval(async () => {
                      const status = await fetch(
                        `https://jobs.bloomwise.co/api/sync/status/${syncJobId}`
                      );
                      const data = await status.json();

                      setProgress({
                        current: data.processedItems,
                        total: data.totalItems,
                      });

                      if (data.status === 'completed') {
                        clearInterval(interval);
                        setSyncing(false);
                      } else if (data.status === 'failed') {
                        clearInterval(interval);
                        setError(data.errorMessage);
                        setSyncing(false);
                      }
                    }, 3000);
                  } catch (err) {
                    setError(err instanceof Error ? err.message : 'Sync failed');
                    setSyncing(false);
                  }
                },
                [organizationId]
              );

              return { sync, syncing, progress, error };
            }
            """;

    @Test
    @DisplayName("React Hook Example (A1 A3 A13)")
    void reactHookExample() {
        product("Hut", "H-1");
        product("Mütze", "H-2");
        shops.settle();

        Script.Ran ran = script.run(
                USE_SYNC_PRODUCTS,
                "await useSyncProducts(tenant).sync(true); await until(() => states[0].at(-1) === false);");

        assertThat(ran.thrown()).isNull();
        assertThat(ran.state(0))
                .extracting(JsonNode::asBoolean)
                .startsWith(false, true)
                .endsWith(false);
        JsonNode progress = ran.state(1);
        assertThat(progress.get(progress.size() - 1).path("current").asInt()).isEqualTo(2);
        assertThat(progress.get(progress.size() - 1).path("total").asInt()).isEqualTo(2);
        assertThat(ran.state(2)).allMatch(JsonNode::isNull);
    }

    @Test
    @DisplayName("React Hook Example, when it fails (A3)")
    void reactHookExampleFails() {
        shops.shopify.nextBulkOperation(object().put("failAfter", 0).put("takesMillis", 3000));
        CompletableFuture<Void> lastTry = lastTry();

        Script.Ran ran = script.run(
                USE_SYNC_PRODUCTS,
                "await useSyncProducts(tenant).sync(true); await until(() => states[0].at(-1) === false);");

        lastTry.join();

        JsonNode errors = ran.state(2);
        assertThat(errors.get(errors.size() - 1).asText()).contains("bulk operation");
    }

    private static final String TRIGGER_MANUAL_SYNC =
            """
            async function triggerManualSync(tenantId) {
              try {
                const response = await fetch('/api/sync', {
                  method: 'POST',
                  headers: { 'Content-Type': 'application/json' },
                  body: JSON.stringify({ tenantId, force: true })
                })

                const result = await response.json()

                if (result.success) {
                  console.log(`Synced ${result.totalRecords} records in ${result.totalDuration}ms`)
                }
              } catch (error) {
                console.error('Sync failed:', error)
              }
            }
            """;

    @Test
    @DisplayName("Manual Sync Button (B1)")
    void manualSyncButton() {
        product("Hut", "H-1");
        buy("9.50");
        shops.settle();
        for (boolean all : List.of(true, false)) {
            awaitCompleted(begin("/api/sync/products", all));
            awaitCompleted(begin("/api/sync/orders", all));
        }

        Script.Ran ran = script.run(TRIGGER_MANUAL_SYNC, "await triggerManualSync(tenant);");

        assertThat(ran.said()).singleElement().asString().matches("Synced [1-9]\\d* records in \\d+ms");
    }

    /** Its elements as lines of text, everything else as it was printed. */
    private static final String SYNC_STATUS_WIDGET =
            """
            function SyncStatusWidget({ tenantId }) {
              const [syncStatus, setSyncStatus] = useState(null)

              useEffect(() => {
                fetch(`/api/sync?tenantId=${tenantId}`)
                  .then(res => res.json())
                  .then(setSyncStatus)
              }, [tenantId])

              if (!syncStatus) return 'Loading...'

              return (
                Object.entries(syncStatus.syncStatus).map(([type, status]) => (
                  type + ' ' +
                  (status.success ? '✅' : '❌') + ' ' +
                  status.recordsProcessed + ' records ' +
                  status.lastSync
                ))
              )
            }
            """;

    @Test
    @DisplayName("Add Sync Status to Your Dashboard; Get Sync Status (B2 A13)")
    void syncStatusOnYourDashboard() {
        product("Hut", "H-1");
        buy("9.50");
        shops.settle();
        awaitCompleted(begin("/api/sync/products", true));
        awaitCompleted(begin("/api/sync/orders", true));

        Script.Ran ran = script.run(
                SYNC_STATUS_WIDGET,
                """
                const loading = render(() => SyncStatusWidget({tenantId: tenant}));
                await until(() => states[0].length > 1);
                return [loading, render(() => SyncStatusWidget({tenantId: tenant}))];
                """);

        assertThat(ran.thrown()).isNull();
        assertThat(ran.answer().get(0).asText()).isEqualTo("Loading...");
        assertThat(ran.answer().get(1))
                .extracting(JsonNode::asText)
                .anyMatch(line -> line.matches("products ✅ 1 records \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"))
                .anyMatch(line -> line.matches("orders ✅ 1 records \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"));
        assertThat(ran.asked()).contains("GET /api/sync?tenantId=" + shops.tenant);
    }

    @Test
    @DisplayName("Manual Sync Trigger: types and force are optional (B1)")
    void manualSyncTrigger() {
        buy("9.50");
        ObjectNode printed = object().put("tenantId", shops.tenant);
        List.of("orders", "customers", "products").forEach(printed.putArray("types")::add);
        printed.put("force", true);

        JsonNode all = shops.ask("POST", "/api/sync", printed).json();
        assertThat(all.path("results").fieldNames()).toIterable().containsExactly("orders", "customers", "products");
        await().atMost(SOON).untilAsserted(() -> assertThat(shops.text(
                        "SELECT count(*)::text FROM sync_jobs WHERE organization_id = ? AND status <> 'completed'",
                        shops.tenant))
                .isEqualTo("0"));

        JsonNode least = shops.ask("POST", "/api/sync", object().put("tenantId", shops.tenant))
                .json();
        assertThat(least.path("success").asBoolean()).as(least.toString()).isTrue();
        assertThat(least.at("/results/orders/status").asText())
                .as("without force, what was fetched a moment ago is not fetched again")
                .isEqualTo("fresh");
    }

    @Test
    @DisplayName("Queue Jobs, Connection Flow, Connection Management (C1 C5)")
    void queueJobs() {
        shops.shopify.remember(object().put("seed", 3).put("orders", 40));
        buy("9.50");

        // as it is done where a channel is connected, which these tests have switched off
        jobs.begin(
                channels.find(shops.shopifyChannel).orElseThrow(),
                JobType.RECENT_SYNC,
                null,
                Instant.now().minus(Duration.ofDays(3)),
                "connected",
                Instant.now());
        for (Resource resource : Resource.values()) {
            requests.due(shops.shopifyChannel, resource, true);
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(shops.text(
                        "SELECT string_agg(DISTINCT type, ' ' ORDER BY type) FROM sync_jobs WHERE integration_id = ?",
                        shops.shopifyChannel))
                .isEqualTo("bulk_customers bulk_orders bulk_products poll_bulk recent_sync"));
        await().atMost(SOON).untilAsserted(() -> assertThat(shops.text(
                        "SELECT string_agg(DISTINCT status, ' ') FROM sync_jobs WHERE integration_id = ?",
                        shops.shopifyChannel))
                .isEqualTo("completed"));
        assertThat(shops.text(
                        """
                        SELECT (min(started_at) FILTER (WHERE type = 'recent_sync')
                            <= min(started_at) FILTER (WHERE type LIKE 'bulk%') + interval '1 second')::text
                        FROM sync_jobs WHERE integration_id = ?
                        """,
                        shops.shopifyChannel))
                .as("the last days do not wait for the rest")
                .isEqualTo("true");
        assertThat(shops.text(
                        "SELECT concat_ws(' ', metadata ->> 'v2_architecture', sync_status) FROM shopify_integrations WHERE id = ?",
                        shops.shopifyChannel))
                .isEqualTo("true synced");
        assertThat(shops.shopify.subscriptions())
                .as("webhooks keep it up to date")
                .isNotEmpty();
        FetchedOrders.assertComplete(shops);
    }

    private String begin(String path, boolean all) {
        Shops.Answer answer = shops.ask(
                "POST", path, object().put("organizationId", shops.tenant).put("fetchAll", all));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json().path("syncJobId").asText();
    }

    private void awaitCompleted(String job) {
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode status = shops.ask("GET", "/api/sync/status/" + job, null).json();
            assertThat(status.path("status").asText()).as(status.toString()).isEqualTo("completed");
        });
    }

    private String rawTitle(String id) {
        return shops.text(
                "SELECT title FROM shopify_products WHERE shopify_product_id = ? AND organization_id = ?",
                id,
                shops.tenant);
    }

    private JsonNode product(String title, String sku) {
        return shops.shopify.createAsStaff(
                object().put("title", title).put("price", "10.00").put("sku", sku));
    }

    private void buy(String price) {
        ObjectNode order = object();
        order.putArray("lines").addObject().put("title", "Hut").put("price", price);
        shops.shopify.buy(order);
    }
}
