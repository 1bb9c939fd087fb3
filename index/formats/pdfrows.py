"""Lines of print that stand side by side to one line, such as the cells of a row."""

from collections.abc import Sequence
from dataclasses import replace

from index.formats.content import raised
from index.formats.pdflines import CELLS, POWER, SMALL, Line

# Most numbers in a table are shorter, and most lines of text in a column are longer.
_SHORT = 12
# A row of a table has no more lines.
_MOST_LINES = 12


def side_by_side(page: Sequence[Line]) -> list[Line]:
    """Return the lines with those joined that stand side by side, such as superscripts."""
    rows: list[Line] = []
    for line, following in zip(page, [*page[1:], None], strict=False):
        last = rows[-1] if rows else None
        if last is None or not _beside(last, line):
            begin = _begin(rows, line)
            rows[begin:] = [_whole(rows[begin:], line)]
            continue
        main = last if len(last.text) >= len(line.text) else line
        far = (line.left - last.right) / max(main.size, 1.0)
        sign = _sign(last, line, "" if following is None else following.text)
        gap = CELLS if far > 1 else " " if far > 0.15 else sign
        rows[-1] = replace(
            main,
            text=last.text + gap + line.text,
            left=last.left,
            right=line.right,
            size=max(last.size, line.size),
            bold=last.bold and line.bold,
            hyphenated=line.hyphenated,
        )
    return rows


def _sign(last: Line, line: Line, behind: str) -> str:
    """Return the sign for a line that is a number raised behind another, and what follows it."""
    is_raised = line.base > last.base + POWER * last.size and line.size < SMALL * last.size
    return raised(last.text, line.text, behind) if is_raised else ""


def _beside(last: Line, line: Line) -> bool:
    """Return whether `line` goes on to the right of `last`, be it in another cell of its row."""
    size = max(last.size, line.size)
    apart = line.left - last.right
    height = abs(last.base - line.base)
    # A short cell may be a line of its own to PDFium, however far it stands from the others.
    is_row = height < 0.05 * size and len(line.text) <= _SHORT
    return (
        last.angle == line.angle
        and not last.hyphenated
        and height < 0.6 * size
        and -0.3 * size < apart
        and (is_row or apart < 3 * size)
    )


def _begin(rows: Sequence[Line], line: Line) -> int:
    """Return where the row begins whose last cell is a line, behind cells of several lines.

    All of it stands to the left of the line, and the first cell as high as it. In columns of text
    the first line does, too: a row is known by having two cells there, or by a cell that begins
    higher.
    """
    for at in range(len(rows) - 2, max(len(rows) - _MOST_LINES, 0) - 1, -1):
        first, cells = rows[at], rows[at + 1 :]
        if first.angle != line.angle or abs(first.base - line.base) >= 0.05 * line.size:
            continue
        is_row = CELLS in first.text or any(each.base > line.base for each in cells)
        # A row of its own goes on in no cell: these are columns of rows.
        is_row = is_row and not any(CELLS in each.text for each in cells)
        is_left = all(first.left <= each.left and each.right < line.left for each in cells)
        is_near = all(abs(each.base - line.base) < _MOST_LINES * line.size for each in cells)
        return at if is_row and is_left and is_near and first.right < line.left else len(rows)
    return len(rows)


def _whole(cells: Sequence[Line], line: Line) -> Line:
    """Return a row in one line; the line itself if nothing stands before it."""
    if not cells:
        return line
    first, *others = cells
    gap = "" if first.hyphenated else " " if CELLS in first.text else CELLS
    said = "".join(each.text + ("" if each.hyphenated else " ") for each in others).strip()
    return replace(
        line,
        text=f"{first.text}{gap}{said}{CELLS}{line.text}",
        left=first.left,
        bold=all(each.bold for each in (*cells, line)),
    )
