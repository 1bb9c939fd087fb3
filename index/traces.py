"""Whether anything of a file is left in a library it was taken out of.

Every file of the library is searched byte by byte, free pages, logs and what a kill left
included, for pieces of the file's passages that no document still in the library has.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import inventory
from index.documents import Document
from index.errors import UnreadableFile
from index.files import stamp_of
from index.holdings import Finding
from index.opened import DATABASE, VECTORS, Opened
from index.passages import split
from index.vectors import Vectors

# Characters of a piece that is looked for: SQLite breaks a long text every 4,092 bytes, so that
# of a passage with three pieces at least two are whole.
_PIECE = 24

# Bytes read at once; the last ones are read again, so that no piece is missed between.
_READ = 8 << 20
_AGAIN = 1 << 10

# Bytes by which places are found at once; no piece is shorter.
_KEY = 8

# Words that are looked for in the index of words.
_STEMS = 50


def traces(library: Opened, path: Path) -> list[Finding]:
    """Return what is left of a file in a library; an empty list where nothing is.

    Raises:
        UnreadableFile: The file cannot be read, so that nobody knows what to look for.
    """
    # Refuses a name that no store could hold.
    stamp_of(path)
    source = os.path.abspath(path)
    documents = library.read(path, source).documents
    found = list(_rows(library, source, documents))
    if found:
        # What is still here on purpose is no trace of what was taken out.
        return found
    pieces = [piece for piece in _pieces(documents) if not _is_elsewhere(library, piece)]
    stems = list(_stems(library, documents))
    paths = inventory.files(library.catalog)
    if not any(source in path for path in paths):
        pieces.append(source)
    if not pieces and not stems:
        raise UnreadableFile(f"all of {path} also stands in documents that are in the library")
    found += _vectors(library)
    for store in _stores(library):
        there = _first(store, [piece.encode() for piece in [*pieces, *stems]])
        if there is not None:
            name = store.relative_to(library.folder)
            found.append(Finding(f"{name} still holds {there!r}", _mend(library, store)))
    return found


def _rows(library: Opened, source: str, documents: Iterable[Document]) -> Iterator[Finding]:
    files = inventory.files(library.catalog)
    if source in files:
        yield Finding(f"{source} is in the library", f"quoth remove {source}")
    for document in documents:
        if library.catalog.has(document.sha256):
            here = library.catalog.document(document.id)
            yield Finding(
                f"its text is in the library, as {here.id} from {', '.join(here.sources)}",
                f"quoth remove {here.id}",
            )


def _pieces(documents: Iterable[Document]) -> list[str]:
    """Return pieces from the beginning, the middle and the end of all passages."""
    found: dict[str, None] = {}
    for document in documents:
        for passage in split(document):
            text = document.text[passage.start : passage.end]
            last = max(0, len(text) - _PIECE)
            for start in (0, last // 2, last):
                piece = text[start : start + _PIECE]
                if len(piece.encode()) >= _KEY:
                    found[piece] = None
    return list(found)


def _is_elsewhere(library: Opened, piece: str) -> bool:
    """Return whether a document that is in the library has the piece too."""
    query = "SELECT 1 FROM document WHERE instr(text, ?) LIMIT 1"
    # Words cut off at the ends are none; a phrase of the others is found fast.
    words = re.findall(r"\w+", piece)[1:-1]
    near = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"
    if words and not library.catalog.execute(near, ('"' + " ".join(words) + '"',)):
        return False
    return bool(library.catalog.execute(query, (piece,)))


def _stems(library: Opened, documents: Iterable[Document]) -> Iterator[str]:
    """Yield the longest words that only the file has, as the index of words would keep them.

    It keeps small letters, cuts endings off, and leaves out letters a word shares with the one
    before it in the alphabet.
    """
    text = " ".join(document.text for document in documents).lower()
    words = sorted(set(re.findall(r"[a-z]{15,}", text)), key=len, reverse=True)
    query = "SELECT 1 FROM words WHERE lower(text) LIKE ?1 OR lower(heading) LIKE ?1 LIMIT 1"
    for word in words[:_STEMS]:
        if not library.catalog.execute(query, (f"%{word[2:-5]}%",)):
            yield word[2:-5]


def _vectors(library: Opened) -> Iterator[Finding]:
    """Look in the vectors' file, as it is on disk, for passages that are gone."""
    path = library.folder / VECTORS
    kept = Vectors.load(path, int(library.catalog.facts["width"]), library.catalog.build)
    strangers = kept.numbers - library.catalog.numbers()
    if strangers:
        yield Finding(
            f"{VECTORS} holds vectors of passages that are gone: {len(strangers)}",
            f"Remove {path}; it is made again",
        )


def _stores(library: Opened) -> list[Path]:
    """Return all files of a library, its database first."""
    found = {Path(folder, name) for folder, _, names in os.walk(library.folder) for name in names}
    database = library.folder / DATABASE
    return sorted(found, key=lambda path: (path.parent != database.parent, path))


def _first(store: Path, pieces: list[bytes]) -> str | None:
    """Return the first of the pieces that a file holds, or None."""
    keys = np.sort(np.array([_key(piece) for piece in pieces], dtype="<u8"))
    # Two bytes of a key tell most places apart before all keys are asked.
    likely = np.zeros(1 << 16, dtype=bool)
    likely[keys & np.uint64(0xFFFF)] = True
    by_key: dict[int, list[bytes]] = {}
    for piece in pieces:
        by_key.setdefault(_key(piece), []).append(piece)
    with store.open("rb") as file:
        tail = b""
        while block := file.read(_READ):
            block = tail + block
            for at in _places(block, keys, likely):
                for piece in by_key[_key(block[at : at + _KEY])]:
                    if block.startswith(piece, at):
                        return piece.decode()
            tail = block[-_AGAIN:]
    return None


def _places(block: bytes, keys: NDArray[np.uint64], likely: NDArray[np.bool_]) -> Iterator[int]:
    """Yield where in a block one of the keys stands."""
    for shift in range(_KEY):
        length = (len(block) - shift) // _KEY
        row = np.frombuffer(block, dtype="<u8", count=length, offset=shift)
        places = np.flatnonzero(likely[row & np.uint64(0xFFFF)])
        places = places[np.isin(row[places], keys)]
        yield from (places * _KEY + shift).tolist()


def _key(piece: bytes) -> int:
    return int.from_bytes(piece[:_KEY], "little")


def _mend(library: Opened, store: Path) -> str:
    if store.name.startswith(DATABASE):
        return "The next change wipes it: quoth retry"
    if store.name.startswith(VECTORS):
        return f"Remove {library.folder / VECTORS}; it is made again"
    return "See to that file yourself: it is not made from the documents"
