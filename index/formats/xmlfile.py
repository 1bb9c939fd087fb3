"""XML files to text: feeds entry by entry, pages as HTML is, all others block by block."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html.entities import html5
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.content import TITLE_CHARACTERS, Content, Writer, without_junk
from index.formats.feed import is_feed, read_entries
from index.formats.titles import sensible, write_heading
from index.formats.trees import local, tree
from index.formats.web import read_html

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# What DocBook, JATS, TEI and many others call the heading of a part.
_HEADINGS = frozenset(["title", "head", "heading", "article-title"])
# A document type that declares the names of HTML is not fetched, and often there is none.
_NAMED = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:amp|lt|gt|quot|apos);)(\w{2,40});", re.DOTALL
)
_EMPTY_LINES = re.compile(r"\n\s*\n")


def read_xml(content: bytes, name: str) -> Content:
    """Return the text of an XML file.

    Each element with words of its own is a block, together with all that is inside it. Where
    the elements below the outermost are several of one kind, they are the file's records: of data
    each value stands behind its name.

    Raises:
        UnreadableFile: It is damaged, declares entities of its own, or says nothing between its
            tags.
    """
    root = tree(_NAMED.sub(_numbered, content.lstrip()), name)
    if is_feed(root):
        return read_entries(root, name)
    if local(root) == "html":
        return read_html(content, name)
    writer = Writer()
    kinds = [child.tag for child in root.iterchildren("*")]
    has_records = len(kinds) > 1 and len(set(kinds)) == 1
    fields = [list(_fields(child)) for child in root.iterchildren("*")] if has_records else []
    starts = _write_data(fields, writer) if _is_data(fields) else _write_blocks(root, writer)
    if not writer.length:
        raise UnreadableFile(f"{name} is XML that says nothing between its tags")
    if has_records:
        return Content(
            writer.text,
            pages=tuple(starts.values()),
            headings=tuple(writer.headings),
            unit="record",
            numbers=tuple(starts),
        )
    begins = writer.headings and not writer.headings[0].start
    title = sensible(writer.headings[0].text) if begins else ""
    return Content(writer.text, title or None, headings=tuple(writer.headings))


def _fields(element: "Element", name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the values in an element, with their names such as `price` and `price.currency`."""
    inner = list(element.iterchildren("*"))
    words = _has_words(element)
    if words:
        yield name, _said(element)
    for key, value in element.attrib.items():
        # Those of a namespace are about the XML.
        if value.strip() and not key.startswith("{"):
            yield f"{name}.{key}".lstrip("."), without_junk(" ".join(value.split()))
    for child in () if words else inner:
        yield from _fields(child, f"{name}.{local(child)}".lstrip("."))


def _is_data(records: Sequence[Sequence[tuple[str, str]]]) -> bool:
    """Return whether records hold values, rather than text in paragraphs."""
    fields = [field for record in records for field in record]
    long = 0
    for record in records:
        names = Counter(name for name, _ in record)
        if any(names[name] > 1 and len(value) > TITLE_CHARACTERS for name, value in record):
            return False
        long += sum(len(value) > TITLE_CHARACTERS or not name for name, value in record)
    return 2 * long < len(fields)


def _write_data(records: Sequence[Sequence[tuple[str, str]]], writer: Writer) -> dict[int, int]:
    """Write each value behind its name, and return where each record starts by its number."""
    starts: dict[int, int] = {}
    for number, record in enumerate(records, start=1):
        writer.gap("\n\n")
        for name, value in record:
            if name in _HEADINGS and len(value) <= TITLE_CHARACTERS:
                start = write_heading(writer, value, 2)
            else:
                text = f"{name}: {value}" if name else value
                writer.write(text)
                start = writer.length - len(text)
                writer.gap("\n")
            starts.setdefault(number, start)
    return starts


def _write_blocks(root: "Element", writer: Writer) -> dict[int, int]:
    """Write each block, and return where each element below the outermost starts."""
    starts: dict[int, int] = {}
    for number, level, element in _blocks(root):
        text = _said(element)
        if local(element) in _HEADINGS and len(text) <= TITLE_CHARACTERS:
            start = write_heading(writer, text, level)
        else:
            writer.gap("\n\n")
            writer.write(text)
            start = writer.length - len(text)
        starts.setdefault(number, start)
    return starts


def _blocks(root: "Element") -> Iterator[tuple[int, int, "Element"]]:
    """Yield the elements with words of their own, in order, but none that is inside another.

    Yields:
        The number of the element below `root` that it is or lies in, from 1, or 0; how deep it
        lies, from 1; and the element.
    """
    if _has_words(root):
        yield 0, 1, root
        return
    for number, child in enumerate(root.iterchildren("*"), start=1):
        # An iterator for each element on the way down to where the walk has come.
        walk = [iter([child])]
        while walk:
            element = next(walk[-1], None)
            if element is None:
                walk.pop()
            elif _has_words(element):
                yield number, len(walk), element
            else:
                walk.append(element.iterchildren("*"))


def _has_words(element: "Element") -> bool:
    """Return whether words stand right between an element's tags, not only in others inside."""
    words = [element.text, *(child.tail for child in element)]
    return any(without_junk(each or "").strip() for each in words)


def _said(element: "Element") -> str:
    """Return the words in an element; only empty lines part them."""
    text = without_junk("".join(element.itertext()))
    return "\n\n".join(" ".join(part.split()) for part in _EMPTY_LINES.split(text.strip()))


def _numbered(match: re.Match[bytes]) -> bytes:
    """Return a character that is named as HTML names it by its number, anything else as it is."""
    characters = html5.get(f"{match[1].decode()};") if match[1] else None
    if characters is None:
        return match[0]
    return "".join(f"&#{ord(character)};" for character in characters).encode()
