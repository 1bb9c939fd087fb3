"""The library's SQLite file: the truth about documents, passages, vectors and words.

    facts      what the library was made with
    document   one row a text, known by its sha256
    source     one row a path; several may lead to one document
    passage    one row a passage: its range, its vector, the words it is found by
    words      full-text index (FTS5) over the passages; its rowid is the passage's number

A passage's number is given once and never again, so a vector with a number is always the vector
of that passage. Each change of what can be found raises the generation by one, in the same
transaction, so any process can tell whether what it holds in memory is still true.
"""

import json
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np

from index.documents import Document, Heading
from index.encoder import Floats
from index.errors import LibraryError
from index.passages import Passage

FORMAT = 1

_TABLES = """
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

# Words of a title or heading count half: they stand for every passage below them.
_HEADING_WEIGHT = 0.5

# Seconds to wait for another process that is writing.
_PATIENCE = 30.0

# What SQLite says of the disk and the file, not of how it was asked.
_TROUBLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_READONLY,
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Size in bytes and time of last change in nanoseconds: equal stamps, unread file."""

    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in a listing, without its text."""

    id: str
    title: str
    media_type: str
    sources: tuple[str, ...]
    characters: int
    passages: int


class Catalog:
    """The SQLite file. One connection, guarded by a lock; threads may share it."""

    def __init__(self, path: Path, *, facts: Mapping[str, str] | None = None) -> None:
        """Open the file.

        Args:
            path: The file; made if `facts` are given and it is missing.
            facts: What a new library is made with.

        Raises:
            LibraryError: The file is not a library's, is damaged, or of another format.
        """
        self.path = path
        self._lock = threading.RLock()
        try:
            self._connection = sqlite3.connect(
                path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
        except sqlite3.OperationalError as error:
            raise LibraryError(f"{path} cannot be opened ({error}). Check the path") from error
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            # What is removed is overwritten with zeros, not left in free pages.
            self._connection.execute("PRAGMA secure_delete = ON")
            if facts is not None:
                self._create(facts)
            self._facts = dict(self._connection.execute("SELECT name, value FROM facts"))
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise LibraryError(
                f"{path} is not a library that can be read ({error})."
                " Put back a copy, or remove the folder and add the documents again"
            ) from error
        if self._facts.get("format") != str(FORMAT):
            self._connection.close()
            raise LibraryError(
                f"{path} has the format {self._facts.get('format')}, not {FORMAT}."
                " Add the documents again with this version of Quoth"
            )

    @staticmethod
    def is_blank(path: Path) -> bool:
        """Return whether the file is a database without a table.

        A kill leaves such a file when it comes between making it and filling it.
        """
        try:
            with closing(sqlite3.connect(path)) as connection:
                (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error:
            return False
        return bool(tables == 0)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @property
    def facts(self) -> Mapping[str, str]:
        """What the library was made with; never changes."""
        return self._facts

    @property
    def identity(self) -> bytes:
        """The 16 bytes that tell this library from every other one."""
        return uuid.UUID(self._facts["library"]).bytes

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all that is read within the block be of one generation."""
        with self._lock, self._transaction("BEGIN"):
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock, self._transaction("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        try:
            self._connection.execute(begin)
            yield
            self._connection.execute("COMMIT")
        except BaseException as error:
            # On a full disk SQLite has rolled back by itself.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            # The low byte is the kind of the error, the others its details.
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _TROUBLE:
                raise LibraryError(
                    f"{self.path} cannot be used ({error})."
                    " See to the disk, or look for damage: quoth doctor"
                ) from error
            raise

    def _create(self, facts: Mapping[str, str]) -> None:
        with self._writing():
            exists = self._connection.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'facts'"
            ).fetchone()
            if exists:
                return
            for statement in _TABLES.split(";\n"):
                self._connection.execute(statement)
            self._connection.executemany(
                "INSERT INTO facts VALUES (?, ?)",
                {**facts, "format": str(FORMAT), "library": uuid.uuid4().hex}.items(),
            )
            self._connection.execute("PRAGMA user_version = 0")

    # The generation stands in user_version: it changes with the transaction, and reading it
    # touches one page.
    @property
    def generation(self) -> int:
        """How often what can be found has changed."""
        with self._lock:
            return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def _changed(self) -> None:
        self._connection.execute(f"PRAGMA user_version = {self.generation + 1}")

    # -- writing ---------------------------------------------------------------------------

    def put(
        self,
        document: Document,
        stamp: Stamp,
        passages: Sequence[tuple[Passage, Floats, str]],
    ) -> None:
        """Take in a document under its one source, in place of what that path led to before.

        Args:
            document: New to the catalog.
            stamp: Of the file it was read from.
            passages: With each passage its vector and the title and headings above it.
        """
        with self._writing():
            self._forget(document.source)
            self._changed()
            if self.has(document.sha256):
                # Another process, or the same bytes earlier in one batch, was first.
                self._link(document.source, document.id, stamp)
                return
            self._connection.execute(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    document.id,
                    document.sha256,
                    document.title,
                    document.media_type,
                    document.text,
                    len(document.text),
                    json.dumps(document.pages),
                    json.dumps([astuple(heading) for heading in document.headings]),
                ),
            )
            self._link(document.source, document.id, stamp)
            for passage, vector, heading in passages:
                number = self._connection.execute(
                    "INSERT INTO passage (document_id, start, end, vector) VALUES (?, ?, ?, ?)",
                    (document.id, passage.start, passage.end, vector.astype(np.float16).tobytes()),
                ).lastrowid
                self._connection.execute(
                    "INSERT INTO words (rowid, text, heading) VALUES (?, ?, ?)",
                    (number, document.text[passage.start : passage.end], heading),
                )

    def link(self, source: str, document_id: str, stamp: Stamp) -> str | None:
        """Let a path lead to a document that is already here.

        Returns:
            The id of the document the path led to before, or None.
        """
        with self._writing():
            before = self._document_of(source)
            if before is not None and before != document_id:
                self._forget(source)
            self._link(source, document_id, stamp)
            if before != document_id:
                self._changed()
        return before

    def forget(self, sources: Iterable[str]) -> int:
        """Take out paths, and every document no path leads to any more.

        Returns:
            How many of the paths were here.
        """
        with self._writing():
            forgotten = sum(self._forget(source) for source in sources)
            if forgotten:
                self._changed()
        return forgotten

    def scrub(self) -> None:
        """Wipe what was taken out from the files too.

        FTS5 marks the words of a passage as gone and keeps them until segments are merged; the
        write-ahead log keeps old pages. Merging took 0.2 s at 20,000 passages, so this is done
        once after many changes.
        """
        with self._writing():
            self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        with self._lock:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _link(self, source: str, document_id: str, stamp: Stamp) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)",
            (source, document_id, stamp.size, stamp.modified_ns),
        )

    def _document_of(self, source: str) -> str | None:
        row = self._connection.execute(
            "SELECT document_id FROM source WHERE path = ?", (source,)
        ).fetchone()
        return None if row is None else str(row[0])

    def _forget(self, source: str) -> bool:
        """Take out one path, and its document if it was the last."""
        document_id = self._document_of(source)
        if document_id is None:
            return False
        self._connection.execute("DELETE FROM source WHERE path = ?", (source,))
        others = "SELECT 1 FROM source WHERE document_id = ?"
        if self._connection.execute(others, (document_id,)).fetchone() is None:
            self._connection.execute(
                "DELETE FROM words WHERE rowid IN"
                " (SELECT number FROM passage WHERE document_id = ?)",
                (document_id,),
            )
            self._connection.execute("DELETE FROM passage WHERE document_id = ?", (document_id,))
            self._connection.execute("DELETE FROM document WHERE id = ?", (document_id,))
        return True

    # -- reading ---------------------------------------------------------------------------

    def stamps(self) -> dict[str, Stamp]:
        """Return the stamp of every path."""
        with self._lock:
            rows = self._connection.execute("SELECT path, size, modified_ns FROM source")
            return {path: Stamp(size, modified_ns) for path, size, modified_ns in rows}

    def entries(self) -> list[Entry]:
        """Return all documents, by title."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT id, title, media_type, characters,"
                " (SELECT count(*) FROM passage WHERE document_id = document.id)"
                " FROM document ORDER BY title, id"
            ).fetchall()
            return [
                Entry(key, title, media_type, self._sources(key), characters, passages)
                for key, title, media_type, characters, passages in rows
            ]

    def _sources(self, document_id: str) -> tuple[str, ...]:
        rows = self._connection.execute(
            "SELECT path FROM source WHERE document_id = ? ORDER BY path", (document_id,)
        )
        return tuple(path for (path,) in rows)

    def has(self, sha256: str) -> bool:
        """Return whether a document with these bytes is here."""
        with self._lock:
            return bool(
                self._connection.execute(
                    "SELECT 1 FROM document WHERE sha256 = ?", (sha256,)
                ).fetchone()
            )

    def document(self, document_id: str) -> Document:
        """Return one document.

        Raises:
            KeyError: No document has this id.
        """
        with self._lock:
            row = self._connection.execute(
                "SELECT title, media_type, sha256, text, pages, headings FROM document"
                " WHERE id = ?",
                (document_id,),
            ).fetchone()
            if row is None:
                raise KeyError(document_id)
            title, media_type, sha256, text, pages, headings = row
            return Document(
                title=title,
                sources=self._sources(document_id),
                media_type=media_type,
                sha256=sha256,
                text=text,
                pages=tuple(json.loads(pages)),
                headings=tuple(Heading(*heading) for heading in json.loads(headings)),
            )

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Return the passages with these numbers; a number that is gone is left out."""
        marks = ",".join("?" * len(numbers))
        with self._lock:
            rows = self._connection.execute(
                f"SELECT number, document_id, start, end FROM passage WHERE number IN ({marks})",
                numbers,
            )
            return {number: Passage(*rest) for number, *rest in rows}

    def numbers(self) -> set[int]:
        """Return the numbers of all passages."""
        with self._lock:
            return {row[0] for row in self._connection.execute("SELECT number FROM passage")}

    def vectors(self, numbers: Sequence[int], width: int) -> Floats:
        """Return the vectors of passages, shape (numbers, width).

        Raises:
            KeyError: No passage has one of the numbers.
        """
        found = np.empty((len(numbers), width), dtype=np.float32)
        with self._lock:
            for row, number in enumerate(numbers):
                blob = self._connection.execute(
                    "SELECT vector FROM passage WHERE number = ?", (number,)
                ).fetchone()
                if blob is None:
                    raise KeyError(number)
                found[row] = np.frombuffer(blob[0], dtype=np.float16)
        return found

    def search_words(self, words: Iterable[str], top: int) -> list[int]:
        """Return the numbers of the passages the words speak for most (BM25), best first."""
        query = " OR ".join(_phrase(word) for word in words)
        if not query:
            return []
        with self._lock:
            rows = self._connection.execute(
                "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, 1.0, ?) LIMIT ?",
                (query, _HEADING_WEIGHT, top),
            )
            return [number for (number,) in rows]

    def passages_with(self, word: str) -> int:
        """Return how many passages hold a word, in any of its inflections."""
        with self._lock:
            query = "SELECT count(*) FROM words WHERE words MATCH ?"
            return int(self._connection.execute(query, (_phrase(word),)).fetchone()[0])

    def count(self) -> int:
        """Return how many passages there are."""
        with self._lock:
            return int(self._connection.execute("SELECT count(*) FROM passage").fetchone()[0])

    def complaints(self, width: int) -> list[str]:
        """Return what is wrong inside the file, one line each; empty where all is well."""
        questions = {
            "document without a source": "SELECT count(*) FROM document WHERE id NOT IN"
            " (SELECT document_id FROM source)",
            "passage without a document": "SELECT count(*) FROM passage WHERE document_id NOT IN"
            " (SELECT id FROM document)",
            "passage without its words": "SELECT count(*) FROM passage WHERE number NOT IN"
            " (SELECT rowid FROM words)",
            "words without a passage": "SELECT count(*) FROM words WHERE rowid NOT IN"
            " (SELECT number FROM passage)",
            "vector of a wrong width": "SELECT count(*) FROM passage"
            f" WHERE length(vector) <> {2 * width}",
            "passage outside its document": "SELECT count(*) FROM passage JOIN document"
            " ON document.id = document_id WHERE start < 0 OR end > characters OR start >= end",
        }
        found = []
        with self._lock:
            try:
                for (line,) in self._connection.execute("PRAGMA integrity_check(10)"):
                    if line != "ok":
                        found.append(" ".join(line.split()))
                for name, question in questions.items():
                    (count,) = self._connection.execute(question).fetchone()
                    if count:
                        found.append(f"{name}: {count}")
            except sqlite3.DatabaseError as error:
                found.append(f"{self.path} is damaged ({error})")
        return found


def _phrase(word: str) -> str:
    """Return a word as FTS5 takes it: in quotes, so that none is an operator."""
    return '"' + word.replace('"', '""') + '"'
