package io.serai.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.Browser;
import io.serai.support.PostgresResource;
import io.serai.twin.SampleCatalogue;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("The first page")
class FirstPageBrowserTest extends FlowTestBase {

    private static final Logger LOG = Logger.getLogger(FirstPageBrowserTest.class);

    private static final int PRODUCTS = 24;
    private static final int EDITS = 5;

    private static Browser browser;

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

    @AfterEach
    void hasNothingToComplainAbout() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @DisplayName("shows by itself what the staff of a shop edited there")
    void showsAnEdit() {
        SampleCatalogue catalogue = SampleCatalogue.of(1, PRODUCTS);
        shops.shopify.seed(catalogue);
        shops.woocommerce.seed(catalogue);
        shops.connect();
        String sku = shops.shopify.listed().get(PRODUCTS / 2).skus().get(0);
        String row = "tr[data-product='" + shops.product(sku).path("id").asText() + "']";

        Page page = browser.page(serai, 1280, false);
        Browser.signIn(page, "serai-dev-admin");
        page.navigate("/?tenant=" + shops.tenant);
        assertThat(page.locator("#rows tr")).hasCount(PRODUCTS);
        List<Duration> waits = new ArrayList<>();
        for (int edit = 1; edit <= EDITS; edit++) {
            String price = "31." + edit + "0";
            long saved = System.nanoTime();
            edit(sku, price);
            page.waitForFunction(
                    "([row, price]) => document.querySelector(row).innerText.includes(price)",
                    List.of(row, price),
                    new Page.WaitForFunctionOptions().setTimeout(60_000));
            waits.add(Duration.ofNanos(System.nanoTime() - saved));
        }
        Browser.picture(page, "edit-arrives");
        LOG.infof("From a shop's staff to the first page: %s", waits);
        assertThat(page.locator(".edits")).containsText("31.5");
        shops.settle();
        page.context().close();
    }

    private void edit(String sku, String price) {
        HttpRequest request = HttpRequest.newBuilder(shops.shopify.url().resolve("/twin/products?sku=" + sku))
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString(
                                Shops.object().put("price", price).toString()))
                .build();
        assertThat(shops.send(request).statusCode()).isEqualTo(200);
    }
}
