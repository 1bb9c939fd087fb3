"""Word documents (DOCX) to text and headings.

The paragraphs are read from the XML rather than through python-docx's `Paragraph.text`, which
loses what stands in tracked insertions, content controls and text boxes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.content import (
    TITLE_CHARACTERS,
    Content,
    Writer,
    is_blank,
    one_line,
)
from index.formats.docxcomments import Comments
from index.formats.docxframes import write_frames
from index.formats.docxlists import Numbers
from index.formats.docxmargins import margins
from index.formats.docxstyles import NUMBERED, Style, heading_level, named_styles, styles_of
from index.formats.docxtext import BLOCKS_WITHIN, W, is_left_out, own, text_of
from index.formats.packages import open_package
from index.formats.remarks import write_remarks

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DELETED_END = f"{W}pPr/{W}rPr/{W}del"
# Word's tables have no more.
_MOST_COLUMNS = 63


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is read of a Word file.

    Attributes:
        root: The document's XML.
        styles: The styles' XML, if it has any.
        numbering: The XML of its lists, if it has any.
        notes: The XML of the footnotes and of the endnotes, as far as there are any.
        margins: The XML of the heads and feet of its pages.
        comments: What was remarked on it.
        title: The title among the file's properties, maybe empty.
        date: The day it was last changed, as YYYY-MM-DD, maybe empty.
    """

    root: "Element"
    styles: "Element | None"
    numbering: "Element | None"
    notes: "tuple[Element, ...]"
    margins: "tuple[Element, ...]"
    comments: Comments
    title: str
    date: str


def read_docx(content: bytes, name: str) -> Content:
    """Return the text of a Word document; last its notes, and the heads and feet of its pages.

    Raises:
        UnreadableFile: It is encrypted, damaged or no Word document.
    """
    parts = _opened(content, name)
    reading = _Reading(parts)
    reading.blocks(parts.root)
    for notes in parts.notes:
        for note in notes.iter(f"{W}footnote", f"{W}endnote"):
            # Those with a type are the lines drawn above the notes.
            if note.get(f"{W}type") is None:
                reading.beside(note)
    seen: set[str] = set()
    for margin in parts.margins:
        said = "\n".join(map(text_of, margin.iter(f"{W}p")))
        # Those of the first page and of the others are often the same.
        if said not in seen:
            seen.add(said)
            reading.beside(margin)
    write_remarks(reading.writer, parts.comments.rest())
    headings = tuple(reading.writer.headings)
    first = next((heading.text for heading in headings if heading.level == 1), "")
    title = parts.title or next(iter(reading.titles), "") or first
    return Content(reading.writer.text, title or None, headings=headings, date=parts.date)


def _opened(content: bytes, name: str) -> _Parts:
    """Return the parts of a Word file.

    Raises:
        UnreadableFile: It is encrypted, damaged or no Word document.
    """
    package = open_package(content, name, "Word document", ".docx", "a word processor")
    root = package.part(package.main)
    if root.tag != f"{W}document":
        raise UnreadableFile(
            f"{name} is damaged: it cannot be opened as a Word document (its main part is none). "
            "Save it anew from the program that made it"
        )

    write_frames(root, package)

    def parts(kind: str) -> "list[Element]":
        return [package.part(path) for path in package.related(package.main, kind)]

    notes = (*parts("footnotes"), *parts("endnotes"))
    return _Parts(
        root=root,
        styles=next(iter(parts("styles")), None),
        numbering=next(iter(parts("numbering")), None),
        notes=notes,
        margins=tuple(margins(package, root)),
        comments=Comments(package, (root, *notes)),
        title=package.title,
        date=package.date,
    )


def _blocks(root: "Element") -> Iterator["Element"]:
    """Yield the paragraphs and tables under `root`, in order, none inside of another.

    What stands in a paragraph's text boxes comes behind the paragraph.
    """
    stack = list(root.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        if is_left_out(element):
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


class _Reading:
    """The state of a walk through a document.

    Attributes:
        writer: What was written.
        titles: The paragraphs that are styled as its title.
    """

    def __init__(self, parts: _Parts) -> None:
        named = {} if parts.styles is None else named_styles(parts.styles)
        self.writer = Writer()
        self.titles: list[str] = []
        self._styles = styles_of(named)
        self._numbers = Numbers(parts.numbering, named)
        self._comments = parts.comments
        used = {style.get(f"{W}val", "") for style in parts.root.iter(f"{W}pStyle")}
        self._shift = int(any(self._styles.get(key, Style()).level == 0 for key in used))

    def beside(self, root: "Element") -> None:
        """Write what stands beside the text, without headings."""
        self.writer.gap("\n\n")
        styles, self._styles = self._styles, {}
        self.blocks(root)
        self._styles = styles

    def blocks(self, root: "Element") -> None:
        """Write all under `root`, behind each paragraph, list or table the remarks on it."""
        in_list = False
        remarks: list[str] = []
        for block, said in _said(root):
            if block.tag == f"{W}tbl":
                write_remarks(self.writer, remarks)
                self._table(block)
                in_list = False
                remarks += self._comments.on(block)
                continue
            # Those without text are counted, too.
            number = self._numbers.before(block)
            text = said.strip(" \t\n")
            layout = block.find(f"{W}pPr")
            style = self._styles.get("" if layout is None else own(layout, "pStyle"), Style())
            if is_blank(text) or style.is_contents:
                remarks += self._comments.on(block)
                continue
            level = heading_level(layout, style, text)
            is_item = level is None and (style.is_list or block.find(NUMBERED) is not None)
            goes_on, in_list = in_list and is_item, is_item
            if not goes_on:
                write_remarks(self.writer, remarks)
            self.writer.gap("\n" if goes_on else "\n\n")
            if level is not None:
                self.writer.begin_heading(level + self._shift or 1)
            self.writer.write(number + text)
            self.writer.end_heading()
            if level == 0:
                self.titles.append(one_line(text))
            remarks += self._comments.on(block)
        write_remarks(self.writer, remarks)

    def _table(self, table: "Element") -> None:
        """Write a table row by row; what is merged down several rows is in each of them.

        A cell that spans several columns is written once, the others are empty.
        """
        above: dict[int, str] = {}
        self.writer.gap("\n\n")
        for cells in _rows(table):
            self.writer.gap("\n")
            column = 0
            for cell in cells:
                said = self._cell(cell)
                said = above.get(column, "") if _goes_on(cell) else said
                # Longer text names no rows, and would be there again and again.
                above[column] = said if len(said) <= TITLE_CHARACTERS else ""
                if said:
                    self.writer.write(said)
                for _ in range(_span(cell)):
                    self.writer.cell()
                    column += 1
        self.writer.gap("\n\n")

    def _cell(self, cell: "Element") -> str:
        """Return what a cell says on one line."""
        lines = (self._numbers.before(each) + text_of(each) for each in _paragraphs(cell))
        return " ".join(" ".join(lines).split())


def _goes_on(cell: "Element") -> bool:
    """Return whether a cell is merged with the one above it."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val") != "restart"


def _span(cell: "Element") -> int:
    """Return how many columns a cell spans."""
    layout = cell.find(f"{W}tcPr")
    said = "" if layout is None else own(layout, "gridSpan")
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
