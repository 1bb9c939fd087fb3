"""Spans of figures, and the figures of a question that lie in them: 7 kg in "5 to 10 kg". Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from index.words import stem, words
from qa.rows.worth import Worth, worth

NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
"""From 1 on."""
_TENS = dict(
    zip("thirty forty fifty sixty seventy eighty ninety".split(), range(30, 100, 10), strict=True)
)

_N = r"\d[\d,]*(?:\.\d+)?"
_UNIT = r"[ -]?(?P<{}>[a-z%°²³]+(?:/[a-z]+)?)?"
_LOW = rf"(?P<low>{_N}){_UNIT.format('of_low')}"
_HIGH = rf"(?P<high>{_N}){_UNIT.format('of_high')}"
_TO = r"\s*(?:-|–|—|\bto\b|\bup to\b)\s*"
# Each with whether its low end, and its high end, lies in it.
_FORMS = tuple(
    (re.compile(form, re.IGNORECASE), low, high)
    for form, low, high in (
        (rf"\b(?:over|above|more than) {_LOW}{_TO}{_HIGH}", False, True),
        (rf"{_LOW}{_TO}{_HIGH}", True, True),
        (rf"(?:\b(?:up to|at most|no more than|max\.?)|≤|<=)\s*{_HIGH}", True, True),
        (rf"(?:\b(?:under|below|less than|fewer than)|<)\s*{_HIGH}", True, False),
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
    r"|youths?|teen(?:ager)?s?|seniors?|persons?|people|guests?)\b)*",
    re.IGNORECASE,
)
# What is longer says more than a span.
_LONGEST = 40

_NUMBER = rf"(?P<number>{_N}|{'|'.join((*NUMBERS, *_TENS))})"
_FIGURES = (
    re.compile(rf"\b{_NUMBER} \w+(?:-\w+)? (?P<unit>years?|months?|weeks?|days?)\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}[ -]?(?P<unit>[a-z]+(?:/[a-z]+)?)(?:[ -]olds?)?\b", re.IGNORECASE),
)
# A family of 5 is none of five years.
_NOT_OF = "".join(
    rf"(?<!\b{many} )"
    for many in "family group party team class crew couple crowd pack set box total length".split()
)
_AGE = re.compile(
    rf"\b(?:aged?|{_NOT_OF}of|is|am) "
    r"(?P<age>\d{1,3})\b(?=\W*$|[?.,;!]\s| (?:to|for|in|at|on|who|and|cost|pay|with|without)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """What lies between two figures.

    Attributes:
        low: What the lower end is worth; None where there is none.
        high: What the upper end is worth; None where there is none.
        unit: Of both, as `qa.rows.worth` has it; empty where they have none.
        with_low: Whether the lower end lies in it.
        with_high: Whether the upper end does.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    with_low: bool
    with_high: bool

    def holds(self, amount: Decimal) -> bool:
        """Return whether an amount of its unit lies in it."""
        above = self.low is None or amount > self.low or (self.with_low and amount == self.low)
        below = self.high is None or amount < self.high or (self.with_high and amount == self.high)
        return above and below


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a question names.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its unit.
        number: The figure alone.
        worth: What it is worth; its unit is "age" where only "aged 6" says what it counts.
        called: The stem of its unit.
    """

    start: int
    end: int
    number: Decimal
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
        of_low, of_high = said.get("of_low") or "", said.get("of_high") or ""
        low = _end(said.get("low"), of_low or of_high)
        high = _end(said.get("high"), of_high or of_low)
        units = {end.unit for end in (low, high) if end is not None}
        if len(units) != 1:
            return None
        least, most = (None if end is None else end.amount for end in (low, high))
        return Span(least, most, units.pop(), with_low, with_high)
    return None


def _end(number: str | None, unit: str) -> Worth | None:
    return worth(f"{number} {unit}".strip()) if number else None


def figures(question: str) -> Iterator[Figure]:
    """Yield the figures of a question that count something: "7 kg", "ten years", "aged 6"."""
    behind = 0
    for found in sorted(
        (match for form in (*_FIGURES, _AGE) for match in form.finditer(question)),
        key=lambda match: (match.start(), -match.end()),
    ):
        if found.start() < behind:
            continue
        said = found.groupdict()
        number = number_of(said.get("number") or said["age"])
        value = worth(f"{number} {said['unit']}") if said.get("unit") else Worth("age", number)
        if value is not None:
            yield Figure(*found.span(), number, value, stem(said.get("unit") or "age"))
            behind = found.end()


def number_of(said: str) -> Decimal:
    """Return the number that a figure or a word says."""
    small = said.lower()
    if small in NUMBERS:
        return Decimal(NUMBERS.index(small) + 1)
    return Decimal(_TENS[small] if small in _TENS else small.replace(",", ""))


def lies_in(figure: Figure, span: Span, header: str) -> bool:
    """Return whether a figure lies in a span of a column, and both are of one unit."""
    if span.unit:
        years = span.unit == "month" and figure.called == "age"
        same = span.unit == figure.worth.unit or stem(span.unit) == figure.called
        return (same or years) and span.holds(figure.worth.amount * (12 if years else 1))
    for word in words(header):
        one = worth(f"1 {word.text}")
        if stem(word.text) == figure.called:
            return span.holds(figure.number)
        if one is not None and one.unit == figure.worth.unit:
            return span.holds(figure.worth.amount / one.amount)
    aged = "age" in header.lower() and figure.called in ("age", "year")
    return aged and span.holds(figure.number)


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
