"""Spreadsheets (XLSX, XLSB, XLS, ODS) to a line of text for every row."""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.archive import member, open_archive
from index.formats.cellformats import Look, Shows, column, looks
from index.formats.compound import refuse_unsound
from index.formats.content import REMEDY, Content, Writer, one_line
from index.formats.packages import OLE, properties
from index.formats.rows import Line, Row, lines, shown
from index.formats.sheetboxes import boxes_of
from index.formats.sheetcomments import comments_of, with_comments
from index.formats.titles import write_heading
from index.formats.trees import refuse_entities, tree
from index.formats.web import read_html

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

# About 130,000 passages: more than a library of thousands of letters.
MAX_CHARACTERS = 100_000_000
# The reader keeps a place for every cell between the first and the last, some 25 bytes each.
MAX_PLACES = 50_000_000
# Merged cells that are larger are colour, not tables.
_MERGED_ROWS = 1000

_ZIP = b"PK"
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|meta|div)\b", re.IGNORECASE)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELL = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
# Where the value is a text, an empty one may be meant.
_NO_VALUE = re.compile(
    rb"<(?:\w+:)?c\b(?![^<>]*\bt=[\"']str)[^<>]*>\s*+"
    rb"<(?:\w+:)?f\b[^<>]*(?:(?<=/)>|>[^<]*</(?:\w+:)?f>)\s*+"
    rb"(?:<(?:\w+:)?v\s*+/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?+\s*+</(?:\w+:)?c>"
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# The reader leaves hours beyond a day as OpenDocument writes them.
_LASTING = re.compile(r"PT0*(\d+)H(\d\d)M(\d\d)(?:[.,]\d+)?S")
_PROPERTIES = ("docProps/core.xml", "meta.xml")

_Cell = int | float | str | bool | time | date | datetime | timedelta


def read_sheets(content: bytes, name: str) -> Content:
    """Return the rows of a spreadsheet, the name of each sheet as a heading.

    Many programs on the web give out a page with a table as a spreadsheet, which Excel opens.

    Raises:
        UnreadableFile: It is encrypted, damaged, too large or no spreadsheet.
    """
    if _PAGE.match(content):
        return read_html(content, name)
    title, day, missing = _checked(content, name)
    read = written(_sheets(content, name), name, title, day)
    if not missing:
        return read
    part = f"{missing:,} {'formula' if missing == 1 else 'formulas'}"
    line = (
        f"{name}/{part} {'has' if missing == 1 else 'have'} no value in the file; the rest is "
        "read. Open it in a spreadsheet program and save it"
    )
    return replace(read, unread=((part, line),))


def written(
    sheets: Iterable[tuple[str, Iterable[Line]]], name: str, title: str = "", day: str = ""
) -> Content:
    """Return sheets as text.

    Args:
        sheets: The name of each, maybe empty, with the lines of its rows.
        name: The file, for messages.
        title: The title the file gives itself, or nothing.
        day: The date it gives itself, or nothing.

    Raises:
        UnreadableFile: There is too much text.
    """
    writer = Writer()
    pages: list[int] = []
    numbers: list[int] = []
    for sheet, said in sheets:
        heading = sheet
        for line in said:
            # The name of a sheet belongs to its first row, not to the last row of the one above.
            start = write_heading(writer, heading) if heading else None
            heading = ""
            writer.gap("\n\n" if line.begins else "\n")
            writer.write(line.text)
            pages.append(writer.length - len(line.text) if start is None else start)
            numbers.append(line.number)
            if writer.length > MAX_CHARACTERS:
                raise UnreadableFile(
                    f"{name} has more than {MAX_CHARACTERS / 1e6:,.0f} million characters in its "
                    "rows. Split it first"
                )
    return Content(
        writer.text,
        title or None,
        pages=tuple(pages),
        headings=tuple(writer.headings),
        unit="row",
        numbers=tuple(numbers),
        date=day,
    )


def _checked(content: bytes, name: str) -> tuple[str, str, int]:
    """Return title and date of a spreadsheet that may be opened, each maybe empty.

    The third is how many formulas have no value: programs that are no spreadsheets write none.

    Raises:
        UnreadableFile: It may not.
    """
    if content.startswith(OLE):
        if _ENCRYPTED in content:
            raise UnreadableFile(_encrypted(name))
        refuse_unsound(content, name)
        return "", "", 0
    if not content.startswith(_ZIP):
        raise UnreadableFile(f"{name} is not a spreadsheet (.xlsx, .xlsb, .xls, .ods). {REMEDY}")
    archive = open_archive(content, name)
    title, day, missing = "", "", 0
    for path in archive.namelist():
        if path.endswith(".xml"):
            part = member(archive, path, name)
            refuse_entities(part, name, path)
            if path in _PROPERTIES:
                title, day = properties(tree(part, name, path))
            elif _SHEET.fullmatch(path):
                _refuse_far_cells(part, name)
                missing += sum(1 for _ in _NO_VALUE.finditer(part))
    return title, day, missing


def _refuse_far_cells(part: bytes, name: str) -> None:
    """Raise where a sheet has too many places between its first cell and its last."""
    rows, columns = {1}, set()
    for letters, number in _CELL.findall(part):
        rows.add(int(number))
        columns.add(letters)
    numbers = list(map(column, columns)) or [1]
    count = (max(rows) - min(rows) + 1) * (max(numbers) - min(numbers) + 1)
    if count > MAX_PLACES:
        raise UnreadableFile(
            f"{name} has a sheet of {count:,} cells, most of them empty, down to row "
            f"{max(rows):,}; the largest read has {MAX_PLACES:,}. Delete the stray last rows and "
            "columns"
        )


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    """Turn what the reader of spreadsheets raises into a refusal."""
    import python_calamine  # slow to import

    try:
        yield
    except python_calamine.PasswordError as error:
        raise UnreadableFile(_encrypted(name)) from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise UnreadableFile(_damaged(name, error)) from error
    except BaseException as error:
        # What a bug in the reader, which is not written in Python, turns into.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(_damaged(name, error)) from error


def _sheets(content: bytes, name: str) -> Iterator[tuple[str, Iterator[Line]]]:
    """Yield name and lines of each sheet, hidden ones too; last what stands in its boxes."""
    import python_calamine

    with _refusing(name):
        file = python_calamine.load_workbook(io.BytesIO(content))
        kinds = [sheet.typ for sheet in file.sheets_metadata]
    its_looks, comments = looks(content, name), comments_of(content, name)
    boxes = boxes_of(content, name)
    for position, kind in enumerate(kinds):
        if kind != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        with _refusing(name):
            sheet = file.get_sheet_by_index(position)
        look = its_looks[position] if position < len(its_looks) else Look()
        said = lines(_rows(sheet, name, look))
        said = with_comments(said, comments.get(position, {}))
        yield one_line(sheet.name), chain(said, boxes.get(position, ()))


def _rows(sheet: "CalamineSheet", name: str, look: Look) -> Iterator[Row]:
    """Yield the rows of a sheet; what is merged down several rows is in each of them.

    Args:
        sheet: The sheet.
        name: The file, for messages.
        look: How its cells look.
    """
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or look.merged:
        if top < bottom < top + _MERGED_ROWS:
            merged |= {(row, left): (top, left) for row in range(top + 1, bottom + 1)}
    first = sheet.start[1] if sheet.start else 0
    said: dict[tuple[int, int], str] = {}
    with _refusing(name):
        for at, values in enumerate(sheet.iter_rows()):
            cells = [
                _in_format(value, look.shows, at, across)
                for across, value in enumerate(values, start=first)
            ]
            for here in range(len(cells)) if merged else ():
                place = (at, first + here)
                cells[here] = said.get(merged.get(place, place), cells[here])
                said[place] = cells[here]
            yield Row(at + 1, tuple(cells))


def _in_format(value: _Cell, shows: Shows, row: int, at: int) -> str:
    """Return the value of a cell as text, a number as the sheet shows it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return shows(row, at, value) or _shown(value)
    return _shown(value)


def _shown(value: _Cell) -> str:
    """Return the value of a cell as text, whatever its number format."""
    if isinstance(value, str):
        lasting = _LASTING.fullmatch(value)
        return (
            f"{lasting[1]}:{lasting[2]}:{lasting[3]}".removesuffix(":00")
            if lasting
            else shown(value)
        )
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        # Fifteen digits are what spreadsheets count with: 0.1 + 0.2 is 0.3 to them.
        is_whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if is_whole else f"{value:.15g}"
    if isinstance(value, datetime):
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(" ").removesuffix(":00")
    if isinstance(value, timedelta):
        return _lasting(value)
    if isinstance(value, time):
        return value.replace(microsecond=0).isoformat().removesuffix(":00")
    return value.isoformat() if isinstance(value, date) else str(value)


def _lasting(value: timedelta) -> str:
    """Return hours, minutes and maybe seconds: 36:00 for a day and a half."""
    seconds = round(value.total_seconds())
    minutes, left = divmod(abs(seconds), 60)
    said = f"{minutes // 60}:{minutes % 60:02}:{left:02}".removesuffix(":00")
    return f"-{said}" if seconds < 0 else said


def _encrypted(name: str) -> str:
    """Return the message for a spreadsheet with a password."""
    return f"{name} is encrypted. Open it in a spreadsheet program and save it without a password"


def _damaged(name: str, error: BaseException) -> str:
    """Return the message for a spreadsheet that cannot be opened."""
    reason = one_line(str(error))[:120] or type(error).__name__
    return (
        f"{name} is damaged: it cannot be opened as a spreadsheet ({reason}). "
        "Save it anew from the program that made it"
    )
