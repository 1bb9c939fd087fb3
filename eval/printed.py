"""Figures as Markdown, which reads well in a terminal: of a run, of several, of a comparison."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from eval.columns import MEASURES, Columns, asked, columns
from eval.compare import HEADLINES, Comparison, Difference, Flip
from eval.outcomes import Run
from eval.shown import NOTHING, count
from eval.summary import PERCENTILES, Figure, faults, figures, groups, latency

_SHARES = {measure.name for measure in MEASURES if measure.share}

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

# A group is told by few figures: what was answered, how well, what was refused.
_OF_GROUP = ("first_quote", "f1", "refusal_recall", "auroc")

# As many flips as are read; all are in `Comparison`.
_FLIPS = 20
_CUT = 160


def table(run: Run, *, samples: int = 1000) -> str:
    """Return the figures of a run: faults and notes first, then all, by set, kind and word.

    Args:
        run: The run.
        samples: Of the bootstrap.
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
        [one.label, _value(one.name, one.value), _between(one), str(one.eligible)]
        for one in figures(found, samples=samples)
    ]
    parts.append(_markdown(["measure", "value", "95 % interval", "questions"], rows))
    by = groups(run.outcomes)
    parts += [_grouped(found, group, by[group]) for group in ("set", "kind", "word")]
    times = [
        [stage, *(f"{1000 * seconds:.1f}" for seconds in points.values())]
        for stage, points in latency(run.outcomes).items()
    ]
    if times:
        heads = [f"{part} % within" for part in PERCENTILES]
        parts.append(_markdown(["milliseconds", *heads], times))
    return "\n\n".join(parts)


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
            _value(name, float(one.value(once)) if one.questions else None)
            for name, one in ((name, measured[name]) for name in _OF_GROUP)
        )
        rows.append([label, str(kinds[1.0]), first, f1, str(kinds[0.0]), refused, auroc])
    return _markdown(heads, rows)


def brief(runs: Sequence[Run], *, samples: int = 1000) -> str:
    """Return runs side by side: a row each, headline figures with their intervals."""
    rows = []
    labels = [_label(run) for run in runs]
    for run, label in zip(runs, labels, strict=True):
        told = {one.name: one for one in figures(columns(run.outcomes), samples=samples)}
        answerable = sum(outcome.answerable for outcome in run.outcomes)
        times = latency(run.outcomes).get("total", {})
        rows.append(
            [
                f"{label} ({run.path.name})" if labels.count(label) > 1 else label,
                f"{answerable:,} + {len(run.outcomes) - answerable:,}",
                *(_in_brief(told[name]) for name in _BRIEF),
                " / ".join(f"{1000 * seconds:.0f}" for seconds in times.values()),
            ]
        )
    heads = ["set, setting", "answerable + not", *_BRIEF.values(), "ms, p50 / p95 / p99"]
    return _markdown(heads, rows)


def _label(run: Run) -> str:
    sets = "+".join(dict.fromkeys(outcome.set for outcome in run.outcomes)) or NOTHING
    slips = ", with slips" if run.settings.get("slips") else ""
    stopped = ", stopped" if run.stopped else ""
    return f"{sets}, {run.settings['setting']}{slips}{stopped}"


def _in_brief(one: Figure) -> str:
    return NOTHING if one.value is None else f"{_value(one.name, one.value)} ({_between(one)})"


def compared(found: Comparison) -> str:
    """Return a comparison: settings, figures, then the questions that flipped."""
    lines = [f"{found.a} → {found.b}: {count(found.shared, 'question')} in both"]
    for number, what in (
        (found.only_a, f"only in {found.a}"),
        (found.only_b, f"only in {found.b}"),
        (found.relabelled, "labelled otherwise in the second run; each run keeps its own labels"),
        (found.reworded, "asked in other words in the second run"),
    ):
        if number:
            lines.append(f"{count(number, 'question')} {what}")
    if found.settings:
        lines += ["", "Settings that differ:", ""]
        lines += [f"- {name}: {_cut(a)} → {_cut(b)}" for name, a, b in found.settings]
    rows = [_changed(one) for one in found.differences if (one.a, one.b) != (None, None)]
    heads = ["measure", "a", "b", "points", "95 % interval", "b better", "questions"]
    lines += ["", _markdown(heads, rows)]
    lines += _flipped("Right before, wrong now", found.worse)
    lines += _flipped("Wrong before, right now", found.better)
    return "\n".join(lines)


def _changed(one: Difference) -> list[str]:
    points, low, high = map(_signed, (one.points, one.low, one.high))
    between = NOTHING if one.low is None else f"{low} to {high}"
    better = NOTHING if one.better is None else f"{100 * one.better:.0f} %"
    label = f"**{one.label}**" if one.name in HEADLINES else one.label
    values = (_value(one.name, one.a), _value(one.name, one.b))
    return [label, *values, points, between, better, str(one.eligible)]


def _signed(points: float | None) -> str:
    # Adding 0 takes the sign from a zero.
    return NOTHING if points is None else f"{round(points, 1) + 0.0:+.1f}"


def _flipped(title: str, flips: Sequence[Flip]) -> list[str]:
    lines = ["", f"{title}: {len(flips)}"]
    for flip in flips[:_FLIPS]:
        lines += [
            "",
            f"- {flip.set} {flip.id}: {_cut(flip.question)}",
            f"    - before: {_cut(flip.before)}",
            f"    - now: {_cut(flip.after)}",
        ]
    if len(flips) > _FLIPS:
        lines += ["", f"and {len(flips) - _FLIPS} more"]
    return lines


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CUT else line[: _CUT - 1] + "…"


def _value(name: str, value: float | None) -> str:
    if value is None:
        return NOTHING
    return f"{100 * value:.1f} %" if name in _SHARES else f"{value:.3f}"


def _between(one: Figure) -> str:
    if one.low is None or one.high is None:
        return NOTHING
    if one.name in _SHARES:
        return f"{100 * one.low:.1f} to {100 * one.high:.1f} %"
    return f"{one.low:.3f} to {one.high:.3f}"


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; all but the first column is figures."""
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
