"""Headings on printed pages: from a document's outline, or from how they are printed."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.formats.content import one_line
from index.formats.pdflines import LARGE, Bookmark, Line, body_of, joined

# Headings are larger than the body, or bold, and not longer than this.
_HEADING_WORDS = 12
_HEADING_LINES = 3
_HEADINGS_IN_A_ROW = 4

# "Chapter 3", "2.1", "A.", "IV": what a printed heading has and its bookmark often lacks.
_NUMBERING = (
    r"(?:(?:chapter|part|section|appendix|kapitel|teil|abschnitt|anhang)\s+)?"
    r"(?:\d+|(?-i:[A-Z]|[IVXLC]+))(?:\.\d+)*[.:)]?\s+"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A heading that begins with line `first` of the document and ends in line `last`."""

    first: int
    last: int
    level: int
    text: str


def outlined(
    lines: Sequence[Line], page_of: Sequence[int], bookmarks: Sequence[Bookmark]
) -> list[Head]:
    """Return the headings found for `bookmarks`, each at the start of a line on its page."""
    found: dict[int, Head] = {}
    for bookmark in bookmarks:
        words = re.findall(r"[^\W_]+", bookmark.title)
        if not words:
            continue
        title = r"[\W_]*".join(words)
        pattern = re.compile(rf"[\W_]*(?:{_NUMBERING})?{title}(?![^\W_])[\W_]*", re.IGNORECASE)
        begin, end = bisect_left(page_of, bookmark.page), bisect_right(page_of, bookmark.page)
        matches = [
            (lines[first].size, -first, last)
            for first in range(begin, end)
            if first not in found
            and (last := _match(pattern, lines[first : min(first + _HEADING_LINES, end)]))
        ]
        if matches:
            _, first, count = max(matches)
            found[-first] = Head(-first, count - first - 1, bookmark.level, bookmark.title)
    return [found[first] for first in sorted(found)]


def _match(pattern: re.Pattern[str], lines: Sequence[Line]) -> int:
    """Return how many of `lines` a heading fills that begins with the first; 0 without one.

    Where more text follows on its last line, only a heading within its first line is one, run
    in before its paragraph.
    """
    for count in range(1, len(lines) + 1):
        text = joined(lines[:count])
        if pattern.fullmatch(text) or (count == 1 and pattern.match(text)):
            return count
    return 0


def printed_large(lines: Sequence[Line], gaps: Sequence[str]) -> list[Head]:
    """Return the paragraphs that are printed like headings: larger than the body, or bold."""
    if not lines:
        return []
    body = body_of(lines)
    bounds = [number for number, gap in enumerate(gaps) if gap == "\n\n" or not number]
    found: list[tuple[int, int, int]] = []
    for first, behind in zip(bounds, [*bounds[1:], len(lines)], strict=True):
        block = lines[first:behind]
        text = joined(block)
        size = min(line.size for line in block)
        large = size >= LARGE * body.size
        bold = all(line.bold for line in block) and not body.bold and size >= 0.95 * body.size
        if (
            (large or (bold and not text.endswith((".", ",", ";"))))
            and len(block) <= _HEADING_LINES
            and len(text.split()) <= _HEADING_WORDS
            and sum(map(str.isalpha, text)) >= 2
            and behind < len(lines)
        ):
            found.append((first, behind - 1, min(line.grade for line in block) if large else 0))
    found = _without_lists(found)
    ranks = sorted({grade for _, _, grade in found}, reverse=True)
    return [
        Head(first, last, ranks.index(grade) + 1, one_line(joined(lines[first : last + 1])))
        for first, last, grade in found
    ]


def _without_lists(found: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the headings but those in a row without text between: contents, forms, tables."""
    runs: list[list[tuple[int, int, int]]] = []
    for head in found:
        last = runs[-1][-1] if runs else None
        if last and last[1] + 1 == head[0] and last[2] == head[2]:
            runs[-1].append(head)
        else:
            runs.append([head])
    return [head for run in runs if len(run) < _HEADINGS_IN_A_ROW for head in run]


def title(lines: Sequence[Line], page_of: Sequence[int]) -> str | None:
    """Return the largest line of the first page, with those of its size below it, or None."""
    first = [line for line, page in zip(lines, page_of, strict=True) if page == page_of[0]]
    if not first:
        return None
    size = max((line.size for line in first if len(line.text) > 2), default=0.0)
    if size < LARGE * body_of(lines).size:
        return None
    begin = [line.size for line in first].index(size)
    block = [line for line in first[begin : begin + _HEADING_LINES] if line.size > 0.97 * size]
    return one_line(joined(block))
