"""One answer as HTML: the short answer, its quotes, or the silence; pure, read after `ui.places`.

A citation is known by its turn and its number: `t3-q1` is the first quote of the third turn,
`t3-n2` the second of its nearest passages. `ui.sources.cited` finds it again.
"""

from collections.abc import Sequence

from index.documents import Document
from index.library import Hit
from qa.answer import Answer, Quote, Reason, Silence, below_heading
from qa.lists import is_table, of_lines
from qa.sentences import CELL_GAP
from ui.elsewhere import elsewhere, linked
from ui.export import copied
from ui.grid import columns, grid, headed
from ui.html import button, counted, escaped, marked
from ui.lines import is_code, paragraphs
from ui.places import day, percent, sureness, where
from ui.short import large

# The nearest passages stand open below a refusal if they are together no longer than this, in
# characters; else they are folded away.
_OPEN = 1500

# How many of the places that are read are named while a question waits.
_NAMED = 4

_CONFIDENCE = (
    "how sure Quoth is that this quote answers the question: "
    "of 100 quotes shown with this number, about so many do."
)

_SEARCHED = (Reason.NOTHING_NEAR, Reason.NO_SPAN, Reason.UNSURE)


def answered(answer: Answer, turn: int, *, thumbs: bool) -> str:
    """Return what stands below a question once it has been answered.

    Args:
        answer: Quotes or a silence.
        turn: Its number in the conversation, from 1.
        thumbs: Whether people may say what they think of it.
    """
    body = (
        _quotes(answer, turn) if answer.silence is None else _silence(answer, answer.silence, turn)
    )
    asked = _asked(answer) if answer.silence is None else ""
    return f"{asked}{body}{_foot(answer, turn, thumbs=thumbs)}"


def reading(hits: Sequence[Hit]) -> str:
    """Return what stands below a question while it is being read.

    Args:
        hits: The places that were found, best first; empty while they are looked for.
    """
    said = "reading" if hits else "looking"
    waiting = f'<p class="reading" role="status">{said}<span aria-hidden="true">…</span></p>'
    if not hits:
        return waiting
    documents = len({hit.document.id for hit in hits})
    found = f"{counted(len(hits), 'passage')} in {counted(documents, 'document')}"
    items = "".join(
        f'<li class="chip"><bdi class="title">{escaped(hit.document.title)}</bdi>'
        f'<bdi class="where">{escaped(where(hit.document, hit.passage.start))}</bdi></li>'
        for hit in hits[:_NAMED]
    )
    return f'{waiting}<div class="found"><p>{found}</p><ul>{items}</ul></div>'


def adding() -> str:
    """Return how the first documents are added; shown only to who can, while there are none."""
    choose = button("choose them", classes="link", view="documents")
    return f'<p class="first">To add some, drop files anywhere on this page, or {choose}.</p>'


def chip(identifier: str, document: Document, offset: int, sign: str, what: str) -> str:
    """Return the button that leads to a source."""
    place = where(document, offset)
    full = escaped(f"{document.title} · {place}")
    number = f" {sign}" if sign.isdigit() else ""
    return (
        f'<button type="button" class="chip" data-cite="{identifier}" title="{full}"'
        f' aria-label="{what}{number}: {full}" aria-controls="quoth-panel">'
        f'<span class="number">{sign}</span><bdi class="title">{escaped(document.title)}</bdi>'
        f'<bdi class="where">{escaped(place)}</bdi></button>'
    )


def confidence(value: float) -> str:
    """Return a confidence in words, with the number behind it."""
    number = percent(value)
    word = sureness(value)
    return (
        f'<span class="confidence {word}" title="{number}: {_CONFIDENCE}">{word}'
        f'<span class="aside"> ({number})</span></span>'
    )


def _asked(answer: Answer) -> str:
    if not _differs(answer):
        return ""
    return f'<p class="asked">Searched as: {_searched(answer)}</p>'


def _searched(answer: Answer) -> str:
    """Return the question as it was searched, to be edited."""
    edit = button("Edit", classes="link", edit=answer.asked)
    return f'<q dir="auto">{escaped(answer.asked)}</q> {edit}'


def _differs(answer: Answer) -> bool:
    return answer.asked != " ".join(answer.question.split())


def _quotes(answer: Answer, turn: int) -> str:
    figures = "".join(
        _quote(answer, quote, f"t{turn}-q{number}", number)
        for number, quote in enumerate(answer.quotes, 1)
    )
    above = ""
    if answer.differ:
        above = '<p class="differ">These documents differ.</p>'
    elif not answer.settles:
        above = large(answer.quotes)
    if answer.settles:
        above += '<p class="settles">Yes or no? Read the sentence that settles it.</p>'
    beside = " beside" if answer.differ and len(answer.quotes) > 1 else ""
    return f'{above}<div class="quotes{beside}">{figures}</div>'


def _also(answer: Answer, document: Document, start: int, end: int, identifier: str) -> str:
    """Return which other documents say the same, with all their dates; empty where none does."""
    found = elsewhere(answer, document, start, end)
    named = [(f"{identifier}-{number}", one.document) for number, one in enumerate(found, 1)]
    own = f"dated {day(document.date)}, " if document.date else ""
    others = linked(named, document.title)
    return f'<p class="facts also">{own}also in {others}</p>' if named else ""


def _quote(answer: Answer, quote: Quote, identifier: str, number: int) -> str:
    differ = answer.differ and len({each.document.id for each in answer.quotes}) > 1
    short = (quote.highlight_start - quote.start, quote.highlight_end - quote.start, "short")
    # A list that is quoted whole is all answer.
    lines = of_lines(quote.text)
    shape = ' class="lines"' if lines or CELL_GAP.search(quote.text) else ""
    if is_code(quote.text):
        shape = ' class="lines code"'
    whole = lines and quote.highlight == quote.text
    if whole and is_table(quote.text):
        shape, shown = ' class="table"', grid(quote.text, columns(quote.document, quote.start))
    elif cells := headed(quote.document, quote.start, quote.end, [] if whole else [short]):
        shape, shown = ' class="cells"', cells
    else:
        shown = marked(quote.text, [] if whole else [short])
    lead = ""
    if differ:
        said = f"Dated {day(quote.document.date)}" if quote.document.date else "No date given"
        lead = f'{large([quote])}<p class="dated">{said}</p>'
    return (
        f'<figure class="quote" data-cite="{identifier}">{lead}'
        f'<blockquote dir="auto"{shape}>{shown}</blockquote>'
        f"<figcaption>"
        f"{chip(identifier, quote.document, quote.highlight_start, str(number), 'Source')}"
        f"{confidence(quote.confidence)}</figcaption>"
        f"{_also(answer, quote.document, quote.start, quote.end, identifier)}</figure>"
    )


def _silence(answer: Answer, silence: Silence, turn: int) -> str:
    looked = ""
    if silence.reason in _SEARCHED and _differs(answer):
        looked = f'<p class="looked">Looked for {_searched(answer)}</p>'
    # Most messages name them.
    unnamed = [word for word in silence.unknown_words if f"“{word}”" not in silence.message]
    words = "".join(f"<li><bdi>{escaped(word)}</bdi></li>" for word in unnamed)
    unknown = (
        f'<div class="unknown"><span>Occurs nowhere:</span><ul>{words}</ul></div>' if words else ""
    )
    first = adding() if silence.reason is Reason.EMPTY_LIBRARY else ""
    # Where nothing was asked, no answer is owed.
    owed = silence.reason is not Reason.NO_QUESTION
    kind = '<p class="kind">No answer</p>' if owed else ""
    return (
        f'<div class="silence">{kind}'
        f'<p class="message">{escaped(silence.message)}</p>{looked}{unknown}'
        f"{_nearest(answer, turn)}{first}</div>"
    )


def _nearest(answer: Answer, turn: int) -> str:
    nearest = answer.nearest
    if not nearest:
        return ""
    items = "".join(
        f'<li data-cite="t{turn}-n{number}"><p dir="auto">{escaped(_near(answer, hit))}</p>'
        f"{chip(f't{turn}-n{number}', hit.document, hit.passage.start, '¶', 'Passage')}"
        f"{_also(answer, hit.document, hit.passage.start, hit.passage.end, f't{turn}-n{number}')}"
        "</li>"
        for number, hit in enumerate(nearest, 1)
    )
    opened = " open" if sum(len(hit.text) for hit in nearest) <= _OPEN else ""
    return (
        f'<details class="nearest" id="t{turn}-nearest"{opened}>'
        f"<summary>Nearest passages (not an answer)</summary><ol>{items}</ol></details>"
    )


def _near(answer: Answer, hit: Hit) -> str:
    """Return a passage from what is nearest on: few lines of it are seen at first."""
    near = answer.near(hit)
    whole = below_heading(hit) or hit.text
    return f"{'… ' if len(near) < len(whole) else ''}{paragraphs(near)}"


# Drawn in a square of 24: a fist with its thumb up; turned about, the thumb is down.
_THUMB = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 11v9H4a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z'
    "M7 11l4-8a2.5 2.5 0 0 1 2.5 2.5V9h5.2a2 2 0 0 1 2 2.3l-1.2 7a2 2 0 0 1-2 1.7H7"
    '"/></svg>'
)


def _foot(answer: Answer, turn: int, *, thumbs: bool) -> str:
    """Return the line under an answer: the time it took, what can be done with it, two thumbs."""
    text = copied(answer)
    keep = (
        button("Copy", classes="link", copy=text)
        + button("Save as note", classes="link", keep=text, about=answer.question)
        if answer.quotes
        else ""
    )
    empty = answer.silence is not None and answer.silence.reason is Reason.EMPTY_LIBRARY
    judged = _thumbs(answer, turn) if thumbs and not empty else ""
    return (
        f'<div class="foot">{_seconds(answer)}{keep}<span class="noted" role="status"></span>'
        f"{judged}</div>"
    )


def _thumbs(answer: Answer, turn: int) -> str:
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
    return f'<div class="thumbs">{buttons}</div>'


def _seconds(answer: Answer) -> str:
    seconds = answer.seconds
    if not seconds.total:
        # It was kept, not asked.
        return ""
    parts = f"search {seconds.search:.2f} s, reading {seconds.read:.2f} s"
    return f'<p class="seconds" title="{parts}">{seconds.total:.2f} s</p>'
