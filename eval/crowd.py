"""Many at once: whether a library that some change all the time says nothing wrong to who asks.

    python -m eval.crowd --seconds 60 --folder /tmp/crowd

Two processes take in, replace, take out and rebuild; four processes of two threads each search all
the while. Every text can be told from its first line, and every paragraph has a word of its own,
so that each hit is looked at: its document is a whole file as it was written once, its passage
holds the word that was asked for, its cosine is that of its own text. Half of the files are never
touched; these must be found each time.
"""

import argparse
import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from eval.children import emptied, started
from eval.encoders import HashEncoder
from eval.terminal import ended, seconds
from eval.written import mark, put, text, was_written
from index.errors import LibraryError
from index.intake import characters_of
from index.library import Hit, Library
from index.passages import PASSAGE_CHARACTERS, encoded_text, split

WRITERS = 2
READERS = 8
_THREADS = 2
_FILES = 36
_SIZES = (300, 500, PASSAGE_CHARACTERS)

# Faults that are kept of each process; one is enough to be looked into.
_FAULTS = 5


@dataclass(slots=True)
class Told:
    """What came of it.

    Attributes:
        searches: How many there were.
        hits: How many passages they found.
        changes: What the writers did, and how often.
        slowest: Seconds of the slowest search.
        faults: What should never be, one line each.
    """

    searches: int = 0
    hits: int = 0
    changes: dict[str, int] = field(default_factory=dict)
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Told") -> None:
        """Count what another one tells too."""
        self.searches += other.searches
        self.hits += other.hits
        self.changes = dict(Counter(self.changes) + Counter(other.changes))
        self.slowest = max(self.slowest, other.slowest)
        self.faults += other.faults


def run(seconds: float, folder: Path, *, seed: int = 0) -> Told:
    """Let all loose for a while, and return what came of it.

    Args:
        seconds: How long, once all have begun.
        folder: For the files and the library; what another run left in it goes.
        seed: Of all chance but who comes first.

    Raises:
        UserError: The folder holds something else.
    """
    folder = emptied(folder)
    notes, place = folder / "notes", folder / "library"
    notes.mkdir(parents=True)
    for number in range(_FILES):
        _write(notes, number, 0)
    with Library.open(place, encoder=HashEncoder(), create=True) as library:
        library.sync(notes)
    kinds = ["write"] * WRITERS + ["read"] * (READERS // _THREADS)
    children = [
        started("eval.crowd", kind, folder, seed + 1 + turn) for turn, kind in enumerate(kinds)
    ]
    try:
        told = _told(children, seconds)
    finally:
        for child in children:
            child.kill()
    _look(place, notes, told)
    return told


def _told(children: Sequence["subprocess.Popen[str]"], seconds: float) -> Told:
    """Let the children loose at the same time, and return what came of it."""
    told = Told()
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    for child in children:
        assert child.stdin is not None
        # One that has failed reads nothing; it is told of below.
        with suppress(BrokenPipeError):
            child.stdin.write(f"{seconds}\n")
            child.stdin.flush()
    for child in children:
        out, err = child.communicate()
        if child.returncode:
            told.faults.append(f"a process failed: {err.strip()[-500:]}")
        else:
            told.add(Told(**json.loads(out)))
    return told


def _look(place: Path, notes: Path, told: Told) -> None:
    """Look at the library once it is quiet again."""
    with Library.open(place, encoder=HashEncoder()) as library:
        library.sync(notes)
        told.faults += [f"in the end: {finding.what}" for finding in library.check()]
        sources = {source for entry in library.documents() for source in entry.sources}
        missing = {str(path) for path in notes.glob("*.txt")} - sources
        told.faults += [f"in the end: {path} is not in it" for path in sorted(missing)]
        for entry in library.documents():
            told.faults += _faults_of_document(library, entry.id)


def _write(notes: Path, number: int, version: int) -> None:
    name = f"note{number:02}"
    put(notes / f"{name}.txt", text(name, version), version)


def _change(library: Library, notes: Path, seed: int, until: float) -> Told:
    """Change the upper half of the files, and others, until it is time."""
    chance = random.Random(seed)
    told = Told()
    # No two writers ever write the same version.
    version = seed
    while time.monotonic() < until:
        version += 100
        step = chance.choice(("write", "write", "write", "delete", "bytes", "out", "rebuild"))
        told.changes[step] = told.changes.get(step, 0) + 1
        if step == "write":
            for number in chance.sample(range(_FILES // 2, _FILES), 5):
                _write(notes, number, version)
            library.sync(notes)
        elif step == "delete":
            for number in chance.sample(range(_FILES // 2, _FILES), 5):
                (notes / f"note{number:02}.txt").unlink(missing_ok=True)
            library.sync(notes)
        elif step == "bytes":
            name = f"upload{chance.randint(0, 3)}"
            library.add_bytes(f"{name}.txt", text(name, version).encode())
        elif step == "out":
            touched = [f"note{number:02}.txt" for number in range(_FILES // 2, _FILES)]
            library.remove(chance.sample(touched, 4))
        else:
            # Of two that rebuild at once the slower one is told so.
            with suppress(LibraryError):
                library.rebuild(characters=chance.choice(_SIZES))
    return told


def _read(library: Library, seed: int, until: float) -> Told:
    """Search until it is time, and look at all that is found."""
    told = Told()

    def reader(number: int) -> None:
        chance = random.Random(f"{seed} {number}")
        mine = Told()
        try:
            _ask(library, chance, mine)
            while time.monotonic() < until:
                _ask(library, chance, mine)
        except Exception as error:
            mine.faults.append(f"{type(error).__name__}: {error}")
        with library.lock:
            told.add(mine)

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _ask(library: Library, chance: random.Random, told: Told) -> None:
    name = f"note{chance.randrange(_FILES // 2):02}"
    paragraph = chance.randrange(text(name, 0).count("qz."))
    word = mark(name, 0, paragraph)
    begun = time.monotonic()
    hits = library.search(word)
    told.slowest = max(told.slowest, time.monotonic() - begun)
    told.searches += 1
    told.hits += len(hits)
    faults = [fault for hit in hits for fault in _faults_of_hit(hit, word)]
    if not any(word in hit.text for hit in hits):
        faults.append(f"{name}, which never changes, was not found")
    entry = chance.choice(library.documents())
    # Another process may have taken it out since.
    with suppress(KeyError):
        faults += _faults_of_document(library, entry.id)
    told.faults += faults[: max(0, _FAULTS - len(told.faults))]


def _faults_of_hit(hit: Hit, word: str) -> list[str]:
    faults = _faults_of_text(hit.document.text)
    if hit.words_rank is not None and word not in hit.text:
        faults.append(f"a passage of {hit.document.name} was found for a word it does not hold")
    if hit.cosine is not None:
        encoder = HashEncoder()
        vector = encoder.encode_question(encoded_text(hit.document, hit.passage))
        if abs(float(vector @ encoder.encode_question(word)) - hit.cosine) > 0.01:
            faults.append(f"a passage of {hit.document.name} has the cosine of another")
    return faults


def _faults_of_text(found: str) -> list[str]:
    return [] if was_written(found) else [f"no file ever held this: {found[:80]!r}"]


def _faults_of_document(library: Library, document_id: str) -> list[str]:
    """Return what is wrong with a document.

    Raises:
        KeyError: It is not there any more.
    """
    catalog = library.catalog
    with library.lock, catalog.reading():
        catalog.read_facts()
        size = characters_of(catalog)
        document = library.document(document_id)
        passages = catalog.passages(catalog.numbers_of([document_id])).values()
    faults = _faults_of_text(document.text)
    if sorted(passages, key=lambda each: each.start) != split(document, characters=size):
        faults.append(f"{document.name} is not cut into its passages")
    return faults


def _child(kind: str, folder: Path, seed: int) -> None:
    with Library.open(folder / "library", encoder=HashEncoder()) as library:
        # All that is imported late is there then.
        _read(library, seed, 0)
        print("open", flush=True)
        until = time.monotonic() + float(sys.stdin.readline())
        if kind == "write":
            told = _change(library, folder / "notes", seed, until)
        else:
            told = _read(library, seed, until)
        print(json.dumps(asdict(told)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Let all loose, print what came of it, and return 0 if there was no fault."""
    parser = argparse.ArgumentParser(prog="python -m eval.crowd", description=__doc__)
    parser.add_argument("--seconds", type=seconds, default=60.0, help="default: 60")
    parser.add_argument("--folder", type=Path, help="a new or empty one, or one of another run")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        kind, folder, seed = options.child
        _child(kind, Path(folder), int(seed))
        return 0
    if options.folder is None:
        parser.error("say where: --folder DIR")
    told = run(options.seconds, options.folder, seed=options.seed)
    print(json.dumps(asdict(told), indent=2, ensure_ascii=False))
    return 1 if told.faults else 0


if __name__ == "__main__":
    sys.exit(ended(main))
