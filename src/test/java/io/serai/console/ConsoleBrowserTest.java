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
class ConsoleBrowserTest {

    private static final String TOKEN = "serai-dev-admin";
    private static final String SEVENTH = "00000007-0000-4000-8000-000000000000";

    /** What a person may wait for, from the change in the database to the page. */
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
    void empty() throws SQLException {
        EmptyDatabase.of(database);
        run("DELETE FROM control.sessions");
        // Tokens of a tenant go with the tenants; the first one is everybody's.
        run(
                "INSERT INTO control.api_tokens (sha256, name, role) VALUES (sha256('serai-dev-admin'), 'bootstrap', 'admin')"
                        + " ON CONFLICT DO NOTHING");
    }

    @AfterEach
    void hasNothingToComplainAbout() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @DisplayName("A11 a change is on the page within a second, in the table, among the latest edits and in the drawer")
    void isLive() throws Exception {
        sample();
        Page page = signedIn(1280, false);
        page.locator("#order").selectOption("changed");
        Locator row = page.locator("tr[data-product='" + SEVENTH + "']");
        assertThat(row).containsText("20.90 EUR");
        row.click();
        assertThat(page.locator("#detail")).containsText("20.9");
        run("UPDATE product_variants SET net_sales_price = 31.5 WHERE product_id = '" + SEVENTH + "'");
        run(
                "UPDATE products SET updated_at = now(), version = version + 1, last_updated_by = 'WOOCOMMERCE' WHERE id = '"
                        + SEVENTH + "'");
        assertThat(page.locator("#detail")).containsText("31.5");
        assertThat(row).containsText("31.50 EUR");
        assertThat(row).containsText("by WooCommerce");
        page.keyboard().press("Escape");
        assertThat(page.locator("#drawer")).not().isVisible();
    }

    @Test
    @DisplayName(
            "D17 D18 shows each product's state on each channel, every value of every side, who set it and by which rule")
    void showsWhy() throws Exception {
        sample();
        Page page = signedIn(1280, false);
        page.locator("#q").fill("SM-0007");
        Locator row = page.locator("#rows tr");
        assertThat(row).hasCount(1);
        assertThat(row.locator("[data-channel=channel_shopify]")).containsText("SYNCED");
        assertThat(row.locator("[data-channel=channel_woo]")).containsText("CONFLICT");
        row.locator("button").press("Enter");
        Locator price = page.locator("tr[data-field=netSalesPrice]");
        assertThat(price.locator("td").nth(0)).hasText("20.9");
        assertThat(price.locator("td[data-side=WooCommerce]")).containsText("23.9");
        assertThat(price).containsText("the shop wins");
        assertThat(page.locator(".conflict")).hasCount(2);
        assertThat(page.locator(".conflict").first()).containsText("Leipzig");
        Browser.picture(page, "conflict");
    }

    @Test
    @DisplayName("shows channels with their reasons, the queue and what failed in it")
    void showsTheState() throws Exception {
        sample();
        Page page = signedIn(1280, false);
        Locator woo = page.locator("[data-channel=channel_woo].card");
        assertThat(woo).containsText("PAUSED");
        assertThat(woo).containsText("refused the key");
        assertThat(woo).containsText("95 s behind");
        Locator shopify = page.locator("[data-channel=channel_shopify].card");
        assertThat(shopify).containsText("Refused in a day1");
        assertThat(shopify.locator("[data-refusal]"))
                .hasText("A delivery could not be read. products/update: #/id: string found, integer expected");
        assertThat(woo.locator("[data-refusal]")).hasCount(0);
        assertThat(page.locator("[data-figure=pending]")).hasText("4");
        assertThat(page.locator("[data-figure=failed]")).hasText("1");
        assertThat(page.locator(".failures")).containsText("duplicated SKU");
        assertThat(page.locator(".edits li")).hasCount(6);
        page.locator("#state").selectOption("ERROR");
        assertThat(page.locator("#rows tr")).hasCount(1);
        page.locator("#state").selectOption("");
        page.getByText("Next").click();
        assertThat(page.locator("#pager")).containsText("Page 2 of 3");
        assertThat(page.locator("#rows tr")).hasCount(50);
    }

    @ParameterizedTest
    @CsvSource({
        "desktop, 1280, false",
        "desktop-dark, 1280, true",
        "tablet, 820, false",
        "mobile, 360, false",
        "mobile-dark, 360, true"
    })
    @DisplayName("fits every width, and says what to do where there is nothing yet")
    void fits(String name, int width, boolean dark) throws Exception {
        Page page = browser.page(site, width, dark);
        page.navigate("/");
        Browser.picture(page, "sign-in-" + name);
        Browser.signIn(page, TOKEN);
        assertThat(page.locator("#channels")).containsText("No tenant yet");
        run("INSERT INTO control.tenants (id, name) VALUES ('client_123', 'Nordlicht Merch')");
        page.reload();
        assertThat(page.locator("#channels")).containsText("No channel yet");
        assertFits(page);
        Browser.picture(page, "empty-" + name);
        run("DELETE FROM control.tenants");
        sample();
        assertThat(page.locator("#rows tr")).hasCount(50);
        assertFits(page);
        Browser.picture(page, name);
        page.locator("tr[data-product='" + SEVENTH + "'] button").scrollIntoViewIfNeeded();
        page.locator("tr[data-product='" + SEVENTH + "'] button").click();
        assertThat(page.locator("#detail")).containsText("Description");
        assertFits(page);
        Browser.picture(page, "drawer-" + name);
        page.context().close();
    }

    @Test
    @DisplayName("K17 signs in with a token alone, says clearly when it is wrong, and signs out")
    void signsInAndOut() {
        Page page = browser.page(site, 1280, false);
        page.navigate("/");
        assertThat(page.getByLabel("API token")).hasValue(TOKEN);
        page.getByLabel("API token").fill("not-a-token");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
                .containsText("This token is not valid");
        Browser.picture(page, "wrong-token");
        Browser.signIn(page, TOKEN);
        page.getByText("Sign out").click();
        assertThat(page.getByLabel("API token")).isVisible();
        page.context().close();
    }

    private Page signedIn(int width, boolean dark) {
        Page page = browser.page(site, width, dark);
        Browser.signIn(page, TOKEN);
        return page;
    }

    private static void assertFits(Page page) {
        assertThat((Integer)
                        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isNotPositive();
    }

    private void sample() throws SQLException, IOException {
        try (InputStream in = getClass().getResourceAsStream("/console/sample.sql")) {
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
