"""Many people at once: how long they wait, and whether each gets their own answer.

    python -m eval.load --library /tmp/load --askers 10 50 --seconds 60
    python -m eval.load --library /tmp/load --askers 10 --questions 10000

The second says how much memory the server holds after each thousand questions.

A library of made-up warehouses is made where there is none; each has a gate code that stands
nowhere else, so an answer that was meant for somebody else is seen. The server is a real one, in
a process of its own, and is asked over HTTP as any program would.
"""

import argparse
import http.client
import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval import memory
from eval.terminal import at_least_one, ended, seconds
from eval.timing import quantile
from index.errors import UserError
from index.library import DATABASE, Library

_WORDS = (
    "amber basil cedar delta ember fjord grove heron inlet juniper kestrel larch maple nettle"
    " otter plum quartz raven sable tulip umber violet willow yarrow zephyr"
).split()

Figures = dict[str, Any]

# Questions between two looks at memory.
_AT_A_TIME = 1000

# Sections of a made-up document; each is long enough to be a passage of its own.
_SECTIONS = 50

_FILLER = (
    "It was built of brick and has two floors. The yard is swept on Mondays, and the lamps along"
    " the fence are lit at dusk. Goods come in by the northern door, where a clerk weighs them and"
    " writes them down; what is broken is put aside and looked at in the evening. The roof was"
    " mended after the storm, and the gutters are cleaned each autumn. Deliveries are announced a"
    " day ahead, and carts wait on the gravel by the scales until they are called."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of one question.

    Attributes:
        seconds: From the request to the whole answer.
        right: Whether the answer holds the right code.
        mixed: Whether it is the answer to another question.
        error: What went wrong, or empty.
    """

    seconds: float
    right: bool
    mixed: bool
    error: str = ""


def code(number: int) -> str:
    """Return the gate code of a warehouse; no two have the same."""
    chance = random.Random(number)
    return f"{chance.choice(_WORDS)}-{chance.choice(_WORDS)}-{number}"


def question(number: int) -> str:
    """Return what is asked of a warehouse."""
    return f"What is the gate code of warehouse {number}?"


def document(first: int) -> str:
    """Return the text of a document about some warehouses."""
    return "\n\n".join(
        f"# Warehouse {number}\n\nThe gate code of warehouse {number} is {code(number)}. {_FILLER}"
        for number in range(first, first + _SECTIONS)
    )


def make(folder: Path, passages: int) -> int:
    """Make sure that a library holds enough, and return how many warehouses it knows.

    Raises:
        UserError: The place is no folder, or holds a library of something else.
    """
    texts = folder / "texts"
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is not a folder. Give another --library")
    if (folder / DATABASE).exists() and not texts.is_dir():
        raise UserError(
            f"{folder} holds a library that was not made here, and nothing is added to it."
            " Give another --library"
        )
    texts.mkdir(parents=True, exist_ok=True)
    with Library.open(folder, create=not (folder / DATABASE).exists()) as library:
        known = len(library.documents()) * _SECTIONS
        while len(library) < passages:
            # As many as are missing, if a section is one passage; more where it is not.
            more = max(1, (passages - len(library)) // _SECTIONS)
            paths = []
            for first in range(known, known + more * _SECTIONS, _SECTIONS):
                paths.append(texts / f"warehouses-{first:07}.md")
                paths[-1].write_text(document(first), encoding="utf-8")
            library.add(paths)
            known += more * _SECTIONS
            print(f"{len(library):,} of {passages:,} passages", file=sys.stderr, flush=True)
    return known


@contextmanager
def served(library: Path, port: int) -> Iterator[int]:
    """Serve a library in another process, and yield the number of that process.

    Raises:
        UserError: It does not start.
    """
    command = [sys.executable, "-m", "ui.cli", "serve", "--library", str(library)]
    with subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE) as process:
        try:
            if process.stdout is None or not process.stdout.readline():
                raise UserError("the server did not start; its complaint is above")
            yield process.pid
        finally:
            process.terminate()


def ask(connection: http.client.HTTPConnection, number: int) -> Asked:
    """Ask for a warehouse's code, and judge the answer."""
    asked = question(number)
    began = time.perf_counter()
    try:
        connection.request("POST", "/api/ask", json.dumps({"question": asked}))
        response = connection.getresponse()
        content = response.read()
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        return Asked(time.perf_counter() - began, right=False, mixed=False, error=repr(error))
    return judged(number, response.status, content, time.perf_counter() - began)


def judged(number: int, status: int, content: bytes, seconds: float) -> Asked:
    """Return what is to be thought of an answer."""
    if status != http.HTTPStatus.OK:
        return Asked(seconds, right=False, mixed=False, error=f"{status} {content[:200]!r}")
    answer = json.loads(content)
    quotes = [quote["text"] for quote in answer["quotes"]]
    return Asked(
        seconds,
        right=any(code(number) in text for text in quotes),
        mixed=answer["question"] != question(number),
    )


def load(
    port: int,
    warehouses: int,
    *,
    askers: int,
    seconds: float | None = None,
    questions: int | None = None,
    seed: int = 0,
) -> list[Asked]:
    """Let many ask at once, and return what became of each question.

    Args:
        port: Of the server on this machine.
        warehouses: How many there are to ask about.
        askers: How many ask at a time; each asks again as soon as it has its answer.
        seconds: How long; None for as long as it takes to ask all questions.
        questions: How many in all; None for as many as there is time for.
        seed: With another one, other warehouses are asked about.
    """
    until = None if seconds is None else time.perf_counter() + seconds
    left = threading.Semaphore(questions) if questions is not None else None
    found: list[list[Asked]] = [[] for _ in range(askers)]

    def one(asker: int) -> None:
        chance = random.Random(f"{seed} {asker}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while until is None or time.perf_counter() < until:
            if left is not None and not left.acquire(blocking=False):
                break
            found[asker].append(ask(connection, chance.randrange(warehouses)))
        connection.close()

    threads = [threading.Thread(target=one, args=(asker,), daemon=True) for asker in range(askers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [each for some in found for each in some]


def summed(found: Sequence[Asked], *, askers: int, seconds: float) -> Figures:
    """Return the figures of a run; times in seconds, of the questions without an error, or None."""
    times = sorted(each.seconds for each in found if not each.error)
    errors = [each.error for each in found if each.error]

    def told(share: float) -> float | None:
        return round(quantile(times, share), 3) if times else None

    return {
        "askers": askers,
        "questions": len(found),
        "a second": round(len(found) / seconds, 2),
        "p50": told(0.50),
        "p95": told(0.95),
        "longest": told(1.0),
        "errors": len(errors),
        "first error": errors[0] if errors else "",
        "mixed up": sum(each.mixed for each in found),
        "right": sum(each.right for each in found),
    }


def in_time(port: int, process: int, warehouses: int, *, askers: int, seconds: float) -> Figures:
    """Let many ask for some seconds, and return the figures."""
    before, began = memory.held(process), time.perf_counter()
    found = load(port, warehouses, askers=askers, seconds=seconds)
    told = summed(found, askers=askers, seconds=time.perf_counter() - began)
    return {**told, "MiB": [before, memory.held(process)]}


def in_number(port: int, process: int, warehouses: int, *, askers: int, questions: int) -> Figures:
    """Let many ask a number of questions, and return the figures; memory after each thousand."""
    held, found, began = [memory.held(process)], [], time.perf_counter()
    for first in range(0, questions, _AT_A_TIME):
        some = min(_AT_A_TIME, questions - first)
        found += load(port, warehouses, askers=askers, questions=some, seed=first)
        held.append(memory.held(process))
        print(f"{first + some:,} questions: {held[-1]:,} MiB", file=sys.stderr, flush=True)
    told = summed(found, askers=askers, seconds=time.perf_counter() - began)
    return {**told, "MiB": held}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the load and print its figures as JSON; 1 where there was an error or a mix-up."""
    parser = argparse.ArgumentParser(prog="python -m eval.load", description=__doc__)
    parser.add_argument("--library", type=Path, required=True, help="made where there is none")
    parser.add_argument("--passages", type=at_least_one, default=10_000, help="default: 10,000")
    parser.add_argument(
        "--askers", type=at_least_one, nargs="+", default=[10, 50], help="default: 10 50"
    )
    parser.add_argument("--seconds", type=seconds, default=60.0, help="for each; default: 60")
    parser.add_argument(
        "--questions", type=at_least_one, help="for each, instead of so many seconds"
    )
    parser.add_argument("--port", type=int, default=7899)
    options = parser.parse_args(arguments)
    warehouses = make(options.library, options.passages)
    told = []
    with served(options.library, options.port) as process:
        # The first questions load what all others use.
        load(options.port, warehouses, askers=1, questions=3)
        asked = (options.port, process, warehouses)
        for askers in options.askers:
            if options.questions is None:
                told.append(in_time(*asked, askers=askers, seconds=options.seconds))
            else:
                told.append(in_number(*asked, askers=askers, questions=options.questions))
    print(json.dumps(told, indent=2))
    return int(any(each["errors"] or each["mixed up"] for each in told))


if __name__ == "__main__":
    sys.exit(ended(main))
