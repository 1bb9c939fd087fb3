"""The figures of a text, by what they are worth."""

import re
from collections.abc import Iterator
from decimal import Decimal

# "9:30" and "9.30 am"; "1,200.50", where a comma or a hard space parts thousands; "12.05.2016".
_FIGURE = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})(?::|\.(?=\d\d ?[ap]\.?m\b))(?P<minute>[0-5]\d)(?![\d:])"
    r"|(?P<number>(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+)(?:\.\d+)*)"
    r"(?P<letter>[A-Za-z](?!\.?[A-Za-z]))?"
)
# Behind a figure these are a unit, as in "12m"; others name another thing: room 10a is not 10b.
_UNITS = frozenset("cfghklmpstvwy")


def figures(text: str) -> frozenset[tuple[Decimal, str]]:
    """Return the figures of a text by what they are worth, however they are written.

    With each comes the letter that tells it from others of its number, if there is one. A time of
    day is so many hours; a date is the numbers in it.
    """
    return frozenset(figure for found in _FIGURE.finditer(text) for figure in _worth(found))


def _worth(found: re.Match[str]) -> Iterator[tuple[Decimal, str]]:
    if found["hour"]:
        yield Decimal(found["hour"]) + Decimal(found["minute"]) / 60, ""
        return
    number, letter = re.sub(r"[^\d.]", "", found["number"]), (found["letter"] or "").lower()
    parts = number.split(".")
    for part in parts if len(parts) > 2 else [number]:
        yield Decimal(part), "" if letter in _UNITS else letter
