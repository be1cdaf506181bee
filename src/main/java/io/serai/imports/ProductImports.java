package io.serai.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.access.Caller;
import io.serai.config.ImportConfig;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.problem.Problem;
import io.serai.problem.ProblemDocument;
import io.serai.product.CreateProduct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Takes many products in with one request (D14): each line is a transaction of its own and is answered by a line of its own, with
 * the status that a request for it alone would have got. What the last line answers says that all were read, and how they fared.
 */
@ApplicationScoped
public class ProductImports {

    private static final Logger LOG = Logger.getLogger(ProductImports.class);

    private static final String CLIENT = "clientId";
    private static final String CSV = "text/csv";

    /** So many failures of Serai's in a row: the next would fail as well. */
    private static final int UNEXPECTED_IN_A_ROW = 5;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProductImporter importer;
    private final ImportConfig config;

    @Inject
    ProductImports(ProductImporter importer, ImportConfig config) {
        this.importer = importer;
        this.config = config;
    }

    /**
     * Begins to read.
     *
     * @param key the caller's, null for none
     * @param updates whether what is there already is changed
     * @param channels to create the products in where a line names none, null for all of the tenant's
     * @param parser of a line of JSON
     * @throws Problem if nothing can be read of it
     */
    public ProductImport begin(
            String tenant,
            Caller caller,
            String key,
            boolean updates,
            List<String> channels,
            String contentType,
            InputStream body,
            Function<byte[], JsonNode> parser) {
        int longest = Math.toIntExact(config.maxLine().asLongValue());
        boolean isCsv = contentType.regionMatches(true, 0, CSV, 0, CSV.length());
        Iterator<ImportLine> lines = isCsv ? new CsvLines(body, longest) : new NdjsonLines(body, longest, parser);
        return new ProductImport(tenant, caller, key, updates, new Completed(lines, tenant, channels));
    }

    /**
     * Takes one line in and answers it.
     *
     * @param contract throws a {@link Problem} for what is not as the contract says
     * @throws ImportCutOff if there is no use in going on
     */
    public void take(ProductImport imports, ImportLine line, Consumer<JsonNode> contract) {
        if (imports.answers().isClosed()) {
            throw new ImportCutOff("Nobody reads the answers any more");
        }
        if (imports.total() >= config.maxLines()) {
            throw new ImportCutOff("An import has at most " + config.maxLines() + " lines; send the others in another");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("line", line.number());
        try {
            if (line.problem() != null) {
                throw line.problem();
            }
            contract.accept(line.product());
            Imported imported = importer.take(
                    imports, CreateProduct.of(line.product()), imports.key(line.number()), fingerprint(line.product()));
            imports.count(imported.outcome().key());
            answer.put("status", imported.outcome().status())
                    .put("outcome", imported.outcome().key())
                    .put("productId", imported.productId().toString());
        } catch (Problem problem) {
            imports.count("refused");
            refuse(answer, ProblemDocument.of(problem));
        } catch (RuntimeException failure) {
            ProblemDocument document = ProblemDocument.unexpected();
            LOG.errorf(failure, "Unexpected failure %s", document.instance());
            refuse(answer, document);
            if (imports.failed() >= UNEXPECTED_IN_A_ROW) {
                imports.answers().add(answer.toString());
                throw new ImportCutOff("Serai fails at every line. Send the rest later");
            }
        }
        imports.answers().add(answer.toString());
        if (line.isLast()) {
            throw new ImportCutOff(line.problem().getMessage());
        }
    }

    /** Every line was read. */
    public void end(ProductImport imports) {
        end(imports, null);
    }

    /** Not every line was read. */
    public void cutOff(ProductImport imports, Throwable failure) {
        Throwable root = failure;
        while (!(root instanceof ImportCutOff) && !(root instanceof Problem) && root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof ImportCutOff || root instanceof Problem) {
            end(imports, root.getMessage());
        } else if (root instanceof IOException) {
            end(imports, "The request broke off");
        } else {
            ProblemDocument document = ProblemDocument.unexpected();
            LOG.errorf(failure, "Unexpected failure %s", document.instance());
            end(imports, "The fault is Serai's. The log tells more under " + document.instance());
        }
    }

    private static void end(ProductImport imports, String cutOff) {
        ObjectNode last = JsonNodeFactory.instance.objectNode();
        last.putObject("summary")
                .put("lines", imports.total())
                .put("created", imports.number("created"))
                .put("updated", imports.number("updated"))
                .put("unchanged", imports.number("unchanged"))
                .put("refused", imports.number("refused"))
                .put("failed", imports.number("failed"))
                .put("complete", cutOff == null)
                .put("reason", cutOff);
        imports.answers().add(last.toString());
        imports.answers().end();
    }

    private static void refuse(ObjectNode answer, ProblemDocument document) {
        try {
            answer.put("status", document.status()).set("problem", JSON.readTree(document.json()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] fingerprint(JsonNode product) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(product.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows SHA-256", e);
        }
    }

    /** Lines with what the request says of all of them. */
    private record Completed(Iterator<ImportLine> lines, String tenant, List<String> channels)
            implements Iterator<ImportLine> {

        @Override
        public boolean hasNext() {
            return lines.hasNext();
        }

        @Override
        public ImportLine next() {
            ImportLine line = lines.next();
            if (line.problem() != null || !(line.product() instanceof ObjectNode product)) {
                return line;
            }
            if (product.has(CLIENT) && !tenant.equals(product.path(CLIENT).asText())) {
                return ImportLine.unreadable(
                        line.number(),
                        new InvalidRequest(Flaw.at(
                                List.of(CLIENT),
                                "The import is for the client " + tenant,
                                "Leave it out, or import each client's products with a request of its own")));
            }
            product.put(CLIENT, tenant);
            if (channels != null && !product.has("channelIds")) {
                channels.forEach(product.withArray("channelIds")::add);
            }
            return line;
        }
    }
}
