package io.serai.twin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The page that shows a twin's products; its script fills it from the control API and escapes by using text nodes only. */
final class Page {

    private Page() {}

    static TwinResponse of(Twin twin) {
        try (InputStream in = Page.class.getResourceAsStream("/twin/page.html")) {
            String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return TwinResponse.text(200, "text/html; charset=utf-8", page.replace("{{name}}", twin.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
