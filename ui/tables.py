"""Documents, figures and verdicts as lines for a terminal. Pure: records in, text out."""

from collections.abc import Iterable, Sequence
from typing import Any

from index.catalog import Entry
from index.documents import Document
from index.intake import Report
from qa.receipt import Damage, Receipt
from qa.verify import State, Verdict
from ui.plain import counted, shortened, visible, where

# How a report's lists are told; each is also the first word of a file's row.
_STATES = {
    "added": "added",
    "replaced": "replaced",
    "also": "already here under another name",
    "unchanged": "unchanged",
    "removed": "removed",
    "ignored": "of other kinds left alone",
}


_BEHIND = "intact in the library only"

# What is counted at the end of a check of receipts.
_OUTCOMES = ("intact", _BEHIND, "moved", "changed", "deleted", "damaged")


def summed(reports: Iterable[Report], *, failed: str = "not read") -> str:
    """Return how many files became what, on one line."""
    counts = dict.fromkeys([*_STATES.values(), failed], 0)
    for report in reports:
        for state, what in _STATES.items():
            counts[what] += len(getattr(report, state))
        counts[failed] += len(report.failed)
    told = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    return told or "nothing to do"


def rows(report: Report, *, leaving_out: Sequence[str] = ()) -> list[str]:
    """Return a line for each file of a report that did not fail: what became of it, its path."""
    return [
        f"{state:<9}  {visible(path)}"
        for state in _STATES
        if state not in leaving_out
        for path in getattr(report, state)
    ]


def listed(entry: Entry) -> str:
    """Return a document on one line: id, passages, title, paths, collections and tags."""
    paths = ", also in ".join(map(visible, entry.sources))
    return (
        f"{entry.id}  {counted(entry.passages, 'passage'):>14}  {visible(entry.title)}  {paths}"
        f"{labels(entry.collections, entry.tags)}"
    )


def labels(collections: Iterable[str], tags: Iterable[str]) -> str:
    """Return collections in brackets and tags behind a #, each after a gap; perhaps nothing."""
    marked = [f"[{visible(name)}]" for name in collections if name]
    marked += [f"#{visible(tag)}" for tag in tags]
    return "".join(f"  {mark}" for mark in marked)


def entry_json(entry: Entry) -> dict[str, Any]:
    """Return a listed document as plain values; keys are never renamed or dropped."""
    return {
        "id": entry.id,
        "title": entry.title,
        "sources": list(entry.sources),
        "media_type": entry.media_type,
        "characters": entry.characters,
        "passages": entry.passages,
        "unit": entry.unit,
        "date": entry.date or None,
        "added": entry.added,
        "collections": list(entry.collections),
        "tags": list(entry.tags),
    }


def _parts(document: Document) -> int:
    """Return how many pages, slides or rows there are; comments behind the pages are none."""
    is_numbered = document.unit == "page" and document.numbers
    return max(document.numbers) if is_numbered else len(document.pages)


def shown(entry: Entry, document: Document, versions: Iterable[Entry]) -> list[str]:
    """Return all that is known of a document, a fact a line, its headings with their places."""
    sizes = [counted(entry.characters, "character"), counted(entry.passages, "passage")]
    if document.pages and document.unit != "second":
        sizes.insert(0, counted(_parts(document), document.unit))
    facts = [
        ("id", entry.id),
        ("sha256", document.sha256),
        *(("path", source) for source in entry.sources),
        ("kind", entry.media_type),
        ("size", ", ".join(sizes)),
        ("date", entry.date),
        ("added", entry.added),
        ("collection", ", ".join(filter(None, entry.collections))),
        ("tags", ", ".join(entry.tags)),
        *(("version", f"{one.id} {one.title} ({one.sources[0]})") for one in versions),
    ]
    lines = [visible(entry.title)]
    lines += [f"  {name:<10}  {visible(fact)}" for name, fact in facts if fact]
    for heading in document.headings:
        place = document.place(heading.start)
        at = place.part or f"line {place.line}"
        lines.append(f"  {at:<10}  {'  ' * (heading.level - 1)}{visible(heading.text)}")
    return lines


def checked(told: Sequence[tuple[Receipt | Damage, Sequence[Verdict]]]) -> list[str]:
    """Return what became of the quotes of receipts: some lines each, then how many are sound."""
    lines, counts = [], dict.fromkeys(_OUTCOMES, 0)
    for one, verdicts in told:
        if isinstance(one, Damage):
            lines.append(f"{visible(one.where)}: receipt damaged: {visible(one.why)}")
            counts["damaged"] += 1
            continue
        lines.append(f"“{shortened(one.question)}”, asked {visible(one.date)}")
        if not one.quotes:
            lines.append(f"  no quote to look for: {visible(one.silence)}")
        for number, verdict in enumerate(verdicts, 1):
            lines += _verified(number, verdict)
            behind = verdict.state is State.INTACT and not verdict.sound
            counts[_BEHIND if behind else verdict.state.value] += 1
    count = ", ".join(f"{count:,} {state}" for state, count in counts.items() if count)
    return [*lines, count] if count else lines


def _verified(number: int, verdict: Verdict) -> list[str]:
    cited, found = verdict.cited, verdict.found
    lines = [f"  [{number}] {verdict.state.value}: “{shortened(cited.text)}”"]
    if found is None:
        lines.append(f"      it was in {visible(f'{cited.title}, {cited.sources[0]}')}")
    else:
        at = where(found.document, found.document.place(found.start))
        at = visible(f"{at}, {found.document.source}")
        lines.append(
            {
                State.INTACT: f"      {at}",
                State.MOVED: f"      now in {at}",
                State.CHANGED: f"      nearest is “{shortened(found.text)}” in {at}",
                State.DELETED: f"      {at}",
            }[verdict.state]
        )
    if verdict.note:
        lines.append(f"      {visible(verdict.note)}")
    return lines


def receipt_json(one: Receipt | Damage, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Return what became of a receipt as plain values; keys are never renamed or dropped."""
    if isinstance(one, Damage):
        return {"question": None, "date": None, "damage": one.why, "quotes": []}
    quotes = [_verdict_json(verdict) for verdict in verdicts]
    return {"question": one.question, "date": one.date, "damage": None, "quotes": quotes}


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    found = verdict.found
    return {
        "state": verdict.state.value,
        "sound": verdict.sound,
        "text": verdict.cited.text,
        "found": found
        and {
            "document": found.document.id,
            "source": found.document.source,
            "start": found.start,
            "end": found.end,
            "text": found.text,
        },
        "note": verdict.note,
    }


def shown_json(entry: Entry, document: Document, versions: Iterable[Entry]) -> dict[str, Any]:
    """Return what is known of a document as plain values; keys are never renamed or dropped."""
    headings = [
        {
            "text": heading.text,
            "level": heading.level,
            "start": heading.start,
            "part": document.place(heading.start).page,
        }
        for heading in document.headings
    ]
    return {
        **entry_json(entry),
        "sha256": document.sha256,
        "parts": _parts(document),
        "headings": headings,
        "versions": [{"id": one.id, "sources": list(one.sources)} for one in versions],
    }
