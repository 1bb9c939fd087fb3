"""The words of a question as a table has them: of a Tuesday "Monday to Wednesday". Pure."""

from collections.abc import Sequence

from index.words import stem, words
from qa.language.times import DAYS, MONTHS, dates, named, spanned
from qa.language.vocabulary import are_many
from qa.rows.ranges import Figure, figures, lies_in
from qa.rows.tables import Cell, Row, stems

_YEARS = (1000, 2099)
# What makes a word for who does it.
_DOES = ("er", "or", "r")


def in_words_of(
    question: str, table: Sequence[Row], names: str
) -> tuple[frozenset[str], bool, frozenset[str]]:
    """Return the words of a question, and whether it names a day or month that the table has.

    It is put as the table calls the narrowest span that it lies in, and who does something, as it
    calls him: "who supplies" is "supplier". Last come words that only say in which span a figure
    lies: no price is meant by the 5 and 10 of "5 to 10 kg".
    """
    asked, found = stems(question), False
    headers = frozenset().union(*(stems(cell.header) for row in table for cell in row.cells))
    for word in asked - headers:
        doer = headers.intersection(word + ending for ending in _DOES)
        asked = asked - {word} | doer if doer else asked
    cells = [cell for row in table for cell in row.cells]
    times = named(question)
    spans: dict[frozenset[str], frozenset[str]] = {}
    if times:
        spans |= {cell.times: cell.words for cell in cells}
        spans |= {spanned(cell.header): stems(cell.header) for cell in cells}
    for cycle in (DAYS, MONTHS):
        wanted = times.intersection(cycle)
        around = [span for span in spans if wanted and wanted <= span]
        if around:
            narrowest = min(map(len, around))
            met = (spans[span] for span in around if len(span) == narrowest)
            said = stems(" ".join((*wanted, "weekend weekday daily")))
            asked, found = (asked - said).union(*met), True
    # "12 March" is "2025-03-12".
    meant = [
        (date, {cell.words for cell in cells if _is_date(cell.words, parts)})
        for date, parts in dates(question)
    ]
    # "7 kg" lies in "5 to 10 kg": of a dog, where the table has cats, too.
    picked = [row for row in table if any(_is_named(cell, asked) for cell in row.cells)] or table
    spanning = [cell for row in picked for cell in row.cells if cell.span]
    for figure in figures(question):
        holding = {
            cell.words for cell in spanning if cell.span and lies_in(figure, cell.span, cell.header)
        }
        meant.append((question[figure.start : figure.end], holding))
        if _counts_else(figure, question, cells, names):
            asked -= stems(str(figure.number))
    before = asked
    for put, same in meant:
        # What lies in several leaves it open in which; no other cell is meant by its number.
        asked = (asked - stems(put)).union(*(same if len(same) == 1 else ())) if same else asked
    return asked, found, (asked - before) if spanning else frozenset()


def _counts_else(figure: Figure, question: str, cells: Sequence[Cell], names: str) -> bool:
    """Return whether a figure counts what no cell with it does: 12 people are not for £12."""
    before = words(question[: figure.start])[-1:]
    # "Room 12 costs" counts nothing.
    many = are_many(figure.worth.unit) and not any(word.carries_meaning for word in before)
    counts = stem(figure.worth.unit) != figure.called or many
    number = stems(str(figure.number))
    holding = [cell for cell in cells if cell.value and number <= cell.words]
    said = stems(figure.called) | {figure.called}
    suited = any(
        cell.header == names or cell.span or (stems(cell.header) | cell.words) & said
        for cell in holding
    )
    return counts and bool(holding) and not suited and not _YEARS[0] <= figure.number <= _YEARS[1]


def _is_named(cell: Cell, asked: frozenset[str]) -> bool:
    """Return whether a question has a whole cell that is no figure: "Dog"."""
    said = bool(cell.header and cell.words) and not cell.value and cell.span is None
    return said and cell.words <= asked


def _is_date(words: frozenset[str], figures: frozenset[str]) -> bool:
    """Return whether a cell is a date in figures, its year aside if that is not asked for."""
    years = [word for word in words if len(word) == 4 and word.isdigit()]
    return figures <= words and len(years) == 1 and words - figures <= set(years)
