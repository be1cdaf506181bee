package io.serai.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.merge.HubProduct;
import io.serai.problem.InvalidRequest;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.ImageFile;
import io.serai.product.ProductPatch;
import io.serai.product.Value;
import io.serai.support.HubProducts;
import io.serai.support.Payloads;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GivenImagesTest {

    private final HubProduct hub =
            HubProducts.empty().knowing(Map.of("front", new ImageFile("https://shop.example/front.png", null)));

    @Test
    @DisplayName("rule 14 a URL is a new image, the same for the same URL, and images are in the order given")
    void urls() {
        GivenImages given = given("{'images': ['https://z.example/new.png', 'front']}");
        List<String> order = ((Value.Sequence) given.cells().get(Cell.of(Field.IMAGE_ORDER))).entries();

        assertThat(order).hasSize(2).last().isEqualTo("front");
        assertThat(given.files()).isEqualTo(Map.of(order.get(0), new ImageFile("https://z.example/new.png", null)));
        assertThat(given.cells()).containsEntry(Cell.of(Field.IMAGES), Value.terms(order));
        assertThat(given("{'images': ['https://z.example/new.png', 'front']}")).isEqualTo(given);
    }

    @Test
    @DisplayName("rule 14 an order that is given stands, and no images are no images")
    void ordersAndNone() {
        GivenImages given = given("{'images': ['https://z.example/new.png', 'front'], 'imageOrder': ['front']}");

        assertThat(given.cells()).containsEntry(Cell.of(Field.IMAGE_ORDER), Value.sequence(List.of("front")));
        assertThat(given("{'images': null}").cells()).isEqualTo(Map.of(Cell.of(Field.IMAGES), Value.NONE));
    }

    @Test
    @DisplayName("rule 14 what is neither an image of the product nor a URL is refused")
    void unknown() {
        for (String image : List.of("side", "ftp://shop.example/a.png", "https:///a.png", "not a url")) {
            assertThatThrownBy(() -> given("{'images': ['" + image + "']}"))
                    .isInstanceOf(InvalidRequest.class)
                    .hasMessageContaining("has no image " + image);
        }
    }

    private GivenImages given(String patch) {
        JsonNode json = Payloads.json(patch);
        Map<Cell, Value> cells = ProductPatch.of(json).fields().entrySet().stream()
                .collect(Collectors.toMap(entry -> Cell.of(entry.getKey()), Map.Entry::getValue));
        return GivenImages.of(hub, cells);
    }
}
