package io.serai.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows Prometheus what waits in the database and how long the oldest of it has. The same in every process. */
@ApplicationScoped
@Named("waitingWork")
public class WaitingWork {

    private static final Map<String, String> FIGURES = Map.of(
            "serai.queue.rows", "Rows of the push queue",
            "serai.queue.oldest.seconds", "How long the oldest row of the push queue that has not ended has waited",
            "serai.deliveries.unfinished", "Deliveries that are stored and not yet worked on to their end",
            "serai.deliveries.oldest.seconds", "How long the oldest of them has waited",
            "serai.reads.pending", "Products and orders that are to be read from a platform",
            "serai.reads.oldest.seconds", "How long the oldest of them has waited",
            "serai.stock.due", "Figures of stock that a shop is to be asked for or told",
            "serai.stock.oldest.seconds", "How long the oldest of them has waited",
            "serai.conflicts.open", "Conflicts that wait for a person",
            "serai.channels", "Channels by their status");

    private final Map<String, MultiGauge> gauges = new HashMap<>();

    @Inject
    WaitingWork(MeterRegistry registry) {
        FIGURES.forEach((name, description) -> gauges.put(
                name, MultiGauge.builder(name).description(description).register(registry)));
    }

    /**
     * Shows what a query found.
     *
     * @param rows each with its figure's name, the platform, a status, either maybe null, and the value
     */
    public void show(List<Map<String, Object>> rows) {
        Map<String, List<Map<String, Object>>> byFigure = rows.stream()
                .collect(Collectors.groupingBy(row -> row.get("figure").toString()));
        gauges.forEach((name, gauge) -> gauge.register(
                byFigure.getOrDefault(name, List.of()).stream()
                        .map(row -> MultiGauge.Row.of(tags(row), ((Number) row.get("value")).doubleValue()))
                        .collect(Collectors.toList()),
                true));
    }

    private static Tags tags(Map<String, Object> row) {
        Tags tags = Tags.empty();
        for (String tag : List.of("platform", "status")) {
            tags = row.get(tag) == null ? tags : tags.and(tag, row.get(tag).toString());
        }
        return tags;
    }
}
