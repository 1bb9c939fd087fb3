"""Word documents (DOCX) to text and headings.

The paragraphs are read from the XML rather than through python-docx's `Paragraph.text`, which
loses what stands in tracked insertions, content controls and text boxes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.content import Content, Writer, is_blank, one_line, without_junk
from index.formats.packages import open_package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Deleted, moved away, or said a second time for old versions of Word.
_LEFT_OUT = frozenset([f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}pPr", f"{_W}rPr"])
_BLOCKS_WITHIN = frozenset([f"{_W}p", f"{_W}tbl"])
_SPOKEN = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}

# What is written for numerators and denominators, for powers and indices.
_FORMULA = {f"{_M}num": "", f"{_M}den": "/", f"{_M}sup": "^", f"{_M}sub": "_"}
_SIMPLE = re.compile(r"[-−+]?\w*(?:[.,]\w+)?")
# The second stands unseen between a function and what it is of.
_SPACES = {0xA0: " ", 0x2061: " "}


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style means for reading.

    Attributes:
        level: Of the heading it makes; 0 for the title; None for running text.
        is_list: Whether it makes list items.
        is_contents: Whether it makes lines of a table of contents.
    """

    level: int | None = None
    is_list: bool = False
    is_contents: bool = False


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is read of a Word file.

    Attributes:
        root: The document's XML.
        styles: The styles' XML, if it has any.
        notes: The XML of the footnotes and of the endnotes, as far as there are any.
        title: The title among the file's properties, maybe empty.
        date: The day it was last changed, as YYYY-MM-DD, maybe empty.
    """

    root: "Element"
    styles: "Element | None"
    notes: "tuple[Element, ...]"
    title: str
    date: str


def read_docx(content: bytes, name: str) -> Content:
    """Return the text of a Word document, footnotes and endnotes last.

    Raises:
        UnreadableFile: It is encrypted, damaged or no Word document.
    """
    parts = _opened(content, name)
    styles = _styles(parts.styles)
    has_title = any(
        styles.get(style.get(f"{_W}val", ""), _Style()).level == 0
        for style in parts.root.iter(f"{_W}pStyle")
    )
    writer = Writer()
    titles: list[str] = []
    _write_blocks(parts.root, writer, styles, int(has_title), titles)
    for notes in parts.notes:
        for note in notes.iter(f"{_W}footnote", f"{_W}endnote"):
            # Those with a type are the lines drawn above the notes.
            if note.get(f"{_W}type") is None:
                writer.gap("\n\n")
                _write_blocks(note, writer, {}, 0, titles)
    headings = tuple(writer.headings)
    first = next((heading.text for heading in headings if heading.level == 1), "")
    title = parts.title or next(iter(titles), "") or first
    return Content(writer.text, title or None, headings=headings, date=parts.date)


def _opened(content: bytes, name: str) -> _Parts:
    """Return the parts of a Word file.

    Raises:
        UnreadableFile: It is encrypted, damaged or no Word document.
    """
    package = open_package(content, name, "Word document", ".docx", "a word processor")
    styles = package.related(package.main, "styles")
    root = package.part(package.main)
    if root.tag != f"{_W}document":
        raise UnreadableFile(
            f"{name} is damaged: it cannot be opened as a Word document (its main part is none). "
            "Save it anew from the program that made it"
        )
    return _Parts(
        root=root,
        styles=package.part(styles[0]) if styles else None,
        notes=tuple(
            package.part(path)
            for kind in ("footnotes", "endnotes")
            for path in package.related(package.main, kind)
        ),
        title=package.title,
        date=package.date,
    )


def _styles(root: "Element | None") -> dict[str, _Style]:
    """Return the document's paragraph styles by their id, with what they inherit."""
    named = (
        {}
        if root is None
        else {style.get(f"{_W}styleId", ""): style for style in root.iter(f"{_W}style")}
    )
    found: dict[str, _Style] = {}
    for identifier in named:
        level, is_list, is_contents = None, False, False
        seen: set[str] = set()
        above = identifier
        # A style can be based on itself in a damaged file.
        while above in named and above not in seen:
            seen.add(above)
            style = named[above]
            name = _value(style, "name").lower()
            if level is None and name == "title":
                level = 0
            elif level is None and name.startswith("heading ") and name[8:].isdecimal():
                level = int(name[8:])
            is_list = is_list or name.startswith("list") or _find(style, "numPr") is not None
            is_contents = is_contents or name.startswith(("toc ", "table of figures"))
            above = _value(style, "basedOn")
        found[identifier] = _Style(level, is_list and level is None, is_contents)
    return found


def _find(element: "Element", tag: str) -> "Element | None":
    """Return the first element of this name inside `element`."""
    return next(element.iter(f"{_W}{tag}"), None)


def _value(element: "Element", tag: str) -> str:
    """Return the value of the first element of this name inside `element`, else nothing."""
    found = _find(element, tag)
    return "" if found is None else found.get(f"{_W}val") or ""


def _blocks(root: "Element") -> Iterator["Element"]:
    """Yield the paragraphs and tables under `root`, in order, none inside of another.

    What stands in a paragraph's text boxes comes behind the paragraph.
    """
    stack = list(root.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        if element.tag in _LEFT_OUT:
            continue
        if element.tag in _BLOCKS_WITHIN:
            yield element
        if element.tag != f"{_W}tbl":
            stack += element.iterchildren(reversed=True)


def _write_blocks(
    root: "Element", writer: Writer, styles: dict[str, _Style], shift: int, titles: list[str]
) -> None:
    """Write the paragraphs and tables under `root`, and add those styled as title to `titles`."""
    in_list = False
    for block in _blocks(root):
        if block.tag == f"{_W}tbl":
            writer.gap("\n\n")
            _write_table(block, writer)
            writer.gap("\n\n")
            in_list = False
            continue
        text = _text(block).strip(" \t\n")
        if is_blank(text):
            continue
        layout = block.find(f"{_W}pPr")
        style = styles.get("" if layout is None else _value(layout, "pStyle"), _Style())
        if style.is_contents:
            continue
        is_item = style.level is None and (
            style.is_list or (layout is not None and _find(layout, "numPr") is not None)
        )
        writer.gap("\n" if in_list and is_item else "\n\n")
        in_list = is_item
        if style.level is not None:
            writer.begin_heading(style.level + shift or 1)
        writer.write(text)
        writer.end_heading()
        if style.level == 0:
            titles.append(one_line(text))


def _write_table(table: "Element", writer: Writer) -> None:
    """Write a table row by row, a cell that spans several columns once."""
    for cells in _rows(table):
        writer.gap("\n")
        for position, cell in enumerate(cells):
            if position:
                writer.cell()
            said = " ".join(" ".join(map(_text, _paragraphs(cell))).split())
            if said:
                writer.write(said)


def _rows(table: "Element") -> Iterator[list["Element"]]:
    """Yield the cells of each row of a table, but not those of tables inside it."""
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is table and not _is_deleted(row):
            cells = row.iter(f"{_W}tc")
            yield [cell for cell in cells if next(cell.iterancestors(f"{_W}tr")) is row]


def _is_deleted(row: "Element") -> bool:
    """Return whether the deletion of a table's row is tracked."""
    return row.find(f"{_W}trPr/{_W}del") is not None


def _paragraphs(cell: "Element") -> Iterator["Element"]:
    """Yield the paragraphs of a cell and of the tables inside it."""
    for block in _blocks(cell):
        if block.tag == f"{_W}p":
            yield block
        else:
            for inner in chain.from_iterable(_rows(block)):
                yield from _paragraphs(inner)


def _text(paragraph: "Element") -> str:
    """Return what a paragraph says, but not its text boxes."""
    parts: list[str] = []
    stack: list[Element | str] = list(paragraph.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            parts.append(element)
        elif element.tag in _LEFT_OUT or element.tag in _BLOCKS_WITHIN:
            continue
        elif element.tag in {f"{_W}t", f"{_M}t"}:
            parts.append(element.text or "")
        elif element.tag in _SPOKEN:
            parts.append(_SPOKEN[element.tag])
        else:
            before, behind = _signs(element)
            stack += [behind, *element.iterchildren(reversed=True), before]
    return without_junk("".join(parts)).translate(_SPACES)


def _signs(element: "Element") -> tuple[str, str]:
    """Return what stands for the place of a part of a formula: 10 over 2 is 10/2, not 102."""
    if element.tag not in _FORMULA:
        return "", ""
    said = "".join(text.text or "" for text in element.iter(f"{_M}t"))
    sign = _FORMULA[element.tag] if said else ""
    return (sign, "") if _SIMPLE.fullmatch(said) else (f"{sign}(", ")")
