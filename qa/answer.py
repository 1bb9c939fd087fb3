"""Answers: quotes cut from documents, or a reason for silence."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from index.documents import Document, Place
from index.library import Hit


@dataclass(frozen=True, slots=True)
class Quote:
    """Whole sentences of a document, with the short answer inside them.

    The text is never stored beside the offsets; it is cut from the document each time, so a
    quote that is not in its document cannot be made.

    Attributes:
        document: Where the quote stands.
        start: Offset of its first character in `document.text`.
        end: Offset behind its last character.
        highlight_start: Offset in `document.text` of the short answer, inside the quote.
        highlight_end: Offset behind the short answer.
        confidence: Probability, 0 to 1, that this quote answers the question.
    """

    document: Document
    start: int
    end: int
    highlight_start: int
    highlight_end: int
    confidence: float

    def __post_init__(self) -> None:
        """Refuse ranges that are empty, out of order or outside the document."""
        inside = 0 <= self.start <= self.highlight_start < self.highlight_end <= self.end
        if not inside or self.end > len(self.document.text):
            raise ValueError(
                f"no quote: {self.start}..{self.highlight_start}..{self.highlight_end}..{self.end}"
                f" in {len(self.document.text)} characters"
            )

    @property
    def text(self) -> str:
        """The quoted characters, exactly as they stand in the document."""
        return self.document.text[self.start : self.end]

    @property
    def highlight(self) -> str:
        """The short answer, exactly as it stands in the document."""
        return self.document.text[self.highlight_start : self.highlight_end]

    @property
    def place(self) -> Place:
        """Page, headings and line where the short answer starts."""
        return self.document.place(self.highlight_start)


class Reason(Enum):
    """Why a question was left unanswered; the values are stable for programs."""

    NO_QUESTION = "no-question"
    EMPTY_LIBRARY = "empty-library"
    NOTHING_NEAR = "nothing-near"
    NO_SPAN = "no-span"
    UNSURE = "unsure"
    COUNTING = "counting"
    SUMMARY = "summary"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True)
class Silence:
    """An honest refusal.

    Attributes:
        reason: Its kind.
        message: One or two sentences for the person who asked.
        unknown_words: The question's own words that occur nowhere in the library.
    """

    reason: Reason
    message: str
    unknown_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seconds:
    """Wall-clock seconds one question took."""

    search: float
    read: float
    total: float


@dataclass(frozen=True, slots=True)
class Found:
    """What an assistant tells before it has read.

    Attributes:
        asked: The question as it is searched.
        hits: The passages that will be read, best first.
    """

    asked: str
    hits: tuple[Hit, ...] = field(repr=False)


# How many passages are shown as the nearest.
_NEAREST = 3


def below_heading(hit: Hit) -> str:
    """Return a passage without the heading that it begins with; empty where it is nothing else."""
    ends = (each.end for each in hit.document.headings if each.start == hit.passage.start)
    return hit.document.text[next(ends, hit.passage.start) : hit.passage.end].lstrip()


@dataclass(frozen=True, slots=True)
class Answer:
    """One to three quotes or a silence, never both and never neither.

    Attributes:
        question: What the person typed.
        asked: The question as it was searched: the same, or made to stand alone.
        quotes: Best first.
        silence: Why there is no quote.
        hits: The passages that were found, best first.
        withheld: With a silence, the quote that was not sure enough to be shown, if there is one.
        differ: Whether quotes from different documents give different short answers.
        settles: Whether yes or no was asked: each quote is the sentence that settles it.
        seconds: How long it took.
    """

    question: str
    asked: str
    quotes: tuple[Quote, ...]
    silence: Silence | None
    hits: tuple[Hit, ...] = field(default=(), repr=False)
    withheld: tuple[Quote, ...] = field(default=(), repr=False)
    differ: bool = False
    settles: bool = False
    seconds: Seconds = Seconds(0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        """Refuse an answer with both quotes and a silence, or with neither."""
        if bool(self.quotes) == (self.silence is not None):
            raise ValueError("an answer has quotes or a silence, never both and never neither")

    @property
    def nearest(self) -> tuple[Hit, ...]:
        """The passages that came nearest; with a silence they are shown as "not an answer".

        First comes the one with the quote that was withheld, last what is only a heading.
        """

        def later(hit: Hit) -> tuple[bool, bool]:
            return not self._withheld_in(hit), not below_heading(hit)

        return tuple(sorted(self.hits, key=later))[:_NEAREST]

    def near(self, hit: Hit) -> str:
        """Return what is nearest in a passage: from what was withheld on, or below its heading."""
        if self._withheld_in(hit):
            return hit.document.text[self.withheld[0].start : hit.passage.end]
        return below_heading(hit) or hit.text

    def _withheld_in(self, hit: Hit) -> bool:
        return any(
            quote.document.id == hit.document.id
            and hit.passage.start <= quote.start < hit.passage.end
            for quote in self.withheld[:1]
        )

    def to_json(self, identifier: str | None = None) -> dict[str, Any]:
        """Return the answer as plain values, for `json.dumps`.

        The keys are promised to programs: none is ever renamed or dropped.

        Args:
            identifier: Echoed as `id`, so that a program can match answers to its questions.
        """
        return {
            "id": identifier,
            "question": self.question,
            "asked": self.asked,
            "quotes": [_quote_json(quote) for quote in self.quotes],
            "settles": self.settles,
            "silence": self.silence
            and {
                "reason": self.silence.reason.value,
                "message": self.silence.message,
                "unknown_words": list(self.silence.unknown_words),
            },
            "withheld": [_quote_json(quote) for quote in self.withheld],
            "nearest": [
                {
                    "document": hit.document.id,
                    "source": hit.document.source,
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                    "text": hit.text,
                    "score": round(hit.score, 6),
                }
                for hit in self.nearest
            ],
            "seconds": {
                "search": round(self.seconds.search, 6),
                "read": round(self.seconds.read, 6),
                "total": round(self.seconds.total, 6),
            },
        }


def _quote_json(quote: Quote) -> dict[str, Any]:
    place = quote.place
    return {
        "document": quote.document.id,
        "title": quote.document.title,
        "source": quote.document.source,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "highlight": {
            "start": quote.highlight_start,
            "end": quote.highlight_end,
            "text": quote.highlight,
        },
        "place": {
            "page": place.page,
            "unit": None if place.page is None else place.unit,
            "heading": " > ".join(place.heading) or None,
            "line": place.line,
        },
        "confidence": round(quote.confidence, 6),
    }
