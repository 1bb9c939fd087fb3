"""The document beside the conversation, with the quote in its place; pure, after `ui.answers`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.documents import Document, part
from qa.answer import Answer
from qa.verbatim import Stretch, find
from ui.chats import Turn
from ui.elsewhere import MOST, Dated, dated, elsewhere, linked
from ui.html import Span, counted, escaped, marked
from ui.places import also, cited_as, facts

# The longest text that is shown whole. The browser lays it out in well under a second.
WHOLE = 40_000

# How much of a longer text is shown before and behind the citation, and how much "show more" adds.
AROUND = 10_000
MORE = 40_000

# The third quote of a turn is `t2-q3`; the first other document that says the same is `t2-q3-1`.
_CITATION = re.compile(r"t([1-9][0-9]{0,5})-([qn])([1-9][0-9]{0,5})(?:-([1-9]))?")

_CLOSE = '<button type="button" class="close" data-close aria-label="Close the source">×</button>'


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation points at.

    Attributes:
        document: Where it stands.
        start: Offset of its first character.
        end: Offset behind its last character.
        highlight: The short answer inside it, or None where there is no answer.
        beside: The citations of the same answer in the same document, this one among them, in the
            order of the text, each with its range.
        also: The citations of the same words in other documents, each with its document.
    """

    document: Document
    start: int
    end: int
    highlight: Span | None
    beside: tuple[tuple[str, int, int], ...] = ()
    also: tuple[tuple[str, Document], ...] = ()


def turn_of(identifier: str) -> int:
    """Return the number of the turn a citation that `cited` knows belongs to, from 1."""
    return int(identifier[1 : identifier.index("-")])


def cited(turns: Sequence[Turn], identifier: str) -> Cited | None:
    """Return what a citation's identifier points at, or None where there is no such citation.

    Args:
        turns: The turns the page shows.
        identifier: From the page, so it may be anything.
    """
    match = _CITATION.fullmatch(identifier)
    if match is None or int(match[1]) > len(turns):
        return None
    turn = turns[int(match[1]) - 1]
    if not isinstance(turn, Answer):
        return None
    marks: list[tuple[Document, int, int, Span | None]]
    if match[2] == "q":
        marks = [
            (q.document, q.start, q.end, (q.highlight_start, q.highlight_end)) for q in turn.quotes
        ]
    else:
        marks = [(h.document, h.passage.start, h.passage.end, None) for h in turn.nearest]
    if int(match[3]) > len(marks):
        return None
    document, start, end, highlight = marks[int(match[3]) - 1]
    beside = [
        (f"t{match[1]}-{match[2]}{number}", first, last)
        for number, (other, first, last, _) in enumerate(marks, 1)
        if other.id == document.id
    ]
    beside.sort(key=lambda each: each[1:])
    name = f"t{match[1]}-{match[2]}{match[3]}"
    same = elsewhere(turn, document, start, end)
    also = [(name, document), *((f"{name}-{n}", one.document) for n, one in enumerate(same, 1))]
    if match[4] is not None:
        if int(match[4]) > len(same):
            return None
        short = None if highlight is None else document.text[slice(*highlight)]
        found = _said(same[int(match[4]) - 1], short)
        beside = [(identifier, found.start, found.end)]
    else:
        found = Cited(document, start, end, highlight)
    others = tuple(one for one in also if one[0] != identifier)
    return replace(found, beside=tuple(beside), also=others)


def _said(place: Stretch, short: str | None) -> Cited:
    """Return what a citation of the same words in another document points at."""
    marks = find(short or "", place.document, start=place.start, end=place.end)
    highlight = (marks[0].start, marks[0].end) if marks else None
    return Cited(place.document, place.start, place.end, highlight)


def source(
    shown: Cited,
    *,
    identifier: str = "",
    choosing: bool = False,
    original: str = "",
    versions: Sequence[Dated] = (),
    window: tuple[object, object] = (None, None),
    moment: int = 0,
) -> str:
    """Return a document with the cited range marked.

    Up to `WHOLE` characters the document is shown whole, else `AROUND` on either side.

    Args:
        shown: What is cited. Without a short answer the range is no answer, and is marked in a
            neutral colour. The document's characters are shown exactly as they are stored.
        identifier: The citation's, so that the page knows which one it shows.
        choosing: Whether people may say that this, or what they select in it, is the right quote.
        original: Where the file itself can be had, if it can.
        versions: Documents that are nearly the same.
        window: How far the text is to be shown at least, from the page, so it may be anything.
        moment: Any number that tells this drawing from the one before, so that the page hears of
            it also where the same source is opened again.
    """
    document, start, highlight = shown.document, shown.start, shown.highlight
    first, last = _window(shown, window)
    at = start if highlight is None else highlight[0]
    copied = f"{document.text[start : shown.end]}\n— {cited_as(document, at)}"
    nothing = "" if highlight is not None else '<p class="note">Nearest passage, not an answer</p>'
    what = "passage" if highlight is None else "quote"
    choose = choose_button(identifier, first, anything=highlight is not None) if choosing else ""
    return (
        f'<section class="source" data-shown="{escaped(identifier)}" data-moment="{moment}">'
        f'<div class="top"><h2 dir="auto">{escaped(document.title)}</h2>'
        f'{_CLOSE}<p class="facts">{facts(document, at)}</p>{also(document)}'
        f"{_others(shown, versions)}{nothing}"
        f'<div class="deeds">'
        f'<button type="button" class="plain" data-copy="{escaped(copied)}">Copy {what}</button>'
        f"{_original(document, at, original)}{_steps(shown, identifier, what)}{choose}</div></div>"
        '<div class="text" tabindex="0" role="region" aria-label="Text of the document">'
        f"{_gap('before', first, identifier, first, last)}"
        f'<div class="exact" dir="auto">{_body(shown, first, last)}</div>'
        f"{_gap('after', len(document.text) - last, identifier, first, last)}</div></section>"
    )


def _others(shown: Cited, versions: Sequence[Dated]) -> str:
    """Return what other documents say the same, and which are nearly the same."""
    told = {shown.document.id, *(document.id for _, document in shown.also)}
    rest = [one for one in versions if one.id not in told]
    lines = []
    if shown.also:
        lines.append(f"also in {linked(shown.also, shown.document.title)}")
    if rest:
        lines.append(f"nearly the same: {dated(rest[:MOST], shown.document.title)}")
    return "".join(f'<p class="facts also">{line}</p>' for line in lines)


def nothing_open() -> str:
    """Return the panel while no source is open."""
    return '<p class="hint">Click a quote to see it here, where it stands in its document.</p>'


def gone(moment: int = 0) -> str:
    """Return the panel for a citation that is not in this conversation any more.

    Args:
        moment: Any number that tells this drawing from the one before.
    """
    return (
        f'<div class="hint" data-shown="gone" data-moment="{moment}">{_CLOSE}'
        "<p>This conversation is no longer held here. Ask again to see the source.</p></div>"
    )


def _window(shown: Cited, wished: tuple[object, object]) -> Span:
    length = len(shown.document.text)
    if length <= WHOLE:
        return 0, length
    first, last = max(0, shown.start - AROUND), min(length, shown.end + AROUND)
    if type(wished[0]) is int:
        first = min(first, max(0, wished[0]))
    if type(wished[1]) is int:
        last = max(last, min(length, wished[1]))
    return first, last


def _body(shown: Cited, first: int, last: int) -> str:
    document, highlight = shown.document, shown.highlight
    marks = [(shown.start, shown.end, "passage" if highlight is None else "quote")]
    if highlight is not None:
        marks.append((*highlight, "short"))
    marks += [
        (start, end, "other")
        for _, start, end in shown.beside
        if (start, end) != (shown.start, shown.end)
    ]
    marks += [(heading.start, heading.end, "heading") for heading in document.headings]
    numbers = document.numbers or range(1, len(document.pages) + 1)
    parts = [
        (at, part(document.unit, number))
        for at, number in zip(document.pages, numbers, strict=False)
    ]
    return marked(document.text, marks, start=first, end=last, parts=parts)


def _original(document: Document, at: int, address: str) -> str:
    if not address:
        return ""
    page = document.place(at).page
    if document.media_type == "application/pdf" and page is not None:
        address += f"#page={page}"
    return (
        f'<a class="plain" href="{escaped(address)}" target="_blank" rel="noopener noreferrer">'
        "Open the original</a>"
    )


def _steps(shown: Cited, identifier: str, what: str) -> str:
    """Return the buttons to the quotes before and behind this one, where there are several."""
    names = [name for name, _, _ in shown.beside]
    if len(names) < 2 or identifier not in names:
        return ""
    at = names.index(identifier)
    # At an end the step goes round, so that neither button ever loses the focus it has.
    return (
        '<span class="steps">'
        f'<button type="button" class="plain" data-cite="{names[at - 1]}"'
        f' aria-label="Previous {what} in this document">↑</button>'
        f"<span>{at + 1} of {len(names)}</span>"
        f'<button type="button" class="plain" data-cite="{names[(at + 1) % len(names)]}"'
        f' aria-label="Next {what} in this document">↓</button></span>'
    )


def _gap(side: str, missing: int, identifier: str, first: int, last: int) -> str:
    if not missing:
        return ""
    wish = (
        f'data-first="{first - MORE}" data-last="{last}"'
        if side == "before"
        else f'data-first="{first}" data-last="{last + MORE}"'
    )
    return (
        f'<p class="gap">… {counted(missing, "character")} {side} this '
        f'<button type="button" class="link" data-more="{escaped(identifier)}" data-side="{side}"'
        f" {wish}>Show more</button></p>"
    )


def choose_button(identifier: str, first: int, *, anything: bool) -> str:
    """Return the button that says that a quote, or what is selected, is the right one.

    Args:
        identifier: The citation's.
        first: Offset of the first character of the text that is shown.
        anything: Whether there is a quote to choose before something is selected.
    """
    return (
        f'<button type="button" class="choose" data-choose="{escaped(identifier)}"'
        f' data-first="{first}" aria-pressed="false"{"" if anything else " hidden"}'
        ' title="Kept as a labelled question, for the evaluation">'
        '<span class="marked">This is the right quote</span>'
        '<span class="selected">The selection is the right quote</span>'
        '<span class="done">Right quote noted</span></button>'
    )
