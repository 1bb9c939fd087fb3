"""Word documents (DOCX) to text and headings.

The paragraphs are read from the XML rather than through python-docx's `Paragraph.text`, which
loses what stands in tracked insertions, content controls and text boxes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.content import TITLE_CHARACTERS, Content, Writer, is_blank, one_line
from index.formats.docxtext import BLOCKS_WITHIN, LEFT_OUT, W, text_of
from index.formats.packages import open_package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DELETED_END = f"{W}pPr/{W}rPr/{W}del"
_NUMBERED = f"{W}pPr/{W}numPr"
# What is deeper in an outline is running text.
_DEEPEST = 9
# Word's tables have no more.
_MOST_COLUMNS = 63


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
        styles.get(style.get(f"{W}val", ""), _Style()).level == 0
        for style in parts.root.iter(f"{W}pStyle")
    )
    writer = Writer()
    titles: list[str] = []
    _write_blocks(parts.root, writer, styles, int(has_title), titles)
    for notes in parts.notes:
        for note in notes.iter(f"{W}footnote", f"{W}endnote"):
            # Those with a type are the lines drawn above the notes.
            if note.get(f"{W}type") is None:
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
    if root.tag != f"{W}document":
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
        else {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
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
            name = _own(style, "name").lower()
            level = _level(style, name) if level is None else level
            is_list = is_list or name.startswith("list") or style.find(_NUMBERED) is not None
            is_contents = is_contents or name.startswith(("toc ", "table of figures"))
            above = _own(style, "basedOn")
        level = None if level is not None and level > _DEEPEST else level
        found[identifier] = _Style(level, is_list and level is None, is_contents)
    return found


def _level(style: "Element", name: str) -> int | None:
    """Return the level that a style gives itself: 0 for the title; None if it says nothing."""
    if name == "title":
        return 0
    if name.startswith("heading ") and name[8:].isdecimal():
        return int(name[8:])
    return _outline(style.find(f"{W}pPr"))


def _outline(layout: "Element | None") -> int | None:
    """Return the level of the outline that a layout says, from 1; None if it says none."""
    said = "" if layout is None else _own(layout, "outlineLvl")
    return int(said) + 1 if said.isdecimal() else None


def _own(element: "Element", tag: str) -> str:
    """Return the value of the child of this name, else nothing."""
    found = element.find(f"{W}{tag}")
    return "" if found is None else found.get(f"{W}val") or ""


def _blocks(root: "Element") -> Iterator["Element"]:
    """Yield the paragraphs and tables under `root`, in order, none inside of another.

    What stands in a paragraph's text boxes comes behind the paragraph.
    """
    stack = list(root.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        if element.tag in LEFT_OUT:
            continue
        if element.tag in BLOCKS_WITHIN:
            yield element
        if element.tag != f"{W}tbl":
            stack += element.iterchildren(reversed=True)


def _said(root: "Element") -> Iterator[tuple["Element", str]]:
    """Yield the paragraphs and tables under `root`, each paragraph with what it says.

    Where the deletion of a paragraph's end is tracked, the next one goes on with it.
    """
    text, last = "", None
    for block in _blocks(root):
        if block.tag == f"{W}tbl":
            yield block, ""
            continue
        text += text_of(block)
        last = block
        if block.find(_DELETED_END) is None:
            yield block, text
            text = ""
    if last is not None and text:
        yield last, text


def _write_blocks(
    root: "Element", writer: Writer, styles: dict[str, _Style], shift: int, titles: list[str]
) -> None:
    """Write the paragraphs and tables under `root`, and add those styled as title to `titles`."""
    in_list = False
    for block, said in _said(root):
        if block.tag == f"{W}tbl":
            writer.gap("\n\n")
            _write_table(block, writer)
            writer.gap("\n\n")
            in_list = False
            continue
        text = said.strip(" \t\n")
        if is_blank(text):
            continue
        layout = block.find(f"{W}pPr")
        style = styles.get("" if layout is None else _own(layout, "pStyle"), _Style())
        if style.is_contents:
            continue
        level = _heading(layout, style, text)
        is_item = level is None and (style.is_list or block.find(_NUMBERED) is not None)
        writer.gap("\n" if in_list and is_item else "\n\n")
        in_list = is_item
        if level is not None:
            writer.begin_heading(level + shift or 1)
        writer.write(text)
        writer.end_heading()
        if level == 0:
            titles.append(one_line(text))


def _heading(layout: "Element | None", style: _Style, text: str) -> int | None:
    """Return the level of the heading that a paragraph is: 0 for the title, None if it is none."""
    level = _outline(layout)
    if level is None:
        level = style.level
    # The clauses of a contract may have levels, too.
    is_none = level is None or level > _DEEPEST or (level and len(text) > TITLE_CHARACTERS)
    return None if is_none else level


def _write_table(table: "Element", writer: Writer) -> None:
    """Write a table row by row; what is merged down several rows is in each of them.

    A cell that spans several columns is written once, the others are empty.
    """
    above: dict[int, str] = {}
    for cells in _rows(table):
        writer.gap("\n")
        column = 0
        for cell in cells:
            said = " ".join(" ".join(map(text_of, _paragraphs(cell))).split())
            said = above.get(column, "") if _goes_on(cell) else said
            # Longer text names no rows, and would be there again and again.
            above[column] = said if len(said) <= TITLE_CHARACTERS else ""
            if said:
                writer.write(said)
            for _ in range(_span(cell)):
                writer.cell()
                column += 1


def _goes_on(cell: "Element") -> bool:
    """Return whether a cell is merged with the one above it."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val") != "restart"


def _span(cell: "Element") -> int:
    """Return how many columns a cell spans."""
    layout = cell.find(f"{W}tcPr")
    said = "" if layout is None else _own(layout, "gridSpan")
    return min(max(int(said), 1), _MOST_COLUMNS) if said.isdecimal() else 1


def _rows(table: "Element") -> Iterator[list["Element"]]:
    """Yield the cells of each row of a table, but not those of tables inside it."""
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is table and not _is_deleted(row):
            cells = row.iter(f"{W}tc")
            yield [cell for cell in cells if next(cell.iterancestors(f"{W}tr")) is row]


def _is_deleted(row: "Element") -> bool:
    """Return whether the deletion of a table's row is tracked."""
    return row.find(f"{W}trPr/{W}del") is not None


def _paragraphs(cell: "Element") -> Iterator["Element"]:
    """Yield the paragraphs of a cell and of the tables inside it."""
    for block in _blocks(cell):
        if block.tag == f"{W}p":
            yield block
        else:
            for inner in chain.from_iterable(_rows(block)):
                yield from _paragraphs(inner)
