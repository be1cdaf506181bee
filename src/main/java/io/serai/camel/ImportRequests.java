package io.serai.camel;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.access.Caller;
import io.serai.imports.ImportLine;
import io.serai.imports.ProductImport;
import io.serai.imports.ProductImports;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Connects an import's lines and answers with the request that brings them and reads them. */
@ApplicationScoped
@Named("importRequests")
public class ImportRequests {

    private static final String CREATE = "createProduct";

    private final ProductImports imports;
    private final ContractValidator contract;

    @Inject
    ImportRequests(ProductImports imports, ContractValidator contract) {
        this.imports = imports;
        this.contract = contract;
    }

    public ProductImport begin(Exchange exchange) {
        Message message = exchange.getMessage();
        String key = message.getHeader("Idempotency-Key", "", String.class);
        String channels = message.getHeader("channelIds", "", String.class);
        return imports.begin(
                message.getHeader("clientId", String.class),
                exchange.getVariable("caller", Caller.class),
                key.isEmpty() ? null : key,
                Boolean.parseBoolean(message.getHeader("update", String.class)),
                channels.isEmpty() ? null : List.of(channels.split(",")),
                exchange.getVariable("contentType", String.class),
                new ByteArrayInputStream(exchange.getVariable("content", byte[].class)),
                StrictJson::parse);
    }

    public void take(ProductImport running, ImportLine line) {
        imports.take(running, line, this::check);
    }

    private void check(JsonNode product) {
        StrictJson.check(product);
        contract.checkBody(CREATE, product);
    }

    public void end(ProductImport running) {
        imports.end(running);
    }

    public void cutOff(ProductImport running, Exception failure) {
        imports.cutOff(running, failure);
    }
}
