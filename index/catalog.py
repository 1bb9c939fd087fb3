"""The library's SQLite file: the truth about files, documents, passages, vectors and words.

A passage's number is given once and never again, so a vector with a number is always the vector
of that passage, until the library is rebuilt. What the tables are stands in `schema.py`.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from index.contents import Contents
from index.documents import Document
from index.holdings import Entry, Failure, File, Stamp
from index.passages import Passage

__all__ = ["Catalog", "Entry", "Failure", "File", "Placing", "Stamp"]

Cut = tuple[Document, Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Placing:
    """Where files go.

    Attributes:
        collection: Its name; empty for none, None for where the file is already.
        at_first: The collection of a file that is new, where `collection` names none.
        tags: To be added to those it has.
    """

    collection: str | None = None
    at_first: str = ""
    tags: tuple[str, ...] = ()


AS_IT_IS = Placing()


class Catalog(Contents):
    """The SQLite file, looked up and changed. Each change is done at once or not at all."""

    def store(
        self,
        path: str,
        file: File,
        cuts: Sequence[Cut],
        *,
        failed: Sequence[Failure] = (),
        placing: Placing = AS_IT_IS,
        build: bytes | None = None,
    ) -> str | None:
        """Take in what was read of a file, in place of what that file led to before.

        A document that is here, and was read in another way then, is replaced for all files that
        lead to it: a page may be read by OCR now that could not be read.

        Args:
            path: The file's.
            file: As it was when it was read.
            cuts: Its documents, each with its one source. Passages that its older version has,
                too, have their vectors at once; the others' are made later.
            failed: The files inside it that could not be read.
            placing: Where it goes.
            build: What `build` was when the documents were cut; None if that does not matter.

        Returns:
            What the file is now: "added", "replaced", "also" or "unchanged"; None where the
            library was rebuilt since the documents were cut, and nothing was done.
        """
        with self.writing():
            self.read_facts()
            if build not in (None, self.build):
                return None
            before = self._unlink(path)
            self._place(path, file, placing)
            sources = {document.source: document.id for document, _ in cuts}
            # Where a text changes here and there, most of its passages stay as they are.
            known = self.vectors_of({*before.values(), *sources.values()})
            put = [self.put(*cut, failed, known) for cut in cuts]
            lost = self._link(path, sources)
            self.many(
                "INSERT OR REPLACE INTO member_failed VALUES (?, ?, ?)",
                [(failure.path, path, failure.reason) for failure in failed],
            )
            self._settle(before | lost, sources)
            fresh = "added" in put or not cuts
            return _state(before, sources, fresh=fresh, changed="replaced" in put)

    def store_same(self, path: str, file: File, *, placing: Placing = AS_IT_IS) -> str | None:
        """Take in a file by its sha256 alone, where a file with the same bytes was read before.

        Returns:
            What the file is now, or None where its bytes are not known.
        """
        with self.writing():
            # Each of them in one step, however many have the same bytes.
            ((twin,),) = self.execute(
                "SELECT coalesce("
                "(SELECT path FROM file WHERE path = ?2 AND sha256 = ?1 AND reason IS NULL),"
                "(SELECT min(path) FROM file WHERE sha256 = ?1 AND reason IS NULL))",
                (file.sha256, path),
            )
            if twin is None:
                return None
            if twin == path:
                self._place(path, file, placing)
                return "unchanged"
            sources = self._sources_like(twin, path)
            failed = self.execute(
                "SELECT ? || substr(source, ?), ?, reason FROM member_failed WHERE file = ?",
                (path, len(twin) + 1, path, twin),
            )
            before = self._unlink(path)
            self._place(path, file, placing)
            lost = self._link(path, sources)
            self.many("INSERT OR REPLACE INTO member_failed VALUES (?, ?, ?)", failed)
            self._settle(before | lost, sources)
            return _state(before, sources, fresh=False)

    def fail(self, path: str, file: File, *, placing: Placing = AS_IT_IS) -> None:
        """Note that a file could not be read; what it led to before stays."""
        with self.writing():
            self._place(path, file, placing)

    def place(self, path: str, *, placing: Placing) -> None:
        """Put a file that has not changed where it is to go."""
        with self.writing():
            rows = self.execute(
                "SELECT size, modified_ns, sha256, reason FROM file WHERE path = ?", (path,)
            )
            for size, modified_ns, sha256, reason in rows:
                self._place(path, File(Stamp(size, modified_ns), sha256, reason), placing)

    def _place(self, path: str, file: File, placing: Placing) -> None:
        before = self.execute("SELECT collection FROM file WHERE path = ?", (path,))
        self.execute(
            "INSERT INTO file VALUES (?1, ?2, ?3, ?4, coalesce(?5, ?6), '', ?7, ?8)"
            " ON CONFLICT (path) DO UPDATE SET size = ?2, modified_ns = ?3, sha256 = ?4,"
            " collection = coalesce(?5, collection), reason = ?8",
            (
                path,
                *astuple(file.stamp),
                file.sha256,
                placing.collection,
                placing.at_first,
                now(),
                file.reason,
            ),
        )
        tagged = self.many(
            "INSERT OR IGNORE INTO tag VALUES (?, ?)", [(path, tag) for tag in placing.tags]
        )
        moved = placing.collection is not None and before != [(placing.collection,)]
        if before and (moved or tagged > 0):
            self.changed()

    def forget(self, paths: Iterable[str]) -> int:
        """Take out files, or single sources of a file, and every document nothing leads to then.

        Returns:
            How many of the paths were here.
        """
        with self.writing():
            return sum(self._forget(path) for path in paths)

    def _forget(self, path: str) -> bool:
        whole = bool(self.execute("SELECT 1 FROM file WHERE path = ?", (path,)))
        owner = self.execute(
            "SELECT file FROM source WHERE path = ?1"
            " UNION SELECT file FROM member_failed WHERE source = ?1",
            (path,),
        )
        if not whole and not owner:
            return False
        if whole:
            before = self._unlink(path)
        else:
            before = dict(
                self.execute("SELECT path, document_id FROM source WHERE path = ?", (path,))
            )
            self.execute("DELETE FROM source WHERE path = ?", (path,))
            self.execute("DELETE FROM member_failed WHERE source = ?", (path,))
        for file in [path] if whole else [file for (file,) in owner if self._is_empty(file)]:
            self.execute("DELETE FROM tag WHERE file = ?", (file,))
            self.execute("DELETE FROM file WHERE path = ?", (file,))
        self._settle(before, {})
        # A path alone can be what nobody is to find again.
        self.mark_unscrubbed(whole=True)
        return True

    def _is_empty(self, file: str) -> bool:
        query = (
            "SELECT 1 FROM source WHERE file = ?1 UNION SELECT 1 FROM member_failed WHERE file = ?1"
            " UNION SELECT 1 FROM file WHERE path = ?1 AND reason IS NOT NULL"
        )
        return not self.execute(query, (file,))

    def _unlink(self, path: str) -> dict[str, str]:
        """Take away a file's sources, and return which document each led to."""
        before = dict(self.execute("SELECT path, document_id FROM source WHERE file = ?", (path,)))
        self.execute("DELETE FROM source WHERE file = ?", (path,))
        self.execute("DELETE FROM member_failed WHERE file = ?", (path,))
        return before

    def _link(self, path: str, sources: dict[str, str]) -> dict[str, str]:
        """Give a file its sources, and return those other files lose by that.

        A folder may stand where an archive was, with a file of the same name in it, or an archive
        where a folder was.
        """
        lost = dict(
            self.execute(
                "SELECT path, document_id FROM source"
                " WHERE path IN (SELECT value FROM json_each(?))",
                (json.dumps(list(sources)),),
            )
        )
        self.many(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?)",
            [(source, document_id, path) for source, document_id in sources.items()],
        )
        return lost

    def _sources_like(self, twin: str, path: str) -> dict[str, str]:
        rows = self.execute("SELECT path, document_id FROM source WHERE file = ?", (twin,))
        return {path + source.removeprefix(twin): document_id for source, document_id in rows}

    def _settle(self, before: dict[str, str], after: dict[str, str]) -> None:
        """Take out the documents that nothing leads to any more, and note the change."""
        for document_id in set(before.values()).difference(after.values()):
            if self.execute("SELECT 1 FROM source WHERE document_id = ? LIMIT 1", (document_id,)):
                self.retitle(document_id, [path for path in before if before[path] == document_id])
            else:
                self.take_out(document_id)
        if before != after:
            self.changed()


def now() -> str:
    """Return this moment as it is stored, such as 2026-01-31T12:00:00+00:00."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _state(
    before: dict[str, str], after: dict[str, str], *, fresh: bool, changed: bool = False
) -> str:
    if not before:
        return "added" if fresh else "also"
    same = not changed and set(before.values()) == set(after.values())
    return "unchanged" if same else "replaced"
