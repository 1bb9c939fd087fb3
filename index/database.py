"""The SQLite file of a library: one connection, its transactions, its facts, its generation.

Each change of what can be found raises the generation by one, in the same transaction, so any
process can tell whether what it holds in memory is still true.
"""

import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from index import schema
from index.errors import LibraryError
from index.trouble import Whereabouts, is_busy, is_of_the_disk, told_as_trouble, trouble

# Seconds to wait for another process that is writing.
_PATIENCE = 30.0
# And between two looks, where SQLite does not wait by itself.
_PAUSE = 0.02

# Pages of the log that are gathered before they are brought into the file: 64 MB. With the usual
# 4 MB the same pages are written again and again (3,000 documents took half as long).
_LOG_PAGES = 16_000

# The longer allows what the shorter does.
_READ, _WRITE = "BEGIN", "BEGIN IMMEDIATE"

# Set while something that was taken out may still stand in the files.
_UNSCRUBBED = "unscrubbed"

# How its value begins where the whole file is to be written anew.
_WHOLE = "whole"


class Database:
    """One connection, guarded by a lock; threads may share it."""

    def __init__(self, path: Path, *, facts: Mapping[str, str] | None = None) -> None:
        """Open the file, and bring one of an older format to the present one.

        Args:
            path: The file; made if `facts` are given and it is missing.
            facts: What a new library is made with.

        Raises:
            LibraryError: The file is not a library's, is damaged, or of a newer format.
        """
        self.path = path
        self._home = Whereabouts(path)
        self._lock = threading.RLock()
        # How the transaction of the thread that holds the lock was begun.
        self._begun = ""
        self._is_open = False
        try:
            self._connection = sqlite3.connect(
                path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
        except sqlite3.OperationalError as error:
            raise LibraryError(f"{path} cannot be opened ({error}). Check the path") from error
        try:
            self._open(facts)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            if is_of_the_disk(error):
                raise trouble(path, error) from error
            raise LibraryError(
                f"{path} is not a library that can be read ({error})."
                " Put back a copy, or remove the folder and add the documents again"
            ) from error
        except BaseException:
            self._connection.close()
            raise
        self._is_open = True

    def _open(self, facts: Mapping[str, str] | None) -> None:
        self._keep_a_log()
        self.execute("PRAGMA synchronous = NORMAL")
        self.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        # What is removed is overwritten with zeros, not left in free pages.
        self.execute("PRAGMA secure_delete = ON")
        if facts is not None:
            self._create(facts)
        self._read_facts()
        if schema.is_older(self.path, self._facts.get("format")):
            self._migrate()
        self.execute("PRAGMA foreign_keys = ON")
        self._home.take()

    def _keep_a_log(self) -> None:
        """Let readers go on while somebody writes.

        Where another process makes the same library just now, SQLite does not wait by itself.
        """
        patience = time.monotonic() + _PATIENCE
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() > patience:
                    raise
                time.sleep(_PAUSE)
            else:
                return

    def _create(self, facts: Mapping[str, str]) -> None:
        with self.writing():
            if not self.execute("SELECT 1 FROM sqlite_master WHERE name = 'facts'"):
                schema.create(self._connection, facts)

    def _migrate(self) -> None:
        with self.writing():
            self._read_facts()
            # Another process may have been first.
            if schema.is_older(self.path, self._facts.get("format")):
                schema.migrate(self._connection, self._facts)
                self._read_facts()

    def _read_facts(self) -> None:
        self._facts: dict[str, str] = dict(self.execute("SELECT name, value FROM facts"))

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

    # -- facts -----------------------------------------------------------------------------

    @property
    def facts(self) -> Mapping[str, str]:
        """What the library was made with; only rebuilding changes it."""
        return self._facts

    @property
    def identity(self) -> bytes:
        """The 16 bytes that tell this library from every other one."""
        return uuid.UUID(self._facts["library"]).bytes

    @property
    def build(self) -> bytes:
        """The 16 bytes that tell its vectors from those before it was last rebuilt."""
        return uuid.UUID(self._facts["vectors"]).bytes

    def read_facts(self) -> None:
        """Read the facts anew, as another process may have rebuilt the library."""
        with self._lock:
            self._read_facts()

    def set_facts(self, **facts: str) -> None:
        """Change facts, within a transaction of the caller."""
        self.many("INSERT OR REPLACE INTO facts VALUES (?, ?)", list(facts.items()))
        self._facts.update(facts)

    # -- transactions ----------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all that is read within the block be of one generation."""
        with self._lock, self._transaction(_READ):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let all that is written within the block be done at once or not at all.

        Only one process at a time is within such a block, so it also guards the files beside
        the database.
        """
        with self._lock, self._transaction(_WRITE):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        if self._begun:
            if begin > self._begun:
                raise RuntimeError("a transaction that reads cannot go on to write")
            # A part of the larger one.
            yield
            return
        try:
            self._home.check()
            with told_as_trouble(self.path):
                self._connection.execute(begin)
                self._begun = begin
                yield
                self._connection.execute("COMMIT")
        except BaseException:
            # On a full disk SQLite has rolled back by itself.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        finally:
            self._begun = ""

    def _telling(self) -> AbstractContextManager[None]:
        """Tell trouble in one line, unless the transaction around it does, or `__init__`."""
        return nullcontext() if self._begun or not self._is_open else told_as_trouble(self.path)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a statement."""
        with self._lock, self._telling():
            return self._connection.execute(statement, values).fetchall()

    def many(self, statement: str, rows: Sequence[Sequence[Any]]) -> int:
        """Run a statement for each of some rows of values, and return how many rows it changed."""
        with self._lock, self._telling():
            return self._connection.executemany(statement, rows).rowcount

    def insert(self, statement: str, values: Sequence[Any]) -> int:
        """Run a statement that puts in one row, and return the row's number."""
        with self._lock, self._telling():
            return int(self._connection.execute(statement, values).lastrowid or 0)

    def copy_to(self, path: Path) -> None:
        """Write a copy of the database as it is now, which keeps nobody from writing meanwhile."""
        self._home.check()
        with closing(sqlite3.connect(path)) as copy:
            # In one step, which is one transaction that reads.
            with closing(sqlite3.connect(self.path, timeout=_PATIENCE)) as own:
                own.backup(copy)
            # One file, without a log beside it.
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()

    # -- generation ------------------------------------------------------------------------

    # The generation stands in user_version: it changes with the transaction, and reading it
    # touches one page.
    @property
    def generation(self) -> int:
        """How often what can be found has changed."""
        return int(self.execute("PRAGMA user_version")[0][0])

    def changed(self) -> None:
        """Raise the generation, within a transaction of the caller."""
        self.execute(f"PRAGMA user_version = {self.generation + 1}")

    # -- what was taken out ----------------------------------------------------------------

    @property
    def unscrubbed(self) -> str | None:
        """What marks the last change that left something to scrub, or None where all is done."""
        rows = self.execute("SELECT value FROM facts WHERE name = ?", (_UNSCRUBBED,))
        return str(rows[0][0]) if rows else None

    def mark_unscrubbed(self, *, whole: bool) -> None:
        """Note, within a transaction of the caller, that the files are to be scrubbed.

        Args:
            whole: Whether no piece may be left, at the cost of writing the whole file anew.
        """
        whole = whole or (self.unscrubbed or "").startswith(_WHOLE)
        mark = f"{_WHOLE if whole else 'part'} {uuid.uuid4().hex}"
        self.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (_UNSCRUBBED, mark))

    def merge_words(self) -> None:
        """Let go of the words of passages that were taken out.

        FTS5 marks them as gone and keeps them until segments are merged: 1 s at 100,000
        passages, so this is done once after many changes.
        """
        with self.writing():
            self.execute("INSERT INTO words (words) VALUES ('optimize')")

    def end_scrub(self, mark: str) -> None:
        """Wipe what is left in the file and its log, and note that all is scrubbed.

        Args:
            mark: What `unscrubbed` was before the scrubbing began: of what another process took
                out since, nothing is known.
        """
        if mark.startswith(_WHOLE):
            # Where SQLite moves rows between pages, copies of them stay in the gaps, whatever
            # `secure_delete` says (tried: in 4 of 10 tables after 60 changes). 1.3 s at 100,000
            # passages.
            with told_as_trouble(self.path):
                self.execute("VACUUM")
        if self.empty_log():
            with self.writing():
                self.execute("DELETE FROM facts WHERE name = ? AND value = ?", (_UNSCRUBBED, mark))

    def empty_log(self) -> bool:
        """Bring the write-ahead log into the file and empty it; return whether that was possible.

        Whoever reads an older generation just now keeps it from being emptied.
        """
        with told_as_trouble(self.path):
            ((busy, _, _),) = self.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return not busy
