"""Where sentences start and end: every range lies in the document's own text."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain, pairwise

from index.documents import Document
from index.words import words
from qa.stops import ends_sentence

# A longer run without an end is no sentence but a text without stops, as what a machine wrote down
# of a talk. Of 12,000 sentences of news, policies and encyclopedias 15 are longer, nearly all of
# them lists of names.
_LONGEST = 1000

# A longer run is cut into parts of about so many characters, but into none shorter than `_SHORTEST`
# at its ends. The places to cut are looked for from the multiples of `_PART` on, so that they are
# the same whatever range is asked for.
_PART, _SHORTEST = 350, 100

# What a run is cut behind, best first, and how far it is looked for.
_CUTS = [(re.compile(r"\n"), 90), (re.compile(r"[;:,]\s"), 90), (re.compile(r"\s"), _PART)]

# How far beyond a passage its first and last sentence are followed: farther than the longest, so
# that each is seen whole or seen to be longer, even if it is followed less far by up to `_WORD`
# characters so as not to halve one.
_REACH, _WORD = 1200, 100

_STOP = re.compile(
    r"""
    (?P<mark>[.!?…]+[)\]"'”’»*_]*)(?=\s)      # the end of an English sentence
  | (?P<wide>[。！？]+[」』”）]*)              # of a Chinese or Japanese one, no space needed
  | (?P<gap>\n[^\S\n]*(?:\r?\n[^\S\n]*)+)      # an empty line
  | (?P<line>\n)
    """,
    re.VERBOSE,
)
_ITEM = re.compile(
    r"[^\S\n]*(?:[-*+•–▪]\s|\d{1,3}[.)]\s|#{1,6}\s|\||>|\t|\*{2,9}\s|\.\.\s|:[\w ]{1,30}:\s)"
)
# A row of a table in Markdown.
_ROW = re.compile(r"[^\S\n]*\|[^\n]*\|[^\S\n]*$", re.MULTILINE)
# Under a title, or between the rows of a table.
_RULE = re.compile(r"[^\w\n]*$", re.MULTILINE)

# In these formats a line may be broken anywhere; in the others a new line is a new item.
_WRAPPED = frozenset({"text/plain", "text/markdown", "text/x-rst", "text/org"})
# In a mail too, unless a line is longer than where people's programs break them.
_MAIL, _MAIL_LINE = frozenset({"message/rfc822", "application/vnd.ms-outlook"}), 100
# Before each line of what is answered to: "> ", "> > ".
_QUOTED = re.compile(r"(?:[^\S\n]*>)+[^\S\n]*")
# A line this short that is followed by a capital is a title or an item, not a wrapped line.
_SHORT_LINE = 45

# When a line of a log or of a chat was written: "[2025-02-03 14:05]", "12.05.2025, 09:14".
_STAMP = re.compile(
    r"[^\S\n]*\[?(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}:\d\d)(?!\d)"
    r"[\d ,.:/TZ+-]*(?:[AP]M)?\]?(?=\s)"
)
LABEL = re.compile(r"[A-Z][\w .'’-]{0,30}: ")
"""Matches a name before what somebody says, or before a value."""

_WIDE = r"(?<=\S)(?: {3,}|\t+)(?=\S)"
_BAR = r"(?<!\S)\|(?!\S)"

ROW = re.compile(rf"[^\n]*[^\s.!?]{_WIDE}")
"""Matches a row whose cells are kept apart by spaces, as in a bill."""

CELL_GAP = re.compile(rf"{_WIDE}|{_BAR}")
"""Finds what parts two cells of a row."""

_LABEL_NEXT = re.compile(r"; (?=[^:;\n]{1,80}: \S)")
_CELL_END = re.compile(
    rf"{CELL_GAP.pattern}|\n(?=[^\S\n]*\r?\n|[^\n]*{_BAR}|{_STAMP.pattern}|{LABEL.pattern})"
)

_ASKS = re.compile(r"\?[\s)\]*_\"'”’]*$")
# "REPORTER:" or "**Q:"
_SPEAKER = re.compile(r"^\W*[\w .]{1,30}:\s+")


def sentences(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """Return the whole sentences that touch `document.text[start:end]`, in order.

    A sentence reaches beyond the range where the range cuts it. Headings are no sentences, and
    neither is what holds no letter and no digit. A text without stops comes in parts of a length
    that a person reads; a row of a table stays whole.
    """
    text = document.text
    left = _edge(text, start, -1)
    right = _edge(text, end, +1)
    headings = [(heading.start, heading.end) for heading in document.headings]
    # Below a heading something new begins, also where no line is left free.
    lines = (text.find("\n", last) for _, last in headings if left <= last < right)
    cuts = [left, *sorted({line for line in lines if left < line < right}), right]
    wrapped = _is_wrapped(document.media_type, text)
    runs = (
        (above + first, above + last)
        for above, below in pairwise(cuts)
        for first, last in pieces(text[above:below], wrapped=wrapped)
    )
    rows = document.unit == "row"
    parts = (_parts(text, first, last, rows=rows) for first, last in runs)
    found = []
    for first, last in chain.from_iterable(parts):
        if last <= start or first >= end or not any(map(str.isalnum, text[first:last])):
            continue
        if any(heading[0] < last and first < heading[1] for heading in headings):
            continue
        found.append((first, last))
    return found


@lru_cache(maxsize=64)
def _is_wrapped(media_type: str, text: str) -> bool:
    """Return whether a line of a text may be broken anywhere."""
    if media_type in _MAIL:
        # Who wrote to whom stands in lines of any length, and an address is never broken.
        body = text.partition("\n\n")[2] if LABEL.match(text) else text
        return all(len(line) <= _MAIL_LINE or " " not in line for line in body.split("\n"))
    return media_type in _WRAPPED


def cell_ends(text: str, *, labelled: bool = False) -> list[int]:
    """Return where cells of tables and paragraphs end, and what one line of a log or a talk says.

    Args:
        text: Of a passage.
        labelled: Whether its lines are rows with their labels: "Name: Siri Dahl; Role: Director".
    """
    ends = [found.start() for found in _CELL_END.finditer(text)]
    labels = _LABEL_NEXT.finditer(text) if labelled else ()
    return sorted({*ends, *(found.start() for found in labels)})


def is_question(sentence: str) -> bool:
    """Return whether a sentence of a document ends in a question mark."""
    return bool(_ASKS.search(sentence))


def only_asks(sentence: str, stems: Collection[str]) -> bool:
    """Return whether a sentence is a question that tells nothing, as in an interview or an FAQ.

    "Can we meet on Tuesday?" tells something: it has a name or a figure that was not asked with.

    Args:
        sentence: Of a document.
        stems: Of the question's words.
    """
    if not is_question(sentence):
        return False
    told = words(_SPEAKER.sub("", _STAMP.sub("", sentence, count=1)))
    return not any(
        word.stem not in stems and (word.text[0].isupper() or any(map(str.isdigit, word.text)))
        for word in told[1:]
    )


def _edge(text: str, offset: int, step: int) -> int:
    """Return the nearest empty line before or behind an offset, at most `_REACH` away.

    Where there is none, it is white space about there, if there is any.
    """
    if step < 0:
        low = max(0, offset - _REACH)
        gap = max(text.rfind("\n\n", low, offset), text.rfind("\n\r\n", low, offset))
        if gap >= 0:
            return gap + 1
        spaces = _spaces(text, low, min(offset, low + _WORD)) if low else []
        return min(spaces, default=low)
    high = min(len(text), offset + _REACH)
    gaps = [
        gap
        for gap in (text.find("\n\n", offset, high), text.find("\n\r\n", offset, high))
        if gap >= 0
    ]
    if gaps:
        return min(gaps)
    spaces = _spaces(text, max(offset, high - _WORD), high) if high < len(text) else []
    return max(spaces, default=high)


def _spaces(text: str, start: int, end: int) -> list[int]:
    return [at for at in range(start, end) if text[at].isspace()]


def _parts(text: str, start: int, end: int, *, rows: bool) -> Iterator[tuple[int, int]]:
    """Yield what is between two ends of sentences: whole, or in parts if it is no sentence.

    Args:
        text: Of the document.
        start: Of the run.
        end: Of the run.
        rows: Whether each line is a row of a table.
    """
    is_row = rows or ("\n" not in text[start:end] and " | " in text[start:end])
    if end - start <= _LONGEST or is_row:
        yield start, end
        return
    marks = (_cut(text, at) for at in range(start - start % _PART, end, _PART))
    inside = [cut for cut in marks if start + _SHORTEST <= cut <= end - _SHORTEST]
    for first, last in pairwise([start, *inside, end]):
        yield from _trimmed(text, first, last)


def _cut(text: str, at: int) -> int:
    """Return where a text without stops is cut, at an offset or up to `_PART` behind it."""
    found = (mark.search(text, at, at + far) for mark, far in _CUTS)
    return next((mark.end() for mark in found if mark), at)


def pieces(text: str, *, wrapped: bool) -> Iterator[tuple[int, int]]:
    """Yield the trimmed ranges between the ends of sentences.

    Args:
        text: Any.
        wrapped: Whether a line may be broken anywhere, so that a new line is no new item.
    """
    start = 0
    for match in _STOP.finditer(text):
        if match["mark"] and (
            _ROW.match(text, text.rfind("\n", 0, match.start()) + 1)
            or not ends_sentence(text, start, *match.span("mark"))
        ):
            continue
        if match["line"] and wrapped and not _ends_line(text, start, match.start()):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _ends_line(text: str, start: int, newline: int) -> bool:
    """Return whether a single new line ends a sentence in a text that may be wrapped."""
    above, below = text.rfind("\n", 0, newline) + 1, newline + 1
    quoted = _QUOTED.match(text, above), _QUOTED.match(text, below)
    if quoted[0] and quoted[1] and quoted[0][0].count(">") == quoted[1][0].count(">"):
        # What somebody quotes is wrapped as he found it.
        above, below = quoted[0].end(), quoted[1].end()
        if above == newline or text[below : below + 1] in ("", "\n"):
            return True
    if _RULE.match(text, above) or _RULE.match(text, below):
        return True
    following = text[below : below + 1]
    short = len(text[above:newline].strip()) < _SHORT_LINE
    if _ITEM.match(text, below):
        return True
    if _ITEM.match(text, above):
        # "- a sleeping bag that is warm enough down to" goes on, indented or not.
        return not (following.isspace() or (following.islower() and not short))
    if ROW.match(text, above, newline) or ROW.match(text, below):
        return True
    if LABEL.match(text, above) and LABEL.match(text, below):
        return True
    stamp = _STAMP.match(text, below)
    if stamp and ("[" in stamp[0] or _STAMP.match(text, above) or _STAMP.match(text, start)):
        return True
    # "> 5 mm: good", "> 10 mm: bad" may be no quotation.
    begins = following.isupper() or (following.isdigit() and quoted[1] is not None)
    return short and (begins or not following)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    quoted = _QUOTED.match(text, start, end)
    # "> 5 mm" is more than a mark.
    if (
        quoted
        and text[max(0, start - 1) : start] in ("", "\n")
        and not text[quoted.end() : quoted.end() + 1].isdigit()
    ):
        start = quoted.end()
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
