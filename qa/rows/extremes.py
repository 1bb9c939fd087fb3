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
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from index.documents import Document
from index.words import words
from qa.language.kinds import FIGURES, Kind, kind_of
from qa.language.vocabulary import are_many
from qa.rows.bounds import beyond, is_turned, one_of
from qa.rows.columns import implied, said_for
from qa.rows.comparable import Table, comparable, tables
from qa.rows.comparing import Compared, compared
from qa.rows.fulfilling import fulfilling
from qa.rows.ranges import NUMBERS
from qa.rows.superlatives import RANK, SCORE
from qa.rows.tables import Cell, Row, stems
from qa.rows.worth import worth

# "When was the oldest object made?" is asked of the year.
_CAME = stems(
    "made built founded established opened started born bought written published used climbed"
)
_WHAT = re.compile(r"^\W*what\W", re.IGNORECASE)
_THING = re.compile(r"\W*(?:which|what) (\w+)", re.IGNORECASE)
# What a column of times may be called.
_TIMES = stems(
    "date day weekday month year period season quarter week term semester time hour decade century"
)
# Of a header: "Electricity (kWh)".
_UNIT = re.compile(r"\s*[(\[][^)\]]*[)\]]$")
# Where the best has the least.
_AGAINST = stems("penalty fault licence minus")
# So many rows answer, and so many quotes: rows that stand together are one.
_MOST_ROWS, _MOST_QUOTES = 10, 3


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
    for name in dict.fromkeys(row.table[0] for row in rows):
        for table in tables(documents[name]):
            found = _found(asked, table) if asked else _picked_out(question, table)
            if found:
                return found
    return []


def _picked_out(question: str, table: Table) -> list[tuple[Row, Cell]]:
    """Return the rows of one table that have what a question names."""
    found = fulfilling(question, table)
    told = [table.answers(row, cell, table.names, figure=False) for row, cell in found]
    return _quoted(list(chain(*told)), table) if len(found) <= _MOST_ROWS else []


def _found(asked: Compared, table: Table) -> list[tuple[Row, Cell]]:
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
    known = comparable([text for _, _, text in filled])
    # One alone is not compared with any.
    if not asked.within <= header or len(meant) < 2 or known is None:
        return []
    kept = _kept(asked, column, *known, table.above)
    if len(kept) > _MOST_ROWS:
        return []
    unit, _ = known
    when = kind_of(asked.question) is Kind.TIME and not (unit == "clock" or table.is_dated(column))
    if when and not _tells_when(table, names):
        return []
    figure = asked.bound is None and not when and _wants_figure(asked, header)
    found = [filled[at][:2] for at in kept]
    shown = [list(table.answers(row, cell, names, figure=figure)) for row, cell in found]
    return _quoted(list(chain(*shown)), table) if all(shown) else []


def _quoted(answers: Sequence[Row], table: Table) -> list[tuple[Row, Cell]]:
    """Return the rows of answers with their cells; of more than three those that stand together.

    Nothing where these are more than three, too, or where a cell stands between some of one row
    that is no answer.
    """
    if len(answers) > _MOST_QUOTES or table.lines:
        answers = _together(sorted(answers, key=lambda row: row.cells[0].start), table)
    rows = {row.start for row in answers}
    one_each = len(rows) == len(answers) <= _MOST_QUOTES
    return [(row, row.cells[0]) for row in answers] if one_each else []


def _together(answers: Sequence[Row], table: Table) -> list[Row]:
    """Return answers in the order of the text, those as one between which nothing stands."""
    found: list[Row] = []
    for row in answers:
        if found and _adjoin(found[-1], row, table):
            last = found.pop()
            below = last.start < row.start
            start = last.start if below else last.cells[0].start
            end = row.end if below else row.cells[0].end
            cell = replace(row.cells[0], start=start, end=end)
            row = Row(row.table, last.start, row.end, (cell,))
        found.append(row)
    return found


def _adjoin(one: Row, other: Row, table: Table) -> bool:
    """Return whether two answers adjoin: rows or, where things stand side by side, cells of one."""
    if not table.lines:
        return not any(map(str.isalnum, table.text[one.end : other.start]))
    cells = [cell for line in table.lines if line.start == other.start for cell in line.cells]
    first, last = one.cells[0].end, other.cells[0].start
    beside = one.start == other.start
    return beside and not any(first <= cell.start and cell.end <= last for cell in cells)


def _kept(
    asked: Compared,
    column: str,
    unit: str,
    amounts: Sequence[Decimal],
    above: Collection[str],
) -> list[int]:
    """Return which of some amounts are asked for, by their numbers, the most wanted first."""
    if asked.bound is not None:
        return beyond(asked, column, unit, amounts, above)
    ranks = sorted(set(amounts), reverse=asked.most != is_turned(asked, column, unit))
    wanted = ranks[asked.rank - 1 : asked.rank - 1 + asked.count]
    kept = [at for at, amount in enumerate(amounts) if amount in wanted]
    return sorted(kept, key=lambda at: wanted.index(amounts[at]))


def _counts(unit: str, header: str) -> bool:
    """Return whether a header says that its column is of a unit: "Hours" of seconds."""
    return any(one.unit == unit for word in words(header) if (one := worth(f"1 {word.text}")))


def _tells_when(table: Table, names: str) -> bool:
    """Return whether what names the rows is a time, as a date, a month or a season is."""
    cells = [cell for row in table.rows for cell in row.cells if cell.header == names]
    spans = all(cell.times for cell in cells)
    return spans or bool(stems(names) & _TIMES) or table.is_dated(names)


def _wants_figure(asked: Compared, header: frozenset[str]) -> bool:
    """Return whether the figure is asked for, not what has it: "What is the highest salary?"."""
    what = _WHAT.match(asked.question)
    return kind_of(asked.question) in FIGURES or bool(what and asked.words & header)


def _column(asked: Compared, table: Table) -> str | None:
    """Return the header of the column that is compared; None where none is, or several may be.

    Of several that have the word, the one counts of which the question has all words, its unit
    aside: "Electricity (kWh)", not "Electricity cost".
    """
    of_names = stems(table.names)
    others = [header for header in table.headers if header != table.names]
    others = [header for header in others if table.has_figures(header)]
    # "Which car is the fastest?" is not for the ferry with the most "Cars".
    thing = _THING.match(asked.question)
    things = stems(thing[1]) if thing else frozenset()
    others = [header for header in others if not (are_many(header) and stems(header) <= things)]
    if asked.bound is not None and asked.bound.worth.unit:
        of_unit = [head for head in others if table.unit_of(head) == asked.bound.worth.unit]
        others = of_unit or others
    if asked.judged:
        others = _judging(asked, table, others)
    named = [asked.behind - of_names, asked.does, asked.columns, asked.words - of_names]
    dates: list[str] = []
    if "year" in asked.columns:
        # What "was bought after 2010" was perhaps made before.
        others = [header for header in others if table.unit_of(header) is not None]
        named.insert(2, asked.words - of_names)
        dates = [header for header in others if table.is_dated(header)]
    for wanted in (*named, implied(asked.question) - of_names):
        found = [header for header in others if stems(header) & wanted]
        best = _plainest(found, asked)
        if best:
            return best[0] if len(best) == 1 else None
    if dates:
        return dates[0] if len(dates) == 1 else None
    # Where things stand side by side, a line of a unit may be of anything: flour in grams.
    units = frozenset() if table.lines and asked.bound is None else asked.units
    alike = [header for header in others if table.unit_of(header) in units]
    unit = asked.bound.worth.unit if asked.bound else ""
    alike = alike or [header for header in others if unit and _counts(unit, header)]
    return alike[0] if len(alike) == 1 else None


def _judging(asked: Compared, table: Table, headers: Sequence[str]) -> list[str]:
    """Return which of some headers tell who is the best: of ranks, or else of scores.

    None does where something else is wanted at its best: "the best price".
    """
    ranks, scores = (
        [header for header in headers if stems(header) & asked.columns & stems(called)]
        for called in (RANK, SCORE)
    )
    found = [header for header in ranks or scores if not stems(header) & _AGAINST]
    others = [header for header in table.headers if header not in (table.names, *found)]
    return [] if any(stems(header) & asked.behind for header in others) else found


def _plainest(headers: Sequence[str], asked: Compared) -> Sequence[str]:
    """Return which of some headers is meant: by its unit, or by most of the question's words."""
    unit = asked.bound.worth.unit if asked.bound else ""
    of_unit = [header for header in headers if unit and one_of(unit, header) not in (None, 1)]
    called = {header: stems(_UNIT.sub("", header)) for header in of_unit or headers}
    whole = [header for header, name in called.items() if name <= asked.words]
    most = max((len(called[header]) for header in whole), default=0)
    return [header for header in whole if len(called[header]) == most] or list(called)


def _named(asked: frozenset[str], table: Table, column: str) -> str | None:
    """Return another column whose name is asked for, if each of its cells names one row."""
    for header in table.headers:
        if header != column and stems(header) and stems(header) <= asked:
            names = [cell.words for _, cell, _ in table.column(header, table.rows)]
            if len(set(names)) == len(table.rows):
                return header
    return None


def _picked(asked: frozenset[str], table: Table, but: Collection[str]) -> Sequence[Row]:
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
