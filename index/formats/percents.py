"""The cells of a spreadsheet whose number shows as a percentage: 0.25 as 25%.

The reader of spreadsheets gives numbers without their formats.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.archive import member, open_archive
from index.formats.packages import OLE, Package, open_package
from index.formats.trees import tree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Place = tuple[int, int]
"""Row and column of a cell, from 0."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

# The formats that have no code of their own.
_KNOWN = frozenset(["9", "10"])
# No code has more characters.
_LONGEST = 255
# In the code of a format what is written as it stands, leaves room, or says when it counts.
_WRITTEN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')

_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>")
_STYLE = re.compile(rb"\bs=[\"'](\d+)[\"']")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")

_ODS_CELL = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ODS_PERCENTAGE = b'"percentage"'
# Cells repeated more often are a whole row or column.
_MOST = 1000


def percentages(content: bytes, name: str) -> Sequence[frozenset[Place]]:
    """Return the places of percentages on each sheet; nothing where the file does not tell.

    Args:
        content: Of the spreadsheet, known to be sound.
        name: The file.
    """
    if content.startswith(OLE):
        return ()
    archive = open_archive(content, name)
    try:
        if "content.xml" in archive.NameToInfo:
            part = member(archive, "content.xml", name)
            return tuple(_open_document(tree(part, name))) if _ODS_PERCENTAGE in part else ()
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


def _office(package: Package) -> Iterator[frozenset[Place]]:
    """Yield the places on each sheet of a workbook of Excel."""
    styles = package.related(package.main, "styles")
    shown = frozenset(_styles(package.part(styles[0]))) if styles else frozenset()
    if not shown:
        return
    targets = package.targets(package.main)
    for entry in package.part(package.main).iterfind("{*}sheets/{*}sheet"):
        path, _ = targets.get(entry.get(f"{_RELATION}id", ""), ("", ""))
        part = member(package.archive, path, package.name) if path else b""
        yield frozenset(_places(part, shown))


def _styles(root: "Element") -> Iterator[bytes]:
    """Yield the numbers of the styles of cells that show percentages."""
    codes: Mapping[str, str] = {
        entry.get("numFmtId", ""): entry.get("formatCode", "")
        for entry in root.iterfind("{*}numFmts/{*}numFmt")
    }
    for number, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        kind = style.get("numFmtId", "")
        # The first part of a code is that of numbers above zero.
        code = _WRITTEN.sub("", codes.get(kind, "")[:_LONGEST]).partition(";")[0]
        if kind in _KNOWN or "%" in code:
            yield str(number).encode()


def _places(part: bytes, shown: frozenset[bytes]) -> Iterator[Place]:
    """Yield the places of the cells of some styles."""
    for (said,) in map(re.Match.groups, _CELL.finditer(part)):
        style, place = _STYLE.search(said), _PLACE.search(said)
        if style and place and style[1] in shown:
            yield int(place[2]) - 1, column(place[1]) - 1


def _open_document(root: "Element") -> Iterator[frozenset[Place]]:
    """Yield the places on each sheet of an OpenDocument spreadsheet."""
    for table in root.iterfind("{*}body/{*}spreadsheet/{*}table"):
        yield frozenset(_repeated(table))


def _repeated(table: "Element") -> Iterator[Place]:
    """Yield the places of percentages in a table, in which rows and cells may be repeated."""
    row = 0
    for element in table.iter(f"{_TABLE}table-row"):
        rows = _number(element.get(f"{_TABLE}number-rows-repeated"))
        at = 0
        for cell in element.iterchildren(*_ODS_CELL):
            columns = _number(cell.get(f"{_TABLE}number-columns-repeated"))
            if cell.get(f"{_OFFICE}value-type") == "percentage":
                for down in range(min(rows, _MOST)):
                    yield from ((row + down, at + right) for right in range(min(columns, _MOST)))
            at += columns
        row += rows


def _number(said: str | None) -> int:
    """Return how often something is repeated: once, if nothing sensible is said."""
    return int(said) if said and said.isdecimal() and len(said) < 9 else 1
