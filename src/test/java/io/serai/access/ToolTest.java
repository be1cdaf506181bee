package io.serai.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a tool of others")
class ToolTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hawtio",
                "/hawtio/",
                "/hawtio/camel/routes?nid=root-org.apache.camel-serai",
                "/swagger-ui/",
                "/swagger-ui"
            })
    @DisplayName("is where a sign-in may lead")
    void isAPlace(String place) {
        assertThat(Tool.isPlace(place)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "/",
                "/api/products",
                "/hawtiox",
                "//evil.example/hawtio/",
                "https://evil.example/hawtio/",
                "/hawtio/../logout",
                "/hawtio/auth/logout",
                "/hawtio/\\evil.example",
                "/hawtio/\r\nSet-Cookie: a=b",
                "javascript:alert(1)//hawtio/"
            })
    @DisplayName("is the only place a sign-in leads to besides the console")
    void isNoPlace(String place) {
        assertThat(Tool.isPlace(place)).isFalse();
    }
}
