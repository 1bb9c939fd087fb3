"""Answers and documents as HTML: pure functions, read after `qa.answer` and before `ui.app`.

What comes from people or files goes through `escaped` and nothing else. Take the tags out of
what `marked` returns, decode the entities, and the stored text is there, character for
character: nothing is trimmed, joined or normalised on the way to the page. Two kinds of
character cannot stand in a page at all, U+0000 and lone surrogates; each is shown as one
U+FFFD, so that even then every offset stays true.

A citation is known by its turn and its number: `t3-q1` is the first quote of the third turn,
`t3-n2` the second of its nearest passages. `cited` finds it again.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import PurePath
from typing import Protocol

from index.documents import Document
from index.library import Hit
from qa.answer import Answer, Quote, Reason, Silence
from ui.notes import Note

# The longest text that is shown whole. The browser lays it out in well under a second.
WHOLE = 40_000

# How much of a longer text is shown before and behind the citation.
AROUND = 10_000

_KINDS = {
    "text/plain": "Text",
    "text/markdown": "Markdown",
    "text/html": "Web page",
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
}

_CONFIDENCE = (
    "How sure Quoth is that this quote answers the question: "
    "of 100 quotes shown with this number, about so many do."
)

_CLOSE = '<button type="button" class="close" data-close aria-label="Close the source">×</button>'

_UNSHOWABLE = re.compile("[\x00\ud800-\udfff]")
_CITATION = re.compile(r"t([1-9][0-9]{0,5})-([qn])([1-9][0-9]{0,5})")

Span = tuple[int, int]
"""Half-open range of offsets in a document's text."""


class Listed(Protocol):
    """What the header says about a document; `index.library.Library.documents` gives such."""

    @property
    def title(self) -> str:
        """The title the file gives itself, else its name."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Paths it was found under; never empty."""

    @property
    def media_type(self) -> str:
        """For example `text/markdown`."""

    @property
    def passages(self) -> int:
        """How many it was cut into."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A question that could not be asked as it stands.

    Attributes:
        question: What the person typed.
        message: One line: what was found, what to do.
    """

    question: str
    message: str


Turn = Answer | Trouble


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation points at.

    Attributes:
        document: Where it stands.
        start: Offset of its first character.
        end: Offset behind its last character.
        highlight: The short answer inside it, or None where there is no answer.
    """

    document: Document
    start: int
    end: int
    highlight: Span | None


def escaped(text: str) -> str:
    """Return HTML that shows exactly `text`, also inside an attribute.

    A carriage return is written as an entity, because a browser turns a plain one into a line
    feed (https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream).
    """
    return _UNSHOWABLE.sub("\ufffd", escape(text)).replace("\r", "&#13;")


def marked(
    text: str,
    marks: Iterable[tuple[int, int, str]],
    *,
    start: int = 0,
    end: int | None = None,
    pages: Sequence[int] = (),
) -> str:
    """Return `text[start:end]` with parts of it marked.

        >>> marked("a < b", [(0, 3, "quote"), (2, 3, "short")])
        '<mark class="quote">a </mark><mark class="quote short">&lt;</mark> b'

    Marks may overlap in any way: the text is cut wherever one begins or ends, so that the
    tags always nest.

    Args:
        text: Any text.
        marks: Start, end and name of each, as offsets in `text`; a part that lies outside of
            what is shown is left out. The name `heading` alone makes the letters bold.
        start: Offset of the first character shown.
        end: Offset behind the last, or None for the end of the text.
        pages: Offsets where pages start, each told by an empty tag.
    """
    end = len(text) if end is None else end
    inside = [(max(a, start), min(b, end), name) for a, b, name in marks]
    inside = [mark for mark in inside if mark[0] < mark[1]]
    numbers = {at: number for number, at in enumerate(pages, 1) if start <= at < end}
    cuts = sorted({start, end, *numbers, *(cut for mark in inside for cut in mark[:2])})
    html = []
    for first, last in pairwise(cuts):
        if first in numbers:
            html.append(f'<span class="page" data-page="{numbers[first]}"></span>')
        names = list(dict.fromkeys(name for a, b, name in inside if a <= first and last <= b))
        html.append(_wrapped(escaped(text[first:last]), names))
    return "".join(html)


def _wrapped(html: str, names: Sequence[str]) -> str:
    if not names:
        return html
    tag = "b" if list(names) == ["heading"] else "mark"
    return f'<{tag} class="{" ".join(names)}">{html}</{tag}>'


def header(listed: Sequence[Listed]) -> str:
    """Return the head of the page, with the list of documents folded away."""
    passages = sum(document.passages for document in listed)
    counts = f"{_count(len(listed), 'document')} · {_count(passages, 'passage')}"
    items = "".join(
        f'<li><bdi class="title">{escaped(document.title)}</bdi>'
        f'<span class="facts"><bdi>{escaped(PurePath(document.sources[0]).name)}</bdi>'
        f" · {_kind(document.media_type)} · {_count(document.passages, 'passage')}</span></li>"
        for document in listed
    )
    library = (
        f'<details class="library" id="quoth-library"><summary>{counts}</summary>'
        f'<ul aria-label="Documents">{items}</ul></details>'
        if listed
        else '<span class="library">No documents yet</span>'
    )
    return (
        '<header class="head"><h1>Quoth</h1>'
        "<p>Answers in your documents’ own words</p>"
        f'<div class="tools">{library}'
        '<button type="button" class="plain" data-renew>New conversation</button></div></header>'
    )


def composer() -> str:
    """Return the box a question is typed into."""
    return (
        '<form class="composer" autocomplete="off">'
        '<textarea id="quoth-question" rows="1" aria-label="Your question" enterkeyhint="send"'
        ' placeholder="Ask your documents a question"></textarea>'
        '<button type="submit" aria-label="Ask" title="Ask (Enter)">'
        '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 19V5M5 12l7-7 7 7"/></svg>'
        "</button></form>"
    )


def conversation(
    turns: Sequence[Turn],
    waiting: str | None = None,
    *,
    examples: Sequence[str] = (),
    thumbs: bool = False,
) -> str:
    """Return all turns, oldest first.

    Args:
        turns: What was asked so far.
        waiting: A question that is being read just now, shown behind the others.
        examples: Questions offered while nothing has been asked.
        thumbs: Whether people may say what they think of an answer.
    """
    if not turns and waiting is None:
        return _welcome(examples)
    articles = [_turn(turn, number, thumbs=thumbs) for number, turn in enumerate(turns, 1)]
    if waiting is not None:
        reading = '<p class="reading" role="status">reading<span aria-hidden="true">…</span></p>'
        articles.append(_article(len(turns) + 1, waiting, reading, kind=" waiting"))
    return f'<div class="turns">{"".join(articles)}</div>'


def source(
    document: Document,
    start: int,
    end: int,
    highlight: Span | None,
    *,
    identifier: str = "",
    choosing: bool = False,
) -> str:
    """Return the document round `document.text[start:end]`, with that range marked.

    Up to `WHOLE` characters the document is shown whole, else `AROUND` on either side.

    Args:
        document: Its characters are shown exactly as they are stored.
        start: Offset of the first character cited.
        end: Offset behind the last.
        highlight: The short answer. None says that the range is no answer; it is then marked in
            a neutral colour.
        identifier: The citation's, so that the page knows which one it shows.
        choosing: Whether people may say that this, or what they select in it, is the right quote.
    """
    text = document.text
    whole = len(text) <= WHOLE
    first = 0 if whole else max(0, start - AROUND)
    last = len(text) if whole else min(len(text), end + AROUND)
    marks = [(start, end, "passage" if highlight is None else "quote")]
    if highlight is not None:
        marks.append((*highlight, "short"))
    marks += [(heading.start, heading.end, "heading") for heading in document.headings]
    body = marked(text, marks, start=first, end=last, pages=document.pages)
    before = f'<p class="gap">… {_count(first, "character")} before this</p>' if first else ""
    rest = len(text) - last
    behind = f'<p class="gap">… {_count(rest, "character")} after this</p>' if rest else ""
    at = start if highlight is None else highlight[0]
    nothing = "" if highlight is not None else '<p class="note">Nearest passage, not an answer</p>'
    copied = f"{text[start:end]}\n— {document.title}, {_where(document, at)} ({document.name})"
    what = "passage" if highlight is None else "quote"
    choose = _choose(identifier, first, anything=highlight is not None) if choosing else ""
    return (
        f'<section class="source" data-shown="{escaped(identifier)}">'
        f'<div class="top"><h2 dir="auto">{escaped(document.title)}</h2>'
        f'{_CLOSE}<p class="facts">{_facts(document, at)}</p>{_also(document)}{nothing}'
        f'<button type="button" class="plain" data-copy="{escaped(copied)}">Copy {what}</button>'
        f"{choose}</div>"
        '<div class="text" tabindex="0" role="region" aria-label="Text of the document">'
        f'{before}<div class="exact" dir="auto">{body}</div>{behind}</div></section>'
    )


def nothing_open() -> str:
    """Return the panel while no source is open."""
    return '<p class="hint">Click a numbered chip to see the quote where it stands.</p>'


def notes(said: Mapping[int, Note]) -> str:
    """Return what was said of each turn, for the page's script to show where it belongs.

    Args:
        said: By the turn's number, from 1.
    """
    items = "".join(
        f'<li data-turn="{number}" data-verdict="{note.verdict or ""}"'
        f' data-chosen="{escaped(note.choice.citation) if note.choice else ""}"'
        f"{' data-trouble' if note.trouble else ''}>{escaped(_words(note))}</li>"
        for number, note in said.items()
    )
    return f"<ul hidden>{items}</ul>"


def gone() -> str:
    """Return the panel for a citation that is not in this conversation any more."""
    return (
        f'<div class="hint" data-shown="gone">{_CLOSE}<p>This conversation is no longer held here.'
        " Ask again to see the source.</p></div>"
    )


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
    turn, number = turns[int(match[1]) - 1], int(match[3])
    if isinstance(turn, Trouble):
        return None
    if match[2] == "q" and number <= len(turn.quotes):
        quote = turn.quotes[number - 1]
        short = (quote.highlight_start, quote.highlight_end)
        return Cited(quote.document, quote.start, quote.end, short)
    if match[2] == "n" and number <= len(turn.nearest):
        hit = turn.nearest[number - 1]
        return Cited(hit.document, hit.passage.start, hit.passage.end, None)
    return None


def _welcome(examples: Sequence[str]) -> str:
    buttons = "".join(
        f'<li><button type="button" data-ask="{escaped(example)}" dir="auto">'
        f"{escaped(example)}</button></li>"
        for example in examples
    )
    offered = f'<ul class="examples" aria-label="Example questions">{buttons}</ul>'
    return (
        '<div class="welcome"><h2>What do your documents say?</h2>'
        "<p>Every answer is a quote, with the place it comes from. "
        "Where the documents do not say, Quoth tells you so.</p>"
        f"{offered if examples else ''}</div>"
    )


def _words(note: Note) -> str:
    if note.trouble:
        return f"Not noted: {note.trouble}"
    if note.choice:
        return "Right quote noted"
    return "Noted for review" if note.verdict else ""


def _choose(identifier: str, first: int, *, anything: bool) -> str:
    # Without a short answer there is nothing to choose before something is selected.
    return (
        f'<button type="button" class="choose" data-choose="{escaped(identifier)}"'
        f' data-first="{first}" aria-pressed="false"{"" if anything else " hidden"}'
        ' title="Kept as a labelled question, for the evaluation">'
        '<span class="marked">This is the right quote</span>'
        '<span class="selected">The selection is the right quote</span>'
        '<span class="done">Right quote noted</span></button>'
    )


def _turn(turn: Turn, number: int, *, thumbs: bool) -> str:
    if isinstance(turn, Trouble):
        line = f'<p class="trouble" role="alert">{escaped(turn.message)}</p>'
        return _article(number, turn.question, line)
    asked = (
        f'<p class="asked">Searched as: <q dir="auto">{escaped(turn.asked)}</q></p>'
        if turn.asked != turn.question
        else ""
    )
    body = (
        _quotes(turn, number)
        if turn.silence is None
        else _silence(turn.silence, turn.nearest, number)
    )
    return _article(number, turn.question, f"{asked}{body}{_foot(turn, number, thumbs=thumbs)}")


def _article(number: int, question: str, body: str, *, kind: str = "") -> str:
    return (
        f'<article class="turn{kind}" id="t{number}">'
        f'<h2 class="question" dir="auto">{escaped(question)}</h2>{body}</article>'
    )


def _quotes(answer: Answer, turn: int) -> str:
    differ = '<p class="differ">These documents differ.</p>' if answer.differ else ""
    figures = "".join(
        _quote(quote, f"t{turn}-q{number}", number) for number, quote in enumerate(answer.quotes, 1)
    )
    if answer.settles:
        differ += '<p class="settles">Yes or no? Read the sentence that settles it.</p>'
    beside = " beside" if answer.differ and len(answer.quotes) > 1 else ""
    return f'{differ}<div class="quotes{beside}">{figures}</div>'


def _quote(quote: Quote, identifier: str, number: int) -> str:
    short = (quote.highlight_start - quote.start, quote.highlight_end - quote.start, "short")
    chip = _chip(identifier, quote.document, quote.highlight_start, str(number), "Source")
    return (
        f'<figure class="quote" data-cite="{identifier}">'
        f'<blockquote dir="auto">{marked(quote.text, [short])}</blockquote>'
        f"<figcaption>{chip}"
        f'<span class="confidence" title="{_CONFIDENCE}">{_percent(quote.confidence)}</span>'
        "</figcaption></figure>"
    )


def _silence(silence: Silence, nearest: Sequence[Hit], turn: int) -> str:
    words = "".join(f"<li><bdi>{escaped(word)}</bdi></li>" for word in silence.unknown_words)
    unknown = (
        f'<div class="unknown"><span>occurs nowhere:</span><ul>{words}</ul></div>' if words else ""
    )
    items = "".join(
        f'<li data-cite="t{turn}-n{number}"><p dir="auto">{escaped(hit.text)}</p>'
        f"{_chip(f't{turn}-n{number}', hit.document, hit.passage.start, '¶', 'Passage')}</li>"
        for number, hit in enumerate(nearest, 1)
    )
    near = (
        f'<details class="nearest" id="t{turn}-nearest">'
        f"<summary>Nearest passages (not an answer)</summary><ol>{items}</ol></details>"
        if items
        else ""
    )
    return (
        f'<div class="silence"><p class="kind">No answer</p>'
        f'<p class="message">{escaped(silence.message)}</p>{unknown}{near}</div>'
    )


def _chip(identifier: str, document: Document, offset: int, sign: str, what: str) -> str:
    where = _where(document, offset)
    full = escaped(f"{document.title} · {where}")
    number = f" {sign}" if sign.isdigit() else ""
    return (
        f'<button type="button" class="chip" data-cite="{identifier}" title="{full}"'
        f' aria-label="{what}{number}: {full}" aria-controls="quoth-panel">'
        f'<span class="number">{sign}</span><bdi class="title">{escaped(document.title)}</bdi>'
        f'<bdi class="where">{escaped(where)}</bdi></button>'
    )


# Drawn in a square of 24: a fist with its thumb up; turned about, the thumb is down.
_THUMB = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 11v9H4a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z'
    "M7 11l4-8a2.5 2.5 0 0 1 2.5 2.5V9h5.2a2 2 0 0 1 2 2.3l-1.2 7a2 2 0 0 1-2 1.7H7"
    '"/></svg>'
)


def _foot(answer: Answer, turn: int, *, thumbs: bool) -> str:
    """Return the line under an answer: the time it took, and two thumbs."""
    seconds = _seconds(answer)
    empty = answer.silence is not None and answer.silence.reason is Reason.EMPTY_LIBRARY
    if not thumbs or empty:
        return seconds
    if answer.silence is None:
        up, down = "Right: this answers the question", "Wrong: this does not answer it"
    else:
        up, down = "Right: they do not say", "Wrong: they do say"
    buttons = "".join(
        f'<button type="button" class="thumb {verdict}" data-verdict="{verdict}"'
        f' data-turn="{turn}" aria-pressed="false" aria-label="{name}" title="{name}">'
        f"{_THUMB}</button>"
        for verdict, name in (("up", up), ("down", down))
    )
    return (
        f'<div class="foot">{seconds}<span class="noted" role="status"></span>'
        f'<div class="thumbs">{buttons}</div></div>'
    )


def _seconds(answer: Answer) -> str:
    seconds = answer.seconds
    parts = f"search {seconds.search:.2f} s, reading {seconds.read:.2f} s"
    return f'<p class="seconds" title="{parts}">{seconds.total:.2f} s</p>'


def _where(document: Document, offset: int) -> str:
    """Return the shortest name of a place: its page, else its heading, else its line."""
    place = document.place(offset)
    if place.part:
        return place.part
    if place.heading and place.heading[-1] != document.title:
        return place.heading[-1]
    return f"line {place.line}"


def _facts(document: Document, offset: int) -> str:
    place = document.place(offset)
    path = [heading for heading in place.heading if heading != document.title]
    parts = [
        place.part,
        " › ".join(f"<bdi>{escaped(heading)}</bdi>" for heading in path),
        f"line {place.line}",
        f'<bdi title="{escaped(document.source)}">{escaped(document.name)}</bdi>',
    ]
    return " · ".join(part for part in parts if part)


def _also(document: Document) -> str:
    if len(document.sources) == 1:
        return ""
    # A second path often has the same name in another folder, so the folder is named too.
    others = ", ".join(
        f'<bdi title="{escaped(path)}">{escaped("/".join(PurePath(path).parts[-2:]))}</bdi>'
        for path in document.sources[1:]
    )
    return f'<p class="facts also">also in {others}</p>'


def _percent(confidence: float) -> str:
    # Nothing is certain: 0.996 must not read as "100 %".
    percent = round(100 * confidence)
    words = "over 99 %" if percent > 99 else f"{percent} %"
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _kind(media_type: str) -> str:
    return _KINDS.get(media_type) or escaped(media_type)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
