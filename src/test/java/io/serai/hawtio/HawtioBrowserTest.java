package io.serai.hawtio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.Browser;
import io.serai.support.PostgresResource;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@DisplayName("D14 Hawtio")
class HawtioBrowserTest {

    private static final String ROUTE = "[id='org.apache.camel-CamelContexts-serai-routes-%s-folder']"
            + " > .pf-v6-c-tree-view__content .pf-v6-c-tree-view__node-text";

    private static final String GROUPS = "[id='org.apache.camel-CamelContexts-serai-routes-folder'] > ul > li"
            + " > .pf-v6-c-tree-view__content .pf-v6-c-tree-view__node-toggle";

    /** Groups and the routes in them, as the tree shows them. */
    private static final String TREE =
            """
            () => {
              const text = item => item.querySelector(':scope > .pf-v6-c-tree-view__content .pf-v6-c-tree-view__node-text').textContent;
              const below = item => [...item.querySelectorAll(':scope > ul > li')];
              const routes = document.getElementById('org.apache.camel-CamelContexts-serai-routes-folder');
              return below(routes).flatMap(group => below(group).map(route => text(group) + '/' + text(route)));
            }
            """;

    private static Browser browser;

    @TestHTTPResource("/")
    URI site;

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
    @DisplayName("shows exactly the routes of the files, each with its id and what it is for, and draws them")
    void showsTheRoutes() throws Exception {
        Page page = browser.page(site, 1280, false);
        // Not the picture of all routes: a thousand boxes, drawn anew every two seconds.
        Response routes = page.waitForResponse(
                response -> String.valueOf(response.request().postData()).contains("dumpRoutesAsXml"),
                () -> Browser.signIn(page, "/hawtio/camel/routes", "serai-dev-admin"));

        assertThat(WrittenRoutes.inXml(
                        new ObjectMapper().readTree(routes.text()).path("value").asText()))
                .isEqualTo(WrittenRoutes.inFiles());
        assertThat(page.locator("main table")).containsText("accept-conflicts");
        Browser.picture(page, "hawtio-routes");
        // All at once: each click of a mouse would draw the tree anew.
        page.locator(GROUPS).evaluateAll("toggles => toggles.forEach(toggle => toggle.click())");
        page.locator(ROUTE.formatted("push-push-product")).waitFor();
        assertThat(page.evaluate(TREE))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
                .containsExactlyInAnyOrderElementsOf(placesInTheTree());

        page.locator(ROUTE.formatted("api-sync-product")).click();
        Locator drawn = page.locator(".react-flow__node");
        assertThat(drawn).hasCount(12);
        assertThat(page.locator(".react-flow")).containsText("enqueue-pushes");
        assertThat(page.locator(".react-flow__edge")).hasCount(11);
        Browser.picture(page, "hawtio-diagram");
        page.locator("main")
                .getByText("Attributes", new Locator.GetByTextOptions().setExact(true))
                .click();
        // What Hawtio says of one route, on its page.
        assertThat(page.locator("main")).containsText("Queues a product's pushes ahead of others");
        Browser.picture(page, "hawtio-attributes");
    }

    @Test
    @DisplayName("leaves Serai when one signs out there")
    void signsOut() {
        Page page = browser.page(site, 1280, false);
        Browser.signIn(page, "serai-dev-admin");
        page.getByText("Routes", new Page.GetByTextOptions().setExact(true)).click();
        page.waitForURL("**/hawtio/camel/routes");
        // A page that asks for nothing by itself: what is asked while one signs out is refused, and Hawtio says so.
        page.navigate("/hawtio/preferences");
        page.getByText("bootstrap", new Page.GetByTextOptions().setExact(true)).click();
        page.getByText("Log out", new Page.GetByTextOptions().setExact(true)).click();
        page.getByLabel("API token").waitFor();
        page.navigate("/hawtio/");
        assertThat(page.getByLabel("API token")).isVisible();
    }

    private static List<String> placesInTheTree() {
        return WrittenRoutes.inFiles().stream()
                .map(route -> (route.group().isEmpty() ? "default" : route.group()) + "/" + route.id())
                .toList();
    }
}
