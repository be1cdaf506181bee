package io.serai.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the rules for route files find")
class RouteRulesTest {

    private static final String DEFAULT =
            """
            - routeConfiguration:
                errorHandler:
                  noErrorHandler: {}
            - routeConfiguration:
                id: sync-errors
                errorHandler:
                  deadLetterChannel:
                    deadLetterUri: direct:apply-change
            """;

    private static final String GOOD =
            """
            # What it is about.
            - route:
                id: look-for-changes
                description: Looks for changes
                routeConfigurationId: sync-errors
                from:
                  uri: timer
                  parameters:
                    timerName: changes
                    period: "{{sync.period}}"
                  steps:
                    - to:
                        uri: direct:apply-change
            - route:
                id: apply-change
                description: Applies one change
                from:
                  uri: direct
                  parameters:
                    name: apply-change
                  steps:
                    - toD:
                        uri: direct:apply-${header.kind}
            """;

    @Test
    @DisplayName("nothing in a tree that is well")
    void nothingToFind() {
        RouteRules rules = rules(DEFAULT, GOOD);
        assertThat(rules.files(Set.of("classpath:routes/sync/*.camel.yaml"))).isEmpty();
        assertThat(rules.comments()).isEmpty();
        assertThat(rules.order()).isEmpty();
        assertThat(rules.names()).isEmpty();
        assertThat(rules.policies(Set.of())).isEmpty();
        assertThat(rules.targets(Set.of())).isEmpty();
        assertThat(rules.subRoutesAreNamedAsTheyAreCalled(Set.of())).isEmpty();
        assertThat(rules.placeholders(Set.of("sync.period"))).isEmpty();
    }

    @Test
    @DisplayName("a file that no pattern loads")
    void anUnmatchedFile() {
        assertThat(rules(GOOD).files(Set.of("classpath:routes/push/*.camel.yaml")))
                .singleElement()
                .asString()
                .contains("no include pattern");
    }

    @Test
    @DisplayName("a file of another kind beside the routes")
    void anotherKindOfFile() {
        RouteRules rules = new RouteRules(java.util.List.of(RouteFile.of("sync/Stock.yml", GOOD)));
        assertThat(rules.files(Set.of("classpath:routes/sync/*.camel.yaml"))).hasSize(1);
    }

    @Test
    @DisplayName("a comment and an order that Kaoto would not keep")
    void whatKaotoWouldChange() {
        assertThat(rules(GOOD + "# lost\n").comments()).hasSize(1);
        assertThat(rules(GOOD + DEFAULT).order()).hasSize(1);
    }

    @Test
    @DisplayName("a route without description, and an id used twice")
    void unnamedRoutes() {
        assertThat(rules(DEFAULT, GOOD.replace("    description: Applies one change\n", ""))
                        .names())
                .containsExactly("apply-change: no description");
        assertThat(rules(DEFAULT, GOOD, GOOD).names()).hasSize(2).allMatch(problem -> problem.contains("the id of 2"));
        assertThat(rules(DEFAULT, GOOD.replace("id: apply-change", "id: applyChange"))
                        .names())
                .hasSize(1);
    }

    @Test
    @DisplayName("a policy that is misspelt, missing or on a sub-route, and a missing default")
    void policies() {
        assertThat(rules(DEFAULT, GOOD.replace("Id: sync-errors", "Id: sink-errors"))
                        .policies(Set.of()))
                .containsExactly("look-for-changes: no policy is called sink-errors");
        assertThat(rules(DEFAULT, GOOD.replace("    routeConfigurationId: sync-errors\n", ""))
                        .policies(Set.of()))
                .containsExactly("look-for-changes: starts work and names no policy");
        assertThat(rules(
                                DEFAULT,
                                GOOD.replace(
                                        "    id: apply-change\n",
                                        "    id: apply-change\n    routeConfigurationId: sync-errors\n"))
                        .policies(Set.of()))
                .singleElement()
                .asString()
                .startsWith("apply-change: a sub-route with a policy");
        assertThat(rules(GOOD.replace("    routeConfigurationId: sync-errors\n", ""))
                        .policies(Set.of()))
                .anyMatch(problem -> problem.startsWith("there are 0 default policies"));
    }

    @Test
    @DisplayName("an operation of the contract without a policy")
    void operations() {
        assertThat(rules(DEFAULT, GOOD).policies(Set.of("apply-change")))
                .containsExactly("apply-change: starts work and names no policy");
    }

    @Test
    @DisplayName("a call to a route that does not exist, from a route, a policy or the code")
    void missingTargets() {
        assertThat(rules(DEFAULT, GOOD.replace("uri: direct:apply-change", "uri: direct:aply-change"))
                        .targets(Set.of()))
                .containsExactly("direct:aply-change: no route listens there");
        assertThat(rules(DEFAULT.replace("direct:apply-change", "direct:nowhere"), GOOD)
                        .targets(Set.of()))
                .containsExactly("direct:nowhere: no route listens there");
        assertThat(rules(DEFAULT, GOOD.replace("direct:apply-${", "direct:send-${"))
                        .targets(Set.of()))
                .hasSize(1);
        assertThat(rules(DEFAULT, GOOD).targets(Set.of("direct:elsewhere"))).hasSize(1);
    }

    @Test
    @DisplayName("a sub-route that is not called what it listens to")
    void misnamedSubRoute() {
        assertThat(rules(GOOD.replace("id: apply-change", "id: change")).subRoutesAreNamedAsTheyAreCalled(Set.of()))
                .hasSize(1);
    }

    @Test
    @DisplayName("a placeholder without a default, and one that brings its own")
    void placeholders() {
        assertThat(rules(GOOD).placeholders(Set.of())).hasSize(1);
        assertThat(rules(GOOD.replace("{{sync.period}}", "{{sync.period:5000}}"))
                        .placeholders(Set.of("sync.period")))
                .hasSize(1);
    }

    private static RouteRules rules(String... texts) {
        int[] number = {0};
        return new RouteRules(Arrays.stream(texts)
                .map(text -> RouteFile.of("sync/file-" + number[0]++ + ".camel.yaml", text))
                .toList());
    }
}
