package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.TwinRequest;
import io.serai.twin.TwinResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JTL's authorization server: {@code /authorize} with its page, {@code /token}. Authorization code and refresh token only
 * (facts 64 and 65). Guarded by the twin's lock.
 */
final class AuthorizationServer {

    /**
     * A program that may ask for access.
     *
     * @param callback the one address that people are sent back to
     */
    record Client(String id, String secret, String callback) {}

    private static final List<String> SCOPES =
            List.of("ffn.merchant.read", "ffn.merchant.write", "ffn.fulfiller.read", "ffn.fulfiller.write");

    private static final Map<String, String> USERS = Map.of(
            JtlFfnTwin.USER, Caller.MERCHANT_ID, JtlFfnTwin.OTHER_USER, Caller.OTHER_MERCHANT_ID);

    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final Tokens tokens;

    AuthorizationServer(Tokens tokens) {
        this.tokens = tokens;
    }

    void add(Client client) {
        clients.put(client.id(), client);
    }

    List<Client> clients() {
        return List.copyOf(clients.values());
    }

    void restore(List<Client> stored) {
        clients.clear();
        stored.forEach(this::add);
    }

    TwinResponse authorize(TwinRequest request) {
        boolean posted = request.method().equals("POST");
        Form asked = posted ? Form.of(request) : Form.ofQuery(request);
        Client client = clients.get(asked.get("client_id"));
        if (client == null) {
            return SignInPage.refusing("No program is known by the client_id '%s'.".formatted(asked.get("client_id")));
        }
        if (!client.callback().equals(asked.get("redirect_uri"))) {
            return SignInPage.refusing("The redirect_uri is not the callback_uri of this program.");
        }
        if (!asked.get("response_type").equals("code")) {
            return back(asked, "error", "unsupported_response_type");
        }
        if (asked.get("scope").isBlank() || !SCOPES.containsAll(Arrays.asList(asked.get("scope").split(" ")))) {
            return back(asked, "error", "invalid_scope");
        }
        return posted ? decided(client, asked) : SignInPage.asking(asked, "");
    }

    private TwinResponse decided(Client client, Form asked) {
        if (asked.get("decision").equals("deny")) {
            return back(asked, "error", "access_denied");
        }
        String user = USERS.get(asked.get("username"));
        if (user == null || !asked.get("password").equals(JtlFfnTwin.PASSWORD)) {
            return SignInPage.asking(asked, "User or password is wrong.");
        }
        return back(asked, "code", tokens.allow(client.id(), user, asked.get("scope"), client.callback()));
    }

    private static TwinResponse back(Form asked, String name, String value) {
        String to = asked.get("redirect_uri");
        StringBuilder location = new StringBuilder(to)
                .append(to.contains("?") ? '&' : '?')
                .append(name)
                .append('=')
                .append(encoded(value));
        if (asked.fields().containsKey("state")) {
            location.append("&state=").append(encoded(asked.get("state")));
        }
        return TwinResponse.empty(302).with("Location", location.toString()).with("Cache-Control", "no-store");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    TwinResponse token(TwinRequest request) {
        Optional<Client> client = client(request.header("Authorization"));
        if (client.isEmpty()) {
            return refused(401, "invalid_client").with("WWW-Authenticate", "Basic realm=\"oauth2\"");
        }
        if (!Form.isForm(request)) {
            return refused(400, "invalid_request");
        }
        Form form = Form.of(request);
        String id = client.get().id();
        return switch (form.get("grant_type")) {
            case "authorization_code" -> given(tokens.exchange(form.get("code"), id, form.get("redirect_uri")));
            case "refresh_token" -> given(tokens.renew(form.get("refresh_token"), id));
            case "client_credentials" -> refused(401, "unauthorized_client");
            default -> refused(400, "unsupported_grant_type");
        };
    }

    private Optional<Client> client(String header) {
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String pair = new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int at = pair.indexOf(':');
            return at < 0
                    ? Optional.empty()
                    : Optional.ofNullable(clients.get(pair.substring(0, at)))
                            .filter(c -> c.secret().equals(pair.substring(at + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static TwinResponse given(Optional<Tokens.Pair> pair) {
        return pair.map(p -> TwinResponse.json(200, shown(p)).with("Cache-Control", "no-store"))
                .orElseGet(() -> refused(400, "invalid_grant"));
    }

    static ObjectNode shown(Tokens.Pair pair) {
        return Json.object()
                .put("token_type", "Bearer")
                .put("expires_in", pair.seconds())
                .put("access_token", pair.access())
                .put("refresh_token", pair.refresh());
    }

    private static TwinResponse refused(int status, String error) {
        return TwinResponse.json(status, Json.object().put("error", error)).with("Cache-Control", "no-store");
    }
}
