package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.TwinResponse;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Answers {@code …/updates}: what changed in a time, in chunks (facts 67, 68, 75). */
final class Updates {

    /** A line of the answer, and when it belongs there. */
    record Row(Modification last, Supplier<ObjectNode> json) {}

    private static final Comparator<Row> IN_ORDER = Comparator.comparing((Row row) -> row.last().at())
            .thenComparing(row -> row.last().order());

    private final Network network;

    Updates(Network network) {
        this.network = network;
    }

    /** @param path what follows {@code /api/v1/merchant} in the network's own links */
    TwinResponse of(Call call, String path, Documents documents) {
        return of(call, path, asked -> ofDocuments(documents.everything(), asked));
    }

    private static Stream<Row> ofDocuments(Collection<Document> documents, Predicate<Modification> asked) {
        return documents.stream().flatMap(document -> {
            List<Modification> inRange = document.history().stream().filter(asked).toList();
            return inRange.isEmpty()
                    ? Stream.empty()
                    : Stream.of(new Row(inRange.get(inRange.size() - 1), () -> document.json(inRange)));
        });
    }

    TwinResponse of(Call call, String path, Function<Predicate<Modification>, Stream<Row>> rows) {
        Instant to = time(call, "toDate", network.now());
        Instant from = time(call, "fromDate", to);
        int page = call.number("page", 1, 1);
        int size = network.settings().chunkSize();
        List<Row> all = rows.apply(asked(call, from, to)).sorted(IN_ORDER).toList();
        ObjectNode answer = Json.object();
        ArrayNode data = answer.putArray("data");
        all.stream().skip((page - 1L) * size).limit(size).forEach(row -> data.add(row.json().get()));
        boolean more = all.size() > (long) page * size;
        answer.put("from", FfnTime.written(from)).put("to", FfnTime.written(to)).put("moreDataAvailable", more);
        if (more) {
            answer.put("nextChunkUrl", next(call, path, from, to, page + 1));
        }
        return TwinResponse.json(200, answer);
    }

    private Predicate<Modification> asked(Call call, Instant from, Instant to) {
        Instant seen = network.now().minusMillis(network.settings().updatesLagMillis());
        boolean lags = network.settings().updatesLagMillis() > 0;
        boolean notOwnApplication = call.flag("ignoreOwnApplicationId");
        boolean notOwnUser = call.flag("ignoreOwnUserId");
        return m -> !m.at().isBefore(from)
                && m.at().isBefore(to)
                && !(lags && m.at().isAfter(seen))
                && !(notOwnApplication && m.by().application().equals(call.caller().application()))
                && !(notOwnUser && m.by().user().equals(call.caller().user()));
    }

    private static Instant time(Call call, String name, Instant otherwise) {
        String text = call.parameter(name);
        return text == null
                ? otherwise
                : FfnTime.read(text)
                        .orElseThrow(() -> FfnError.invalid(name, "The value '%s' is not valid.".formatted(text)));
    }

    private static String next(Call call, String path, Instant from, Instant to, int page) {
        return "%s/api/v1/merchant%s?fromDate=%s&toDate=%s&page=%d&ignoreOwnApplicationId=%s&ignoreOwnUserId=%s"
                .formatted(
                        call.base(),
                        path,
                        encoded(from),
                        encoded(to),
                        page,
                        call.flag("ignoreOwnApplicationId"),
                        call.flag("ignoreOwnUserId"));
    }

    /** As the network writes it: percent-encoded with small letters. */
    private static String encoded(Instant at) {
        return FfnTime.written(at).replace(":", "%3a").replace("+", "%2b");
    }
}
