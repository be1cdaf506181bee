package io.serai.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.serai.channel.Platform;
import io.serai.product.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The field table")
class FieldOwnershipFileTest {

    private ObjectNode table;

    @BeforeEach
    void read() throws IOException {
        table = (ObjectNode)
                new YAMLMapper().readTree(Path.of("config/field-ownership.yaml").toFile());
    }

    private FieldOwnership ownership() {
        return FieldOwnershipFile.read(table, "field-ownership.yaml");
    }

    private void set(String field, String platform, String name, String value) {
        ((ObjectNode) table.path("fields"))
                .withObjectProperty(field)
                .withObjectProperty(platform)
                .put(name, value);
    }

    @Test
    @DisplayName("D18 says what a platform keeps with each variant, and a tenant's own owners change nothing of it")
    void ofVariants() {
        FieldOwnership own = ownership().with(Map.of(Field.NAME, Owner.OPS), 9);

        assertThat(own.ownerOf(Field.NAME)).isEqualTo(Owner.OPS);
        assertThat(own.isOfVariants(Field.NAME, Platform.JTL)).isTrue();
        assertThat(own.isOfVariants(Field.NAME, Platform.SHOPIFY)).isFalse();
        assertThat(own.access(Field.NAME, Platform.JTL).reads()).isFalse();
        assertThat(own.access(Field.NAME, Platform.JTL).writes()).isTrue();
        assertThat(own.access(Field.COLLECTIONS, Platform.SHOPIFY).writes()).isFalse();
        assertThat(own.access(Field.TAGS, Platform.JTL).reads()).isFalse();
    }

    @Test
    @DisplayName("D18 names every line that cannot be: of what is no variant's, or read where several may differ")
    void flaws() {
        set("name", "jtl", "access", "read_write");
        set("note", "jtl", "access", "write");
        set("sku", "jtl", "of", "variant");
        set("manufacturer", "jtl", "of", "product");

        assertThatThrownBy(this::ownership)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name.jtl is of: variant")
                .hasMessageContaining("there is no field note")
                .hasMessageContaining("sku.jtl.of is 'variant'")
                .hasMessageContaining("manufacturer.jtl.of is 'product'");
    }
}
