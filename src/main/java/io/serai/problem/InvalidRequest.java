package io.serai.problem;

import java.util.Arrays;
import java.util.List;

/** The request can be read, but what it says cannot be. */
public final class InvalidRequest extends Problem {

    private static final long serialVersionUID = 1L;

    public InvalidRequest(List<Flaw> flaws) {
        super(422, "invalid-request", "The request is not valid", detail(flaws), flaws);
    }

    public InvalidRequest(Flaw... flaws) {
        this(Arrays.asList(flaws));
    }

    /** @param path see {@link Flaw#at} */
    public static InvalidRequest at(List<String> path, String detail, String hint) {
        return new InvalidRequest(Flaw.at(path, detail, hint));
    }

    private static String detail(List<Flaw> flaws) {
        return flaws.size() == 1
                ? flaws.get(0).detail()
                : flaws.size() + " things in the request are not as they must be";
    }
}
