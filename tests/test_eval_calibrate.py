"""Confidence and threshold, fitted to labelled answers."""

import math
import random
from pathlib import Path

import pytest

from eval.calibrate import calibrate, lowest_threshold
from eval.outcomes import Outcome, Run, Said
from index.errors import UserError


def test_the_lowest_threshold_that_meets_the_target():
    confidences = [0.9, 0.8, 0.7, 0.6, 0.5]
    right = [True, True, False, True, False]
    # From 0.6 on 3 of 4 are right; from 0.5 on 3 of 5.
    assert lowest_threshold(confidences, right, 0.75) == (0.6, 0.75, 0.8)
    assert lowest_threshold(confidences, right, 0.6) == (0.5, 0.6, 1.0)
    assert lowest_threshold(confidences, right, 0.95) == (0.8, 1.0, 0.4)


def test_where_the_target_is_out_of_reach_the_best_share_is_taken():
    assert lowest_threshold([0.9, 0.8, 0.7], [False, True, True], 0.95) == (0.7, 2 / 3, 1.0)


def test_equal_confidences_are_shown_together_or_not_at_all():
    assert lowest_threshold([0.9, 0.9, 0.5], [True, False, True], 0.9) == (0.5, 2 / 3, 1.0)


def outcome(number: int, log_odds: float, *, right: bool) -> Outcome:
    said = Said("It was 1893.", "1893", "a", 0, 12, 1 / (1 + math.exp(-log_odds)))
    return Outcome(
        id=str(number),
        set="s",
        question="When?",
        kind="when",
        answerable=True,
        near_miss=False,
        follows=None,
        answers=("1893" if right else "1901",),
        documents={},
        quotes=(said,),
        best=said,
        reason=None,
        ranking=(),
        gold=(),
        faults=(),
        seconds={},
    )


def made(outcomes: list[Outcome], *, slope: float = 1.0, offset: float = 0.0) -> Run:
    settings = {"calibration": {"slope": slope, "offset": offset}, "reader": {"sha256": "ab"}}
    return Run(Path("run.jsonl"), settings, outcomes)


def test_the_line_behind_the_answers_is_found_again():
    chance = random.Random(1)
    outcomes = []
    for number in range(4000):
        score = chance.uniform(-4, 4)
        # The truth: log-odds of being right are 0.5 * score - 1. What the run said: 2 * score + 1.
        right = chance.random() < 1 / (1 + math.exp(-(0.5 * score - 1)))
        outcomes.append(outcome(number, 2 * score + 1, right=right))
    found, line = calibrate(made(outcomes, slope=2.0, offset=1.0), target=0.6)
    assert found.slope == pytest.approx(0.5, abs=0.05)
    assert found.offset == pytest.approx(-1.0, abs=0.1)
    assert found.reader == "ab"
    assert found.questions == 4000
    assert "of the quotes shown are right" in line


def test_too_few_answers_are_refused():
    few = [outcome(number, 1.0, right=number % 2 == 0) for number in range(10)]
    with pytest.raises(UserError, match="10 labelled answers, 5 of them right; at least 30"):
        calibrate(made(few), target=0.9)
