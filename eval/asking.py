"""What the questions are asked of: one library, or each of its own text."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from eval import lazy
from eval.doubts import doubts
from eval.libraries import library_of
from eval.onetext import OneText
from eval.questions import Labelled, QuestionSet, Text, sample
from eval.sets import named_alike
from eval.settings import Order, judging, settings_of
from eval.shown import count
from index.documents import Document
from index.errors import UserError
from index.holdings import Entry
from index.intake import characters_of
from index.library import Library
from qa.assistant import DEFAULT_READER, NO_READER, Assistant
from qa.calibration import FILE
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
        sets[:] = [_with_texts(one, notes) for one in sets]
    if order.limit is not None:
        limit, seed = order.limit, order.seed
        sets[:] = [
            replace(one, questions=tuple(sample(one.questions, limit, seed))) for one in sets
        ]
    settings = settings_of(order, sets, notes)
    if order.setting == "given":
        yield from _given(order, settings)
    else:
        yield from _open(order, sets, settings, notes)


def _with_texts(one: QuestionSet, notes: list[str]) -> QuestionSet:
    """Return a set of the questions that bring a text; note how many do not."""
    kept = tuple(labelled for labelled in one.questions if labelled.context)
    if not kept:
        raise UserError(
            f"{one.path} has no text for its questions to be asked of. Use --setting open"
        )
    if left := len(one.questions) - len(kept):
        notes.append(f"{one.name}: {count(left, 'question')} without a text not asked")
    return replace(one, questions=kept)


def _open(
    order: Order, sets: list[QuestionSet], settings: dict[str, Any], notes: list[str]
) -> Iterator[tuple[dict[str, Any], Asker]]:
    with library_of(order, sets, notes) as (library, texts):
        assistant = _assistant(order, library)
        entries = library.documents()
        _name_alike(sets, [entry.sources for entry in entries], None if texts else notes)
        notes += [
            f"{one.name}: {doubt}"
            for one in sets
            if not one.texts
            for doubt in doubts(one, _texts_by_name(library, entries))
        ]
        settings |= {
            "library": {
                "documents": len(entries),
                "sha256": _digest_of_files(entries),
                "passages": len(library),
                "passage_characters": characters_of(library.catalog),
                "own_calibration": (library.folder / FILE).exists(),
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
    if order.documents and not order.documents.is_dir():
        raise UserError(
            f"{order.documents} is not a folder. Give the one with the documents asked about"
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
            note = f"{one.name}: no document is called {lacking[0]!r}{more}"
            if one.texts:
                sets[number] = _unnamed(sets[number], lacking)
                note += "; its own texts are not asked, so right documents are not measured"
            notes.append(note)


def _unnamed(one: QuestionSet, names: Sequence[str]) -> QuestionSet:
    """Return a set in which no answer is expected from certain documents."""
    gone = set(names)
    questions = [
        replace(
            labelled,
            documents={
                name: grade for name, grade in labelled.documents.items() if name not in gone
            },
        )
        for labelled in one.questions
    ]
    return replace(one, questions=tuple(questions))


def _texts_by_name(library: Library, entries: Sequence[Entry]) -> Callable[[str], str | None]:
    ids: dict[str, list[str]] = {}
    for entry in entries:
        ids.setdefault(Path(entry.sources[0]).name, []).append(entry.id)

    @cache
    def text_of(name: str) -> str | None:
        # Files in several folders may have one name.
        return "\n".join(library.document(each).text for each in ids.get(name, ())) or None

    return text_of


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
