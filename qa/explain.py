"""What was found for a question, and what the reader made of each passage: to understand an answer.

Pure: hits and spans in, rows out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.library import Hit
from qa.answer import Answer, Quote
from qa.calibration import Calibration
from qa.choose import quote_of
from qa.reader import Span


@dataclass(frozen=True, slots=True)
class Row:
    """A passage that was found.

    Attributes:
        hit: The passage, with its ranks and scores.
        best: What the reader takes for the answer in it, with the confidence in that; None where
            it saw none, or did not read it.
    """

    hit: Hit
    best: Quote | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an answer came about.

    Attributes:
        answer: To the question.
        rows: The passages that were found, best first.
        threshold: The least confidence of a quote that is shown.
    """

    answer: Answer
    rows: tuple[Row, ...]
    threshold: float


def explained(
    hits: Sequence[Hit], spans: Sequence[Span], calibration: Calibration
) -> tuple[Row, ...]:
    """Return a row for each hit, in the same order, with the best of the spans found in it."""
    best: dict[tuple[str, int, int], Span] = {}
    for span in spans:
        place = _place(span.hit)
        if place not in best or span.score > best[place].score:
            best[place] = span
    return tuple(
        Row(hit, None if span is None else quote_of(span, calibration.confidence(span.score)))
        for hit in hits
        for span in [best.get(_place(hit))]
    )


def _place(hit: Hit) -> tuple[str, int, int]:
    return hit.document.id, hit.passage.start, hit.passage.end
