"""A quoted table, drawn as one, while its text stays as it is, bars and all."""

import itertools
import re

from qa.tables import RULE, cell_bounds
from ui.html import escaped


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
