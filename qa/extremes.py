"""Rows of a table that have the most, or more than a figure: "Which river is the longest?".

    River | Length | Mouth        the column by its header, or by what is called long;
    Ulla | 214 km | Vastra        the whole table is compared, not only what was found of it
    Sarn | 98 km | Ulla

Pure. It speaks only where nothing of the question is left open: each of its words is of the column,
of what names the rows, of the title or the headings, or picks out rows; and all cells of the column
are figures of one unit.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from index.documents import Document
from qa.columns import name_of, naming, said_for
from qa.comparing import Bound, Compared, compared
from qa.kinds import FIGURES, kind_of
from qa.ranges import NUMBERS
from qa.tables import Cell, Row, rows_with, stems
from qa.worth import says_nothing, worth

# "When was the oldest object made?" is asked of the year.
_CAME = stems("made built founded opened started born bought written published")
_WHAT = re.compile(r"^\W*what\W", re.IGNORECASE)
# They do not say which rows are meant.
_ANY = stems(
    "item product article thing entry option row record kind type list table sheet all overall"
)
# Of a header: "Electricity (kWh)".
_UNIT = re.compile(r"\s*[(\[][^)\]]*[)\]]$")
_MOST_ROWS, _MOST_ANSWERS = 2000, 3


def extremes(
    question: str, rows: Iterable[Row], documents: Mapping[str, Document]
) -> list[tuple[Row, Cell]]:
    """Return the rows that a question compares out, with the cell that is asked for of each.

    There are several where they have as much as each other, or where several are asked for.

    Args:
        question: One question.
        rows: Some of each table, the likeliest table's first.
        documents: What the tables stand in, by id.
    """
    asked = compared(question)
    if asked is None:
        return []
    tried: set[object] = set()
    for row in rows:
        document = documents[row.table[0]]
        headings = document.heading_path(row.start)
        if (row.table, headings) in tried:
            continue
        tried.add((row.table, headings))
        several = rows_with(document, row, most=_MOST_ROWS)
        table = [one for one in several if document.heading_path(one.start) == headings]
        above = _ANY | stems(" ".join((document.title, document.name, *headings)))
        found = _found(asked, table, above, document.text)
        if found:
            return found
    return []


def _found(
    asked: Compared, table: Sequence[Row], above: frozenset[str], text: str
) -> list[tuple[Row, Cell]]:
    """Return the rows of one table; nothing where the question does not plainly ask for them.

    Args:
        asked: What is asked for.
        table: All its rows.
        above: Words of its title and headings.
        text: Of its document.
    """
    names = naming(table)
    column = _column(asked, table, names, text)
    if not names or column is None:
        return []
    if not asked.words & stems(names):
        names = _named(asked.words, table, column) or names
    header = stems(column)
    if not asked.within <= header:
        return []
    told = above | stems(names) | header | asked.columns | said_for(asked.question, header)
    if "year" in asked.columns:
        told |= _CAME
    meant = _meant(asked.words - told, table)
    cells = [(row, _cell(row, column)) for row in meant]
    filled = [(row, cell) for row, cell in cells if cell and not says_nothing(_of(text, cell))]
    known = _comparable([_of(text, cell) for _, cell in filled])
    # One alone is not compared with any.
    if len(meant) < 2 or known is None:
        return []
    kept = _kept(asked, header, *known)
    if len(kept) > _MOST_ANSWERS:
        return []
    figure = asked.bound is None and _wants_figure(asked, header)
    return [
        (filled[at][0], filled[at][1] if figure else name_of(filled[at][0], names)) for at in kept
    ]


def _comparable(cells: Sequence[str]) -> tuple[str, list[Decimal]] | None:
    """Return the unit of all cells and how much each is worth; None where they have no one unit."""
    values = [value for cell in cells if (value := worth(cell)) is not None]
    units = {value.unit for value in values}
    if len(values) < len(cells) or len(units) != 1:
        return None
    return units.pop(), [value.amount for value in values]


def _kept(
    asked: Compared, header: frozenset[str], unit: str, amounts: Sequence[Decimal]
) -> list[int]:
    """Return which of some amounts are asked for, by their numbers, the most wanted first."""
    if asked.bound is not None:
        return [at for at, amount in enumerate(amounts) if _beyond(asked.bound, unit, amount)]
    # The fastest takes the least time, and the oldest has the most years.
    timed = "speed" in asked.columns and unit in ("clock", "second")
    turned = timed or ("age" in asked.columns and "age" in header)
    ranks = sorted(set(amounts), reverse=asked.most != turned)
    wanted = ranks[asked.rank - 1 : asked.rank - 1 + asked.count]
    kept = [at for at, amount in enumerate(amounts) if amount in wanted]
    return sorted(kept, key=lambda at: wanted.index(amounts[at]))


def _beyond(bound: Bound, unit: str, amount: Decimal) -> bool:
    """Return whether an amount is more or less than a bound, as far as they can be compared."""
    limit = bound.worth.amount
    if unit == "date" and bound.worth.unit == "":
        # After 2020 is after its last day.
        limit = limit * 10000 + (1231 if bound.more != bound.closed else 0)
    elif unit not in ("", bound.worth.unit):
        return False
    if amount == limit:
        return bound.closed
    return amount > limit if bound.more else amount < limit


def _wants_figure(asked: Compared, header: frozenset[str]) -> bool:
    """Return whether the figure is asked for, not what has it: "What is the highest salary?"."""
    what = _WHAT.match(asked.question)
    return kind_of(asked.question) in FIGURES or bool(what and asked.words & header)


def _column(asked: Compared, table: Sequence[Row], names: str, text: str) -> str | None:
    """Return the header of the column that is compared; None where none is, or several may be.

    Of several that have the word, the one counts of which the question has all words, its unit
    aside: "Electricity (kWh)", not "Electricity cost".
    """
    others = [header for header in _headers(table) if header != names]
    named = [asked.behind - stems(names), asked.does, asked.columns, asked.words - stems(names)]
    if "year" in asked.columns:
        # What "was bought after 2010" was perhaps made before.
        others = [header for header in others if _is_compared(header, table, text)]
        named.insert(2, asked.words - stems(names))
    for wanted in named:
        found = [header for header in others if stems(header) & wanted]
        called = {header: stems(_UNIT.sub("", header)) for header in found}
        most = max((len(name) for name in called.values() if name <= asked.words), default=0)
        whole = [each for each, name in called.items() if name <= asked.words]
        best = [header for header in whole if len(called[header]) == most] or found
        if best:
            return best[0] if len(best) == 1 else None
    return None


def _is_compared(header: str, table: Sequence[Row], text: str) -> bool:
    """Return whether the cells of a column can be compared."""
    cells = [_of(text, cell) for row in table if (cell := _cell(row, header))]
    return _comparable([cell for cell in cells if not says_nothing(cell)]) is not None


def _named(asked: frozenset[str], table: Sequence[Row], column: str) -> str | None:
    """Return another column whose name is asked for, if each of its cells names one row."""
    for header in _headers(table):
        if header != column and stems(header) and stems(header) <= asked:
            names = [cell.words for row in table if (cell := _cell(row, header))]
            if len(set(names)) == len(table):
                return header
    return None


def _headers(table: Sequence[Row]) -> list[str]:
    """Return what the columns of a table are called."""
    return list(dict.fromkeys(cell.header for row in table for cell in row.cells if cell.header))


def _meant(asked: frozenset[str], table: Sequence[Row]) -> list[Row]:
    """Return the rows that have all of some words.

    "Three persons" has whose cell in the column of persons is 3.
    """
    figures = {str(NUMBERS.index(word) + 1) if word in NUMBERS else word for word in asked}
    return (
        [row for row in table if _has(row, asked) or _has(row, figures)] if asked else list(table)
    )


def _has(row: Row, asked: Collection[str]) -> bool:
    met = (cell for cell in row.cells if not cell.words.isdisjoint(asked))
    return frozenset(asked) <= frozenset().union(*(cell.words | stems(cell.header) for cell in met))


def _cell(row: Row, header: str) -> Cell | None:
    return next((cell for cell in row.cells if cell.header == header), None)


def _of(text: str, cell: Cell) -> str:
    return text[cell.start : cell.end]
