package org.relais.db;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table, or a part of its columns, that rows are inserted into. The types must be those of the table: rows travel in PostgreSQL's binary
 * form. Immutable.
 *
 * <pre>{@code
 * Table.named("iris.training").text("name", 50).text("room", 50)
 * }</pre>
 */
final class Table {

    private final String name;
    private final List<Column> columns;
    private final String copyStatement;

    private Table(String name, List<Column> columns) {
        this.name = name;
        this.columns = columns;
        this.copyStatement = columns.stream()
                .map(Column::name)
                .collect(Collectors.joining(", ", "COPY " + name + " (", ") FROM STDIN (FORMAT binary)"));
    }

    /**
     * {@return a table without columns, to be added to}
     *
     * @param name as SQL has it, with its schema
     */
    static Table named(String name) {
        return new Table(name, List.of());
    }

    /**
     * {@return this table with one more column of type {@code int8}, which takes {@link Long}}
     *
     * @param column its name as SQL has it
     */
    Table int8(String column) {
        return with(new Column.Int8(column));
    }

    /**
     * {@return this table with one more column of type {@code text} or {@code varchar}, which takes {@link String}}
     *
     * @param column its name as SQL has it
     */
    Table text(String column) {
        return text(column, Integer.MAX_VALUE);
    }

    /**
     * {@return this table with one more column of type {@code varchar(longest)}, which takes {@link String}}
     *
     * @param column its name as SQL has it
     * @param longest in characters, by which PostgreSQL means code points; spaces after them are cut off, as SQL demands
     */
    Table text(String column, int longest) {
        return with(new Column.Text(column, longest));
    }

    String copyStatement() {
        return copyStatement;
    }

    /** Writes one row. */
    void write(@Nullable Object[] values, CopyBuffer into) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    name + " has " + columns.size() + " columns, but there are " + values.length + " values");
        }
        into.int16(values.length);
        for (int index = 0; index < values.length; index++) {
            @Nullable Object value = values[index];
            if (value == null) {
                into.noValue();
            } else {
                columns.get(index).write(value, into);
            }
        }
    }

    private Table with(Column column) {
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new Table(name, List.copyOf(more));
    }
}
