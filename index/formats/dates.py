"""The day that a file's own words for a date mean."""

import re
from datetime import date
from email.utils import parsedate

_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
# As PDF writes it: D:20240501120000+02'00'.
_RUN = re.compile(r"\s*(?:D:)?(\d{4})(\d\d)(\d\d)")

# Programs without a clock write the first day they can count; nothing on paper is older.
_FIRST_YEAR = 1500
_NO_DATES = frozenset([date(1601, 1, 1), date(1970, 1, 1), date(1980, 1, 1)])


def day(said: str | None) -> str:
    """Return a date as YYYY-MM-DD; nothing where `said` is none.

    Args:
        said: As ISO 8601, PDF or an e-mail writes it; the time and its zone are left out.
    """
    found = _ISO.match(said or "") or _RUN.match(said or "")
    if found:
        numbers = tuple(map(int, found.groups()))
    else:
        parsed = _parsed(said or "")
        if parsed is None:
            return ""
        numbers = parsed[:3]
    try:
        meant = date(*numbers)
    except ValueError:
        return ""
    return "" if meant.year < _FIRST_YEAR or meant in _NO_DATES else meant.isoformat()


def _parsed(said: str) -> tuple[int, ...] | None:
    """Return year, month, day and more of a date as e-mails write it, or None."""
    try:
        return parsedate(said)
    except (ValueError, IndexError, TypeError):
        # Some strings that are no dates at all trip it.
        return None
