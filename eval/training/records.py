"""Made-up tables and questions about their cells, so that a reader keeps to row and column.

In what people mark, answers stand in sentences. In a table the nearest name is often the wrong
one: "Siri Dahl" stands in her own row and as the manager in Jonas Vik's. So tables are made as
`index.formats` writes them, with questions whose row or column is there or is not.
"""

import random
from collections.abc import Iterator, Sequence

from eval.training.cells import Column, Kind
from eval.training.examples import Example
from eval.training.offices import CONTRACTS, PRODUCTS, STAFF
from eval.training.places import ACROSS, COURSES, DISTRICTS, SAMPLES

# So many ask for what the table does not say.
_ABSENT = 0.35

# And so many for the row, by one of its values.
_REVERSED = 0.2

# A cell that may be empty is so often.
_EMPTY = 0.05

# In this order: another one would draw other examples.
_KINDS = (STAFF, PRODUCTS, DISTRICTS, COURSES, CONTRACTS, SAMPLES)


def records(count: int, chance: random.Random) -> Iterator[Example]:
    """Yield so many questions over made-up tables."""
    for number in range(count):
        made = _crossed(chance) if chance.random() < 0.25 else _listed(chance)
        question, title, passage, answer = made
        yield Example(
            id=f"records:{number}",
            set="records",
            group=f"records:{number}",
            above=title,
            question=question,
            passage=passage,
            answers=(answer,) if answer else (),
            weight=0.8,
        )


# Row and column.
_Place = tuple[int, int]
_Made = tuple[str, str, str, tuple[int, int] | None]


def _listed(chance: random.Random) -> _Made:
    """Return a question about a table with a row for each thing."""
    kind = chance.choice(_KINDS)
    columns = chance.sample(kind.columns, chance.randint(2, min(6, len(kind.columns))))
    names: list[str] = []
    wanted = chance.randint(3, 8)
    while len(names) < wanted:
        names += {kind.draw(chance)}.difference(names)
    missing = names.pop()
    rows = []
    for name in names:
        others = [other for other in (*names, missing) if other != name]
        rows.append([name, *(_cell(kind, column, others, chance) for column in columns)])
    header = [chance.choice(kind.names), *(chance.choice(column.names) for column in columns)]
    place = chance.randrange(len(rows)), chance.randrange(len(columns)) + 1
    column = columns[place[1] - 1]
    if column.back and rows[place[0]][place[1]] and chance.random() < _REVERSED:
        question, answer = _asked_back(rows, place, column, chance)
    else:
        left = [other for other in kind.columns if other not in columns]
        question, answer = _asked(rows, place, column, left, missing, chance)
    return _written(question, chance.choice(kind.titles), header, rows, answer, chance)


def _asked(
    rows: Sequence[Sequence[str]],
    place: _Place,
    column: Column,
    left: Sequence[Column],
    missing: str,
    chance: random.Random,
) -> tuple[str, _Place | None]:
    """Return a question for a cell, or for one that is not there."""
    name = rows[place[0]][0]
    answer = place if rows[place[0]][place[1]] else None
    if chance.random() < _ABSENT:
        answer = None
        if left and chance.random() < 0.5:
            column = chance.choice(left)
        else:
            name = missing
    return chance.choice(column.asked).format(name), answer


def _asked_back(
    rows: Sequence[Sequence[str]], place: _Place, column: Column, chance: random.Random
) -> tuple[str, _Place | None]:
    """Return a question for the row with some value, or with one that is not there."""
    value = column.draw(chance) if chance.random() < _ABSENT else rows[place[0]][place[1]]
    holding = [number for number, row in enumerate(rows) if row[place[1]] == value]
    return chance.choice(column.back).format(value), (holding[0], 0) if holding else None


def _cell(kind: Kind, column: Column, others: Sequence[str], chance: random.Random) -> str:
    if chance.random() < _EMPTY:
        return ""
    # A name in one row is what another row is about.
    if column.draw is kind.draw and others and chance.random() < 0.5:
        return chance.choice(others)
    return column.draw(chance)


def _crossed(chance: random.Random) -> _Made:
    """Return a question about a table of which rows and columns are of a kind each."""
    side, top, draw, asked, titles = chance.choice(ACROSS)
    left = chance.sample(side, chance.randint(3, min(7, len(side))))
    above = chance.sample(top, chance.randint(3, min(5, len(top))))
    if chance.random() < 0.5:
        left.sort(key=side.index)
        above.sort(key=top.index)
    no_row, no_column = left.pop(), above.pop()
    rows = [[name, *(draw(chance) for _ in above)] for name in left]
    at, cell = chance.randrange(len(rows)), chance.randrange(len(above)) + 1
    place: _Place | None = (at, cell)
    row, column = left[at], above[cell - 1]
    if chance.random() < _ABSENT:
        place = None
        row, column = (no_row, column) if chance.random() < 0.5 else (row, no_column)
    question = chance.choice(asked).format(row, column.lower() if chance.random() < 0.5 else column)
    header = [chance.choice(["", "", titles[0]]), *above]
    return _written(question, chance.choice(titles), header, rows, place, chance)


def _written(
    question: str,
    title: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    place: _Place | None,
    chance: random.Random,
) -> _Made:
    """Return the table as text, as one of the formats has it, with where the answer stands."""
    form = chance.choice(("named", "named", "bars", "markdown"))
    text = ""
    answer = None
    edge = "| " if form == "markdown" else ""
    if form == "named":
        header = [header[0] or "Row", *header[1:]]
    else:
        text = edge + " | ".join(header) + edge.rstrip().rjust(len(edge))
    if form == "markdown":
        text += "\n|" + "---|" * len(header)
    for number, row in enumerate(rows):
        text += ("\n" if text else "") + edge
        begun = False
        for cell, value in enumerate(row):
            if form == "named":
                if not value:
                    continue
                text += ("; " if begun else "") + f"{header[cell]}: "
            elif begun:
                text += " | "
            begun = True
            if place == (number, cell):
                answer = (len(text), len(text) + len(value))
            text += value
        text += edge.rstrip().rjust(len(edge))
    return question, title, text, answer
