"""The untrained reader: the sentence nearest to the question, by features with fitted weights.

`SentenceReader` has learned nothing of language by itself: it weighs the features of
`qa.reading.evidence`, and the weights were fitted by `python -m eval fit`.
"""

import math
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np

from index.encoder import Floats
from index.library import Hit, Library
from qa.calibration import Calibration
from qa.highlight import highlight
from qa.reader import Span
from qa.reading.evidence import (
    FEATURES,
    Question,
    Reading,
    Sentence,
    read_passages,
    understand,
    weigh,
)

# By these weights the sentences of one question are put in order. Fitted, as the ones below, by
# `python -m eval fit` to 3,740 questions over other documents than `seeds/`. `terms` and `unknown`
# are the same for every sentence of a question, so they cannot rank.
RANKING = {
    "meaning": 1.619,
    "meaning_lead": 1.619,
    "meaning_near": 1.199,
    "meaning_passage": 1.009,
    "words": 0.354,
    "words_lead": 0.354,
    "words_near": 1.444,
    "words_passage": 1.91,
    "likeness": 2.108,
    "likeness_lead": 2.108,
    "likeness_near": 1.168,
    "likeness_least": 1.985,
    "likeness_passage": 2.218,
    "names": 0.914,
    "pairs": 0.404,
    "kind": 1.986,
    "news": -0.25,
    "first": 0.35,
    "length": -0.174,
    "terms": 0.0,
    "unknown": 0.0,
}

# And by these the best one is judged: log-odds that it answers the question. `rank` is what the
# weights above give it, `share` its share among all sentences by them.
COVERAGE = {
    "rank": -0.074,
    "share": 4.342,
    "names": 0.583,
    "terms": 1.131,
    "unknown": -0.492,
    "likeness": 1.361,
    "likeness_least": 0.531,
    "meaning": 1.781,
}
BIAS = -4.758

# On development questions over Wikinews this threshold keeps 95 % of the right answers and refuses
# 93 % of the questions about other matters; on those of SQuAD 2.0, whose unanswerable questions
# are made to deceive, 98 % and 25 %.
_CALIBRATION = Calibration(slope=1.0, offset=0.0, threshold=0.25)

# Passages kept as they were read: 150 tokens of 384 numbers are 230 kB.
_KEPT = 256


_Key = tuple[str, int, str]
"""A passage: its document, where it begins, and its text, which another reading may change."""


class SentenceReader:
    """Finds the sentence that comes nearest to the question in each passage."""

    name = "none"
    fingerprint = ""
    calibration = _CALIBRATION

    def __init__(
        self,
        library: Library,
        *,
        passages: int = 5,
    ) -> None:
        """Read for a library.

        Args:
            library: Gives the encoder and how rare a word is.
            passages: How many of the best hits are read; each costs about 10 ms when it is met
                for the first time.
        """
        self._library = library
        self.passages = passages
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, Reading] = OrderedDict()

    def read(self, question: str, hits: Sequence[Hit]) -> list[Span]:
        """Return one span a sentence of the best hits."""
        asked, scored = self.weigh(question, hits)
        stems = frozenset(asked.stems)
        spans = []
        for hit, sentence, score in scored:
            start, end = highlight(asked.kind, stems, sentence.text)
            spans.append(Span(hit, sentence.start + start, sentence.start + end, score))
        return spans

    def weigh(
        self, question: str, hits: Sequence[Hit]
    ) -> tuple[Question, list[tuple[Hit, Sentence, float]]]:
        """Return the question as understood, and each sentence of the best hits with its score."""
        hits = hits[: self.passages]
        asked = self.understand(question)
        readings = self.readings(hits)
        scores = log_odds(weigh(asked, readings))
        sentences = [
            (hit, sentence)
            for hit, reading in zip(hits, readings, strict=True)
            for sentence in reading.sentences
        ]
        return asked, [
            (hit, sentence, score)
            for (hit, sentence), score in zip(sentences, scores.tolist(), strict=True)
        ]

    def understand(self, question: str) -> Question:
        """Return the question with what comparing needs."""
        library = self._library
        return understand(question, library.encoder, library.frequency, len(library))

    def readings(self, hits: Sequence[Hit]) -> list[Reading]:
        """Return the hits' passages as the encoder reads them."""
        keys = [_key(hit) for hit in hits]
        # Other threads may put in and take out meanwhile: what is needed here is held here.
        with self._lock:
            held = {key: self._kept[key] for key in keys if key in self._kept}
        new = [hit for hit, key in zip(hits, keys, strict=True) if key not in held]
        for hit, reading in zip(new, read_passages(new, self._library.encoder), strict=True):
            held[_key(hit)] = reading
        with self._lock:
            self._kept.update(held)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return [held[key] for key in keys]


def _key(hit: Hit) -> "_Key":
    return hit.document.id, hit.passage.start, hit.text


def log_odds(
    table: Floats,
    ranking: Mapping[str, float] = RANKING,
    coverage: Mapping[str, float] = COVERAGE,
    bias: float = BIAS,
) -> Floats:
    """Return the log-odds that each sentence answers the question, shape (sentences,).

    The best sentence is judged by how well it covers the question and by its share among all;
    each other one has its odds, divided by how far it ranks behind.

    Args:
        table: Features of every sentence that was read, shape (sentences, FEATURES).
        ranking: The weight of each feature among the sentences of one question.
        coverage: The weights by which the best sentence is judged.
        bias: Log-odds of a best sentence whose features are all 0.
    """
    if not len(table):
        return np.zeros(0, dtype=np.float32)
    ranks = table @ np.array([ranking[name] for name in FEATURES], dtype=np.float32)
    best = int(ranks.argmax())
    features = dict(
        zip(FEATURES, table[best].tolist(), strict=True),
        rank=float(ranks[best]),
        share=share_of_best(ranks),
    )
    sure = bias + sum(weight * features[name] for name, weight in coverage.items())
    return np.asarray(sure + ranks - ranks[best], dtype=np.float32)


# A question meets this many sentences, and most of them have about this rank: the medians over
# the questions the weights were fitted to.
_SENTENCES = 16
_RANK = 5.3


def share_of_best(ranks: Floats) -> float:
    """Return the best rank's share of all, 0 to 1, as a softmax divides them.

    In a library of a few sentences the best of them would have a large share whatever it says,
    so the missing ones are counted in, at the rank that sentences usually have.
    """
    best = float(ranks.max())
    others = float(np.exp(ranks - best).sum())
    missing = max(0, _SENTENCES - len(ranks)) * math.exp(_RANK - best)
    return 1 / (others + missing)
