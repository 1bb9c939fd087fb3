"""Paragraphs, rows of tables and notes, put on paper as each of them ends."""

from index.formats.content import Writer, is_blank, is_page_count, raised, without_junk
from index.formats.rows import Row, lines, shown


class Paper:
    """Collects what is said and writes it when it turns out what it was.

    Attributes:
        writer: What was written.
        counts_pages: Whether what stands beside the text shows the number of its page.
    """

    def __init__(self) -> None:
        self.writer = Writer()
        self.counts_pages = False
        self._parts: list[str] = []
        self._cells: list[str] = []
        self._rows: list[Row] = []
        # Whether each cell of the row is merged with the one above, and whether the next one is.
        self._merged: list[bool] = []
        self._goes_on = False
        self._notes: list[str] = []
        # What was said of the paragraph in which a note stands.
        self._outside: list[str] | None = None
        self._has_title = False
        self._in_list = False
        self._is_raised = False

    def say(self, text: str, *, is_raised: bool = False) -> None:
        """Collect text; halves of a character in UTF-16 may come one by one."""
        if is_raised and not self._is_raised:
            before = next(filter(None, reversed(self._parts)), "")
            self._parts.append(raised(before, text))
        self._is_raised = is_raised
        self._parts.append(text)

    def end_paragraph(self, level: int | None, *, is_item: bool, in_cell: bool) -> None:
        """End a paragraph.

        Args:
            level: Of the heading it is; 0 for the title, None for running text.
            is_item: Whether it is an item of a list.
            in_cell: Whether it stands in a table.
        """
        if self._outside is not None or in_cell:
            self._parts.append("\n")
            return
        text = self._taken().strip(" \t\n")
        self._write_table()
        if is_blank(text):
            return
        self.writer.gap("\n" if self._in_list and is_item else "\n\n")
        self._in_list = is_item
        if level is not None:
            self._has_title = self._has_title or level == 0
            self.writer.begin_heading(level + self._has_title if level else 1)
        self.writer.write(text)
        self.writer.end_heading()

    def end_cell(self) -> None:
        """End a cell of a table."""
        self._cells.append(shown(self._taken()))

    def define(self, word: str) -> None:
        """Take a word about the cells of the row, which come one by one, each ended by `cellx`."""
        if word == "trowd":
            self._merged, self._goes_on = [], False
        elif word == "clvmrg":
            self._goes_on = True
        else:
            self._merged.append(self._goes_on)
            self._goes_on = False

    def end_row(self) -> None:
        """End a row of a table; what is merged down several rows is in each of them."""
        above = self._rows[-1].cells if self._rows else ()
        for at, merged in enumerate(self._merged[: min(len(above), len(self._cells))]):
            if merged:
                self._cells[at] = above[at]
        self._rows.append(Row(len(self._rows) + 1, tuple(self._cells)))
        self._cells = []

    def begin_note(self) -> None:
        """Put what was said by until `end_note`; a note in a note is part of it."""
        if self._outside is None:
            self._outside, self._parts = self._parts, []
            self.counts_pages = False

    def end_note(self) -> None:
        """End a note."""
        if self._outside is not None:
            said = self._taken().strip(" \t\n")
            # Heads of left and right pages are often the same.
            if said not in self._notes and not (self.counts_pages and is_page_count(said)):
                self._notes.append(said)
            self._parts, self._outside = self._outside, None

    def end(self) -> None:
        """Write what was not ended, then the notes."""
        self.end_note()
        if self._cells:
            self.end_cell()
            self.end_row()
        self.end_paragraph(None, is_item=False, in_cell=False)
        for note in self._notes:
            if not is_blank(note):
                self.writer.gap("\n\n")
                self.writer.write(note)

    def _taken(self) -> str:
        """Return what was said since something ended."""
        text = "".join(self._parts).encode("utf-16-le", "surrogatepass")
        self._parts.clear()
        return without_junk(text.decode("utf-16-le", "replace"))

    def _write_table(self) -> None:
        """Write the rows that were ended, each value with the header of its column."""
        rows, self._rows = self._rows, []
        self.writer.gap("\n\n" if rows else "")
        for line in lines(rows):
            self.writer.write(line.text)
            self.writer.gap("\n")
        if rows:
            self.writer.gap("\n\n")
            self._in_list = False
