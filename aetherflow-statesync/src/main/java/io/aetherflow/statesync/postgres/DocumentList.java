// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.core.Page;
import io.aetherflow.statesync.DocumentQuery;
import io.aetherflow.statesync.DocumentState;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.InvalidRequestException;
import io.aetherflow.statesync.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Lists documents a page at a time: the page begins after the id that the page before ended with (keyset), so that no
 * document is skipped or repeated, whatever comes and goes in between.
 */
final class DocumentList {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /** One row for each document of the page, and one row with the total alone where the page is empty. */
    private static final String LIST = """
            WITH asked AS MATERIALIZED (
                SELECT ? AS user_id, ?::text AS state, ?::text AS type, ?::text AS tag
            ), readable AS (
                SELECT doc_id FROM document, asked WHERE owner = asked.user_id
                UNION SELECT doc_id FROM document WHERE public_read
                UNION SELECT doc_id FROM document_acl a, asked WHERE a.user_id = asked.user_id
            ), matching AS MATERIALIZED (
                SELECT d.doc_id FROM readable JOIN document d ON d.doc_id = readable.doc_id, asked
                WHERE CASE WHEN asked.state IS NULL THEN d.state <> 'DELETED' ELSE d.state = asked.state END
                    AND (asked.type IS NULL OR d.type = asked.type)
                    AND (asked.tag IS NULL OR asked.tag = ANY (d.tags))
            ), page AS (
                SELECT doc_id AS page_id FROM matching WHERE doc_id > ? ORDER BY doc_id LIMIT ?
            )
            SELECT total.documents AS total, listed.*
            FROM (SELECT count(*) AS documents FROM matching) AS total
            LEFT JOIN (
                SELECT page_id,\s""" + DocumentRows.COLUMNS + "FROM " + DocumentRows.TABLES
            + " JOIN page ON page_id = d.doc_id) AS listed ON true ORDER BY page_id";

    private final Database database;

    DocumentList(Database database) {
        this.database = database;
    }

    /** A row of the answer. */
    private record Row(long total, Optional<StoredDocument> document) {}

    Page<StoredDocument> page(String userId, DocumentQuery query) {
        UUID after = query.cursor().map(DocumentList::cursor).orElse(BEFORE_ALL);
        List<Row> rows = database.call("list documents", connection -> {
            try (SqlStatement statement = new SqlStatement(connection, LIST)) {
                return statement
                        .text("userId", userId)
                        .text("state", query.state().map(DocumentState::name))
                        .text("type", query.type().map(DocumentType::name))
                        .text("tag", query.tag())
                        .uuid(after)
                        .number(query.pageSize() + 1L)
                        .all(row -> new Row(
                                row.getLong("total"),
                                row.getObject("page_id") == null
                                        ? Optional.empty()
                                        : Optional.of(DocumentRows.document(row))));
            }
        });
        List<StoredDocument> items = new ArrayList<>();
        rows.forEach(row -> row.document().ifPresent(items::add));
        boolean more = items.size() > query.pageSize();
        if (more) {
            items.remove(query.pageSize());
        }
        Optional<String> next =
                more ? Optional.of(items.get(items.size() - 1).id().toString()) : Optional.empty();
        return new Page<>(items, next, rows.get(0).total());
    }

    private static UUID cursor(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("cursor", text, "the cursor of the page before");
        }
    }
}
