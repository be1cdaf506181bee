package io.serai.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The address of a shop")
class ShopUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://shop.example.com/, shop.example.com",
        "https://shop.example.com/de/, shop.example.com/de",
        "http://127.0.0.1:8092, 127.0.0.1:8092",
        "http://127.0.0.1:8093, 127.0.0.1:8093"
    })
    @DisplayName("B9 tells shops apart that share a host, by port or by directory")
    void tellsShopsApart(URI url, String site) {
        assertThat(ShopUrl.site(url)).isEqualTo(site);
    }
}
