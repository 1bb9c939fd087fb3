"""A large collection of files, and how long its library takes to be made, changed and searched.

    python -m eval collection --questions DATA/dev/*.jsonl.gz --documents 20000

The files are made from the texts that questions are asked about. By default a quick encoder stands
in for the real one: the library is measured, not the network.
"""

import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval import memory
from eval.copies import gathered, write
from eval.encoders import QuickEncoder
from eval.outputs import check_place
from eval.timing import quantile, seconds_of
from index.encoder import Encoder, Floats, SentenceEncoder, Tokens
from index.errors import UserError
from index.intake import Reading
from index.library import Library
from index.passages import split_for
from index.selection import Selection

_REMOVED = 1000
_QUESTIONS = 100
# Documents that are cut once more, to tell how long cutting takes.
_CUT = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured.

    Attributes:
        what: What it is.
        value: How much of it.
        unit: "s", "ms", "MB" of a file or "MiB" of memory.
        most: What it is to be at most with 20,000 documents, where that was asked for.
    """

    what: str
    value: float
    unit: str
    most: float | None = None


class _Timed:
    """An encoder that is told apart from the library by the time it takes."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self.width = encoder.width
        self.seconds = 0.0

    def fits(self, text: str) -> bool:
        return self._encoder.fits(text)

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        begun = time.perf_counter()
        vectors = self._encoder.encode_passages(texts)
        self.seconds += time.perf_counter() - begun
        return vectors

    def encode_question(self, text: str) -> Floats:
        return self._encoder.encode_question(text)

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        return self._encoder.encode_tokens(texts)


def encoder_named(name: str) -> Encoder:
    """Return the quick encoder for "words", the real one for "default", ready to encode."""
    if name == "words":
        return QuickEncoder()
    encoder = SentenceEncoder()
    encoder.encode_passages(["ready?"])
    encoder.encode_question("ready?")
    return encoder


def measure(
    folder: Path, paths: Sequence[Path], documents: int, encoder: Encoder
) -> tuple[list[Figure], dict[str, int]]:
    """Make a collection and its library in a folder.

    Args:
        folder: An empty one.
        paths: Question files that bring their texts.
        documents: How many files.
        encoder: What the library is made with.

    Returns:
        What was measured, and how many documents and passages there were.

    Raises:
        UserError: The question files are of no use.
    """
    texts, questions = gathered(paths)
    chance = random.Random(1)
    asked = chance.sample(questions, min(_QUESTIONS, len(questions)))
    notes, shelf = folder / "notes", folder / "library"
    files = write(notes, texts, documents)
    figures: list[Figure] = []
    with Library.open(shelf, encoder=_Timed(encoder), create=True) as library:
        figures += _adding(library, notes)
        held = {"documents": documents, "passages": len(library)}
    sizes = {path.name: path.stat().st_size for path in shelf.iterdir()}
    figures += [Figure(f"{name} on disk", size / 1e6, "MB") for name, size in sizes.items()]
    figures.append(Figure("the files themselves", _bytes(files) / 1e6, "MB"))

    def opened(task: Callable[[Library], object]) -> float:
        """Return how long it takes to open the library and do something, as a command does."""

        def both() -> None:
            with Library.open(shelf, encoder=encoder) as library:
                task(library)

        return seconds_of(both)

    figures.append(Figure("open, sync, nothing changed", opened(lambda o: o.sync(notes)), "s", 5))
    _change(files[0])
    figures.append(Figure("open, sync, one file changed", opened(lambda o: o.sync(notes)), "s", 2))
    figures.append(Figure("open, first search", opened(lambda o: o.search(asked[0])), "s", 3))
    with Library.open(shelf, encoder=encoder) as library:
        figures += _asking(library, asked, files[0].parent)
        _change(files[1])
        seconds = seconds_of(lambda: library.sync(notes))
        figures.append(Figure("sync, one file changed, library open", seconds, "s", 2))
        figures.append(Figure("listing all documents", seconds_of(library.documents), "s"))
        first = library.documents()[0].id
        seconds = seconds_of(lambda: library.versions(first))
        figures.append(Figure("versions of one document, as a source shows", seconds, "s"))
    gone = [str(path) for path in files[:: max(1, len(files) // _REMOVED)]][:_REMOVED]
    seconds = opened(lambda library: library.remove(gone))
    figures.append(Figure(f"open, remove {len(gone):,} documents", seconds, "s", 10))
    for path in gone:
        Path(path).unlink()
    with Library.open(shelf, encoder=encoder) as library:
        begun = time.perf_counter()
        faults = library.check()
        figures.append(Figure("looking for faults", time.perf_counter() - begun, "s"))
    if faults:
        raise UserError(f"the library is not sound: {faults[0].what}. See quoth doctor")
    figures.append(Figure("memory at its highest", memory.highest(), "MiB"))
    return figures, held


def _adding(library: Library, notes: Path) -> list[Figure]:
    plain, reading = library.read, [0.0]

    def timed(path: Path, source: str) -> Reading:
        begun = time.perf_counter()
        try:
            return plain(path, source)
        finally:
            reading[0] += time.perf_counter() - begun

    library.read = timed
    before, worked = memory.highest(), time.process_time()
    total = seconds_of(lambda: library.sync(notes))
    worked = time.process_time() - worked
    library.read = plain
    encoding = getattr(library.encoder, "seconds", 0.0)
    entries = library.documents()
    some = [library.document(entry.id) for entry in entries[:_CUT]]
    cutting = (
        seconds_of(lambda: [split_for(library.encoder, each) for each in some])
        * len(entries)
        / len(some)
    )
    return [
        Figure("memory before", before, "MiB"),
        Figure("sync, all new", total, "s"),
        Figure("  of it reading", reading[0], "s"),
        Figure(f"  of it cutting (from {len(some)} documents)", cutting, "s"),
        Figure("  of it encoding", encoding, "s"),
        Figure("  of it storing", total - reading[0] - cutting - encoding, "s"),
        Figure("  the processor's time in all", worked, "s"),
        Figure("memory at its highest until then", memory.highest(), "MiB"),
    ]


def _asking(library: Library, asked: Sequence[str], folder: Path) -> list[Figure]:
    library.search(asked[0])
    within_folder = Selection(folders=(str(folder),))
    figures = []

    def timed(question: str, within: Selection | None) -> float:
        return 1000 * seconds_of(lambda: library.search(question, within=within))

    for what, within in (("a search", None), ("a search within a folder", within_folder)):
        times = [timed(question, within) for question in asked]
        figures.append(Figure(f"{what}, middle of {len(times)}", statistics.median(times), "ms"))
        high = quantile(sorted(times), 0.95)
        figures.append(Figure(f"{what}, 95 of 100 under", high, "ms"))
    return figures


def _change(path: Path) -> None:
    path.write_text("Changed. " + path.read_text(encoding="utf-8"), encoding="utf-8")


def _bytes(files: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in files)


def report(
    paths: Sequence[Path], *, documents: int, encoder: str, out: Path | None, folder: Path | None
) -> str:
    """Measure, and return a table; see `measure`.

    Args:
        paths: Question files that bring their texts.
        documents: How many files.
        encoder: "words" or "default".
        out: Where the figures are written too, as JSON.
        folder: For the files and the library, which go in the end; None for the usual place.

    Raises:
        UserError: There is no such folder, the figures cannot be written, or the question files
            are of no use.
    """
    if folder is not None and not folder.is_dir():
        raise UserError(f"there is no folder {folder}. Make it, or give another --folder")
    if out is not None:
        # Told now, not after an hour of measuring.
        check_place(out)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        figures, held = measure(Path(place), paths, documents, encoder_named(encoder))
    if out is not None:
        told = {
            **held,
            "encoder": encoder,
            "cores": os.cpu_count(),
            "figures": [asdict(figure) for figure in figures],
        }
        out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    rows = [
        f"{documents:,} documents, {held['passages']:,} passages, encoder {encoder}",
        "",
        "| what | measured | at most |",
        "|---|---|---|",
    ]
    for each in figures:
        most = "" if each.most is None else f"{each.most:g} {each.unit}"
        rows.append(f"| {each.what} | {each.value:,.2f} {each.unit} | {most} |")
    return "\n".join(rows)
