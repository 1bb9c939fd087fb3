"""Outcomes as columns of numbers, and every measure over them.

After `eval.measures` and `eval.pooled`. A column has one value for each outcome, NaN where the
measure does not ask that question; so a group of outcomes is a choice of rows, and a bootstrap
sample a weight for each row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from eval import measures, pooled
from eval.outcomes import Outcome
from eval.resampling import Floats, Statistic

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as it is told.

    Attributes:
        name: For programs; never renamed.
        label: For people.
        share: Whether it reads as a percentage.
        lower: Whether less of it is better.
    """

    name: str
    label: str
    share: bool = True
    lower: bool = False


MEASURES = (
    Measure("first_quote", "Answer in the first quote"),
    Measure("first_quote_document", "Answer in the first quote, from a right document"),
    Measure("any_quote", "Answer in any quote"),
    Measure("document", "First quote from a right document"),
    Measure("exact", "Short answer exact"),
    Measure("f1", "Short answer F1"),
    Measure("best_quote", "Answer in the surest quote, shown or withheld"),
    Measure("best_exact", "Its short answer exact"),
    Measure("best_f1", "Its short answer F1"),
    Measure("quote_f1", "First quote F1"),
    Measure("quotes_f1", "All quotes F1"),
    Measure("found_1", "Gold passage found first"),
    Measure("found_3", "Gold passage among the first 3"),
    Measure("found_5", "Gold passage among the first 5"),
    Measure("found_10", "Gold passage among the first 10"),
    Measure("recall_1", "Recall of gold passages at 1"),
    Measure("recall_3", "Recall of gold passages at 3"),
    Measure("recall_5", "Recall of gold passages at 5"),
    Measure("recall_10", "Recall of gold passages at 10"),
    Measure("mrr", "Mean reciprocal rank", share=False),
    Measure("ndcg_10", "nDCG at 10", share=False),
    Measure("refusal_precision", "Refusals that were right"),
    Measure("refusal_recall", "Unanswerable questions refused"),
    Measure("refusal_f1", "Refusals F1"),
    Measure("near_miss", "Near misses refused"),
    Measure("auroc", "AUROC, answerable or not", share=False),
    Measure("squad_exact", "SQuAD 2.0 exact"),
    Measure("squad_f1", "SQuAD 2.0 F1"),
    Measure("squad_exact_best", "SQuAD 2.0 exact at the best threshold"),
    Measure("squad_f1_best", "SQuAD 2.0 F1 at the best threshold"),
    Measure("squad_threshold", "That threshold", share=False),
    Measure("ece", "Calibration error", share=False, lower=True),
    Measure("ece_mass", "Calibration error, bins of equal mass", share=False, lower=True),
    Measure("brier", "Brier score", share=False, lower=True),
    Measure("aurc", "Area under risk and coverage", share=False, lower=True),
    Measure("coverage_95", "Coverage at 95 % precision"),
    Measure("verbatim", "Answers without a fault in quote or place"),
)

_TOPS = (1, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Columns:
    """Outcomes as numbers, each of shape (outcomes,).

    Attributes:
        means: By the name of a measure that is a mean over questions, NaN where one is not asked.
        answerable: 1 where the documents hold an answer, else 0.
        silent: 1 where no quote was shown, else 0.
        confidence: Of the best quote, -inf where there was none.
        right: 1 where the best quote holds an answer, else 0; NaN where nobody wrote one down.
        exact: Of the best quote's short answer; 0 where nothing is owed, NaN as in `right`.
        f1: The same.
    """

    means: Mapping[str, Floats]
    answerable: Floats
    silent: Floats
    confidence: Floats
    right: Floats
    exact: Floats
    f1: Floats

    def take(self, rows: Rows) -> "Columns":
        """Return only these rows."""
        return Columns(
            {name: column[rows] for name, column in self.means.items()},
            self.answerable[rows],
            self.silent[rows],
            self.confidence[rows],
            self.right[rows],
            self.exact[rows],
            self.f1[rows],
        )

    @property
    def judged(self) -> npt.NDArray[np.bool_]:
        """Where it is known whether the best quote is right."""
        return ~np.isnan(self.right)

    @property
    def quoted(self) -> npt.NDArray[np.bool_]:
        """Where it is known, and there is a best quote."""
        return self.judged & (self.confidence > -np.inf)


def columns(outcomes: Sequence[Outcome]) -> Columns:
    """Return the outcomes as numbers, in their order."""

    def column(measure: Callable[[Outcome], float], asked: Callable[[Outcome], bool]) -> Floats:
        return np.array([measure(one) if asked(one) else np.nan for one in outcomes], np.float64)

    confidence = column(_confidence, _always)
    right = column(measures.best_holds, _judged)
    means = {
        "first_quote": column(measures.first_quote, _written),
        "any_quote": column(measures.any_quote, _written),
        "document": column(measures.right_document, _named),
        "exact": column(measures.highlight_exact, _written),
        "f1": column(measures.highlight_f1, _written),
        "best_quote": column(measures.best_holds, _written),
        "best_exact": column(partial(_of_best, measures.exact), _written),
        "best_f1": column(partial(_of_best, measures.f1), _written),
        "quote_f1": column(measures.quote_f1, _written),
        "quotes_f1": column(measures.quotes_f1, _written),
        "mrr": column(lambda one: measures.reciprocal_rank(one.ranking), _ranked),
        "ndcg_10": column(lambda one: measures.ndcg_at(one.ranking, one.gold, 10), _ranked),
        "near_miss": column(lambda one: float(one.silent), lambda one: one.near_miss),
        # Brier 1950.
        "brier": np.where(confidence > -np.inf, (confidence - right) ** 2, np.nan),
        "verbatim": column(lambda one: float(not one.faults), _always),
    }
    means["first_quote_document"] = means["first_quote"] * means["document"]
    for top in _TOPS:
        means[f"found_{top}"] = column(partial(_found, top=top), _ranked)
        means[f"recall_{top}"] = column(partial(_recall, top=top), _ranked)
    for name in ("exact", "f1"):
        owed = means[name]
        means[f"squad_{name}"] = np.where(
            np.isnan(owed), column(lambda one: float(one.silent), _nothing_owed), owed
        )
    return Columns(
        means,
        answerable=column(lambda one: float(one.answerable), _always),
        silent=column(lambda one: float(one.silent), _always),
        confidence=confidence,
        right=right,
        exact=column(partial(_of_best, measures.exact), _judged),
        f1=column(partial(_of_best, measures.f1), _judged),
    )


def _always(_: Outcome) -> bool:
    return True


def _written(outcome: Outcome) -> bool:
    return outcome.answerable and bool(outcome.answers)


def _nothing_owed(outcome: Outcome) -> bool:
    return not outcome.answerable


def _judged(outcome: Outcome) -> bool:
    return not outcome.answerable or bool(outcome.answers)


def _named(outcome: Outcome) -> bool:
    return outcome.answerable and bool(outcome.documents)


def _ranked(outcome: Outcome) -> bool:
    return bool(outcome.gold)


def _confidence(outcome: Outcome) -> float:
    return -np.inf if outcome.best is None else outcome.best.confidence


def _found(outcome: Outcome, top: int) -> float:
    return measures.found_at(outcome.ranking, top)


def _recall(outcome: Outcome, top: int) -> float:
    return measures.recall_at(outcome.ranking, outcome.gold, top)


def _of_best(measure: Callable[[str, Sequence[str]], float], outcome: Outcome) -> float:
    if not outcome.answerable or outcome.best is None:
        return 0.0
    return measure(outcome.best.highlight, outcome.answers)


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure over certain columns.

    Attributes:
        questions: How many it asks; where there are none, it is undefined.
        value: From weights, shape (..., outcomes), to values, shape (...).
    """

    questions: int
    value: Statistic


def asked(found: Columns) -> dict[str, Asked]:
    """Return each of `MEASURES` by name, in that order."""
    return {measure.name: _asked(measure.name, found) for measure in MEASURES}


def _asked(name: str, found: Columns) -> Asked:
    if name in found.means:
        return _mean(found.means[name])
    if name in ("refusal_precision", "refusal_recall", "refusal_f1", "auroc"):
        return _over_all(name, found)
    if name in ("ece", "ece_mass", "aurc"):
        return _of_confidence(name, found)
    return _of_threshold(name, found)


def _mean(values: Floats) -> Asked:
    return Asked(int((~np.isnan(values)).sum()), partial(pooled.share, values))


def _over_all(name: str, found: Columns) -> Asked:
    unanswerable = int((1 - found.answerable).sum())
    both = 0 < unanswerable < len(found.answerable)
    if name == "auroc":
        sure = np.maximum(found.confidence, 0.0)
        questions = len(found.answerable) if both else 0
        return Asked(questions, partial(pooled.auroc, sure, found.answerable))
    if name == "refusal_precision":
        questions = int(found.silent.sum()) if unanswerable else 0
        value = pooled.refusal_precision
    elif name == "refusal_recall":
        questions, value = unanswerable, pooled.refusal_recall
    else:
        questions = len(found.answerable) if unanswerable else 0
        value = pooled.refusal_f1
    return Asked(questions, partial(value, found.silent, found.answerable))


def _of_confidence(name: str, found: Columns) -> Asked:
    rows = np.flatnonzero(found.quoted)
    confidence, right = found.confidence[rows], found.right[rows]
    if name == "aurc":
        statistic: Statistic = partial(pooled.aurc, confidence, right)
    else:
        # Samples keep the bins of the whole, so that they differ by what is in them only.
        bins = (pooled.equal_mass if name == "ece_mass" else pooled.equal_width)(confidence)
        statistic = partial(pooled.calibration_error, confidence, right, bins)
    return Asked(len(rows), _at(rows, statistic))


def _of_threshold(name: str, found: Columns) -> Asked:
    rows = np.flatnonzero(found.judged)
    confidence = found.confidence[rows]
    if name == "coverage_95":
        right = found.right[rows]
        return Asked(
            len(rows),
            _at(rows, lambda weights: pooled.coverage_at(confidence, right, weights=weights)),
        )
    answered = (found.exact if name == "squad_exact_best" else found.f1)[rows]
    silent = 1 - found.answerable[rows]
    part = 1 if name == "squad_threshold" else 0
    return Asked(
        len(rows),
        _at(
            rows,
            lambda weights: pooled.best_threshold(confidence, answered, silent, weights)[part],
        ),
    )


def _at(rows: Rows, statistic: Statistic) -> Statistic:
    return lambda weights: statistic(weights[..., rows])
