package io.serai.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("D14 CSV")
class CsvLinesTest {

    private static final int LONGEST = 10_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    @DisplayName("is numbered by the line a record begins in, whatever ends lines and wherever they end")
    void numbersLines(String end) {
        String csv = String.join(
                end, "name,description", "A,\"one", "two", "three\"", "B,", "", "C,\"one", "two\"", "D,\"", "\"");

        assertThat(read(csv)).extracting(ImportLine::number).containsExactly(2L, 5L, 7L, 9L);
        assertThat(read(csv + end)).extracting(ImportLine::number).containsExactly(2L, 5L, 7L, 9L);
    }

    @Test
    @DisplayName("whose quotation mark is missing ends with a line that says it is the last")
    void endsWhereItIsNoCsv() {
        List<ImportLine> lines = read("name,sku\nHat,H-1\n\"Cap,C-1\nScarf,S-1\n");

        assertThat(lines).extracting(ImportLine::isLast).containsExactly(false, true);
        assertThat(lines.get(1).number()).isEqualTo(3);
    }

    @Test
    @DisplayName("may have blanks around the name of an option")
    void namesOptions() {
        List<ImportLine> lines = read("name,option: Size \nShirt,M\n");

        assertThat(lines.get(0).product().at("/variants/0/options/Size").asText())
                .isEqualTo("M");
    }

    @Test
    @DisplayName("with a number of millions of digits is refused at once")
    void doesNotReckonWithLongNumbers() {
        String csv = "name,price\nHat," + "9".repeat(8_000_000) + "\n";

        // Reckoning with that many takes minutes.
        List<ImportLine> lines = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> read(csv));

        assertThat(lines.get(0).problem()).isNotNull();
    }

    private static List<ImportLine> read(String csv) {
        List<ImportLine> lines = new ArrayList<>();
        new CsvLines(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), LONGEST)
                .forEachRemaining(lines::add);
        return lines;
    }
}
