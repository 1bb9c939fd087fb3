"""Rows of a timetable that go the other way: from Vik to Moss, not from Moss to Vik. Pure."""

import re
from collections.abc import Iterable

from qa.rows.tables import Row, stems

_FROM = frozenset("from origin departure departs start".split())
_TO = frozenset("to destination arrival arrives end".split())
_NAMED = r"((?:(?!(?:from|to|on|at|in|for|by|cost|costs|take|takes)\b)[\w'’-]+ ?)+)"
_SAYS_FROM = re.compile(rf"\bfrom {_NAMED}", re.IGNORECASE)
_SAYS_TO = re.compile(rf"\bto {_NAMED}", re.IGNORECASE)


def other_way(question: str, rows: Iterable[Row]) -> dict[Row, bool]:
    """Return the rows that go from where a question goes to, or to where it comes from.

    With each comes whether another row goes the right way, so that this one is none.
    """
    said = [stems(" ".join(form.findall(question))) for form in (_SAYS_FROM, _SAYS_TO)]
    if not all(said):
        return {}
    ends = {row: [_end(row, called) for called in (_FROM, _TO)] for row in rows}
    there, back = said
    right = any(first and last and first <= there and last <= back for first, last in ends.values())
    return {
        row: right
        for row, (first, last) in ends.items()
        if (first and first <= back - there) or (last and last <= there - back)
    }


def _end(row: Row, called: frozenset[str]) -> frozenset[str]:
    """Return the words of a row's cell in a column that is called so; none where it has none."""
    found = (cell.words for cell in row.cells if cell.header.lower() in called)
    return next(found, frozenset())
