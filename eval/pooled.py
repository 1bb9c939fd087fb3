"""Measures that only many answers together have.

After `eval.measures`. Every measure here takes how often each question counts:

    auroc(confidence, answerable)            # each once: one value
    auroc(confidence, answerable, weights)   # weights of shape (samples, questions): (samples,)

A bootstrap sample is a row of weights, so that thousands of samples cost one pass over sorted
arrays. A value is NaN where it is undefined: a share of nothing, or one class only.

Confidences are 0 to 1. Where there was no quote to be confident of, some measures want -inf: it
comes after every other, and no threshold reaches it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval.resampling import Floats

Bins = npt.NDArray[np.intp]

# Of those that were published, 15 is the number met most often (Guo et al. 2017).
_BINS = 15

# Sums of shares are off by some 1e-16.
_CLOSE = 1e-9


def _weights(values: Floats, weights: Floats | None) -> Floats:
    return np.ones(len(values)) if weights is None else weights


def _over(part: Floats, whole: Floats) -> Floats:
    """Return a quotient, NaN where the whole is 0."""
    shape = np.broadcast_shapes(np.shape(part), np.shape(whole))
    undefined = np.full(shape, np.nan)
    return np.asarray(np.divide(part, whole, out=undefined, where=np.asarray(whole) > 0))


def share(values: Floats, weights: Floats | None = None) -> Floats:
    """Return the mean of the values that are not NaN."""
    weights = _weights(values, weights)
    known = ~np.isnan(values)
    return _over(weights @ np.where(known, values, 0.0), weights @ known.astype(float))


# Refusals: silence is the positive class, over answerable and unanswerable questions.


def refusal_precision(silent: Floats, answerable: Floats, weights: Floats | None = None) -> Floats:
    """Return the share of unanswerable questions among those met with silence.

    NaN where none was met with silence, or where no question is unanswerable.

    Args:
        silent: 1 where no quote was shown, shape (questions,).
        answerable: 1 where the documents hold an answer, shape (questions,).
        weights: How often each question counts.
    """
    weights = _weights(silent, weights)
    refused = _over(weights @ (silent * (1 - answerable)), weights @ silent)
    return np.where(weights @ (1 - answerable) > 0, refused, np.nan)


def refusal_recall(silent: Floats, answerable: Floats, weights: Floats | None = None) -> Floats:
    """Return the share of the unanswerable questions that were met with silence."""
    weights = _weights(silent, weights)
    return _over(weights @ (silent * (1 - answerable)), weights @ (1 - answerable))


def refusal_f1(silent: Floats, answerable: Floats, weights: Floats | None = None) -> Floats:
    """Return the harmonic mean of the precision and the recall of silence.

    2 TP / (2 TP + FP + FN), so 0 for a system that always answers (van Rijsbergen 1979). NaN
    where no question is unanswerable: there was nothing to refuse.
    """
    weights = _weights(silent, weights)
    unanswerable = 1 - answerable
    refused, owed = weights @ (silent * unanswerable), weights @ unanswerable
    return np.where(owed > 0, _over(2 * refused, weights @ silent + owed), np.nan)


def auroc(confidence: Floats, answerable: Floats, weights: Floats | None = None) -> Floats:
    """Return how often an answerable question is met with more confidence than another one.

    The area under the ROC curve, by counting pairs; ties count half (Hanley and McNeil 1982,
    https://doi.org/10.1148/radiology.143.1.7063747). NaN where one class is missing.

    Args:
        confidence: Of the best quote, 0 where there was none, shape (questions,).
        answerable: 1 where the documents hold an answer, else 0, shape (questions,).
        weights: How often each question counts.
    """
    falling = _Falling.of(confidence, weights)
    above, beside = falling.reached(answerable), falling.reached(1 - answerable)
    higher, lower = np.diff(above, prepend=0.0), np.diff(beside, prepend=0.0)
    beaten = beside[..., -1:] - beside + lower / 2
    return _over((higher * beaten).sum(axis=-1), higher.sum(axis=-1) * lower.sum(axis=-1))


@dataclass(frozen=True, slots=True)
class _Falling:
    """Questions by falling confidence, those of the same confidence together.

    A threshold takes all questions of one confidence or none of them, so no measure depends on
    the order in which ties were asked.

    Attributes:
        order: Positions of the questions, those without a confidence (-inf) left out.
        ends: Where in `order` the last question of each confidence stands.
        confidence: Each confidence once.
        weights: How often each question counts, in this order, shape (..., questions).
    """

    order: npt.NDArray[np.intp]
    ends: npt.NDArray[np.intp]
    confidence: Floats
    weights: Floats

    @classmethod
    def of(cls, confidence: Floats, weights: Floats | None) -> "_Falling":
        order = np.argsort(-confidence, kind="stable")[: int((confidence > -np.inf).sum())]
        falling = confidence[order]
        ends = np.flatnonzero(np.append(falling[1:] != falling[:-1], np.ones(len(order[:1]))))
        return cls(order, ends, falling[ends], _weights(confidence, weights)[..., order])

    def reached(self, values: Floats) -> Floats:
        """Return the sum at or above each confidence, shape (..., confidences)."""
        sums = (self.weights * values[self.order]).cumsum(axis=-1)
        return np.asarray(sums[..., self.ends])


def best_threshold(
    confidence: Floats, answered: Floats, silent: Floats, weights: Floats | None = None
) -> tuple[Floats, Floats]:
    """Return the highest mean score that a threshold could reach, and that threshold.

    As `find_best_thresh` of SQuAD's evaluate-v2.0.py, but questions of one confidence are taken
    together. Shown is what is at least as confident as the threshold; where nothing shown is
    best, the threshold is just above the highest confidence. Of equally good thresholds, the
    highest. It is chosen on the very questions it is measured on, so this flatters.

    Args:
        confidence: Of the best quote, -inf where there was none, shape (questions,).
        answered: The score of each question if its best quote is shown.
        silent: Its score in silence: 1 for an unanswerable question, else 0.
        weights: How often each question counts.
    """
    weights = _weights(confidence, weights)
    falling = _Falling.of(confidence, weights)
    gains = falling.reached(answered - silent)
    gains = np.concatenate([np.zeros((*gains.shape[:-1], 1)), gains], axis=-1)
    above = np.nextafter(falling.confidence.max(initial=0.0), np.inf)
    # What is within rounding of the best is as good; the first is the highest threshold.
    best = gains.max(axis=-1, keepdims=True)
    first = (gains >= best - _CLOSE).argmax(axis=-1)
    score = _over(weights @ silent + best[..., 0], weights.sum(axis=-1))
    return score, np.append(above, falling.confidence)[first]


# Calibration: `right` is 1 where the quote answers the question, and 0 where it does not.


def equal_width(confidence: Floats, bins: int = _BINS) -> Bins:
    """Return the bin of each confidence, all of the same width: (0, 1/15], (1/15, 2/15] ..."""
    inner = np.linspace(0, 1, bins + 1)[1:-1]
    return np.searchsorted(inner, confidence, side="left")


def equal_mass(confidence: Floats, bins: int = _BINS) -> Bins:
    """Return the bin of each confidence, all of about as many questions; ties share a bin."""
    below = np.searchsorted(np.sort(confidence), confidence, side="left")
    return np.asarray(below * bins // max(1, len(confidence)))


def calibration_error(
    confidence: Floats, right: Floats, bins: Bins, weights: Floats | None = None
) -> Floats:
    """Return the expected calibration error.

    The gap between mean confidence and the share that is right, in each bin, weighted with the
    questions in it (Naeini et al. 2015, https://doi.org/10.1609/aaai.v29i1.9602; Guo et al. 2017,
    https://arxiv.org/abs/1706.04599). With bins of equal mass as in Nguyen and O'Connor 2015,
    https://arxiv.org/abs/1508.05154. It is above 0 by chance alone, the more so the fewer the
    questions, and so is its interval.
    """
    weights = _weights(confidence, weights)
    member = np.arange(bins.max(initial=0) + 1) == bins[:, None]
    gaps = np.abs(weights @ (member * (confidence - right)[:, None]))
    return _over(gaps.sum(axis=-1), weights.sum(axis=-1))


def error_by_chance(confidence: Floats, bins: Bins) -> float:
    """Return the calibration error to be expected where every confidence is exactly true.

    In each bin the gap is a sum of chances, taken as normal: its mean distance from 0 is its
    standard deviation times sqrt(2 / pi). What Roelofs et al. 2022
    (https://arxiv.org/abs/2012.08668) call the bias of the measure.

    Args:
        confidence: Shape (questions,), at least one.
        bins: As for `calibration_error`.
    """
    variance = np.bincount(bins, confidence * (1 - confidence))
    return float(np.sqrt(2 / np.pi * variance).sum() / len(confidence))


@dataclass(frozen=True, slots=True)
class Bin:
    """A point of the reliability curve (Murphy and Winkler 1977).

    Attributes:
        low: Confidences in it are above this; the first bin has 0, too.
        high: And at most this.
        confidence: Their mean.
        right: The share that was right.
        count: How many questions.
    """

    low: float
    high: float
    confidence: float
    right: float
    count: int


def reliability(confidence: Floats, right: Floats, bins: int = _BINS) -> list[Bin]:
    """Return the bins of equal width that hold a question, by rising confidence."""
    member = equal_width(confidence, bins)
    return [
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            confidence=float(confidence[member == number].mean()),
            right=float(right[member == number].mean()),
            count=int((member == number).sum()),
        )
        for number in np.unique(member).tolist()
    ]


# Risk and coverage: what is right and how much is answered, threshold by threshold.


def risk_coverage(
    confidence: Floats, right: Floats, weights: Floats | None = None
) -> tuple[Floats, Floats, Floats]:
    """Return coverage, risk and threshold, by falling confidence, one for each distinct one.

    Coverage is the share of all questions whose best quote is at least that confident; risk is
    the share of wrong ones among them (El-Yaniv and Wiener 2010; Geifman and El-Yaniv 2017,
    https://arxiv.org/abs/1705.08500).

    Args:
        confidence: Of the best quote, -inf where there was none: never covered, but counted.
        right: 1 where the best quote answers the question, shape (questions,).
        weights: How often each question counts.
    """
    weights = _weights(confidence, weights)
    falling = _Falling.of(confidence, weights)
    covered, wrong = falling.reached(np.ones_like(right)), falling.reached(1 - right)
    coverage = _over(covered, weights.sum(axis=-1, keepdims=True))
    return coverage, _over(wrong, covered), falling.confidence


def aurc(confidence: Floats, right: Floats, weights: Floats | None = None) -> Floats:
    """Return the area under the risk-coverage curve, lower is better.

    The mean, over the questions with a quote, of the risk at each one's confidence (Geifman et
    al. 2019, https://arxiv.org/abs/1805.08206): so it ranges over the coverage that can be
    reached, and never finding a quote earns nothing.
    """
    coverage, risk, _ = risk_coverage(confidence, right, weights)
    steps = np.diff(coverage, prepend=0.0, axis=-1)
    return _over((np.nan_to_num(risk) * steps).sum(axis=-1), steps.sum(axis=-1))


def coverage_at(
    confidence: Floats, right: Floats, precision: float = 0.95, weights: Floats | None = None
) -> Floats:
    """Return the highest coverage at which at least that share of the quotes is right.

    0 where no threshold reaches it. As the threshold is chosen on the very questions it is
    measured on, this is what was possible, without the guarantee of Geifman and El-Yaniv 2017.
    """
    coverage, risk, _ = risk_coverage(confidence, right, weights)
    kept = np.where(np.nan_to_num(risk, nan=1.0) <= 1 - precision + _CLOSE, coverage, 0.0)
    undefined = _weights(confidence, weights).sum(axis=-1) == 0
    return np.where(undefined, np.nan, kept.max(axis=-1, initial=0.0))
