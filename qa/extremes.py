"""Rows of a table that have the most, or more than a figure: "Which river is the longest?".

    River | Length | Mouth        the column by its header, or by what is called long;
    Ulla | 214 km | Vastra        the whole table is compared, not only what was found of it
    Sarn | 98 km | Ulla

Pure. It speaks only where nothing of the question is left open: each of its words is of the column,
of what names the rows, of what stands above the table, or picks out rows; and all cells of the
column are figures of one unit. Tables of one document with the same columns are one, unless the
question names what stands above one of them.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import PurePath

from index.documents import Document
from index.words import words
from qa.columns import name_of, naming, said_for
from qa.comparing import Bound, Compared, compared
from qa.kinds import FIGURES, kind_of
from qa.ranges import NUMBERS
from qa.tables import Cell, Row, rows_in, stems
from qa.worth import DATE, as_dates, says_nothing, worth

# "When was the oldest object made?" is asked of the year.
_CAME = stems("made built founded opened started born bought written published used")
_WHAT = re.compile(r"^\W*what\W", re.IGNORECASE)
# They do not say which rows are meant.
_ANY = stems(
    "item product article thing entry option row record kind type list table sheet all overall"
)
# Of a header: "Electricity (kWh)".
_UNIT = re.compile(r"\s*[(\[][^)\]]*[)\]]$")
_MOST_ANSWERS = 3
# So much of what stands between a heading and its table tells what the table is of, in characters.
_INTRODUCTION = 600


@dataclass(frozen=True)
class _Table:
    """A table, or several with the same columns.

    Attributes:
        rows: All of them.
        above: Words of what stands above it.
        text: Of its document.
    """

    rows: Sequence[Row]
    above: frozenset[str]
    text: str

    @cached_property
    def names(self) -> str:
        """What the column is called that names the rows: not one of dates, if there is another."""
        first = naming(self.rows)
        headers = self.headers
        others = headers[headers.index(first) + 1 :] if first else []
        undated = (header for header in others if not self.is_dated(header))
        return next(undated, first) if self.is_dated(first) else first

    @cached_property
    def headers(self) -> list[str]:
        """What the columns are called."""
        found = (cell.header for row in self.rows for cell in row.cells)
        return list(dict.fromkeys(filter(None, found)))

    def column(self, header: str, rows: Sequence[Row]) -> list[tuple[Row, Cell, str]]:
        """Return the cells of a column that say something, with their rows and texts."""
        cells = [(row, cell) for row in rows for cell in row.cells if cell.header == header]
        told = [(row, cell, self.text[cell.start : cell.end]) for row, cell in cells]
        return [one for one in told if not says_nothing(one[2])]

    def has_figures(self, header: str) -> bool:
        """Return whether a cell of a column is a figure."""
        return any(worth(text) is not None for _, _, text in self.column(header, self.rows))

    def is_dated(self, header: str) -> bool:
        """Return whether a column is one of dates or years."""
        values = [worth(text) for _, _, text in self.column(header, self.rows)]
        dates = as_dates([value for value in values if value is not None])
        return bool(values) and [date.unit for date in dates] == [DATE] * len(values)


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
    for name in dict.fromkeys(row.table[0] for row in rows):
        for table in _tables(documents[name]):
            found = _found(asked, table)
            if found:
                return found
    return []


def _tables(document: Document) -> Iterator[_Table]:
    """Yield the tables of a document: first those with the same columns as one, then each."""
    rows = rows_in(document)
    title = stems(f"{document.title} {PurePath(document.name).stem}") | _ANY
    alone: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        alone[row.table, document.heading_path(row.start)].append(row)
    alike: dict[object, list[list[Row]]] = defaultdict(list)
    for table in alone.values():
        alike[frozenset(cell.header for row in table for cell in row.cells)].append(table)
    for several in alike.values():
        if len(several) > 1:
            whole = [row for table in several for row in table]
            yield _Table(whole, title, document.text)
    for table in alone.values():
        yield _Table(table, title | _above(document, table[0]), document.text)


def _above(document: Document, row: Row) -> frozenset[str]:
    """Return the words of the headings above a table, and of what stands between."""
    text = document.text
    headings = [one.end for one in document.headings if one.end <= row.start]
    start = max([0, row.table[1] - _INTRODUCTION, *headings[-1:]])
    line = text[text.rfind("\n\n", 0, max(0, row.table[1] - 2)) + 1 : row.table[1]]
    first = text[: min(_INTRODUCTION, row.table[1])].partition("\n\n")[0] if not headings else ""
    told = (*document.heading_path(row.start), text[start : row.table[1]], line, first)
    return stems(" ".join(told))


def _found(asked: Compared, table: _Table) -> list[tuple[Row, Cell]]:
    """Return the rows of one table; nothing where the question does not plainly ask for them."""
    column = _column(asked, table)
    if not table.names or column is None:
        return []
    names = table.names
    if not asked.words & stems(names):
        names = _named(asked.words, table, column) or names
    header = stems(column)
    told = table.above | stems(names) | header | asked.columns
    told |= said_for(asked.question, header) | (_CAME if "year" in asked.columns else frozenset())
    told |= asked.verbs & frozenset().union(*map(stems, table.headers))
    picked = _picked(asked.words - header, table, (names, column))
    meant = _meant(asked.words - told, picked)
    filled = table.column(column, meant)
    known = _comparable([text for _, _, text in filled])
    # One alone is not compared with any.
    if not asked.within <= header or len(meant) < 2 or known is None:
        return []
    kept = _kept(asked, column, *known)
    if len(kept) > _MOST_ANSWERS:
        return []
    figure = asked.bound is None and _wants_figure(asked, header)
    found = [filled[at][:2] for at in kept]
    return [(row, cell if figure else name_of(row, names)) for row, cell in found]


def _comparable(cells: Sequence[str]) -> tuple[str, list[Decimal]] | None:
    """Return the unit of all cells and how much each is worth; None where they have no one unit."""
    values = [value for cell in cells if (value := worth(cell)) is not None]
    if len({value.unit for value in values}) > 1:
        # "1839" among "14 August 1862".
        values = as_dates(values)
    units = {value.unit for value in values}
    if len(values) < len(cells) or len(units) != 1:
        return None
    return units.pop(), [value.amount for value in values]


def _kept(asked: Compared, column: str, unit: str, amounts: Sequence[Decimal]) -> list[int]:
    """Return which of some amounts are asked for, by their numbers, the most wanted first."""
    if asked.bound is not None:
        bound = asked.bound
        one = _one_of(bound.worth.unit, column) if unit == "" else Decimal(1)
        return [at for at, each in enumerate(amounts) if _is_beyond(bound, unit, each * one)]
    # The fastest takes the least time, and the oldest has the most years.
    timed = "speed" in asked.columns and unit in ("clock", "second")
    turned = timed or ("age" in asked.columns and "age" in stems(column))
    ranks = sorted(set(amounts), reverse=asked.most != turned)
    wanted = ranks[asked.rank - 1 : asked.rank - 1 + asked.count]
    kept = [at for at, amount in enumerate(amounts) if amount in wanted]
    return sorted(kept, key=lambda at: wanted.index(amounts[at]))


def _one_of(unit: str, header: str) -> Decimal:
    """Return how much one of a column's figures is in a unit, if its header has one of the kind."""
    ones = (worth(f"1 {word.text}") for word in words(header))
    return next((one.amount for one in ones if one and one.unit == unit), Decimal(1))


def _is_beyond(bound: Bound, unit: str, amount: Decimal) -> bool:
    """Return whether an amount is more or less than a bound, as far as they can be compared."""
    limit = bound.worth.amount
    if unit == DATE and bound.worth.unit == "":
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


def _column(asked: Compared, table: _Table) -> str | None:
    """Return the header of the column that is compared; None where none is, or several may be.

    Of several that have the word, the one counts of which the question has all words, its unit
    aside: "Electricity (kWh)", not "Electricity cost".
    """
    of_names = stems(table.names)
    others = [header for header in table.headers if header != table.names]
    others = [header for header in others if table.has_figures(header)]
    if asked.bound is not None and asked.bound.worth.unit:
        of_unit = [head for head in others if _unit_of(head, table) == asked.bound.worth.unit]
        others = of_unit or others
    named = [asked.behind - of_names, asked.does, asked.columns, asked.words - of_names]
    dates: list[str] = []
    if "year" in asked.columns:
        # What "was bought after 2010" was perhaps made before.
        others = [header for header in others if _unit_of(header, table) is not None]
        named.insert(2, asked.words - of_names)
        dates = [header for header in others if table.is_dated(header)]
    for wanted in named:
        found = [header for header in others if stems(header) & wanted]
        best = _plainest(found, asked)
        if best:
            return best[0] if len(best) == 1 else None
    if dates:
        return dates[0] if len(dates) == 1 else None
    alike = [header for header in others if _unit_of(header, table) in asked.units]
    return alike[0] if len(alike) == 1 else None


def _plainest(headers: Sequence[str], asked: Compared) -> Sequence[str]:
    """Return which of some headers is meant: by its unit, or by most of the question's words."""
    unit = asked.bound.worth.unit if asked.bound else ""
    of_unit = [header for header in headers if unit and _one_of(unit, header) != 1]
    called = {header: stems(_UNIT.sub("", header)) for header in of_unit or headers}
    whole = [header for header, name in called.items() if name <= asked.words]
    most = max((len(called[header]) for header in whole), default=0)
    return [header for header in whole if len(called[header]) == most] or list(called)


def _unit_of(header: str, table: _Table) -> str | None:
    """Return the unit of a column that can be compared; None where it cannot."""
    known = _comparable([text for _, _, text in table.column(header, table.rows)])
    return known[0] if known else None


def _named(asked: frozenset[str], table: _Table, column: str) -> str | None:
    """Return another column whose name is asked for, if each of its cells names one row."""
    for header in table.headers:
        if header != column and stems(header) and stems(header) <= asked:
            names = [cell.words for _, cell, _ in table.column(header, table.rows)]
            if len(set(names)) == len(table.rows):
                return header
    return None


def _picked(asked: frozenset[str], table: _Table, but: Collection[str]) -> Sequence[Row]:
    """Return the rows that a whole cell picks out, as "Cat" does for "the heaviest cat"."""
    rows = table.rows
    for header in table.headers:
        cells = table.column(header, rows) if header not in but else []
        # A number alone is no name: of "three persons" the persons are a column.
        named = bool(stems(header) & asked)
        whole = [(row, cell) for row, cell, _ in cells if cell.words and cell.words <= asked]
        rows = [row for row, cell in whole if named or not cell.value] or rows
    return rows


def _meant(asked: frozenset[str], rows: Sequence[Row]) -> list[Row]:
    """Return the rows that have all of some words.

    "Three persons" has whose cell in the column of persons is 3.
    """
    figures = {str(NUMBERS.index(word) + 1) if word in NUMBERS else word for word in asked}
    return [row for row in rows if _has(row, asked) or _has(row, figures)] if asked else list(rows)


def _has(row: Row, asked: Collection[str]) -> bool:
    met = (cell for cell in row.cells if not cell.words.isdisjoint(asked))
    return frozenset(asked) <= frozenset().union(*(cell.words | stems(cell.header) for cell in met))
