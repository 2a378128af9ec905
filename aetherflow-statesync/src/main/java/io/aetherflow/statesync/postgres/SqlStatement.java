// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.InvalidRequestException;
import io.aetherflow.statesync.model.Payload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** One statement and its parameters, bound in the order of the calls. */
final class SqlStatement implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement statement;
    private int bound;

    SqlStatement(Connection connection, String sql) throws SQLException {
        this.connection = connection;
        this.statement = connection.prepareStatement(sql);
    }

    /** Reads one row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    SqlStatement uuid(UUID value) throws SQLException {
        statement.setObject(++bound, value);
        return this;
    }

    SqlStatement number(long value) throws SQLException {
        statement.setLong(++bound, value);
        return this;
    }

    SqlStatement flag(boolean value) throws SQLException {
        statement.setBoolean(++bound, value);
        return this;
    }

    SqlStatement bytes(Payload value) throws SQLException {
        return bytes(value.toByteArray());
    }

    /** Bytes, which must not change any more. */
    SqlStatement bytes(byte[] value) throws SQLException {
        statement.setBytes(++bound, value);
        return this;
    }

    /** Text, which must not contain U+0000: PostgreSQL has no place for it. */
    SqlStatement text(String field, String value) throws SQLException {
        if (value.indexOf('\0') >= 0) {
            throw new InvalidRequestException(field, value.replace('\0', '\uFFFD'), "text without U+0000");
        }
        statement.setString(++bound, value);
        return this;
    }

    SqlStatement text(String field, Optional<String> value) throws SQLException {
        if (value.isPresent()) {
            return text(field, value.get());
        }
        statement.setString(++bound, null);
        return this;
    }

    /** A time, of which PostgreSQL keeps microseconds. */
    SqlStatement time(Instant value) throws SQLException {
        statement.setObject(++bound, value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        return this;
    }

    SqlStatement array(long[] values) throws SQLException {
        statement.setObject(++bound, values);
        return this;
    }

    /**
     * An array of any other type.
     *
     * @param elementType PostgreSQL's name of it
     */
    SqlStatement array(String elementType, Object[] values) throws SQLException {
        statement.setArray(++bound, connection.createArrayOf(elementType, values));
        return this;
    }

    /** A text of each value. */
    <T> SqlStatement texts(Collection<T> values, Function<T, String> text) throws SQLException {
        return array("text", values.stream().map(text).toArray(String[]::new));
    }

    /** A number of each value. */
    <T> SqlStatement numbers(Collection<T> values, ToLongFunction<T> number) throws SQLException {
        return array(values.stream().mapToLong(number).toArray());
    }

    /** Bytes of each value that has some, NULL of the others. */
    <T> SqlStatement bytes(Collection<T> values, Function<T, Optional<byte[]>> bytes) throws SQLException {
        byte @Nullable [][] all = new byte[values.size()][];
        int i = 0;
        for (T value : values) {
            all[i++] = bytes.apply(value).orElse(null);
        }
        return array("bytea", all);
    }

    /**
     * What each value has, NULL of the others.
     *
     * @param elementType PostgreSQL's name of its type
     */
    <T> SqlStatement optionals(String elementType, Collection<T> values, Function<T, Optional<?>> element)
            throws SQLException {
        return array(
                elementType,
                values.stream().map(value -> element.apply(value).orElse(null)).toArray());
    }

    /** An id of each value. */
    <T> SqlStatement uuids(Collection<T> values, Function<T, UUID> id) throws SQLException {
        return array("uuid", values.stream().map(id).toArray(UUID[]::new));
    }

    <T> List<T> all(RowReader<T> reader) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(reader.read(rows));
            }
            return read;
        }
    }

    <T> Optional<T> first(RowReader<T> reader) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }
    }

    /** Tells whether the statement returned a row. */
    boolean hasRow() throws SQLException {
        return first(row -> row).isPresent();
    }

    /** Returns how many rows the statement changed. */
    int update() throws SQLException {
        return statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
