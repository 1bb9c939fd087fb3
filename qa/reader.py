"""Where in a passage is the answer, and is there one?

`SentenceReader` has learned nothing of language by itself: it weighs the features of
`qa.evidence`, and the weights were fitted by `python -m eval fit`.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from index.library import Hit, Library
from qa.evidence import FEATURES, Question, Reading, read_passages, understand, weigh
from qa.highlight import highlight


@dataclass(frozen=True, slots=True)
class Span:
    """A short answer found in a passage.

    Attributes:
        hit: Where it was found.
        start: Offset of its first character in `hit.document.text`.
        end: Offset behind its last character.
        score: Log-odds that the sentence around it answers the question: 0 is even, higher is
            surer. Comparable across passages and questions.
    """

    hit: Hit
    start: int
    end: int
    score: float


class Reader(Protocol):
    """Finds spans."""

    def read(self, question: str, hits: Sequence[Hit]) -> list[Span]:
        """Return what could answer a question that stands alone, in any order."""


# Fitted to 12,000 questions over other documents than `seeds/`; see the README on measuring.
WEIGHTS: dict[str, float] = dict.fromkeys(FEATURES, 1.0)
BIAS = -6.0

# Passages kept as they were read: 150 tokens of 384 numbers are 230 kB.
_KEPT = 256


class SentenceReader:
    """Finds the sentence that comes nearest to the question in each passage."""

    def __init__(
        self,
        library: Library,
        *,
        weights: dict[str, float] = WEIGHTS,
        bias: float = BIAS,
        passages: int = 5,
    ) -> None:
        """Read for a library.

        Args:
            library: Gives the encoder and how rare a word is.
            weights: One for each of `FEATURES`.
            bias: Log-odds of a sentence whose features are all 0.
            passages: How many of the best hits are read; each costs about 10 ms when it is met
                for the first time.
        """
        self._library = library
        self._weights = np.array([weights[name] for name in FEATURES], dtype=np.float32)
        self._bias = bias
        self.passages = passages
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int, int], Reading] = OrderedDict()

    def read(self, question: str, hits: Sequence[Hit]) -> list[Span]:
        """Return one span a sentence of the best hits."""
        hits = hits[: self.passages]
        asked = self.understand(question)
        readings = self.readings(hits)
        scores = weigh(asked, readings) @ self._weights + self._bias
        sentences = [
            (hit, sentence)
            for hit, reading in zip(hits, readings, strict=True)
            for sentence in reading.sentences
        ]
        stems = frozenset(asked.stems)
        spans = []
        for (hit, sentence), score in zip(sentences, scores.tolist(), strict=True):
            start, end = highlight(asked.kind, stems, sentence.text)
            spans.append(Span(hit, sentence.start + start, sentence.start + end, score))
        return spans

    def understand(self, question: str) -> Question:
        """Return the question with what comparing needs."""
        library = self._library
        return understand(question, library.encoder, library.frequency, len(library))

    def readings(self, hits: Sequence[Hit]) -> list[Reading]:
        """Return the hits' passages as the encoder reads them."""
        keys = [(hit.document.id, hit.passage.start, hit.passage.end) for hit in hits]
        # Other threads may put in and take out meanwhile: what is needed here is held here.
        with self._lock:
            held = {key: self._kept[key] for key in keys if key in self._kept}
        new = [hit for hit, key in zip(hits, keys, strict=True) if key not in held]
        for hit, reading in zip(new, read_passages(new, self._library.encoder), strict=True):
            held[hit.document.id, hit.passage.start, hit.passage.end] = reading
        with self._lock:
            self._kept.update(held)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return [held[key] for key in keys]
