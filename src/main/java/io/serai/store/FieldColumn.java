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
import java.sql.Types;
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

    static void bind(SqlStatement<?> statement, Field field, Value value) {
        String name = name(field);
        if (value instanceof Text text) {
            statement.bind(name, Json.withoutNul(text.text()));
        } else if (value instanceof Decimal decimal) {
            statement.bind(name, decimal.number());
        } else if (value instanceof Flag flag) {
            statement.bind(name, flag.on());
        } else if (value instanceof Terms terms) {
            bind(statement, name, List.copyOf(terms.terms()));
        } else if (value instanceof Sequence sequence) {
            bind(statement, name, sequence.entries());
        } else if (value instanceof Options options) {
            statement.bind(name, Json.write(options.options()));
        } else {
            statement.bindNull(name, Types.VARCHAR);
        }
    }

    private static void bind(SqlStatement<?> statement, String name, List<String> entries) {
        statement.bindArray(
                name, String.class, entries.stream().map(Json::withoutNul).toList());
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
