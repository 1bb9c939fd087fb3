"""The libraries that questions are asked of: made once, and kept for the next run."""

import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path
from tqdm import tqdm

from eval.outputs import writing
from eval.questions import QuestionSet, Text
from eval.settings import Order, code_of
from index.errors import UserError
from index.library import Library
from index.passages import PASSAGE_CHARACTERS

# Each change to `index/` makes another library of the same folder; the largest are made again
# within minutes.
_DAYS_KEPT = 30

Texts = Mapping[tuple[str, str], Text]
"""By the name of the set, and by that of the text."""


@contextmanager
def library_of(
    order: Order, sets: Sequence[QuestionSet], notes: list[str]
) -> Iterator[tuple[Library, Texts]]:
    """Open the library that is asked, filled and up to date; give the texts it was made of, too.

    There are no such texts where a folder or a library is asked. One that was made for a run is
    kept in the user's cache folder until no run has asked it for `_DAYS_KEPT` days.

    Args:
        order: Says of what it is made.
        sets: Bring texts along where nothing else is named.
        notes: Take in which files could not be read.

    Raises:
        UserError: There is nothing to ask, or no place for the library.
    """
    if order.library is not None:
        with Library.open(order.library) as library:
            yield library, {}
        return
    texts = {
        (one.name, name): _searchable(one, text) for one in sets for name, text in one.texts.items()
    }
    if order.documents is None and not texts:
        raise UserError(
            "the questions bring no texts of their own. Say what they are about: --documents FOLDER"
        )
    if order.documents:
        # Documents that have not changed are not read again, so each program has its library.
        made_from = f"{order.documents.resolve()} {code_of('index')}"
        texts = {}
    else:
        made_from = f"{_digest_of(texts)} {version('quoth')}"
    place = _place(f"{made_from} {PASSAGE_CHARACTERS}")
    folder = order.documents or _written(texts, place)
    with Library.open(place / "library", create=True) as library:
        _fill(library, folder, notes)
        yield library, texts


def _place(key: str) -> Path:
    """Return the folder of what is made from a key; clear away those not asked for so long."""
    name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    shelf = user_cache_path("quoth") / "eval"
    with writing(shelf):
        (shelf / name).mkdir(parents=True, exist_ok=True)
        # This is when it was last asked.
        os.utime(shelf / name)
    _clear(shelf, time.time() - 86_400 * _DAYS_KEPT)
    return shelf / name


def _clear(shelf: Path, oldest: float) -> None:
    """Remove what was last asked before a moment, in seconds since 1970."""
    for place in shelf.iterdir():
        # Another run may clear at the same time.
        with suppress(OSError):
            gone = place.name.startswith(".")
            if gone or place.stat().st_mtime < oldest:
                # Stopped within, it must not be taken for a whole one.
                last = place if gone else place.rename(shelf / f".{place.name}")
                shutil.rmtree(last)


def _written(texts: Texts, place: Path) -> Path:
    """Return the folder with a file for each text."""
    folder = place / "texts"
    if not (place / "complete").exists():
        with writing(folder):
            for (of, name), text in texts.items():
                path = folder / of / f"{name}.txt"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.text.encode("utf-8", "surrogatepass"))
            (place / "complete").touch()
    return folder


def _fill(library: Library, folder: Path, notes: list[str]) -> None:
    with tqdm(unit="document", disable=None, leave=False) as bar:

        def progress(done: int, total: int, *_: object) -> None:
            bar.total = total
            bar.update(done - bar.n)

        report = library.sync(folder, progress=progress)
    unread = [line for _, line in report.failed]
    if not len(library):
        why = f" ({unread[0]})" if unread else ""
        raise UserError(
            f"{folder} holds no document to ask about{why}. Give a folder with files that Quoth"
            " reads"
        )
    notes += [f"not read: {line}" for line in unread]


def _searchable(one: QuestionSet, text: Text) -> Text:
    """Return a text as it is searched: one that no question was written over, with its title.

    A mark of byte order at its start would be none of the file's text.
    """
    whole = text.text.removeprefix("\ufeff")
    if text.title and not any(labelled.context for labelled in one.questions):
        whole = f"{text.title}\n\n{whole}"
    return replace(text, text=whole)


def _digest_of(texts: Texts) -> str:
    digest = hashlib.sha256()
    for (of, name), text in sorted(texts.items()):
        line = f"{of}/{name}\n{len(text.text)}\n{text.text}"
        digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
