"""Fit confidence and the threshold for speaking to a team's own labelled answers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from eval.lazy import NAME
from eval.measures import best_holds
from eval.outcomes import Outcome, Run
from eval.pooled import calibration_error, equal_width, error_by_chance
from eval.resampling import Floats
from index.errors import UserError
from qa.calibration import Calibration

# Fewer labelled answers say too little.
_LEAST = 30

# Into so many parts documents are divided to judge a fit on what it was not fitted to.
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Fitted:
    """A calibration, and what to expect of it.

    Attributes:
        calibration: The line and the threshold.
        precision: Share of right quotes among those shown, of the very questions it is fitted to.
        elsewhere: The same where each fifth of the documents was fitted to the others; None where
            that cannot be. A question that no document answers counts as one of its own.
        shown: Share of the questions that get one.
        asked: How many these are, also those for which no quote was found.
        before: Calibration error of the run as it is.
        after: The same, as for `elsewhere`; None where all is about one document.
        chance: What `after` would be by chance, were every confidence true.
    """

    calibration: Calibration
    precision: float
    elsewhere: float | None
    shown: float
    asked: int
    before: float
    after: float | None
    chance: float | None


def calibrate(run: Run, *, target: float) -> Fitted:
    """Return a calibration fitted to a run.

    The log-odds of the surest quote, shown or withheld, are fitted by a line to whether it holds
    an expected answer (Platt 1999). The threshold is the lowest from which on at least `target` of
    the quotes are right.

    Args:
        run: Its questions must be labelled with answers, or as unanswerable.
        target: Wanted share of right answers among those shown, above 0 and below 1.

    Raises:
        UserError: There are too few labelled answers, all are right or all wrong, or the run is
            of the lazy build, whose confidence no library shows.
    """
    if run.settings["reader"].get("name") == NAME:
        raise UserError(f"{run.path} was asked with --reader {NAME}. Give a run of another reader")
    labelled = [one for one in run.outcomes if one.answers or not one.answerable]
    eligible = [(outcome, outcome.best) for outcome in labelled if outcome.best is not None]
    right = np.array([best_holds(outcome) for outcome, _ in eligible], dtype=np.float64)
    if len(eligible) < _LEAST or right.all() or not right.any():
        raise UserError(
            f"{run.path} has {len(eligible)} labelled answers, {int(right.sum())} of them right;"
            f" at least {_LEAST} are needed, right and wrong ones. Run more questions"
        )
    was = np.array([best.confidence for _, best in eligible])
    before = run.settings["calibration"]
    scores = (_log_odds(was) - before["offset"]) / before["slope"]
    # As they are written, so that the threshold belongs to them.
    slope, offset = (round(part, 4) for part in _line(scores, right))
    if slope <= 0:
        raise UserError(
            f"in {run.path} surer answers are not more often right. Look at them with: report"
        )
    confidences = _sure(scores, slope, offset)
    threshold, share, shown = lowest_threshold(confidences.tolist(), right.tolist(), target)
    judged, rights = _judged(scores, right, [_about(outcome) for outcome, _ in eligible], target)
    return Fitted(
        Calibration(
            slope=slope,
            offset=offset,
            threshold=threshold,
            reader=run.settings["reader"]["sha256"],
            target=target,
            questions=len(eligible),
        ),
        precision=share,
        elsewhere=float(rights.mean()) if len(rights) else None,
        shown=shown * len(eligible) / len(labelled),
        asked=len(labelled),
        before=_error(was, right),
        after=None if judged is None else _error(judged, right),
        chance=None if judged is None else error_by_chance(judged, equal_width(judged)),
    )


def said(fitted: Fitted) -> str:
    """Return in plain words what to expect."""
    calibration = fitted.calibration
    missed = fitted.precision < (calibration.target or 0.0)
    reached = f"; {100 * (calibration.target or 0.0):.0f} % is not reached at any threshold"
    lines = [
        f"from confidence {calibration.threshold:.2f} on, {100 * fitted.precision:.0f} % of the"
        f" quotes shown are right, and {100 * fitted.shown:.0f} % of {fitted.asked}"
        f" questions get one{reached if missed else ''}"
    ]
    if fitted.elsewhere is not None:
        lines.append(
            f"expect {100 * fitted.elsewhere:.0f} % on documents it was not fitted to: so many"
            " were right where the threshold was chosen on others"
        )
    if fitted.after is not None:
        lines.append(
            f"calibration error: {fitted.before:.3f} before; {fitted.after:.3f} on documents it was"
            f" not fitted to, of which about {fitted.chance:.3f} is chance"
        )
    return "\n".join(lines)


def _line(scores: Floats, right: Floats) -> tuple[float, float]:
    fitted = LogisticRegression(C=1e4).fit(scores[:, None], right)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _judged(
    scores: Floats, right: Floats, about: Sequence[str], target: float
) -> tuple[Floats | None, Floats]:
    """Return confidences, each fitted to other documents, and which of those shown are right.

    Shown are those from the threshold on that was chosen on the other documents. None and nothing
    where there is only one document.
    """
    nothing = np.zeros(0)
    folds = min(_FOLDS, len(set(about)))
    if folds == 1:
        return None, nothing
    judged, shown = np.zeros(len(scores)), np.zeros(len(scores), dtype=bool)
    for others, own in GroupKFold(folds).split(scores, right, about):
        if right[others].all() or not right[others].any():
            return None, nothing
        line = _line(scores[others], right[others])
        judged[own] = _sure(scores[own], *line)
        known = _sure(scores[others], *line).tolist()
        shown[own] = judged[own] >= lowest_threshold(known, right[others].tolist(), target)[0]
    return judged, right[shown]


def _about(outcome: Outcome) -> str:
    """Return the document a question is about; one without stands for itself."""
    return next(iter(outcome.documents), f"question {outcome.id}")


def _error(confidence: Floats, right: Floats) -> float:
    return float(calibration_error(confidence, right, equal_width(confidence)))


def lowest_threshold(
    confidences: Sequence[float], right: Sequence[bool], target: float
) -> tuple[float, float, float]:
    """Return the lowest threshold from which on the target is met, the share right and shown.

    A threshold has four digits, so confidences alike in these are shown together. Where the target
    is never met, it is the threshold with the highest share of right ones.
    """
    # Rounded down, so that the quote the threshold comes from is still shown.
    rounded = [math.floor(confidence * 1e4) / 1e4 for confidence in confidences]
    order = sorted(zip(rounded, right, strict=True), reverse=True)
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
    return confidence, share, count / len(order)


def _log_odds(confidence: Floats) -> Floats:
    inside = np.clip(confidence, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(inside / (1 - inside)))


def _sure(scores: Floats, slope: float, offset: float) -> Floats:
    return np.asarray(1 / (1 + np.exp(-(slope * scores + offset))))
