"""Rows and columns that a question names: "What is the salary of Siri Dahl?".

    Name | Role | Salary          the row by what stands in its cells,
    Siri Dahl | Director | 87000  the column by its header
    Kari Lie | Foreman | 64000

Pure: what is not named stays open, and is left to the reader.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.language.kinds import Kind, kind_of
from qa.rows.columns import (
    column_of,
    counts_rows,
    has_headers,
    implied,
    name_of,
    naming,
    said_for,
    until,
)
from qa.rows.comparing import OPEN, compared
from qa.rows.headers import is_no_answer, says_column
from qa.rows.tables import Row, stems
from qa.rows.unlike import compares, is_shared, is_unlike
from qa.rows.ways import other_way
from qa.rows.wording import in_words_of

# What is asked of days and months that a table has hours for.
_HOURS = stems("open close shut start begin end leave hours time long late early")

_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
# So many words of a row's name name it where it has more; of a name of a few words one does.
_ENOUGH, _FEW = 2, 3

# A longer cell may say more than was asked for.
_SHORT = 30


@dataclass(frozen=True, slots=True)
class Limit:
    """Where in a row an answer may stand.

    Attributes:
        start: Offset of the first character.
        end: Offset behind the last; as `start`, where the row cannot answer.
        named: Whether the question has all words of one of the row's cells, and no other row of
            the table can answer.
        sure: Whether it names the column, too, and each of its other words stands in the row, the
            title or the headings, or belongs to what is asked for: "how much", of a day "open".
        whole: Whether it is one cell, which the question names.
    """

    start: int
    end: int
    named: bool = False
    sure: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a question asks of a row.

    Attributes:
        asked: Its words.
        left: Those that are not of the column's header.
        column: The header that is named.
        names: That of the column which names the rows.
        told: Words that the row need not have, for the question to be sure.
        implied: Whether the row's name is what the question implies, as a column may be.
    """

    asked: frozenset[str]
    left: frozenset[str]
    column: str | None
    names: str
    told: frozenset[str]
    implied: bool


def limits(
    question: str, rows: Iterable[Row], above: Mapping[Row, frozenset[str]] | None = None
) -> dict[Row, Limit]:
    """Return where in rows of tables an answer may stand, as far as the question names it.

    A row that has all that another has of what is asked for, and more, leaves no answer to the
    other one; nor has the row of headers one. A column counts whose header is what the question
    asks for ("which river"), or else has more of its words than any other. The first column that
    does not number the rows names them. How many rows there are, none tells.

    Args:
        question: One question.
        rows: Of one or more tables.
        above: Words of the title and the headings that each stands under.
    """
    above = above or {}
    tables: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in dict.fromkeys(rows):
        tables[row.table].append(row)
    found: dict[Row, Limit] = {}
    for several in tables.values():
        table = _without_title(several)
        names = naming(table)
        counts = counts_rows(question, table, names)
        if counts or compares(question):
            found |= {row: _nowhere(row) for row in table if counts}
            continue
        ways = other_way(question, table)
        table = [row for row in table if not ways.get(row)]
        limited = _limits_of(question, table, names, above)
        if is_unlike(question, table) or is_shared(question, table, names):
            limited = _loosened(question, limited)
        for row, right in ways.items():
            limit = limited.get(row, Limit(row.start, row.end))
            limited[row] = _nowhere(row) if right else Limit(limit.start, limit.end)
        found |= limited
    return found


def _limits_of(
    question: str, table: Sequence[Row], names: str, above: Mapping[Row, frozenset[str]]
) -> dict[Row, Limit]:
    """Return the limits of one table."""
    most = compared(question) is not None
    found: dict[Row, Limit] = {}
    asked, timely, put = in_words_of(question, table, names)
    called = column_of(question, asked, table, names)
    column = _counted(question, until(question, called, table), table)
    if column and is_no_answer(question, column, table):
        return {}
    header = stems(f"{called} {column}") if column else frozenset()
    how = said_for(question, header) | (_HOURS if timely else frozenset())
    # What no column is called may be what rows are: "Weight | 10.4 kg | 16.2 kg".
    meant = implied(question)
    sure = not (called and column) or says_column(question, called, asked | meant | how)
    # No figure tells who.
    sure = sure and not (kind_of(question) is Kind.PERSON and _has_figures(column, table))
    meant = frozenset() if meant & header else meant
    left = asked - header
    matched = {row: _matched(left | meant, row, column, names, put) for row in table}
    headed = any(map(has_headers, table))
    lost = {
        row
        for row in table
        if (headed and _is_of_headers(row))
        or any(matched[row] < other for other in matched.values())
    }
    for row in table:
        named = meant & name_of(row, names).words
        told = above.get(row, frozenset()) | how | said_for(question, named)
        wanted = _Wanted(asked, left | named, column, names, told, bool(named))
        limit = _nowhere(row) if row in lost else _limit(wanted, row)
        # The most of a column is not looked up: `qa.rows.extremes` knows it, or nobody does.
        if limit is not None and (limit.named or not most or limit.start == limit.end):
            alone = len(table) == len(lost) + 1
            limit = replace(limit, sure=limit.sure and sure)
            found[row] = limit if alone else Limit(limit.start, limit.end)
    return found


def _loosened(question: str, limited: Mapping[Row, Limit]) -> dict[Row, Limit]:
    """Return limits where the answer may stand in another row or column than those named.

    Any other may be meant where both are, a row by its figure, or where names are asked for:
    "Which trails are not easy?"
    """
    asked = stems(question)
    told = any(
        limit.whole or _has_figure(row, asked) or _is_cell(row, limit)
        for row, limit in limited.items()
    )
    return {
        row: Limit(limit.start, limit.end)
        for row, limit in limited.items()
        if not told or _is_of_headers(row)
    }


def _is_cell(row: Row, limit: Limit) -> bool:
    """Return whether a limit is the first cell of a row, and others stand beside it."""
    first = row.cells[0]
    return len(row.cells) > 1 and (limit.start, limit.end) == (first.start, first.end)


def _has_figures(column: str | None, table: Sequence[Row]) -> bool:
    return any(cell.value for row in table for cell in row.cells if cell.header == column)


def _has_figure(row: Row, asked: frozenset[str]) -> bool:
    """Return whether a question has a whole cell of a row that is a figure."""
    return any(cell.value and cell.words and cell.words <= asked for cell in row.cells)


def _is_of_headers(row: Row) -> bool:
    """Return whether a row is the first of a table with headers, which are these."""
    return row.start == row.table[1] and not has_headers(row)


def _counted(question: str, column: str | None, table: Sequence[Row]) -> str | None:
    """Return the column that is asked for; None where a number is asked of one that has none."""
    return None if _HOW_MANY.search(question) and not _has_figures(column, table) else column


def answer_in(row: Row, limit: Limit, start: int, end: int) -> tuple[int, int]:
    """Return the range of an answer in a row: its whole cell where no part of it is asked for.

    That is where the question names both row and column, or one of them, and no figure stands
    there.
    """
    cell = next((cell for cell in row.cells if cell.start <= start and end <= cell.end), None)
    if cell is None or cell.end - cell.start > _SHORT:
        return start, end
    column = (limit.start, limit.end) == (cell.start, cell.end)
    if limit.whole or ((limit.named or column) and not cell.value):
        return cell.start, cell.end
    return start, end


def _limit(wanted: _Wanted, row: Row) -> Limit | None:
    """Return the limit of a row that no other beats; None where it has none."""
    if wanted.column is None or not has_headers(row):
        return _beside(wanted.left, row, wanted.names)
    cell = next((cell for cell in row.cells if cell.header == wanted.column), None)
    if cell is None or cell.start == cell.end:
        return _nowhere(row)
    name = name_of(row, wanted.names)
    # What is asked by name is not asked for.
    words = cell.words - _HOURS
    if (cell is name and cell.words & wanted.left) or (words and words <= wanted.asked):
        return _beside(wanted.left, row, wanted.names)
    named = any(other.words and other.words <= wanted.left for other in row.cells)
    known = name.words & wanted.left
    enough = wanted.implied or len(known) >= _ENOUGH or (known and len(name.words) <= _FEW)
    named |= bool(enough) and wanted.left - wanted.told <= name.words
    met = [other for other in row.cells if other is name or other.words & wanted.left]
    told = wanted.told.union(OPEN, *(other.words for other in row.cells))
    told = told.union(*(stems(other.header) for other in met))
    return Limit(cell.start, cell.end, named, sure=named and wanted.left <= told, whole=named)


def _beside(left: frozenset[str], row: Row, header: str) -> Limit | None:
    """Return the limit of a row of which no column is named: beside what names the row."""
    names = [at for at, cell in enumerate(row.cells) if cell.words and cell.words <= left]
    paired = len(names) == 1 and names[0] % 2 == 0 and names[0] + 1 < len(row.cells)
    if paired and not has_headers(row) and (names[0] > 0 or _are_pairs(row)):
        cell = row.cells[names[0] + 1]
        return Limit(cell.start, cell.end, named=True, whole=True)
    first = name_of(row, header)
    others = [cell for cell in row.cells if cell.start > first.start]
    labelled = bool(first.words & left) and bool(others)
    if not names and not labelled:
        return None
    # A numbered row's name may say what is asked for: "Brass bell 15 cm".
    told = first is not row.cells[0] and not (names or first.words <= left)
    start = row.start if not labelled else first.start if told else others[0].start
    return Limit(start, row.end, named=bool(names))


def _are_pairs(row: Row) -> bool:
    """Return whether a row is names and values by turns: `Flow | 40 l/min | Weight | 18 kg`."""
    return [cell.value for cell in row.cells] == [False, True] * (len(row.cells) // 2)


def _nowhere(row: Row) -> Limit:
    return Limit(row.start, row.start)


def _without_title(table: Sequence[Row]) -> Sequence[Row]:
    """Return the rows without a line above them that looks like one: "Halberg: pipes"."""
    of_others = Counter(cell.header for row in table for cell in row.cells)
    return [row for row in table if any(of_others[cell.header] > 1 for cell in row.cells)] or table


def _matched(
    left: frozenset[str], row: Row, column: str | None, names: str, put: frozenset[str]
) -> frozenset[tuple[str, str]]:
    """Return what a row has of what is asked for: words of its name, and whole cells."""
    name = name_of(row, names)
    # What is asked for is not what it is asked by.
    wanted = column == name.header != ""
    found = set() if wanted else {("word", word) for word in name.words & left}
    for cell in row.cells:
        # Of "5 to 10 kg" neither "5" nor "10" is a price.
        apart = cell.value and cell.span is None and cell.words <= put
        if (cell is name and wanted) or apart:
            continue
        if cell.words and cell.words <= left:
            found |= {("word", word) for word in cell.words}
            if cell is name:
                found.add(("first", cell.header))
            if cell.header == column:
                found.add(("column", cell.header))
    return frozenset(found)
