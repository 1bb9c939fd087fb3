"""Markdown to text and headings; the text stays the raw Markdown."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from index.documents import Heading
from index.formats.content import Content, one_line
from index.formats.dates import day
from index.formats.plain import decode

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Front matter is no Markdown, and its last line `---` would make a heading of the line above.
# The key demanded on the first line tells it from a text that opens with a rule.
_FRONT = re.compile(
    r"---[ \t]*(?:\r\n?|\n)(?=[\w-]+[ \t]*:)(.*?(?:\r\n?|\n))(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)",
    re.DOTALL,
)
_SAID = r"^{key}[ \t]*:[ \t]*(\S[^\r\n]*)"

# Where markdown-it ends a line; `str.splitlines` knows more ends and would miscount.
_LINE_END = re.compile(r"\r\n?|\n")


def read_markdown(content: bytes, name: str) -> Content:
    """Return the raw Markdown of a file with its headings."""
    text = decode(content, name)
    front = _FRONT.match(text)
    headings = tuple(_headings(text, front.end() if front else 0))
    title = _said(front, "title") or _first_title(headings)
    return Content(text, title, headings=headings, date=day(_said(front, "date")))


def _headings(text: str, begin: int) -> Iterator[Heading]:
    """Yield the headings of `text` from `begin` on that stand in no list and no quotation."""
    from markdown_it import MarkdownIt  # slow to import

    # Only the inside of headings is parsed for markup: the rest of the text needs none, and
    # costs most of the time.
    parser = MarkdownIt("commonmark").disable("inline")
    references: dict[str, object] = {}
    tokens = parser.parse(text[begin:], references)
    starts, ends = [begin], []
    for match in _LINE_END.finditer(text, begin):
        ends.append(match.start())
        starts.append(match.end())
    ends.append(len(text))
    for opening, inside in pairwise(tokens):
        if opening.type != "heading_open" or opening.level or opening.map is None:
            continue
        first, behind = opening.map
        if behind - first > 2:
            # A paragraph with a rule right below it, which only the grammar takes for a heading.
            continue
        said = _unmarked(parser, inside.content, references)
        if said:
            yield Heading(starts[first], ends[behind - 1], int(opening.tag[1]), said)


def _unmarked(parser: "MarkdownIt", content: str, references: dict[str, object]) -> str:
    """Return a heading's `content` on one line, without markup."""
    tokens: list[Token] = []
    parser.inline.parse(content, parser, references, tokens)
    return one_line(
        "".join(
            " " if token.type in {"softbreak", "hardbreak"} else token.content
            for token in tokens
            if token.type != "html_inline"
        )
    )


def _said(front: re.Match[str] | None, key: str) -> str | None:
    """Return what the front matter gives for a key, or None."""
    found = front and re.search(_SAID.format(key=key), front[1], re.MULTILINE | re.IGNORECASE)
    if not found:
        return None
    value = found[1].strip()
    if value[0] in "\"'":
        return one_line(value[1:].partition(value[0])[0]) or None
    # A block scalar or an alias is not worth a YAML parser.
    return None if value[0] in "|>&*[{" else one_line(value.partition(" #")[0]) or None


def _first_title(headings: tuple[Heading, ...]) -> str | None:
    """Return the first heading of the outermost level, or None."""
    return next((heading.text for heading in headings if heading.level == 1), None)
