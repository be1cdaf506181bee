package io.serai.twin.jtlffn;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Authorization codes and tokens. All that came of one sign-in is one authorization. Guarded by the twin's lock. */
final class Tokens {

    /**
     * What a person allowed.
     *
     * @param id of the sign-in
     * @param userId the merchant's four letters
     * @param scope words separated by blanks
     */
    record Authorization(String id, String clientId, String userId, String scope) {

        Authorization {
            userId = userId == null ? Caller.MERCHANT_ID : userId;
        }

        boolean covers(String wanted) {
            return List.of(scope.split(" ")).contains(wanted);
        }
    }

    /** @param redirectUri where the code was sent */
    record Code(Authorization authorization, String redirectUri, Instant expires, boolean used) {}

    record Access(Authorization authorization, Instant expires) {}

    record Refresh(Authorization authorization, boolean used) {}

    /** What is given out: an access token with its refresh token. */
    record Pair(String access, String refresh, int seconds) {}

    /** All that outlives the process; a copy. */
    record Stored(Map<String, Code> codes, Map<String, Access> access, Map<String, Refresh> refresh) {}

    private static final int RANDOM_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Code> codes = new LinkedHashMap<>();
    private final Map<String, Access> access = new LinkedHashMap<>();
    private final Map<String, Refresh> refresh = new LinkedHashMap<>();
    private final Clock clock;
    private final Supplier<FfnSettings> settings;

    Tokens(Clock clock, Supplier<FfnSettings> settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** A person allowed it: the code to fetch tokens with. */
    String allow(String clientId, String userId, String scope, String redirectUri) {
        String code = secret();
        Instant expires = clock.instant().plusSeconds(settings.get().codeSeconds());
        codes.put(code, new Code(new Authorization(secret(), clientId, userId, scope), redirectUri, expires, false));
        return code;
    }

    /** Empty unless the code is this client's, was sent there, is fresh and was never used. Used twice, it ends what came of it. */
    Optional<Pair> exchange(String code, String clientId, String redirectUri) {
        Code known = codes.get(code);
        if (known == null || !known.authorization().clientId().equals(clientId)) {
            return Optional.empty();
        }
        if (known.used()) {
            end(known.authorization());
            return Optional.empty();
        }
        if (!known.redirectUri().equals(redirectUri) || !clock.instant().isBefore(known.expires())) {
            return Optional.empty();
        }
        codes.put(code, new Code(known.authorization(), redirectUri, known.expires(), true));
        return Optional.of(issue(known.authorization()));
    }

    /** Empty unless the refresh token is this client's and was never used. */
    Optional<Pair> renew(String token, String clientId) {
        Refresh known = refresh.get(token);
        if (known == null || !known.authorization().clientId().equals(clientId)) {
            return Optional.empty();
        }
        if (known.used()) {
            if (settings.get().reuseEndsAuthorization()) {
                end(known.authorization());
            }
            return Optional.empty();
        }
        refresh.put(token, new Refresh(known.authorization(), true));
        if (settings.get().refreshEndsAccessToken()) {
            access.values().removeIf(a -> a.authorization().equals(known.authorization()));
        }
        return Optional.of(issue(known.authorization()));
    }

    /** A sign-in of a client without a page, for who has no browser. */
    Pair issue(String clientId, String scope) {
        return issue(new Authorization(secret(), clientId, Caller.MERCHANT_ID, scope));
    }

    private Pair issue(Authorization authorization) {
        int seconds = settings.get().accessTokenSeconds();
        access.values().removeIf(a -> !clock.instant().isBefore(a.expires()));
        Pair pair = new Pair(secret(), secret(), seconds);
        access.put(pair.access(), new Access(authorization, clock.instant().plusSeconds(seconds)));
        refresh.put(pair.refresh(), new Refresh(authorization, false));
        return pair;
    }

    /** Whose access token this is; empty if it is nobody's, or too old. */
    Optional<Authorization> holder(String token) {
        return Optional.ofNullable(access.get(token))
                .filter(a -> clock.instant().isBefore(a.expires()))
                .map(Access::authorization);
    }

    /** All access tokens are too old from now on; refresh tokens stay good. */
    void expire() {
        access.clear();
    }

    /** No token is good any more: somebody must sign in again. */
    void revoke() {
        codes.clear();
        access.clear();
        refresh.clear();
    }

    private void end(Authorization authorization) {
        access.values().removeIf(a -> a.authorization().equals(authorization));
        refresh.replaceAll((token, r) -> r.authorization().equals(authorization) ? new Refresh(authorization, true) : r);
    }

    private String secret() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Stored stored() {
        return new Stored(new LinkedHashMap<>(codes), new LinkedHashMap<>(access), new LinkedHashMap<>(refresh));
    }

    void restore(Stored stored) {
        revoke();
        codes.putAll(stored.codes());
        access.putAll(stored.access());
        refresh.putAll(stored.refresh());
    }
}
