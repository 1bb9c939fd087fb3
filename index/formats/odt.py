"""OpenDocument texts (ODT) to text and headings."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.archive import member, open_archive
from index.formats.content import REMEDY, Content, Writer, is_blank, raised, without_junk
from index.formats.odtformulas import write_formulas
from index.formats.odtlists import Numbers
from index.formats.odtmargins import margins
from index.formats.odtremarks import Remarks
from index.formats.packages import properties
from index.formats.remarks import write_remarks
from index.formats.rows import Row, lines, shown
from index.formats.trees import local, tree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ZIP = b"PK"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_PICTURE = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"

# What was deleted, remarks, which come behind their paragraph, and tables of contents, which say
# the headings again.
_LEFT_OUT = frozenset(
    [
        *("tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls"),
        *("table-of-content", "illustration-index", "table-index", "alphabetical-index"),
        *("object", "script", "event-listeners", "ruby-text", "placeholder"),
    ]
)
# What a picture is called and shows, often in a program's words.
_PICTURES = frozenset(f"{_PICTURE}{name}" for name in ("title", "desc"))
_BLOCKS = frozenset(["h", "p", "table"])
# Of sections and looks, and of texts with a condition.
_SHOWN, _HIDDEN = f"{_TEXT}display", f"{_TEXT}is-hidden"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ITEMS = frozenset(["list-item", "list-header"])
_SPOKEN = {"tab": "\t", "line-break": "\n"}
_SPACE = re.compile(r"[ \t\r\n]+")

# A run of spaces or of cells that is longer is a bomb.
_MAX_SPACES = 100
_MAX_REPEATED = 1000
# Deeper than any outline.
_DEEPEST = 10


def read_odt(content: bytes, name: str) -> Content:
    """Return the text of an OpenDocument text; last its notes, and the heads and feet of its pages.

    Raises:
        UnreadableFile: It is encrypted, damaged or none.
    """
    if not content.startswith(_ZIP):
        raise UnreadableFile(f"{name} is not an OpenDocument text (.odt). {REMEDY}")
    archive = open_archive(content, name)
    if "META-INF/manifest.xml" in archive.NameToInfo and (
        b"encryption-data" in member(archive, "META-INF/manifest.xml", name)
    ):
        raise UnreadableFile(
            f"{name} is encrypted. Open it in a word processor and save it without a password"
        )
    root = tree(member(archive, "content.xml", name), name, "content.xml")
    body = next(root.iterfind("{*}body/{*}text"), None)
    if body is None:
        raise UnreadableFile(f"{name} is not an OpenDocument text (.odt). {REMEDY}")
    title, date = "", ""
    if "meta.xml" in archive.NameToInfo:
        title, date = properties(tree(member(archive, "meta.xml", name), name, "meta.xml"))
    styles = [root]
    if "styles.xml" in archive.NameToInfo:
        styles.append(tree(member(archive, "styles.xml", name), name, "styles.xml"))
    write_formulas(body, archive, name)
    reading = _Reading(body, _titled(root), _looks(root), Numbers(styles))
    reading.blocks(body)
    for note in reading.notes:
        reading.writer.gap("\n\n")
        reading.blocks(note)
    seen: set[str] = set()
    for margin in (each for style in styles for each in margins(style)):
        said = "".join(margin.itertext())
        # Those of the first page and of the others are often the same.
        if said not in seen:
            seen.add(said)
            reading.writer.gap("\n\n")
            reading.blocks(margin)
    headings = tuple(reading.writer.headings)
    first = next((heading.text for heading in headings if heading.level == 1), "")
    return Content(reading.writer.text, title or first or None, headings=headings, date=date)


def _titled(root: "Element") -> frozenset[str]:
    """Return the names of the paragraph styles that make titles."""
    names = {"Title"}
    for style in root.iterfind("{*}automatic-styles/{*}style"):
        if style.get(f"{_STYLE}parent-style-name") == "Title":
            names.add(style.get(f"{_STYLE}name", ""))
    return frozenset(names)


def _looks(root: "Element") -> dict[str, "Element"]:
    """Return how the styles of characters look, by their names."""
    return {
        style.get(f"{_STYLE}name", ""): look
        for style in root.iterfind("{*}automatic-styles/{*}style")
        for look in style.iterchildren(f"{_STYLE}text-properties")
    }


class _Reading:
    """The state of a walk through a text: what was written, and the notes met on the way."""

    def __init__(
        self,
        body: "Element",
        titled: frozenset[str],
        looks: dict[str, "Element"],
        numbers: Numbers,
    ) -> None:
        self.writer = Writer()
        self.notes: list[Element] = []
        self._titled = titled
        self._looks = looks
        self._numbers = numbers
        self._has_title = False
        self._remarks = Remarks(body, self._is_unread)

    def blocks(self, root: "Element") -> None:
        """Write all under `root`, behind each paragraph, list or table the remarks on it."""
        in_list = False
        remarks: list[str] = []
        for block, is_item in _blocks(root):
            if local(block) == "table":
                write_remarks(self.writer, remarks)
                self._table(block)
                in_list = False
                remarks += self._remarks.on(block)
                continue
            # Those without text are counted, too.
            number = self._numbers.before(block)
            text = self._text(block).strip(" \t\n")
            if not is_blank(text):
                goes_on, in_list = in_list and is_item, is_item
                if not goes_on:
                    write_remarks(self.writer, remarks)
                self.writer.gap("\n" if goes_on else "\n\n")
                self._write(block, number + text)
            remarks += self._remarks.on(block)
        write_remarks(self.writer, remarks)

    def _write(self, block: "Element", text: str) -> None:
        """Write a paragraph or a heading."""
        level = 0
        if local(block) == "h":
            level = min(max(_number(block.get(f"{_TEXT}outline-level")), 1), _DEEPEST)
            level += self._has_title
        elif block.get(f"{_TEXT}style-name") in self._titled:
            self._has_title = True
            level = 1
        if level:
            self.writer.begin_heading(level)
        self.writer.write(text)
        self.writer.end_heading()

    def _table(self, table: "Element") -> None:
        """Write a table row by row, each value with the header of its column."""
        self.writer.gap("\n\n")
        for line in lines(self._rows(table)):
            self.writer.gap("\n")
            self.writer.write(line.text)
        self.writer.gap("\n\n")

    def _rows(self, table: "Element") -> Iterator[Row]:
        """Yield the rows of a table; what is merged down several rows is in each of them."""
        merged: dict[int, tuple[int, str]] = {}
        for number, row in enumerate(_inside(table, "table-row"), start=1):
            cells: list[str] = []
            for cell in row.iterchildren(*_CELLS):
                column = len(cells)
                left, above = merged.pop(column, (0, ""))
                text = above
                if not left:
                    text = shown(self._said(cell))
                    left = _number(cell.get(f"{_TABLE}number-rows-spanned"))
                if left > 1:
                    merged[column] = (left - 1, text)
                repeated = _number(cell.get(f"{_TABLE}number-columns-repeated"))
                cells += [text] * min(repeated, _MAX_REPEATED)
            yield Row(number, tuple(cells))

    def _said(self, cell: "Element") -> str:
        """Return what a cell says, and the cells of the tables inside it."""
        parts: list[str] = []
        for block, _ in _blocks(cell):
            if local(block) == "table":
                rows = _inside(block, "table-row")
                parts += (self._said(inner) for row in rows for inner in row.iterchildren(*_CELLS))
            else:
                parts.append(self._numbers.before(block) + self._text(block))
        return " ".join(parts)

    def _text(self, block: "Element") -> str:
        """Return what a paragraph says, but not its text boxes; put its notes by."""
        parts: list[str] = []
        stack = _pieces(block)
        while stack:
            piece = stack.pop()
            if isinstance(piece, str):
                parts.append(_SPACE.sub(" ", piece))
                continue
            kind = local(piece)
            if kind == "s":
                parts.append(" " * min(_number(piece.get(f"{_TEXT}c")), _MAX_SPACES))
            elif kind == "note":
                self.notes += piece.iterchildren(f"{_TEXT}note-body")
            elif kind in _SPOKEN:
                parts.append(_SPOKEN[kind])
            elif not _is_left_out(piece) and kind not in _BLOCKS and not self._is_unseen(piece):
                parts.append(self._power(piece, parts))
                stack += _pieces(piece)
        return without_junk("".join(parts)).replace("\xa0", " ")

    def _power(self, span: "Element", parts: list[str]) -> str:
        """Return the sign for a span that is raised behind some text."""
        if not self._look(span, f"{_STYLE}text-position").startswith("super"):
            return ""
        return raised(next(filter(None, reversed(parts)), ""), "".join(span.itertext()))

    def _is_unread(self, piece: "Element") -> bool:
        """Return whether what is in a piece of a paragraph does not stand in its text."""
        return _is_left_out(piece) or local(piece) == "note" or self._is_unseen(piece)

    def _is_unseen(self, span: "Element") -> bool:
        """Return whether a span is struck out, or hidden."""
        struck = self._look(span, f"{_STYLE}text-line-through-style") not in {"", "none"}
        return struck or self._look(span, _SHOWN) == "none"

    def _look(self, span: "Element", property_: str) -> str:
        """Return a property of how a span looks, maybe empty."""
        look = self._looks.get(span.get(f"{_TEXT}style-name", ""))
        return "" if look is None else look.get(property_, "")


def _blocks(root: "Element") -> Iterator[tuple["Element", bool]]:
    """Yield headings, paragraphs and tables, and whether each is a paragraph of a list.

    None stands inside of another: what a text box in a paragraph says comes behind it.
    """
    stack = [(child, False) for child in root.iterchildren(reversed=True)]
    while stack:
        element, in_list = stack.pop()
        kind = local(element)
        if _is_left_out(element) or kind == "note":
            continue
        if kind in _BLOCKS:
            yield element, in_list and kind == "p"
        if kind != "table":
            in_list = (in_list or kind in _ITEMS) and kind not in _BLOCKS
            stack += ((child, in_list) for child in element.iterchildren(reversed=True))


def _inside(table: "Element", kind: str) -> Iterator["Element"]:
    """Yield the elements of a kind in a table, but not those of tables inside it."""
    stack = list(table.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        if local(element) == kind:
            yield element
        elif local(element).startswith("table-"):
            stack += element.iterchildren(reversed=True)


def _pieces(element: "Element") -> list["Element | str"]:
    """Return the texts and elements in an element, the last first."""
    pieces: list[Element | str] = [element.text or ""]
    for child in element.iterchildren():
        pieces += [child, child.tail or ""]
    return pieces[::-1]


def _is_left_out(element: "Element") -> bool:
    """Return whether what is in an element is no part of the text."""
    hidden = element.get(_SHOWN) == "none" or element.get(_HIDDEN) == "true"
    return hidden or local(element) in _LEFT_OUT or element.tag in _PICTURES


def _number(said: str | None) -> int:
    """Return how often something stands there: once, if nothing sensible is said."""
    return int(said) if said and said.isdecimal() and len(said) < 9 else 1
