package io.serai.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.serai.ownership.Access;
import io.serai.ownership.FieldOwnership;
import io.serai.ownership.FieldOwnershipFile;
import io.serai.ownership.FieldRule;
import io.serai.platform.jtlffn.JtlAdapter;
import io.serai.platform.shopify.ShopifyAdapter;
import io.serai.platform.woocommerce.WooCommerceAdapter;
import io.serai.product.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FieldPlacesTest {

    static Stream<PlatformAdapter> adapters() {
        return Stream.of(new ShopifyAdapter(), new WooCommerceAdapter(), new JtlAdapter());
    }

    @ParameterizedTest
    @MethodSource("adapters")
    @DisplayName("D18: the field table says of every field what the mapping does with it")
    void agreesWithTheFieldTable(PlatformAdapter adapter) throws IOException {
        JsonNode file =
                new YAMLMapper().readTree(Path.of("config/field-ownership.yaml").toFile());
        FieldOwnership table = FieldOwnershipFile.read(file, "field-ownership.yaml");

        for (Field field : Field.values()) {
            FieldPlace place = adapter.places().get(field);
            FieldRule rule = table.rules().get(field);
            assertThat(table.access(field, adapter.platform()))
                    .as("%s on %s", field.key(), adapter.platform().key())
                    .isEqualTo(place == null ? Access.NEVER : place.access());
            assertThat(rule.places().get(adapter.platform())).isEqualTo(place == null ? null : place.name());
        }
    }
}
