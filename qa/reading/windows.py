"""What a network reads out of a text for a question: windows of log-probabilities.

Each piece of the text gets the log-probability that the answer starts there and that it ends
there, against the probability that the text holds none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from index.encoder import Floats

Offsets = np.ndarray[tuple[int, int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Window:
    """A text, or a part of it, as a network read it.

    Attributes:
        offsets: Range of each piece in the text, code points, shape (pieces, 2).
        starts: Log-probability that the answer starts there, shape (pieces,).
        ends: Log-probability that it ends there, shape (pieces,).
        none: Log-probability that the window holds no answer.
        evidence: Log-odds that the piece belongs to a sentence which bears on the question, shape
            (pieces,); None where the network does not say.
    """

    offsets: Offsets
    starts: Floats
    ends: Floats
    none: float
    evidence: Floats | None = None


class Pairs(Protocol):
    """Reads a question with texts."""

    @property
    def name(self) -> str:
        """What to call it."""

    @property
    def fingerprint(self) -> str:
        """The sha256 of its weights."""

    def read(self, question: str, texts: Sequence[tuple[str, int]]) -> list[list[Window]]:
        """Return the windows of each text; none of those that a closer look was not worth.

        Args:
            question: One question.
            texts: The best first, each with the offset from which on an answer may stand in it.
        """


def window(offsets: Offsets, none: Floats, logits: Floats, *, first: int) -> Window | None:
    """Return a window, or None where no piece of it may hold an answer.

    Args:
        offsets: Of the text's pieces, shape (pieces, 2).
        none: Start and end of the mark that stands for "no answer", shape (2 or more,).
        logits: Start and end of the text's pieces, and evidence if there is a third column, shape
            (pieces, 2 or 3).
        first: The offset from which on an answer may stand.
    """
    allowed = (offsets[:, 0] >= first) & (offsets[:, 1] > offsets[:, 0])
    if not allowed.any():
        return None
    kept = np.concatenate([none[None, :2], logits[allowed, :2]]).astype(np.float64)
    kept -= kept.max(axis=0)
    likely = kept - np.log(np.exp(kept).sum(axis=0))
    return Window(
        offsets=offsets[allowed],
        starts=likely[1:, 0].astype(np.float32),
        ends=likely[1:, 1].astype(np.float32),
        none=float(likely[0].sum()),
        evidence=logits[allowed, 2] if logits.shape[1] > 2 else None,
    )
