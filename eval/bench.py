"""Time and memory of indexing, starting and asking.

The machine may be shared, so a figure is given beside a yardstick measured in the same run: the
time of one forward pass of the encoder over one question.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from eval.questions import Labelled
from index.library import Library
from qa.assistant import Assistant
from qa.pairs import OwnPairs

_STARTS = 3

# How many passages the reader is timed with, and how long each is, in word pieces.
_READ = 8
_PIECES = 200


def report(documents: Path, questions: Sequence[Labelled]) -> str:
    """Return a Markdown table of figures.

    Args:
        documents: The folder that is indexed and asked about.
        questions: Those that stand alone are asked, each twice: once with nothing read, once
            more with all passages read before.
    """
    asked = [labelled.question for labelled in questions if labelled.follows is None]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "library")
        with Library.open(folder, create=True) as library:
            library.encoder.encode_question("ready?")
            library.encoder.encode_passages(["ready?"])
            index_seconds = _seconds(lambda: library.add([documents]))
            passages = len(library)
            sync_seconds = _seconds(lambda: library.sync(documents))
        with Library.open(folder) as library:
            assistant = Assistant(library)
            assistant.warm()
            encode = statistics.median(
                _seconds(partial(library.encoder.encode_question, question)) for question in asked
            )
            # A new assistant has read nothing yet.
            first = statistics.median(
                _seconds(partial(Assistant(library).ask, question)) for question in asked
            )
            reader = OwnPairs()
            long_passages = _passages(library, reader)
            reader.read("ready?", long_passages)
            read = statistics.median(
                _seconds(partial(reader.read, question, long_passages)) for question in asked
            )
            again = [_seconds(partial(assistant.ask, question)) for question in [*asked, *asked]][
                len(asked) :
            ]
        start = statistics.median(_start(folder, asked[0]) for _ in range(_STARTS))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [
        ("encode one question (the yardstick)", encode),
        (f"read {_READ} passages of {_PIECES} word pieces, median", read),
        ("answer one question, its passages never read before, median", first),
        ("answer one question, median", statistics.median(again)),
        ("answer one question, 95th percentile", statistics.quantiles(again, n=20)[-1]),
        (f"index {passages} passages, each", index_seconds / passages),
        ("sync with nothing changed", sync_seconds),
        ("`quoth ask` from start to exit", start),
    ]
    lines = ["| what | milliseconds | times the yardstick |", "|---|---:|---:|"]
    lines += [f"| {what} | {1000 * took:.1f} | {took / encode:.1f} |" for what, took in rows]
    lines.append(f"| memory at its highest, MiB | {memory:.0f} | |")
    return "\n".join(lines)


def _passages(library: Library, reader: OwnPairs) -> list[tuple[str, int]]:
    """Return passages of equal length from the documents, as the reader takes them."""
    text = "\n".join(library.document(entry.id).text for entry in library.documents())
    found = []
    start = 0
    for _ in range(_READ):
        end = start + reader.reach(text[start : start + 10 * _PIECES], _PIECES)
        found.append((text[start:end], 0))
        start = end
    return found


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _start(folder: Path, question: str) -> float:
    command = [sys.executable, "-m", "ui.cli", "ask", question, "--library", str(folder)]
    return _seconds(lambda: subprocess.run(command, capture_output=True, check=False))
