"""All measures of a run, overall and by group, as records, plain values or a table."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from eval import pooled
from eval.columns import MEASURES, Columns, asked, columns
from eval.outcomes import Outcome, Run

_BY_NAME = {measure.name: measure for measure in MEASURES}

_QUESTION_WORD = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)

# More would not be read; the rest is in the figures over all.
_DOCUMENTS = 10

# More points than a plot has pixels for.
_POINTS = 200

_PERCENTILES = (50, 95, 99)


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
        return _BY_NAME[self.name].label


def summary(outcomes: Sequence[Outcome], *, samples: int = 1000, seed: int = 0) -> list[Figure]:
    """Return every measure, always the same ones in the same order.

    Args:
        outcomes: Of a whole run or of a group; may be empty.
        samples: Of the bootstrap; whole questions are drawn.
        seed: The same seed draws the same samples.
    """
    return _figures(columns(outcomes), samples, seed)


def _figures(found: Columns, samples: int, seed: int) -> list[Figure]:
    measured = {name: one for name, one in asked(found).items() if one.questions}
    once = np.ones(len(found.answerable))
    intervals = pooled.intervals([one.value for one in measured.values()], len(once), samples, seed)
    ranges = dict(zip(measured, intervals, strict=True))
    figures = []
    for measure in MEASURES:
        one = measured.get(measure.name)
        value = None if one is None else float(one.value(once))
        low, high = ranges.get(measure.name) or (None, None)
        figures.append(Figure(measure.name, value, low, high, one.questions if one else 0))
    return figures


def groups(outcomes: Sequence[Outcome]) -> dict[str, dict[str, list[Outcome]]]:
    """Return the outcomes by "set", "kind", question "word" and gold "document".

    Follow-ups stand by their kind and once more under "follow-ups". A word is the first one that
    asks ("other" where none does). A document has all questions whose answer it holds, so that one
    question may stand under several; the ten with the most questions are given.
    """
    return {
        group: {label: [outcomes[row] for row in rows] for label, rows in labels.items()}
        for group, labels in _rows(outcomes).items()
    }


def _rows(outcomes: Sequence[Outcome]) -> dict[str, dict[str, list[int]]]:
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


def to_json(
    run: Run, *, samples: int = 1000, group_samples: int = 250, seed: int = 0
) -> dict[str, Any]:
    """Return everything about a run as plain values.

    The keys are "run" (its file's name), "settings", "questions" (how many), "figures", "groups"
    (by kind of group, then by label: figures), "reliability" (bins), "risk_coverage" (at most 200
    pairs by rising coverage), "latency" (seconds, by stage), "faults" and "notes". A figure has
    "name", "label", "value", "low", "high" and "eligible".

    Args:
        run: The run.
        samples: Of the bootstrap over all.
        group_samples: Of the bootstrap of each group.
        seed: The same seed gives the same values.
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
        "figures": _plain(_figures(found, samples, seed)),
        "groups": {
            group: {
                label: _plain(_figures(found.take(np.array(rows)), group_samples, seed))
                for label, rows in labels.items()
            }
            for group, labels in _rows(run.outcomes).items()
        },
        "reliability": [asdict(one) for one in bins],
        "risk_coverage": [
            [float(coverage[point]), float(risk[point])] for point in kept if len(coverage)
        ],
        "latency": latency(run.outcomes),
        "faults": faults(run.outcomes),
        "notes": run.notes,
    }


def _plain(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    return [
        {
            "name": figure.name,
            "label": figure.label,
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "eligible": figure.eligible,
        }
        for figure in figures
    ]


def latency(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Return seconds by stage: "p50", "p95" and "p99", between two outcomes in proportion."""
    stages: dict[str, list[float]] = {}
    for outcome in outcomes:
        for stage, seconds in outcome.seconds.items():
            stages.setdefault(stage, []).append(seconds)
    return {
        stage: {f"p{part}": float(np.percentile(seconds, part)) for part in _PERCENTILES}
        for stage, seconds in stages.items()
    }


def faults(outcomes: Sequence[Outcome]) -> list[str]:
    """Return a line for each fault of a quote or its place: set, id, what is wrong."""
    return [f"{one.set} {one.id}: {fault}" for one in outcomes for fault in one.faults]


def table(run: Run, *, samples: int = 1000, seed: int = 0) -> str:
    """Return the figures as Markdown: faults and notes first, then all, by set, kind and word.

    Args:
        run: The run.
        samples: Of the bootstrap.
        seed: The same seed gives the same table.
    """
    found = columns(run.outcomes)
    wrong = faults(run.outcomes)
    parts = []
    if wrong:
        title = "**Faults: quotes that are not what they should be**"
        parts += [title, "\n".join(f"- {' '.join(fault.split())}" for fault in wrong)]
    if run.notes:
        parts.append("\n".join(f"Note: {' '.join(note.split())}" for note in run.notes))
    rows = [
        [_BY_NAME[one.name].label, _value(one), _interval(one), str(one.eligible)]
        for one in _figures(found, samples, seed)
    ]
    parts.append(markdown(["measure", "value", "95 % interval", "questions"], rows))
    by = _rows(run.outcomes)
    parts += [_grouped(found, group, by[group]) for group in ("set", "kind", "word")]
    times = [
        [stage, *(f"{1000 * seconds:.1f}" for seconds in points.values())]
        for stage, points in latency(run.outcomes).items()
    ]
    if times:
        heads = [f"{part} % within" for part in _PERCENTILES]
        parts.append(markdown(["milliseconds", *heads], times))
    return "\n\n".join(parts)


# Runs side by side are told by these.
_BRIEF = {
    "first_quote": "answer in first quote",
    "best_f1": "short answer F1, silence aside",
    "quotes_f1": "quotes F1",
    "refusal_recall": "unanswerable refused",
    "auroc": "AUROC",
    "squad_f1": "SQuAD 2.0 F1",
    "ece": "calibration error",
    "coverage_95": "coverage at 95 % precision",
    "found_5": "gold passage in first 5",
    "verbatim": "verbatim",
}


def _marks(run: Run) -> str:
    slips = ", with slips" if run.settings.get("slips") else ""
    return f"{slips}, stopped" if run.stopped else slips


def brief(runs: Sequence[Run], *, samples: int = 1000, seed: int = 0) -> str:
    """Return runs side by side as Markdown: a row each, headline figures with their intervals."""
    rows = []
    for run in runs:
        figures = {one.name: one for one in _figures(columns(run.outcomes), samples, seed)}
        sets = "+".join(dict.fromkeys(outcome.set for outcome in run.outcomes))
        answerable = sum(outcome.answerable for outcome in run.outcomes)
        times = latency(run.outcomes).get("total", {})
        rows.append(
            [
                f"{sets}, {run.settings['setting']}{_marks(run)}",
                f"{answerable:,} + {len(run.outcomes) - answerable:,}",
                *(_in_brief(figures[name]) for name in _BRIEF),
                " / ".join(f"{1000 * seconds:.0f}" for seconds in times.values()),
            ]
        )
    heads = ["set, setting", "answerable + not", *_BRIEF.values(), "ms, p50 / p95 / p99"]
    return markdown(heads, rows)


def _in_brief(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    return f"{_value(figure)} ({_interval(figure)})"


# A group is told by few figures: what was answered, how well, what was refused.
_OF_GROUP = ("first_quote", "f1", "refusal_recall", "auroc")


def _grouped(found: Columns, group: str, labels: Mapping[str, Sequence[int]]) -> str:
    heads = [
        *(group, "answerable", "answer in first quote", "short answer F1"),
        *("unanswerable", "refused", "AUROC"),
    ]
    rows = []
    for label, chosen in labels.items():
        part = found.take(np.array(chosen))
        kinds = Counter(part.answerable.tolist())
        measured = asked(part)
        once = np.ones(len(chosen))
        first, f1, refused, auroc = (
            _value(Figure(name, float(one.value(once)), None, None, 1) if one.questions else None)
            for name, one in ((name, measured[name]) for name in _OF_GROUP)
        )
        rows.append([label, str(kinds[1.0]), first, f1, str(kinds[0.0]), refused, auroc])
    return markdown(heads, rows)


def _value(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "–"
    share = _BY_NAME[figure.name].share
    return f"{100 * figure.value:.1f} %" if share else f"{figure.value:.3f}"


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return "–"
    if _BY_NAME[figure.name].share:
        return f"{100 * figure.low:.1f} to {100 * figure.high:.1f} %"
    return f"{figure.low:.3f} to {figure.high:.3f}"


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table that reads well in a terminal, too; all but the first column is figures."""
    escaped = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    widths = [max(map(len, cells)) for cells in zip(heads, *escaped, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first, *others = (
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "| " + " | ".join([first, *others]) + " |"

    rule = "|" + "|".join(
        "-" * (width + 1) + ("-" if not column else ":") for column, width in enumerate(widths)
    )
    return "\n".join([line(heads), rule + "|", *(line(row) for row in escaped)])
