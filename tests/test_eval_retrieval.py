"""Where gold passages are found, by hits made by hand."""

import pytest

from eval.retrieval import Row, rank_of_gold, table
from index.library import Hit
from index.passages import Passage
from tests.fakes import document

WHOLE = document("The bridge opened in 1893.")


def hit(meaning: int | None, words: int | None) -> Hit:
    return Hit(WHOLE, Passage(WHOLE.id, 0, 10), 0.0, meaning, words)


def test_gold_is_found_by_either_search_or_by_both():
    hits = [(hit(1, None), False), (hit(2, 3), True), (hit(None, 1), False)]
    assert rank_of_gold(hits, (1.0, 0.0, 60)) == 2
    assert rank_of_gold(hits, (0.0, 1.0, 60)) == 2
    # 1/62 + 1/63 is more than 1/61.
    assert rank_of_gold(hits, (1.0, 1.0, 60)) == 1
    assert rank_of_gold([(hit(1, None), True)], (0.0, 1.0, 60)) is None
    assert rank_of_gold([(hit(1, 1), False)], (1.0, 1.0, 60)) is None


def test_a_row_counts_what_was_found_among_the_first():
    row = Row("pets", 700, 12, (1.0, 2.0, 60), [1, 2, None, 10])
    assert [row.found(depth) for depth in (1, 2, 10)] == [0.25, 0.5, 0.75]
    assert row.mean_reciprocal_rank == pytest.approx((1 + 0.5 + 0.1) / 4)
    assert table([row]).splitlines()[-1] == (
        "| pets | 700 | 12 | 1 : 2, 60 | 25.0 | 50.0 | 50.0 | 50.0 | 75.0 | 75.0 | 0.400 |"
    )
