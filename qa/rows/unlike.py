"""Questions that name a row or a column and want another: "under 30", "without a card". Pure."""

import re
from collections.abc import Sequence

from qa.language.times import DAYS, MONTHS, named, spanned
from qa.rows.columns import has_headers
from qa.rows.tables import Row, stems

_MORE = (
    r"(?:more|less|fewer|older|younger|newer|higher|lower|better|worse|cheaper|dearer|larger|bigger"
    r"|smaller|longer|shorter|taller|heavier|lighter|faster|slower|earlier|later|warmer|colder|wider"
    r"|deeper|farther|further)"
)
_COMPARES = re.compile(
    r"\bthan\b|\bsame\b.+\bas\b|\b(?:like|besides|except) the\b"
    rf"|\bhow (?:much|many) {_MORE}\b",
    re.IGNORECASE,
)
# "How much did it grow in May?" asks for what two rows tell together.
_CHANGES = re.compile(
    r"\bhow (?:much|many|far|fast)\b.*\b(?:did|has|have|had|do|does|will)\b.*"
    r"\b(?P<verb>grow|grown|rise|risen|fall|fallen|increase|decrease|drop|change|shrink)(?:d|ped|ed)?\b",
    re.IGNORECASE,
)
_BOUNDS = re.compile(
    r"\b(?:or (?:more|less|fewer|older|younger|newer|higher|lower|better|worse|cheaper|larger"
    r"|bigger|smaller|longer|shorter|heavier|lighter|faster|slower|earlier|later)"
    r"|at (?:least|most)|up to|over|under|above|below|within|between|before"
    r"|(?<!look )(?<!looks )(?<!looking )after)\b",
    re.IGNORECASE,
)
# "Isn't it open?" asks the same as "Is it open?".
_DENIES = re.compile(
    r"\b(?:not|without|except|non)\b|\b(?:with|has|have|is|are) no\b"
    r"|(?<=[\w,;] )\w+n['’]t\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"^\W*(?:which|what) (?P<thing>[\w-]+)", re.IGNORECASE)
# The day before Tuesday is no Tuesday.
_OTHER_TIME = re.compile(
    rf"\b(?:before|after|except)(?: on)? (?:{'|'.join((*DAYS, *MONTHS))})", re.IGNORECASE
)


def compares(question: str) -> bool:
    """Return whether the answer stands in other rows than the one that is named."""
    return bool(_COMPARES.search(question))


def is_shared(question: str, table: Sequence[Row], names: str) -> bool:
    """Return whether several rows have the day or month by which a question asks for their names.

    "Which bins are collected on Monday?" is asked of "Monday and Thursday", too.
    """
    which = _WHICH.match(question)
    thing = stems(which["thing"]) if which else frozenset()
    times = named(question) if thing and thing <= stems(names) else frozenset()
    if not times:
        return False
    wanted = stems(" ".join(times))
    holding: dict[str, set[frozenset[str]]] = {}
    for row in table:
        for cell in row.cells:
            if times <= cell.times or wanted <= cell.words:
                holding.setdefault(cell.header, set()).add(cell.words)
    return any(len(cells) > 1 for cells in holding.values())


def is_unlike(question: str, table: Sequence[Row]) -> bool:
    """Return whether the answer may stand in another row or column than those that are named.

    A bound does not count where the table has spans of figures, of days or of months, for in these
    lies what is asked for; nor does a word that a header has, as "Without milk".
    """
    if _OTHER_TIME.search(question):
        return True
    cells = [cell for row in table for cell in row.cells]
    headers = " ".join(dict.fromkeys(cell.header.lower() for cell in cells))
    timed = any(cell.times or spanned(cell.header) for cell in cells)
    # Of the first line, "0-100 km/h" is what its column is called.
    below = (row for row in table if has_headers(row) or row.start > row.table[1])
    spans = timed or any(cell.span for row in below for cell in row.cells)
    found = [] if spans else list(_BOUNDS.finditer(question))
    found += [] if timed else list(_DENIES.finditer(question))
    said = (re.escape(match.group().lower()) for match in found)
    changes = _CHANGES.search(question)
    changed = changes is not None and changes["verb"].lower() not in headers
    return changed or any(not re.search(rf"\b{word}\b", headers) for word in said)
