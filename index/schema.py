"""The tables of `library.db`, and the way from an older format to this one.

facts           what the library was made with
document        one row a text, known by its sha256
file            one row a file that was ever offered; `reason` says why it could not be read
source          one row a path a document is known by: a file, or FILE/inner/name in it
member_failed   one row a file inside a file that could not be read
tag             names given to files
folder          folders the library is kept in step with
passage         one row a passage: its range, and its vector once that is made
words           full-text index (FTS5) over the passages; its rowid is the passage's number
"""

import sqlite3
import uuid
from collections.abc import Mapping

from index.errors import LibraryError
from index.signature import signature

FORMAT = 2

_LAST_FORMAT = 1

# Long columns stand last: SQLite walks through all that comes before what it is asked for.
_DOCUMENTS = """
CREATE TABLE document (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
    media_type TEXT NOT NULL, characters INTEGER NOT NULL, unit TEXT NOT NULL,
    date TEXT NOT NULL, signature BLOB NOT NULL, headings TEXT NOT NULL,
    pages TEXT NOT NULL, numbers TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE file (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL, collection TEXT NOT NULL DEFAULT '', folder TEXT NOT NULL DEFAULT '',
    added TEXT NOT NULL, reason TEXT
) WITHOUT ROWID;
CREATE INDEX file_by_sha256 ON file (sha256);
CREATE TABLE source (
    path TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document (id),
    file TEXT NOT NULL REFERENCES file (path)
) WITHOUT ROWID;
CREATE INDEX source_by_document ON source (document_id);
CREATE INDEX source_by_file ON source (file);
CREATE TABLE member_failed (
    source TEXT PRIMARY KEY, file TEXT NOT NULL REFERENCES file (path), reason TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX member_failed_by_file ON member_failed (file);
CREATE TABLE tag (
    file TEXT NOT NULL REFERENCES file (path), name TEXT NOT NULL, PRIMARY KEY (file, name)
) WITHOUT ROWID;
CREATE INDEX tag_by_name ON tag (name);
CREATE TABLE folder (
    path TEXT PRIMARY KEY, collection TEXT NOT NULL, added TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE passage (
    number INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL REFERENCES document (id),
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB
);
CREATE INDEX passage_by_document ON passage (document_id);
CREATE INDEX passage_without_vector ON passage (number) WHERE vector IS NULL;
"""

WORDS = """
CREATE VIRTUAL TABLE words USING fts5(
    text, heading, tokenize = 'porter unicode61 remove_diacritics 2'
)
"""

_MIGRATE = """
DROP INDEX source_by_document;
DROP INDEX passage_by_document;
ALTER TABLE document RENAME TO old_document;
ALTER TABLE source RENAME TO old_source;
ALTER TABLE passage RENAME TO old_passage;
"""

_COPY = """
INSERT INTO document
    SELECT id, sha256, title, media_type, characters, 'page', '', signature_of(text),
        headings, pages, '[]', text
    FROM old_document;
INSERT INTO file
    SELECT path, size, modified_ns,
        (SELECT sha256 FROM old_document WHERE id = document_id), '', '', '', NULL
    FROM old_source;
INSERT INTO source SELECT path, document_id, path FROM old_source;
INSERT INTO passage SELECT number, document_id, start, end, vector FROM old_passage;
UPDATE sqlite_sequence
    SET seq = (SELECT max(seq) FROM sqlite_sequence WHERE name IN ('passage', 'old_passage'))
    WHERE name = 'passage';
DROP TABLE old_passage;
DROP TABLE old_source;
DROP TABLE old_document;
"""


def create(connection: sqlite3.Connection, facts: Mapping[str, str]) -> None:
    """Make the tables of a new library; the caller is in a transaction."""
    connection.execute(
        "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
    )
    _run(connection, _DOCUMENTS)
    connection.execute(WORDS)
    library = uuid.uuid4().hex
    connection.executemany(
        "INSERT INTO facts VALUES (?, ?)",
        {**facts, "format": str(FORMAT), "library": library, "vectors": library}.items(),
    )
    connection.execute("PRAGMA user_version = 0")


def migrate(connection: sqlite3.Connection, facts: Mapping[str, str]) -> None:
    """Bring a library of format 1 to this one; the caller is in a transaction.

    Foreign keys must be off: for a moment rows lead to tables that are renamed.
    """
    connection.create_function("signature_of", 1, signature, deterministic=True)
    _run(connection, _MIGRATE)
    _run(connection, _DOCUMENTS)
    _run(connection, _COPY)
    connection.execute("INSERT INTO facts VALUES ('vectors', ?)", (facts["library"],))
    connection.execute("UPDATE facts SET value = ? WHERE name = 'format'", (str(FORMAT),))


def is_older(path: object, found: str | None) -> bool:
    """Return whether a library of this format number is to be migrated.

    Raises:
        LibraryError: The format is newer than this version of Quoth knows.
    """
    if found == str(FORMAT):
        return False
    if found == str(_LAST_FORMAT):
        return True
    raise LibraryError(
        f"{path} has the format {found}; this version of Quoth reads formats up to {FORMAT}."
        " Install a newer version of Quoth"
    )


def _run(connection: sqlite3.Connection, statements: str) -> None:
    # Not executescript: that would commit the transaction it is in.
    for statement in statements.split(";\n"):
        if statement.strip():
            connection.execute(statement)
