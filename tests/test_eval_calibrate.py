"""Confidence and threshold, fitted to labelled answers."""

import math
import random
from dataclasses import replace
from pathlib import Path

import pytest

from eval.calibrate import Fitted, calibrate, lowest_threshold, said
from eval.outcomes import Outcome, Run, Said
from index.errors import UserError
from qa.calibration import Calibration


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


def test_confidences_alike_in_four_digits_are_shown_together_or_not_at_all():
    # A threshold of 0.8123 shows the wrong one, too: 1 of 2 is right, not 1 of 1.
    confidences, right = [0.81239, 0.81234, 0.5], [True, False, True]
    assert lowest_threshold(confidences, right, 0.9) == (0.5, 2 / 3, 1.0)
    assert lowest_threshold(confidences, [True, False, False], 0.5) == (0.8123, 0.5, 2 / 3)


def outcome(number: int, log_odds: float, *, right: bool, about: str = "") -> Outcome:
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
        documents={about: 1.0} if about else {},
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


def many(*, documents: int) -> list[Outcome]:
    """Return outcomes of which the truth is 0.5 * score - 1, and was said to be 2 * score + 1."""
    chance = random.Random(1)
    found = []
    for number in range(4000):
        score = chance.uniform(-4, 4)
        right = chance.random() < 1 / (1 + math.exp(-(0.5 * score - 1)))
        about = f"{number % documents}.txt" if documents else ""
        found.append(outcome(number, 2 * score + 1, right=right, about=about))
    return found


def test_the_line_behind_the_answers_is_found_again():
    fitted = calibrate(made(many(documents=10), slope=2.0, offset=1.0), target=0.6)
    assert fitted.calibration.slope == pytest.approx(0.5, abs=0.05)
    assert fitted.calibration.offset == pytest.approx(-1.0, abs=0.1)
    assert fitted.calibration.reader == "ab"
    assert fitted.calibration.questions == 4000
    assert fitted.precision >= 0.6


def test_what_it_gains_is_judged_on_documents_it_was_not_fitted_to():
    run = made(many(documents=10), slope=2.0, offset=1.0)
    fitted = calibrate(run, target=0.6)
    # Half of what was said is off by tens of points; what is left is chance.
    assert fitted.before > 0.25
    assert fitted.after is not None
    assert fitted.chance is not None
    assert fitted.after < 2 * fitted.chance < 0.05


def test_one_document_cannot_judge_itself():
    fitted = calibrate(made(many(documents=1)), target=0.6)
    assert (fitted.after, fitted.chance, fitted.elsewhere) == (None, None, None)
    assert len(said(fitted).splitlines()) == 1


def test_the_threshold_is_judged_on_documents_it_was_not_chosen_on():
    # Four documents with ten answers each, of which the surest five are right; none of the first.
    outcomes = [
        outcome(10 * about + n, n - 5, right=n > 4 and about > 0, about=f"{about}.txt")
        for about in range(4)
        for n in range(10)
    ]
    fitted = calibrate(made(outcomes), target=0.75)
    # Of all the surest five of each document are shown: 15 of 20 are right.
    assert fitted.precision == 0.75
    # The first is judged by the others, of whose surest six 15 of 18 are right: 0 of 6. Each of
    # the others by two like it and the first: 10 of 15 is the best there, and here 5 of 5.
    assert fitted.elsewhere == 15 / 21


def test_questions_without_a_quote_are_asked_but_get_none():
    found = many(documents=10)
    silent = [replace(one, id=f"s{one.id}", quotes=(), best=None) for one in found[:1000]]
    fitted, more = (calibrate(made(part), target=0.6) for part in (found, [*found, *silent]))
    assert (fitted.asked, more.asked) == (4000, 5000)
    assert more.calibration == fitted.calibration
    assert more.shown == pytest.approx(fitted.shown * 4000 / 5000)


def test_the_lazy_build_is_not_calibrated():
    run = made(many(documents=10))
    lazy = replace(run, settings={**run.settings, "reader": {"name": "cosine", "sha256": ""}})
    with pytest.raises(UserError, match=r"was asked with --reader cosine\. Give a run"):
        calibrate(lazy, target=0.6)


def test_questions_without_a_document_stand_for_themselves():
    assert calibrate(made(many(documents=0)), target=0.6).after is not None


def test_what_is_said_of_it():
    fitted = Fitted(
        Calibration(1.0, 0.0, 0.812, target=0.9, questions=50),
        precision=0.92,
        elsewhere=0.87,
        shown=0.5,
        asked=60,
        before=0.2,
        after=0.1,
        chance=0.08,
    )
    assert said(fitted).splitlines() == [
        "from confidence 0.81 on, 92 % of the quotes shown are right, and 50 % of 60"
        " questions get one",
        "expect 87 % on documents it was not fitted to: so many were right where the threshold was"
        " chosen on others",
        "calibration error: 0.200 before; 0.100 on documents it was not fitted to, of which about"
        " 0.080 is chance",
    ]
    missed = replace(fitted, precision=0.5)
    assert said(missed).splitlines()[0].endswith("; 90 % is not reached at any threshold")


def test_too_few_answers_are_refused():
    few = [outcome(number, 1.0, right=number % 2 == 0) for number in range(10)]
    with pytest.raises(UserError, match="10 labelled answers, 5 of them right; at least 30"):
        calibrate(made(few), target=0.9)
