"""Lines of print to paragraphs, from where the lines stand.

A page of print has no paragraphs. What belongs together is read from the distance between
lines, their indents and sizes, and whether the next word would have fitted.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.formats.pdfheadings import Head
from index.formats.pdflines import CELLS, Line

# A line of another paragraph stands this much farther away than the next line of the same one.
_FAR = 1.3
_VERY_FAR = 2.0
# Sizes differ, and do not merely vary between fonts, from this ratio on.
_SIZE_RATIO = 1.12
# Fewer lines than this may all be short.
_FEW_LINES = 4

_SENTENCE_END = re.compile(r"[.?!:…。！？][\"'”’»«“)\]]*$")
_BULLET = re.compile(r"[•‣◦▪▫■□●○☐☑☒▶►➢➤✓✔∙·\uf0b7\uf0a7*–—-] ")
_NUMBERED = re.compile(r"(\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\([ivxIVX]+\)|[ivx]+[.)]|\[\d{1,3}\]) ")
# "Name: Ann", and a note or a line of a list with its number before it.
_LABELLED = re.compile(r"[A-Z][\w .'’/#-]{0,30}: ")
_COUNTED = re.compile(r"(\d{1,3}) ")
_CONTENTS = re.compile(r" … ?[\divxlc]+$")


def gaps(lines: Sequence[Line], page_of: Sequence[int], heads: Sequence[Head]) -> Iterator[str]:
    """Yield what stands before each line: nothing, a space, one newline or two."""
    pitch = _pitches(lines, page_of)
    rights = _right_edges(lines, page_of)
    typical = _typical_width(lines)
    starts = {head.first for head in heads}
    behind = {head.last + 1 for head in heads if head.last + 1 < len(lines)}
    inside = {number for head in heads for number in range(head.first + 1, head.last + 1)}
    # Where the paragraph began, or went on in this column.
    begin = 0
    for number, line in enumerate(lines):
        if not number:
            yield ""
            continue
        last = lines[number - 1]
        if number in inside:
            gap = "" if last.hyphenated else " "
        elif number in starts or number in behind:
            gap = "\n\n"
        elif page_of[number] != page_of[number - 1] or _jumps(last, line):
            gap = _over_break(last, line)
            begin = number
        else:
            # Some lines tell; all of them take too long where a paragraph never ends.
            above = [*lines[begin : begin + 2], *lines[max(begin + 2, number - 6) : number]]
            above = above[: number - begin]
            gap = _within_column(above, line, pitch[line.grade], rights[number - 1], typical)
        if "\n" in gap:
            begin = number
        yield gap


def _pitches(lines: Sequence[Line], page_of: Sequence[int]) -> dict[int, float]:
    """Return the usual distance from line to line for each grade of size."""
    drops: dict[int, Counter[float]] = {}
    for number, (last, line) in enumerate(pairwise(lines)):
        drop = last.base - line.base
        if page_of[number] == page_of[number + 1] and last.grade == line.grade:
            counts = drops.setdefault(line.grade, Counter())
            if 0.8 * line.size < drop < 2.5 * line.size:
                counts[round(drop, 1)] += 1
    pitches = {line.grade: 0.6 * line.grade for line in lines}
    for grade, counts in drops.items():
        if counts:
            most = max(counts.values())
            # Of distances about as frequent the smallest: where each paragraph is one line,
            # the gaps between them are frequent too.
            pitches[grade] = min(drop for drop, count in counts.items() if 3 * count >= most)
    return pitches


def _right_edges(lines: Sequence[Line], page_of: Sequence[int]) -> list[float]:
    """Return for each line the right edge of the column it stands in.

    That of a column of few lines is taken from lines that begin alike elsewhere.
    """
    alike: dict[tuple[int, int], list[float]] = {}
    columns: list[list[Line]] = []
    for number, line in enumerate(lines):
        alike.setdefault((round(line.left), line.grade), []).append(line.right)
        last = columns[-1][-1] if columns else None
        if last is None or page_of[number] != page_of[number - 1] or _jumps(last, line):
            columns.append([])
        columns[-1].append(line)
    # Not the largest: a title may begin with the first column, and run over all of them.
    usual = {begin: sorted(rights)[3 * len(rights) // 4] for begin, rights in alike.items()}
    edges: list[float] = []
    for column in columns:
        edge = max(line.right for line in column)
        if len(column) < _FEW_LINES:
            edge = max(edge, *(usual[round(line.left), line.grade] for line in column))
        edges += [edge] * len(column)
    return edges


def _typical_width(lines: Sequence[Line]) -> float:
    """Return the usual width of a character, as a share of its size."""
    widths = sorted(_width(line) for line in lines if len(line.text) > 20)
    return widths[len(widths) // 2] if widths else 0.5


def _width(line: Line) -> float:
    """Return the mean width of a line's characters, as a share of its size."""
    return (line.right - line.left) / len(line.text) / max(line.size, 1.0)


def _jumps(last: Line, line: Line) -> bool:
    """Return whether `line` stands in another column or corner of the page than `last`."""
    drop = last.base - line.base
    return (
        last.angle != line.angle
        or not -0.5 * line.size < drop < 8 * line.size
        or line.left > last.right + 2 * line.size
        or line.right < last.left - 2 * line.size
    )


def _over_break(last: Line, line: Line) -> str:
    """Return the gap between lines of two pages or columns: does the sentence go on?"""
    if last.hyphenated:
        return ""
    alike = max(last.size, line.size) < _SIZE_RATIO * min(last.size, line.size)
    goes_on = alike and last.bold == line.bold and line.text[0].islower()
    return " " if goes_on and not _SENTENCE_END.search(last.text) else "\n\n"


def _are_rows(last: Line, line: Line) -> bool:
    return CELLS in last.text and CELLS in line.text


def _is_row(last: Line, line: Line) -> bool:
    """Return whether one of two lines is a row, and no cell of it goes on in the other."""
    row = CELLS in last.text or CELLS in line.text
    return row and (_are_rows(last, line) or not line.text[0].islower())


def _follow(last: Line, line: Line) -> bool:
    """Return whether two lines are items: both begin with a label, or one counts on."""
    if _LABELLED.match(last.text) and _LABELLED.match(line.text):
        return True
    counts = [_COUNTED.match(each.text) for each in (last, line)]
    before, after = (int(count[1]) if count else 0 for count in counts)
    return 0 < before == after - 1


def _within_column(
    paragraph: Sequence[Line], line: Line, pitch: float, right: float, typical: float
) -> str:
    """Return the gap between the last line of `paragraph` and the `line` below it.

    Args:
        paragraph: Its first two lines in this column, and the last ones.
        line: What is to follow it.
        pitch: Usual distance between lines of this size.
        right: Edge of the column.
        typical: Width of a character, as a share of its size.
    """
    first, last = paragraph[0], paragraph[-1]
    if last.hyphenated:
        return ""
    drop = last.base - line.base
    ended = bool(_SENTENCE_END.search(last.text))
    if max(last.size, line.size) > _SIZE_RATIO * min(last.size, line.size):
        return "\n\n"
    # A formula or a raised figure moves a line away from the sentence it belongs to.
    item = _NUMBERED.match(line.text)
    lower = line.text[0].islower() and not item
    goes_on = lower and not ended and last.bold == line.bold
    if drop > (_VERY_FAR if goes_on or _are_rows(last, line) else _FAR) * pitch:
        return "\n\n"
    em = line.size
    word = len(line.text.partition(" ")[0]) + 1
    # The next word would have fitted: the line was ended on purpose.
    short = last.right + word * typical * em < right and not lower
    if (
        _BULLET.match(line.text)
        or _CONTENTS.search(last.text)
        or _is_row(last, line)
        or _follow(last, line)
    ):
        return "\n"
    if item and (ended or short or _NUMBERED.match(first.text)):
        return "\n"
    if last.bold != line.bold and (ended or short):
        return "\n\n"
    indent = line.left - min(before.left for before in paragraph)
    if (ended or short) and 0.8 * em < indent < 6 * em and len(paragraph) > 1:
        return "\n\n"
    hangs = len(paragraph) > 1 and paragraph[1].left > first.left + 0.8 * em
    if ended and hangs and line.left < last.left - 0.8 * em:
        return "\n\n"
    if short:
        return "\n\n" if ended else "\n"
    spread = 1.6 * typical
    return "\n" if _width(last) > spread and _width(line) > spread else " "
