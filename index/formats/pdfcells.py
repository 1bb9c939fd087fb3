"""Where the cells of a table begin in a line of print: they stand apart by more than words do."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from index.formats.pdfletters import LEADER
from index.formats.pdflines import Line

Gaps = Mapping[int, tuple[float, float]]
"""Where the gap before each word but the first begins and ends, in points, by the word's place."""

# In ems, from the first on a gap parts cells if it is twice as wide as the line's narrowest, and
# from the second on in any case.
_CELL, _WIDE = 1.0, 2.5
# In ems, what stands farther from the next word is a bullet or a number only if it looks like one.
_FAR = 4.0
_LABEL = re.compile(r"\W|\W?(?:\w{1,3}[.)])+(?:\w{1,3})?|\.\w{1,3}")
_STOPS = frozenset(".!?:;,")
_WORD = re.compile(r"[^\W\d_]{3}")

# Under or above a gap between cells, one parts cells from so many ems on, if it is so much wider
# than those between the words of a cell. Fewer gaps than these may lie so by chance.
_ALIKE, _WIDER, _LEAST = 0.4, 1.4, 2
# No table that a person reads has more columns.
_MOST = 50
# Rows stand no farther apart, in ems.
_NEXT = 3.0


def cell_begins(units: str, shown: Sequence[int], gaps: Gaps, size: float) -> list[int]:
    """Return where in PDFium's text the cells of a row begin, but for the first.

    In a justified line all words are as far apart.

    Args:
        units: PDFium's text.
        shown: Where the line's visible characters are.
        gaps: Between its words.
        size: Of its characters.
    """
    if LEADER.search(units, shown[0], shown[-1]):
        return []
    widths = {at: (right - left) / size for at, (left, right) in gaps.items()}
    narrowest = min(widths.values()) if len(widths) > 1 else 0.0
    least = max(_CELL, min(_WIDE, 2 * narrowest))
    before = dict(zip(shown[1:], shown, strict=False))
    # Some printers leave more room behind a sentence.
    wide = [
        at
        for at, width in widths.items()
        if width >= (_WIDE if units[before[at]] in _STOPS else least)
    ]
    # A bullet or a number stands apart from its item, too, but a row of numbers has cells.
    label = units[shown[0] : wide[0]].split() if len(wide) == 1 else []
    if len(label) != 1 or _WORD.search(label[0]):
        return wide
    return wide if widths[wide[0]] > _FAR and not _LABEL.fullmatch(label[0]) else []


def in_columns(
    lines: Sequence[Line], gaps: Sequence[Gaps], begins: Sequence[list[int]]
) -> list[list[int]]:
    """Return where the cells of each line begin, also those told by the rows above and below.

    Args:
        lines: Of a page.
        gaps: Between the words of each.
        begins: Where the cells of each begin, as it tells by itself.
    """
    found = list(begins)
    downwards = list(pairwise(range(len(lines))))
    for near, at in [*((below, above) for above, below in reversed(downwards)), *downwards]:
        row, line = lines[near], lines[at]
        if row.angle == line.angle and abs(row.base - line.base) < _NEXT * line.size:
            found[at] = _under(
                row, [gaps[near][begin] for begin in found[near]], gaps[at], found[at]
            )
    return found


def _under(
    row: Line, columns: Sequence[tuple[float, float]], gaps: Gaps, begins: list[int]
) -> list[int]:
    """Return where the cells of a line begin that stand in the columns of the next row.

    Args:
        row: The next row.
        columns: The gaps between its cells.
        gaps: Between the words of the line.
        begins: Where its cells begin, as far as is known; returned if they are not alike.
    """
    if not _LEAST <= len(columns) <= _MOST:
        return begins
    matched = [
        at
        for left, right in columns
        for at, (begin, end) in gaps.items()
        if end - begin >= _ALIKE * row.size and begin < right and left < end
    ]
    # Beside the row the line may have more cells, but none within.
    beyond = [at for at in begins if gaps[at][0] > row.right or gaps[at][1] < row.left]
    found = sorted({*matched, *beyond})
    others = [end - begin for at, (begin, end) in gaps.items() if at not in found]
    narrowest = min((gaps[at][1] - gaps[at][0] for at in found), default=0.0)
    is_row = (
        len(set(matched)) == len(matched) == len(columns)
        and set(begins) <= set(found)
        and narrowest >= _WIDER * max(others, default=0.0)
    )
    return found if is_row else begins
