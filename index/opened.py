"""A library that is open: its catalog, its encoder, and what is held in memory of it."""

import os
import threading
from collections.abc import Iterable
from pathlib import Path

from index import inventory
from index.catalog import Catalog
from index.documents import Document
from index.encoder import Encoder
from index.errors import LibraryError
from index.formats import table
from index.intake import Read
from index.kept import Kept
from index.naming import Names
from index.vectors import Vectors

DATABASE = "library.db"
VECTORS = "vectors.faiss"
KEPT = "kept"

FILES = "SELECT path, sha256 FROM file"
"""Asks a catalog, or a copy of one, for what its kept files are found by."""

# Documents kept in memory for searching; their text never changes while the generation stands.
_DOCUMENTS_KEPT = 256


class Opened:
    """What searching, mending and copying a library need of it. Threads may share one."""

    def __init__(self, folder: Path, catalog: Catalog, encoder: Encoder) -> None:
        """Use `Library.open` instead."""
        self.folder = folder
        self.encoder = encoder
        self.catalog = catalog
        self.lock = threading.RLock()
        self.kept = Kept(folder / KEPT)
        self.read: Read = _read
        self._vectors: Vectors | None = None
        self._build = b""
        self._refreshed = -1
        self._generation = -1
        self._documents: dict[str, Document] = {}
        self._frequencies: dict[str, int] = {}

    def checked_encoder(self) -> Encoder:
        """Return the encoder, once it is known to be the one the library was made with.

        Raises:
            LibraryError: It is another, or its weights have changed since.
        """
        facts = self.catalog.facts
        if self.encoder.name != facts["encoder"]:
            raise LibraryError(
                f"{self.folder} was rebuilt with the encoder {facts['encoder']!r} while it was in"
                " use. Open it again"
            )
        found = (self.encoder.fingerprint, str(self.encoder.width))
        if found != (facts["encoder_sha256"], facts["width"]):
            raise LibraryError(
                f"{self.folder} was made with other weights of {self.encoder.name!r} (sha256"
                f" {facts['encoder_sha256'][:8]}…, now {found[0][:8]}…)."
                " Put those back, or make it anew with these: quoth rebuild"
            )
        return self.encoder

    # -- held in memory --------------------------------------------------------------------

    def document(self, document_id: str) -> Document:
        """Return one document with its text.

        Raises:
            KeyError: No document has this id.
        """
        with self.lock:
            self._forget_if_changed()
            if document_id not in self._documents:
                if len(self._documents) >= _DOCUMENTS_KEPT:
                    self._documents.clear()
                self._documents[document_id] = self.catalog.document(document_id)
            return self._documents[document_id]

    def frequency(self, word: str) -> int:
        """Return how many passages hold a word, or stand under a heading that does.

        Inflections count as the word.
        """
        with self.lock:
            self._forget_if_changed()
            if word not in self._frequencies:
                self._frequencies[word] = self.catalog.passages_with(word)
            return self._frequencies[word]

    def spelled(self, spellings: Iterable[str], *, names: bool = False) -> dict[str, int]:
        """Return which words stand in the passages as they are spelled; see `Texts.spelled`."""
        with self.lock:
            return self.catalog.spelled(spellings, names=names)

    def _forget_if_changed(self) -> None:
        """Drop what is held in memory of an older generation."""
        generation = self.catalog.generation
        if generation != self._generation:
            self._generation = generation
            self._documents.clear()
            self._frequencies.clear()

    @property
    def vectors(self) -> Vectors:
        """The vectors in memory; true only once they are refreshed."""
        build = self.catalog.build
        if self._vectors is None or self._build != build:
            # Rebuilt: the same numbers may stand for other vectors.
            width = int(self.catalog.facts["width"])
            self._vectors = Vectors.load(self.folder / VECTORS, width, build)
            self._build = build
        return self._vectors

    def refresh(self) -> None:
        """Bring the vectors in memory to the catalog's generation, in a transaction of a caller."""
        generation = self.catalog.generation
        if self._refreshed == generation:
            return
        # Another process may have rebuilt the library.
        self.catalog.read_facts()
        should, holds = self.catalog.numbers(), self.vectors.numbers
        self.vectors.remove(holds - should)
        missing = sorted(should - holds)
        self.vectors.add(missing, self.catalog.vectors(missing, self.vectors.width))
        self.vectors.generation = self._refreshed = generation

    # -- brought to the disk ---------------------------------------------------------------

    def is_saved(self) -> bool:
        """Return whether the vectors' file is as the catalog is now."""
        with self.lock:
            return self.vectors.saved == self.catalog.generation

    def save_vectors(self) -> None:
        """Write the vectors' file anew."""
        with self.lock, self.catalog.writing():
            # Nobody else writes now: who took something out last is who saves last.
            self.refresh()
            self.vectors.save(self.folder / VECTORS, self.catalog.build)

    def tidy(self) -> None:
        """Take away files that nothing leads to: of what was taken out, and left by a kill."""
        if not Vectors.leftovers(self.folder / VECTORS) and not self.kept.folder.exists():
            return
        with self.lock, self.catalog.writing():
            # Nobody else writes now: what lies about is of no process that still lives.
            for leftover in Vectors.leftovers(self.folder / VECTORS):
                leftover.unlink(missing_ok=True)
            self.kept.sweep(self.wanted())

    def scrub(self, mark: str) -> None:
        """Wipe what was taken out from all files.

        Args:
            mark: What the catalog's `unscrubbed` is.
        """
        self.catalog.merge_words()
        self.save_vectors()
        self.catalog.end_scrub(mark)

    def wanted(self) -> list[Path]:
        """Return the paths of all kept files that the catalog leads to."""
        return self.wanted_by(self.catalog.execute(FILES))

    def wanted_by(self, rows: Iterable[tuple[str, str]]) -> list[Path]:
        """Return the paths of the kept files that the rows of `FILES` lead to."""
        return [self.kept.path(sha256, path) for path, sha256 in rows if is_kept(path)]

    # -- names -----------------------------------------------------------------------------

    def names(self) -> Names:
        """Return the paths of the library, to be found by what people call them."""
        return Names(inventory.sources(self.catalog), inventory.files(self.catalog))

    def paths_named(self, names: Iterable[str], *, exactly: bool = False) -> dict[str, list[str]]:
        """Return for each name the paths it stands for; see `Names.find`, or `Names.exactly`."""
        known = self.names()
        return {name: known.exactly(name) if exactly else known.find(name) for name in names}


def is_kept(path: str) -> bool:
    """Return whether a file came without a path, and so is kept in the library's folder."""
    return not os.path.isabs(path)


def _read(path: Path, source: str) -> table.Reading:
    # A parser that crashes, or never ends, takes only its own process with it.
    from index.formats.child import read_safely

    return read_safely(path, source)
