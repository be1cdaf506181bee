package io.serai.docs;

import io.serai.problem.BadSignature;
import io.serai.problem.Conflicting;
import io.serai.problem.Forbidden;
import io.serai.problem.InvalidRequest;
import io.serai.problem.MalformedRequest;
import io.serai.problem.MethodNotAllowed;
import io.serai.problem.NotFound;
import io.serai.problem.PreconditionFailed;
import io.serai.problem.PreconditionRequired;
import io.serai.problem.Problem;
import io.serai.problem.ShopUnavailable;
import io.serai.problem.TooLarge;
import io.serai.problem.TooManyRequests;
import io.serai.problem.TooSlow;
import io.serai.problem.Unauthenticated;
import io.serai.problem.UnsupportedContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One problem of each kind, and what its class says of it. */
final class ProblemKinds {

    private static final Pattern WORDS = Pattern.compile("/\\*\\*(.*?)\\*/\\s*public final class", Pattern.DOTALL);

    private ProblemKinds() {}

    /** By status. */
    static List<Problem> all() {
        return List.<Problem>of(
                        new BadSignature(),
                        new Conflicting(""),
                        new Forbidden(""),
                        new InvalidRequest(),
                        new MalformedRequest(""),
                        new MethodNotAllowed(new TreeSet<>()),
                        new NotFound(""),
                        new PreconditionFailed(""),
                        new PreconditionRequired(""),
                        new ShopUnavailable(Duration.ZERO),
                        new TooLarge(""),
                        new TooManyRequests(Duration.ZERO),
                        new TooSlow(""),
                        new Unauthenticated(false),
                        new UnsupportedContent(""))
                .stream()
                .sorted(Comparator.comparing(Problem::status).thenComparing(Problem::kind))
                .toList();
    }

    static String words(Problem problem) throws IOException {
        String file = problem.getClass().getName().replace('.', '/') + ".java";
        Matcher words = WORDS.matcher(Files.readString(Path.of("src/main/java", file)));
        if (!words.find()) {
            throw new IllegalStateException(file + " says nothing of itself");
        }
        return words.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").strip();
    }
}
