package io.serai.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.Browser;
import io.serai.support.EmptyDatabase;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@DisplayName("The console's jobs")
class JobsBrowserTest {

    private static final String TOKEN = "serai-dev-admin";

    private static Browser browser;

    @TestHTTPResource("/")
    URI site;

    @Inject
    DataSource database;

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
    void jobs() throws SQLException, IOException {
        EmptyDatabase.of(database);
        run("DELETE FROM control.sessions");
        run(
                "INSERT INTO control.api_tokens (sha256, name, role) VALUES (sha256('serai-dev-admin'), 'bootstrap', 'admin')"
                        + " ON CONFLICT DO NOTHING");
        resource("/console/sample.sql");
        resource("/console/jobs.sql");
    }

    @AfterEach
    void hasNothingToComplainAbout() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @DisplayName("A8 shows how many there are of each status, how far each is and what became of it, while it happens")
    void showsWhatGoesOn() throws SQLException {
        Page page = signedIn();
        page.getByText("Jobs", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("[data-count=all]")).containsText("9");
        assertThat(page.locator("[data-count=active]")).containsText("4");
        assertThat(page.locator("[data-count=failed]")).containsText("2");
        Locator orders = job(page, 2);
        assertThat(orders).containsText("All orders");
        assertThat(orders).containsText("4,200 of 12,000");
        assertThat(orders.locator("progress")).hasAttribute("value", "35");
        assertThat(job(page, 6).locator("[data-reason]")).containsText("ACCESS_DENIED");

        orders.locator("summary").click();
        assertThat(orders.locator(".message").first()).hasText("begun");
        run("UPDATE sync_jobs SET processed_items = 9000 WHERE id = '" + id(2) + "'");
        run("INSERT INTO control.sync_job_logs (job_id, at, message) VALUES ('" + id(2)
                + "', now(), 'landed 9000 lines')");
        assertThat(orders.locator("progress")).hasAttribute("value", "75");
        assertThat(orders.locator(".message").last()).hasText("landed 9000 lines");

        page.locator("[data-count=failed]").click();
        assertThat(page.locator(".job")).hasCount(2);
        page.reload();
        assertThat(page.locator(".job")).hasCount(2);
        page.context().close();
    }

    @Test
    @DisplayName("A7 A8 pauses, resumes, cancels and retries one, and all that failed")
    void commands() {
        Page page = signedIn();
        page.navigate("/jobs");
        Locator customers = job(page, 3);
        customers.locator("[data-command=pause]").click();
        assertThat(customers.locator(".chip")).hasText("paused");
        customers.locator("[data-command=resume]").click();
        assertThat(customers.locator(".chip")).hasText("pending");
        customers.locator("[data-command=cancel]").click();
        assertThat(customers.locator(".chip")).hasText("cancelled");

        page.locator("#retry-failed").click();
        assertThat(page.locator("#said")).hasText("1 of 1 job will be tried again.");
        assertThat(job(page, 6).locator(".chip")).not().hasText("failed");
        assertThat(job(page, 7).locator(".chip")).hasText("failed");
        job(page, 7).locator("[data-command=retry]").click();
        assertThat(job(page, 7).locator("[role=alert]")).containsText("Another job of this kind is under way");
        page.context().close();
    }

    @Test
    @DisplayName("A8 D12 cleans old ones away")
    void cleans() throws SQLException {
        run("UPDATE sync_jobs SET completed_at = now() - interval '30 days' WHERE status = 'completed'");
        Page page = signedIn();
        page.navigate("/jobs");
        page.locator("#clean").click();
        assertThat(page.locator("#said")).containsText("jobs that ended long ago deleted");
        assertThat(page.locator("[data-count=completed]")).containsText("0");
        page.context().close();
    }

    @Test
    @DisplayName(
            "K17 a viewer sees the jobs of their own tenant and no button, a stranger the sign-in, and then the jobs")
    void keepsToItsRole() throws SQLException {
        run("INSERT INTO control.api_tokens (sha256, name, role, tenant_id)"
                + " VALUES (sha256('jobs-viewer'), 'viewer', 'viewer', 'client_123') ON CONFLICT DO NOTHING");
        Page page = browser.page(site, 1280, false);
        Browser.signIn(page, "/jobs", "jobs-viewer");
        assertThat(page.locator(".job")).hasCount(9);
        assertThat(page.url()).endsWith("/jobs");
        assertThat(page.locator("[data-command], #retry-failed, #clean")).hasCount(0);
        page.getByText("Sign out").click();
        assertThat(page.getByLabel("API token")).isVisible();
        page.context().close();
    }

    @Test
    @DisplayName(
            "C4 the overview shows each milestone of the first sync, keeps up with it, and nothing when it is complete")
    void showsTheFirstSync() throws SQLException {
        Page page = signedIn();
        Locator orders = page.locator("[data-milestone=orders]").first();
        assertThat(orders.locator("progress")).hasAttribute("value", "35");
        assertThat(orders).containsText("4,200 of 12,000");
        Browser.picture(page, "progress");
        run("UPDATE sync_jobs SET processed_items = 9000 WHERE id = '" + id(2) + "'");
        assertThat(orders.locator("progress")).hasAttribute("value", "75");
        run("UPDATE sync_jobs SET status = 'completed', completed_at = now()");
        assertThat(page.locator("#progress")).isHidden();
        page.context().close();
    }

    @ParameterizedTest
    @CsvSource({"desktop, 1280, false", "desktop-dark, 1280, true", "tablet, 820, false", "mobile, 360, false"})
    @DisplayName("A8 fits every width, and says what to do where there is nothing yet")
    void fits(String name, int width, boolean dark) throws SQLException {
        Page page = browser.page(site, width, dark);
        Browser.signIn(page, TOKEN);
        assertThat(page.locator("#progress")).isVisible();
        assertFits(page);
        Browser.picture(page, "progress-" + name);
        page.navigate("/jobs");
        job(page, 2).locator("summary").click();
        assertThat(job(page, 2).locator(".message")).hasCount(3);
        assertFits(page);
        Browser.picture(page, "jobs-" + name);
        run("DELETE FROM sync_jobs");
        assertThat(page.locator("#list")).containsText("No job yet");
        assertFits(page);
        page.context().close();
    }

    private Page signedIn() {
        Page page = browser.page(site, 1280, false);
        Browser.signIn(page, TOKEN);
        return page;
    }

    private static String id(int number) {
        return "00000000-0000-4000-8000-0000000000a" + number;
    }

    private static Locator job(Page page, int number) {
        return page.locator("[data-job='" + id(number) + "']");
    }

    private static void assertFits(Page page) {
        assertThat((Integer)
                        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isNotPositive();
    }

    private void resource(String name) throws SQLException, IOException {
        try (InputStream in = getClass().getResourceAsStream(name)) {
            run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
