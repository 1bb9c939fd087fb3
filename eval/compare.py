"""Two runs over the same questions, side by side: what changed, and whether by chance.

Both runs are resampled with the same questions, so what makes a question hard falls out of the
difference (the paired bootstrap; Efron and Tibshirani 1993, ch. 8, and Koehn 2004,
https://aclanthology.org/W04-3250/).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.columns import MEASURES, asked, columns
from eval.measures import first_quote
from eval.outcomes import Outcome, Run
from eval.resampling import Floats, interval, resampled
from index.errors import UserError

HEADLINES = ("first_quote", "squad_f1", "refusal_f1")
"""The measures that a change must not worsen."""

# A threshold is neither good nor bad.
_COMPARED = tuple(measure for measure in MEASURES if measure.name != "squad_threshold")


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure in two runs.

    Attributes:
        name: As in `eval.columns.MEASURES`.
        label: What people call it.
        a: In the first run, a share of 1 or a score; None where no question has one.
        b: In the second run.
        points: b - a, times 100; None where one is missing.
        low: Lower end of the paired 95 % bootstrap interval of `points`, or None.
        high: Upper end.
        better: Share of resamples in which b is better (lower, for errors); ties count half.
        eligible: How many questions the second run measures it on.
    """

    name: str
    label: str
    a: float | None
    b: float | None
    points: float | None
    low: float | None
    high: float | None
    better: float | None
    eligible: int


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that one run got right and the other wrong."""

    set: str
    id: str
    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to another.

    Attributes:
        a: File name of the first run.
        b: File name of the second run.
        shared: How many questions both have, by set and id.
        only_a: How many only the first has.
        only_b: How many only the second has.
        relabelled: How many of the shared ones were labelled otherwise in the second run; each is
            judged by the labels of its own run.
        reworded: How many of the shared ones were asked in other words.
        settings: What differs in the headers: dotted name, value in a, value in b.
        differences: One for each measure, in the order of `eval.columns.MEASURES`.
        worse: Questions that were right in the first run and are wrong in the second.
        better: Questions that were wrong and are right.
    """

    a: str
    b: str
    shared: int
    only_a: int
    only_b: int
    relabelled: int
    reworded: int
    settings: tuple[tuple[str, str, str], ...]
    differences: tuple[Difference, ...]
    worse: tuple[Flip, ...]
    better: tuple[Flip, ...]


def compare(a: Run, b: Run, *, samples: int = 1000) -> Comparison:
    """Return what changed from `a` to `b`, on the questions both have.

    Args:
        a: The run before.
        b: The run after.
        samples: Of the paired bootstrap.

    Raises:
        UserError: They have no question in common.
    """
    of_a = {(one.set, one.id): one for one in a.outcomes}
    of_b = {(one.set, one.id): one for one in b.outcomes}
    shared = [key for key in of_a if key in of_b]
    if not shared:
        raise UserError(
            f"{a.path} and {b.path} have no question in common: they asked those of"
            f" {_sets(a)} and of {_sets(b)}. Give two runs over files of the same name, whose"
            " questions have the same ids"
        )
    before, after = [of_a[key] for key in shared], [of_b[key] for key in shared]
    pairs = list(zip(before, after, strict=True))
    return Comparison(
        a=a.path.name,
        b=b.path.name,
        shared=len(shared),
        only_a=len(of_a) - len(shared),
        only_b=len(of_b) - len(shared),
        relabelled=sum(_labels(one) != _labels(other) for one, other in pairs),
        reworded=sum(one.question != other.question for one, other in pairs),
        settings=tuple(_settings(a.settings, b.settings)),
        differences=tuple(_differences(before, after, samples)),
        worse=tuple(_flip(*pair) for pair in pairs if _turned(*pair) == (True, False)),
        better=tuple(_flip(*pair) for pair in pairs if _turned(*pair) == (False, True)),
    )


def _sets(run: Run) -> str:
    names = dict.fromkeys(outcome.set for outcome in run.outcomes)
    return ", ".join(map(repr, names)) or "no file"


def _labels(outcome: Outcome) -> tuple[Any, ...]:
    return outcome.answerable, outcome.answers, dict(outcome.documents), outcome.near_miss


def _settings(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    flat_a, flat_b = _flat(a), _flat(b)
    return [
        (name, flat_a.get(name, "–"), flat_b.get(name, "–"))
        for name in dict.fromkeys([*flat_a, *flat_b])
        if flat_a.get(name) != flat_b.get(name)
    ]


def _flat(settings: Mapping[str, Any], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in settings.items():
        if isinstance(value, Mapping) and value:
            found |= _flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return found


def _differences(
    before: Sequence[Outcome], after: Sequence[Outcome], samples: int
) -> list[Difference]:
    of_a, of_b = asked(columns(before)), asked(columns(after))
    names = [measure.name for measure in _COMPARED]
    # The same number of questions: the same samples.
    drawn_a, drawn_b = (
        resampled([of[name].value for name in names], len(before), samples) for of in (of_a, of_b)
    )
    once = np.ones(len(before))
    found = []
    for measure, sampled_a, sampled_b in zip(_COMPARED, drawn_a, drawn_b, strict=True):
        in_a, in_b = of_a[measure.name], of_b[measure.name]
        a = float(in_a.value(once)) if in_a.questions else None
        b = float(in_b.value(once)) if in_b.questions else None
        gaps = 100 * (sampled_b - sampled_a)
        both = a is not None and b is not None
        low, high = (interval(gaps) if both else None) or (None, None)
        found.append(
            Difference(
                name=measure.name,
                label=measure.label,
                a=a,
                b=b,
                points=None if a is None or b is None else 100 * (b - a),
                low=low,
                high=high,
                better=_better(gaps, measure.lower) if both else None,
                eligible=in_b.questions,
            )
        )
    return found


def _better(gaps: Floats, lower: bool) -> float | None:
    """Return the share of gaps in which the second is better, ties half."""
    known = gaps[~np.isnan(gaps)]
    if not len(known):
        return None
    # Equal values may differ by rounding, as their sums were taken in another order.
    gains = np.where(np.abs(known) < 1e-9, 0.0, -known if lower else known)
    return float(((gains > 0) + (gains == 0) / 2).mean())


def _turned(before: Outcome, after: Outcome) -> tuple[bool | None, bool | None]:
    return _right(before), _right(after)


def _right(outcome: Outcome) -> bool | None:
    """Return whether a question was answered rightly, None where nobody wrote an answer down."""
    if not outcome.answerable:
        return outcome.silent
    return first_quote(outcome) > 0 if outcome.answers else None


def _flip(before: Outcome, after: Outcome) -> Flip:
    return Flip(after.set, after.id, after.question, _said(before), _said(after))


def _said(outcome: Outcome) -> str:
    if not outcome.quotes:
        return f"silent ({outcome.reason})" if outcome.reason else "silent"
    quote = outcome.quotes[0]
    return f"{quote.highlight} — {quote.text} ({quote.document}, {quote.confidence:.2f})"


def worst_drop(comparison: Comparison) -> float:
    """Return by how many points the worst of `HEADLINES` fell, 0 where none did.

    Where no question has a measure in either run, it is passed over.
    """
    fell = [
        -one.points
        for one in comparison.differences
        if one.name in HEADLINES and one.points is not None
    ]
    return max(0.0, *fell) if fell else 0.0
