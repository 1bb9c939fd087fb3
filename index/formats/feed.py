"""News feeds (RSS, Atom) to the text of their entries."""

import codecs
import html
import re
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.content import Content, Writer, is_blank, one_line, without_junk
from index.formats.dates import day
from index.formats.rows import shown
from index.formats.titles import write_content, write_heading
from index.formats.trees import local, tree
from index.formats.web import read_html

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RSS = "rss"
_FEEDS = frozenset([_RSS, "feed", "RDF"])
_ENTRIES = frozenset(["item", "entry"])
# The first that says something counts.
_BODIES = ("encoded", "content", "description", "summary")
_TAG = re.compile(r"<[^>]*>")
# How words of a title look; other tags may be what it is about.
_LOOK = re.compile(
    r"</?(?:a|b|br|cite|code|em|i|mark|q|small|span|strong|su[bp]|u|wbr)\b[^<>]*>", re.IGNORECASE
)
_ATOM = "{http://www.w3.org/2005/Atom}"
_DATES = ("updated", "modified", "pubDate", "published", "date", "lastBuildDate")


def read_feed(content: bytes, name: str) -> Content:
    """Return the entries of a feed, each under its title.

    Raises:
        UnreadableFile: It is other XML, damaged, or says nothing.
    """
    root = tree(content.lstrip(), name)
    if local(root) not in _FEEDS:
        raise UnreadableFile(
            f"{name} is no RSS or Atom feed (it begins with <{local(root)}>). Rename it if it is "
            "other XML (.xml)"
        )
    return read_entries(root, name)


def is_feed(root: "Element") -> bool:
    """Return whether XML with this outermost element is a feed: RSS, or another with entries."""
    return local(root) == _RSS or (
        local(root) in _FEEDS and any(local(element) in _ENTRIES for element in root.iter())
    )


def read_entries(root: "Element", name: str) -> Content:
    """Return the entries of a feed, each under its title.

    Raises:
        UnreadableFile: It says nothing, or an entry's HTML is damaged.
    """
    about = next(root.iterchildren("{*}channel"), root)
    title = _title(about)
    writer = Writer()
    if title:
        write_heading(writer, title)
    _write_body(_first(about, ("description", "subtitle", "tagline")), writer, name, 1)
    pages: list[int] = []
    numbers: list[int] = []
    entries = (element for element in root.iter() if local(element) in _ENTRIES)
    for number, entry in enumerate(entries, start=1):
        heading = _title(entry)
        start = write_heading(writer, heading, 2) if heading else None
        dated = shown(_said(entry, _DATES))
        writer.gap("\n\n")
        if dated:
            writer.write(dated)
            start = writer.length - len(dated) if start is None else start
        body = _write_body(_first(entry, _BODIES), writer, name, 2)
        begins = body if start is None else start
        if begins is not None:
            pages.append(begins)
            numbers.append(number)
    if is_blank(writer.text):
        raise UnreadableFile(f"{name} is a feed that says nothing: no title, no entries")
    return Content(
        writer.text,
        one_line(title) or None,
        pages=tuple(pages),
        headings=tuple(writer.headings),
        unit="record",
        numbers=tuple(numbers),
        date=day(_said(about, _DATES)),
    )


def _first(element: "Element", names: tuple[str, ...]) -> "Element | None":
    """Return the first child under the first of these names that says something."""
    for name in names:
        for child in element.iterchildren():
            if local(child) == name and not is_blank("".join(child.itertext())):
                return child
    return None


def _said(element: "Element", names: tuple[str, ...]) -> str:
    """Return what the first child under the first of these names says."""
    found = _first(element, names)
    return "" if found is None else "".join(found.itertext())


def _title(element: "Element") -> str:
    """Return the title of a feed or an entry on one line, as its reader sees it; maybe nothing.

    That of RSS may be HTML, that of Atom says whether it is.
    """
    found = _first(element, ("title",))
    if found is None:
        return ""
    said = "".join(found.itertext())
    kind = found.get("type", "text" if str(found.tag).startswith(_ATOM) else "html")
    return shown(html.unescape(_LOOK.sub("", said)) if kind == "html" else said)


def _write_body(body: "Element | None", writer: Writer, name: str, level: int) -> int | None:
    """Write a text that is HTML or plain, its headings below those of `level`.

    Returns:
        The offset of its first character, or None where it shows nothing.
    """
    if body is None:
        return None
    from lxml import etree

    if len(body):
        markup = etree.tostring(body, encoding="unicode", with_tail=False)
    else:
        markup = body.text or ""
    if body.get("type") == "text" or not ("<" in markup or "&" in markup):
        content = Content(without_junk(markup).strip())
    elif _TAG.sub("", markup).strip():
        # The mark in front says that it is UTF-8, whatever the page inside declares.
        content = read_html(codecs.BOM_UTF8 + without_junk(markup).encode(), name)
    else:
        return None
    return write_content(writer, content, level)
