"""The trained reader: where in each passage the answer stands, or that it does not."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index.encoder import Floats
from index.library import Hit
from index.words import words
from qa.calibration import Calibration
from qa.language.opposites import opposed, opposites
from qa.reader import Span
from qa.reading.asked import (
    asked_of_each,
    limited_in,
    lists_first,
    rows_beside,
    rows_of,
    under_its_title,
    with_extremes,
    with_looked_up,
)
from qa.reading.finding import best_of_each
from qa.reading.judging import CALIBRATION, FEATURES, alone, log_odds
from qa.reading.models import about_what_is_named
from qa.reading.untrained import SentenceReader
from qa.reading.windows import Pairs, Window
from qa.sentences import sentences

# How many passages are read. With 8 the right sentence is as often the first one, or, in a library
# of 20,000 passages, up to 1.5 points more often; reading takes a third longer then. Figures:
# `eval/training/LOG.md`.
PASSAGES = 6

# The most log-odds of what is in a document that does not name what the question does.
_UNLIKELY = -3.0

# Tells the order of what is as sure as each other.
_LITTLE = 1e-4


class SpanReader:
    """Reads each passage together with the question.

    A span's log-odds are those over "no answer" within its window (Devlin et al. 2019,
    https://arxiv.org/abs/1810.04805), so that passages can be compared; a sentence counts with all
    spans in it.
    """

    def __init__(
        self,
        pairs: Pairs,
        *,
        sentences: SentenceReader | None = None,
        passages: int = PASSAGES,
        calibration: Calibration = CALIBRATION,
    ) -> None:
        """Read with a network.

        Args:
            pairs: The network.
            sentences: The untrained reader, if it is to have a say.
            passages: How many of the best hits are read.
            calibration: Turns scores into probabilities.
        """
        self._pairs = pairs
        self._sentences = sentences
        self.passages = passages
        self.calibration = calibration

    @property
    def name(self) -> str:
        """What `--reader` takes to get this one."""
        return self._pairs.name

    @property
    def fingerprint(self) -> str:
        """The sha256 of its weights."""
        return self._pairs.fingerprint

    def read(self, question: str, hits: Sequence[Hit]) -> list[Span]:
        """Return the best span of each sentence of the best hits."""
        spans, table = self.weigh(question, hits)
        if not spans:
            return []
        if self._sentences is None:
            scores = alone(table)
        else:
            scores = log_odds(table, min(len(hits), self.passages))
        about = {hit.document.id for hit in about_what_is_named(question, hits)}
        found = [
            # What the DH-20 costs, no document says that does not know of it.
            replace(span, score=score if span.hit.document.id in about else min(score, _UNLIKELY))
            for span, score in zip(spans, scores.tolist(), strict=True)
        ]
        return _in_order(found)

    def weigh(self, question: str, hits: Sequence[Hit]) -> tuple[list[Span], Floats]:
        """Return the best span of each sentence, scored by the network alone, and what is known.

        The table has the shape (spans, FEATURES).
        """
        hits = lists_first(question, hits[: self.passages])
        # With a question mark or without, it is read the same.
        question = f"{question.rstrip(' ?.!')}?"
        words_asked = {word.stem for word in words(question)}
        against = opposites(question)
        texts = [under_its_title(hit) for hit in hits]
        bounds = [sentences(hit.document, hit.passage.start, hit.passage.end) for hit in hits]
        rows = rows_beside(question, hits, rows_of(hits, bounds))
        named = limited_in(question, hits, bounds, rows)
        told, asked = asked_of_each(question, hits, bounds, rows)
        read = self._read(asked, texts)
        found = [
            (hit, windows, hit.passage.start - shift, around)
            for hit, (_, shift), windows, around in zip(hits, texts, read, bounds, strict=True)
        ]
        # Where a question names nothing but rows that cannot answer, they are not what it means.
        best = best_of_each(found, words_asked, named) or best_of_each(found, words_asked, {})
        best = with_extremes(with_looked_up(best, hits, named), question, hits, rows)
        second = self._second(told, hits)
        lowest = min(second.values(), default=0.0)
        table = [
            (
                found.span.score,
                found.sharp,
                math.log1p(found.rank),
                second.get(place, lowest),
                found.evidence,
                opposed(against, found.text, texts[found.rank][0]),
                found.known,
            )
            for place, found in best.items()
        ]
        spans = [found.span for found in best.values()]
        return spans, np.array(table, dtype=np.float32).reshape(-1, len(FEATURES))

    def _read(
        self, questions: Sequence[str], texts: Sequence[tuple[str, int]]
    ) -> list[list[Window]]:
        """Return the windows of each text, read with its own question."""
        read: dict[int, list[Window]] = {}
        for question in dict.fromkeys(questions):
            rows = [row for row, asked in enumerate(questions) if asked == question]
            windows = self._pairs.read(question, [texts[row] for row in rows])
            read |= dict(zip(rows, windows, strict=True))
        return [read[row] for row in range(len(texts))]

    def _second(self, question: str, hits: Sequence[Hit]) -> dict[tuple[str, int], float]:
        """Return the untrained reader's score of each sentence, by document and start."""
        if self._sentences is None:
            return {}
        _, scored = self._sentences.weigh(question, hits)
        return {(hit.document.id, sentence.start): score for hit, sentence, score in scored}


def _in_order(spans: Sequence[Span]) -> list[Span]:
    """Return spans, those of rows that were compared all as sure as the surest, in their order."""
    surest = max((span.score for span in spans if span.order), default=0.0)
    return [
        replace(span, score=surest - _LITTLE * span.order) if span.order else span for span in spans
    ]
