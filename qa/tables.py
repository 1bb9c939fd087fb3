"""Rows and columns that a question names: "What is the salary of Siri Dahl?".

    Name | Role | Salary          the row by what stands in its cells,
    Siri Dahl | Director | 87000  the column by its header
    Kari Lie | Foreman | 64000

Pure: what is not named stays open, and is left to the reader.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from index.documents import Document
from index.words import Word, words
from qa.sentences import CELL_GAP

_RULE = re.compile(r"[^\S\n]*\|[\s|:+-]*-[\s|:+-]*")
_FRAMED = re.compile(r"[^\S\n]*\|")
_BAR = re.compile(r"(?<!\\)\|")
_VALUE = re.compile(r"[-+(~<>≈]?\s?[$€£¥]?\s?\d")
# "Name: Siri Dahl; Role: Director", as `index.formats.rows` writes.
_LABELLED = re.compile(r"(?:^|(?<=; ))([^:;\n]{1,80}): (?=\S)")

_NOUN = re.compile(r"\b(?:which|what) ([\w-]+)", re.IGNORECASE)
# How much a word behind "which" counts beside the others.
_WANTED = 2

# A first line of fewer cells may be the first pair of a list of pairs.
_COLUMNS = 3
# No header stands so far above its rows, and so much of a table tells whether it has one; in
# characters.
_REACH, _LOOKED_AT = 20_000, 2_000


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says in one column.

    Attributes:
        header: What the column is called; empty where the table does not say.
        start: Offset of its first character in the document's text.
        end: Offset behind its last.
        words: That carry meaning.
    """

    header: str
    start: int
    end: int
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        table: The document's id, and the offset where the table begins.
        start: Offset of its first character.
        end: Offset behind its last.
        cells: From left to right.
    """

    table: tuple[str, int]
    start: int
    end: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """Where in a row an answer may stand.

    Attributes:
        start: Offset of the first character.
        end: Offset behind the last; as `start`, where the row cannot answer.
        named: Whether the question has all words of one of the row's cells, and no other row of
            the table can answer.
        sure: Whether it names the column, too, and has no word that is not told by either.
    """

    start: int
    end: int
    named: bool = False
    sure: bool = False


def row_at(document: Document, offset: int) -> Row | None:
    """Return the row of a table that holds an offset; None where none does."""
    text = document.text
    start = text.rfind("\n", 0, offset) + 1
    end = _line_end(text, offset)
    line = text[start:end]
    if document.unit == "row" and (labels := list(_LABELLED.finditer(line))):
        ends = [label.start() for label in labels[1:]] + [len(line)]
        labelled = (
            _cell(label[1], line, start, label.end(), last)
            for label, last in zip(labels, ends, strict=True)
        )
        return Row((document.id, 0), start, end, tuple(labelled))
    if not _is_row(text, start, end) or _RULE.fullmatch(line):
        return None
    top = _top(text, start)
    cells = tuple(_under(text, top, line, start))
    return Row((document.id, top), start, end, cells) if cells else None


def limits(question: str, rows: Iterable[Row]) -> dict[Row, Limit]:
    """Return where in rows of tables an answer may stand, as far as the question names it.

    A row that has all that another has of what is asked for, and more, leaves no answer to the
    other one; nor has the row of headers one. A column counts whose header is what the question
    asks for ("which river"), or else has more of its words than any other.

    Args:
        question: One question.
        rows: Of one or more tables.
    """
    asked = _stems(words(question))
    tables: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in dict.fromkeys(rows):
        tables[row.table].append(row)
    found: dict[Row, Limit] = {}
    for table in tables.values():
        column = _column(question, asked, table)
        left = asked - _stems(words(column or ""))
        matched = {row: _matched(left, row, column) for row in table}
        headed = any(cell.header for row in table for cell in row.cells)
        lost = {
            row
            for row in table
            if (headed and row.start == row.table[1] and not row.cells[-1].header)
            or any(matched[row] < other for other in matched.values())
        }
        for row in table:
            limit = Limit(row.start, row.start) if row in lost else _limit(asked, left, row, column)
            if limit is not None:
                alone = len(table) == len(lost) + 1
                found[row] = limit if alone else replace(limit, named=False, sure=False)
    return found


def _limit(
    asked: frozenset[str], left: frozenset[str], row: Row, column: str | None
) -> Limit | None:
    """Return the limit of a row that no other beats; None where it has none.

    Args:
        asked: The question's words.
        left: Those that are not of the column's header.
        row: Any.
        column: The header that is named.
    """
    named = any(cell.words and cell.words <= left for cell in row.cells)
    first, *others = row.cells
    # What is asked by name is not asked for.
    labelled = bool(first.words & left) and bool(others)
    rest = Limit(others[0].start if labelled else row.start, row.end, named=named)
    if column is None:
        return rest if named or labelled else None
    cell = next((cell for cell in row.cells if cell.header == column), None)
    if cell is None and not any(cell.header for cell in row.cells):
        return rest if named or labelled else None
    if cell is None or cell.start == cell.end:
        return Limit(row.start, row.start)
    if (cell is first and labelled) or (cell.words and cell.words <= asked):
        return rest if named or labelled else None
    told = frozenset().union(*(other.words for other in row.cells))
    return Limit(cell.start, cell.end, named=named, sure=named and left <= told)


def _column(question: str, asked: frozenset[str], table: Iterable[Row]) -> str | None:
    """Return the header that is asked for; None where none is, or several are."""
    headers = {
        header: _stems(words(header))
        for header in dict.fromkeys(cell.header for row in table for cell in row.cells)
    }
    noun = _NOUN.search(question)
    wanted = _stems(words(noun[1])) if noun else frozenset()
    shares = {
        header: len(asked & stems) + _WANTED * len(wanted & stems)
        for header, stems in headers.items()
    }
    most = max(shares.values(), default=0)
    best = [header for header, share in shares.items() if share == most]
    return best[0] if most and len(best) == 1 else None


def _matched(left: frozenset[str], row: Row, column: str | None) -> frozenset[tuple[str, str]]:
    """Return what a row has of what is asked for: words of its first cell, and whole cells."""
    found = {("word", word) for word in row.cells[0].words & left}
    for cell in row.cells:
        if cell.words and cell.words <= left:
            found |= {("word", word) for word in cell.words}
            if cell is row.cells[0]:
                found.add(("first", cell.header))
            if cell.header == column:
                found.add(("column", cell.header))
    return frozenset(found)


def _under(text: str, top: int, line: str, start: int) -> Iterable[Cell]:
    """Yield the cells of a line, each with what the table's first line says above it."""
    cells = [_cell("", line, start, *bounds) for bounds in _bounds(line)]
    below = _line_end(text, top)
    while below < len(text) and below - top < _LOOKED_AT:
        end = _line_end(text, below + 1)
        if not _is_row(text, below + 1, end):
            break
        below = end
    labels = _headers(text[top:below])
    if top == start or not labels:
        return cells
    if len(labels) == len(cells) - 1:
        # Nothing stands above the names of the rows.
        labels = ("", *labels)
    if len(labels) != len(cells):
        return cells
    return [
        Cell(label, cell.start, cell.end, cell.words)
        for label, cell in zip(labels, cells, strict=True)
    ]


@lru_cache(maxsize=256)
def _headers(table: str) -> tuple[str, ...]:
    """Return what the columns of a table are called; nothing where its first line does not say.

    It does not where it is a row or a pair like those below it: a value stands in it, and below
    that something else. Where a gap is all that parts the cells, a column of values must prove it.
    """
    lines = table.split("\n")
    ruled = any(map(_RULE.fullmatch, lines[:2]))
    first, *others = (
        [line[start:end].strip() for start, end in _bounds(line)]
        for line in lines
        if not _RULE.fullmatch(line)
    )
    columns = [
        [row[at] for row in others if len(row) == len(first) and row[at]]
        for at in range(len(first))
    ]
    valued = [bool(column) and all(map(_VALUE.match, column)) for column in columns]
    named = [not _VALUE.match(label) for label in first]
    if not all(name or value for name, value in zip(named[1:], valued[1:], strict=True)):
        return ()
    proven = any(name and value for name, value in zip(named, valued, strict=True))
    unnamed = all(named) and any(len(row) == len(first) + 1 for row in others)
    barred = "|" in lines[0] and len(first) >= _COLUMNS
    return tuple(first) if ruled or barred or proven or unnamed else ()


def _bounds(line: str) -> list[tuple[int, int]]:
    """Return where the cells of a line begin and end; a bar at its very start begins none."""
    framed = _FRAMED.match(line)
    gaps = [(gap.start(), gap.end()) for gap in (_BAR if framed else CELL_GAP).finditer(line)]
    starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(line)]
    cells = list(zip(starts, ends, strict=True))
    if framed and not line[starts[-1] :].strip():
        cells.pop()
    return cells[1:] if framed else cells


def _cell(header: str, line: str, shift: int, start: int, end: int) -> Cell:
    text = line[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip().rstrip(";")
    return Cell(header, shift + start, shift + start + len(text), _stems(words(text)))


def _top(text: str, start: int) -> int:
    """Return where the rows begin that end with the one at an offset."""
    lowest = max(0, start - _REACH)
    while start > lowest:
        above = text.rfind("\n", 0, start - 1) + 1
        if not _is_row(text, above, start - 1):
            break
        start = above
    return start


def _is_row(text: str, start: int, end: int) -> bool:
    return bool(_FRAMED.match(text, start, end) or CELL_GAP.search(text, start, end))


def _stems(found: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.stem for word in found if word.carries_meaning)


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end
