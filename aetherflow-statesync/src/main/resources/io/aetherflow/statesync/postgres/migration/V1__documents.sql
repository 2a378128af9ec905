-- SPDX-License-Identifier: Apache-2.0
-- Version 1 of the tables of PostgresStateStore, in the connection's current schema. POSTGRES.md describes them.
-- Ids are compared and sorted as bytes (COLLATE "C"), so that no upgrade of a collation can break an index.

-- One row: which version of these tables this is, for the check at start.
CREATE TABLE statesync_schema (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version integer NOT NULL CHECK (version >= 1)
);

INSERT INTO statesync_schema (version) VALUES (1);

-- What changes rarely about a document.
CREATE TABLE document (
    doc_id uuid PRIMARY KEY,
    name text NOT NULL CHECK (char_length(name) <= 256),
    type text COLLATE "C" NOT NULL CHECK (type ~ '^[a-z][a-z0-9_-]{0,31}$'),
    state text COLLATE "C" NOT NULL CHECK (state IN ('ACTIVE', 'ARCHIVED', 'DELETED')),
    owner text COLLATE "C" NOT NULL CHECK (owner <> ''),
    public_read boolean NOT NULL,
    tags text[] NOT NULL,
    description text NOT NULL,
    properties jsonb NOT NULL CHECK (jsonb_typeof(properties) = 'object'),
    created_by text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    updated_by text COLLATE "C" NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE INDEX document_by_owner ON document (owner, doc_id);
CREATE INDEX document_public ON document (doc_id) WHERE public_read;

-- Who but the owner may do what.
CREATE TABLE document_acl (
    doc_id uuid NOT NULL REFERENCES document,
    user_id text COLLATE "C" NOT NULL CHECK (user_id <> ''),
    role text COLLATE "C" NOT NULL CHECK (role IN ('EDITOR', 'VIEWER')),
    PRIMARY KEY (doc_id, role, user_id)
);

CREATE INDEX document_acl_by_user ON document_acl (user_id, doc_id);

-- The three tables that every commit writes, document_head, document_client and operation, have no CHECKs: PostgreSQL
-- reads and prepares each of them anew for each statement, which took a third of the time of a small commit.

-- Where a document's log stands: written by every commit. Free space in its pages and no index but the key let
-- PostgreSQL put the new row beside the old one (a heap-only update). Versions and revisions are 1 or more.
CREATE TABLE document_head (
    doc_id uuid PRIMARY KEY REFERENCES document,
    epoch uuid NOT NULL,
    version bigint NOT NULL,
    control_revision bigint NOT NULL,
    floor bigint NOT NULL,
    last_fence bigint NOT NULL DEFAULT 0,
    conflicts bigint NOT NULL DEFAULT 0,
    updated_by text COLLATE "C" NOT NULL,
    updated_at timestamptz NOT NULL
) WITH (fillfactor = 70);

-- The lease on a document. The number of the last one outlives it, in document_head.last_fence.
CREATE TABLE document_lock (
    doc_id uuid PRIMARY KEY REFERENCES document,
    lock_id uuid NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    session_id text COLLATE "C" NOT NULL,
    fence bigint NOT NULL CHECK (fence >= 1),
    acquired_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > acquired_at)
);

CREATE INDEX document_lock_by_expiry ON document_lock (expires_at);

-- What a document remembers of a client for ever: it outlives the client's rows in operation.
-- A rejection's message may quote what the client sent, so it is UTF-8 in bytea: text has no place for U+0000.
CREATE TABLE document_client (
    doc_id uuid NOT NULL,
    client_id text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    last_seq bigint NOT NULL,
    last_version bigint NOT NULL,
    rejected_seq bigint,
    rejected_reason text COLLATE "C",
    rejected_message bytea,
    PRIMARY KEY (doc_id, client_id)
) WITH (fillfactor = 70);

-- The content every so often; the content now is the newest row and the log after it.
CREATE TABLE document_snapshot (
    doc_id uuid NOT NULL REFERENCES document,
    version bigint NOT NULL CHECK (version >= 1),
    content bytea NOT NULL,
    PRIMARY KEY (doc_id, version)
);

-- The log: one row for each committed operation, never changed. Creation is version 1, by client '' with number 0.
-- No foreign key to document: the check would read and lock a row of document for each operation, and every insert
-- comes with an update of the document_head row of the same document in the same statement, so there is nothing to find.
CREATE TABLE operation (
    doc_id uuid NOT NULL,
    version bigint NOT NULL,
    op_id uuid NOT NULL UNIQUE,
    client_id text COLLATE "C" NOT NULL,
    client_seq bigint NOT NULL,
    prev_version bigint NOT NULL,
    type text COLLATE "C" NOT NULL,
    submitted_checksum integer NOT NULL,
    committed_at timestamptz NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    session_id text COLLATE "C" NOT NULL,
    client_ip text NOT NULL,
    user_agent text NOT NULL,
    extra jsonb,
    data bytea NOT NULL,
    PRIMARY KEY (doc_id, version),
    UNIQUE (doc_id, client_id, client_seq)
);

-- What an operation overrode or lost. No foreign key, as with operation.
CREATE TABLE conflict (
    doc_id uuid NOT NULL,
    version bigint NOT NULL,
    conflict_id uuid NOT NULL,
    base_version bigint NOT NULL CHECK (base_version >= 0),
    strategy text COLLATE "C" NOT NULL CHECK (strategy IN ('MERGE', 'LAST_WRITER_WINS', 'REJECT')),
    user_id text COLLATE "C" NOT NULL,
    detected_at timestamptz NOT NULL,
    PRIMARY KEY (doc_id, version)
);

-- The places in conflict, in order. A path is made of what clients sent, so it is UTF-8 in bytea.
CREATE TABLE conflict_part (
    doc_id uuid NOT NULL,
    version bigint NOT NULL,
    part integer NOT NULL CHECK (part >= 1),
    path bytea NOT NULL,
    outcome text COLLATE "C" NOT NULL
        CHECK (outcome IN ('MERGED', 'COMMITTED_OVERRIDDEN', 'INCOMING_DROPPED')),
    other_version bigint,
    other_client_id text COLLATE "C",
    other_user_id text COLLATE "C",
    PRIMARY KEY (doc_id, version, part),
    CHECK (num_nulls(other_version, other_client_id, other_user_id) IN (0, 3))
);
