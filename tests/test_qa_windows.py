"""What a network reads out of a text: probabilities by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reading.windows import window


def test_a_window_holds_the_probabilities_of_what_may_hold_an_answer():
    # The first piece belongs to the title, the last is empty; "none", two pieces are left.
    # Starts: 1 to 1 to 5, so 1/7 each and 5/7; ends: 1 to 3 to 1.
    offsets = np.array([(0, 3), (4, 7), (8, 11), (11, 11)])
    logits = np.log(np.array([(9, 9), (1, 3), (5, 1), (9, 9)], dtype=np.float32))
    found = window(offsets, np.zeros(2, dtype=np.float32), logits, first=4)
    assert found is not None
    assert found.offsets.tolist() == [[4, 7], [8, 11]]
    assert np.exp(found.starts) == pytest.approx([1 / 7, 5 / 7])
    assert np.exp(found.ends) == pytest.approx([3 / 5, 1 / 5])
    assert found.none == pytest.approx(-math.log(35))
    assert (found.starts.dtype, found.ends.dtype) == (np.float32, np.float32)


def test_a_window_without_a_piece_that_may_hold_an_answer_is_none():
    offsets = np.array([(0, 3), (4, 4)])
    logits = np.zeros((2, 2), dtype=np.float32)
    assert window(offsets, logits[0], logits, first=4) is None
    assert window(offsets[:0], logits[0], logits[:0], first=0) is None


numbers = st.floats(-1e4, 1e4, width=32)


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=20))
def test_the_probabilities_of_a_window_sum_to_1(rows):
    logits = np.array(rows, dtype=np.float32)
    offsets = np.array([(row, row + 1) for row in range(len(rows) - 1)])
    found = window(offsets, logits[0], logits[1:], first=0)
    assert found is not None
    for side, column in ((found.starts, 0), (found.ends, 1)):
        highest = logits[:, column].max().astype(np.float64)
        odds = np.exp(logits[:, column].astype(np.float64) - highest)
        assert np.exp(side).sum() + odds[0] / odds.sum() == pytest.approx(1, abs=1e-5)
    beside = (1 - float(np.exp(found.starts).sum())) * (1 - float(np.exp(found.ends).sum()))
    assert math.exp(found.none) == pytest.approx(beside, abs=1e-5)
