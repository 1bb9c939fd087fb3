"""Documents whose every character has a known place.

`Document.text` is fixed when a file is read and never changes afterwards. All offsets in
Quoth are half-open ranges of Unicode code points in that text:

    document.text[quote.start:quote.end]
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line of a document.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        level: 1 for the outermost.
        text: What it says, without markup such as Markdown's `#`.
    """

    start: int
    end: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an offset lies, in terms a reader of the original file knows.

    Attributes:
        page: Number of the page, slide, row, cell or record, as the file counts; None where the
            format has none.
        heading: The headings above it, outermost first.
        line: Line of the document's text, counted from 1.
        unit: What `page` counts: "page", "slide", "row", "cell", "record" or "second".
    """

    page: int | None
    heading: tuple[str, ...]
    line: int
    unit: str = "page"

    @property
    def part(self) -> str:
        """For example `page 3` or `slide 12`; empty where the format has no such parts."""
        return "" if self.page is None else part(self.unit, self.page)


def part(unit: str, number: int) -> str:
    """Return what people call a part: `page 3`; `12:34` for a second of a film or a talk."""
    if unit != "second":
        return f"{unit} {number}"
    minutes, seconds = divmod(number, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@dataclass(frozen=True, slots=True)
class Document:
    """One text, known by the sha256 of the bytes it was read from.

    Attributes:
        title: The title the file gives itself, else its name.
        sources: Paths the same bytes were found under, sorted; never empty.
        media_type: For example `text/markdown`.
        sha256: Of the file's bytes, 64 hexadecimal digits.
        text: What was read; every offset counts in it.
        pages: Offset where each page starts, ascending; empty where there are no pages.
        headings: In the order of the text.
        unit: What the pages are: "page", "slide", "row", "cell", "record" or "second".
        numbers: Number of each page where they do not count 1, 2, 3, as the rows of a sheet
            below its header; as long as `pages`, or empty.
        date: Day the document gives itself, as YYYY-MM-DD; empty if it gives none.
    """

    title: str
    sources: tuple[str, ...]
    media_type: str
    sha256: str
    text: str = field(repr=False)
    pages: tuple[int, ...] = field(default=(), repr=False)
    headings: tuple[Heading, ...] = field(default=(), repr=False)
    unit: str = "page"
    numbers: tuple[int, ...] = field(default=(), repr=False)
    date: str = ""
    _outline: "_Outline" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked for once a passage: one by one, 50,000 headings of a file took minutes.
        object.__setattr__(self, "_outline", _outline(self.headings))

    @property
    def id(self) -> str:
        """The first 16 digits of the sha256: the same bytes have the same id everywhere."""
        return self.sha256[:16]

    @property
    def source(self) -> str:
        """The first of the paths the document was found under."""
        return self.sources[0]

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return Path(self.source).name

    def place(self, offset: int) -> Place:
        """Return the page, headings and line at `offset`.

        Raises:
            ValueError: `offset` lies outside the text.
        """
        if not 0 <= offset <= len(self.text):
            raise ValueError(f"offset {offset} lies outside a text of {len(self.text)} characters")
        page = max(1, bisect_right(self.pages, offset)) if self.pages else None
        if page is not None and self.numbers:
            page = self.numbers[page - 1]
        line = self.text.count("\n", 0, offset) + 1
        return Place(page, self.heading_path(offset), line, self.unit)

    def heading_path(self, offset: int) -> tuple[str, ...]:
        """Return the headings above `offset`, outermost first."""
        path = []
        at = bisect_right(self._outline.reached, offset) - 1
        while at >= 0:
            path.append(self.headings[at].text)
            at = self._outline.parents[at]
        return tuple(reversed(path))


@dataclass(frozen=True, slots=True)
class _Outline:
    """How the headings of a document lie below one another.

    Attributes:
        reached: Of each heading, the farthest start up to it; ascending also where a reader gave
            the headings in another order.
        parents: Of each heading, the place in the order of the one it stands under, or -1.
    """

    reached: tuple[int, ...]
    parents: tuple[int, ...]


def _outline(headings: Sequence[Heading]) -> _Outline:
    parents: list[int] = []
    for at, heading in enumerate(headings):
        above = at - 1
        while above >= 0 and headings[above].level >= heading.level:
            above = parents[above]
        parents.append(above)
    return _Outline(tuple(accumulate((heading.start for heading in headings), max)), tuple(parents))
