"""What the questions are asked of: one library, or each of its own text."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path
from tqdm import tqdm

from eval import lazy
from eval.questions import Labelled, QuestionSet, Text, sample
from eval.sets import named_alike
from eval.settings import Order, judging, settings_of
from index.documents import Document
from index.encoder import DEFAULT_ENCODER, SentenceEncoder
from index.errors import UserError
from index.holdings import Entry
from index.library import Hit, Library
from index.passages import PASSAGE_CHARACTERS, Passage
from index.words import words
from qa.assistant import DEFAULT_READER, NO_READER, Assistant
from qa.reader import Reader


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks, and knows what the documents are called and what they truly hold."""

    of: Callable[[QuestionSet], Callable[[Labelled], Assistant]]
    name: Callable[[Document, str], str]
    truth: Callable[[Document, str], str]
    setting: str


class OneText:
    """A library of a single text, found whole by any question."""

    def __init__(self, document: Document, folder: Path) -> None:
        """Hold a document; the folder has no calibration of its own."""
        self.folder = folder
        self.encoder = SentenceEncoder(DEFAULT_ENCODER)
        self._document = document

    def search(self, question: str, **_: object) -> list[Hit]:
        """Return the whole text, whatever is asked for; it has no parts to look within."""
        return [Hit(self._document, Passage(self._document.id, 0, len(self._document.text)), 1.0)]

    def frequency(self, word: str) -> int:
        """Return whether the text holds a word, or some that follow each other."""
        return int(word.lower() in self._document.text.lower().replace("-", " "))

    def spelled(self, spellings: Iterable[str], *, names: bool = False) -> dict[str, int]:
        """Return which words the text holds as they are spelled; see `Library.spelled`."""
        wanted = set(spellings)
        found = (word.text for word in words(self._document.text))
        return {
            text: 1 for text in found if text.lower() in wanted and not (names and text.islower())
        }

    def __len__(self) -> int:
        return 1


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
            sets[number] = _of(one, kept)
    for number, one in enumerate(sets):
        if order.limit is not None:
            sets[number] = _of(one, tuple(sample(one.questions, order.limit, order.seed)))
    settings = settings_of(order, sets, notes)
    if order.setting == "given":
        yield from _given(order, settings)
        return
    with _library(order, sets, notes) as (library, texts):
        assistant = _assistant(order, library)
        entries = library.documents()
        if not texts:
            _name_alike(sets, [entry.sources for entry in entries], notes)
        settings |= {
            "library": {
                "documents": len(entries),
                "sha256": _digest_of_files(entries),
                "passages": len(library),
                "passage_characters": PASSAGE_CHARACTERS,
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
                    of=lambda _: lambda _: assistant,
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
    sets: list[QuestionSet], documents: Sequence[Sequence[str]], notes: list[str]
) -> None:
    """Name the documents of the questions as the library does; note those it lacks."""
    for number, one in enumerate(sets):
        sets[number], lacking = named_alike(one, documents)
        if lacking:
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


def _of(one: QuestionSet, questions: tuple[Labelled, ...]) -> QuestionSet:
    return QuestionSet(one.name, one.path, questions, one.texts, one.notes)


def _given(order: Order, settings: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Asker]]:
    # No library has this folder, so none has a calibration of its own.
    nowhere = Path(os.devnull)
    kept: dict[tuple[str, str], Assistant] = {}
    blank: Any = OneText(_document(Text("", "", "")), nowhere)
    first = _assistant(order, blank)

    def of(one: QuestionSet) -> Callable[[Labelled], Assistant]:
        def assistant_for(labelled: Labelled) -> Assistant:
            key = (one.name, labelled.context or "")
            if key not in kept:
                kept.clear()
                library: Any = OneText(_document(one.texts[key[1]]), nowhere)
                # Quoth's own readers need the library itself; a foreign one is loaded only once.
                own = order.reader in (DEFAULT_READER, NO_READER, lazy.NAME)
                kept[key] = _assistant(order, library, None if own else first.reader)
            return kept[key]

        return assistant_for

    texts: dict[str, str] = {}
    yield (
        {**settings, **judging(first)},
        Asker(
            of=of,
            name=lambda document, _: document.name,
            truth=lambda document, _: texts.get(document.id, document.text),
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
    made_from = str(order.documents.resolve()) if order.documents else _digest_of(texts)
    key = hashlib.sha256(f"{made_from} {PASSAGE_CHARACTERS} {version('quoth')}".encode())
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
    """Return a text as it is searched: one that no question was written over, with its title."""
    if not text.title or any(labelled.context for labelled in one.questions):
        return text
    return Text(text.name, text.title, f"{text.title}\n\n{text.text}")


def _digest_of(texts: Mapping[tuple[str, str], Text]) -> str:
    digest = hashlib.sha256()
    for (of, name), text in sorted(texts.items()):
        line = f"{of}/{name}\n{len(text.text)}\n{text.text}"
        digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _name_of_text(document: Document, of: str) -> str:
    """Return a text's name in its set; one that only another set has is named with that set."""
    places = [Path(source).with_suffix("") for source in document.sources]
    own = [place.name for place in places if place.parent.name == of]
    return own[0] if own else f"{places[0].parent.name}/{places[0].name}"


def _truth_of(
    stored: Library, texts: Mapping[tuple[str, str], Text]
) -> Callable[[Document, str], str]:
    def truth(document: Document, _: str) -> str:
        source = Path(document.sources[0])
        key = (source.parent.name, source.stem)
        if key in texts:
            return texts[key].text
        return stored.document(document.id).text

    return truth
