package io.serai.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.Browser;
import io.serai.support.PostgresResource;
import io.serai.twin.jtlffn.JtlFfnTwin;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** D9 and D15 for people: the warehouse is connected from the page, and its stock is on it. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("The page")
class StockPageBrowserTest extends FlowTestBase {

    private static Browser browser;

    @ConfigProperty(name = "serai.process.public-url")
    String publicUrl;

    private JtlNetwork jtl;

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
    void openNetwork() {
        jtl = new JtlNetwork(shops, camel, publicUrl);
    }

    @AfterEach
    void hasNothingToComplainAbout() {
        String network = jtl.twin.url().toString();
        jtl.close();
        // there and back again, for the sign-in
        assertThat(browser.complaints())
                .allMatch(complaint ->
                        complaint.startsWith("asked for " + network) || complaint.startsWith("asked for " + publicUrl));
    }

    @Test
    @DisplayName(
            "lets a person sign in at JTL-FFN, and shows what can be sold, what is promised and what is on its way")
    void stock() {
        Shelves shelves = new Shelves(shops);
        shelves.hatEverywhere("H-1", 3, 50);
        String item = jtl.list("H-1");
        jtl.move("inbound", "H-1", "1250.5");
        jtl.twin.placeOutbound(Shops.json("{\"items\":[{\"jfsku\":\"%s\",\"quantity\":4}]}".formatted(item)));
        jtl.register();

        Page page = browser.page(serai, 1280, false);
        Browser.signIn(page, "serai-dev-admin");
        page.navigate("/?tenant=" + shops.tenant);
        Locator card = page.locator("[data-channel=" + jtl.channel + "].card");
        assertThat(card).containsText("PAUSED");
        Browser.picture(page, "stock-waits-for-sign-in");
        card.getByText("Sign in at JTL-FFN").click();
        page.locator("input[name=username]").fill(JtlFfnTwin.USER);
        page.locator("input[name=password]").fill(JtlFfnTwin.PASSWORD);
        page.getByText("Sign in and allow").click();
        page.locator("#message").waitFor();
        jtl.awaitActive();
        jtl.poll();

        page.navigate("/?tenant=" + shops.tenant);
        assertThat(card).containsText("ACTIVE");
        assertThat(card.getByText("Sign in at JTL-FFN")).hasCount(0);
        String product = shops.product("H-1").path("id").asText();
        Locator row = page.locator("tr[data-product='" + product + "']");
        assertThat(row.locator("[data-figure=available]")).hasText("1,246.5");
        assertThat(row).containsText("4 reserved");
        row.locator("button").click();
        Locator figures = page.locator("[data-stock]");
        assertThat(figures.locator("[data-figure=available]")).hasText("1,246.5");
        assertThat(figures.locator("[data-figure=reserved]")).hasText("4");
        assertThat(figures.locator("[data-place=" + shops.wooChannel + "]")).containsText("may sell 1,246.5");
        Browser.picture(page, "stock-drawer");
        page.keyboard().press("Escape");
        Browser.picture(page, "stock");
        page.setViewportSize(360, 900);
        Browser.picture(page, "stock-mobile");
        page.context().close();
    }
}
