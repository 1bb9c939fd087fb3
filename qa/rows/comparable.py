"""A table whose rows can be compared, also one that has its things side by side.

| Peak | Height |            |        | Fjord | Volta |     A row tells of one thing, or else a
| Ulla | 1,214 m |           | Price  | 449 € | 799 € |     column does. Pure.
| Mean | 980 m |             | Weight | 22 kg | 24 kg |
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import PurePath

from index.documents import Document
from qa.rows.columns import name_of, naming
from qa.rows.tables import Cell, Row, row_at, rows_in, stems
from qa.rows.worth import DATE, as_dates, says_nothing, worth

# They do not say which rows are meant.
_ANY = stems(
    "item product article thing entry option row record kind type list table sheet all overall"
)
# What rows are called that are made of the others.
_SUMS = re.compile(
    r"\W*(?:(?:grand |sub-?)?totals?|sums?|averages?|mean|median|overall|altogether|combined)"
    r"(?:\W*| (?:of|for|per|in|over|all)\b.*)",
    re.IGNORECASE,
)
_POINT = re.compile(r"\d\.\d")
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?!\d)")
# So much of what stands between a heading and its table tells what the table is of, in characters.
_INTRODUCTION = 600


@dataclass(frozen=True)
class Table:
    """A table, or several with the same columns.

    Attributes:
        rows: All of them.
        above: Words of what stands above it.
        text: Of its document.
        lines: The rows as they stand there, its first line among them, where things stand side by
            side; none where each row is of one thing.
    """

    rows: Sequence[Row]
    above: frozenset[str]
    text: str
    lines: Sequence[Row] = ()

    @cached_property
    def names(self) -> str:
        """What the column is called that names the rows: of dates where all others have figures."""
        first = naming(self.rows)
        headers = self.headers
        others = headers[headers.index(first) + 1 :] if first else []
        undated = (
            header
            for header in others
            if not self.is_dated(header) and not self.has_figures(header)
        )
        return next(undated, first) if self.is_dated(first) else first

    @cached_property
    def headers(self) -> list[str]:
        """What the columns are called."""
        found = (cell.header for row in self.rows for cell in row.cells)
        return list(dict.fromkeys(filter(None, found)))

    def column(self, header: str, rows: Sequence[Row]) -> list[tuple[Row, Cell, str]]:
        """Return the cells of a column that say something, with their rows and texts."""
        cells = [(row, cell) for row in rows for cell in row.cells if cell.header == header]
        told = [(row, cell, self.text[cell.start : cell.end]) for row, cell in cells]
        return [one for one in told if not says_nothing(one[2])]

    def has_figures(self, header: str) -> bool:
        """Return whether a cell of a column is a figure."""
        return any(worth(text) is not None for _, _, text in self.column(header, self.rows))

    def is_dated(self, header: str) -> bool:
        """Return whether a column is one of dates or years."""
        values = [worth(text) for _, _, text in self.column(header, self.rows)]
        dates = as_dates([value for value in values if value is not None])
        return bool(values) and [date.unit for date in dates] == [DATE] * len(values)

    def unit_of(self, header: str) -> str | None:
        """Return the unit of a column that can be compared; None where it cannot."""
        known = comparable([text for _, _, text in self.column(header, self.rows)])
        return known[0] if known else None

    def answers(self, row: Row, cell: Cell, names: str, *, figure: bool) -> Iterator[Row]:
        """Yield a row with nothing but the cell that answers: a figure, or the name of its row.

        Nothing where that has no name. Where things stand side by side, the name stands in another
        line than the figure, and answers beside it.
        """
        name = name_of(row, names)
        named = name.header == names and name.start < name.end
        if not (figure or named or self.lines):
            return
        shown = [cell] if figure or not named else [name, cell] if self.lines else [name]
        for one in shown:
            lines = (line for line in self.lines if line.start <= one.start < line.end)
            yield replace(next(lines, row), cells=(one,))


def comparable(cells: Sequence[str]) -> tuple[str, list[Decimal]] | None:
    """Return the unit of all cells and how much each is worth; None where they have no one unit."""
    values = [value for cell in cells if (value := worth(cell)) is not None]
    if len({value.unit for value in values}) > 1:
        # "1839" among "14 August 1862".
        values = as_dates(values)
    units = {value.unit for value in values}
    if len(values) < len(cells) or len(units) != 1 or _may_be_thousands(cells):
        return None
    return units.pop(), [value.amount for value in values]


def _may_be_thousands(cells: Sequence[str]) -> bool:
    """Return whether points may part thousands: "246.601" beside "980"."""
    pointed = [cell for cell in cells if _POINT.search(cell)]
    return 0 < len(pointed) < len(cells) and all(map(_THOUSANDS.search, pointed))


def tables(document: Document) -> Iterator[Table]:
    """Yield the tables of a document: first those with the same columns as one, then each."""
    rows = _without_sums(rows_in(document), document.text)
    title = stems(f"{document.title} {PurePath(document.name).stem}") | _ANY
    alone: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        alone[row.table, document.heading_path(row.start)].append(row)
    alike: dict[object, list[list[Row]]] = defaultdict(list)
    for table in alone.values():
        alike[frozenset(cell.header for row in table for cell in row.cells)].append(table)
    for several in alike.values():
        if len(several) > 1:
            whole = [row for table in several for row in table]
            common = frozenset.intersection(*(_above(document, table[0]) for table in several))
            yield Table(whole, title | common, document.text)
    for table in alone.values():
        one = Table(table, title | _above(document, table[0]), document.text)
        yield _turned(one, document) or one


def _without_sums(rows: Sequence[Row], text: str) -> list[Row]:
    """Return the rows but those whose first cell says that they are made of the others."""
    first = [text[row.cells[0].start : row.cells[0].end] for row in rows]
    return [row for row, said in zip(rows, first, strict=True) if not _SUMS.fullmatch(said)]


def _above(document: Document, row: Row) -> frozenset[str]:
    """Return the words of the headings above a table, and of what stands between."""
    text = document.text
    headings = [one.end for one in document.headings if one.end <= row.start]
    start = max([0, row.table[1] - _INTRODUCTION, *headings[-1:]])
    line = text[text.rfind("\n\n", 0, max(0, row.table[1] - 2)) + 1 : row.table[1]]
    first = "" if headings else _introduction(text, min(_INTRODUCTION, row.table[1]), document)
    told = (*document.heading_path(row.start), text[start : row.table[1]], line, first)
    return stems(" ".join(told))


def _introduction(text: str, end: int, document: Document) -> str:
    """Return a text's first paragraph, and those before the one that leads to its first table."""
    top = min([end, *(row.table[1] for row in rows_in(document)[:1])])
    first, before = text[:end].partition("\n\n")[0], text[:top].rstrip().rpartition("\n\n")[0]
    return f"{first} {before}"


def _turned(table: Table, document: Document) -> Table | None:
    """Return a table with a row for each of its columns; None where the rows are the things.

    They are not where lines can be compared, of several units, and columns cannot.
    """
    lines = table.rows
    first = row_at(document, lines[0].table[1]) or lines[0]
    width = len(lines[0].cells)
    even = all([cell.header for cell in row.cells] == _headers(lines[0]) for row in lines)
    # Nothing need stand above the names of the rows.
    if width <= 2 or not even or len(first.cells) not in (width - 1, width):
        return None
    units = {known[0] for row in lines if (known := comparable(_texts(row, table)))}
    columns = [table.unit_of(cell.header) for cell in lines[0].cells[1:]]
    if len(units) <= 1 or any(unit is not None for unit in columns):
        return None
    rows = [_of_thing(at, first, lines, table.text) for at in range(1, width)]
    return Table(rows, table.above, table.text, (first, *lines))


def _of_thing(at: int, first: Row, lines: Sequence[Row], text: str) -> Row:
    """Return what a table tells of one thing, its name first.

    Args:
        at: In which column.
        first: The row that names the things; one of `lines`, where each of these names them.
        lines: The others.
        text: Of the document.
    """
    header = lines[0].cells[0].header or "thing"
    name = replace(first.cells[at - len(lines[0].cells)], header=header)
    if first in lines:
        called = lines[0].cells[at].header
        name = Cell(header, first.start, first.start, stems(called))
    cells = [
        replace(row.cells[at], header=text[row.cells[0].start : row.cells[0].end]) for row in lines
    ]
    return Row(first.table, first.start, lines[-1].end, (name, *cells))


def _headers(row: Row) -> list[str]:
    return [cell.header for cell in row.cells]


def _texts(row: Row, table: Table) -> list[str]:
    """Return what the cells of a row say, the first aside."""
    return [table.text[cell.start : cell.end] for cell in row.cells[1:]]
