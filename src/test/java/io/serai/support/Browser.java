package io.serai.support;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A headless Chromium of this machine: {@code CHROMIUM}, or one in a usual place; without one a test is skipped. What goes
 * wrong in its pages is kept in {@link #complaints()}.
 */
public final class Browser implements AutoCloseable {

    private static final int TALL = 900;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> complaints = new ArrayList<>();

    private Browser(Playwright playwright, Path executable) {
        this.playwright = playwright;
        this.chromium = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    public static Browser open() {
        Optional<Path> executable = Stream.of(
                        Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"),
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(executable.isPresent(), "there is no Chromium; name one in CHROMIUM");
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Browser(playwright, executable.get());
    }

    /** A page of a browser that knows nothing yet. */
    public Page page(URI site, int width, boolean dark) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(site.toString())
                .setViewportSize(width, TALL)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
        Page page = context.newPage();
        page.setDefaultTimeout(10_000);
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("the server responded with a status of")) {
                complaints.add(message.text());
            }
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(site.toString()) && !request.url().startsWith("data:")) {
                complaints.add("asked for " + request.url());
            }
        });
        return page;
    }

    /** Signs in on the page that {@code /} shows to strangers. */
    public static void signIn(Page page, String token) {
        page.navigate("/");
        page.getByLabel("API token").fill(token);
        page.getByText("Sign in", new Page.GetByTextOptions().setExact(true)).click();
        page.locator("#live[data-state=live]").waitFor();
    }

    /** Keeps a picture in the folder that the system property {@code serai.shots} names, if it names one. */
    public static void picture(Page page, String name) {
        String folder = System.getProperty("serai.shots");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(folder, name + ".png"))
                    .setFullPage(page.locator("dialog[open]").count() == 0));
        }
    }

    /** Errors in scripts, refusals by the content security policy, requests to other hosts. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
