"""Tables in plain text (CSV, TSV) to a line of text for every row."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.archive import MAX_MEMBER_BYTES
from index.formats.content import Content
from index.formats.plain import decode
from index.formats.rows import Row, lines, shown
from index.formats.sheets import written

if TYPE_CHECKING:
    from _csv import Reader, _QuotingType

# An article may stand in a cell; by itself the reader takes no more than 131,072 characters.
csv.field_size_limit(MAX_MEMBER_BYTES)

_DELIMITERS = ",;\t|"
_NONE = "\x1f"
# Stands in no text, and behind every one that is read.
_END = "\0"
# Looked at to learn what separates the values.
_LOOK_CHARACTERS = 50_000
_LOOK_ROWS = 100


def read_separated(content: bytes, name: str) -> Content:
    """Return the rows of a CSV or TSV file.

    Raises:
        UnreadableFile: It is no text, or its quotation marks have no end.
    """
    text = decode(content, name)
    # Excel's own line, which it does not show.
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5:
        return written([("", lines(_rows(rest, first[4], name)))], name)
    return written([("", lines(_rows(text, _delimiter(text), name)))], name)


def _delimiter(text: str) -> str:
    """Return what separates the values: what gives most rows the same number of them.

    Where that is less than half of the rows, it is a character that no text has.
    """
    look = text[:_LOOK_CHARACTERS]

    def regularity(delimiter: str) -> tuple[int, int]:
        """Return how many rows have the commonest number of values, and that number."""
        widths: Counter[int] = Counter()
        try:
            rows = list(islice(_read(look, delimiter), _LOOK_ROWS))
            if len(look) == len(text) and _is_open(rows):
                # All behind the mark is one value, and would tell of no delimiter.
                rows = list(islice(_read(look, delimiter, csv.QUOTE_NONE), _LOOK_ROWS))
        except csv.Error:
            return 0, 0
        for row in rows:
            widths[len(row)] += len(row) > 1
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return count, width

    best = max(_DELIMITERS, key=regularity)
    rows = sum(
        1 for _, row in zip(range(_LOOK_ROWS), look.split("\n"), strict=False) if row.strip()
    )
    return best if 2 * regularity(best)[0] >= rows else _NONE


def _is_open(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether a quotation mark in the last row of a text has no partner."""
    last = rows[-1] if rows else []
    return len(last) > 0 and last != [_END] and last[-1].endswith(_END)


def _rows(text: str, delimiter: str, name: str) -> Iterator[Row]:
    """Yield the rows of a text, counted as a spreadsheet counts them."""
    reader = _read(text, delimiter)
    number = line = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                # The reader takes all to the end for one value, and says nothing.
                if delimiter != _NONE:
                    raise csv.Error("unexpected end of data")
                cells[-1] = cells[-1][: -len(_END)]
            line = reader.line_num
            yield Row(number, tuple(map(shown, cells)))
    except csv.Error as error:
        raise UnreadableFile(
            f"{name} cannot be read as a table from line {line + 1} on ({error}). A quotation "
            "mark there may lack its partner"
        ) from error


def _read(text: str, delimiter: str, quoting: "_QuotingType" = csv.QUOTE_MINIMAL) -> "Reader":
    """Return a reader of the rows of a text, and of a last one that is its end."""
    whole = chain(io.StringIO(text, newline=""), [_END])
    return csv.reader(whole, delimiter=delimiter, quoting=quoting, skipinitialspace=True)
