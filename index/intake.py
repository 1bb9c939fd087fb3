"""Files taken into the catalog: what is new or changed is read, cut and put in.

The vectors come after, so that all can be found by words at once.
"""

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from index import inventory
from index.catalog import AS_IT_IS, Catalog, File, Placing
from index.documents import Document
from index.encoder import Encoder
from index.errors import UnreadableFile
from index.files import UNSEEN, is_met, is_utf8, sha256_of, stamp_of
from index.holdings import Failure
from index.passages import PASSAGE_CHARACTERS, joined, split_for

ENCODE_AT_ONCE = 256
"""Passages encoded at once: enough to fill the encoder's batches with like lengths, and little
enough to be made again after a kill."""

Progress = Callable[[int, int, str], None]
"""Called with how many are done, how many there are in all, and the name of the last one.

First files are counted; then, from 0 again, passages whose vectors are made.
"""


class Reading(Protocol):
    """What was read of a file: itself, and the files inside it."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The file's own text, if it has one, and those of the files inside it."""

    @property
    def failed(self) -> tuple[tuple[str, str], ...]:
        """The files inside it that could not be read, each with the line that says why."""


Read = Callable[[Path, str], Reading]
"""Reads a file that is known by a source."""

ENCODING = "making passages searchable by meaning"
"""What a progress is told in the second step, in place of a name."""


@dataclass(slots=True)
class Report:
    """What became of the files that were given; paths, in the order they were met.

    Attributes:
        added: New documents.
        replaced: Documents in place of an older version.
        also: Files whose bytes are already here under another path.
        unchanged: Files that were here and have not changed.
        removed: Paths that are no more.
        ignored: Met inside a folder: files of kinds Quoth does not read, links that lead out.
        failed: Files, and files inside files, that could not be read, each with the line that
            says why.
    """

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, state: str, path: str) -> None:
        """Note a file under its state, such as "added"."""
        getattr(self, state).append(path)


class Intake:
    """One pass over some files. Each is put in by itself, with all that is in it."""

    def __init__(
        self,
        catalog: Catalog,
        encoder: Callable[[], Encoder],
        report: Report,
        progress: Progress | None = None,
        *,
        files: int,
        read: Read,
        placing: Placing = AS_IT_IS,
        again: bool = False,
        anew: bool = False,
    ) -> None:
        """Begin a pass.

        Args:
            catalog: Where the documents go.
            encoder: Gives the encoder; asked only when there is something to cut.
            report: Told what becomes of each file.
            progress: Told when a file is done.
            files: How many there will be.
            read: What reads them.
            placing: Where they go.
            again: Read again what could not be read before, though it has not changed.
            anew: Read all again.
        """
        self._catalog = catalog
        self._encoder = encoder
        self._report = report
        self._progress = progress
        self._files = files
        self._read = read
        self._placing = placing
        self._again = again or anew
        self._anew = anew
        self._done = 0
        self._keep: Callable[[], bool] = lambda: True
        self._known = inventory.files(catalog)

    def take(
        self,
        path: Path | str,
        *,
        source: str,
        keep: Callable[[], bool] = lambda: True,
    ) -> None:
        """Take in one file.

        Args:
            path: Where it is.
            source: What it is known by: its absolute path, if it has one of its own.
            keep: Called within the transaction that puts it in; returns whether it still is to
                be put in.
        """
        self._keep = keep
        self._take(path, source)
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._files, os.path.basename(source))

    def _take(self, given: Path | str, source: str) -> None:
        try:
            stamp = stamp_of(given)
        except UnreadableFile as error:
            if is_utf8(source) and is_met(given):
                self._fail(given, source, File(UNSEEN, ""), error)
            else:
                # Not noted in the catalog: it is not there, or its name cannot be stored.
                self._report.failed.append((source, str(error)))
            return
        known = self._known.get(source)
        if known is not None and known.stamp == stamp and self._is_settled(known, source):
            return
        path, file = Path(given), File(stamp, "")
        try:
            file = replace(file, sha256=sha256_of(path, stamp))
            state = None
            if file.sha256 and not self._anew:
                state = self._put_same(source, file)
            if state is None:
                state = self._store(path, source, file)
        except UnreadableFile as error:
            self._fail(path, source, file, error)
        else:
            self._report.tell(state, source)

    def _fail(self, path: Path | str, source: str, file: File, error: UnreadableFile) -> None:
        """Tell why a file cannot be read, and note it until it can."""
        # What has no path of its own is called by its name.
        reason = str(error).replace(str(path), source)
        self._report.failed.append((source, reason))
        self._put(self._catalog.fail, source, replace(file, reason=reason))

    def _put_same(self, source: str, file: File) -> str | None:
        with self._catalog.writing():
            state = self._catalog.store_same(source, file, placing=self._placing)
            if state is not None:
                self._keep()
            return state

    def _put(
        self, put: Callable[..., str | None], source: str, file: File, **rest: Any
    ) -> str | None:
        """Do one thing to the catalog, unless the file is not to be put in any more."""
        with self._catalog.writing():
            if not self._keep():
                return "unchanged"
            return put(source, file, placing=self._placing, **rest)

    def _is_settled(self, known: File, source: str) -> bool:
        """Return whether nothing is to be done about a file that has not changed."""
        if self._anew or (known.reason is not None and self._again):
            return False
        if self._placing.collection is not None or self._placing.tags:
            self._catalog.place(source, placing=self._placing)
        if known.reason is None:
            self._report.unchanged.append(source)
        else:
            self._report.failed.append((source, known.reason))
        return True

    def _store(self, path: Path, source: str, file: File) -> str:
        reading = self._read(path, source)
        file = replace(file, sha256=_sha256_read(reading, path, source, file))
        state = None
        while state is None:
            # Once more where another process has rebuilt the library meanwhile.
            build = self._catalog.build
            # Also those that are here already: another process may take them out just now.
            size = characters_of(self._catalog)
            cuts = [
                (document, split_for(self._encoder(), document, characters=size))
                for document in reading.documents
            ]
            failed = [Failure(*each) for each in reading.failed]
            state = self._put(
                self._catalog.store, source, file, cuts=cuts, failed=failed, build=build
            )
        self._report.failed += reading.failed
        return state


def _sha256_read(reading: Reading, path: Path, source: str, file: File) -> str:
    """Return the sha256 of what was read, as a file may have changed since it was hashed.

    Empty where that is not known, as of an archive, which has no text of its own.
    """
    for own in reading.documents[:1]:
        if own.source == source:
            return own.sha256
    return file.sha256 if stamp_of(path) == file.stamp else ""


def characters_of(catalog: Catalog) -> int:
    """Return the length of the longest passage of a library."""
    return int(catalog.facts.get("passage_characters", PASSAGE_CHARACTERS))


def make_vectors(
    catalog: Catalog, encoder: Callable[[], Encoder], progress: Progress | None = None
) -> int:
    """Make the vectors of all passages that have none, and return how many there were.

    Those of like length go together, so that little of a batch is filled up.
    """
    waiting = catalog.execute(
        "SELECT number FROM passage WHERE vector IS NULL ORDER BY end - start, number"
    )
    numbers = [number for (number,) in waiting]
    batches = [
        numbers[start : start + ENCODE_AT_ONCE] for start in range(0, len(numbers), ENCODE_AT_ONCE)
    ]
    # In one order two processes would both make all of them.
    random.shuffle(batches)
    done = 0
    for batch in batches:
        if progress is not None:
            progress(done, len(numbers), ENCODING)
        # Another process may have made some meanwhile, or taken the passages out.
        _encode(catalog, encoder(), catalog.still_without(batch))
        done += len(batch)
    if numbers and progress is not None:
        progress(len(numbers), len(numbers), ENCODING)
    return len(numbers)


def _encode(catalog: Catalog, encoder: Encoder, numbers: Sequence[int]) -> None:
    texts = catalog.passage_texts(numbers)
    here = [number for number in numbers if number in texts]
    vectors = encoder.encode_passages(
        [joined(heading, text) for text, heading in map(texts.__getitem__, here)]
    )
    catalog.set_vectors(here, vectors)
