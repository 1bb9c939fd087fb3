import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index import inventory
from index.catalog import Catalog, Entry, File, Stamp
from index.library import DATABASE, VECTORS, Library
from index.passages import split
from index.vectors import Vectors
from tests.fakes import WordEncoder, document

# Format 1, as it was written by the first released version.
OLD = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
    media_type TEXT NOT NULL, text TEXT NOT NULL, characters INTEGER NOT NULL,
    pages TEXT NOT NULL, headings TEXT NOT NULL
);
CREATE TABLE source (
    path TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document (id),
    size INTEGER NOT NULL, modified_ns INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX source_by_document ON source (document_id);
CREATE TABLE passage (
    number INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL REFERENCES document (id),
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passage_by_document ON passage (document_id);
CREATE VIRTUAL TABLE words USING fts5(
    text, heading, tokenize = 'porter unicode61 remove_diacritics 2'
);
"""
ENCODER = WordEncoder("cat", "dog")
IDENTITY = "0123456789abcdef" * 2
CAT = document("A cat sleeps here all day.", source="/shelf/cat.txt", title="Cat", pages=(0, 6))
DOG = document("A dog barks at night.", source="/shelf/dog.txt", title="Dog")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a library of format 1: passage 3 cat, 5 dog; the numbers up to 9 were given."""
    tmp_path /= "library"
    tmp_path.mkdir()
    facts = {
        "encoder": "toy",
        "encoder_sha256": ENCODER.fingerprint,
        "width": "2",
        "normalised": "yes",
        "format": "1",
        "library": IDENTITY,
    }
    vectors = Vectors(2)
    vectors.generation = 7
    with closing(sqlite3.connect(tmp_path / DATABASE, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(OLD)
        connection.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
        for number, each, row in ((3, CAT, (1, 0)), (5, DOG, (0, 1))):
            pages = str(list(each.pages))
            connection.execute(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, '[]')",
                (
                    *(each.id, each.sha256, each.title, each.media_type),
                    *(each.text, len(each.text), pages),
                ),
            )
            connection.execute(
                "INSERT INTO source VALUES (?, ?, ?, ?)", (each.source, each.id, number, 10)
            )
            (passage,) = split(each)
            vector = np.array([row], dtype=np.float32)
            vectors.add([number], vector)
            connection.execute(
                "INSERT INTO passage VALUES (?, ?, ?, ?, ?)",
                (number, each.id, passage.start, passage.end, vector.astype(np.float16).tobytes()),
            )
            connection.execute(
                "INSERT INTO words (rowid, text, heading) VALUES (?, ?, ?)",
                (number, each.text, each.title),
            )
        connection.execute("UPDATE sqlite_sequence SET seq = 9")
        connection.execute("PRAGMA user_version = 7")
    vectors.save(tmp_path / VECTORS, bytes.fromhex(IDENTITY))
    return tmp_path


def schema(path: Path) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'x%'")
        yield from sorted((name, " ".join((sql or "").split())) for name, sql in rows)


def test_a_library_of_the_first_format_is_brought_to_this_one(folder: Path) -> None:
    with Library.open(folder, encoder=ENCODER) as library:
        assert library.catalog.facts["format"] == "2"
        assert (library.identity, library.generation) == (IDENTITY, 7)
        assert library.document(CAT.id) == CAT
        assert library.documents() == [
            Entry(CAT.id, "Cat", "text/plain", (CAT.source,), 26, 1),
            Entry(DOG.id, "Dog", "text/plain", (DOG.source,), 21, 1),
        ]
        assert inventory.files(library.catalog) == {
            CAT.source: File(Stamp(3, 10), CAT.sha256),
            DOG.source: File(Stamp(5, 10), DOG.sha256),
        }
        # The vectors' file is as good as before.
        assert library.vectors.generation == 7
        (first, second) = library.search("cat")
        assert (first.text, first.cosine, second.cosine) == (CAT.text, 1, 0)
        assert library.versions(CAT.id) == []


def test_what_is_migrated_has_the_tables_of_a_new_library(folder: Path, tmp_path: Path) -> None:
    with Library.open(folder, encoder=ENCODER) as library:
        assert library.catalog.complaints(2) == []
    with Library.open(tmp_path / "new", encoder=ENCODER, create=True):
        pass
    ours = dict(schema(folder / DATABASE))
    new = dict(schema(tmp_path / "new" / DATABASE))
    assert ours == new


def test_numbers_of_passages_that_are_gone_are_not_given_again(folder: Path) -> None:
    with Library.open(folder, encoder=ENCODER) as library:
        new = document("A cow.", source="/shelf/cow.txt")
        library.catalog.store(new.source, File(Stamp(1, 1), new.sha256), [(new, split(new))])
        assert library.catalog.without_vectors() == [10]


def test_a_migration_that_fails_leaves_the_library_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(text: str) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("index.schema.signature", stop)
        with pytest.raises(Exception, match="user-defined function raised"):
            Catalog(folder / DATABASE)
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        facts = dict(connection.execute("SELECT * FROM facts"))
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert facts["format"] == "1"
    assert "old_document" not in names
    assert "file" not in names
    with Library.open(folder, encoder=ENCODER) as library:
        assert library.document(DOG.id) == DOG


def test_two_that_open_at_once_migrate_once(folder: Path) -> None:
    with Library.open(folder, encoder=ENCODER) as one, Library.open(folder) as other:
        assert one.catalog.facts == other.catalog.facts
        assert other.document(DOG.id) == DOG
