"""How and where the characters on a page are written, as PDFium tells."""

import ctypes
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import ModuleType
from typing import Any

from index.formats.content import raised
from index.formats.pdfcells import Gaps
from index.formats.pdfletters import CONTROL, lettered, word_begins
from index.formats.pdflines import POWER, SMALL, Line

_BOLD = re.compile(rb"bold|black|heavy|demi|cmbx|sfbx", re.IGNORECASE)

# More than a letter is raised or lowered in its line, as a share of its size.
_RAISED = 0.6
# So far a character stands behind the next one only in a script that runs to the left.
_BACK = 2.5
# Where one may follow: the number itself, or its sign.
_NUMBER = re.compile(r"[0-9]+(?:[-−–][0-9]+)?|(?<=[A-Za-z])[-−–][0-9]+")


@dataclass(frozen=True, slots=True)
class Pen:
    """How and where one character is written, as seen by who reads its line."""

    left: float
    right: float
    base: float
    size: float
    bold: bool
    angle: int


class Pens:
    """Asks PDFium how characters are written; a call takes a microsecond, so only of a few."""

    def __init__(self, characters: Any, raw: ModuleType) -> None:
        self._characters, self._count = characters.raw, characters.count_chars()
        self._raw = raw
        self._matrix = raw.FS_MATRIX()
        self._box = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def units(self) -> str:
        """Return the text of the page, one code unit of UTF-16 at each place that PDFium knows."""
        buffer = (ctypes.c_ushort * (self._count + 1))()
        written = self._raw.FPDFText_GetText(self._characters, 0, self._count, buffer)
        units = "".join(map(chr, buffer[: max(written - 1, 0)]))
        # Pictures of letters are a font without a name.
        odd = CONTROL.search(units)
        return units if odd is None or self._named(odd.start()) else lettered(units)

    def _named(self, at: int) -> bytes:
        """Return the name of the font of a character."""
        at = self._raw.FPDFText_GetCharIndexFromTextIndex(self._characters, at)
        name, size = self._name, len(self._name)
        self._raw.FPDFText_GetFontInfo(self._characters, at, name, size, self._flags)
        return name.value

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
        last: Pen | None = None
        for at in shown:
            pen = self._pen(at)
            if last is None or not _goes_on(last, pen):
                parts.append([])
            parts[-1].append(at)
            last = pen
        return parts

    def words(self, shown: list[int], line: Line) -> list[list[int]]:
        """Return the characters of each word of a line whose letters stand apart; else nothing."""
        edges = [self._edges(at, line.angle) for at in shown]
        gaps = [(after[0] - before[1]) / line.size for before, after in pairwise(edges)]
        space = next((last + 1 for last, at in pairwise(shown) if at > last + 1), shown[0])
        at = self._raw.FPDFText_GetCharIndexFromTextIndex(self._characters, space)
        is_drawn = self._raw.FPDFText_IsGenerated(self._characters, at) == 1
        begins = word_begins(gaps, is_drawn=is_drawn)
        return [shown[begin:end] for begin, end in pairwise([*begins, len(shown)])]

    def gaps(self, shown: list[int], line: Line) -> Gaps:
        """Return the gaps between the words of a line, given where its visible characters are."""
        return {
            at: (self._edges(last, line.angle)[1], self._edges(at, line.angle)[0])
            for last, at in pairwise(shown)
            if at > last + 1
        }

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

    def _pen(self, at: int) -> Pen:
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
        return Pen(*_along(box, angle), (y, -x, -y, x)[angle], size, bold, angle)


def _goes_on(last: Pen, pen: Pen) -> bool:
    """Return whether a character stands in one line with the one before it.

    Raised letters do, and those of a script that runs to the left.
    """
    size = max(last.size, pen.size)
    return (
        last.angle == pen.angle
        and abs(last.base - pen.base) < _RAISED * size
        and last.left - pen.right < _BACK * size
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
