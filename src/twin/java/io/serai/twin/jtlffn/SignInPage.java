package io.serai.twin.jtlffn;

import io.serai.twin.TwinResponse;

/** What a person sees when a program asks for access. */
final class SignInPage {

    private static final String HTML =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sign in to the jtl-ffn twin</title>
            <link rel="icon" href="data:,">
            <style>
              body { font: 15px/1.4 system-ui, sans-serif; margin: 3rem auto; width: min(26rem, 90vw); color: #1c2430; }
              label { display: block; margin: .8rem 0; }
              input { width: 100%%; box-sizing: border-box; font: inherit; padding: .4rem; }
              #error { color: #b3261e; }
            </style>
            </head>
            <body>
            %s
            </body>
            </html>
            """;

    private static final String FORM =
            """
            <h1>Sign in to the jtl-ffn twin</h1>
            <p id="error" role="alert">%s</p>
            <p>The program <strong>%s</strong> asks for: <strong id="scopes">%s</strong></p>
            <form method="post" action="/authorize">
            %s
            <label>User <input name="username" autocomplete="username" value="%s"></label>
            <label>Password <input name="password" type="password" autocomplete="current-password"></label>
            <p><button name="decision" value="allow">Sign in and allow</button>
            <button name="decision" value="deny">Refuse</button></p>
            </form>
            <p>This stands in for JTL's own page. Its user is %s, another merchant's %s, the password of both %s.</p>""";

    private SignInPage() {}

    /** @param error what was wrong with the last try, or empty */
    static TwinResponse asking(Form asked, String error) {
        StringBuilder hidden = new StringBuilder();
        for (String name : new String[] {"response_type", "client_id", "redirect_uri", "scope", "state"}) {
            if (asked.fields().containsKey(name)) {
                hidden.append("<input type=\"hidden\" name=\"%s\" value=\"%s\">%n".formatted(name, escaped(asked.get(name))));
            }
        }
        String form = FORM.formatted(
                escaped(error),
                escaped(asked.get("client_id")),
                escaped(asked.get("scope")),
                hidden.toString().strip(),
                escaped(asked.get("username")),
                JtlFfnTwin.USER,
                JtlFfnTwin.OTHER_USER,
                JtlFfnTwin.PASSWORD);
        return page(error.isEmpty() ? 200 : 401, form);
    }

    /** For a request that must not be answered by a redirect. */
    static TwinResponse refusing(String why) {
        return page(400, "<h1>This link does not work</h1>\n<p id=\"error\" role=\"alert\">%s</p>".formatted(escaped(why)));
    }

    private static TwinResponse page(int status, String content) {
        return TwinResponse.text(status, "text/html; charset=utf-8", HTML.formatted(content))
                .with("Cache-Control", "no-store")
                .with("X-Frame-Options", "DENY");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
