"""A quoted table or row, drawn as one, while its text stays as it is, bars and all."""

import itertools
import re
from collections.abc import Iterable, Sequence

from index.documents import Document
from qa.rows.tables import RULE, cell_bounds, row_at
from ui.html import escaped, marked


def columns(document: Document, start: int) -> list[str]:
    """Return what stands above the cells of the row at an offset; empty strings where nothing."""
    row = row_at(document, start)
    return [cell.header for cell in row.cells] if row else []


def grid(text: str, above: Sequence[str] = ()) -> str:
    """Return HTML that shows the rows of a table, each in a span, and its cells in spans of these.

    Take the tags away, and `text` is there, character for character: what parts the cells is in
    spans of the class `bar`, which are not seen. A first line without cells is the caption.

    Args:
        text: As `qa.lists.is_table` knows tables.
        above: What the columns are called, if the text does not say so itself: one each. In
            attributes of the first row, for the style to show.
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
            html.append(_row(line, below, above))
            above = ()
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
        Nothing where it is no part of one row, or the columns have no names and no bars part them.
    """
    row = row_at(document, start)
    if row is None or end > row.end:
        return ""
    text, marks = document.text, list(marks)
    if " | " not in text[start:end] and not any(cell.header for cell in row.cells):
        return ""
    html: list[str] = []
    at = start
    for cell in row.cells:
        first, last = max(cell.start, start), min(cell.end, end)
        if first < last:
            inside = marked(text[start:end], marks, start=first - start, end=last - start)
            html.append(
                f'{_bar(text[at:first])}<span class="cell"{_named(cell.header)}>{inside}</span>'
            )
            at = last
    return "".join((*html, _bar(text[at:end]))) if html else ""


def _is_filling(line: str) -> bool:
    return not line.strip() or bool(RULE.fullmatch(line))


def _row(line: str, below: str, above: Sequence[str]) -> str:
    """Return one row.

    Args:
        line: What it says.
        below: Lines without cells that follow; a Markdown rule makes the row a head.
        above: What its columns are called.
    """
    bounds = cell_bounds(line)
    names = above if len(above) == len(bounds) else [""] * len(bounds)
    cells: list[str] = []
    at = 0
    for (start, end), name in zip(bounds, names, strict=True):
        text = line[start:end].strip()
        start = line.index(text, start)
        cells.append(f'<span class="cell"{_named(name)}>{_bar(line[at:start])}{escaped(text)}')
        at = start + len(text)
    name = "row head" if below.strip() else "row"
    inside = "</span>".join(cells)
    return f'<span class="{name}">{inside}{_bar(line[at:] + below)}</span></span>'


def _named(header: str) -> str:
    return f' data-column="{escaped(header)}"' if header else ""


def _bar(text: str) -> str:
    return f'<span class="bar">{escaped(text)}</span>' if text else ""
