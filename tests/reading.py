"""What a network read: what its windows cover, whether two are the same, what an error says."""

from collections.abc import Sequence

import numpy as np
import pytest

from qa.reading.windows import Window


def same(one: Sequence[Window], other: Sequence[Window], *, within: float) -> None:
    assert len(one) == len(other)
    for mine, theirs in zip(one, other, strict=True):
        assert np.array_equal(mine.offsets, theirs.offsets)
        assert np.abs(mine.starts - theirs.starts).max() < within
        assert np.abs(mine.ends - theirs.ends).max() < within
        assert mine.none == pytest.approx(theirs.none, abs=within)


def covered(windows: Sequence[Window]) -> list[tuple[int, int]]:
    return sorted({tuple(pair) for window in windows for pair in window.offsets.tolist()})


def message(error: BaseException) -> str:
    assert len(str(error).splitlines()) == 1
    return str(error)
