"""A quoted table or row, drawn as one, while its text stays as it is, bars and all."""

import itertools
import re
from collections.abc import Iterable

from index.documents import Document
from qa.rows.tables import RULE, cell_bounds, row_at
from ui.html import escaped, marked


def grid(text: str) -> str:
    """Return HTML that shows the rows of a table, each in a span, and its cells in spans of these.

    Take the tags away, and `text` is there, character for character: what parts the cells is in
    spans of the class `bar`, which are not seen. A first line without cells is the caption.

    Args:
        text: As `qa.lists.is_table` knows tables.
    """
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    html: list[str] = []
    for number, line in enumerate(lines):
        below = "".join(itertools.takewhile(_is_filling, lines[number + 1 :]))
        if _is_filling(line):
            # Within the row above, so that the rows stay one table.
            html.append("" if number else _bar(line + below))
        elif len(cell_bounds(line)) == 1 and not line.lstrip().startswith("|"):
            html.append(f'<span class="caption">{escaped(line + below)}</span>')
        else:
            html.append(_row(line, below))
    return "".join(html)


def headed(document: Document, start: int, end: int, marks: Iterable[tuple[int, int, str]]) -> str:
    """Return HTML that shows a row in its cells, each below what its column is called.

    What the columns are called is not in the text but in attributes, for the style to show.

    Args:
        document: Where the row stands.
        start: Offset of what is shown.
        end: Offset behind it.
        marks: As for `ui.html.marked`, from `start` on.

    Returns:
        Nothing where it is no part of one row, or the columns have no names.
    """
    row = row_at(document, start)
    if row is None or end > row.end or not any(cell.header for cell in row.cells):
        return ""
    text, marks = document.text, list(marks)
    html: list[str] = []
    at = start
    for cell in row.cells:
        first, last = max(cell.start, start), min(cell.end, end)
        if first < last:
            named = f' data-column="{escaped(cell.header)}"' if cell.header else ""
            inside = marked(text[start:end], marks, start=first - start, end=last - start)
            html.append(f'{_bar(text[at:first])}<span class="cell"{named}>{inside}</span>')
            at = last
    return "".join((*html, _bar(text[at:end]))) if html else ""


def _is_filling(line: str) -> bool:
    return not line.strip() or bool(RULE.fullmatch(line))


def _row(line: str, below: str) -> str:
    """Return one row.

    Args:
        line: What it says.
        below: Lines without cells that follow; a Markdown rule makes the row a head.
    """
    cells: list[str] = []
    at = 0
    for start, end in cell_bounds(line):
        text = line[start:end].strip()
        start = line.index(text, start)
        cells.append(_bar(line[at:start]) + escaped(text))
        at = start + len(text)
    name = "row head" if below.strip() else "row"
    inside = '</span><span class="cell">'.join(cells)
    rest = _bar(line[at:] + below)
    return f'<span class="{name}"><span class="cell">{inside}{rest}</span></span>'


def _bar(text: str) -> str:
    return f'<span class="bar">{escaped(text)}</span>' if text else ""
