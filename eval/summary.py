"""All measures of a run, overall and by group, as records or plain values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from eval import pooled
from eval.columns import MEASURES, Columns, asked, columns
from eval.outcomes import Outcome, Run
from eval.resampling import intervals

_LABELS = {measure.name: measure.label for measure in MEASURES}

_QUESTION_WORD = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)

# More would not be read; the rest is in the figures over all.
_DOCUMENTS = 10

# More points than a plot has pixels for.
_POINTS = 200

PERCENTILES = (50, 95, 99)
"""Of the time that a stage took."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of some outcomes.

    Attributes:
        name: As in `eval.columns.MEASURES`.
        value: A share of 1, or a score; None where no question was asked that has one.
        low: Lower end of the 95 % bootstrap interval, or None.
        high: Upper end.
        eligible: How many questions it is measured on.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    eligible: int

    @property
    def label(self) -> str:
        """What people call it."""
        return _LABELS[self.name]


def figures(found: Columns, *, samples: int = 1000) -> list[Figure]:
    """Return every measure, always the same ones in the same order.

    Args:
        found: The outcomes of a whole run or of a group; there may be none.
        samples: Of the bootstrap.
    """
    measured = {name: one for name, one in asked(found).items() if one.questions}
    once = np.ones(len(found.answerable))
    bounds = intervals([one.value for one in measured.values()], len(once), samples)
    ranges = dict(zip(measured, bounds, strict=True))
    told = []
    for measure in MEASURES:
        one = measured.get(measure.name)
        value = None if one is None else float(one.value(once))
        low, high = ranges.get(measure.name) or (None, None)
        told.append(Figure(measure.name, value, low, high, one.questions if one else 0))
    return told


def groups(outcomes: Sequence[Outcome]) -> dict[str, dict[str, list[int]]]:
    """Return the rows of the outcomes by "set", "kind", question "word" and gold "document".

    Follow-ups stand by their kind and once more under "follow-ups". A word is the first one that
    asks ("other" where none does). A document has all questions whose answer it holds, so that one
    question may stand under several; the ten with the most questions are given.
    """
    kinds = _labelled([outcome.kind] for outcome in outcomes)
    following = [row for row, outcome in enumerate(outcomes) if outcome.follows is not None]
    documents = _labelled(outcome.documents for outcome in outcomes)
    most = sorted(documents, key=lambda name: (-len(documents[name]), name))[:_DOCUMENTS]
    words = _labelled([_word(outcome.question)] for outcome in outcomes)
    return {
        "set": _labelled([outcome.set] for outcome in outcomes),
        "kind": {kind: kinds[kind] for kind in sorted(kinds)}
        | ({"follow-ups": following} if following else {}),
        "word": {word: words[word] for word in sorted(words, key=lambda w: (w == "other", w))},
        "document": {name: documents[name] for name in most},
    }


def _labelled(labels: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, names in enumerate(labels):
        for name in names:
            found.setdefault(name, []).append(row)
    return found


def _word(question: str) -> str:
    found = _QUESTION_WORD.search(question)
    return found[0].lower() if found else "other"


def to_json(run: Run, *, samples: int = 1000, group_samples: int = 250) -> dict[str, Any]:
    """Return everything about a run as plain values.

    The keys are "run" (its file's name), "settings", "questions" (how many), "figures", "groups"
    (by kind of group, then by label: figures), "reliability" (bins), "risk_coverage" (at most 200
    pairs by rising coverage), "latency" (seconds, by stage), "faults" and "notes". A figure has
    "name", "label", "value", "low", "high" and "eligible".

    Args:
        run: The run.
        samples: Of the bootstrap over all.
        group_samples: Of the bootstrap of each group.
    """
    found = columns(run.outcomes)
    judged, quoted = np.flatnonzero(found.judged), np.flatnonzero(found.quoted)
    coverage, risk, _ = pooled.risk_coverage(found.confidence[judged], found.right[judged])
    kept = np.unique(np.linspace(0, len(coverage) - 1, _POINTS).round().astype(int)).tolist()
    bins = pooled.reliability(found.confidence[quoted], found.right[quoted])
    return {
        "run": run.path.name,
        "settings": dict(run.settings),
        "questions": len(run.outcomes),
        "figures": _plain(figures(found, samples=samples)),
        "groups": {
            group: {
                label: _plain(figures(found.take(np.array(rows)), samples=group_samples))
                for label, rows in labels.items()
            }
            for group, labels in groups(run.outcomes).items()
        },
        "reliability": [asdict(one) for one in bins],
        "risk_coverage": [
            [float(coverage[point]), float(risk[point])] for point in kept if len(coverage)
        ],
        "latency": latency(run.outcomes),
        "faults": faults(run.outcomes),
        "notes": run.notes,
    }


def _plain(told: Sequence[Figure]) -> list[dict[str, Any]]:
    return [{"name": one.name, "label": one.label, **asdict(one)} for one in told]


def latency(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Return seconds by stage: "p50", "p95" and "p99", between two outcomes in proportion."""
    stages: dict[str, list[float]] = {}
    for outcome in outcomes:
        for stage, seconds in outcome.seconds.items():
            stages.setdefault(stage, []).append(seconds)
    return {
        stage: {f"p{part}": float(np.percentile(seconds, part)) for part in PERCENTILES}
        for stage, seconds in stages.items()
    }


def faults(outcomes: Sequence[Outcome]) -> list[str]:
    """Return a line for each fault of a quote or its place: set, id, what is wrong."""
    return [f"{one.set} {one.id}: {fault}" for one in outcomes for fault in one.faults]
