"""Org to text and headings; the text stays as it is written.

    #+title: The boat
    * TODO Rent a berth :spring:
    | Berth | Fee |

See https://orgmode.org/worg/org-syntax.html.
"""

import re
from collections.abc import Iterator

from index.documents import Heading
from index.formats.content import Content, one_line, unfolded
from index.formats.dates import day
from index.formats.plain import decode

# Stars at the very start of a line make a heading, also within blocks of code.
_HEADING = re.compile(r"^(\*+)[ \t]++(\S[^\r\n]*)", re.MULTILINE)
_SAID = r"^#\+{key}:[ \t]*(\S[^\r\n]*)"
# As programs and people write them: "<2024-05-01 Wed 10:30>".
_STAMP = re.compile(r"[<\[]?([^>\]]*)")

# What stands before a title, and the tags and counts behind it.
_STATE = re.compile(r"(?:(?:TODO|DONE|COMMENT)\s+)?(?:\[#\w+\]\s*)?")
_TAGS = re.compile(r" :[\w@#%:]+:$| ?\[\d*(?:/\d*|%)\](?= |$)")
_LINK = re.compile(r"\[\[([^\[\]]+)\](?:\[([^\[\]]+)\])?\]")


def read_org(content: bytes, name: str) -> Content:
    """Return the raw Org of a file with its headings."""
    text = decode(content, name)
    headings = tuple(_headings(text))
    first = next((heading.text for heading in headings if heading.level == 1), None)
    given = _STAMP.match(_said(text, "date"))
    return Content(
        text,
        one_line(_said(text, "title")) or first,
        headings=headings,
        date=day(given[1]) if given else "",
    )


def _headings(text: str) -> Iterator[Heading]:
    """Yield the headings that say something."""
    for found in _HEADING.finditer(text):
        said = _unmarked(found[2])
        if said:
            end = found.start() + len(found[0].rstrip())
            yield Heading(found.start(), end, len(found[1]), said)


def _said(text: str, key: str) -> str:
    """Return what the file says of itself under a key; maybe nothing."""
    found = re.search(_SAID.format(key=key), text, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""


def _unmarked(title: str) -> str:
    """Return a title on one line, without its state, tags and links."""
    said = _TAGS.sub("", _STATE.sub("", unfolded(title), count=1))
    return one_line(_LINK.sub(lambda link: link[2] or link[1], said))
