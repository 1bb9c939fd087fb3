"""reStructuredText to text and headings; the text stays as it is written."""

import re
from collections.abc import Iterator

from index.documents import Heading
from index.formats.content import Content, one_line
from index.formats.dates import day
from index.formats.plain import decode

_LINE = re.compile(r"[^\r\n]*")
_LINE_END = re.compile(r"\r\n?|\n")
# A line of one mark, as stands under a title, and maybe above it.
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1*[ \t]*")
# An underline shorter than its title is one from this length on.
_SHORT_RULE = 4

# More of a title is not looked at for markup; `one_line` leaves less of it.
_MOST = 1000

# What else can stand above a line of marks: items of lists, directives, comments, fields.
_NO_TITLE = re.compile(r"\.\.( |$)|:[^:`]+:( |$)|__ |>>> |[+|]")
_DATE = re.compile(r"^:date:[ \t]*([^\r\n]+)", re.MULTILINE | re.IGNORECASE)

_ROLE = re.compile(r":[\w:.+-]+:(?=`)")
_TARGET = re.compile(r"`([^`<]+?)\s*<[^`>]+>`__?")
_MARKS = re.compile(
    r"``([^`]+)``|`([^`]+)`_{0,2}|\*\*([^*]+)\*\*|\*([^*]+)\*|\|([^|]+)\|_{0,2}|(?<=\w)__?(?!\w)"
)


def read_rst(content: bytes, name: str) -> Content:
    """Return the raw reStructuredText of a file with its headings."""
    text = decode(content, name)
    headings = tuple(_headings(text))
    title = next((heading.text for heading in headings if heading.level == 1), None)
    given = _DATE.search(text, 0, headings[1].start if len(headings) > 1 else len(text))
    return Content(text, title, headings=headings, date=day(given[1]) if given else "")


def _headings(text: str) -> Iterator[Heading]:
    """Yield the headings: a line of text over a rule, and maybe under one.

    Their level is the place of their rules among those of the document, in order of appearance.
    """
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    lines = [_LINE.match(text, start)[0] for start in starts]  # type: ignore[index]
    styles: list[tuple[str, bool]] = []
    used = -1
    for at in range(1, len(lines)):
        title, rule = lines[at - 1].rstrip(), _RULE.fullmatch(lines[at])
        if at - 1 <= used or rule is None or not title or _NO_TITLE.match(title):
            continue
        above = lines[at - 2] if at >= 2 and at - 2 > used else ""
        over = above.rstrip() == lines[at].rstrip()
        if not over and (above.strip() or title[0].isspace()):
            continue
        if _RULE.fullmatch(title) or not _is_long_enough(lines[at].rstrip(), title.strip()):
            continue
        style = (rule[1], over)
        if style not in styles:
            styles.append(style)
        said = _unmarked(title)
        if said:
            first = at - 2 if over else at - 1
            end = starts[at] + len(lines[at])
            yield Heading(starts[first], end, styles.index(style) + 1, said)
        used = at


def _is_long_enough(rule: str, title: str) -> bool:
    """Return whether a rule is as long as the title above it, or nearly so."""
    return len(rule) >= min(len(title), _SHORT_RULE)


def _unmarked(title: str) -> str:
    """Return a title on one line, without markup."""
    title = _TARGET.sub(r"`\1`", _ROLE.sub("", title[:_MOST]))
    return one_line(
        _MARKS.sub(lambda found: found[found.lastindex] if found.lastindex else "", title)
    )
