"""Spans of figures, and the figures of a question that lie in them: 7 kg in "5 to 10 kg". Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from index.words import stem, words
from qa.worth import Worth, worth

_N = r"\d[\d,]*(?:\.\d+)?"
_UNIT = r"[ -]?(?P<{}>[a-z%°²³]+)?"
_LOW = rf"(?P<low>{_N}){_UNIT.format('of_low')}"
_HIGH = rf"(?P<high>{_N}){_UNIT.format('of_high')}"
# Each with whether its low end, and its high end, lies in it.
_FORMS = tuple(
    (re.compile(form, re.IGNORECASE), low, high)
    for form, low, high in (
        (rf"{_LOW}\s*(?:-|–|—|\bto\b|\bup to\b)\s*{_HIGH}", True, True),
        (rf"(?:\b(?:up to|at most|no more than|max\.?)|≤|<=)\s*{_HIGH}", True, True),
        (rf"(?:\b(?:under|below|less than)|<)\s*{_HIGH}", True, False),
        (rf"(?:\b(?:over|above|more than)|>)\s*{_LOW}", False, True),
        (rf"(?:\b(?:from|at least|min\.?)|≥|>=)\s*{_LOW}", True, True),
        (rf"{_LOW} (?:and|or) (?:more|over|above|older|up|longer)\b", True, True),
        (rf"{_HIGH} (?:and|or) (?:less|under|below|younger|fewer)\b", True, True),
        (rf"(?P<low>{_N})\+{_UNIT.format('of_low')}", True, True),
    )
)
# What may stand beside a span in its cell: "Children aged 3 to 12 (incl.)".
_BESIDE = re.compile(
    r"(?:\W|\b(?:ages?|aged|from|for|of|old|years?|incl(?:usive)?|each|per|child(?:ren)?|adults?|kids?"
    r"|youths?|teen(?:ager)?s?|seniors?|persons?|people|guests?|inclusive)\b)*",
    re.IGNORECASE,
)
# What is longer says more than a span.
_LONGEST = 40

NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
"""From 1 on."""
_FIGURE = re.compile(
    rf"\b(?P<number>{_N}|{'|'.join(NUMBERS)})[ -]?(?P<unit>[a-z]+)(?P<old>[ -]olds?)?\b"
    rf"|\b(?:aged?|of|is|am) (?P<age>\d{{1,3}})\b"
    r"(?=\W*$|[?.,;!]\s| (?:to|for|in|at|on|who|and|cost|pay|with|without)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """What lies between two figures.

    Attributes:
        low: The lower end; None where there is none.
        high: The upper end; None where there is none.
        unit: Of both, as the cell has it; empty where it has none.
        with_low: Whether the lower end lies in it.
        with_high: Whether the upper end does.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    with_low: bool
    with_high: bool

    def holds(self, amount: Decimal, scale: Decimal) -> bool:
        """Return whether an amount lies in it whose ends are so many of its unit."""
        low = None if self.low is None else self.low * scale
        high = None if self.high is None else self.high * scale
        above = low is None or amount > low or (self.with_low and amount == low)
        below = high is None or amount < high or (self.with_high and amount == high)
        return above and below


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a question names.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its unit.
        worth: What it is worth; its unit is "age" where only "aged 6" says what it counts.
        called: The stem of its unit.
    """

    start: int
    end: int
    worth: Worth
    called: str


@lru_cache(maxsize=4096)
def span_of(cell: str) -> Span | None:
    """Return what a cell is a span of; None where it says something else or more."""
    if len(cell) > _LONGEST or not any(map(str.isdigit, cell)):
        return None
    for form, with_low, with_high in _FORMS:
        found = form.search(cell)
        if found is None:
            continue
        rest = cell[: found.start()] + cell[found.end() :]
        if not _BESIDE.fullmatch(rest) or cell[found.end() : found.end() + 1] in (":", "/"):
            return None
        said = found.groupdict()
        low, high = said.get("low"), said.get("high")
        return Span(
            Decimal(low.replace(",", "")) if low else None,
            Decimal(high.replace(",", "")) if high else None,
            (said.get("of_high") or said.get("of_low") or "").lower(),
            with_low,
            with_high,
        )
    return None


def figures(question: str) -> Iterator[Figure]:
    """Yield the figures of a question that count something: "7 kg", "ten years", "aged 6"."""
    for found in _FIGURE.finditer(question):
        if found["age"]:
            yield Figure(*found.span(), Worth("age", Decimal(found["age"])), "age")
            continue
        number = found["number"].lower()
        number = str(NUMBERS.index(number) + 1) if number in NUMBERS else number
        value = worth(f"{number} {found['unit']}")
        if value is not None:
            yield Figure(*found.span(), value, stem(found["unit"]))


def lies_in(figure: Figure, span: Span, header: str) -> bool:
    """Return whether a figure lies in a span of a column, and both are of one unit."""
    one = _one_of(figure, span, header)
    return one is not None and span.holds(figure.worth.amount, one)


def _one_of(figure: Figure, span: Span, header: str) -> Decimal | None:
    """Return how much one of a span is in the figure's unit; None where it is of another."""
    of_age = "age" in header.lower()
    for unit in [span.unit] if span.unit else [word.text for word in words(header)]:
        one = worth(f"1 {unit}")
        if one is not None and one.unit == figure.worth.unit:
            return one.amount
        if stem(unit) == figure.called:
            return Decimal(1)
        of_age |= stem(unit) == stem("years")
    if figure.called == "age" and of_age:
        return Decimal(1)
    year = worth("1 year")
    return year.amount if year and of_age and figure.worth.unit == year.unit else None


def with_spans(question: str, called: Collection[tuple[str, str]]) -> tuple[str, int]:
    """Return a question with its figures as the spans of a table are called that they lie in.

    Args:
        question: "What does a parcel of 7 kg cost?"
        called: Header and text of cells: ("Weight", "5 to 10 kg").

    Returns:
        The question, and how many of its figures lie in one span only.
    """
    count = 0
    for figure in sorted(figures(question), key=lambda one: -one.start):
        around = {
            text
            for header, text in called
            if (span := span_of(text)) and lies_in(figure, span, header)
        }
        if len(around) == 1:
            question = question[: figure.start] + around.pop() + question[figure.end :]
            count += 1
    return question, count
