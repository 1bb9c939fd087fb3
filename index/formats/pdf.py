"""PDF files to lines of print, by way of PDFium."""

import ctypes
import logging
import math
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.content import Content, one_line, without_junk
from index.formats.dates import day
from index.formats.layout import read_pages
from index.formats.lines import Bookmark, Line
from index.formats.titles import sensible

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

# Less than this to a page is a stamp or a page number on pictures of text. One or two pages
# with a word each are a document all the same.
_SCAN_CHARACTERS = 10
_SCAN_PAGES = 3

# PDFium ends lines with the first; instead of a hyphen at a line's end it gives one of the rest.
_LINE_END = re.compile("\r\n|[\x02\ufffe]")
_HYPHENS = "\x02\ufffe"

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_BOLD = re.compile(rb"bold|black|heavy|demi|cmbx|sfbx", re.IGNORECASE)

# The dots of a table of contents.
_LEADER = re.compile(r"(?: ?\.){5,} ?")

# PDFium must not be used from two threads at once.
_PDFIUM = Lock()

# It warns of odd outlines; without a handler that would be a stray line on the screen.
logging.getLogger("pypdfium2").addHandler(logging.NullHandler())


def read_pdf(content: bytes, name: str) -> Content:
    """Return the text of a PDF.

    Raises:
        UnreadableFile: It is none, is encrypted, damaged, or has pictures of text only.
    """
    if b"%PDF" not in content[:1024]:
        raise UnreadableFile(f"{name} is not a PDF (it does not begin with %PDF)")
    import pypdfium2  # slow to import
    from pypdfium2 import raw

    with _PDFIUM:
        try:
            file = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            if error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
                raise UnreadableFile(_encrypted(name)) from error
            raise UnreadableFile(_damaged(name, error)) from error
        try:
            pages = [list(_lines(file, number, raw)) for number in range(len(file))]
            bookmarks = list(_bookmarks(file))
            given = _said(lambda: file.get_metadata_value("Title"))
            changed = _said(lambda: file.get_metadata_value("ModDate"))
            made = _said(lambda: file.get_metadata_value("CreationDate"))
        except pypdfium2.PdfiumError as error:
            raise UnreadableFile(_damaged(name, error)) from error
        finally:
            file.close()
    characters = sum(len("".join(line.text.split())) for page in pages for line in page)
    count = len(pages)
    if not characters or (count >= _SCAN_PAGES and characters < _SCAN_CHARACTERS * count):
        raise UnreadableFile(_scanned(name, count, characters))
    read = read_pages(pages, bookmarks)
    return Content(
        read.text,
        sensible(given) or read.title,
        read.pages,
        read.headings,
        date=day(changed) or day(made),
    )


def _bookmarks(file: "PdfDocument") -> Iterator[Bookmark]:
    """Yield the entries of the outline that lead to a page."""
    for entry in file.get_toc():
        target = entry.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            yield Bookmark(_said(entry.get_title), entry.level + 1, page)


def _said(ask: Callable[[], str]) -> str:
    """Return a title on one line; nothing where the file has bytes in it that are no text."""
    try:
        return one_line(ask())
    except UnicodeDecodeError:
        return ""


def _lines(file: "PdfDocument", number: int, raw: ModuleType) -> Iterator[Line]:
    """Yield the lines of a page in PDFium's order, which is mostly that of reading."""
    page = file[number]
    try:
        characters = page.get_textpage()
        try:
            yield from _lines_of(characters, raw)
        finally:
            characters.close()
    finally:
        page.close()


def _lines_of(characters: "PdfTextPage", raw: ModuleType) -> Iterator[Line]:
    """Yield the lines among the characters of a page."""
    count = characters.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(characters, 0, count, buffer)
    # One code unit a character here, so that places in the text are those PDFium knows.
    units = "".join(map(chr, buffer[: max(written - 1, 0)]))
    pens = _Pens(characters, raw)
    begin = 0
    for end in [*(match.start() for match in _LINE_END.finditer(units)), len(units)]:
        shown = [at for at in range(begin, end) if units[at] > " " and units[at] != "\xa0"]
        text = _clean(units[begin:end])
        if shown and text:
            hyphenated = units[end : end + 1] in _HYPHENS and end < len(units)
            yield pens.line(text, shown, hyphenated)
        begin = end + (2 if units[end : end + 1] == "\r" else 1)


def _clean(units: str) -> str:
    """Return UTF-16 code units as text: white space collapsed, ligatures as letters."""
    text = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = " ".join(without_junk(text).translate(_LIGATURES).split())
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
        self._characters = characters
        self._raw = raw
        self._matrix = raw.FS_MATRIX()
        self._box = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(128)

    def line(self, text: str, shown: list[int], hyphenated: bool) -> Line:
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

    def _pen(self, at: int) -> _Pen:
        """Return how the character at place `at` of the text is written."""
        raw, characters, matrix, box = self._raw, self._characters, self._matrix, self._box
        # Characters that stand for no text are counted by all calls but that for the text.
        at = raw.FPDFText_GetCharIndexFromTextIndex(characters, at)
        scale, angle = 1.0, 0
        if raw.FPDFText_GetMatrix(characters, at, matrix):
            scale = math.hypot(matrix.c, matrix.d)
            angle = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        size = raw.FPDFText_GetFontSize(characters, at) * scale
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(characters, at, self._name, len(self._name), flags)
        raw.FPDFText_GetLooseCharBox(characters, at, box)
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(characters, at, x, y)
        left, right, base = {
            0: (box.left, box.right, y.value),
            1: (box.bottom, box.top, -x.value),
            2: (-box.right, -box.left, -y.value),
            3: (-box.top, -box.bottom, x.value),
        }[angle]
        return _Pen(left, right, base, size, bool(_BOLD.search(self._name.value)), angle)


def _encrypted(name: str) -> str:
    """Return the message for a PDF with a password."""
    return (
        f"{name} is encrypted. Remove its password first, for example: "
        f"qpdf --decrypt --password=... {shlex.quote(name)} {_mended(name, 'open')}"
    )


def _damaged(name: str, error: Exception) -> str:
    """Return the message for a PDF that PDFium does not take."""
    return (
        f"{name} is damaged: PDFium cannot open it ({one_line(str(error)).rstrip('.')}). "
        "Save it anew from the program that made it"
    )


def _scanned(name: str, pages: int, characters: int) -> str:
    """Return the message for a PDF that has pictures of text only."""
    counted = f"{pages} {'page' if pages == 1 else 'pages'}"
    counted += f", {characters} {'character' if characters == 1 else 'characters'}"
    return (
        f"{name} has no text layer ({counted}). Run OCR on it first, for example: "
        f"ocrmypdf {shlex.quote(name)} {_mended(name, 'ocr')}"
    )


def _mended(name: str, ending: str) -> str:
    """Return the name of the mended file for a command line."""
    path = PurePath(name)
    return shlex.quote(str(path.with_name(f"{path.stem}-{ending}{path.suffix}")))
