"""Turns of a conversation, as a browser keeps them: where the quotes stand, not what they say.

A turn comes back from the browser as plain values, so it may be anything. It is made anew from the
library's own documents; a quote that is not in them cannot be made. What was said of a turn is made
anew from the library's labels.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from index.documents import Document
from index.library import Hit
from index.passages import Passage
from qa.answer import Answer, Quote, Reason, Silence
from qa.label import Label
from qa.verbatim import Stretch
from ui.elsewhere import MOST, elsewhere
from ui.notes import Choice, Note

# Longer than any question that is answered; what is longer was not kept by this page.
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Trouble:
    """A question that could not be asked as it stands.

    Attributes:
        question: What the person typed.
        message: One line: what was found, what to do.
    """

    question: str
    message: str


Turn = Answer | Trouble


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation of one person.

    Attributes:
        turns: Oldest first.
        times: When each was answered.
        parts: What a turn was asked in, in words, by its number, from 1, if not in all documents.
    """

    turns: tuple[Turn, ...] = ()
    times: tuple[datetime, ...] = ()
    parts: Mapping[int, str] = field(default_factory=dict)

    def plus(self, turn: Turn, when: datetime | None = None, part: str = "") -> "Chat":
        """Return the conversation with one turn more.

        Args:
            turn: Any.
            when: It was answered; None for now.
            part: What it was asked in; empty for all documents.
        """
        turns, times = (*self.turns, turn), (*self.times, when or datetime.now(UTC))
        return Chat(turns, times, {**self.parts, len(turns): part} if part else self.parts)

    @property
    def answers(self) -> list[tuple[Answer, datetime]]:
        """The turns that are answers, each with its time."""
        both = zip(self.turns, self.times, strict=True)
        return [(turn, when) for turn, when in both if isinstance(turn, Answer)]


def stored(turn: Turn, when: datetime, part: str = "") -> dict[str, Any]:
    """Return a turn as plain values; the texts of documents are not among them."""
    begun = {"question": turn.question, "at": when.isoformat(timespec="seconds")}
    if part:
        begun["part"] = part
    if isinstance(turn, Trouble):
        return {**begun, "trouble": turn.message}
    silence = turn.silence
    nearest = turn.nearest if silence else ()
    shown = [(q.document, q.start, q.end) for q in turn.quotes]
    shown += [(hit.document, hit.passage.start, hit.passage.end) for hit in nearest]
    return {
        **begun,
        "asked": turn.asked,
        "quotes": [
            [
                *(q.document.id, q.start, q.highlight_start, q.highlight_end, q.end),
                *(q.confidence, _print(q.text)),
            ]
            for q in turn.quotes
        ],
        "silence": silence and [silence.reason.value, silence.message, *silence.unknown_words],
        "nearest": [[hit.document.id, hit.passage.start, hit.passage.end] for hit in nearest],
        "also": [[each.document.id for each in elsewhere(turn, *one)] for one in shown],
        "differ": turn.differ,
        "settles": turn.settles,
    }


def restored(kept: object, document: Callable[[str], Document]) -> Turn | None:
    """Return the turn a browser kept, or None where it cannot be made any more.

    Args:
        kept: From the page, so it may be anything; what `stored` gave makes the turn again.
        document: Finds a document by its id, and raises a KeyError where there is none.
    """
    question = asked_in(kept)
    if question is None or not isinstance(kept, Mapping):
        return None
    try:
        if "trouble" in kept:
            return Trouble(question, _text(kept["trouble"]))
        silence = kept["silence"]
        quotes = tuple(_quote(fields, document) for fields in kept["quotes"])
        # A turn kept by an older page does not say what else says the same.
        also = kept.get("also") or [()] * (len(quotes) + len(kept["nearest"]))
        shown = [[q.document.id, q.start, q.end] for q in quotes] + kept["nearest"]
        hits = [_hit(fields, others, document) for fields, others in zip(shown, also, strict=True)]
        return Answer(
            question=question,
            asked=_text(kept["asked"]),
            quotes=quotes,
            silence=None if silence is None else _silence(silence),
            hits=tuple(hit for hit in hits if hit.also or silence),
            differ=kept["differ"] is True,
            settles=kept["settles"] is True,
        )
    except (KeyError, TypeError, ValueError):
        return None


def whole(
    kept: Sequence[object],
    labels: Mapping[str, Label],
    document: Callable[[str], Document],
) -> tuple[Chat, dict[int, Note]]:
    """Return the conversation a browser kept, and what was said of its turns by their number.

    A turn that cannot be made any more has its place in it, so that the others keep their numbers.

    Args:
        kept: The turns as the page sends them, so each may be anything.
        labels: Those of the library, by id.
        document: Finds a document by its id, and raises a KeyError where there is none.
    """
    chat, said = Chat(), dict[int, Note]()
    for number, each in enumerate(kept, 1):
        turn = restored(each, document) or Trouble(asked_in(each) or "", "no longer held here")
        chat = chat.plus(turn, moment(each), part_of(each))
        note = restored_note(each, turn, labels, document)
        if note is not None:
            said[number] = note
    return chat, said


def stored_note(note: Note) -> dict[str, Any] | None:
    """Return what was said of a turn as plain values, or None where nothing is kept of it."""
    if note.label is None:
        return None
    quote = note.choice and note.choice.quote
    return {
        "label": note.label.id,
        "citation": note.choice and note.choice.citation,
        "quote": quote and [quote.document.id, quote.start, quote.end],
    }


def restored_note(
    kept: object,
    turn: Turn,
    labels: Mapping[str, Label],
    document: Callable[[str], Document],
) -> Note | None:
    """Return what was said of a turn, or None where the label says something else by now.

    Args:
        kept: The turn as the page sends it, so it may be anything.
        turn: The turn.
        labels: Those of the library, by id.
        document: Finds a document by its id, and raises a KeyError where there is none.
    """
    try:
        said = kept["note"]  # type: ignore[index]
        label = labels[_text(said["label"])]
        if not isinstance(turn, Answer) or label.question != " ".join(turn.asked.split()):
            return None
        if said["citation"] is None:
            return Note(label.verdict, label=label) if label.state == "review" else None
        wanted = label.quote
        if wanted is None or said["quote"] != [wanted.document, wanted.start, wanted.end]:
            return None
        quote = Stretch(document(wanted.document), wanted.start, wanted.end)
        short = next((one for one in label.answers if one != quote.text), None)
        choice = Choice(_text(said["citation"]), quote, short)
        return Note(label.verdict, choice, label)
    except (KeyError, TypeError, ValueError):
        return None


def asked_in(kept: object) -> str | None:
    """Return the question of a turn a browser kept, or None where there is none."""
    question = kept.get("question") if isinstance(kept, Mapping) else None
    return question if isinstance(question, str) and 0 < len(question) <= _LONGEST else None


def part_of(kept: object) -> str:
    """Return what a turn a browser kept was asked in; empty for all documents."""
    part = kept.get("part") if isinstance(kept, Mapping) else None
    return part if isinstance(part, str) and len(part) <= _LONGEST else ""


def moment(kept: object) -> datetime:
    """Return when a turn a browser kept was answered; now, where that cannot be told."""
    try:
        said = datetime.fromisoformat(kept["at"] if isinstance(kept, Mapping) else "")
    except (KeyError, TypeError, ValueError):
        return datetime.now(UTC)
    return said if said.tzinfo is not None else said.replace(tzinfo=UTC)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise TypeError("no text")
    return value


def _quote(fields: Sequence[Any], document: Callable[[str], Document]) -> Quote:
    # A turn kept by an older page has no print.
    identifier, start, short, behind, end, confidence, *prints = fields
    if not all(type(offset) is int for offset in (start, short, behind, end)):
        raise TypeError("no offsets")
    sure = min(1.0, max(0.0, float(confidence)))
    quote = Quote(document(_text(identifier)), start, end, short, behind, sure)
    if prints not in ([], [_print(quote.text)]):
        raise ValueError("the file was read in another way since")
    return quote


def _print(text: str) -> str:
    """Return what tells a quote from another without saying it."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _hit(fields: Sequence[Any], others: Sequence[Any], document: Callable[[str], Document]) -> Hit:
    identifier, start, end = fields
    found = document(_text(identifier))
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(found.text):
        raise ValueError("no passage")
    also = []
    for other in others[:MOST]:
        # One that is gone is not named any more; the quote stands without it.
        with suppress(KeyError):
            also.append(document(_text(other)))
    return Hit(found, Passage(found.id, start, end), 0.0, also=tuple(also))


def _silence(fields: Sequence[Any]) -> Silence:
    reason, message, *words = map(_text, fields)
    return Silence(Reason(reason), message, tuple(words))
