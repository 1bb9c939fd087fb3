"""A quoted table, drawn as one, while its text stays as it is, bars and all."""

import itertools
import re

from ui.html import escaped

# A Markdown table's second line.
_RULE = re.compile(r"[\s|:+-]*-[\s|:+-]*")
_BARS = re.compile(r"([^\S\n]*(?<!\\)\|[^\S\n]*)")
_GAPS = re.compile(r"( {3,}|\t+)")


def grid(text: str) -> str:
    """Return HTML that shows the rows of a table, each in a span, and its cells in spans of these.

    Take the tags away, and `text` is there, character for character: what parts the cells is in
    spans of the class `bar`, which are not seen. A first line without cells is the caption.

    Args:
        text: As `qa.lists.is_table` knows tables.
    """
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    between = _BARS if "|" in text else _GAPS
    framed = all(line.startswith("|") for line in map(str.strip, lines[1:]) if line)
    html: list[str] = []
    for number, line in enumerate(lines):
        below = "".join(itertools.takewhile(_is_filling, lines[number + 1 :]))
        if _is_filling(line):
            # Within the row above, so that the rows stay one table.
            html.append("" if number else _bar(line + below))
        elif not between.search(line):
            html.append(f'<span class="caption">{escaped(line + below)}</span>')
        else:
            html.append(_row(between.split(line), below, framed=framed))
    return "".join(html)


def _is_filling(line: str) -> bool:
    return not line.strip() or bool(_RULE.fullmatch(line))


def _row(parts: list[str], below: str, *, framed: bool) -> str:
    """Return one row.

    Args:
        parts: The text of each cell, and between two the bar or gap that parts them.
        below: Lines without cells that follow; a Markdown rule makes the row a head.
        framed: Whether a bar begins each row, so that what is before it is no cell.
    """
    cells: list[str] = []
    bar = ""
    for text, behind in zip(parts[::2], [*parts[1::2], ""], strict=True):
        outside = framed and not text.strip() and (not cells or not behind)
        if outside:
            bar += text + behind
            continue
        cells.append(f"{_bar(bar)}{escaped(text)}")
        bar = behind
    name = "row head" if below.strip() else "row"
    inside = '</span><span class="cell">'.join(cells)
    return f'<span class="{name}"><span class="cell">{inside}{_bar(bar + below)}</span></span>'


def _bar(text: str) -> str:
    return f'<span class="bar">{escaped(text)}</span>' if text else ""
