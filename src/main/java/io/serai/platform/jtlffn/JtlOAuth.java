package io.serai.platform.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.GrantedTokens;
import io.serai.platform.RetryAfter;
import io.serai.platform.Throttled;
import io.serai.platform.Unauthorized;
import io.serai.platform.Unavailable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** JTL's OAuth: authorization code and refresh token, with the client by HTTP Basic and a form body (facts 63 to 66). */
public final class JtlOAuth {

    /** What Serai needs to be allowed. */
    public static final List<String> SCOPES = List.of("ffn.merchant.read", "ffn.merchant.write");

    /** What JTL's document says, for an answer that does not. */
    private static final Duration USUAL_LIFETIME = Duration.ofSeconds(1800);

    /** More than any token lives, and no moment that cannot be reckoned or kept. */
    private static final long LONGEST_LIFETIME = Duration.ofDays(1).toSeconds();

    /** All that the standard lets a token be made of, and a header carry. */
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]+");

    private JtlOAuth() {}

    /** @return the link a person opens to allow Serai in */
    public static URI link(URI authorizeUrl, String clientId, String redirectUri, String state) {
        return URI.create(authorizeUrl
                + (authorizeUrl.getRawQuery() == null ? "?" : "&")
                + form(
                        "response_type", "code",
                        "client_id", clientId,
                        "redirect_uri", redirectUri,
                        "scope", String.join(" ", SCOPES),
                        "state", state));
    }

    /** The form that exchanges the code a person brought back. */
    public static String exchange(String code, String redirectUri) {
        return form("grant_type", "authorization_code", "code", code, "redirect_uri", redirectUri);
    }

    /** The form that exchanges a refresh token, which works once. */
    public static String refresh(String refreshToken) {
        return form("grant_type", "refresh_token", "refresh_token", refreshToken);
    }

    public static String basic(String clientId, String clientSecret) {
        byte[] pair = (clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /**
     * What the answer of the token endpoint means.
     *
     * @param headers by lower-case name
     * @param used the refresh token that was exchanged, null for a code; it stays good where no other comes
     * @return empty if the code or the refresh token is not good any more
     */
    public static Optional<GrantedTokens> judge(
            int status, Map<String, String> headers, String body, String used, Instant askedAt) {
        JsonNode json = JtlErrors.parse(body);
        String error = json.path("error").asText();
        if (status == 400 && error.equals("invalid_grant")) {
            return Optional.empty();
        }
        if (status == 429) {
            throw new Throttled(RetryAfter.of(headers.get("retry-after")));
        }
        if (status == 401 || (status == 400 || status == 403) && !error.isEmpty()) {
            throw new Unauthorized(
                    "JTL's sign-in does not take the channel's client: " + status + " "
                            + error.replaceAll("[^a-z_]", ""),
                    "Give the clientId and clientSecret of the program that is registered with JTL with"
                            + " PATCH /api/channels/{id}");
        }
        if (status != 200) {
            throw new Unavailable("JTL's sign-in answered " + status, status >= 500);
        }
        String access = json.path("access_token").asText();
        String refresh = json.path("refresh_token").asText(used == null ? "" : used);
        if (!PRINTABLE.matcher(access).matches() || !PRINTABLE.matcher(refresh).matches()) {
            throw new Unavailable("JTL's sign-in answered without the tokens asked for", true);
        }
        long seconds = json.path("expires_in").asLong(0);
        Duration lifetime = seconds > 0 ? Duration.ofSeconds(Math.min(seconds, LONGEST_LIFETIME)) : USUAL_LIFETIME;
        return Optional.of(new GrantedTokens(access, refresh, lifetime, askedAt));
    }

    private static String form(String... pairs) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            form.append(i == 0 ? "" : "&").append(pairs[i]).append('=').append(JtlQuestion.encoded(pairs[i + 1]));
        }
        return form.toString();
    }
}
