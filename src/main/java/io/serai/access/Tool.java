package io.serai.access;

import io.serai.problem.Forbidden;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What others made and Serai serves to those who are signed in, each below a path of its own. */
public enum Tool {
    /** Shows the routes as they run. What it is told, it is told of all tenants. */
    HAWTIO(
            "/hawtio",
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                    + "font-src 'self' data:; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'self'; "
                    + "frame-ancestors 'none'") {
        @Override
        public boolean admits(Caller caller) {
            return caller.seesAll() && caller.role().includes(Role.ADMIN);
        }
    },

    /** Shows the contract and tries it out, as far as the caller's own role goes. */
    SWAGGER_UI(
            "/swagger-ui",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'") {
        @Override
        public boolean admits(Caller caller) {
            return true;
        }
    };

    /** The console's page of jobs, which a bookmark leads to as to a tool. */
    public static final String JOBS = "/jobs";

    /** Files whose name changes with what is in them. */
    private static final Pattern HASHED = Pattern.compile(".*/static/(js|css|media)/.+\\.[0-9a-f]{8,}\\..+");

    /** No second host, no way up, nothing that ends a header. */
    private static final Pattern PLACE = Pattern.compile("/[A-Za-z0-9/_~.,:;=?&%@+-]*");

    private final String path;
    private final String contentSecurityPolicy;

    Tool(String path, String contentSecurityPolicy) {
        this.path = path;
        this.contentSecurityPolicy = contentSecurityPolicy;
    }

    /** Whether this caller may use it at all. */
    public abstract boolean admits(Caller caller);

    /** The tool whose path this is, or is below. */
    public static Optional<Tool> at(String path) {
        return Arrays.stream(values())
                .filter(tool -> path.equals(tool.path) || path.startsWith(tool.path + "/"))
                .findFirst();
    }

    /**
     * Whether a browser may be sent there after it signed in.
     *
     * @param place a path, with a query perhaps; null for none
     */
    public static boolean isPlace(String place) {
        return place != null
                && PLACE.matcher(place).matches()
                && !place.contains("..")
                && !place.contains("/auth/")
                && greets(place.split("\\?", 2)[0]);
    }

    /** Whether who comes there and is not signed in is led to the sign-in. */
    static boolean greets(String path) {
        return path.equals(JOBS) || at(path).isPresent();
    }

    /** Where it begins. */
    public String start() {
        return path + "/";
    }

    /** What its pages may load: never anything from elsewhere. */
    String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }

    /** How long a browser may keep a file. Only what is signed in gets it, so nobody in between may. */
    static String cacheControl(String path) {
        return HASHED.matcher(path).matches() ? "private, max-age=31536000, immutable" : "private, no-cache";
    }

    void admit(Caller caller) {
        if (!admits(caller)) {
            throw new Forbidden("This needs an admin's token that is not bound to one tenant");
        }
    }
}
