"""Records for a set of questions, with or without the texts it is about."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import UserError


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with its expected answers.

    Attributes:
        id: Unique in its set.
        set: Name of the questions' file or folder, without suffixes.
        question: As people ask it.
        kind: Of the answer wanted, from the file or else by `qa.language.kinds.kind_of`.
        answers: Distinct; any of them is right. None where the documents do not say, and in
            BEIR collections, where nobody wrote one down.
        documents: Grade above 0 of each document that holds the answer, by name.
        answerable: Whether the documents hold an answer.
        follows: The id of an earlier question this one leans on, or None.
        near_miss: Whether it is unanswerable but about matters the documents treat.
        context: Name of the one text it was asked about, None where it has none.
        spans: Where people marked answers in that text: start and end in code points, end not
            included; distinct.
    """

    id: str
    set: str
    question: str
    kind: str
    answers: tuple[str, ...]
    documents: Mapping[str, float]
    answerable: bool
    follows: str | None = None
    near_miss: bool = False
    context: str | None = None
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One document of a collection.

    Attributes:
        name: Unique in its set and safe as a file's name on every system: title and number
            ("Steam_engine-3"), or the id of a BEIR entry (what is made of one that is not safe,
            says `Reading.entry`).
        title: As in the file; "" where it has none.
        text: As in the file; only in a BEIR entry it can be empty.
    """

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions, with the texts they are about where they bring them along.

    Attributes:
        name: Of the file or folder, without suffixes.
        path: The file or folder.
        questions: In the file's order.
        texts: By name; none for Quoth's own form, whose documents are files elsewhere.
        notes: What was noticed, counted, as in "3 questions with answers but no document".
    """

    name: str
    path: Path
    questions: tuple[Labelled, ...]
    texts: Mapping[str, Text]
    notes: tuple[str, ...]


def named_alike(
    one: QuestionSet, documents: Iterable[Sequence[str]]
) -> tuple[QuestionSet, list[str]]:
    """Return a set that names documents as a library does, and the names that it does not have.

    A file whose bytes are there under several names has the first of them, and the highest grade.
    "ü" in one character or in two is the same (Unicode's NFC).

    Args:
        one: Its documents are named by their files.
        documents: The paths of each document in the library.
    """
    called: dict[str, set[str]] = {}
    for sources in documents:
        for source in sources:
            name = unicodedata.normalize("NFC", Path(source).name)
            called.setdefault(name, set()).add(Path(sources[0]).name)
    lacking: dict[str, None] = {}
    questions = []
    for labelled in one.questions:
        named: dict[str, float] = {}
        for name, grade in labelled.documents.items():
            found = called.get(unicodedata.normalize("NFC", name))
            if not found:
                lacking[name] = None
            for each in sorted(found or {name}):
                named[each] = max(grade, named.get(each, 0.0))
        questions.append(replace(labelled, documents=named))
    return replace(one, questions=tuple(questions)), list(lacking)


# A part of a path: the names stay far below the 255 bytes that file systems allow, also under a
# long folder where the whole path may have 260 characters.
_TITLE = 60

_SUFFIXES = re.compile(r"(?:\.jsonl|\.json|\.csv|\.tsv)?(?:\.gz)?$")

# Windows keeps the second kind for devices, whatever suffix comes behind.
_SAFE = re.compile(r"[A-Za-z0-9_-](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?")
_RESERVED = re.compile(r"(?i:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\.|$)")


class Reading:
    """A set as far as it has been read.

    Attributes:
        name: Of the set; no dot stands first, which would hide a folder of that name.
        questions: So far.
        texts: So far, by name.
        noticed: How often each thing was noticed; it begins with a noun in the singular.
    """

    def __init__(self, path: Path) -> None:
        """Begin the set in a file or folder."""
        self.name = _SUFFIXES.sub("", path.resolve().name).lstrip(".") or "questions"
        self.questions: list[Labelled] = []
        self.texts: dict[str, Text] = {}
        self.noticed: Counter[str] = Counter()
        self._path = path
        self._names: dict[str, str] = {}
        self._lower: set[str] = set()
        self._numbers: Counter[str] = Counter()

    def text(self, title: str, text: str) -> Text:
        """Return the text with these very characters, a new one if there is none yet."""
        if text not in self._names:
            slug = _slug(title)
            # Some systems take "Ape" and "ape" for the same file.
            self._numbers[slug.lower()] += 1
            name = f"{slug}-{self._numbers[slug.lower()]}"
            self._names[text] = name
            self.texts[name] = Text(name, title, text)
        found = self.texts[self._names[text]]
        if found.title != title:
            self.noticed["question about a text met before under another title"] += 1
        return found

    def entry(self, identifier: str, title: str, text: str) -> str:
        """Take in a text that has an id of its own; return its name.

        That is the id, unless it could not name a file or differs from an earlier one only in
        case; then a hash of it follows on what is left of it.
        """
        name = identifier
        if not _SAFE.fullmatch(name) or _RESERVED.match(name) or name.lower() in self._lower:
            name = f"{_slug(identifier)}-{hashlib.sha256(identifier.encode()).hexdigest()[:12]}"
            self.noticed["entry renamed, for no file can be named by such an id"] += 1
        self._lower.add(name.lower())
        self.texts[name] = Text(name, title, text)
        return name

    def done(self) -> QuestionSet:
        """Return what was read.

        Raises:
            UserError: There is no question.
        """
        if not self.questions:
            raise UserError(f"{self._path} holds no question to ask. Give a file with some")
        notes = tuple(_note(count, what) for what, count in self.noticed.items() if count)
        return QuestionSet(self.name, self._path, tuple(self.questions), self.texts, notes)


def _note(count: int, what: str) -> str:
    noun, _, more = what.partition(" ")
    if count > 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun} {more}"


def _slug(title: str) -> str:
    """Return a title as part of a file's name: ASCII letters, digits, "-" and "_"."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9-]+", "_", plain).strip("_-")[:_TITLE].rstrip("_-") or "text"
