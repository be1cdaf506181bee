package io.serai.twin.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What no public text says and the package's description assumes. When JTL's own answers are seen, these are to be checked first. */
@DisplayName("We assume of JTL-FFN that")
class AssumptionsTest {

    @Nested
    @DisplayName("for tokens")
    class ForTokens extends RunningNetwork {

        private NetworkClient.Answer renew(String refresh) {
            return merchant.token(
                    JtlFfnTwin.CLIENT_ID,
                    JtlFfnTwin.CLIENT_SECRET,
                    Map.of("grant_type", "refresh_token", "refresh_token", refresh));
        }

        @Test
        @DisplayName("a refresh token used twice ends all tokens of its sign-in, unless set otherwise")
        void reuse() {
            for (boolean ends : new boolean[] {true, false}) {
                set("reuseEndsAuthorization", ends);
                ObjectNode first = twin.signIn(JtlFfnTwin.SCOPE);
                JsonNode second = renew(first.path("refresh_token").asText()).json();
                assertThat(renew(first.path("refresh_token").asText()).status()).isEqualTo(400);
                NetworkClient caller = merchant.with(second.path("access_token").asText());
                assertThat(caller.get("/products").status()).isEqualTo(ends ? 401 : 200);
                assertThat(renew(second.path("refresh_token").asText()).status())
                        .isEqualTo(ends ? 400 : 200);
            }
        }

        @Test
        @DisplayName("a refresh ends the access token from before, unless set otherwise")
        void refresh() {
            for (boolean ends : new boolean[] {true, false}) {
                set("refreshEndsAccessToken", ends);
                ObjectNode first = twin.signIn(JtlFfnTwin.SCOPE);
                renew(first.path("refresh_token").asText());
                assertThat(merchant.with(first.path("access_token").asText())
                                .get("/products")
                                .status())
                        .isEqualTo(ends ? 401 : 200);
            }
        }

        @Test
        @DisplayName("401, 403 for a missing scope and 404 before the portal have no body")
        void noBodies() {
            assertThat(merchant.with("wrong").get("/products").text()).isEmpty();
            String reader =
                    twin.signIn("ffn.merchant.read").path("access_token").asText();
            assertThat(merchant.with(reader).post("/products", "{}").text()).isEmpty();
            set("portalLogin", false);
            assertThat(merchant.get("/products").text()).isEmpty();
        }
    }

    @Nested
    @DisplayName("for answers")
    class ForAnswers extends RunningNetwork {

        @Test
        @DisplayName("users/current answers the user's id as userId, and needs no scope")
        void currentUser() {
            String writer =
                    twin.signIn("ffn.merchant.write").path("access_token").asText();
            JsonNode user = merchant.with(writer)
                    .follow(twin.url() + "/api/v1/users/current")
                    .json();
            assertThat(user.path("userId").asText()).isEqualTo(Caller.MERCHANT_ID);
        }

        @Test
        @DisplayName("errors tell what they are about in errorMetaData; a path that leads nowhere is 404, a body 400")
        void errors() {
            NetworkClient.Answer path = merchant.get("/products/MERC01XXXXX");
            assertThat(path.status()).isEqualTo(404);
            assertThat(path.json().has("errorMetadata")).isFalse();
            assertThat(path.json().at("/errorMetaData/Jfsku").asText()).isEqualTo("MERC01XXXXX");
            NetworkClient.Answer body = merchant.post("/outbounds", order("O", "MERC01XXXXX", 1));
            assertThat(body.status()).isEqualTo(400);
            assertThat(body.code()).isEqualTo(path.code());
        }

        @Test
        @DisplayName("an address of more than two thousand characters is refused before the network reads it")
        void longAddress() {
            NetworkClient.Answer refused = merchant.get("/products?$filter=" + "x".repeat(2048));
            assertThat(refused.status()).isEqualTo(414);
            assertThat(refused.text()).startsWith("<h2>");
            set("longestUrl", 8000);
            assertThat(merchant.get("/products?$filter=" + "x".repeat(2048)).status())
                    .isEqualTo(400);
        }

        @Test
        @DisplayName("fields without a value are left out, but for those of shipping methods")
        void leftOut() {
            JsonNode product =
                    merchant.get("/products/" + merchant.create("CUP")).json();
            assertThat(product.findValues("weight")).isEmpty();
            assertThat(product.toString()).doesNotContain("null");
            assertThat(merchant.get("/shippingmethods")
                            .json()
                            .at("/items/0/note")
                            .isNull())
                    .isTrue();
        }

        @Test
        @DisplayName("unknown fields and query parameters are ignored: merchantSku= brings everything")
        void ignored() {
            merchant.create("CUP");
            merchant.create("BAG");
            assertThat(merchant.get("/products?merchantSku=CUP").json().path("items"))
                    .hasSize(2);
        }

        @Test
        @DisplayName("_page.total counts pages and count the items of the page")
        void totals() {
            for (int i = 0; i < 5; i++) {
                merchant.create("SKU-" + i);
            }
            JsonNode last = merchant.get("/products?$top=2&$skip=4").json();
            assertThat(last.at("/_page/total").asInt()).isEqualTo(3);
            assertThat(last.path("count").asInt()).isEqualTo(1);
        }

        @Test
        @DisplayName("only fields that are named as allowed, and the times of the last change, can be ordered by")
        void orderBy() {
            for (String field : List.of("modificationInfo/createdAt", "merchantSku")) {
                assertThat(merchant.get("/products?$orderBy=" + field).status()).isEqualTo(200);
            }
            NetworkClient.Answer refused = merchant.get("/stocks/changes?$orderBy=jfsku");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().toString()).contains("$orderBy");
        }

        @Test
        @DisplayName("a page is cut off at the network's own most, and only the link tells that there is more")
        void most() {
            set("mostTop", 2);
            for (int i = 0; i < 3; i++) {
                merchant.create("SKU-" + i);
            }
            JsonNode page = merchant.get("/products?$top=100").json();
            assertThat(page.path("items")).hasSize(2);
            assertThat(page.at("/_page/limit").asInt()).isEqualTo(2);
            assertThat(page.path("nextPageLink").asText())
                    .endsWith("$top=2&$skip=2")
                    .startsWith("?");
            assertThat(page.at("/_links/next").asText()).startsWith("$orderBy=");
        }

        @Test
        @DisplayName("a filter compares texts without regard to case and knows no time of the last change")
        void filter() {
            merchant.create("Cup");
            assertThat(merchant.get("/products?$filter=" + NetworkClient.encoded("merchantSku eq 'CUP'"))
                            .json()
                            .path("items"))
                    .hasSize(1);
            String time = NetworkClient.encoded("modificationInfo/updatedAt gt 2026-01-01T00:00:00Z");
            assertThat(merchant.get("/products?$filter=" + time).status()).isEqualTo(400);
        }
    }

    @Nested
    @DisplayName("for updates")
    class ForUpdates extends RunningNetwork {

        @AfterEach
        void rightTime() {
            twin.clock().skew(Duration.ZERO);
        }

        private JsonNode updates(String query) {
            return merchant.get("/stocks/updates?" + query).json();
        }

        private Instant changed() {
            merchant.create("CUP");
            JsonNode change = move("inbound", "CUP", "1");
            twin.clock().skew(Duration.ofSeconds(5));
            return FfnTime.read(change.at("/modificationInfo/updatedAt").asText())
                    .orElseThrow();
        }

        private static String at(Instant time) {
            return NetworkClient.encoded(FfnTime.written(time));
        }

        @Test
        @DisplayName("fromDate belongs to the time and toDate does not, so that one cursor follows the other")
        void halfOpen() {
            Instant change = changed();
            assertThat(updates("fromDate=" + at(change)).path("data")).hasSize(1);
            assertThat(updates("fromDate=" + at(change.minusSeconds(1)) + "&toDate=" + at(change))
                            .path("data"))
                    .isEmpty();
        }

        @Test
        @DisplayName("without toDate it is now, without fromDate the time is empty")
        void defaults() {
            Instant change = changed();
            JsonNode none = updates("");
            assertThat(none.path("data")).isEmpty();
            assertThat(none.path("from")).isEqualTo(none.path("to"));
            assertThat(FfnTime.read(none.path("to").asText()).orElseThrow()).isAfter(change);
        }

        @Test
        @DisplayName("a toDate in the future is answered as it is, so that its use as a cursor loses changes")
        void future() {
            Instant change = changed();
            Instant future = change.plusSeconds(3600);
            JsonNode answer = updates("fromDate=" + at(change) + "&toDate=" + at(future));
            assertThat(answer.path("to").asText()).isEqualTo(FfnTime.written(future));
        }

        @Test
        @DisplayName("a date whose plus sign came unencoded is refused")
        void plus() {
            NetworkClient.Answer refused = merchant.get("/stocks/updates?fromDate=" + FfnTime.written(Instant.EPOCH));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("Shared_ModelValidation");
        }

        @Test
        @DisplayName("a change may come into the updates later than its time says")
        void lag() {
            set("updatesLagMillis", 60_000);
            Instant change = changed();
            assertThat(updates("fromDate=" + at(change)).path("data")).isEmpty();
            twin.clock().skew(Duration.ofSeconds(61));
            assertThat(updates("fromDate=" + at(change)).path("data")).hasSize(1);
        }

        @Test
        @DisplayName("what an own outbound reserves is an own change, and the portal's is the same user's")
        void own() {
            Instant change = changed();
            String jfsku = merchant.get("/products").json().at("/items/0/jfsku").asText();
            ship("O-1", jfsku, 1);
            twin.editAsStaff(jfsku, json("{\"title\": \"neu\"}"));
            twin.clock().skew(Duration.ofSeconds(10));
            String from = "fromDate=" + at(change);
            assertThat(updates(from).path("data").findValuesAsText("changeType"))
                    .containsExactly("Inbound", "Reservation");
            assertThat(updates(from + "&ignoreOwnApplicationId=true")
                            .path("data")
                            .findValuesAsText("changeType"))
                    .containsExactly("Inbound");
            assertThat(merchant.get("/products/updates?" + from + "&ignoreOwnUserId=true")
                            .json()
                            .path("data"))
                    .isEmpty();
            assertThat(merchant.get("/products/updates?" + from + "&ignoreOwnApplicationId=true")
                            .json()
                            .path("data"))
                    .hasSize(1);
        }
    }

    @Nested
    @DisplayName("for products")
    class ForProducts extends RunningNetwork {

        @Test
        @DisplayName("SKUs are unique without regard to case, and a double is 400 or, if set so, 409")
        void sku() {
            String jfsku = merchant.create("Cup");
            for (int status : new int[] {400, 409}) {
                set("duplicateProductStatus", status);
                NetworkClient.Answer refused =
                        merchant.post("/products", json("{\"name\": \"x\", \"merchantSku\": \"CUP\"}"));
                assertThat(refused.status()).isEqualTo(status);
                assertThat(refused.json().at("/errorMetaData/Jfsku").asText()).isEqualTo(jfsku);
            }
        }

        @Test
        @DisplayName("a change replaces objects and lists whole")
        void replaces() {
            String jfsku = merchant.create(
                    json(
                            """
                            {"name": "A", "merchantSku": "A", "identifier": {"ean": "1", "upc": "2"},
                             "specifications": {"taric": "69120023", "isDivisible": true},
                             "attributes": [{"key": "a", "value": "1", "attributeType": "String"}]}
                            """));
            merchant.patch(
                    "/products/" + jfsku,
                    "{\"identifier\": {\"ean\": \"3\"}, \"specifications\": {\"taric\": \"1\"}, \"attributes\": []}");
            JsonNode read = merchant.get("/products/" + jfsku).json();
            assertThat(read.path("identifier").toString()).isEqualTo("{\"ean\":\"3\"}");
            assertThat(read.at("/specifications/isDivisible").asBoolean()).isFalse();
            assertThat(read.path("attributes")).isEmpty();
        }

        @Test
        @DisplayName("null empties a field, an object too")
        void empties() {
            String jfsku = merchant.create(
                    json(
                            """
                            {"name": "A", "merchantSku": "A", "note": "n", "weight": 1,
                             "dimensions": {"length": 0.1, "height": 0.1}}
                            """));
            NetworkClient.Answer changed =
                    merchant.patch("/products/" + jfsku, "{\"note\": null, \"weight\": null, \"dimensions\": null}");
            assertThat(changed.status()).isEqualTo(204);
            JsonNode read = merchant.get("/products/" + jfsku).json();
            assertThat(read.has("note") || read.has("weight") || read.has("dimensions"))
                    .isFalse();
        }

        @Test
        @DisplayName("a filter may have alternatives over several fields, and a quote in a text is doubled")
        void alternatives() {
            String one = merchant.create("CUP");
            merchant.create("PLATE");
            merchant.create(json("{\"name\": \"x\", \"merchantSku\": \"O'H\"}"));
            JsonNode found = merchant.get("/products?$filter="
                            + NetworkClient.encoded("jfsku eq '" + one + "' or merchantSku eq 'O''H'"))
                    .json();
            assertThat(found.path("items").findValuesAsText("merchantSku")).containsExactly("CUP", "O'H");
        }

        @Test
        @DisplayName(
                "what is deleted is in no list and 404, leaves its SKU to others, and is among the updates with it")
        void deleted() {
            String first = merchant.create("CUP");
            twin.deleteAsStaff(first, true);
            String second = merchant.create("CUP");
            assertThat(second).isNotEqualTo(first);
            assertThat(merchant.get("/products").json().path("items").findValuesAsText("jfsku"))
                    .containsExactly(second);
            NetworkClient.Answer gone = merchant.get("/products/" + first);
            assertThat(gone.status()).isEqualTo(404);
            assertThat(gone.json().at("/errorCode/code").asText()).isEqualTo("Products_ProductNotFound");
            JsonNode update = merchant.get(
                            "/products/updates?fromDate=2020-01-01T00:00:00.000Z&toDate=2100-01-01T00:00:00.000Z")
                    .json()
                    .at("/data/0");
            assertThat(update.path("jfsku").asText()).isEqualTo(first);
            assertThat(update.path("merchantSku").asText()).isEqualTo("CUP");
            assertThat(update.at("/modificationInfo/state").asText()).isEqualTo("Deleted");
        }
    }

    @Nested
    @DisplayName("for stock")
    class ForStock extends RunningNetwork {

        String cup;

        @BeforeEach
        void goods() {
            cup = merchant.create("CUP");
        }

        @Test
        @DisplayName("stockLevel has the reserved goods in it, unless set otherwise")
        void reserved() {
            move("inbound", "CUP", "10");
            ship("O-1", cup, 4);
            assertThat(levels(merchant.get("/stocks/" + cup).json())).isEqualTo("10 4 0 0");
            set("stockLevelIncludesReserved", false);
            assertThat(levels(merchant.get("/stocks/" + cup).json())).isEqualTo("6 4 0 0");
            JsonNode change = merchant.get("/stocks/changes").json().at("/items/1");
            assertThat(levels(change)).isEqualTo("6 4 0 0");
            assertThat(quantities(change)).isEqualTo("-4 4 0 0");
        }

        @Test
        @DisplayName("a delivery takes goods and reservation in one change")
        void delivery() {
            move("inbound", "CUP", "10");
            String id = ship("O-1", cup, 4);
            twin.handleOutbound(id, "ship", json("{}"));
            JsonNode all = merchant.get("/stocks/changes").json().path("items");
            assertThat(all.findValuesAsText("changeType")).containsExactly("Inbound", "Reservation", "Delivery");
            assertThat(quantities(all.get(2))).isEqualTo("-4 -4 0 0");
        }

        @Test
        @DisplayName("versions have no gaps per warehouse and product, unless they are set to be the network's")
        void versions() {
            set("versionsPerStock", false);
            merchant.create("BAG");
            move("inbound", "CUP", "1");
            move("inbound", "BAG", "1");
            move("inbound", "CUP", "1");
            assertThat(merchant.get("/stocks/changes").json().path("items").findValuesAsText("stockVersion"))
                    .containsExactly("1", "2", "3");
            set("versionsPerStock", true);
            assertThat(move("inbound", "BAG", "1")
                            .at("/stockChangeId/stockVersion")
                            .asInt())
                    .isEqualTo(3);
        }

        @Test
        @DisplayName("current is the last change of each product in each warehouse, and there is one for each")
        void current() {
            merchant.create("BAG");
            move("inbound", "CUP", "1");
            move("inbound", "BAG", "2");
            move("inbound", "CUP", "3");
            JsonNode current = merchant.get("/stocks/changes?$filter=current%20eq%20true")
                    .json()
                    .path("items");
            assertThat(current.findValuesAsText("merchantSku")).containsExactly("BAG", "CUP");
            assertThat(current.findValuesAsText("stockLevel")).containsExactly("2", "4");
        }

        @Test
        @DisplayName(
                "the list of changes can be ordered by nested and by several fields, and does not say when they were made")
        void order() {
            String bag = merchant.create("BAG");
            move("inbound", "BAG", "2");
            move("inbound", "CUP", "1");
            move("inbound", "CUP", "3");
            JsonNode items = merchant.get("/stocks/changes?$orderBy=stockChangeId/jfsku,stockLevel%20desc")
                    .json()
                    .path("items");
            assertThat(items.findValuesAsText("jfsku")).containsExactly(cup, cup, bag);
            assertThat(items.findValuesAsText("stockLevel")).containsExactly("4", "1", "2");
            assertThat(items.findValues("modificationInfo")).isEmpty();
            assertThat(merchant.get("/stocks/updates?fromDate=2020-01-01T00:00:00.000Z")
                            .json()
                            .at("/data/0")
                            .has("modificationInfo"))
                    .isTrue();
        }

        @Test
        @DisplayName("a product without any stock change is not among the stocks and has zeros by its id")
        void none() {
            assertThat(merchant.get("/stocks").json().path("items")).isEmpty();
            assertThat(levels(merchant.get("/stocks/" + cup).json())).isEqualTo("0 0 0 0");
            assertThat(merchant.get("/stocks/" + cup).json().path("warehouses")).isEmpty();
            assertThat(levels(merchant.get("/stocks/" + cup + "/" + BERLIN).json()))
                    .isEqualTo("0 0 0 0");
        }

        @Test
        @DisplayName("blocking is an adjustment that moves a quantity from good to blocked")
        void blocking() {
            move("inbound", "CUP", "10");
            JsonNode change = move("block", "CUP", "4");
            assertThat(change.path("changeType").asText()).isEqualTo("Adjustment");
            assertThat(quantities(change)).isEqualTo("-4 0 4 0");
        }
    }

    @Nested
    @DisplayName("for outbounds")
    class ForOutbounds extends RunningNetwork {

        String cup;

        @BeforeEach
        void goods() {
            cup = merchant.create("CUP");
            move("inbound", "CUP", "10");
        }

        @Test
        @DisplayName("they begin as Pending, and more than is free is refused without oversale and reserves nothing")
        void begin() {
            move("block", "CUP", "2");
            ship("O-1", cup, 5);
            NetworkClient.Answer refused = merchant.post("/outbounds", order("O-2", cup, 4));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("Stocks_NotEnoughStock");
            assertThat(levels(twin.stockOf("CUP"))).isEqualTo("8 5 2 0");
            assertThat(merchant.post("/outbounds?oversale=true", order("O-2", cup, 4))
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("Pending");
        }

        @Test
        @DisplayName("a merchant's number is used once, even if its outbound is canceled")
        void number() {
            String id = ship("O-1", cup, 1);
            merchant.post("/outbounds/" + id + "/cancel", null);
            NetworkClient.Answer refused = merchant.post("/outbounds", order("o-1", cup, 1));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("Shared_DuplicateKey");
            assertThat(levels(twin.stockOf("CUP"))).isEqualTo("10 0 0 0");
        }

        @Test
        @DisplayName("the merchant cannot cancel or change once the picking began, the warehouse can")
        void picking() {
            String id = ship("O-1", cup, 1);
            twin.handleOutbound(id, "status", json("{\"status\": \"Pickprocess\"}"));
            NetworkClient.Answer refused = merchant.post("/outbounds/" + id + "/cancel", null);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("errorMetaData").toString())
                    .contains("\"From\":\"Pickprocess\"", "\"To\":\"Canceled\"");
            twin.handleOutbound(id, "cancel", json("{}"));
            assertThat(levels(twin.stockOf("CUP"))).isEqualTo("10 0 0 0");
            assertThatThrownBy(() -> twin.handleOutbound(id, "cancel", json("{}")))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        @DisplayName(
                "what is left of one that is canceled in part stays open on its lines, though nothing of it is reserved")
        void canceledInPart() {
            String id = ship("O-1", cup, 5);
            String item = merchant.get("/outbounds/" + id)
                    .json()
                    .at("/items/0/outboundItemId")
                    .asText();
            twin.handleOutbound(
                    id, "ship", json("{\"items\": [{\"outboundItemId\": \"" + item + "\", \"quantity\": 2}]}"));
            twin.handleOutbound(id, "cancel", json("{}"));
            JsonNode canceled = merchant.get("/outbounds/" + id).json();
            assertThat(canceled.path("status").asText()).isEqualTo("PartiallyCanceled");
            assertThat(canceled.at("/items/0/quantity").asInt()).isEqualTo(5);
            assertThat(canceled.at("/items/0/quantityOpen").asInt()).isEqualTo(3);
            assertThat(levels(twin.stockOf("CUP"))).isEqualTo("8 0 0 0");
        }

        @Test
        @DisplayName("an objectVersion that is too old is refused where it is given")
        void version() {
            String id = ship("O-1", cup, 1);
            String known = merchant.get("/outbounds/" + id)
                    .json()
                    .at("/modificationInfo/updatedAt")
                    .asText();
            String before = NetworkClient.encoded(
                    FfnTime.written(FfnTime.read(known).orElseThrow().minusMillis(1)));
            NetworkClient.Answer refused = merchant.post("/outbounds/" + id + "/cancel?objectVersion=" + before, null);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("Outbounds_OutdatedOutbound");
            assertThat(merchant.post("/outbounds/" + id + "/cancel?objectVersion=" + NetworkClient.encoded(known), null)
                            .status())
                    .isEqualTo(204);
        }

        @Test
        @DisplayName("they are found by the merchant's number with $filter only")
        void found() {
            ship("O-1", cup, 1);
            assertThat(merchant.get("/outbounds/O-1").status()).isEqualTo(404);
            String filter = NetworkClient.encoded("merchantOutboundNumber eq 'O-1'");
            assertThat(merchant.get("/outbounds?$filter=" + filter).json().path("items"))
                    .hasSize(1);
        }
    }
}
