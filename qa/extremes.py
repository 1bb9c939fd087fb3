"""The row of a table that has the most or the least: "Which river is the longest?".

    River | Length | Mouth        the column by its header, or by what is called long;
    Ulla | 214 km | Vastra        the whole table is compared, not only what was found of it
    Sarn | 98 km | Ulla

Pure. It speaks only where nothing of the question is left open: each of its words is of the column,
of what names the rows, of the title or the headings, or picks out rows; and all cells of the column
are figures of one unit.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.documents import Document
from index.words import words
from qa.columns import name_of, naming, said_for
from qa.kinds import FIGURES, Kind, kind_of
from qa.ranges import NUMBERS
from qa.tables import Cell, Row, rows_with, stems
from qa.worth import says_nothing, worth

_PRICE = "price cost fee fare rate rent"
_PAY = "salary wage pay income"
_SIZE = "size area diameter population capacity"
_SPEED = "speed time"
# "When was the oldest object made?" is asked of the year.
_CAME = stems("made built founded opened started born bought written published")
_SINCE = "age year date born founded built opened start"
# What asks for an extreme, whether for the most, and what columns it is said of. "The most" is said
# of the one that is named behind it.
_SUPERLATIVES = tuple(
    (re.compile(rf"\b(?:{said})\b", re.IGNORECASE), most, stems(columns))
    for said, most, columns in (
        ("most expensive|dearest|priciest|costliest|costs? (?:the )?most", True, _PRICE),
        ("cheapest|least expensive|costs? (?:the )?least", False, _PRICE),
        ("earns? (?:the )?most|(?:best|highest)[ -]paid", True, _PAY),
        ("earns? (?:the )?least|(?:worst|lowest)[ -]paid", False, _PAY),
        ("(?:paid|pays?|spent|spends?) (?:the )?most", True, f"{_PAY} total amount sum"),
        ("(?:paid|pays?|spent|spends?) (?:the )?least", False, f"{_PAY} total amount sum"),
        ("heaviest|weighs? (?:the )?most", True, "weight mass"),
        ("lightest|weighs? (?:the )?least", False, "weight mass"),
        ("longest", True, "length duration distance"),
        ("takes? (?:the )?longest", True, "time duration"),
        ("shortest", False, "length duration distance height"),
        ("tallest", True, "height"),
        ("highest", True, "height elevation altitude"),
        ("lowest", False, "height elevation altitude"),
        ("deepest", True, "depth"),
        ("shallowest", False, "depth"),
        ("widest", True, "width"),
        ("narrowest", False, "width"),
        ("largest|biggest|greatest", True, _SIZE),
        ("smallest", False, _SIZE),
        ("fastest|quickest", True, _SPEED),
        ("slowest", False, _SPEED),
        ("loudest|noisiest", True, "noise loudness"),
        ("quietest", False, "noise loudness"),
        ("warmest|hottest", True, "temperature"),
        ("coldest|coolest", False, "temperature"),
        ("oldest|earliest", False, _SINCE),
        ("youngest|newest|latest|most recent(?:ly)?", True, _SINCE),
        ("most", True, ""),
        ("least|fewest", False, ""),
    )
)
# Where these stand, something else than one extreme is wanted, or of something else than all rows.
_RANK = "second|third|fourth|fifth|next|last|two|three|four|five|ten|\\d+(?:st|nd|rd|th)?"
_OTHERWISE = re.compile(
    r"\bat (?:the )?(?:most|least|latest|earliest)\b|\bmost of\b"
    r"|\b(?:than|after|before|since|until|except|besides|but|not|never|no(?!\.)|without|average|total|and"
    r"|or|if)\b|n['’]t\b"
    rf"|\b(?:{_RANK})[ -](?:most|least|\w+est)\b|\b(?:most|least|\w+est) (?:{_RANK})\b",
    re.IGNORECASE,
)
_KINDS = FIGURES | {Kind.THING, Kind.PERSON, Kind.PLACE}
# "Which team scored the most goals?"
_DOES = re.compile(r"(\w+) (?:the )?(?:most|least|fewest)\b", re.IGNORECASE)
_WHAT = re.compile(r"^\W*what\W", re.IGNORECASE)
# They do not say which rows are meant.
_ANY = stems(
    "item product article thing entry option row record kind type list table sheet all overall"
)
# Of a header: "Electricity (kWh)".
_UNIT = re.compile(r"\s*[(\[][^)\]]*[)\]]$")
_MOST_ROWS, _MOST_ANSWERS = 2000, 3


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for the extreme of.

    Attributes:
        question: The question.
        most: Whether for the most.
        columns: What the column may be called.
        behind: The word behind that which asks for the most.
        does: The word before "the most", as in "Which team scored the most goals?".
        words: The question's other words with meaning.
    """

    question: str
    most: bool
    columns: frozenset[str]
    behind: frozenset[str]
    does: frozenset[str]
    words: frozenset[str]


def extremes(
    question: str, rows: Iterable[Row], documents: Mapping[str, Document]
) -> list[tuple[Row, Cell]]:
    """Return the rows that have the most or the least, with the cell that is asked for of each.

    There are several where they have as much as each other.

    Args:
        question: One question.
        rows: Some of each table, the likeliest table's first.
        documents: What the tables stand in, by id.
    """
    asked = _asked(question)
    tried: set[object] = set()
    for row in rows if asked else ():
        document = documents[row.table[0]]
        headings = document.heading_path(row.start)
        if (row.table, headings) in tried:
            continue
        tried.add((row.table, headings))
        several = rows_with(document, row, most=_MOST_ROWS)
        table = [one for one in several if document.heading_path(one.start) == headings]
        above = _ANY | stems(" ".join((document.title, document.name, *headings)))
        for one in asked:
            found = _found(one, table, above, document.text)
            if found:
                return found
    return []


def _asked(question: str) -> list[_Asked]:
    """Return what a question may mean that asks for an extreme; nothing where it asks for none."""
    kind = kind_of(question)
    if kind not in _KINDS or _OTHERWISE.search(question):
        return []
    found = [
        (match, most, columns)
        for how, most, columns in _SUPERLATIVES
        if (match := how.search(question))
    ]
    # "The most expensive" is not "the most".
    said = max((match.group() for match, _, _ in found), key=len, default="")
    verb = _DOES.search(question)
    does = stems(verb[1]) if verb else frozenset()
    rest = stems(question) - stems(said) - does
    return [
        _Asked(question, most, columns, _behind(question, match), does, rest)
        for match, most, columns in found
        if match.group() == said
    ]


def _behind(question: str, said: re.Match[str]) -> frozenset[str]:
    """Return the first word with meaning behind what asks for the most."""
    rest = words(question[said.end() :])
    return frozenset([word.stem for word in rest if word.carries_meaning][:1])


def _found(
    asked: _Asked, table: Sequence[Row], above: frozenset[str], text: str
) -> list[tuple[Row, Cell]]:
    """Return the extremes of one table; nothing where the question does not plainly ask for them.

    Args:
        asked: What is asked for.
        table: All its rows.
        above: Words of its title and headings.
        text: Of its document.
    """
    names = naming(table)
    column = _column(asked, table, names)
    if not names or column is None:
        return []
    if not asked.words & stems(names):
        names = _named(asked.words, table, column) or names
    header = stems(column)
    told = above | stems(names) | header | asked.columns | said_for(asked.question, header)
    if "year" in asked.columns:
        told |= _CAME
    meant = _meant(asked.words - told, table)
    if len(meant) < 2:
        # One alone is not compared with any.
        return []
    cells = [(row, _cell(row, column)) for row in meant]
    filled = [(row, cell) for row, cell in cells if cell and not says_nothing(_of(text, cell))]
    values = [worth(_of(text, cell)) for _, cell in filled]
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values) or len({value.unit for value in known}) > 1:
        return []
    amounts = [value.amount for value in known]
    most = asked.most != _is_reversed(asked, header, known[0].unit)
    best = max(amounts) if most else min(amounts)
    found = [pair for pair, amount in zip(filled, amounts, strict=True) if amount == best]
    if len(found) > _MOST_ANSWERS:
        return []
    figure = _wants_figure(asked, header)
    return [(row, cell if figure else name_of(row, names)) for row, cell in found]


def _is_reversed(asked: _Asked, header: frozenset[str], unit: str) -> bool:
    """Return whether the fastest takes the least time, or the oldest has the most years."""
    timed = "speed" in asked.columns and unit in ("clock", "second")
    return timed or ("age" in asked.columns and "age" in header)


def _wants_figure(asked: _Asked, header: frozenset[str]) -> bool:
    """Return whether the figure is asked for, not what has it: "What is the highest salary?"."""
    what = _WHAT.match(asked.question)
    return kind_of(asked.question) in FIGURES or bool(what and asked.words & header)


def _column(asked: _Asked, table: Sequence[Row], names: str) -> str | None:
    """Return the header of the column that is compared; None where none is, or several may be.

    Of several that have the word, the one counts of which the question has all words, its unit
    aside: "Electricity (kWh)", not "Electricity cost".
    """
    others = [header for header in _headers(table) if header != names]
    named = (asked.behind - stems(names), asked.does, asked.columns, asked.words - stems(names))
    for wanted in named:
        found = [header for header in others if stems(header) & wanted]
        called = {header: stems(_UNIT.sub("", header)) for header in found}
        most = max((len(name) for name in called.values() if name <= asked.words), default=0)
        whole = [each for each, name in called.items() if name <= asked.words]
        best = [header for header in whole if len(called[header]) == most] or found
        if best:
            return best[0] if len(best) == 1 else None
    return None


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
