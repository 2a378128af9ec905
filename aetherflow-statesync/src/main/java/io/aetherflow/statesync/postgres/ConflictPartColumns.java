// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Conflict;
import io.aetherflow.statesync.model.Overlap;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rows of table conflict_part, as one array for each column. */
final class ConflictPartColumns {
    /** Inserts the rows for the documents in {@code head}, or nothing where that is empty. */
    static final String INSERT = """
            INSERT INTO conflict_part
                (doc_id, version, part, path, outcome, other_version, other_client_id, other_user_id)
            SELECT p.*
            FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bytea[], ?::text[], ?::bigint[], ?::text[], ?::text[])
                AS p (doc_id, version, part, path, outcome, other_version, other_client_id, other_user_id)
            JOIN head ON head.doc_id = p.doc_id
            """;

    private ConflictPartColumns() {}

    /** A part and where it is. */
    private record Place(Conflict conflict, int number, Conflict.Part part) {}

    static void bind(SqlStatement statement, List<Conflict> conflicts) throws SQLException {
        List<Place> places = conflicts.stream()
                .flatMap(conflict -> IntStream.range(0, conflict.parts().size())
                        .mapToObj(
                                i -> new Place(conflict, i + 1, conflict.parts().get(i))))
                .toList();
        statement
                .uuids(places, place -> place.conflict().docId())
                .numbers(places, place -> place.conflict().version())
                .numbers(places, Place::number)
                .bytes(places, place -> Optional.of(place.part().path().getBytes(StandardCharsets.UTF_8)))
                .texts(places, place -> place.part().outcome().name())
                .optionals("bigint", places, place -> place.part().other().map(Conflict.Other::version))
                .optionals("text", places, place -> place.part().other().map(Conflict.Other::clientId))
                .optionals("text", places, place -> place.part().other().map(Conflict.Other::userId));
    }

    static Conflict.Part part(ResultSet row) throws SQLException {
        Optional<Conflict.Other> other = row.getObject("other_version") == null
                ? Optional.empty()
                : Optional.of(new Conflict.Other(
                        row.getLong("other_version"),
                        row.getString("other_client_id"),
                        row.getString("other_user_id")));
        return new Conflict.Part(Rows.utf8(row, "path"), Overlap.Outcome.valueOf(row.getString("outcome")), other);
    }
}
