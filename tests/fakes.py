"""Toys simple enough that tests can state their exact numbers."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.documents import Document, Heading
from index.encoder import Floats, Tokens
from index.library import Hit
from index.words import words
from qa.calibration import Calibration
from qa.reader import Span


class WordEncoder:
    """Counts how often a text holds each of a few words, then scales to length 1.

    With the vocabulary ("cat", "dog"): "cat" is (1, 0), "cat dog" is (1, 1) / sqrt 2, and a text
    with neither is (0, 0).
    """

    def __init__(self, *vocabulary: str, name: str = "toy", longest: int = 10_000) -> None:
        self.name = name
        self.vocabulary = vocabulary
        self.width = len(vocabulary)
        self.longest = longest
        self.encoded: list[str] = []

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(" ".join(self.vocabulary).encode()).hexdigest()

    def fits(self, text: str) -> bool:
        return len(text) <= self.longest

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        self.encoded += texts
        return np.stack([self._vector(text) for text in texts]) if texts else self._none(0)

    def encode_question(self, text: str) -> Floats:
        return self._vector(text)

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        found = []
        for text in texts:
            tokens = words(text)
            offsets = np.array([(word.start, word.end) for word in tokens], dtype=np.int64)
            vectors = [self._vector(word.text) for word in tokens]
            stacked = np.stack(vectors) if vectors else self._none(0)
            found.append(Tokens(offsets.reshape(-1, 2), stacked))
        return found

    def _vector(self, text: str) -> Floats:
        found = [word.text.lower() for word in words(text)]
        counts = np.array([found.count(word) for word in self.vocabulary], dtype=np.float32)
        return counts / max(float(np.linalg.norm(counts)), 1e-9)

    def _none(self, rows: int) -> Floats:
        return np.zeros((rows, self.width), dtype=np.float32)


class PointingReader:
    """Returns a span for each phrase it was told, wherever the hits' documents hold it."""

    name = "pointing"
    fingerprint = "0" * 64
    calibration = Calibration(slope=1.0, offset=0.0, threshold=0.25)

    def __init__(self, **scores: float) -> None:
        """Take phrases with `_` for a space, and the score of each."""
        self.scores = {phrase.replace("_", " "): score for phrase, score in scores.items()}
        self.asked: list[str] = []

    def read(self, question: str, hits: Sequence[Hit]) -> list[Span]:
        self.asked.append(question)
        return [
            Span(hit, hit.passage.start + at, hit.passage.start + at + len(phrase), score)
            for hit in hits
            for phrase, score in self.scores.items()
            if (at := hit.text.find(phrase)) >= 0
        ]


def document(
    text: str,
    *,
    title: str = "A title",
    source: str = "/shelf/a.txt",
    media_type: str = "text/plain",
    pages: Sequence[int] = (),
    headings: Sequence[Heading] = (),
) -> Document:
    """Return a document; its sha256 is that of its text."""
    return Document(
        title=title,
        sources=(source,),
        media_type=media_type,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        pages=tuple(pages),
        headings=tuple(headings),
    )


def shelf(folder: Path, **texts: str) -> Path:
    """Write texts as files, `a_md` becoming `a.md`, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_bytes(text.encode())
    return folder
