"""Documents whose every character has a known place.

`Document.text` is fixed when a file is read and never changes afterwards. All offsets in
Quoth are half-open ranges of Unicode code points in that text:

    document.text[quote.start:quote.end]
"""

from bisect import bisect_right
from dataclasses import dataclass, field
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
        path: list[Heading] = []
        for heading in self.headings:
            if heading.start > offset:
                break
            while path and path[-1].level >= heading.level:
                path.pop()
            path.append(heading)
        return tuple(heading.text for heading in path)
