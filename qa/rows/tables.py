"""Tables in the text of a document: a row, its cells, and what their columns are called.

    Name | Role | Salary
    Siri Dahl | Director | 87000

    Name: Siri Dahl; Role: Director; Salary: 87000

    Name        Role        Salary
    Siri Dahl   Director    87000

A row is a line; a bar, a gap or a label parts its cells.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from index.documents import Document
from index.words import words
from qa.language.times import spanned
from qa.rows.ranges import Span, span_of
from qa.sentences import CELL_GAP

RULE = re.compile(r"[^\S\n]*(?:\|[\s|:+-]*-[\s|:+-]*|(?:--|==)[\s=-]*)")
"""Matches a line that only parts rows: a Markdown table's second, "-----   ----", "====="."""

# Markdown's; " | " begins a row of `index.formats` whose first cell is empty.
_FRAMED = re.compile(r"(?! \| )[^\S\n]*\|")
_BAR = re.compile(r"(?<!\\)\|")
# In a row of wide gaps two spaces are one, too, but not behind a stop.
_GAP = re.compile(rf"{CELL_GAP.pattern}|(?<=[^\s.!?:;,])  (?=\S)")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_VALUE = re.compile(r"[-+(~<>≈]?\s?[$€£¥]?\s?\d")
# One of them is in every row.
_MARKS = ("|", "   ", "\t", ": ")
# "Name: Siri Dahl; Role: Director", as `index.formats.rows` writes.
_LABELLED = re.compile(r"(?:^|(?<=; ))([^:;\n]{1,80}): (?=\S)")

# A longer line is a file without lines.
_LONGEST = 4_000
# A first line of fewer cells may be the first pair of a list of pairs.
_COLUMNS = 3
_MOST_ROWS = 2_000
# So far up a table's rows are looked at one by one, and so much of it tells whether it has headers;
# in characters.
_REACH, _LOOKED_AT = 4_000, 2_000


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says in one column.

    Attributes:
        header: What the column is called; empty where the table does not say.
        start: Offset of its first character in the document's text.
        end: Offset behind its last.
        words: The stems of those that carry meaning.
        value: Whether it is a figure, a price or a date.
        times: The days and months that it is a span of, as "Tuesday to Friday".
        span: The figures that it is a span of, as "5 to 10 kg".
    """

    header: str
    start: int
    end: int
    words: frozenset[str]
    value: bool = False
    times: frozenset[str] = frozenset()
    span: Span | None = None


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


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that carry meaning."""
    # For search "2.5" is no other than "25".
    told = _DECIMAL.sub("d", text)
    return frozenset(word.stem for word in words(told) if word.carries_meaning)


def row_at(document: Document, offset: int) -> Row | None:
    """Return the row of a table that holds an offset; None where none does."""
    text = document.text
    start = text.rfind("\n", 0, offset) + 1
    end = _line_end(text, offset)
    line = text[start:end]
    if len(line) > _LONGEST or not any(mark in line for mark in _MARKS):
        return None
    if document.unit == "row" and (labels := list(_LABELLED.finditer(line))):
        ends = [label.start() for label in labels[1:]] + [len(line)]
        labelled = [
            _cell(label[1], line, start, label.end(), last)
            for label, last in zip(labels, ends, strict=True)
        ]
        # Nothing stands above the names of the rows: "Weight; Fjord: 22 kg; Volta: 24 kg".
        unlabelled = [_cell("", line, start, 0, labels[0].start())] if labels[0].start() else []
        return Row((document.id, 0), start, end, (*unlabelled, *labelled))
    if not _is_row(text, start, end) or RULE.fullmatch(line):
        return None
    top = _top(text, start)
    cells = tuple(_under(text, top, line, start))
    return Row((document.id, top), start, end, cells) if cells else None


# So many take 0.3 s, and the next question is often asked of the same document.
@lru_cache(maxsize=4)
def rows_in(document: Document) -> tuple[Row, ...]:
    """Return the rows of all tables with headers, these aside; none where there are over 2,000."""
    text, found, start = document.text, list[Row](), 0
    while start < len(text) and len(found) <= _MOST_ROWS:
        row = row_at(document, start)
        if row is not None and any(cell.header for cell in row.cells):
            found.append(row)
        start = _line_end(text, start) + 1
    return tuple(found) if len(found) <= _MOST_ROWS else ()


def _under(text: str, top: int, line: str, start: int) -> Iterable[Cell]:
    """Yield the cells of a line, each with what the table's first line says above it."""
    cells = [_cell("", line, start, *bounds) for bounds in cell_bounds(line)]
    below = _line_end(text, top)
    while below < len(text) and below - top < _LOOKED_AT:
        end = _line_end(text, below + 1)
        if not _is_part(text, below + 1, end):
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
    return [replace(cell, header=label) for label, cell in zip(labels, cells, strict=True)]


@lru_cache(maxsize=256)
def _headers(table: str) -> tuple[str, ...]:
    """Return what the columns of a table are called; nothing where its first line does not say.

    It does not where it is a row or a pair like those below it: a value stands in it, and below
    that something else. Where a gap is all that parts the cells, a column of values must prove it.
    """
    lines = table.split("\n")
    ruled = any(map(RULE.fullmatch, lines[:2]))
    first, *others = (
        [line[start:end].strip() for start, end in cell_bounds(line)]
        for line in lines
        if not RULE.fullmatch(line)
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


def cell_bounds(line: str) -> list[tuple[int, int]]:
    """Return where the cells of a line begin and end; a bar at its very start begins none."""
    framed = _FRAMED.match(line)
    parting = _BAR if framed else CELL_GAP if "|" in line else _GAP
    gaps = [(gap.start(), gap.end()) for gap in parting.finditer(line)]
    starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(line)]
    cells = list(zip(starts, ends, strict=True))
    if framed and not line[starts[-1] :].strip():
        cells.pop()
    return cells[1:] if framed else cells


def _cell(header: str, line: str, shift: int, start: int, end: int) -> Cell:
    text = line[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip().rstrip(";")
    value = bool(_VALUE.match(text))
    end = shift + start + len(text)
    return Cell(header, shift + start, end, stems(text), value, spanned(text), span_of(text))


def _top(text: str, start: int) -> int:
    """Return where the rows begin that end with the one at an offset.

    Far above, all lines down from an empty one are taken for rows.
    """
    gap = text.rfind("\n\n", 0, start)
    first = 0 if gap < 0 else gap + 2
    lowest = max(first, start - _REACH)
    while start > lowest:
        above = text.rfind("\n", 0, start - 1) + 1
        if not _is_part(text, above, start - 1):
            return start
        start = above
    return first


def _is_part(text: str, start: int, end: int) -> bool:
    """Return whether a line is a row, or a rule below one."""
    ruled = start > 0 and RULE.fullmatch(text, start, end)
    above = text.rfind("\n", 0, start - 1) + 1 if ruled else start
    return _is_row(text, above, start - 1 if ruled else end)


def _is_row(text: str, start: int, end: int) -> bool:
    return bool(_FRAMED.match(text, start, end) or CELL_GAP.search(text, start, end))


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end
