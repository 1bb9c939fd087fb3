"""What a cell of a table is worth, to be compared: "1,150 g", "£17.40", "14 May 2021"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qa.language.times import MONTH, number_of

_NUMBER = r"[-−+]?\s?(?:\d{1,3}(?:[,\u00a0\u2009\u202f ]\d{3})+|\d+)(?:\.\d+)?"
_FIGURE = re.compile(
    r"(?:~|≈|c\. ?|ca\. ?|about |around |approx\. )?"
    rf"(?P<before>[$£€¥]|chf|dkk|eur|gbp|nok|sek|usd)?\s?(?P<number>{_NUMBER})"
    r"\s?(?P<unit>(?:[^\W\d_]|[%°/$£€¥])[^\d,;]{0,20}(?<=\S)[23]?)?",
    re.IGNORECASE,
)
# Where a euro stands behind, this may be 1,234.
_THOUSANDS = re.compile(r"\d\.\d{3}\s?€")
# "1st", "2."
_PLACE = re.compile(r"(\d+)(?:st|nd|rd|th|\.)", re.IGNORECASE)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
_MONTH = rf"(?P<month>{MONTH})\.?"
_DATES = (
    re.compile(rf"(?P<day>\d{{1,2}}) {_MONTH},? (?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(rf"{_MONTH} (?P<day>\d{{1,2}}), (?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(rf"{_MONTH} (?P<year>\d{{4}})", re.IGNORECASE),
)
# Of a day, or what somebody took: "05:40", "14:58.6".
_CLOCK = re.compile(r"(?P<hour>\d{1,3}):(?P<minute>[0-5]\d(?:\.\d+)?)")
_NOTHING = re.compile(r"[\s.?–—-]*|n/?a|none|unknown|tba|tbc", re.IGNORECASE)

_PER = re.compile(r"(?:a|an|per|each|every|/|x|by)\b")
# Each unit as so many of another.
_UNITS = {
    name: (unit, Decimal(factor))
    for unit, sizes in {
        "g": "mg .001 g 1 gram 1 grams 1 kg 1000 kilo 1000 kilos 1000 kilograms 1000 t 1000000"
        " tonne 1000000 tonnes 1000000",
        "m": "mm .001 cm .01 m 1 metre 1 metres 1 meter 1 meters 1 km 1000 kilometres 1000"
        " kilometers 1000",
        "l": "ml .001 cl .01 dl .1 l 1 litre 1 litres 1 hl 100",
        "byte": "kb 1e3 mb 1e6 gb 1e9 tb 1e12",
        "watt": "w 1 kw 1e3 mw 1e6",
        "second": "s 1 sec 1 seconds 1 min 60 mins 60 minute 60 minutes 60 h 3600 hr 3600 hour 3600"
        " hours 3600 day 86400 days 86400 week 604800 weeks 604800",
        "month": "month 1 months 1 year 12 years 12",
    }.items()
    for name, factor in zip(sizes.split()[::2], sizes.split()[1::2], strict=True)
}
# What else some units are called.
_CALLED = {
    called: unit
    for unit, names in {
        "€": "euro euros eur",
        "£": "pound pounds gbp",
        "$": "dollar dollars usd",
        "%": "percent per-cent",
        "°c": "degree degrees ° celsius",
    }.items()
    for called in names.split()
}

MEASURES = frozenset(
    "miles feet inches yards acres hectares pints gallons ounces stones tons knots volts amps watts"
    " calories joules pounds dollars euros francs kroner kronor crowns yen rupees pence cents"
    " shillings degrees minutes seconds hours days nights weeks months years".split()
)
"""Units of many that nobody counts one by one, other than those above."""

DATE = "date"
"""The unit of a date, whose amount is 20210514."""
_FIRST_YEAR, _LAST_YEAR = 1000, 2099


@dataclass(frozen=True, slots=True)
class Worth:
    """A figure that can be compared with those of the same unit.

    Attributes:
        unit: Of the figure: "g" for any weight, "£", "date"; empty for a mere number.
        amount: How many of it.
    """

    unit: str
    amount: Decimal


def says_nothing(text: str) -> bool:
    """Return whether a cell is empty, or says that nothing is known: "-", "n/a"."""
    return bool(_NOTHING.fullmatch(text.strip()))


def worth(text: str) -> Worth | None:
    """Return what a cell is worth; None where it is no single figure."""
    text = text.strip()
    for form in (_ISO, *_DATES):
        date = form.fullmatch(text)
        if date:
            return Worth(DATE, _day(date.groupdict()))
    clock = _CLOCK.fullmatch(text)
    if clock:
        return Worth("clock", Decimal(clock["hour"]) * 60 + Decimal(clock["minute"]))
    placed = _PLACE.fullmatch(text)
    if placed:
        return Worth("", Decimal(placed[1]))
    found = _FIGURE.fullmatch(text)
    if found is None or _THOUSANDS.search(text):
        return None
    number = re.sub(r"[^\d.-]", "", found["number"].replace("−", "-"))
    said = (found["unit"] or "").casefold().rstrip(".").replace("per cent", "percent")
    said = _CALLED.get(said, said)
    if found["before"]:
        # "£5 a month" is not to be compared with "£5".
        before = found["before"].casefold()
        return Worth(f"{_CALLED.get(before, before)}{said}", Decimal(number))
    # "2 TB SSD" is so many bytes, "5 kg a day" no weight.
    known, _, more = said.partition(" ")
    if known not in _UNITS or _PER.match(more):
        return Worth(said, Decimal(number))
    unit, factor = _UNITS[known]
    return Worth(unit, Decimal(number) * factor)


def as_dates(values: Sequence[Worth]) -> list[Worth]:
    """Return dates and years as dates; other figures as they are."""
    return [
        Worth(DATE, value.amount * 10000)
        if value.unit == "" and _FIRST_YEAR <= value.amount <= _LAST_YEAR
        else value
        for value in values
    ]


def _day(date: dict[str, str]) -> Decimal:
    """Return a date as a number that grows with it."""
    said = date["month"]
    month = int(said) if said.isdigit() else number_of(said)
    return Decimal(date["year"]) * 10000 + month * 100 + Decimal(date.get("day") or 0)
