package io.serai.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.problem.MalformedRequest;
import io.serai.problem.Problem;
import io.serai.problem.TooLarge;
import io.serai.product.Field;
import io.serai.product.FieldValues;
import io.serai.product.Kind;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Products as comma-separated values (RFC 4180), UTF-8, read as they come. The first record names the columns: fields of the
 * contract's {@code CreateProduct}, and {@code option:<name>} for the option of that name. Where the first line has semicolons
 * and no comma, as spreadsheets write it in much of Europe, those separate. Several values of one field are separated by
 * {@code |}. An empty cell is a field nobody gave. Each record is a product with one variant.
 */
public final class CsvLines implements Iterator<ImportLine> {

    private static final String QUANTITY = "quantity";
    private static final String OPTION = "option:";
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final String SEVERAL = "\\|";
    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

    /** Longer ones take their time to be read, and no field takes them. */
    private static final int LONGEST_NUMBER = 60;

    private static final int LONGEST_NAME_SHOWN = 100;

    private final LimitedReader limited;
    private final Iterator<CSVRecord> records;
    private final CSVParser parser;
    private final List<String> columns;
    private RuntimeException failure;
    private boolean hasEnded;

    /** The line that what was read so far ends in. */
    private long ended;

    /**
     * Reads the names of the columns.
     *
     * @param longest characters a record may have
     * @throws InvalidRequest naming each column there is not, or that stands twice
     * @throws MalformedRequest if there is no first line, or it is not UTF-8
     */
    public CsvLines(InputStream in, int longest) {
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
            limited = new LimitedReader(reader, longest);
            char separator = separator(reader, longest);
            parser = CSVFormat.RFC4180
                    .builder()
                    .setDelimiter(separator)
                    .setIgnoreEmptyLines(true)
                    .get()
                    .parse(limited);
            records = parser.iterator();
            columns = columns();
            ended = Math.max(1, parser.getCurrentLineNumber());
        } catch (CharacterCodingException e) {
            throw new MalformedRequest("It is not UTF-8. Nothing of it was read");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasNext() {
        if (failure == null && !hasEnded) {
            limited.begin();
            try {
                return records.hasNext();
            } catch (UncheckedIOException | IllegalStateException e) {
                // told of as a record that cannot be read
                failure = e;
            }
        }
        return !hasEnded;
    }

    @Override
    public ImportLine next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (failure != null) {
            // where a record ends that was not read is anybody's guess
            hasEnded = true;
            return ImportLine.unreadableToTheEnd(ended + 1, problem(failure));
        }
        CSVRecord cells = records.next();
        ended = Math.max(ended + 1, parser.getCurrentLineNumber());
        return line(ended - lineEndsIn(cells), cells);
    }

    private static long lineEndsIn(CSVRecord cells) {
        return cells.stream()
                .mapToLong(cell -> LINE_END.matcher(cell).results().count())
                .sum();
    }

    private static Problem problem(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLong tooLong) {
                return new TooLarge("A record has at most " + tooLong.longest
                        + " characters; is a quotation mark missing? Nothing after it was read");
            }
            if (cause instanceof CharacterCodingException) {
                return new MalformedRequest("From here on it is not UTF-8. Nothing after it was read");
            }
        }
        return new MalformedRequest(
                "From here on it is no CSV: quotation marks stand around a whole cell. Nothing after it was read");
    }

    private ImportLine line(long number, CSVRecord cells) {
        List<Flaw> flaws = new ArrayList<>();
        if (cells.size() > columns.size()) {
            flaws.add(Flaw.at(
                    List.of(),
                    "There are " + cells.size() + " cells for " + columns.size() + " columns",
                    "Put quotation marks around a cell with a separator in it"));
        }
        ObjectNode product = JsonNodeFactory.instance.objectNode();
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < Math.min(columns.size(), cells.size()); i++) {
            String cell = cells.get(i);
            String column = columns.get(i);
            if (!cell.isBlank() && column.startsWith(OPTION)) {
                options.put(column.substring(OPTION.length()), cell.strip());
            } else if (!cell.isBlank()) {
                put(product, column, cell, flaws);
            }
        }
        if (!flaws.isEmpty()) {
            return ImportLine.unreadable(number, new InvalidRequest(flaws));
        }
        return ImportLine.of(number, options.isEmpty() ? product : withOptions(product, options));
    }

    /** What has options is a variant: its fields go where those of variants are. */
    private static ObjectNode withOptions(ObjectNode product, ObjectNode options) {
        ObjectNode variant = JsonNodeFactory.instance.objectNode();
        variant.set("options", options);
        List<String> ofVariant = new ArrayList<>();
        product.fieldNames().forEachRemaining(name -> {
            boolean isOfVariant = name.equals(QUANTITY)
                    || FieldValues.named(name)
                            .filter(field -> field.level() == Field.Level.VARIANT)
                            .isPresent();
            if (isOfVariant) {
                ofVariant.add(name);
            }
        });
        ofVariant.forEach(name -> variant.set(name, product.remove(name)));
        product.putArray("variants").add(variant);
        return product;
    }

    private static void put(ObjectNode product, String column, String cell, List<Flaw> flaws) {
        Kind kind = column.equals(QUANTITY)
                ? Kind.DECIMAL
                : FieldValues.named(column).orElseThrow().kind();
        switch (kind) {
            case DECIMAL ->
                number(cell)
                        .ifPresentOrElse(
                                number -> product.put(column, number),
                                () -> flaws.add(Flaw.at(
                                        List.of(column), "It is no number", "Write it with a point, such as 19.99")));
            case FLAG ->
                flag(cell)
                        .ifPresentOrElse(
                                flag -> product.put(column, flag),
                                () -> flaws.add(Flaw.at(List.of(column), "It is neither true nor false", null)));
            case TERMS, SEQUENCE -> {
                ArrayNode values = product.putArray(column);
                for (String value : cell.split(SEVERAL)) {
                    if (!value.isBlank()) {
                        values.add(value.strip());
                    }
                }
            }
            default -> product.put(column, cell);
        }
    }

    private static Optional<BigDecimal> number(String cell) {
        if (cell.strip().length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(cell.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> flag(String cell) {
        return switch (cell.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> Optional.of(true);
            case "false", "no", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private List<String> columns() {
        limited.begin();
        if (!records.hasNext()) {
            throw new MalformedRequest("The body is empty: its first line names the columns");
        }
        List<String> names = new ArrayList<>();
        List<Flaw> flaws = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String cell : records.next()) {
            String name = column(cell);
            names.add(name);
            if (!isColumn(name)) {
                flaws.add(Flaw.of(
                        shown(name),
                        "There is no such column",
                        "Name the fields as the contract's CreateProduct does"));
            } else if (!seen.add(name)) {
                flaws.add(Flaw.of(shown(name), "The column stands twice", "Take one of them out"));
            }
        }
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
        return names;
    }

    private static String column(String cell) {
        String name = cell.strip();
        return name.startsWith(OPTION)
                ? OPTION + name.substring(OPTION.length()).strip()
                : name;
    }

    private static String shown(String name) {
        return name.length() > LONGEST_NAME_SHOWN ? name.substring(0, LONGEST_NAME_SHOWN) + "…" : name;
    }

    private static boolean isColumn(String name) {
        return name.equals(QUANTITY)
                || name.startsWith(OPTION) && name.length() > OPTION.length()
                || FieldValues.named(name)
                        .filter(field -> field != Field.EXISTS && field != Field.OPTIONS)
                        .isPresent();
    }

    private static char separator(BufferedReader reader, int longest) throws IOException {
        reader.mark(longest + 1);
        boolean hasSemicolon = false;
        boolean hasComma = false;
        boolean hasMark = false;
        int read = reader.read();
        for (int i = 0; i < longest && read != -1 && read != '\n'; i++) {
            hasMark |= i == 0 && read == BYTE_ORDER_MARK;
            hasSemicolon |= read == ';';
            hasComma |= read == ',';
            read = reader.read();
        }
        reader.reset();
        if (hasMark) {
            reader.read();
        }
        return hasSemicolon && !hasComma ? ';' : ',';
    }

    /** Ends a record that does not end, such as one whose quotation mark is missing. */
    private static final class LimitedReader extends FilterReader {

        private final int longest;
        private long left;

        LimitedReader(Reader in, int longest) {
            super(in);
            this.longest = longest;
            begin();
        }

        /** The next record may be as long as any; the parser reads ahead as much again. */
        void begin() {
            left = 2L * longest;
        }

        @Override
        public int read() throws IOException {
            check(1);
            return super.read();
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            check(Math.max(0, read));
            return read;
        }

        private void check(int read) throws TooLong {
            left -= read;
            if (left < 0) {
                throw new TooLong(longest);
            }
        }
    }

    private static final class TooLong extends IOException {

        private static final long serialVersionUID = 1L;

        private final int longest;

        TooLong(int longest) {
            super("a record of more than " + longest + " characters");
            this.longest = longest;
        }
    }
}
