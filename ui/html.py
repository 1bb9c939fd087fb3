"""Text as HTML, character for character: pure functions, read first of those that draw the page.

What comes from people or files goes through `escaped` and nothing else. Take the tags out of
what `marked` returns, decode the entities, and the stored text is there, character for
character: nothing is trimmed, joined or normalised on the way to the page. Two kinds of
character cannot stand in a page at all, U+0000 and lone surrogates; each is shown as one
U+FFFD, so that even then every offset stays true.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

_UNSHOWABLE = re.compile("[\x00\ud800-\udfff]")

Span = tuple[int, int]
"""Half-open range of offsets in a document's text."""


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
    parts: Sequence[tuple[int, str]] = (),
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
        parts: Offsets where pages or slides start, with their names, each told by an empty tag.
    """
    end = len(text) if end is None else end
    inside = [(max(a, start), min(b, end), name) for a, b, name in marks]
    inside = [mark for mark in inside if mark[0] < mark[1]]
    names_at = {at: name for at, name in parts if start <= at < end}
    cuts = sorted({start, end, *names_at, *(cut for mark in inside for cut in mark[:2])})
    html = []
    for first, last in pairwise(cuts):
        if first in names_at:
            html.append(f'<span class="page" data-part="{escaped(names_at[first])}"></span>')
        names = list(dict.fromkeys(name for a, b, name in inside if a <= first and last <= b))
        html.append(_wrapped(escaped(text[first:last]), names))
    return "".join(html)


def counted(number: int, noun: str) -> str:
    """Return a number with what it counts: "1 passage", "1,200 passages"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def button(label: str, *, classes: str = "plain", spoken: str = "", **data: str) -> str:
    """Return a button the page's script listens to.

    Args:
        label: Its words.
        classes: Its looks.
        spoken: What those hear who do not see what stands beside it; empty for its words.
        data: Its `data-` attributes, by name; an empty one is written without a value.
    """
    said = "".join(
        f' data-{name}="{escaped(value)}"' if value else f" data-{name}"
        for name, value in data.items()
    )
    if spoken:
        said += f' aria-label="{escaped(spoken)}"'
    return f'<button type="button" class="{classes}"{said}>{escaped(label)}</button>'


def _wrapped(html: str, names: Sequence[str]) -> str:
    if not names:
        return html
    tag = "b" if list(names) == ["heading"] else "mark"
    return f'<{tag} class="{" ".join(names)}">{html}</{tag}>'
