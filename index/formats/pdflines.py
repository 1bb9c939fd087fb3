"""Lines of print, and what is done to them before they are put together.

Running heads and feet go, and of the hyphens at the ends of lines only those that belong to their
word stay.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low

from index.formats.pdfnumbers import Count, counts, squeezed

# A line that repeats at its height on this share of the pages is a running head or foot. Heads
# of left and right pages differ, so that each stands on fewer than half of them.
_RUNNING_SHARE = 0.4
_RUNNING_PAGES = 3
# It stands in this share of the page's height, from its edge: where letters are put together in
# one file, what all of them say last may stand higher.
_MARGIN = 0.2
# Nearer to the edge than this share no text stands. Elsewhere what does not count the pages has to
# stand apart, by more than so many lines, on one page at least. Of 120 heads and feet in the
# samples the 15 page numbers elsewhere do by 2.5 or more; 102 are nearer, two by 1.1 lines only;
# 3 are all that is on their pages.
_BARE, _APART = 0.07, 1.3

# Of two pages, what repeats is the number of the page, or what browsers print beside it: when.
_TWO = 2
_OF_TWO = re.compile(
    r"(?:page|seite|side|sida|página|pagina)?#|.*#(?:/|of|von|av|af|de|di|sur)2"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4},\d{1,2}[:.]\d\d.*"
)

# Larger than the body in the way of a heading, from this ratio on.
LARGE = 1.15

CELLS = "   "
"""What parts two cells of a row."""

# A number that is raised stands so much higher than its line, and is so much smaller.
POWER, SMALL = 0.15, 0.9

# The end of an address, whose hyphens are its own.
_ADDRESS = re.compile(r"(?:www\.|://|@)\S*$")
# What PDFium leaves at the end of a page, or in a column's last line.
_BROKEN = re.compile(r"[^\W\d_][-\u00ad\u2010]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print.

    Lengths are in points; places are as seen by who reads the line, whichever way it runs.

    Attributes:
        text: Without white space at its ends; never empty.
        left: Of its first character.
        right: Of its last character.
        base: Height of its base line; larger is higher on the page.
        size: Of most of its characters.
        bold: Whether all of it is.
        angle: Quarter turns from upright, 0 to 3.
        hyphenated: Whether its last word goes on in the next line; the hyphen is not in the text.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    angle: int = 0
    hyphenated: bool = False

    @property
    def grade(self) -> int:
        """The size in half points, to tell sizes apart."""
        return round(2 * self.size)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of a document's outline.

    Attributes:
        title: On one line.
        level: 1 for the outermost.
        page: Counted from 0.
    """

    title: str
    level: int
    page: int


def without_running(
    pages: Sequence[Sequence[Line]],
    bookmarks: Sequence[Bookmark] = (),
    edges_at: Sequence[tuple[float, float]] = (),
) -> list[list[Line]]:
    """Return the pages without the heads and feet that repeat from page to page.

    Headings repeat too but for their number; they are told by their size, or by `bookmarks`.

    Args:
        pages: The lines of each.
        bookmarks: The outline.
        edges_at: The heights of the lower and the upper edge of each page, in points; without
            them, the last and the first lines are taken to stand at its edges.
    """
    titles = {(bookmark.page, _squashed(bookmark.title)) for bookmark in bookmarks}
    large = LARGE * body_of(line for page in pages for line in page).size
    ends = edges_at or [(0, math.inf)] * len(pages)
    edges = [
        {
            at: edge
            for at, edge in _edges(page, number, *ends[number]).items()
            if page[at].size < large and (number, _squashed(page[at].text)) not in titles
        }
        for number, page in enumerate(pages)
    ]
    runs = _running(edges)
    kept = [
        [line for at, line in enumerate(page) if at not in found or not runs(found[at])]
        for page, found in zip(pages, edges, strict=True)
    ]
    # Where nothing else is on the pages, it is the text.
    return kept if any(kept) else [list(page) for page in pages]


def _squashed(text: str) -> str:
    """Return the letters and digits of `text`."""
    return "".join(filter(str.isalnum, text.casefold()))


@dataclass(frozen=True, slots=True)
class _Edge:
    """What is compared of a line at the edge of a page with those of other pages.

    Attributes:
        band: Whether it is at the top, and its height in points.
        text: As `squeezed`.
        counts: The numbers in it that may count the pages.
        apart: Whether it stands apart from the text, or where no text stands.
    """

    band: tuple[bool, int]
    text: str
    counts: tuple[Count, ...]
    apart: bool

    @property
    def keys(self) -> list[tuple[tuple[bool, int], str, int | None]]:
        """What lines have in common that are alike, or alike but for their page numbers."""
        numbered = [(self.band, count.around, count.ahead) for count in self.counts]
        return [(self.band, self.text, None), *numbered]

    @property
    def ends(self) -> list[int]:
        """How far ahead of the pages the numbers at its ends are."""
        return [count.ahead for count in self.counts if count.at_end]


def _edges(page: Sequence[Line], number: int, bottom: float, top: float) -> dict[int, _Edge]:
    """Return the lines of a page that may be its head or foot, by their places.

    They are in its two first rows, near an edge, or in its two last ones, near the lower edge.

    Args:
        page: Its lines.
        number: Of the page, from 0.
        bottom: The height of its lower edge, in points.
        top: That of its upper edge.
    """
    heights = sorted({round(line.base) for line in page if not line.angle}, reverse=True)
    found = {}
    for at, line in enumerate(page):
        base = round(line.base)
        if line.angle or base not in (*heights[:2], *heights[-2:]):
            continue
        is_first = base in heights[:2]
        near = min(top - base, base - bottom) if is_first else base - bottom
        if near <= _MARGIN * (top - bottom):
            apart = near <= _BARE * (top - bottom) or _is_apart(heights, heights.index(base))
            said, counted = squeezed(line.text), tuple(counts(line.text, number))
            found[at] = _Edge((is_first, base), said, counted, apart)
    return found


def _is_apart(heights: Sequence[int], row: int) -> bool:
    """Return whether one of the two first or last rows is farther from the text than a line.

    Args:
        heights: Of all rows, the highest first; of fewer than four nothing is known.
        row: Its place in them.
    """
    gaps = [above - below for above, below in pairwise(heights)]
    between = gaps[row:2] if row < 2 else gaps[-2:row]
    return len(gaps) < 3 or max(between) > _APART * median_low(gaps)


def _running(edges: Sequence[Mapping[int, _Edge]]) -> Callable[[_Edge], bool]:
    """Return what says of a line whether it is a running head or foot, given those of each page."""
    seen = Counter(
        key for page in edges for key in {key for edge in page.values() for key in edge.keys}
    )
    apart = {key for page in edges for edge in page.values() if edge.apart for key in edge.keys}
    for key in [key for key in seen if key[2] is None and key not in apart]:
        del seen[key]
    repeated = {
        key
        for key, count in seen.items()
        if (count >= _RUNNING_PAGES and count >= _RUNNING_SHARE * len(edges))
        or (count == len(edges) == _TWO and _OF_TWO.fullmatch(key[1]))
    }
    # A book's running heads change with the chapter, but not their height, and not the page
    # number at one end.
    bands: Counter[tuple[bool, int]] = Counter()
    ends: Counter[tuple[tuple[bool, int], int]] = Counter()
    for page in edges:
        bands.update(
            {edge.band for edge in page.values() if any(seen[key] > 1 for key in edge.keys)}
        )
        ends.update({(edge.band, ahead) for edge in page.values() for ahead in edge.ends})
    running = {
        band for band, count in bands.items() if count >= _RUNNING_PAGES and 2 * count >= len(edges)
    }

    def runs(edge: _Edge) -> bool:
        return not repeated.isdisjoint(edge.keys) or (
            edge.band in running
            and (
                any(seen[key] > 1 for key in edge.keys)
                or any(ends[edge.band, ahead] >= _RUNNING_PAGES for ahead in edge.ends)
            )
        )

    return runs


def with_hyphens(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the hyphens that belong to a word, and with no others.

    A hyphen at a line's end belongs to the word before a capital or a digit, in a word with
    another hyphen or in an address, or where the document never has the word without it, but has
    the word with its hyphen or both halves as words.
    """
    words = _whole_words(lines)
    mended: list[Line] = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        broken = line.hyphenated or _BROKEN.search(line.text)
        if not broken or following is None or not following.text[0].isalnum():
            mended.append(replace(line, text=line.text + "-" * line.hyphenated, hyphenated=False))
            continue
        text = line.text if line.hyphenated else line.text[:-1]
        half = re.findall(r"[\w-]*$", text.casefold())[0]
        rest = re.findall(r"^[\w-]*", following.text.casefold())[0]
        compound = min(len(half), len(rest)) > 3 and half in words and rest in words
        belongs = (
            not following.text[0].islower()
            or "-" in half
            or _ADDRESS.search(text)
            or (half + rest not in words and (compound or f"{half}-{rest}" in words))
        )
        mended.append(replace(line, text=text + "-" * bool(belongs), hyphenated=True))
    return mended


def _whole_words(lines: Sequence[Line]) -> set[str]:
    """Return the words that no end of a line breaks."""
    words: set[str] = set()
    after_break = False
    for line in lines:
        found = re.findall(r"[\w-]+", line.text.casefold())
        breaks = line.hyphenated or bool(_BROKEN.search(line.text))
        words.update(found[after_break : len(found) - breaks])
        after_break = breaks
    return words


def joined(lines: Iterable[Line]) -> str:
    """Return the text of lines in one."""
    return "".join(line.text + ("" if line.hyphenated else " ") for line in lines).strip()


def body_of(lines: Iterable[Line]) -> Line:
    """Return a line printed like most of the text."""
    counts: Counter[tuple[int, bool]] = Counter()
    for line in lines:
        counts[line.grade, line.bold] += len(line.text)
    grade, bold = max(counts, key=counts.__getitem__, default=(0, False))
    return Line("", 0, 0, 0, grade / 2, bold)


def characters(lines: Iterable[Line]) -> int:
    """Return how many characters that can be seen some lines have."""
    return sum(len("".join(line.text.split())) for line in lines)
