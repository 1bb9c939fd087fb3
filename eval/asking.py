"""What the questions are asked of: one library, or each of its own text."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path
from tqdm import tqdm

from eval import lazy
from eval.onetext import OneText
from eval.questions import Labelled, QuestionSet, Text, sample
from eval.sets import named_alike
from eval.settings import Order, code_of, judging, settings_of
from index.documents import Document
from index.errors import UserError
from index.holdings import Entry
from index.intake import characters_of
from index.library import Library
from index.passages import PASSAGE_CHARACTERS
from qa.assistant import DEFAULT_READER, NO_READER, Assistant
from qa.reader import Reader


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks, and knows what the documents are called and what they truly hold.

    Attributes:
        of: Gives the assistant that a question of a set is asked of.
        name: Says what a document is called in the set of a name.
        truth: Says what a document holds, without asking who quotes it.
        setting: "open" or "given", as in `Order`.
    """

    of: Callable[[QuestionSet, Labelled], Assistant]
    name: Callable[[Document, str], str]
    truth: Callable[[Document], str]
    setting: str


@contextmanager
def asking(order: Order, sets: list[QuestionSet]) -> Iterator[tuple[dict[str, Any], Asker]]:
    """Make ready what is asked; give the run's settings and the one who asks.

    Args:
        order: What is to be run.
        sets: The questions; those that are not asked are taken out.

    Raises:
        UserError: The order does not fit the questions.
    """
    _check(order)
    notes = [f"{one.name}: {note}" for one in sets for note in one.notes]
    if order.setting == "given":
        for number, one in enumerate(sets):
            kept = tuple(labelled for labelled in one.questions if labelled.context)
            if not kept:
                raise UserError(
                    f"{one.path} has no text for its questions to be asked of. Use --setting open"
                )
            if left := len(one.questions) - len(kept):
                notes.append(f"{one.name}: {left} questions without a text were not asked")
            sets[number] = replace(one, questions=kept)
    for number, one in enumerate(sets):
        if order.limit is not None:
            chosen = sample(one.questions, order.limit, order.seed)
            sets[number] = replace(one, questions=tuple(chosen))
    settings = settings_of(order, sets, notes)
    if order.setting == "given":
        yield from _given(order, settings)
        return
    with _library(order, sets, notes) as (library, texts):
        assistant = _assistant(order, library)
        entries = library.documents()
        _name_alike(sets, [entry.sources for entry in entries], None if texts else notes)
        settings |= {
            "library": {
                "documents": len(entries),
                "sha256": _digest_of_files(entries),
                "passages": len(library),
                "passage_characters": characters_of(library.catalog),
                "own_calibration": assistant.calibration is not assistant.reader.calibration,
            },
            "encoder": {"name": library.encoder.name, "sha256": library.encoder.fingerprint},
            **judging(assistant),
        }
        assistant.warm()
        # A second opening, so that quotes are compared with what is on disk.
        with Library.open(library.folder) as stored:
            yield (
                settings,
                Asker(
                    of=lambda *_: assistant,
                    name=_name_of_text if texts else lambda document, _: document.name,
                    truth=_truth_of(stored, texts),
                    setting="open",
                ),
            )


def _check(order: Order) -> None:
    if order.setting == "given" and (order.documents or order.library):
        raise UserError(
            "--setting given asks each question of its own text;"
            " --documents and --library go with --setting open"
        )
    if order.documents and order.library:
        raise UserError(
            "--documents makes a library of a folder, --library asks one as it is. Give one of both"
        )


def _name_alike(
    sets: list[QuestionSet], documents: Sequence[Sequence[str]], notes: list[str] | None
) -> None:
    """Name the documents of the questions as the library does; note those it lacks.

    Args:
        sets: The questions.
        documents: The paths of each document in the library.
        notes: None where these are texts of the sets, which have noted what is missing.
    """
    for number, one in enumerate(sets):
        named = documents
        if notes is None:
            named = [own for paths in documents if (own := _names_in(one.name, paths))]
        sets[number], lacking = named_alike(one, named)
        if lacking and notes is not None:
            more = f" and {len(lacking) - 1:,} more" if len(lacking) > 1 else ""
            notes.append(f"{one.name}: no document is called {lacking[0]!r}{more}")


def _digest_of_files(entries: Iterable[Entry]) -> str:
    """Return the sha256 of which contents a library holds under which names."""
    digest = hashlib.sha256()
    for line in sorted(
        f"{entry.id} {Path(source).name}\n" for entry in entries for source in entry.sources
    ):
        digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _assistant(order: Order, library: Library, reader: Reader | None = None) -> Assistant:
    if reader is None and order.reader == lazy.NAME:
        reader = lazy.CosineReader(library)
    return Assistant(library, reader=reader or order.reader, threshold=order.threshold)


def _given(order: Order, settings: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Asker]]:
    # No library has this folder, so none has a calibration of its own.
    nowhere = Path(os.devnull)
    kept: dict[tuple[str, str], Assistant] = {}
    blank: Any = OneText(_document(Text("", "", "")), nowhere)
    first = _assistant(order, blank)

    def of(one: QuestionSet, labelled: Labelled) -> Assistant:
        key = (one.name, labelled.context or "")
        if key not in kept:
            kept.clear()
            library: Any = OneText(_document(one.texts[key[1]]), nowhere)
            # Quoth's own readers need the library itself; a foreign one is loaded only once.
            own = order.reader in (DEFAULT_READER, NO_READER, lazy.NAME)
            kept[key] = _assistant(order, library, None if own else first.reader)
        return kept[key]

    yield (
        {**settings, **judging(first)},
        Asker(
            of=of,
            name=lambda document, _: document.name,
            truth=lambda document: document.text,
            setting="given",
        ),
    )


def _document(text: Text) -> Document:
    return Document(
        title=text.title or text.name,
        sources=(text.name,),
        media_type="text/plain",
        sha256=hashlib.sha256(text.text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text.text,
    )


@contextmanager
def _library(
    order: Order, sets: Sequence[QuestionSet], notes: list[str]
) -> Iterator[tuple[Library, Mapping[tuple[str, str], Text]]]:
    """Open the library that is asked, filled and up to date."""
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
    else:
        made_from = f"{_digest_of(texts)} {version('quoth')}"
    key = hashlib.sha256(f"{made_from} {PASSAGE_CHARACTERS}".encode("utf-8", "surrogatepass"))
    place = user_cache_path("quoth") / "eval" / key.hexdigest()[:16]
    folder = order.documents or place / "texts"
    if order.documents is None and not (place / "complete").exists():
        for (of, name), text in texts.items():
            path = folder / of / f"{name}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.text.encode("utf-8", "surrogatepass"))
        (place / "complete").touch()
    with Library.open(place / "library", create=True) as library:
        with tqdm(unit="document", disable=None, leave=False) as bar:

            def progress(done: int, total: int, *_: object) -> None:
                bar.total = total
                bar.update(done - bar.n)

            report = library.sync(folder, progress=progress)
        notes += [f"not read: {line}" for _, line in report.failed]
        yield library, {} if order.documents else texts


def _searchable(one: QuestionSet, text: Text) -> Text:
    """Return a text as it is searched: one that no question was written over, with its title.

    A mark of byte order at its start would be none of the file's text.
    """
    whole = text.text.removeprefix("\ufeff")
    if text.title and not any(labelled.context for labelled in one.questions):
        whole = f"{text.title}\n\n{whole}"
    return replace(text, text=whole)


def _digest_of(texts: Mapping[tuple[str, str], Text]) -> str:
    digest = hashlib.sha256()
    for (of, name), text in sorted(texts.items()):
        line = f"{of}/{name}\n{len(text.text)}\n{text.text}"
        digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _name_of_text(document: Document, of: str) -> str:
    """Return a text's name in its set; one that only another set has is named with that set.

    Of several alike in a set it is the first one's name, as the questions have it, too.
    """
    own = _names_in(of, document.sources)
    place = Path(document.source)
    return own[0] if own else f"{place.parent.name}/{place.stem}"


def _names_in(of: str, sources: Sequence[str]) -> list[str]:
    """Return the names that a text has in a set, by the paths it is written to."""
    return [place.stem for place in map(Path, sources) if place.parent.name == of]


def _truth_of(stored: Library, texts: Mapping[tuple[str, str], Text]) -> Callable[[Document], str]:
    def truth(document: Document) -> str:
        source = Path(document.source)
        key = (source.parent.name, source.stem)
        if key in texts:
            return texts[key].text
        return stored.document(document.id).text

    return truth
