"""How long something takes, and what is said of many such times."""

import math
import time
from collections.abc import Callable, Sequence


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long it takes to do something, by the clock on the wall."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that is no less than a share of all; nan of none.

    Args:
        values: The smallest first.
        share: Of 1.
    """
    if not values:
        return float("nan")
    return values[max(1, math.ceil(len(values) * share)) - 1]
