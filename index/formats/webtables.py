"""The rows of a table on a page, cell by cell, each in its column."""

from typing import TYPE_CHECKING

from index.formats.content import TITLE_CHARACTERS, Writer

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Cells that span more make no table.
_MOST_ROWS, _MOST_COLUMNS = 1000, 100


class Grid:
    """A table that holds values; what is merged down several rows is in each of them.

    A cell that spans several columns is written once, the others are empty.
    """

    def __init__(self, writer: Writer) -> None:
        """Begin a table; the writer is where it goes."""
        self._writer = writer
        self._column = 0
        self._start = 0
        # By column: in how many more rows its text stands, and the text.
        self._merged: dict[int, tuple[int, str]] = {}

    def begin_row(self) -> None:
        """Begin a row."""
        self._column = 0

    def end_row(self) -> None:
        """End a row: what is merged downwards may stand at its end."""
        while any(column >= self._column for column in self._merged):
            self._fill()
            self._next(1)

    def begin_cell(self) -> None:
        """Begin a cell, behind those that are merged with the row above."""
        while self._column in self._merged:
            self._fill()
            self._next(1)
        self._start = self._writer.length

    def end_cell(self, cell: "HtmlElement") -> None:
        """End a cell."""
        down = _number(cell.get("rowspan"), _MOST_ROWS)
        across = _number(cell.get("colspan"), _MOST_COLUMNS)
        if down > 1:
            # In front stands what parts it from the cell before.
            text = self._writer.text_from(self._start).lstrip(" |\n")
            # Longer text names no rows, and would be there again and again.
            said = text if len(text) <= TITLE_CHARACTERS else ""
            for column in range(self._column, self._column + across):
                self._merged[column] = (down - 1, said if column == self._column else "")
        self._next(across)

    def _fill(self) -> None:
        """Write what is merged downwards into a column of this row."""
        left, text = self._merged.pop(self._column, (0, ""))
        if left > 1:
            self._merged[self._column] = (left - 1, text)
        if text:
            self._writer.write(text)

    def _next(self, columns: int) -> None:
        """Go on by some columns."""
        self._column += columns
        for _ in range(columns):
            self._writer.cell()


def _number(said: str | None, most: int) -> int:
    """Return how many rows or columns a cell spans."""
    said = (said or "").strip()
    return min(max(int(said), 1), most) if said.isdecimal() and len(said) < 9 else 1
