"""Which figures of a column are beyond a bound: longer than 200 km, after January 2025.

Pure. It speaks only where both are known to be of one kind: 20 years are no year, and 34 of an age
are years unless its column says otherwise.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from index.words import words
from qa.language.vocabulary import are_many
from qa.rows.comparing import Bound, Compared
from qa.rows.superlatives import RANK
from qa.rows.tables import stems
from qa.rows.worth import DATE, MEASURES, Worth, as_dates, worth

_TIMES = ("month", "second")


def is_turned(asked: Compared, column: str, unit: str) -> bool:
    """Return whether who has the most of a question has the least of a column, or the reverse.

    The fastest takes the least time, the oldest has the most years, the best the first rank.
    """
    timed = "speed" in asked.columns and (
        unit in ("clock", "second") or (unit == "" and "time" in stems(column))
    )
    aged = "age" in asked.columns and _is_age(column)
    return timed or aged or (asked.judged and bool(stems(column) & stems(RANK)))


def beyond(
    asked: Compared,
    column: str,
    unit: str,
    amounts: Sequence[Decimal],
    above: Collection[str] = (),
) -> list[int]:
    """Return which of some amounts are beyond a question's bound, by their numbers.

    None is where it cannot be told of each.

    Args:
        asked: A question with a bound.
        column: The header above the amounts.
        unit: Of the amounts.
        amounts: One or more.
        above: Words of what stands above the table: "all prices in euros".
    """
    if asked.bound is None:
        return []
    bound = replace(asked.bound, more=asked.bound.more != is_turned(asked, column, unit))
    if DATE in (unit, bound.worth.unit):
        return _dated(bound, as_dates([Worth(unit, amount) for amount in amounts]))
    one = _one_of_each(asked, bound, column, Worth(unit, amounts[0]))
    if one is None and unit == "":
        one = _one_above(bound.worth.unit, above)
    if one is None:
        return []
    return [at for at, amount in enumerate(amounts) if _is_beyond(bound, amount * one)]


def one_of(unit: str, header: str) -> Decimal | None:
    """Return how much one of a column's figures is in a unit; None where its header has no such."""
    return next((one.amount for one in _ones(header) if one.unit == unit), None)


def _ones(header: str) -> Iterator[Worth]:
    """Yield what one of each word of a header is worth, if anything: 60 seconds of "Time (min)"."""
    ones = (worth(f"1 {word.text}") for word in words(header))
    return (one for one in ones if one is not None)


def _one_of_each(asked: Compared, bound: Bound, column: str, first: Worth) -> Decimal | None:
    """Return how much one of a column's figures is in a bound's unit; None where nobody knows."""
    wanted = bound.worth.unit
    if first.unit:
        return Decimal(1) if first.unit == wanted else None
    if "age" in asked.columns and not wanted:
        return _one_year(bound, column, first)
    said = {one.unit for one in _ones(column)}.intersection(_TIMES)
    if wanted == "month" and not said and _is_age(column):
        return Decimal(12)
    if wanted in _TIMES and said != {wanted}:
        return None
    return one_of(wanted, column) or (Decimal(1) if _is_of(wanted, column) else None)


def _one_above(unit: str, above: Collection[str]) -> Decimal | None:
    """Return how much in a unit is what stands above a table; None where nothing of it does."""
    ones = (worth(f"1 {said}") for said in above if len(said) > 1)
    return next((one.amount for one in ones if one is not None and one.unit == unit), None)


def _is_of(unit: str, column: str) -> bool:
    """Return whether mere figures of a column are of a unit: its header says it, or none is asked.

    "Lighter than 5 kg" is asked of no plain 4, which may be pounds.
    """
    # "g" stands in "Weight", but "°c" and "km/h" only in what is of them.
    symbol = not unit.isalnum() and unit in column.casefold()
    # What is counted is no measure: of "more than 100 people" the column is "Capacity".
    counted = are_many(unit) and unit.isalpha() and unit not in MEASURES
    return not unit or symbol or counted or unit in stems(column)


def _one_year(bound: Bound, column: str, first: Worth) -> Decimal | None:
    """Return 1 where a mere number may be asked of a column; None where one is a year alone.

    "Older than 30" is asked of no year, and "born after 1990" of no age.
    """
    limit, value = (one.unit == DATE for one in as_dates([bound.worth, first]))
    if not _is_age(column):
        return None if value and not limit else Decimal(1)
    counted = {one.amount for one in _ones(column) if one.unit in _TIMES}
    return Decimal(1) if not limit and counted <= {Decimal(12)} else None


def _is_age(column: str) -> bool:
    return "age" in stems(column)


def _is_beyond(bound: Bound, amount: Decimal) -> bool:
    """Return whether an amount is more or less than a bound of its unit."""
    limit = bound.worth.amount
    if amount == limit:
        return bound.closed
    return amount > limit if bound.more else amount < limit


def _dated(bound: Bound, dates: Sequence[Worth]) -> list[int]:
    """Return which of some dates are beyond a bound; none where one may be or not.

    After January 2025 is after its last day, and since then from its first one on.
    """
    limits = as_dates([bound.worth])
    if any(date.unit != DATE for date in (*limits, *dates)):
        return []
    first, last = _days(limits[0].amount)
    edge = replace(bound, worth=Worth(DATE, last if bound.more != bound.closed else first))
    told = [{_is_beyond(edge, day) for day in _days(date.amount)} for date in dates]
    if any(len(one) > 1 for one in told):
        return []
    return [at for at, one in enumerate(told) if True in one]


def _days(date: Decimal) -> tuple[Decimal, Decimal]:
    """Return the first and the last day of a date that may be a month or a year."""
    if date % 10000 == 0:
        return date + 101, date + 1231
    return (date + 1, date + 31) if date % 100 == 0 else (date, date)
