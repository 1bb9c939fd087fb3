"""Days of the week and months, and spans of them: "Tuesday to Friday", "Oct-Mar", "the weekend"."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

DAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = tuple(
    "january february march april may june july august september october november december".split()
)

# What else is said for several days.
_GROUPS = {
    "weekend": frozenset(DAYS[5:]),
    "weekday": frozenset(DAYS[:5]),
    "daily": frozenset(DAYS),
}
# What a question says for several months, north of the equator. Cells that say it are found by it.
_SEASONS = {
    "winter": frozenset({"december", "january", "february"}),
    "summer": frozenset({"june", "july", "august"}),
}
# "In winter", but not "winter tyres".
_IN_SEASON = re.compile(r"\b(?:in|during|for|of|this|next)(?: the)?\s+$", re.IGNORECASE)
_SHORT = {name[:3]: name for name in (*DAYS, *MONTHS)}
_SHORT |= {"tues": "tuesday", "thur": "thursday", "thurs": "thursday", "sept": "september"}
_FULL = {name: name for name in (*DAYS, *MONTHS)}

_LETTERS = re.compile(r"[a-z]+", re.IGNORECASE)
_TO = re.compile(r"\.?\s*(?:to|through|thru|till|until|-|–|—)\s*", re.IGNORECASE)
# What may stand in a cell beside days and months that it spans.
_BESIDE = re.compile(
    r"(?:\s|[.,;&/–—-]|\b(?:and|or|to|through|thru|till|until|from|on|every)\b)*", re.I
)
# "may" and "march" are months behind one of these, or with a capital.
_BEFORE = re.compile(
    r"\b(?:in|of|during|since|until|till|by|from|early|late|mid)[\s-]+$"
    rf"|\b(?:{'|'.join(MONTHS)})\s+(?:to|and|or|through|till|until)\s+$",
    re.IGNORECASE,
)
# Part of a date, or of what a day is called: "25 December", "May 2016", "May Day", "Good Friday".
_DATED = re.compile(r"\b\d+(?:st|nd|rd|th)?(?: of)? $", re.IGNORECASE)
_DATED_BEHIND = re.compile(r",? (?:\d|day\b)", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:good|easter|ash|palm|black|shrove|whit|maundy|first|second|third|fourth|fifth|last) $",
    re.IGNORECASE,
)
MONTH = "|".join((*(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS), "sept"))
"""Matches a month's name, whole or short."""

# "12 March 2025", "March 12th".
_YEAR = r"(?:,? (?P<year>\d{4}))?\b"
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH})"
    rf"|(?P<first>{MONTH}) (?P<then>\d{{1,2}})(?:st|nd|rd|th)?){_YEAR}",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"\b[A-Z]\w*\s+$")


def number_of(month: str) -> int:
    """Return 3 for "March" and "mar"."""
    return [name[:3] for name in MONTHS].index(month[:3].lower()) + 1


def dates(question: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each date that a question names, as it does, and in figures: {"2025", "03", "12"}.

    Of "12 March" nobody says the year.
    """
    for date in _DATE.finditer(question):
        month = number_of(date["month"] or date["first"])
        day = int(date["day"] or date["then"])
        figures = {date["year"] or "", f"{month:02}", f"{day:02}"}
        yield date.group(), frozenset(figures - {""})


def named(question: str) -> frozenset[str]:
    """Return the days and months that a question names; of a span all that lie in it."""
    spans = _spans(question, _FULL, meant=_is_meant)
    return frozenset().union(*(span for _, _, span in spans))


def retold(question: str, called: Mapping[frozenset[str], str]) -> tuple[str, int]:
    """Return a question with its days and months as the narrowest spans round them are called.

    Args:
        question: "When does it close on a Thursday in July?"
        called: "Tue, Thu", "July to September": each by the days and months that lie in it.

    Returns:
        The question, and how many spans of it lie in one.
    """
    found = sorted(_spans(question, _FULL, meant=_is_meant), key=lambda span: span[0], reverse=True)
    count = 0
    for start, end, times in found:
        around = [span for span in called if times <= span]
        if around:
            question = question[:start] + called[min(around, key=len)] + question[end:]
            count += 1
    return question, count


@lru_cache(maxsize=4096)
def spanned(cell: str) -> frozenset[str]:
    """Return the days and months that a text is a span of; none where it says anything else."""
    spans = list(_spans(cell, _FULL | _SHORT))
    rest = cell
    for start, end, _ in sorted(spans, key=lambda span: span[0], reverse=True):
        rest = rest[:start] + rest[end:]
    if not _BESIDE.fullmatch(rest):
        return frozenset()
    return frozenset().union(*(span for _, _, span in spans))


def _spans(
    text: str, known: Mapping[str, str], meant: Callable[[str, re.Match[str]], bool] | None = None
) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Yield start and end of each day, month and span of them, and what lies in it.

    Args:
        text: Of a cell or a question.
        known: Days and months by what they are called.
        meant: Whether a word means one there; None where all do.
    """
    groups = _GROUPS if meant is None else _GROUPS | _SEASONS
    found: list[tuple[int, int, str]] = []
    for word in _LETTERS.finditer(text):
        said = word.group().lower()
        said = said if said in known or said in groups else said.removesuffix("s")
        if said in groups and (said not in _SEASONS or _IN_SEASON.search(text, 0, word.start())):
            yield word.start(), word.end(), groups[said]
        elif said in known and (meant is None or meant(text, word)):
            found.append((word.start(), word.end(), known[said]))
    while found:
        start, end, first = found.pop(0)
        if found and _TO.fullmatch(text, end, found[0][0]) and _cycle(first) is _cycle(found[0][2]):
            _, end, last = found.pop(0)
            yield start, end, _between(first, last)
        else:
            yield start, end, frozenset({first})


def _is_meant(question: str, word: re.Match[str]) -> bool:
    """Return whether a word means a day or a month, and neither a certain date nor a name."""
    start, end = word.span()
    if word.group().lower() not in MONTHS:
        return not _CALLED.search(question, 0, start)
    if _DATED.search(question, 0, start) or _DATED_BEHIND.match(question, end):
        return False
    if word.group().lower() not in {"may", "march"} or _BEFORE.search(question, 0, start):
        return True
    # "May I", "Theresa May".
    return word.group()[0].isupper() and start > 0 and not _CAPITALISED.search(question, 0, start)


def _cycle(name: str) -> tuple[str, ...]:
    return DAYS if name in DAYS else MONTHS


def _between(first: str, last: str) -> frozenset[str]:
    cycle = _cycle(first)
    start, end = cycle.index(first), cycle.index(last)
    return frozenset(cycle[start : end + 1] if start <= end else cycle[start:] + cycle[: end + 1])
