"""The library: documents in, hits out. The one door to everything below it.

with Library.open("shelf", create=True) as library:
library.add([Path("reports")])
hits = library.search("Who signed the lease?")
"""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType

from index import formats
from index.catalog import Catalog, Entry
from index.documents import Document
from index.encoder import DEFAULT_ENCODER, Encoder, SentenceEncoder
from index.errors import LibraryError, UnreadableFile
from index.intake import Intake, Progress, Report, stamp_of
from index.passages import Passage
from index.vectors import Vectors
from index.words import words

DATABASE = "library.db"
VECTORS = "vectors.faiss"

# How many passages each search finds before the two are fused.
_POOL = 50

# Reciprocal-rank fusion: a hit scores weight / (_FUSION + rank) in each search that found it
# (Cormack, Clarke & Büttcher 2009, https://doi.org/10.1145/1571941.1572114; 60 is theirs).
_FUSION = 60

# The passage with the answer was among the first five, by meaning alone, by words alone and by
# both, of 400 questions each: SQuAD 2.0 87, 91 and 94 %; Wikinews 68, 95 and 96 %; search-engine
# questions (Natural Questions) 99.5, 97 and 98.5 %. Twice the weight for either moved none by over
# 2 points.
_MEANING_WEIGHT = 1.0
_WORDS_WEIGHT = 1.0

# Documents kept in memory for searching; their text never changes while the generation stands.
_DOCUMENTS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    Attributes:
        document: The document it is a slice of.
        passage: Its range.
        score: Reciprocal-rank fusion of meaning and words, above 0; higher is nearer.
        meaning_rank: Its place, from 1, among the nearest by meaning, or None.
        words_rank: Its place, from 1, among those with the question's words, or None.
        cosine: Of question and passage, -1 to 1, or None where meaning did not find it.
    """

    document: Document
    passage: Passage
    score: float
    meaning_rank: int | None = None
    words_rank: int | None = None
    cosine: float | None = None

    @property
    def text(self) -> str:
        """The passage, exactly as it stands in the document."""
        return self.document.text[self.passage.start : self.passage.end]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something `Library.check` found wrong.

    Attributes:
        what: What is wrong, one line.
        mend: What to do about it.
    """

    what: str
    mend: str


class Library:
    """Documents on disk, ready to be searched. Threads may share one."""

    def __init__(self, folder: Path, catalog: Catalog, encoder: Encoder) -> None:
        """Use `Library.open` instead."""
        self.folder = folder
        self.encoder = encoder
        self._catalog = catalog
        self._lock = threading.RLock()
        self._generation = -1
        self._documents: dict[str, Document] = {}
        self._frequencies: dict[str, int] = {}

    @classmethod
    def open(
        cls, folder: Path | str, *, encoder: Encoder | str | None = None, create: bool = False
    ) -> "Library":
        """Return the library in a folder.

        Args:
            folder: Holds `library.db`, or will.
            encoder: What it is to be searched with; None takes what it was made with.
            create: Make the library if the folder holds none.

        Raises:
            LibraryError: The folder holds no library, a damaged one, or one that was made with
                another encoder.
            EncoderError: The encoder cannot be loaded (only where a library is made).
        """
        folder = Path(folder)
        database = folder / DATABASE
        if not database.exists() and not create:
            raise LibraryError(
                f"{folder} holds no library (no {DATABASE} in it)."
                f" Make one first: quoth add DOCUMENTS --library {folder}"
            )
        if isinstance(encoder, str):
            encoder = SentenceEncoder(encoder)
        if database.exists() and not (create and Catalog.is_blank(database)):
            catalog = Catalog(database)
            made_with = catalog.facts["encoder"]
            if encoder is not None and encoder.name != made_with:
                catalog.close()
                raise LibraryError(
                    f"{folder} was made with the encoder {made_with!r}, not {encoder.name!r}."
                    f" Open it with --encoder {made_with}, or add the documents to a new library"
                )
            return cls(folder, catalog, encoder or SentenceEncoder(made_with))
        encoder = encoder or SentenceEncoder(DEFAULT_ENCODER)
        facts = {
            "encoder": encoder.name,
            "encoder_sha256": encoder.fingerprint,
            "width": str(encoder.width),
            "normalised": "yes",
        }
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"no library can be made in {folder} ({error.strerror})."
                " Choose another folder with --library"
            ) from error
        return cls(folder, Catalog(database, facts=facts), encoder)

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._catalog.close()

    # -- documents in ----------------------------------------------------------------------

    def add(self, paths: Iterable[Path | str], *, progress: Progress | None = None) -> Report:
        """Take in files, and all files inside folders.

        A file that cannot be read is reported and the rest goes on. A file that changed takes
        the place of its older version; one that did not is not even opened.
        """
        report = Report()
        files = []
        for path in map(Path, paths):
            if path.is_dir():
                inside = list(_files(path, report.failed))
                files += [file for file in inside if _is_readable_kind(file)]
                report.ignored += [str(file) for file in inside if not _is_readable_kind(file)]
            else:
                files.append(path)
        self._take_in(files, report, progress)
        return report

    def sync(self, folder: Path | str, *, progress: Progress | None = None) -> Report:
        """Make the library hold just what a folder holds, among what came from that folder.

        Raises:
            UnreadableFile: There is no such folder, or it is empty all of a sudden, as where a
                disk is not mounted.
        """
        folder = Path(folder)
        if not folder.is_dir():
            raise UnreadableFile(f"{folder} is not a folder. Give the folder to keep in step with")
        inside = os.path.join(os.path.abspath(folder), "")
        known = [source for source in self._catalog.stamps() if source.startswith(inside)]
        if known and not any(folder.iterdir()):
            raise UnreadableFile(
                f"{folder} is empty, but {len(known)} files of the library are from there. Is its"
                f" disk mounted? If they are meant to go: quoth remove {folder}"
            )
        report = self.add([folder], progress=progress)
        report.removed += [source for source in known if not os.path.exists(source)]
        self._forget(report.removed)
        return report

    def remove(self, names: Iterable[str]) -> Report:
        """Take out documents by path, file name or id; a folder takes out all that is in it."""
        report = Report()
        for name in names:
            sources = self._sources_named(name)
            if not sources:
                report.failed.append(
                    (name, f"{name} is not in the library. See what is: quoth list")
                )
            report.removed += [source for source in sources if source not in report.removed]
        self._forget(report.removed)
        return report

    def _forget(self, sources: Sequence[str]) -> None:
        if sources:
            self._catalog.forget(sources)
            self._catalog.scrub()
            self._save_vectors()

    def _sources_named(self, name: str) -> list[str]:
        if not name.strip():
            return []
        absolute = os.path.abspath(name)
        by_path, by_name = [], []
        for entry in self._catalog.entries():
            for source in entry.sources:
                inside = source.startswith(os.path.join(absolute, ""))
                if entry.id == name or source == absolute or inside:
                    by_path.append(source)
                elif os.path.basename(source) == name:
                    by_name.append(source)
        return by_path or by_name

    def _take_in(self, files: Sequence[Path], report: Report, progress: Progress | None) -> None:
        intake = Intake(self._catalog, lambda: self._encoder, report, progress, len(files))
        for path in files:
            intake.take(path)
        intake.finish()
        if report.replaced:
            self._catalog.scrub()
        if report.added or report.replaced or report.also:
            self._save_vectors()

    @cached_property
    def _encoder(self) -> Encoder:
        """The encoder, once it is known to be the one the library was made with.

        Raises:
            LibraryError: Its weights have changed since.
        """
        facts = self._catalog.facts
        found = (self.encoder.fingerprint, str(self.encoder.width))
        if found != (facts["encoder_sha256"], facts["width"]):
            raise LibraryError(
                f"{self.folder} was made with other weights of {self.encoder.name!r} (sha256"
                f" {facts['encoder_sha256'][:8]}…, now {found[0][:8]}…)."
                " Put those back, or add the documents to a new library"
            )
        return self.encoder

    # -- hits out --------------------------------------------------------------------------

    def search(self, question: str, *, top: int = 10) -> list[Hit]:
        """Return the passages nearest to a question, by meaning and by words, best first.

        Args:
            question: Plain words.
            top: How many; fewer come back where the library holds fewer.
        """
        vector = self._encoder.encode_question(question)
        with self._lock, self._catalog.reading():
            self._refresh()
            pool = max(top, _POOL)
            meaning = self._vectors.search(vector, pool)
            by_words = self._catalog.search_words(_search_words(question), pool)
            cosines = dict(meaning)
            meaning_ranks = {number: rank for rank, (number, _) in enumerate(meaning, 1)}
            words_ranks = {number: rank for rank, number in enumerate(by_words, 1)}
            scores = dict.fromkeys([*meaning_ranks, *words_ranks], 0.0)
            for weight, ranks in (
                (_MEANING_WEIGHT, meaning_ranks),
                (_WORDS_WEIGHT, words_ranks),
            ):
                for number, rank in ranks.items():
                    scores[number] += weight / (_FUSION + rank)
            # Equal scores fall to the older passage, so that a search repeats itself.
            best = sorted(scores, key=lambda number: (-scores[number], number))[:top]
            passages = self._catalog.passages(best)
            return [
                Hit(
                    document=self.document(passages[number].document_id),
                    passage=passages[number],
                    score=scores[number],
                    meaning_rank=meaning_ranks.get(number),
                    words_rank=words_ranks.get(number),
                    cosine=cosines.get(number),
                )
                for number in best
            ]

    def document(self, document_id: str) -> Document:
        """Return one document with its text.

        Raises:
            KeyError: No document has this id.
        """
        with self._lock:
            self._forget_if_changed()
            if document_id not in self._documents:
                if len(self._documents) >= _DOCUMENTS_KEPT:
                    self._documents.clear()
                self._documents[document_id] = self._catalog.document(document_id)
            return self._documents[document_id]

    def documents(self) -> list[Entry]:
        """Return all documents, by title, without their text."""
        return self._catalog.entries()

    def frequency(self, word: str) -> int:
        """Return how many passages hold a word, or stand under a heading that does.

        Inflections count as the word.
        """
        with self._lock:
            self._forget_if_changed()
            if word not in self._frequencies:
                self._frequencies[word] = self._catalog.passages_with(word)
            return self._frequencies[word]

    def __len__(self) -> int:
        """How many passages can be found."""
        return self._catalog.count()

    def _forget_if_changed(self) -> None:
        """Drop what is held in memory of an older generation."""
        generation = self._catalog.generation
        if generation != self._generation:
            self._generation = generation
            self._documents.clear()
            self._frequencies.clear()

    @cached_property
    def _vectors(self) -> Vectors:
        width = int(self._catalog.facts["width"])
        return Vectors.load(self.folder / VECTORS, width, self._catalog.identity)

    def _refresh(self) -> None:
        """Bring the vectors in memory to the catalog's generation."""
        generation = self._catalog.generation
        if self._vectors.generation == generation:
            return
        should, holds = self._catalog.numbers(), self._vectors.numbers
        self._vectors.remove(holds - should)
        missing = sorted(should - holds)
        self._vectors.add(missing, self._catalog.vectors(missing, self._vectors.width))
        self._vectors.generation = generation

    def _save_vectors(self) -> None:
        with self._lock:
            with self._catalog.reading():
                self._refresh()
            self._vectors.save(self.folder / VECTORS, self._catalog.identity)

    # -- doctor ----------------------------------------------------------------------------

    def check(self) -> list[Finding]:
        """Return what is wrong with the library; an empty list where all is well."""
        rebuild = f"Remove {self.folder} and add the documents again"
        width = int(self._catalog.facts["width"])
        findings = [Finding(line, rebuild) for line in self._catalog.complaints(width)]
        if findings:
            # What such a file says of the rest cannot be trusted.
            return findings
        try:
            _ = self._encoder
        except LibraryError as error:
            findings.append(Finding(str(error), "See the line itself"))
        with self._lock, self._catalog.reading():
            self._refresh()
            if self._vectors.numbers != self._catalog.numbers():
                findings.append(
                    Finding(
                        f"{VECTORS} does not hold the catalog's passages",
                        f"Remove {self.folder / VECTORS}; it is made again",
                    )
                )
        for source, stamp in self._catalog.stamps().items():
            path = Path(source)
            if not path.exists():
                findings.append(Finding(f"{source} is gone", f"quoth remove {source}"))
            elif stamp_of(path) != stamp:
                findings.append(Finding(f"{source} has changed", f"quoth add {source}"))
        return findings


def _files(
    folder: Path, failed: list[tuple[str, str]], over: frozenset[Path] = frozenset()
) -> Iterator[Path]:
    """Yield the files in a folder and below it in a fixed order, hidden ones left out.

    Args:
        folder: Where to look.
        failed: Told of folders that cannot be read.
        over: The folders it lies in or was reached through; no link back to them is followed.
    """
    here = folder.resolve()
    over |= {here, *here.parents}
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        failed.append((str(folder), f"{folder} cannot be read ({error.strerror}). Check the path"))
        return
    for path in paths:
        if path.name.startswith("."):
            continue
        # Not path.is_dir(): that raises where the folder may be listed but not entered.
        if not os.path.isdir(path):
            yield path
        elif path.resolve() not in over:
            yield from _files(path, failed, over)


def _is_readable_kind(path: Path) -> bool:
    return path.suffix.lower() in formats.SUFFIXES


def _search_words(question: str) -> list[str]:
    """Return the question's words that carry meaning, each once, or all where none does."""
    found = words(question)
    return list(dict.fromkeys(w.text for w in found if w.carries_meaning)) or list(
        dict.fromkeys(w.text for w in found)
    )
