package io.serai.support;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
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
 * A headless Chromium of this machine: {@code CHROMIUM}, or one in a usual place. Without one a test is skipped, but never
 * where {@code CI} is set. What goes wrong in its pages is kept in {@link #complaints()}.
 */
public final class Browser implements AutoCloseable {

    private static final int TALL = 900;

    /** Milliseconds; a machine that does much else takes seconds for what a person sees at once. */
    private static final double PATIENCE = 60_000;

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<Path> USUAL_PLACES = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> complaints = new ArrayList<>();

    private Browser(Playwright playwright, Path executable) {
        this.playwright = playwright;
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
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
        Map<String, String> environment = System.getenv();
        Optional<Path> found = executable(environment);
        Assumptions.assumeTrue(
                found.isPresent() || isRequired(environment), "there is no Chromium; name one in CHROMIUM");
        Path executable = found.orElseThrow(
                () -> new IllegalStateException("CI is set and there is no Chromium; name one in CHROMIUM"));
        return new Browser(
                Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))),
                executable);
    }

    /** A pipeline that passes without having looked is worse than one that fails. */
    static boolean isRequired(Map<String, String> environment) {
        return !environment.getOrDefault("CI", "").isEmpty();
    }

    static Optional<Path> executable(Map<String, String> environment) {
        Stream<Path> onPath = Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.of(Stream.ofNullable(environment.get("CHROMIUM")).map(Path::of), onPath, USUAL_PLACES.stream())
                .flatMap(places -> places)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A page of a browser that knows nothing yet. */
    public Page page(URI site, int width, boolean dark) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(site.toString())
                .setViewportSize(width, TALL)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
        Page page = context.newPage();
        page.setDefaultTimeout(PATIENCE);
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

    /** Signs in on Serai's own page and waits until it is live. */
    public static void signIn(Page page, String token) {
        signIn(page, "/", token);
        page.locator("#live[data-state=live]").waitFor();
    }

    /** Goes to a place that shows the sign-in to strangers, and signs in there; what it shows then has yet to come. */
    public static void signIn(Page page, String place, String token) {
        page.navigate(place);
        page.getByLabel("API token").fill(token);
        page.getByText("Sign in", new Page.GetByTextOptions().setExact(true)).click();
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
