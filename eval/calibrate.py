"""Fit confidence and the threshold for speaking to a team's own labelled answers."""

import math
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.measures import holds
from eval.outcomes import Outcome, Run
from index.errors import UserError
from qa.calibration import Calibration

# Fewer labelled answers say too little.
_LEAST = 30


def calibrate(run: Run, *, target: float) -> tuple[Calibration, str]:
    """Return a calibration fitted to a run, and a line that says what to expect of it.

    The log-odds of the surest quote, shown or withheld, are fitted by a line to whether it holds
    an expected answer (Platt 1999). The threshold is the lowest from which on at least `target` of
    the quotes are right.

    Args:
        run: Its questions must be labelled with answers, or as unanswerable.
        target: Wanted share of right answers among those shown, above 0 and below 1.

    Raises:
        UserError: There are too few labelled answers, or all are right or all wrong.
    """
    eligible = [
        outcome
        for outcome in run.outcomes
        if outcome.best is not None and (outcome.answers or not outcome.answerable)
    ]
    right = np.array([is_right(outcome) for outcome in eligible], dtype=np.bool_)
    if len(eligible) < _LEAST or right.all() or not right.any():
        raise UserError(
            f"{run.path} has {len(eligible)} labelled answers, {int(right.sum())} of them right;"
            f" at least {_LEAST} are needed, right and wrong ones. Run more questions"
        )
    before = run.settings["calibration"]
    odds = np.array([_log_odds(outcome.best.confidence) for outcome in eligible if outcome.best])
    scores = (odds - before["offset"]) / before["slope"]
    fitted = LogisticRegression(C=1e4).fit(scores[:, None], right)
    slope, offset = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    if slope <= 0:
        raise UserError(
            f"in {run.path} surer answers are not more often right. Look at them with: report"
        )
    confidences = 1 / (1 + np.exp(-(slope * scores + offset)))
    threshold, share, shown = lowest_threshold(confidences.tolist(), right.tolist(), target)
    reached = "" if share >= target else f"; {100 * target:.0f} % is not reached at any threshold"
    return (
        Calibration(
            slope=round(slope, 4),
            offset=round(offset, 4),
            threshold=threshold,
            reader=run.settings["reader"]["sha256"],
            target=target,
            questions=len(eligible),
        ),
        f"from confidence {threshold:.2f} on, {100 * share:.0f} % of the quotes shown are right,"
        f" and {100 * shown:.0f} % of {len(eligible)} questions get one{reached}",
    )


def is_right(outcome: Outcome) -> bool:
    """Return whether the surest quote, shown or withheld, holds an expected answer."""
    return outcome.best is not None and bool(holds(outcome.best.text, outcome.answers))


def lowest_threshold(
    confidences: Sequence[float], right: Sequence[bool], target: float
) -> tuple[float, float, float]:
    """Return the lowest threshold from which on the target is met, the share right and shown.

    Where it is never met, the threshold with the highest share of right ones.
    """
    order = sorted(zip(confidences, right, strict=True), reverse=True)
    best = (0.0, 1.0, 0)
    found: tuple[float, float, int] | None = None
    rights = 0
    for count, (confidence, one) in enumerate(order, 1):
        rights += one
        if count < len(order) and order[count][0] == confidence:
            continue
        share = rights / count
        if share >= target:
            found = (share, confidence, count)
        if share >= best[0]:
            best = (share, confidence, count)
    share, confidence, count = found or best
    # Rounded down, so that the quote the threshold comes from is still shown.
    return math.floor(confidence * 1e4) / 1e4, share, count / len(order)


def _log_odds(confidence: float) -> float:
    inside = min(max(confidence, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))
