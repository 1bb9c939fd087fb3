"""The tables of a report, after `eval.shown`: figures by group, all measures, all settings."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.shown import NOTHING, figure, interval, isolated

Figures = Mapping[str, Mapping[str, Any]]
"""Figures by name, each with "name", "label", "value" (or None), "low", "high" and "eligible"."""

_GROUPS = {
    "kind": "By kind of answer",
    "word": "By question word",
    "set": "By set of questions",
    "document": "By document",
}

_COLUMNS = {
    "first_quote": "Answer in first quote",
    "any_quote": "Answer in any quote",
    "document": "Right document",
    "f1": "Short answer F1",
    "mrr": "Mean reciprocal rank",
    "refusal_recall": "Silent when due",
    "near_miss": "Silent on near misses",
    "squad_f1": "SQuAD 2.0 F1",
    "auroc": "AUROC",
}


def by_name(figures: Sequence[Mapping[str, Any]]) -> Figures:
    """Return figures by their names."""
    return {one["name"]: one for one in figures}


def value_of(figures: Figures, name: str) -> float | None:
    """Return a figure's value, None where there is no such figure."""
    found: float | None = figures.get(name, {}).get("value")
    return found


def group_tables(groups: Mapping[str, Mapping[str, Any]], whole: Figures) -> str:
    """Return a table for each way of grouping, or nothing where there are no groups.

    Args:
        groups: Lists of figures by label, by way of grouping ("kind").
        whole: The figures of all questions, for the last line of each table.
    """
    names = [*_GROUPS, *(name for name in groups if name not in _GROUPS)]
    tables = "".join(
        _table(
            name,
            {label: by_name(row) for label, row in groups[name].items()},
            whole,
            identifier=f"group-{number}",
        )
        for number, name in enumerate(names, 1)
        # The line of the only set would be that of all.
        if len(groups.get(name) or ()) > (name == "set")
    )
    if not tables:
        return ""
    return (
        "<section><h2>By group</h2>"
        '<p class="about">Under each figure: its 95 % interval · the number of questions it rests'
        f" on. Few questions, wide intervals.</p>{tables}</section>"
    )


def _table(name: str, rows: Mapping[str, Figures], whole: Figures, *, identifier: str) -> str:
    columns = {
        column: title
        for column, title in _COLUMNS.items()
        if any(value_of(row, column) is not None for row in (*rows.values(), whole))
    }
    title = _GROUPS.get(name) or f"By {isolated(name)}"
    body = "".join(_row(label, row, list(columns)) for label, row in rows.items())
    foot = _row("All", whole, list(columns)) if whole else ""
    return (
        f'<h3 id="{identifier}">{title}</h3>'
        f'<div class="wide" role="region" aria-labelledby="{identifier}" tabindex="0">'
        f'<table class="figures">{row_of_heads([name.capitalize(), *columns.values()])}'
        f"<tbody>{body}</tbody><tfoot>{foot}</tfoot></table></div>"
    )


def row_of_heads(titles: Sequence[str]) -> str:
    """Return the head of a table."""
    cells = "".join(f'<th scope="col">{isolated(title)}</th>' for title in titles)
    return f"<thead><tr>{cells}</tr></thead>"


def _row(label: str, figures: Figures, columns: Sequence[str]) -> str:
    cells = "".join(_cell(column, figures.get(column)) for column in columns)
    return f'<tr><th scope="row">{isolated(label)}</th>{cells}</tr>'


def _cell(name: str, found: Mapping[str, Any] | None) -> str:
    if found is None or found["value"] is None:
        return f'<td class="empty">{NOTHING}</td>'
    value = found["value"]
    bounds = interval(name, found.get("low"), found.get("high"), brief=True)
    rests = " · ".join(filter(None, [bounds, f"{found.get('eligible') or 0:,}"]))
    full = f' style="--share:{value:.2f}"' if 0 <= value <= 1 else ""
    return f'<td>{figure(name, value)}<small class="n"{full}>{rests}</small></td>'


def in_full(figures: Sequence[Mapping[str, Any]], settings: Mapping[str, Any]) -> str:
    """Return all figures and all settings, folded away."""
    head = row_of_heads(["Measure", "Value", "95 % interval", "Rests on"])
    rows = "".join(
        f'<tr><th scope="row">{isolated(one.get("label") or one["name"])}</th>'
        f"<td>{figure(one['name'], one['value'])}</td>"
        f"<td>{interval(one['name'], one.get('low'), one.get('high'))}</td>"
        f"<td>{one.get('eligible') or 0:,}</td></tr>"
        for one in figures
    )
    lines = "".join(
        f'<tr><th scope="row">{isolated(key)}</th><td>{isolated(value)}</td></tr>'
        for key, value in _flat(settings)
    )
    measures = (
        f'<details><summary>All measures</summary><div class="wide"><table>{head}'
        f"<tbody>{rows}</tbody></table></div></details>"
    )
    known = (
        "<details><summary>All settings and versions</summary>"
        f'<div class="wide"><table class="settings">{row_of_heads(["Setting", "Value"])}'
        f"<tbody>{lines}</tbody></table></div></details>"
    )
    if not rows and not lines:
        return ""
    return f"<section><h2>In full</h2>{measures * bool(rows)}{known * bool(lines)}</section>"


def _flat(settings: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield each setting with the path to it, as in `machine.cores` or `questions.1.set`."""
    for key, value in settings.items():
        path = f"{before}{key}"
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{path}.")
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            yield from _flat({str(n): one for n, one in enumerate(value, 1)}, f"{path}.")
        else:
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield path, text
