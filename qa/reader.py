"""Where in a passage is the answer, and is there one? What every reader gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.library import Hit
from qa.calibration import Calibration


@dataclass(frozen=True, slots=True)
class Span:
    """A short answer found in a passage.

    Attributes:
        hit: Where it was found.
        start: Offset of its first character in `hit.document.text`.
        end: Offset behind its last character.
        score: Higher is surer; comparable across passages and questions. What probability it
            stands for says the reader's calibration.
        cell: Whether it is a cell of a table that the question names, so that one is enough.
        order: From 1 on, where it is one of several rows compared: the cheapest before the next.
    """

    hit: Hit
    start: int
    end: int
    score: float
    cell: bool = False
    order: int = 0


class Reader(Protocol):
    """Finds spans."""

    @property
    def name(self) -> str:
        """What `--reader` takes to get this one."""

    @property
    def fingerprint(self) -> str:
        """The sha256 of its weights; "" if it has none."""

    @property
    def calibration(self) -> Calibration:
        """Turns its scores into probabilities."""

    def read(self, question: str, hits: Sequence[Hit]) -> list[Span]:
        """Return what could answer a question that stands alone, in any order."""
