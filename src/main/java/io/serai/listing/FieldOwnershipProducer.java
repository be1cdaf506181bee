package io.serai.listing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.serai.ownership.FieldOwnership;
import io.serai.ownership.FieldOwnershipFile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads {@code field-ownership.yaml}: the operator's if one is named, else the one Serai comes with. */
final class FieldOwnershipProducer {

    private static final String PACKAGED = "/config/field-ownership.yaml";

    @Produces
    @Singleton
    FieldOwnership ownership(@ConfigProperty(name = "serai.field-ownership-file") Optional<Path> file)
            throws IOException {
        try (InputStream content =
                file.isPresent() ? Files.newInputStream(file.get()) : getClass().getResourceAsStream(PACKAGED)) {
            JsonNode yaml = new ObjectMapper(new YAMLFactory()).readTree(content);
            return FieldOwnershipFile.read(yaml, file.map(Path::toString).orElse("field-ownership.yaml"));
        }
    }
}
