"""Time and memory of indexing, starting and asking.

The machine may be shared, so a figure is given beside a yardstick measured in the same run: the
time of one forward pass of the encoder over one question.
"""

import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from eval import memory
from eval.questions import Labelled
from eval.timing import quantile, seconds_of
from index.errors import UserError
from index.library import Library
from qa.assistant import Assistant
from qa.reading.pairs import OwnPairs

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

    Raises:
        UserError: The folder is none or holds nothing to read, or `quoth ask` fails over it.
    """
    if not documents.is_dir():
        raise UserError(f"{documents} is not a folder. Give one with --documents")
    asked = [labelled.question for labelled in questions if labelled.follows is None]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "library")
        with Library.open(folder, create=True) as library:
            library.encoder.encode_question("ready?")
            library.encoder.encode_passages(["ready?"])
            index_seconds = seconds_of(lambda: library.add([documents]))
            passages = len(library)
            if not passages:
                raise UserError(f"{documents} holds nothing to read. Give another --documents")
            sync_seconds = seconds_of(lambda: library.sync(documents))
        print(f"asking {len(asked):,} questions again and again: some minutes", file=sys.stderr)
        # Who only asks has other memory than who has indexed, and is as fast as that lets him be.
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as other:
            answering = other.submit(ask_all, folder, asked).result()
        start = statistics.median(_start(folder, asked[0]) for _ in range(_STARTS))
    rows = [
        ("encode one question (the yardstick)", answering.encode),
        (f"read {_READ} passages of {_PIECES} word pieces, median", answering.read),
        ("answer one question, its passages never read before, median", answering.first),
        ("answer one question, median", answering.median),
        ("answer one question, 95th percentile", answering.slow),
        (f"index {passages} passages, each", index_seconds / passages),
        ("sync with nothing changed", sync_seconds),
        ("`quoth ask` from start to exit", start),
    ]
    encode = answering.encode
    lines = ["| what | milliseconds | times the yardstick |", "|---|---:|---:|"]
    lines += [f"| {what} | {1000 * took:.1f} | {took / encode:.1f} |" for what, took in rows]
    lines.append(f"| memory at its highest, indexing, MiB | {memory.highest():.0f} | |")
    lines.append(f"| memory at its highest, answering, MiB | {answering.memory:.0f} | |")
    return "\n".join(lines)


class Answering(NamedTuple):
    """What answering took: seconds, and the most memory the process held, in MiB."""

    encode: float
    read: float
    first: float
    median: float
    slow: float
    memory: float


def ask_all(folder: Path, asked: Sequence[str]) -> Answering:
    """Ask a library all questions in a process that has done nothing else."""
    with Library.open(folder) as library:
        assistant = Assistant(library)
        assistant.warm()
        encode = statistics.median(
            seconds_of(partial(library.encoder.encode_question, question)) for question in asked
        )
        # A new assistant has read nothing yet.
        first = statistics.median(
            seconds_of(partial(Assistant(library).ask, question)) for question in asked
        )
        reader = OwnPairs()
        long_passages = _passages(library, reader)
        reader.read("ready?", long_passages)
        read = statistics.median(
            seconds_of(partial(reader.read, question, long_passages)) for question in asked
        )
        again = [seconds_of(partial(assistant.ask, question)) for question in [*asked, *asked]][
            len(asked) :
        ]
    slow = quantile(sorted(again), 0.95)
    return Answering(encode, read, first, statistics.median(again), slow, memory.highest())


def _passages(library: Library, reader: OwnPairs) -> list[tuple[str, int]]:
    """Return passages of equal length from the documents, as the reader takes them."""
    text = "\n".join(library.document(entry.id).text for entry in library.documents())
    # Few documents are read more than once; a word piece is hardly ever ten characters long.
    text = f"{text}\n" * math.ceil(_READ * 10 * _PIECES / len(text))
    found = []
    start = 0
    for _ in range(_READ):
        end = start + reader.reach(text[start : start + 10 * _PIECES], _PIECES)
        found.append((text[start:end], 0))
        start = end
    return found


def _start(folder: Path, question: str) -> float:
    command = [sys.executable, "-m", "ui.cli", "ask", "--library", str(folder), "--", question]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    # 3: there is no answer.
    if done.returncode not in (0, 3):
        raise UserError(f"`quoth ask {question}` failed: {done.stderr.strip() or done.returncode}")
    return took
