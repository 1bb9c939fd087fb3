"""Questions for a whole list, and where the list round a quote begins and ends.

"What do I need for rye bread?" wants all items, "How is it made?" all steps, "What are the prices?"
the whole table; "How do I keep the sound of breathing?" wants one item of many.
"""

import re
from collections.abc import Iterable, Sequence
from enum import Enum

from qa.sentences import LABEL, ROW


class Wanted(Enum):
    """Which whole lists would answer a question."""

    STEPS = "numbered lists"
    ITEMS = "all lists and tables"


_STEPS = re.compile(
    r"^\W*(?:and )?how (?:do|does|did|can|could|should|would|must|is|are|was|were|to)\b", re.I
)
# Not "class", "bus" or "this".
_PLURAL = r"(?:[\w-]+ )?\w+[^\Wsiu]s"
_ITEMS = re.compile(
    rf"^\W*(?:and )?(?:(?:what|which)(?: (?:are|were)\b| {_PLURAL} (?:are|were|is|do|does|did|can"
    r"|could|will|have|has|go|went|belong|must|should)\b)"
    r"|what (?:do|does|did|will|would|should|must)\b.*\b(?:need|contain|include|offer)|list\b)",
    re.IGNORECASE,
)

_NEED = re.compile(
    r"^\W*(?:and )?what\b(?= (?:do|does|did|will|would|should|must)\b.*\b(?:need|require)\b"
    r"(?! to (?:ask|be|call|do|get|go|have|know|pay|say|see|show|tell)\b))"
    r"|^\W*(?P<instead>(?:and )?what (?:goes|went) into|(?:the )?shopping list for)\b",
    re.IGNORECASE,
)
# What a list of what one needs is called.
_NEEDED = re.compile(
    r"[\W\d_]*(?:the |your )?(ingredients|materials?|equipment|tools|supplies|requirements"
    r"|documents|papers|prerequisites|parts)[\W_]*",
    re.IGNORECASE,
)

# A longer list is left to the source beside the answer.
_LONGEST = 800

_NUMBERED = re.compile(r"[^\S\n]*\d{1,2}[.)]\s+\S")
_BULLET = re.compile(r"[^\S\n]*[-*+•–▪]\s+\S")
# Markdown's, and those that `index.formats` makes of HTML and Word.
_TABLE = re.compile(r"[^\S\n]*\|.*\||.*\S \|(?: |$)| \| ")
_FORMS = (_NUMBERED, _BULLET, _TABLE, ROW)


def list_wanted(question: str) -> Wanted | None:
    """Return which whole lists would answer a question; None if one item is enough."""
    if _ITEMS.match(question):
        return Wanted.ITEMS
    return Wanted.STEPS if _STEPS.match(question) else None


def needed(question: str, headings: Iterable[str]) -> str:
    """Return a question for what one needs as a list under these headings is to be asked.

    "What do I need?" is "What ingredients do I need?" of a list of ingredients.
    """
    called = [match[1].lower() for heading in headings if (match := _NEEDED.fullmatch(heading))]
    asks = _NEED.match(question) if called else None
    if asks is None:
        return question
    begin = "What" if asks["instead"] else asks.group()
    middle = " do I need for" if asks["instead"] else ""
    return f"{begin} {called[-1]}{middle}{question[asks.end() :]}"


def of_lines(text: str) -> bool:
    """Return whether each line, but perhaps the first, is a row, an item, or what somebody says."""
    _, *others = _filled(text)
    return bool(others) and any(all(map(form.match, others)) for form in (*_FORMS, LABEL))


def is_table(text: str) -> bool:
    """Return whether each line, but perhaps the first, is a row of cells; at least two are."""
    first, *others = _filled(text)
    rows = [form for form in (_TABLE, ROW) if others and all(map(form.match, others))]
    return any(len(others) > 1 or form.match(first) for form in rows)


def list_round(text: str, start: int, end: int, wanted: Wanted) -> tuple[int, int] | None:
    """Return where the list or table that holds a range begins and ends.

    Args:
        text: Of the document.
        start: Of the range.
        end: Of the range; it may hold several lines.
        wanted: Which lists count.

    Returns:
        None where the range stands in none that counts, or in one too long to quote.
    """
    low = text.rfind("\n", 0, start) + 1
    high = _line_end(text, max(start, end - 1))
    forms = [form for form in _FORMS if wanted is Wanted.ITEMS or form is _NUMBERED]
    # The range may begin with a caption.
    begin = low
    form = _form(text, begin, forms)
    while form is None and (begin := _line_end(text, begin) + 1) < high:
        form = _form(text, begin, forms)
    if form is None:
        return None
    first, last = low, high
    while begin == low and first > 0 and last - first <= _LONGEST:
        above = text.rfind("\n", 0, first - 1) + 1
        if not form.match(text, above, first - 1):
            break
        first = above
    while last < len(text) and last - first <= _LONGEST:
        below = _line_end(text, last + 1)
        if not form.match(text, last + 1, below):
            break
        last = below
    whole = (first, last) != (low, high) and last - first <= _LONGEST
    return (first, last) if whole else None


def _filled(text: str) -> list[str]:
    """Return the lines that are not blank; one empty line if there is none."""
    return [line for line in text.splitlines() if line.strip()] or [""]


def _form(text: str, begin: int, forms: Sequence[re.Pattern[str]]) -> re.Pattern[str] | None:
    """Return which form the line has that begins at an offset."""
    end = _line_end(text, begin)
    return next((form for form in forms if form.match(text, begin, end)), None)


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end
