"""The order in which the lines of a page are read, where it is not the one they are written in.

Programs that print spreadsheets and slides write the lines of one kind, such as bold ones, before
or behind all others.
"""

from collections.abc import Sequence
from itertools import pairwise

from index.formats.pdflines import Line

# Shares of the size: lines as high as that are at one height, and lines so far apart are below one
# another; cells are so far from other lines if they have no other lines themselves.
_LEVEL, _BELOW, _ALONE = 0.05, 0.7, 2.0
# Of the rows, so many may stand to the left or right of the one above.
_BESIDE = 0.2


def from_top(page: Sequence[Line]) -> list[Line]:
    """Return the lines of a page from its top to its end, if there is but one such order.

    There are others where lines stand side by side, as in columns. Those at one height are a row
    if no other line is near.
    """
    if all(last.base >= line.base for last, line in pairwise(page)):
        return list(page)
    rows: list[list[Line]] = []
    for line in sorted(page, key=lambda line: -line.base):
        if rows and rows[-1][0].base - line.base < _LEVEL * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    turned = {line.angle for line in page}
    # Loose lines of columns may stand between one another.
    beside = sum(map(_is_beside, rows, rows[1:]))
    is_clear = all(map(_is_below, rows, rows[1:])) and beside <= max(1, _BESIDE * len(rows))
    if len(turned) > 1 or not is_clear:
        return list(page)
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _is_below(above: Sequence[Line], row: Sequence[Line]) -> bool:
    """Return whether a row is wholly below the one above, and goes on nothing of it."""
    size = min(line.size for line in (*above, *row))
    drop = min(line.base for line in above) - max(line.base for line in row)
    return drop >= (_BELOW if len(above) == len(row) == 1 else _ALONE) * size


def _is_beside(above: Sequence[Line], row: Sequence[Line]) -> bool:
    """Return whether nothing of a row stands under the one above."""
    left, right = min(line.left for line in above), max(line.right for line in above)
    return max(line.right for line in row) < left or right < min(line.left for line in row)
