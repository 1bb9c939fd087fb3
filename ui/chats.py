"""Turns of a conversation, as a browser keeps them: where the quotes stand, not what they say.

A turn comes back from the browser as plain values, so it may be anything. It is made anew from the
library's own documents; a quote that is not in them cannot be made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from index.documents import Document
from index.library import Hit
from index.passages import Passage
from qa.answer import Answer, Quote, Reason, Silence

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
    """

    turns: tuple[Turn, ...] = ()
    times: tuple[datetime, ...] = ()

    def plus(self, turn: Turn, when: datetime | None = None) -> "Chat":
        """Return the conversation with one turn more.

        Args:
            turn: Any.
            when: It was answered; None for now.
        """
        return Chat((*self.turns, turn), (*self.times, when or datetime.now(UTC)))

    @property
    def answers(self) -> list[tuple[Answer, datetime]]:
        """The turns that are answers, each with its time."""
        both = zip(self.turns, self.times, strict=True)
        return [(turn, when) for turn, when in both if isinstance(turn, Answer)]


def stored(turn: Turn, when: datetime) -> dict[str, Any]:
    """Return a turn as plain values; the texts of documents are not among them."""
    at = when.isoformat(timespec="seconds")
    if isinstance(turn, Trouble):
        return {"question": turn.question, "at": at, "trouble": turn.message}
    silence = turn.silence
    return {
        "question": turn.question,
        "at": at,
        "asked": turn.asked,
        "quotes": [
            [q.document.id, q.start, q.highlight_start, q.highlight_end, q.end, q.confidence]
            for q in turn.quotes
        ],
        "silence": silence and [silence.reason.value, silence.message, *silence.unknown_words],
        "nearest": [
            [hit.document.id, hit.passage.start, hit.passage.end]
            for hit in (turn.nearest if silence else ())
        ],
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
        return Answer(
            question=question,
            asked=_text(kept["asked"]),
            quotes=tuple(_quote(fields, document) for fields in kept["quotes"]),
            silence=None if silence is None else _silence(silence),
            hits=tuple(_hit(fields, document) for fields in kept["nearest"]),
            differ=kept["differ"] is True,
            settles=kept["settles"] is True,
        )
    except (KeyError, TypeError, ValueError):
        return None


def asked_in(kept: object) -> str | None:
    """Return the question of a turn a browser kept, or None where there is none."""
    question = kept.get("question") if isinstance(kept, Mapping) else None
    return question if isinstance(question, str) and 0 < len(question) <= _LONGEST else None


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
    identifier, start, short, behind, end, confidence = fields
    if not all(type(offset) is int for offset in (start, short, behind, end)):
        raise TypeError("no offsets")
    sure = min(1.0, max(0.0, float(confidence)))
    return Quote(document(_text(identifier)), start, end, short, behind, sure)


def _hit(fields: Sequence[Any], document: Callable[[str], Document]) -> Hit:
    identifier, start, end = fields
    found = document(_text(identifier))
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(found.text):
        raise ValueError("no passage")
    return Hit(found, Passage(found.id, start, end), 0.0)


def _silence(fields: Sequence[Any]) -> Silence:
    reason, message, *words = map(_text, fields)
    return Silence(Reason(reason), message, tuple(words))
