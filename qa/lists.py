"""Questions for a whole list, and where the list round a quote begins and ends.

"What do I need for rye bread?" wants all items, "How is it made?" all steps, "What are the prices?"
the whole table; "How do I keep the sound of breathing?" wants one item of many.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from qa.sentences import LABEL, ROW


class Wanted(Enum):
    """Which whole lists would answer a question."""

    STEPS = "numbered lists"
    ITEMS = "all lists and tables"


# Or behind what led up to it: "I am a beginner. What do I need?"
_BEGIN = r"(?:^|(?<=[.!]\s))\W*(?:and )?"
_STEPS = re.compile(
    rf"{_BEGIN}how (?:do|does|did|can|could|should|would|must|is|are|was|were|to)\b", re.I
)
# Things that stand in lists, whether there is one of them or many.
_THINGS = (
    "ingredients|materials?|equipment|tools|supplies|requirements|documents|papers|prerequisites"
    "|parts"
)
# Not "class", "bus" or "this".
_PLURAL = r"(?:[\w-]+ )?\w+[^\Wsiu]s"
_ITEMS = re.compile(
    rf"{_BEGIN}(?:(?:what|which)(?: (?:are|were)\b| {_PLURAL} (?:are|were|is|do|does|did|can"
    r"|could|will|have|has|go|went|belong|must|should)\b)"
    r"|what (?:do|does|did|will|would|should|must)\b.*\b(?:need|contain|include|offer)|list\b"
    # Words for a search, as people type them.
    rf"|(?:(?:what|which) )?(?:{_THINGS})\b)",
    re.IGNORECASE,
)

_NEED = re.compile(
    rf"{_BEGIN}what\b(?= (?:do|does|did|will|would|should|must)\b.*\b(?:need|require)\b"
    r"(?! to (?:ask|be|call|do|get|go|have|know|pay|say|see|show|tell)\b))"
    rf"|{_BEGIN}(?P<instead>what (?:goes|went) into|(?:the )?shopping list for)\b",
    re.IGNORECASE,
)
# What a list of what one needs is called.
_NEEDED = re.compile(
    rf"[\W\d_]*(?:the |your )?({_THINGS})[\W_]*",
    re.IGNORECASE,
)

# Where a program breaks the lines of a paragraph, none but the last is this short.
_WRAPPED = 45

# A longer list is left to the source beside the answer.
_LONGEST = 800

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\r?\n")
_NUMBERED = re.compile(r"[^\S\n]*\d{1,2}[.)]\s+\S")
_BULLET = re.compile(r"[^\S\n]*[-*+•–▪]\s+\S")
# Markdown's, and those that `index.formats` makes of HTML and Word.
_TABLE = re.compile(r"[^\S\n]*\|.*\||.*\S \|(?: |$)| \| ")
_FORMS = (_NUMBERED, _BULLET, _TABLE, ROW)
# Items of these go on in lines indented deeper, and blank lines may part them.
_LISTED = (_NUMBERED, _BULLET)
# A dash is none: behind a blank line it may begin what another one says.
_MARK = re.compile(r"\s*(?:(?P<number>\d{1,2})[.)]|(?P<bullet>[-*+•▪]))\s")


def list_wanted(question: str) -> Wanted | None:
    """Return which whole lists would answer a question; None if one item is enough."""
    if _ITEMS.search(question):
        return Wanted.ITEMS
    return Wanted.STEPS if _STEPS.search(question) else None


def needed(question: str, headings: Iterable[str]) -> str:
    """Return a question for what one needs as a list under these headings is to be asked.

    "What do I need?" is "What ingredients do I need?" of a list of ingredients.
    """
    called = [match[1].lower() for heading in headings if (match := _NEEDED.fullmatch(heading))]
    asks = _NEED.search(question) if called else None
    if asks is None:
        return question
    begin = "What" if asks["instead"] else asks.group()
    middle = " do I need for" if asks["instead"] else ""
    lead = question[: asks.start()]
    return f"{lead}{begin} {called[-1]}{middle}{question[asks.end() :]}"


def of_lines(text: str) -> bool:
    """Return whether each line, but perhaps the first, is a row, an item, or what somebody says.

    Behind a colon shorter lines than those of a paragraph are items, too, as Word's are.
    """
    first, *others = _filled(text)
    # Code is indented.
    led = first.endswith(":") and not any(map(_indent, (first, *others)))
    led = led and any(len(line) < _WRAPPED for line in others[:-1])
    return bool(others) and (led or any(_all_of(others, form) for form in (*_FORMS, LABEL)))


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
    item = _item_of(text, low, forms)
    form = _form(text, item, forms)
    # The range may begin with a caption.
    captioned = form is None
    while form is None and (item := _line_end(text, item) + 1) < high:
        form = _form(text, item, forms)
    if form is None:
        return None
    begin = item if captioned else _earliest(text, item, form)
    lists = list(_lists(text, begin, high + 2 * _LONGEST, form))
    held = [each for each in lists if each.start < high and each.last > item]
    first = low if captioned else min([low, *(each.start for each in held)])
    last = max([high, *(each.last for each in held)])
    # An item alone is no list, though it goes on in another line.
    single = form in _LISTED and sum(each.items for each in held) < 2
    whole = (first, last) != (low, high) and last - first <= _LONGEST and not single
    return (first, last) if whole else None


def led_to(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the list or paragraph begins and ends that a sentence leads to with a colon.

    Args:
        text: Of the document.
        start: Of the sentence.
        end: Of the sentence.

    Returns:
        None where there is none, or one too long to quote.
    """
    if not text[start:end].rstrip("*_").endswith(":"):
        return None
    begin = end + len(text[end:]) - len(text[end:].lstrip())
    if text[end:begin].count("\n") not in (1, 2) or begin == len(text):
        return None
    empty = _EMPTY_LINE.search(text, begin)
    block = begin, begin + len(text[begin : empty.start() if empty else len(text)].rstrip())
    _, last = list_round(text, begin, begin + 1, Wanted.ITEMS) or block
    return (begin, last) if last - begin <= _LONGEST else None


@dataclass
class _List:
    """A list or table as far as it has been read.

    Attributes:
        form: Of each of its items or rows.
        start: Where it begins.
        last: Where its last line ends.
        marked: By how far they are indented, the last items.
        items: How many there are.
        gap: Whether a blank line follows the last item.
        blank: Whether the line before is blank.
    """

    form: re.Pattern[str]
    start: int
    last: int
    marked: dict[int, str] = field(default_factory=dict)
    items: int = 0
    gap: bool = False
    blank: bool = False

    def takes(self, line: str, end: int) -> bool:
        """Return whether the next line may be of the list, which holds it from then on."""
        indent = _indent(line)
        if self.form.match(line) and (not self.gap or _counts_on(self.marked.get(indent), line)):
            self.last, self.gap, self.blank = end, False, False
            self.marked[indent] = line
            self.items += 1
            return True
        blank = not line.strip()
        if self.form not in _LISTED or (blank and self.blank):
            return False
        self.blank = blank
        self.gap = self.gap or blank
        if not blank and not self.gap and indent > min(self.marked):
            self.last = end
        return blank or indent > min(self.marked)


def _lists(text: str, begin: int, limit: int, form: re.Pattern[str]) -> Iterator[_List]:
    """Yield the lists or tables of a form whose lines begin between two offsets."""
    found = None
    while begin <= min(limit, len(text)):
        end = _line_end(text, begin)
        line = text[begin:end]
        if found is None or not found.takes(line, end):
            if found is not None:
                yield found
            found = _List(form, begin, end)
            found = found if form.match(line) and found.takes(line, end) else None
        begin = end + 1
    if found is not None:
        yield found


def _counts_on(before: str | None, line: str) -> bool:
    """Return whether an item goes on with the list of another behind a blank line."""
    one, other = _MARK.match(before or ""), _MARK.match(line)
    if one is None or other is None:
        return False
    if one["number"] and other["number"]:
        return int(other["number"]) == int(one["number"]) + 1
    return one["bullet"] == other["bullet"]


def _item_of(text: str, begin: int, forms: Sequence[re.Pattern[str]]) -> int:
    """Return where the item begins that goes on in a line; where the line begins if none does."""
    listed = [form for form in forms if form in _LISTED]
    indent = _indent(text[begin : _line_end(text, begin)])
    if _form(text, begin, forms):
        return begin
    above = begin
    while above > 0 and begin - above <= _LONGEST:
        above = text.rfind("\n", 0, above - 1) + 1
        line = text[above : _line_end(text, above)]
        if _indent(line) < indent:
            return above if _form(text, above, listed) else begin
        if not line.strip():
            break
    return begin


def _earliest(text: str, item: int, form: re.Pattern[str]) -> int:
    """Return where the first line begins that may be of one list with an item."""
    first = item
    while first > 0 and item - first <= 2 * _LONGEST:
        above = text.rfind("\n", 0, first - 1) + 1
        line = text[above : first - 1]
        inside = form in _LISTED and line[:1].strip() == ""
        if not inside and not form.match(line):
            break
        first = above
    return first


def _all_of(lines: Sequence[str], form: re.Pattern[str]) -> bool:
    """Return whether each line is an item or a row, or what one goes on in."""
    items = [_indent(line) for line in lines if form.match(line)]
    others = [_indent(line) for line in lines if not form.match(line)]
    deeper = form in _LISTED and bool(items) and min([*others, _LONGEST]) > min(items)
    return not others or deeper


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


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
