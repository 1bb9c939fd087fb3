"""The report of a run as one HTML page that needs nothing else, after `eval.failures`.

The page loads nothing: its style and its plots stand in it, and there are no scripts. What it
shows of questions, documents and settings goes through `eval.shown.escaped`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from eval import plots
from eval.failures import failure_lists, gold_rank
from eval.outcomes import Outcome, Run
from eval.shown import count, escaped, isolated, percent
from eval.tables import Figures, by_name, group_tables, in_full, row_of_heads, value_of
from eval.tiles import tiles

_STYLE = Path(__file__).with_name("page.css")

# Nothing may be loaded, whatever a question or a quote might bring in.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

_SETTINGS = {
    "open": "each question was asked of the whole collection",
    "given": "each question was asked of the one text it was written about",
}


def page(run: Run, summary: Mapping[str, Any]) -> str:
    """Return the report of a run.

    Args:
        run: Its outcomes are read for the failures, the ranks and the counts.
        summary: What `eval.summary.to_json` says of that run. A part that is missing or empty
            is left out.
    """
    figures = by_name(summary.get("figures") or ())
    title = " ".join(["Quoth: evaluation", _date(run.settings)]).strip()
    parts = (
        _faults(summary.get("faults") or ()),
        tiles(figures),
        _plots(run.outcomes, summary, figures),
        group_tables(summary.get("groups") or {}, figures),
        _failures(run.outcomes),
        in_full(summary.get("figures") or (), run.settings),
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escaped(title)}</title>"
        f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style></head>\n"
        f"<body>{_head(run)}\n<main>{''.join(parts)}</main></body></html>\n"
    )


def _head(run: Run) -> str:
    settings, outcomes = run.settings, run.outcomes
    setting = str(settings.get("setting") or "")
    sets = Counter(outcome.set for outcome in outcomes)
    files = _file_names(settings)
    asked = ", ".join(
        f"{isolated(files.get(name, name))} ({number:,})" for name, number in sets.items()
    )
    answerable = sum(outcome.answerable for outcome in outcomes)
    library = settings.get("library") or {}
    held = [
        count(library[f"{noun}s"], noun)
        for noun in ("document", "passage")
        if f"{noun}s" in library
    ]
    facts = {
        "Date": isolated(_date(settings)) if _date(settings) else "",
        "Questions": f"{count(len(outcomes), 'question')}: {answerable:,} that the documents"
        f" answer, {len(outcomes) - answerable:,} that they do not",
        "From": asked,
        "Collection": ", ".join(held),
        "Setting": " ".join(
            filter(None, [setting and isolated(setting), _explained(setting), _slips(settings)])
        ),
        "Note": "<br/>".join(isolated(note) for note in run.notes),
    }
    rows = "".join(f"<div><dt>{k}</dt><dd>{v}</dd></div>" for k, v in facts.items() if v)
    return (
        '<header><p class="brand">Quoth</p><h1>How well it answers</h1>'
        f'<dl class="facts">{rows}</dl></header>'
    )


def _file_names(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the file's name of each set of questions, where the settings name one."""
    questions = settings.get("questions")
    return {
        str(one["set"]): PurePath(str(one["file"])).name
        for one in (questions if isinstance(questions, list) else ())
        if isinstance(one, Mapping) and "set" in one and "file" in one
    }


def _explained(setting: str) -> str:
    words = _SETTINGS.get(setting)
    return f"– {words}" if words else ""


def _slips(settings: Mapping[str, Any]) -> str:
    return "(each question with a slip of the keys)" if settings.get("slips") else ""


def _date(settings: Mapping[str, Any]) -> str:
    """Return the day and the minute, or as they stand where they are in no known form."""
    started = str(settings.get("started") or "")
    try:
        moment = datetime.fromisoformat(started)
    except ValueError:
        return started
    return f"{moment.day} {moment:%B %Y, %H:%M}"


def _faults(faults: Sequence[str]) -> str:
    if not faults:
        return ""
    items = "".join(f'<li dir="auto">{escaped(fault)}</li>' for fault in faults[:20])
    more = f"<li>and {len(faults) - 20:,} more</li>" if len(faults) > 20 else ""
    return (
        f'<section class="faults"><h2>{count(len(faults), "fault")} in quotes</h2>'
        "<p>These quotes or places are not what stands in the documents. This must never be.</p>"
        f"<ul>{items}{more}</ul></section>"
    )


def _plots(outcomes: Sequence[Outcome], summary: Mapping[str, Any], figures: Figures) -> str:
    bins = summary.get("reliability") or ()
    ranked = ranks(outcomes)
    drawn = [
        _plot(
            "Does the confidence mean what it says?",
            plots.reliability(bins),
            "Where a point lies on the dashed line, answers said to be right in 80 of 100 cases"
            " are right in 80 of 100 cases.",
            _bins(bins),
        ),
        _plot(
            "How many answers can be trusted?",
            plots.risk_coverage(
                summary.get("risk_coverage") or (), safe=value_of(figures, "coverage_95")
            ),
            "Answers are given surest first, from left to right. The curve is the share of those"
            " given so far that are wrong.",
        ),
        _plot(
            "Where is the right passage found?",
            plots.histogram(
                ranked,
                title="rank of the first passage that holds the answer",
                label="Rank of the first passage that holds the answer. "
                + ", ".join(f"{name}: {number}" for name, number in ranked),
            ),
            f"{count(sum(number for _, number in ranked), 'question')} with a known passage."
            " What the search does not find, no reader can quote.",
        ),
        _plot(
            "How long does an answer take?",
            plots.latency(summary.get("latency") or {}),
            "p50 is the middle: half of the questions took less. p95 and p99 are the slow ones:"
            " one question in 20, and one in 100, took longer.",
        ),
    ]
    shown = "".join(drawn)
    return f'<section><h2>In pictures</h2><div class="plots">{shown}</div></section>' * bool(shown)


def _plot(title: str, svg: str, about: str, numbers: str = "") -> str:
    if not svg:
        return ""
    return (
        f'<figure class="plot"><h3>{title}</h3>{svg}'
        f"<figcaption>{about}</figcaption>{numbers}</figure>"
    )


def _bins(bins: Sequence[Mapping[str, Any]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{percent(one["low"])} to {percent(one["high"])}</th>'
        f"<td>{percent(one['confidence'])}</td><td>{percent(one['right'])}</td>"
        f"<td>{one['count']:,}</td></tr>"
        for one in bins
        if one["count"]
    )
    head = row_of_heads(["Confidence", "Mean", "Right", "Questions"])
    return (
        f"<details><summary>The numbers</summary><table>{head}<tbody>{rows}</tbody></table>"
        "</details>"
    )


def ranks(outcomes: Sequence[Outcome]) -> list[tuple[str, int]]:
    """Return how often the first gold passage had each rank.

    Ranks 1 to 10 are always there, "later" only where it happened, "not found" last. Questions
    without a gold passage do not count.
    """
    found = [gold_rank(outcome) for outcome in outcomes if outcome.gold]
    counts = Counter("later" if rank and rank > 10 else str(rank) for rank in found)
    names = [str(rank) for rank in range(1, 11)] + ["later"] * bool(counts["later"])
    return [(name, counts[name]) for name in names] + [("not found", counts["None"])]


def _failures(outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return '<section><p class="none">This run holds no questions.</p></section>'
    return f"<section><h2>The worst failures</h2>{failure_lists(outcomes)}</section>"
