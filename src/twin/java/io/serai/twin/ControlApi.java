package io.serai.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.NoSuchElementException;

/** The calls under {@code /twin}: what a test or a person does to a twin, as opposed to what an app does to the platform. */
final class ControlApi {

    private final TwinServer twin;

    ControlApi(TwinServer twin) {
        this.twin = twin;
    }

    TwinResponse handle(TwinRequest request) {
        try {
            return forATerminal(route(request));
        } catch (NoSuchElementException e) {
            return problem(404, e);
        } catch (SoldOut e) {
            return problem(422, e);
        } catch (IllegalArgumentException | UncheckedIOException | ClassCastException e) {
            return problem(400, e);
        }
    }

    /** Ends with a line's end, or a person's next prompt would follow on the same line. */
    private static TwinResponse forATerminal(TwinResponse answer) {
        byte[] line = Arrays.copyOf(answer.body(), answer.body().length + 1);
        line[line.length - 1] = '\n';
        return answer.body().length == 0 ? answer : new TwinResponse(answer.status(), answer.headers(), line);
    }

    private TwinResponse route(TwinRequest request) {
        String path = request.path().replaceFirst("^/(twin)?/?", "");
        if (path.startsWith("products")) {
            return products(request, path);
        }
        if (path.matches("orders(/.*)?") && twin instanceof Sells shop) {
            return orders(shop, request, path);
        }
        return switch (request.method() + " " + path) {
            case "GET " -> Page.of(twin);
            case "GET state" -> TwinResponse.json(200, twin.state());
            case "GET listed" -> TwinResponse.json(200, twin.listed());
            case "GET calls" -> TwinResponse.json(200, twin.calls().counts());
            case "POST calls/reset" -> done(twin.calls()::reset);
            case "GET deliveries" -> TwinResponse.json(200, twin.deliveries().attempts());
            case "GET pending", "POST quiet" -> pending();
            case "GET faults" -> TwinResponse.json(200, twin.faults().settings());
            case "PUT faults" -> done(() -> twin.faults().set(read(request.json(), FaultSettings.class)));
            case "POST faults/next" -> done(() -> next(request.json()));
            case "DELETE faults" -> done(twin.faults()::clear);
            case "PUT settings" -> settings((ObjectNode) request.json());
            case "POST reset" -> done(twin::reset);
            default -> twin.control(path, request).orElseThrow(() -> new NoSuchElementException("no " + request.uri()));
        };
    }

    private TwinResponse products(TwinRequest request, String path) {
        if (request.parameter("sku") != null) {
            return productOfSku(request, request.parameter("sku"));
        }
        String id = URLDecoder.decode(path.replaceFirst("^products/?", ""), StandardCharsets.UTF_8);
        return switch (request.method()) {
            case "POST" -> TwinResponse.json(201, twin.createAsStaff((ObjectNode) request.json()));
            case "PATCH" -> TwinResponse.json(200, twin.editAsStaff(id, (ObjectNode) request.json()));
            case "DELETE" -> done(() -> twin.deleteAsStaff(id, "true".equals(request.parameter("force"))));
            case "GET" -> TwinResponse.json(200, product(id));
            default -> TwinResponse.empty(405);
        };
    }

    /** For people, who know a SKU and no id; the answer is as short as a line of the page. */
    private TwinResponse productOfSku(TwinRequest request, String sku) {
        String id = listed(sku).id();
        return switch (request.method()) {
            case "PATCH" -> {
                twin.editAsStaff(id, (ObjectNode) request.json());
                yield TwinResponse.json(200, listed(sku));
            }
            case "GET" -> TwinResponse.json(200, listed(sku));
            default -> TwinResponse.empty(405);
        };
    }

    private Listed listed(String sku) {
        return twin.listed().stream()
                .filter(product -> product.skus().contains(sku))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no product with the SKU " + sku));
    }

    private Object product(String id) {
        if (id.isEmpty()) {
            return twin.listed();
        }
        for (JsonNode product : twin.state().path("products")) {
            if (id.equals(product.path("id").asText())) {
                return product;
            }
        }
        throw new NoSuchElementException("no product " + id);
    }

    private TwinResponse orders(Sells shop, TwinRequest request, String path) {
        String[] parts = path.split("/");
        String id = parts.length > 1 ? parts[1] : "";
        String word = parts.length > 2 ? parts[2] : "";
        switch (request.method() + " " + word) {
            case "GET " -> {
                return TwinResponse.json(200, id.isEmpty() ? sales(shop) : shop.order(id));
            }
            case "POST " -> {
                return TwinResponse.json(201, shop.order(shop.buy((ObjectNode) request.json())));
            }
            case "POST cancel" -> shop.cancel(id, !"false".equals(request.parameter("restock")));
            case "POST fulfill", "POST complete" -> shop.fulfil(id);
            case "POST edit" -> shop.editOrder(id, (ObjectNode) request.json());
            default -> {
                return twin.control(path, request)
                        .orElseThrow(() -> new NoSuchElementException("no " + request.uri()));
            }
        }
        return TwinResponse.json(200, shop.order(id));
    }

    private ObjectNode sales(Sells shop) {
        ObjectNode sales = Json.object().put("soldOut", twin.calls().counts().soldOut());
        sales.set("orders", Json.MAPPER.valueToTree(shop.orderIds()));
        return sales;
    }

    private TwinResponse pending() {
        ObjectNode pending = Json.object()
                .put("pending", twin.pending())
                .put("retrying", twin.deliveries().retrying());
        if (twin instanceof Sells shop) {
            pending.put("orders", shop.orderIds().size());
        }
        return TwinResponse.json(200, pending);
    }

    /** {@code skewMillis} is every twin's; the rest is the platform's own. */
    private TwinResponse settings(ObjectNode wanted) {
        JsonNode skew = wanted.remove("skewMillis");
        if (skew != null) {
            twin.clock().skew(Duration.ofMillis(skew.asLong()));
        }
        return TwinResponse.json(200, twin.settings(wanted));
    }

    private void next(JsonNode body) {
        Faults.Fate fate = Faults.Fate.valueOf(body.path("fate").asText());
        for (int i = 0; i < body.path("times").asInt(1); i++) {
            twin.faults().next(fate);
        }
    }

    private static <T> T read(JsonNode body, Class<T> type) {
        try {
            return Json.MAPPER.readerFor(type).readValue(body);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static TwinResponse done(Runnable work) {
        work.run();
        return TwinResponse.json(200, Json.object().put("done", true));
    }

    private static TwinResponse problem(int status, RuntimeException e) {
        return forATerminal(TwinResponse.json(status, Json.object().put("error", String.valueOf(e.getMessage()))));
    }
}
