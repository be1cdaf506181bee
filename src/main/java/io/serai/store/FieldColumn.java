package io.serai.store;

import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.product.Value.Decimal;
import io.serai.product.Value.Flag;
import io.serai.product.Value.Options;
import io.serai.product.Value.Sequence;
import io.serai.product.Value.Terms;
import io.serai.product.Value.Text;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.statement.SqlStatement;

/** The column of a field. These names, from the enum and nowhere else, are the only ones ever put into a statement. */
final class FieldColumn {

    private FieldColumn() {}

    static String name(Field field) {
        return field.key().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** The parameter of the same name, cast to the column's type. */
    static String parameter(Field field) {
        return "CAST(:" + name(field) + " AS " + type(field) + ")";
    }

    private static String type(Field field) {
        return switch (field.kind()) {
            case TEXT, HTML -> "text";
            case DECIMAL -> "numeric";
            case FLAG -> "boolean";
            case TERMS, SEQUENCE -> "text[]";
            case OPTIONS -> "jsonb";
        };
    }

    /** Always with the same Java type for one column: a batch holds on to that of its first row. */
    static void bind(SqlStatement<?> statement, Field field, Value value) {
        String name = name(field);
        switch (field.kind()) {
            case TEXT, HTML -> statement.bind(name, value instanceof Text text ? Json.withoutNul(text.text()) : null);
            case DECIMAL -> statement.bind(name, value instanceof Decimal decimal ? decimal.number() : null);
            case FLAG -> statement.bind(name, value instanceof Flag flag ? Boolean.valueOf(flag.on()) : null);
            case TERMS -> bind(statement, name, value instanceof Terms terms ? terms.terms() : null);
            case SEQUENCE -> bind(statement, name, value instanceof Sequence sequence ? sequence.entries() : null);
            case OPTIONS ->
                statement.bind(name, value instanceof Options options ? Json.write(options.options()) : null);
        }
    }

    private static void bind(SqlStatement<?> statement, String name, Collection<String> entries) {
        String[] array =
                entries == null ? null : entries.stream().map(Json::withoutNul).toArray(String[]::new);
        statement.bindByType(name, array, String[].class);
    }

    static Value read(ResultSet row, Field field) throws SQLException {
        String name = name(field);
        return switch (field.kind()) {
            case TEXT, HTML -> Value.text(row.getString(name));
            case DECIMAL -> Value.decimal(row.getBigDecimal(name));
            case FLAG -> flag(row.getBoolean(name), row.wasNull());
            case TERMS -> terms(row.getArray(name));
            case SEQUENCE -> sequence(row.getArray(name));
            case OPTIONS -> field.kind().fromJson(Json.read(row.getString(name)));
        };
    }

    private static Value flag(boolean on, boolean isNull) {
        return isNull ? Value.NONE : Value.flag(on);
    }

    private static Value terms(Array array) throws SQLException {
        return array == null ? Value.NONE : Value.terms(List.of((String[]) array.getArray()));
    }

    private static Value sequence(Array array) throws SQLException {
        return array == null ? Value.NONE : Value.sequence(List.of((String[]) array.getArray()));
    }
}
