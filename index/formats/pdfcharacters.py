"""The characters on a page, as PDFium gives them, to lines of print."""

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from types import ModuleType
from typing import TYPE_CHECKING, Any

from index.formats.content import raised, without_junk
from index.formats.pdflines import CELLS, POWER, SMALL, Line

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

# PDFium ends lines with the first; instead of a hyphen at a line's end it gives one of the rest.
_LINE_END = re.compile("\r\n|[\x02\ufffe]")
_HYPHENS = "\x02\ufffe"

# A soft hyphen that a page shows is a hyphen.
_LETTERS = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": "-"}
)
_BOLD = re.compile(rb"bold|black|heavy|demi|cmbx|sfbx", re.IGNORECASE)

# As ems: from the first on a gap parts cells if it is twice as wide as the line's narrowest, and
# from the second on in any case.
_CELL, _WIDE = 1.0, 2.5
# More than a letter is raised or lowered in its line, as a share of its size.
_RAISED = 0.6
# Where one may follow: the number itself, or its sign, stands right behind.
_NUMBER = re.compile(r"[0-9]+(?:[-−–][0-9]+)?|(?<=[A-Za-z])[-−–][0-9]+")
_STOPS = frozenset(".!?:;,")
_WORD = re.compile(r"[^\W\d_]{3}")

_Shown = tuple[str, list[int]]

# The dots of a table of contents.
_LEADER = re.compile(r"(?: ?\.){5,} ?")


def lines_of(page: "PdfPage", raw: ModuleType) -> list[Line]:
    """Return the lines of a page in PDFium's order, which is mostly that of reading.

    Args:
        page: Of an opened PDF.
        raw: The functions of PDFium.
    """
    with closing(page.get_textpage()) as characters:
        units = _units(characters, raw)
        pens = _Pens(characters, raw)
        return [
            replace(line, text=CELLS.join(text for text, _ in _cells(units, shown, line, pens)))
            for line, shown in _runs(units, pens)
        ]


def pieces_of(page: "PdfPage", raw: ModuleType) -> list[list[Line]]:
    """Return the lines of a page as `lines_of`, each as the lines that its cells are.

    PDFium takes for one line what was filled in at several places. They are parted here, too.

    Args:
        page: Of an opened PDF.
        raw: The functions of PDFium.
    """
    with closing(page.get_textpage()) as characters:
        units = _units(characters, raw)
        pens = _Pens(characters, raw)
        return [
            [
                pens.line(text, at, hyphenated=False)
                for part in pens.level(shown)
                for text, at in _cells(units, part, pens.line("", part, hyphenated=False), pens)
            ]
            for _, shown in _runs(units, pens)
        ]


def _units(characters: "PdfTextPage", raw: ModuleType) -> str:
    """Return the text of a page, one code unit of UTF-16 a character."""
    count = characters.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(characters, 0, count, buffer)
    # Places in the text are then those PDFium knows.
    return "".join(map(chr, buffer[: max(written - 1, 0)]))


def _runs(units: str, pens: "_Pens") -> Iterator[tuple[Line, list[int]]]:
    """Yield the lines in PDFium's text, each with where in it its visible characters are."""
    begin = 0
    for end in [*(match.start() for match in _LINE_END.finditer(units)), len(units)]:
        shown = [at for at in range(begin, end) if units[at] > " " and units[at] != "\xa0"]
        text = clean(units[begin:end])
        if shown and text:
            hyphenated = units[end : end + 1] in _HYPHENS and end < len(units)
            yield pens.line(text, shown, hyphenated=hyphenated), shown
        begin = end + (2 if units[end : end + 1] == "\r" else 1)


def _cells(units: str, shown: list[int], line: Line, pens: "_Pens") -> Iterator[_Shown]:
    """Yield the text of each cell of a line, with where its visible characters are."""
    for begin, end in pairwise([shown[0], *pens.cuts(units, shown, line), shown[-1] + 1]):
        text = clean(pens.with_powers(units, begin, end, line))
        if text:
            yield text, [at for at in shown if begin <= at < end]


def clean(units: str) -> str:
    """Return UTF-16 code units as text: white space collapsed, ligatures as letters."""
    text = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = " ".join(without_junk(text.translate(_LETTERS)).split())
    return _LEADER.sub(" … ", text).strip()


@dataclass(frozen=True, slots=True)
class _Pen:
    """How and where one character is written, as seen by who reads its line."""

    left: float
    right: float
    base: float
    size: float
    bold: bool
    angle: int


class _Pens:
    """Asks PDFium how characters are written; a call takes a microsecond, so only of a few."""

    def __init__(self, characters: "PdfTextPage", raw: ModuleType) -> None:
        self._characters = characters.raw
        self._raw = raw
        self._matrix = raw.FS_MATRIX()
        self._box = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def line(self, text: str, shown: list[int], *, hyphenated: bool) -> Line:
        """Return a line, given where in PDFium's text its visible characters are.

        Size and height are those of the middle one of three characters, since the first and
        the last are often raised or small.
        """
        first, middle, last = (self._pen(shown[at]) for at in (0, len(shown) // 2, -1))
        pens = (first, middle, last)
        return Line(
            text,
            left=min(first.left, last.left),
            right=max(first.right, last.right),
            base=sorted(pen.base for pen in pens)[1],
            size=sorted(pen.size for pen in pens)[1],
            bold=all(pen.bold for pen in pens),
            angle=middle.angle,
            hyphenated=hyphenated,
        )

    def level(self, shown: list[int]) -> list[list[int]]:
        """Return the characters of a line in parts, each at one height and running one way."""
        parts: list[list[int]] = []
        last: _Pen | None = None
        for at in shown:
            pen = self._pen(at)
            if last is None or not _goes_on(last, pen):
                parts.append([])
            parts[-1].append(at)
            last = pen
        return parts

    def cuts(self, units: str, shown: list[int], line: Line) -> list[int]:
        """Return where in PDFium's text the cells of a row begin, but for the first.

        They stand apart by more than words do: in a justified line all words are as far apart.

        Args:
            units: PDFium's text.
            shown: Where the line's visible characters are.
            line: The line.
        """
        if _LEADER.search(units, shown[0], shown[-1]):
            return []
        gaps = {
            (last, at): self._edges(at, line.angle)[0] - self._edges(last, line.angle)[1]
            for last, at in pairwise(shown)
            if at > last + 1
        }
        narrowest = min(gaps.values()) / line.size if len(gaps) > 1 else 0.0
        least = max(_CELL, min(_WIDE, 2 * narrowest))
        # Some printers leave more room behind a sentence.
        wide = [
            at
            for (last, at), gap in gaps.items()
            if gap >= line.size * (_WIDE if units[last] in _STOPS else least)
        ]
        # A bullet or a number stands apart from its item, too, but a row of numbers has cells.
        before = units[shown[0] : wide[0]].split() if len(wide) == 1 else []
        labelled = len(before) == 1 and not _WORD.search(before[0])
        return [] if labelled else wide

    def with_powers(self, units: str, begin: int, end: int, line: Line) -> str:
        """Return a part of PDFium's text with a sign before each number that is a power.

        Args:
            units: PDFium's text.
            begin: Where the part begins.
            end: Where it ends.
            line: That it is a part of.
        """
        parts = []
        for number in _NUMBER.finditer(units, begin, end):
            # Only its end is raised, as in 10^6, so most need but one look.
            if number.end() - number.start() < 2 or not self._is_raised(number.end() - 1, line):
                continue
            first = next(at for at in range(*number.span()) if self._is_raised(at, line))
            # A sign may also stand behind a letter; one that is raised as well belongs to it.
            inside = first > number.start()
            if inside or not (number[0][0].isdecimal() or self._is_raised(first - 1, line)):
                # What follows a raised number is often a line of its own to PDFium.
                behind = units[number.end() : number.end() + 3].lstrip()
                sign = raised(units[begin:first], units[first : number.end()], behind)
                parts += [units[begin:first], sign]
                begin = first
        return "".join([*parts, units[begin:end]])

    def _is_raised(self, at: int, line: Line) -> bool:
        """Return whether a character stands higher than its line, and is smaller."""
        at = self._raw.FPDFText_GetCharIndexFromTextIndex(self._characters, at)
        self._raw.FPDFText_GetCharOrigin(self._characters, at, self._x, self._y)
        x, y = self._x.value, self._y.value
        if (y, -x, -y, x)[line.angle] < line.base + POWER * line.size:
            return False
        return self._scaled(at) < SMALL * line.size

    def _scaled(self, at: int) -> float:
        """Return the size of a character on the page."""
        matrix = self._matrix
        found = self._raw.FPDFText_GetMatrix(self._characters, at, matrix)
        scale = math.hypot(matrix.c, matrix.d) if found else 1.0
        return float(self._raw.FPDFText_GetFontSize(self._characters, at) * scale)

    def _edges(self, at: int, angle: int) -> tuple[float, float]:
        """Return where a character begins and ends in its line."""
        at = self._raw.FPDFText_GetCharIndexFromTextIndex(self._characters, at)
        self._raw.FPDFText_GetLooseCharBox(self._characters, at, self._box)
        return _along(self._box, angle)

    def _pen(self, at: int) -> _Pen:
        """Return how the character at place `at` of the text is written."""
        raw, characters, matrix, box = self._raw, self._characters, self._matrix, self._box
        # Characters that stand for no text are counted by all calls but that for the text.
        at = raw.FPDFText_GetCharIndexFromTextIndex(characters, at)
        scale, angle = 1.0, 0
        if raw.FPDFText_GetMatrix(characters, at, matrix):
            scale = math.hypot(matrix.c, matrix.d)
            turns = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
            angle = round(turns) % 4
            # Print across a page, such as DRAFT, is as good as small: no heading. Scans tilt, too.
            scale = scale if abs(turns - round(turns)) < 0.1 else 0.1
        size = raw.FPDFText_GetFontSize(characters, at) * scale
        raw.FPDFText_GetFontInfo(characters, at, self._name, len(self._name), self._flags)
        raw.FPDFText_GetLooseCharBox(characters, at, box)
        raw.FPDFText_GetCharOrigin(characters, at, self._x, self._y)
        x, y = self._x.value, self._y.value
        bold = _is_bold(self._name.value)
        return _Pen(*_along(box, angle), (y, -x, -y, x)[angle], size, bold, angle)


def _goes_on(last: _Pen, pen: _Pen) -> bool:
    """Return whether a character stands in one line with the one before it.

    Raised letters do, and those of a script that runs to the left.
    """
    size = max(last.size, pen.size)
    return (
        last.angle == pen.angle
        and abs(last.base - pen.base) < _RAISED * size
        and last.left - pen.right < _WIDE * size
    )


def _along(box: Any, angle: int) -> tuple[float, float]:
    """Return where a box begins and ends for who reads its line."""
    if angle == 0:
        return box.left, box.right
    if angle == 1:
        return box.bottom, box.top
    if angle == 2:
        return -box.right, -box.left
    return -box.top, -box.bottom


@lru_cache
def _is_bold(font: bytes) -> bool:
    """Return whether a font is bold, by its name."""
    return bool(_BOLD.search(font))
