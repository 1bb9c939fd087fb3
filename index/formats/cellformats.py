"""How the numbers in the cells of a spreadsheet show: 0.25 as 25%, 1234.5 as €1,234.50.

The reader of spreadsheets gives numbers without their formats.
"""

import re
import struct
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.archive import member, open_archive
from index.formats.compound import workbook
from index.formats.numberformats import written
from index.formats.oldformats import cells_of, codes_of, sheets_of
from index.formats.packages import OLE, Package, open_package
from index.formats.rows import shown
from index.formats.trees import tree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Shows = Callable[[int, int, float], str | None]
"""Returns a number as it shows in the cell at a row and a column, from 0; None if it is unknown."""

Range = tuple[tuple[int, int], tuple[int, int]]
"""Row and column of the first and the last of some cells, from 0."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the cells of a sheet look.

    Attributes:
        shows: How its numbers show.
        merged: Cells that are one, where the reader of spreadsheets does not tell.
    """

    shows: Shows = lambda *_: None
    merged: Sequence[Range] = ()


_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

# The formats whose codes no file says.
_CODES = {
    "1": "0",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    "9": "0%",
    "10": "0.00%",
    "37": "#,##0;(#,##0)",
    "38": "#,##0;(#,##0)",
    "39": "#,##0.00;(#,##0.00)",
    "40": "#,##0.00;(#,##0.00)",
}
# How a percentage shows where the file does not say so.
_PERCENTAGE = "0.##########%"

_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>")
_STYLE = re.compile(rb"\bs=[\"'](\d+)[\"']")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")

_ODS_CELL = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_NUMBERS = frozenset(["float", "percentage", "currency"])
# Cells repeated more often are a whole row or column.
_MOST = 1000


def looks(content: bytes, name: str) -> Sequence[Look]:
    """Return how the cells of each sheet look; nothing where the file does not tell.

    Args:
        content: Of the spreadsheet, known to be sound.
        name: The file.
    """
    if content.startswith(OLE):
        return tuple(_old(content))
    archive = open_archive(content, name)
    try:
        if "content.xml" in archive.NameToInfo:
            return tuple(_open_document(tree(member(archive, "content.xml", name), name)))
        package = open_package(content, name, "spreadsheet", ".xlsx", "a spreadsheet program")
        return tuple(_office(package))
    except UnreadableFile:
        # Binary, or odd: its numbers are read as they are stored.
        return ()


def column(letters: bytes) -> int:
    """Return the number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _office(package: Package) -> Iterator[Look]:
    """Yield how cells look on each sheet of a workbook of Excel."""
    styles = package.related(package.main, "styles")
    codes = _codes(package.part(styles[0])) if styles else []
    if not any(codes):
        return
    targets = package.targets(package.main)
    for entry in package.part(package.main).iterfind("{*}sheets/{*}sheet"):
        path, _ = targets.get(entry.get(f"{_RELATION}id", ""), ("", ""))
        part = member(package.archive, path, package.name) if path else b""
        yield Look(_coded(_styled(part), codes))


def _old(content: bytes) -> Iterator[Look]:
    """Yield how cells look on each sheet of an old workbook."""
    stream = workbook(content)
    try:
        codes = codes_of(stream, _CODES)
        for sheet in sheets_of(stream):
            yield Look(_coded(cells_of(stream, sheet), codes))
    except struct.error:
        # Cut short: the numbers of the other sheets are read as they are stored.
        return


def _codes(root: "Element") -> list[str]:
    """Return the code by which each style of cells shows numbers; nothing where it has none."""
    said: Mapping[str, str] = _CODES | {
        entry.get("numFmtId", ""): entry.get("formatCode", "")
        for entry in root.iterfind("{*}numFmts/{*}numFmt")
    }
    return [said.get(style.get("numFmtId", ""), "") for style in root.iterfind("{*}cellXfs/{*}xf")]


def _styled(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield row, column and style of each cell on a sheet of Excel that names its style."""
    for (said,) in map(re.Match.groups, _CELL.finditer(part)):
        style, place = _STYLE.search(said), _PLACE.search(said)
        if place:
            yield int(place[2]) - 1, column(place[1]) - 1, int(style[1]) if style else 0


def _coded(cells: Iterable[tuple[int, int, int]], codes: Sequence[str]) -> Shows:
    """Return how numbers show on a sheet.

    Args:
        cells: Row and column of each, from 0, and its style.
        codes: Of the styles.
    """
    # The styles by column and row; two bytes a cell, since there may be millions.
    columns: dict[int, array[int]] = {}
    for row, at, style in cells:
        if style < len(codes) and codes[style]:
            styles = columns.setdefault(at, array("H"))
            styles.extend([0] * (row + 1 - len(styles)))
            styles[row] = style + 1

    def shows(row: int, at: int, value: float) -> str | None:
        styles = columns.get(at, ())
        number = styles[row] if row < len(styles) else 0
        return written(value, codes[number - 1]) if number else None

    return shows


def _open_document(root: "Element") -> Iterator[Look]:
    """Yield how cells look on each sheet of an OpenDocument spreadsheet."""
    for table in root.iterfind("{*}body/{*}spreadsheet/{*}table"):
        yield Look(_said(dict(_numbers(table))), list(_merged(table)))


def _said(cells: Mapping[tuple[int, int], tuple[str, str]]) -> Shows:
    """Return how numbers show on a sheet whose cells say so themselves, with their kinds."""

    def shows(row: int, at: int, value: float) -> str | None:
        kind, text = cells.get((row, at), ("", ""))
        return text or (written(value, _PERCENTAGE) if kind == "percentage" else None)

    return shows


def cells_in(table: "Element") -> Iterator[tuple[range, range, "Element"]]:
    """Yield rows and columns of each cell in a table: both may be repeated."""
    row = 0
    for element in table.iter(f"{_TABLE}table-row"):
        rows = _number(element.get(f"{_TABLE}number-rows-repeated"))
        at = 0
        for cell in element.iterchildren(*_ODS_CELL):
            columns = _number(cell.get(f"{_TABLE}number-columns-repeated"))
            yield range(row, row + rows), range(at, at + columns), cell
            at += columns
        row += rows


def _numbers(table: "Element") -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    """Yield place, kind and text of the numbers in a table."""
    for rows, columns, cell in cells_in(table):
        kind = cell.get(f"{_OFFICE}value-type", "")
        if kind in _NUMBERS:
            text = shown(" ".join("".join(each.itertext()) for each in cell.iterfind(_TEXT)))
            for row in rows[:_MOST]:
                for at in columns[:_MOST]:
                    yield (row, at), (kind, text)


def _merged(table: "Element") -> Iterator[Range]:
    """Yield what is merged in a table."""
    for rows, columns, cell in cells_in(table):
        down = _number(cell.get(f"{_TABLE}number-rows-spanned"))
        right = _number(cell.get(f"{_TABLE}number-columns-spanned"))
        if down > 1 or right > 1:
            first = rows[0], columns[0]
            yield first, (first[0] + down - 1, first[1] + right - 1)


def _number(said: str | None) -> int:
    """Return how often something is repeated: once, if nothing sensible is said."""
    return int(said) if said and said.isdecimal() and len(said) < 9 else 1
