"""Questions in Quoth's own form, written as the rows of a table and saved as CSV.

    id,question,answers,document
    1,When does the shop open?,6:30 | half past six,handbook.md
    2,Who is the mayor?,,

Columns are known by their names; those of the example and "kind", "also", "follows" and "near_miss"
are used. Without an "id", the number of the line is one. Several answers stand in a cell with "|"
between them, and an empty one says that the documents do not answer.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.entries import Wrong, short
from index.errors import UserError

SUFFIXES = (".csv", ".tsv")

BOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers")
"""What spreadsheets save where they are not told to save CSV."""

_USED = ("id", "question", "answers", "document", "kind", "also", "follows", "near_miss")
_OWED = ("question", "answers")
_CALLED = {"answer": "answers", "near miss": "near_miss"}

_FLAGS = {"": False, "no": False, "false": False, "0": False} | dict.fromkeys(
    ("yes", "true", "1", "x"), True
)


def rows(path: Path, text: str) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield each row that is not empty: the number of its first line, the columns, the cells.

    Commas, semicolons or tabs part the cells, whichever the first line has most of.

    Raises:
        UserError: A column is missing or stands there twice, or a quotation mark is not closed.
    """
    first = text.lstrip().split("\n", 1)[0]
    between = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    columns: list[str] = []
    begins = 1
    try:
        for cells in reader:
            number, begins = begins, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns:
                yield number, columns, cells
            else:
                columns = _columns(path, cells)
    except csv.Error as error:
        raise UserError(
            f"{path} is no CSV that can be read ({error} in line {reader.line_num})."
            " Save it anew as CSV UTF-8"
        ) from error


def _columns(path: Path, cells: list[str]) -> list[str]:
    names = [cell.strip().casefold() for cell in cells]
    columns = [_CALLED.get(name, name) for name in names]
    for name in _USED:
        if columns.count(name) > 1 or (name in _OWED and name not in columns):
            how = "several columns" if name in columns else "no column"
            raise UserError(
                f"{path} has {how} {name!r} in its first line ({', '.join(map(short, cells))})."
                " Name the columns: id, question, answers, document"
            )
    return columns


def unused(columns: list[str]) -> list[str]:
    """Return the columns that say nothing to the evaluation."""
    return [name for name in columns if name and name not in _USED]


def entry(number: int, columns: list[str], cells: list[str]) -> Mapping[str, Any]:
    """Return a row as the JSON object that it stands for.

    Raises:
        Wrong: It has more cells than there are columns, or a flag that is none.
    """
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise Wrong(f"has {len(cells)} cells for {len(columns)} columns")
    found = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()}
    flag = found.get("near_miss", "").casefold()
    if flag not in _FLAGS:
        raise Wrong(f'has "near_miss" that is neither yes nor no ({short(flag)})')
    return {
        **found,
        "id": found.get("id", str(number)),
        "answers": _parts(found.get("answers", "")),
        "also": _parts(found.get("also", "")),
        "near_miss": _FLAGS[flag],
    }


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]
