package io.serai.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("C6 DATABASE_URL")
class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "postgres://u:p@db.example:5433/shop?sslmode=require, jdbc:postgresql://db.example:5433/shop?sslmode=require, u, p",
        "postgresql://u:p@db/shop?schema=public&x=1, jdbc:postgresql://db/shop?currentSchema=public&x=1, u, p",
        "postgres://u%40home:p%3A%2F%40+@db/shop, jdbc:postgresql://db/shop, u@home, p:/@+",
        "postgres://u@[::1]:5432/shop, jdbc:postgresql://[::1]:5432/shop, u,",
        "postgres://db/shop, jdbc:postgresql://db/shop,,",
        "jdbc:postgresql://db/shop?user=u, jdbc:postgresql://db/shop?user=u,,",
    })
    void isReadInBothForms(String text, String jdbcUrl, String username, String password) {
        DatabaseUrl url = DatabaseUrl.parse(text).orElseThrow();
        assertThat(url.jdbcUrl()).isEqualTo(jdbcUrl);
        assertThat(url.username()).isEqualTo(Optional.ofNullable(username));
        assertThat(url.password()).isEqualTo(Optional.ofNullable(password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://u:p@db/shop", "postgres://", "db:5432", "postgres://u:%zz@db/shop"})
    void isRefusedInAnyOther(String text) {
        assertThat(DatabaseUrl.parse(text)).isEmpty();
    }

    @Test
    void doesNotShowItsPassword() {
        assertThat(DatabaseUrl.parse("postgres://u:secret@db/shop")
                        .orElseThrow()
                        .toString())
                .doesNotContain("secret");
        assertThat(DatabaseUrl.parse("jdbc:postgresql://db/shop?password=secret")
                        .orElseThrow()
                        .toString())
                .doesNotContain("secret");
    }
}
