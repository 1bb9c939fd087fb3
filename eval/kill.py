"""Whether a library survives being killed: changes broken off at random moments, then looked at.

    python -m eval.kill --times 200 --folder /tmp/kill

A child, sometimes two at once, takes in, changes, takes out and rebuilds over a few dozen small
files with a toy encoder, and is killed. After each kill the library must open, hold no document
in part and nothing wrong but what a kill may leave unfinished; after one more sync it must be
without fault, and no byte of a text that was taken out may be left in any of its files.
"""

import argparse
import hashlib
import json
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from eval.children import emptied, started
from eval.encoders import HashEncoder
from eval.terminal import at_least_one, ended, seconds
from eval.written import put
from index.errors import LibraryError
from index.intake import characters_of
from index.library import Library
from index.passages import PASSAGE_CHARACTERS, encoded_text, split

_FILES = 36

# What a kill may leave for the next change to finish, by how the finding begins or ends.
_UNFINISHED = re.compile(
    r"passages that have no vector yet|what was taken out may still stand"
    r"|.* is left from a change that was broken off|.* is gone$|.* has changed$"
)

# A word of its own in every version of every file, so that it can be looked for in raw bytes.
_MARK = re.compile(r"zq[a-p]{12}qz")

_SIZES = (300, 500, PASSAGE_CHARACTERS)


@dataclass(slots=True)
class Told:
    """What came of some kills.

    Attributes:
        kills: How many there were.
        findings: What `check` said right after them, digits left out, with how often.
        faults: What should never be, one line each.
        steps: What the children were doing when they were killed.
    """

    kills: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)


def run(times: int, folder: Path, *, seed: int = 0, longest: float = 2.0) -> Told:
    """Kill so many times, and return what came of it.

    Args:
        times: How many kills.
        folder: For the files and the library; what another run left in it goes.
        seed: Of all chance but the moment a process reaches.
        longest: Seconds after which a child is killed at the latest.

    Raises:
        UserError: The folder holds something else.
    """
    chance = random.Random(seed)
    folder = emptied(folder)
    notes, library = folder / "notes", folder / "library"
    notes.mkdir(parents=True)
    told = Told()
    for turn in range(times):
        count = 2 if chance.random() < 0.3 else 1
        children = [
            started("eval.kill", library, notes, f"{seed}-{turn}-{child}") for child in range(count)
        ]
        try:
            for child in children:
                assert child.stdout is not None
                child.stdout.readline()
            time.sleep(chance.uniform(0, longest))
        finally:
            for child in children:
                child.send_signal(signal.SIGKILL)
        for child in children:
            out, err = child.communicate()
            told.steps[out.split()[-1] if out.split() else "start"] += 1
            if err.strip():
                told.faults.append(f"turn {turn}: a child failed: {err.strip().splitlines()[-1]}")
        told.kills += len(children)
        _look(library, notes, told, turn)
    return told


def _look(folder: Path, notes: Path, told: Told, turn: int) -> None:
    """Open the library right after a kill, then bring it in step, and look at it both times."""
    with Library.open(folder, encoder=HashEncoder(), create=True) as library:
        for finding in library.check():
            told.findings[re.sub(r"\S*\d\S*", "…", finding.what)] += 1
            if not _UNFINISHED.match(finding.what):
                told.faults.append(f"turn {turn}: {finding.what}")
        told.faults += [f"turn {turn}: {line}" for line in _halves(library)]
        library.search("whatever it may be")
        if not _whole(notes):
            # A folder that is empty all of a sudden is never synced.
            _write(notes, random.Random(turn))
        library.sync(notes)
        library.retry()
        # Taking out anything wipes whatever else was taken out or replaced.
        library.add_bytes("last.txt", b"The last one.")
        library.remove(["last.txt"])
        left = [finding.what for finding in library.check()]
        told.faults += [f"turn {turn}: still {line}" for line in left]
        told.faults += [f"turn {turn}: {line}" for line in _halves(library)]
        texts = [library.document(entry.id).text for entry in library.documents()]
    here = {mark for text in texts for mark in _MARK.findall(text)}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes().decode("latin-1")
            gone = set(_MARK.findall(content)) - here
            told.faults += [f"turn {turn}: {path.name} still holds {mark}" for mark in sorted(gone)]


def _halves(library: Library) -> list[str]:
    """Return what is wrong with each document, against its own text."""
    faults = []
    catalog = library.catalog
    size = characters_of(catalog)
    encoder = HashEncoder()
    for entry in library.documents():
        document = library.document(entry.id)
        if hashlib.sha256(document.text.encode()).hexdigest() != document.sha256:
            faults.append(f"{entry.id} is not the text of its file")
        numbers = catalog.numbers_of([entry.id])
        passages = catalog.passages(numbers)
        if sorted(passages.values(), key=lambda each: each.start) != split(
            document, characters=size
        ):
            faults.append(f"{entry.id} is not cut into its passages")
        waiting = set(catalog.without_vectors())
        whole = [number for number in numbers if number not in waiting]
        expected = encoder.encode_passages(
            [encoded_text(document, passages[number]) for number in whole]
        )
        if not np.allclose(catalog.vectors(whole, encoder.width), expected, atol=1e-3):
            faults.append(f"{entry.id} has vectors of other passages")
    return faults


# -- the child -----------------------------------------------------------------------------


def _child(folder: Path, notes: Path, seed: str) -> None:
    chance = random.Random(seed)
    with Library.open(folder, encoder=HashEncoder(), create=True) as library:
        print("open", flush=True)
        while True:
            step = chance.choice(("write", "write", "write", "delete", "bytes", "out", "rebuild"))
            print(step, flush=True)
            if step == "write":
                for _ in range(chance.randint(1, 9)):
                    _write(notes, chance)
                library.sync(notes)
            elif step == "delete":
                for path in _whole(notes)[:: chance.randint(2, 6)]:
                    path.unlink(missing_ok=True)
                if _whole(notes):
                    library.sync(notes)
            elif step == "bytes":
                name = f"upload{chance.randint(0, 3)}.txt"
                library.add_bytes(name, _text(chance).encode())
            elif step == "out":
                names = [entry.id for entry in library.documents()]
                library.remove(chance.sample(names, len(names) // 4))
            else:
                # Of two that rebuild at once the slower one is told so.
                with suppress(LibraryError):
                    library.rebuild(characters=chance.choice(_SIZES))


def _whole(notes: Path) -> list[Path]:
    """Return the notes; what another child is still writing is none yet."""
    return sorted(notes.glob("note*"))


def _write(notes: Path, chance: random.Random) -> None:
    path = notes / f"note{chance.randrange(_FILES):02}.txt"
    put(path, _text(chance), chance.getrandbits(64))


def _text(chance: random.Random) -> str:
    """Return a text with a mark of its own in each paragraph."""
    mark = "zq" + "".join(chance.choices("abcdefghijklmnop", k=12)) + "qz"
    lines = [
        " ".join(chance.choices(("cat", "dog", "cow", "bee", "owl", "elk"), k=40)) + f" {mark}."
        for _ in range(chance.randint(1, 20))
    ]
    return "\n\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill as often as asked for, print what came of it, and return 0 where no fault was found."""
    parser = argparse.ArgumentParser(prog="python -m eval.kill", description=__doc__)
    parser.add_argument("--times", type=at_least_one, default=200, help="kills; default: 200")
    parser.add_argument("--folder", type=Path, help="a new or empty one, or one of another run")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--longest", type=seconds, default=2.0, help="until a kill; default: 2")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        _child(Path(options.child[0]), Path(options.child[1]), options.child[2])
    if options.folder is None:
        parser.error("say where: --folder DIR")
    told = run(options.times, options.folder, seed=options.seed, longest=options.longest)
    print(
        json.dumps(
            {
                "kills": told.kills,
                "steps": dict(told.steps),
                "findings": dict(told.findings),
                "faults": told.faults,
            },
            indent=2,
            ensure_ascii=False,
        )
    )
    return 1 if told.faults else 0


if __name__ == "__main__":
    sys.exit(ended(main))
