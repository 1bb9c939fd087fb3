"""Files taken into the catalog: what is new or changed is read, cut, encoded and put in."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from index import formats
from index.catalog import Catalog, Stamp
from index.documents import Document
from index.encoder import Encoder
from index.errors import UnreadableFile
from index.passages import Passage, above, encoded_text, split

# Encode this many passages at once: enough to fill the encoder's batches with like lengths.
_ENCODE_AT_ONCE = 256

Progress = Callable[[int, int, str], None]
"""Called with files done, files in all, and the name of the last one."""


@dataclass(slots=True)
class Report:
    """What became of the files that were given; paths, in the order they were met.

    Attributes:
        added: New documents.
        replaced: Documents in place of an older version.
        also: Files whose bytes are already here under another path.
        unchanged: Files that were here and have not changed.
        removed: Paths that are no more.
        ignored: Files of kinds Quoth does not read, met inside a folder.
        failed: Files that could not be read, each with the line that says why.
    """

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


class Intake:
    """One pass over some files. Small documents are encoded together, each is put in alone."""

    def __init__(
        self,
        catalog: Catalog,
        encoder: Callable[[], Encoder],
        report: Report,
        progress: Progress | None,
        files: int,
    ) -> None:
        """Begin a pass.

        Args:
            catalog: Where the documents go.
            encoder: Gives the encoder; asked only when there is something to encode.
            report: Told what becomes of each file.
            progress: Told when a file is done.
            files: How many there will be.
        """
        self._catalog = catalog
        self._encoder = encoder
        self._report = report
        self._progress = progress
        self._files = files
        self._done = 0
        self._known = catalog.stamps()
        self._waiting: list[tuple[Document, Stamp, list[Passage]]] = []

    def take(self, path: Path) -> None:
        """Take in one file, now or together with the next ones."""
        source = os.path.abspath(path)
        try:
            stamp = stamp_of(path)
            if self._known.get(source) == stamp:
                self._tell(source, self._report.unchanged)
                return
            document = formats.read(path, source=source)
        except UnreadableFile as error:
            self._report.failed.append((source, str(error)))
            self._tell(source)
            return
        if any(document.sha256 == other.sha256 for other, _, _ in self._waiting):
            self.finish()
        if self._catalog.has(document.sha256):
            before = self._catalog.link(source, document.id, stamp)
            if before is None:
                self._tell(source, self._report.also)
            elif before == document.id:
                self._tell(source, self._report.unchanged)
            else:
                self._tell(source, self._report.replaced)
            return
        encoder = self._encoder()
        passages = split(
            document, fits=lambda passage: encoder.fits(encoded_text(document, passage))
        )
        self._waiting.append((document, stamp, passages))
        if sum(len(passages) for _, _, passages in self._waiting) >= _ENCODE_AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """Put in what waits: all passages encoded together, each document in one step."""
        if not self._waiting:
            return
        vectors = self._encoder().encode_passages(
            [
                encoded_text(document, passage)
                for document, _, passages in self._waiting
                for passage in passages
            ]
        )
        start = 0
        for document, stamp, passages in self._waiting:
            rows = vectors[start : start + len(passages)]
            start += len(passages)
            headings = [above(document, passage) for passage in passages]
            self._catalog.put(document, stamp, list(zip(passages, rows, headings, strict=True)))
            known = document.source in self._known
            self._tell(document.source, self._report.replaced if known else self._report.added)
        self._waiting.clear()

    def _tell(self, source: str, where: list[str] | None = None) -> None:
        if where is not None:
            where.append(source)
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._files, Path(source).name)


def stamp_of(path: Path) -> Stamp:
    """Return the stamp of a file.

    Raises:
        UnreadableFile: It is not there or cannot be looked at.
    """
    if not _is_unicode(str(path)):
        raise UnreadableFile(f"{str(path)!a} has a name that is not UTF-8. Rename it first")
    try:
        status = path.stat()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read ({error.strerror}). Check the path") from error
    return Stamp(status.st_size, status.st_mtime_ns)


def _is_unicode(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
