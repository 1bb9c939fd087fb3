"""Intervals of measures by the bootstrap: whole questions are drawn again and again (Efron 1979).

A sample is how often each question was drawn, so that a measure that takes weights, as those of
`eval.pooled` do, is computed for many samples in one pass.
"""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""From weights, shape (..., questions), to values, shape (...)."""

# How many weights are held at once: 16 MB of float64.
_HELD = 2_000_000

# The same samples each time, so that the same run has the same intervals.
_SEED = 0


def intervals(
    statistics: list[Statistic], questions: int, samples: int
) -> list[tuple[float, float] | None]:
    """Return the 95 % percentile interval of each, None where it is undefined.

    Whole questions are drawn, the same for all statistics. Samples in which one is undefined (no
    unanswerable question was drawn, for example) are left out of its interval.
    """
    return [interval(values) for values in resampled(statistics, questions, samples)]


def resampled(statistics: list[Statistic], questions: int, samples: int) -> Floats:
    """Return the value of each statistic in each sample, shape (statistics, samples)."""
    rows = [
        [statistic(weights) for statistic in statistics] for weights in _draws(questions, samples)
    ]
    if not rows or not statistics:
        return np.full((len(statistics), samples), np.nan)
    return np.concatenate([np.stack(row) for row in rows], axis=1)


def interval(values: Floats) -> tuple[float, float] | None:
    """Return the 2.5th and the 97.5th percentile of the values that are not NaN, if there are."""
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def _draws(questions: int, samples: int) -> Iterator[Floats]:
    """Yield how often each question was drawn, some samples at a time."""
    random = np.random.default_rng(_SEED)
    at_once = max(1, _HELD // max(1, questions))
    for start in range(0, samples if questions else 0, at_once):
        rows = min(at_once, samples - start)
        drawn = random.integers(questions, size=(rows, questions))
        drawn += questions * np.arange(rows)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=rows * questions)
        yield counts.reshape(rows, questions).astype(float)
