"""Rows of cells to lines of text, each value with the header of its column.

    Country  Capital   People        Country | Capital | People
    France   Paris         68        Country: France; Capital: Paris; People: 68
    Chile    Santiago      20        Country: Chile; Capital: Santiago; People: 20

A line then says what it means without the lines above it. Rows in which nothing is taken for a
header become `France | Paris | 68`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice

from index.formats.content import without_junk

# Rows looked at for a header, before the rest streams past.
_LOOK = 25
# Longer than any name of a column.
_LABEL_CHARACTERS = 80
# Of the cells in the rows below, what a header has at least; a title above a table has fewer.
_COVERED = 0.6

# Numbers, also with a sign, a unit or a currency, dates and times.
_VALUE = re.compile(
    r"[-+(±~<>≈]{0,2}\s?(?:[$€£¥]|(?:CHF|DKK|EUR|GBP|NOK|SEK|USD|kr)\.?)?\s?"
    r"\d[\d.,:/'’ \xa0_-]*(?:[eE][-+]?\d+)?"
    r"\s?(?:%|‰|[$€£¥]|[^\W\d]{1,3})?\)?"
    r"|\d{4}-\d\d-\d\d[T ][\d:.+Z-]+|TRUE|FALSE|true|false|[-–—]"
)
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        number: As the file counts, from 1.
        cells: What each cell shows, on one line; empty cells are empty.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says.

    Attributes:
        number: Of the row.
        text: Its values with their headers.
        begins: Whether a table begins with it: empty rows stand above.
    """

    number: int
    text: str
    begins: bool


def shown(value: str) -> str:
    """Return the value of a cell on one line."""
    return " ".join(without_junk(value).split())


def lines(rows: Iterable[Row]) -> Iterator[Line]:
    """Yield a line for every row that says something, a header for itself and in those below.

    Args:
        rows: Of one sheet, in order; an empty one ends a table.
    """
    header: dict[int, str] = {}
    for filled, block in groupby(rows, key=lambda row: any(row.cells)):
        if not filled:
            continue
        first = list(islice(block, _LOOK))
        begins = True
        below, header = _header(first) or (0, header if _continues(first, header) else {})
        for at, row in enumerate(chain(first, block)):
            said = _labelled(row, header) if at >= below else _plain(row)
            if said:
                yield Line(row.number, said, begins)
                begins = False


def _header(rows: Sequence[Row]) -> tuple[int, dict[int, str]] | None:
    """Return where the rows below a block's header begin, and its labels by column, or None."""
    for at, row in enumerate(rows[:-1]):
        columns = _filled(row)
        if len(columns) < 2:
            continue
        group = _group(rows[at - 1], columns) if at else {}
        if _is_header(row, columns, rows[at + 1 :], bool(group)):
            labels = {
                column: f"{group.get(column, '')} {row.cells[column].rstrip(': ')}".strip()
                for column in columns
            }
            return at + 1, labels
        if not _group(row, columns):
            # The values have begun.
            return None
    return None


def _is_header(row: Row, columns: list[int], below: Sequence[Row], grouped: bool) -> bool:
    """Return whether a row names the columns of the rows below it."""
    cells = [row.cells[column] for column in columns]
    widest = max(len(_filled(other)) for other in below)
    if _has_gaps(columns) or len(cells) < _COVERED * widest:
        return False
    if any(len(cell) > _LABEL_CHARACTERS or "@" in cell or "://" in cell for cell in cells):
        return False
    if not grouped and _is_value_twice(row, columns, below):
        return False
    texts = sum(map(_is_text, cells))
    labels = texts + sum(bool(_YEAR.fullmatch(cell)) for cell in cells)
    # The years of a table whose rows are named before them are labels, too.
    named = columns[0] > 0 and all(_filled(other)[0] < columns[0] for other in below)
    if not (texts or named) or 2 * labels <= len(cells):
        return False
    return len(cells) > 2 or widest > 2 or _is_list_of_pairs(columns, below)


def _is_value_twice(row: Row, columns: list[int], below: Sequence[Row]) -> bool:
    """Return whether a row says something twice that rows below it say in the same column, too."""
    cells = [row.cells[column] for column in columns]
    twice = [at for at in columns if cells.count(row.cells[at]) > 1]
    return any(other.cells[at : at + 1] == (row.cells[at],) for other in below for at in twice)


def _is_list_of_pairs(columns: list[int], below: Sequence[Row]) -> bool:
    """Return whether two columns are a table, rather than a form with a label on each line.

    In a form the values are of many kinds and the labels often end in a colon.
    """
    keys = [row.cells[columns[0]] for row in below if columns[0] < len(row.cells)]
    values = [row.cells[columns[1]] for row in below if columns[1] < len(row.cells)]
    kinds = {_is_text(value) for value in values if value}
    return len(kinds) == 1 and not any(key.endswith(":") for key in keys)


def _group(row: Row, columns: list[int]) -> dict[int, str]:
    """Return what a row of merged cells above a header says of each of its columns."""
    own = _filled(row)
    if len(own) < 2 or not _has_gaps(own) or not all(_is_label(row.cells[at]) for at in own):
        return {}
    said = ""
    group = {}
    for column in range(max(columns) + 1):
        cell = row.cells[column] if column < len(row.cells) else ""
        said = cell or said
        group[column] = said
    return group


def _continues(rows: Sequence[Row], header: dict[int, str]) -> bool:
    """Return whether a block without a header has the columns of the table above it."""
    columns = [column for row in rows for column in _filled(row)]
    return len(header) > 2 and min(columns) == min(header) and max(columns) == max(header)


def _plain(row: Row) -> str:
    """Return the values of a row without headers."""
    return " | ".join(filter(None, row.cells))


def _labelled(row: Row, header: dict[int, str]) -> str:
    """Return the values of a row with their headers; nothing if it repeats the header."""
    columns = _filled(row)
    if not header or (columns == [min(header)] and len(header) > 2 and _is_text(_plain(row))):
        return _plain(row)
    if len(columns) > 1 and all(row.cells[at] == header.get(at) for at in columns):
        return ""
    return "; ".join(
        f"{header[column]}: {row.cells[column]}" if header.get(column) else row.cells[column]
        for column in columns
    )


def _filled(row: Row) -> list[int]:
    """Return the columns in which a row has a value."""
    return [column for column, cell in enumerate(row.cells) if cell]


def _has_gaps(columns: list[int]) -> bool:
    """Return whether columns do not stand side by side."""
    return columns[-1] - columns[0] >= len(columns)


def _is_label(cell: str) -> bool:
    """Return whether a cell may name a column."""
    return _is_text(cell) or bool(_YEAR.fullmatch(cell))


def _is_text(cell: str) -> bool:
    """Return whether a cell holds words, rather than a number, a date or a mark."""
    return bool(cell) and not _VALUE.fullmatch(cell) and any(map(str.isalpha, cell))
