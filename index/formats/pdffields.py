"""What is filled in on a page of a PDF, or written over it, put among its lines of print.

Forms and remarks are kept apart from the print of their page. PDFium makes print of them, though
behind all other, so that no value would stand with what it is the value of.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.formats.pdflines import CELLS, Line

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""

# As a share of its size, what a value may stick out of its field.
_MARGIN = 0.5


@dataclass(slots=True)
class _Row:
    """A line with its cells, from left to right as far as it is known."""

    line: Line
    cells: list[Line]

    def put(self, value: Line) -> None:
        """Put a value where it stands among the cells."""
        at = sum(cell.left <= value.left for cell in self.cells)
        self.cells.insert(at, value)
        text = self.cells[0].text
        for left, right in pairwise(self.cells):
            text += (CELLS if right.left - left.right > value.size else " ") + right.text
        self.line = replace(
            self.line,
            text=text,
            left=min(self.line.left, value.left),
            right=max(self.line.right, value.right),
            bold=self.line.bold and value.bold,
        )


def with_filled(
    lines: Sequence[Line],
    before: Sequence[Sequence[Line]],
    after: Sequence[Sequence[Line]],
    fields: Sequence[Box],
    ticks: Mapping[Box, bool] | None = None,
) -> list[Line]:
    """Return the lines of a page together with what is filled in on it, or written over it.

    A value goes into the row that it stands in, or below the next row above it. What stands in
    no field comes last.

    Args:
        lines: The print.
        before: Its pieces, by line.
        after: The same and all the rest, by line.
        fields: Where the fields of forms are.
        ticks: Where those are that may be ticked, and whether each is.
    """
    boxes = ticks or {}
    known = Counter(piece for pieces in before for piece in pieces)
    rows = [_Row(line, [*pieces]) for line, pieces in zip(lines, before, strict=True)]
    last: list[Line] = []
    for piece in (piece for pieces in after for piece in pieces):
        if known[piece]:
            known[piece] -= 1
        elif any(_lies_in(piece, box) for box in boxes):
            # Each program draws another tick.
            continue
        elif any(_lies_in(piece, box) for box in fields):
            _put(piece, rows)
        else:
            last.append(piece)
    for box, is_ticked in boxes.items():
        _put(_tick(box, is_ticked=is_ticked), rows)
    return [*(row.line for row in rows), *last]


def _tick(box: Box, *, is_ticked: bool) -> Line:
    """Return a box that may be ticked as a character would be printed in its place."""
    left, bottom, right, top = box
    height = top - bottom
    return Line("☒" if is_ticked else "☐", left, right, bottom + height / 5, 4 * height / 5)


def _lies_in(piece: Line, box: Box) -> bool:
    """Return whether a piece of print begins in a box."""
    along, base = piece.left, piece.base
    x, y = ((along, base), (-base, along), (-along, -base), (base, -along))[piece.angle]
    left, bottom, right, top = box
    margin = _MARGIN * piece.size
    return left - margin <= x <= right + margin and bottom - margin <= y <= top + margin


def _put(value: Line, rows: list[_Row]) -> None:
    """Put a value into its row, or else make a row of it."""

    def apart(row: _Row) -> float:
        return max(row.line.left - value.right, value.left - row.line.right, 0.0)

    along = [row for row in rows if row.line.angle == value.angle]
    beside = [
        row
        for row in along
        if abs(row.line.base - value.base) < 0.6 * max(row.line.size, value.size)
    ]
    if beside:
        min(beside, key=apart).put(value)
        return
    above = [row for row in along if row.line.base > value.base]
    nearest = min(above, key=lambda row: (row.line.base, apart(row)), default=None)
    at = 0 if nearest is None else 1 + next(i for i, row in enumerate(rows) if row is nearest)
    rows.insert(at, _Row(value, [value]))
