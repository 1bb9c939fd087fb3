"""Rows that a question picks out by what stands in them: "Which rooms have a projector?".

    Room | Floor | Projector      all rows with "yes" below what is asked for, or with the cell that
    Hall | 1 | yes                is: "Which rooms are on the first floor?"
    Loft | 2 | no

Pure. As `qa.rows.extremes`, it speaks only where nothing of the question is left open.
"""

import re

from index.words import stem, words
from qa.rows.comparable import Table
from qa.rows.comparing import OPEN, OTHERWISE
from qa.rows.ranges import NUMBERS
from qa.rows.tables import Cell, Row, stems

_WHICH = re.compile(r"^\W*(?:which|what)\b", re.IGNORECASE)
_SAID = re.compile(r"(?P<yes>yes|y|true|✓|✔)|no|n|false|✗|✘|[-–—]|", re.IGNORECASE)
_PLACES = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_IN_FIGURES = {stem(word): str(at) for at, word in enumerate(_PLACES, 1)}
_IN_FIGURES |= {stem(word): str(at) for at, word in enumerate(NUMBERS, 1)}
_HAS = stems("include offer provide allow permit accept support require available located")


def fulfilling(question: str, table: Table) -> list[tuple[Row, Cell]]:
    """Return the rows that have all that a question names, each with a cell that says so.

    One alone whose cell is named is left to `qa.rows.lookup`, unless things stand side by side.
    """
    names = _called(question, table)
    if not _asks_for(question, table, names) or OTHERWISE.search(question):
        return []
    asked = stems(question) - names
    met = [_met(row, asked, table) for row in table.rows]
    picked = frozenset().union(*(cell.words for cells in met for cell in cells))
    told = (table.above - picked) | OPEN | _HAS
    found = [
        (row, cells[0])
        for row, cells in zip(table.rows, met, strict=True)
        if cells and asked <= told.union(*map(_told, cells))
    ]
    alone = len(found) == 1 and not table.lines and not _is_yes(found[0][1], table)
    # "To Moss" is not "from Moss".
    columns = {(cell.words, cell.header) for cells in met for cell in cells}
    several = len(columns) > len({said for said, _ in columns})
    return [] if alone or several or len(found) == len(table.rows) else found


def _called(question: str, table: Table) -> frozenset[str]:
    """Return the stems of what rows are called, "campsite" as well where the header is "Site"."""
    names = [word.text.lower().rstrip("s") for word in words(table.names)]
    longer = (
        word.stem
        for word in words(question)
        if any(len(name) > 3 and word.text.lower().rstrip("s").endswith(name) for name in names)
    )
    return stems(table.names).union(longer)


def _asks_for(question: str, table: Table, names: frozenset[str]) -> bool:
    """Return whether a question is for what the rows are called: "which rooms", no other column.

    Where things stand side by side, what stands above may call them so.
    """
    which = _WHICH.match(question)
    behind = [word.stem for word in words(question[which.end() :])] if which else []
    headers = names.union(*map(stems, table.headers))
    named = next((word for word in behind if word in headers), "")
    above = bool(table.lines) and bool(behind) and behind[0] in table.above - headers
    return named in names or above


def _met(row: Row, asked: frozenset[str], table: Table) -> list[Cell]:
    """Return the cells of a row, its name aside, that say what is asked for.

    A figure does if its column is named, too: 1 of "the first floor".
    """
    found = []
    for cell in row.cells:
        named = bool(stems(cell.header)) and stems(cell.header) <= asked
        said = {_IN_FIGURES.get(word, word) for word in asked} if cell.value else asked
        whole = bool(cell.words) and cell.words <= said and (named or not cell.value)
        if cell.header != table.names and (whole or (named and _is_yes(cell, table))):
            found.append(cell)
    return found


def _told(cell: Cell) -> frozenset[str]:
    """Return the words that a cell answers for: its own, in figures or not, and its column's."""
    meant = {word for word, figure in _IN_FIGURES.items() if figure in cell.words}
    return cell.words | stems(cell.header) | (meant if cell.value else frozenset())


def _is_yes(cell: Cell, table: Table) -> bool:
    """Return whether a cell says yes, in a column that says nothing but yes and no."""
    below = [
        table.text[one.start : one.end]
        for row in table.rows
        for one in row.cells
        if one.header == cell.header
    ]
    said = [_SAID.fullmatch(text.strip()) for text in below]
    here = _SAID.fullmatch(table.text[cell.start : cell.end].strip())
    return all(said) and bool(here and here["yes"])
