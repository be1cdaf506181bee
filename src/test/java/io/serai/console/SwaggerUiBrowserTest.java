package io.serai.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.Browser;
import io.serai.support.PostgresResource;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@DisplayName("D8 Swagger UI")
class SwaggerUiBrowserTest {

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
    @DisplayName("tries operations out in the name of who is signed in, those too that change something")
    void triesOut() {
        Page page = browser.page(site, 1280, false);
        Browser.signIn(page, "/swagger-ui/", "serai-dev-admin");

        Locator create = operation(page, "createTenant");
        create.locator("textarea.body-param__text").fill("{\"id\": \"by-swagger\", \"name\": \"By Swagger UI\"}");
        execute(create);
        assertThat(status(create)).hasText("201");
        Browser.picture(page, "swagger-created");

        Locator list = operation(page, "listTenants");
        execute(list);
        assertThat(status(list)).hasText("200");
        assertThat(list.locator(".live-responses-table")).containsText("By Swagger UI");
        assertThat(page.locator("img[alt='Online validator badge']")).hasCount(0);
        Browser.picture(page, "swagger-ui");
    }

    private static Locator operation(Page page, String id) {
        Locator operation = page.locator("#operations-access-" + id);
        operation.locator(".opblock-summary-control").click();
        operation.getByText("Try it out").click();
        return operation;
    }

    private static void execute(Locator operation) {
        operation
                .getByText("Execute", new Locator.GetByTextOptions().setExact(true))
                .click();
        operation.locator(".live-responses-table").waitFor();
    }

    private static Locator status(Locator operation) {
        return operation
                .locator(".live-responses-table tbody .response-col_status")
                .first();
    }
}
