"""What the reader of a format hands back.

Also the `Writer` that puts blocks of text together and knows the offset of each heading.
"""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from index.documents import Heading
from index.errors import UnreadableFile

# Long enough for any real title, short enough for one line of a list.
TITLE_CHARACTERS = 200
# Longer than that of any kind of file.
_SUFFIX_CHARACTERS = 20

REMEDY = "Name it by what it is, or save it anew from the program that made it"
"""What to do with a file that is not of the kind its name says."""

_STRENGTHS = {gap: strength for strength, gap in enumerate(("", " ", "\n", "\n\n"))}

# Letters and digits that say more than on which page of how many of what chapter.
_TELLING = 20

# What a raised number begins with.
_POWER = re.compile(r"([-−–+]?)\d")
# A price, whose cents many shops raise.
_PRICE = re.compile(r"[$€£]\s?(?:\d|[.,]\d{3})+$")
_CENTS = re.compile(r"\d\d")
# Longer than any price.
_END_CHARACTERS = 16

# A part of a formula that needs no brackets.
_SIMPLE = re.compile(r"[-−+]?\w*(?:[.,]\w+)?")

# Control characters but tab, newline and return; the "not characters" at the plane's end; marks of
# where a word may be broken, which would hide the word from a search.
_JUNK = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
    r"\u00ad\u200b\u2060\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a file.

    Attributes:
        name: Its path inside, with `/` between folders.
        content: Its bytes, or why they cannot be read.
    """

    name: str
    content: bytes | UnreadableFile = field(repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a file with its places.

    Attributes:
        text: What was read.
        title: The title the file gives itself, or None.
        pages: Offset where each page starts; empty where there are no pages.
        headings: In the order of the text.
        unit: What the pages are: "page", "slide", "row", "cell", "record" or "second".
        numbers: Number of each page where they do not count 1, 2, 3; as long as `pages`, or empty.
        date: Day the file gives itself, as YYYY-MM-DD; empty if it gives none.
        attachments: Files inside it, to be read as documents of their own.
        unread: Parts of it that hold no text that can be read, such as "pages 2, 5-7", each with
            the line that says why.
    """

    text: str
    title: str | None = None
    pages: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()
    unit: str = "page"
    numbers: tuple[int, ...] = ()
    date: str = ""
    attachments: tuple[Attachment, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()


def one_line(text: str) -> str:
    """Return `text` on one line, white space collapsed, at most `TITLE_CHARACTERS` long."""
    return _cut(unfolded(text), TITLE_CHARACTERS)


def unfolded(text: str) -> str:
    """Return `text` on one line, white space collapsed, whole however long."""
    return " ".join(_JUNK.sub("", text).split())


def file_name(text: str) -> str:
    """Return a file's name on one line, at most `TITLE_CHARACTERS` long, with its suffix."""
    name = unfolded(text)
    suffix = PurePosixPath(name).suffix
    if len(suffix) > _SUFFIX_CHARACTERS:
        return _cut(name, TITLE_CHARACTERS)
    return _cut(name.removesuffix(suffix), TITLE_CHARACTERS - len(suffix)) + suffix


def _cut(line: str, characters: int) -> str:
    """Return a line with at most so many characters."""
    return line if len(line) <= characters else line[: characters - 1].rstrip() + "…"


def without_junk(text: str) -> str:
    """Return `text` without what nobody sees: control characters, soft hyphens, lone surrogates."""
    return text if text.isprintable() else _JUNK.sub("", text)


def is_blank(text: str) -> bool:
    """Return whether `text` shows nothing: only white space and marks without width."""
    return not text.strip("\ufeff\u200b\u2060\u00ad \t\r\n") or text.isspace()


def is_page_count(text: str) -> bool:
    """Return whether a line that shows the number of its page says little else: "Page 3 of 4"."""
    return sum(map(str.isalnum, text)) < _TELLING


def raised(before: str, text: str, behind: str = "") -> str:
    """Return the sign for the raising of a number: 10 to the power of 6 is 10^6, not 106.

    A number that is raised behind a word needs none, as that of a note: m2. One before a stroke
    begins a fraction: 1 1/2; two figures behind a price are its cents: $9.99.

    Args:
        before: What stands before it.
        text: What is raised.
        behind: What stands behind it.
    """
    found = _POWER.match(text)
    last = before[-1:]
    if not found or not (last.isdecimal() or (found[1] and last.isalpha())):
        return ""
    if _CENTS.fullmatch(text) and _PRICE.search(before):
        return "."
    return " " if behind.lstrip().startswith(("/", "\u2044")) else "^"


def around(sign: str, text: str) -> tuple[str, str]:
    """Return what stands round a part of a formula: 10 over 2 is 10/2, not 102.

    Args:
        sign: For its place, such as a stroke before what is below the line; maybe nothing.
        text: Of the part.
    """
    sign = sign if text else ""
    return (sign, "") if _SIMPLE.fullmatch(text) else (f"{sign}(", ")")


@dataclass(slots=True)
class Writer:
    """Blocks of text put one behind the other, the gaps between them only where text follows.

    Attributes:
        length: Characters written so far.
        headings: Those that were begun, given text and ended.
    """

    length: int = 0
    headings: list[Heading] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _gap: str = ""
    _cells: int = 0
    _level: int = 0
    _start: int | None = None

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    @property
    def at_line_start(self) -> bool:
        """Whether what is written next begins a line."""
        return not self.length or "\n" in self._gap

    @property
    def end(self) -> str:
        """The last characters, which what is written next stands right behind; else nothing."""
        return "" if self._gap or self._cells else self.text_from(self.length - _END_CHARACTERS)

    def gap(self, gap: str) -> None:
        """Ask for a gap before the next text; of several the strongest counts.

        Args:
            gap: A space, one newline or two; nothing asks for nothing.
        """
        if "\n" in gap:
            self._cells = 0
        if _STRENGTHS[gap] > _STRENGTHS[self._gap]:
            self._gap = gap

    def cell(self) -> None:
        """Ask for the bar between two cells of a row; empty cells keep their bars."""
        self._cells += 1

    def write(self, text: str) -> None:
        """Write `text`, which is not empty, behind the gap asked for."""
        gap = self._gap if self.length else ""
        if self._cells:
            gap = (gap if "\n" in gap else "") + " | " * self._cells
        self._gap, self._cells = "", 0
        self._parts += (gap, text)
        self.length += len(gap)
        if self._level and self._start is None:
            self._start = self.length
        self.length += len(text)

    def begin_heading(self, level: int) -> None:
        """Let what is written until `end_heading` be a heading."""
        self._level, self._start = level, None

    def end_heading(self) -> None:
        """End the heading; one without text is none."""
        if self._start is not None:
            text = one_line(self.text_from(self._start))
            self.headings.append(Heading(self._start, self.length, self._level, text))
        self._level, self._start = 0, None

    def text_from(self, start: int) -> str:
        """Return what was written from offset `start` on."""
        parts: list[str] = []
        missing = self.length - start
        for part in reversed(self._parts):
            if missing <= 0:
                break
            parts.append(part[-missing:])
            missing -= len(part)
        return "".join(reversed(parts))
