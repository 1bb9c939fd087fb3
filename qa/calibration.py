"""From a reader's score to a probability, and from that to the decision to speak."""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import LibraryError

FILE = "calibration.json"
"""Its name in a library's folder."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A line from scores to log-odds (Platt 1999), and the probability to speak from.

    Attributes:
        slope: Log-odds for each point of a score, above 0.
        offset: Log-odds at score 0.
        threshold: The least confidence, 0 to 1, of a quote that is shown.
        reader: Fingerprint of the reader it was fitted for; "" fits any.
        target: The share of right answers among those shown that the threshold was chosen for;
            None where it was chosen otherwise.
        questions: How many labelled questions it was fitted to.
    """

    slope: float
    offset: float
    threshold: float
    reader: str = ""
    target: float | None = None
    questions: int = 0

    def confidence(self, score: float) -> float:
        """Return the probability that belongs to a score."""
        return probability(self.slope * score + self.offset)

    def save(self, path: Path) -> None:
        """Write it to a file."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Calibration":
        """Return the calibration in a file.

        Raises:
            LibraryError: It does not hold one.
        """
        try:
            calibration = cls(**json.loads(path.read_text(encoding="utf-8")))
            sound = calibration.slope > 0 and 0 <= calibration.threshold <= 1
            if not (sound and math.isfinite(calibration.slope + calibration.offset)):
                raise ValueError("slope or threshold out of range")
        except (OSError, ValueError, TypeError) as error:
            raise LibraryError(
                f"{path} is no calibration ({error}). Remove it, or make it again:"
                " python -m eval calibrate RUN --out FILE"
            ) from error
        return calibration


def probability(log_odds: float) -> float:
    """Return the probability that belongs to log-odds."""
    if log_odds < 0:
        return math.exp(log_odds) / (1 + math.exp(log_odds))
    return 1 / (1 + math.exp(-log_odds))
