"""PDF files to running text, with where each page starts and the headings.

Pages that are pictures of text are read by OCR where a program for it is installed; where none
is, they are named, and the other pages are read all the same.
"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats import ocr
from index.formats.content import Content, is_blank
from index.formats.pdfheadings import outlined, printed_large, title
from index.formats.pdfium import STAMP_CHARACTERS, Printed, read_print
from index.formats.pdflines import Line, characters, with_hyphens, without_running
from index.formats.pdfparagraphs import gaps as gaps_between
from index.formats.pdfremarks import with_remarks
from index.formats.pdfrows import side_by_side
from index.formats.titles import sensible

# Less than a stamp to a page, and on none of them a paragraph: these are pictures of text. One
# or two pages with a word each are a document all the same.
_SCAN_PAGES = 3
_PARAGRAPH_CHARACTERS = 100


def read_pdf(content: bytes, name: str) -> Content:
    """Return the text of a PDF, behind it what people remarked, and the files attached to it.

    Raises:
        UnreadableFile: It is none, is encrypted, damaged, or has pictures of text only.
    """
    printed = read_print(content, name)
    counts = [characters(page) for page in printed.pages]
    is_scan = _is_scan(counts)
    missing = list(range(len(counts))) if is_scan else printed.pictures
    read = Content("", pages=(0,) * len(counts)) if is_scan else _assembled(printed)
    unread: tuple[tuple[str, str], ...] = ()
    if missing:
        try:
            read = _recognised(content, name, read, missing)
        except ocr.OcrFailed as error:
            if not is_scan:
                unread = (_not_read(name, missing, str(error)),)
            elif printed.attachments:
                unread = ((_counted(missing), _scanned(name, counts, str(error))),)
            else:
                raise UnreadableFile(_scanned(name, counts, str(error))) from error
    read = with_remarks(read, printed.remarks)
    return replace(read, date=printed.date, attachments=printed.attachments, unread=unread)


def _is_scan(counts: Sequence[int]) -> bool:
    """Return whether all pages are pictures of text, given how many characters each has."""
    return not any(counts) or (
        len(counts) >= _SCAN_PAGES
        and sum(counts) < STAMP_CHARACTERS * len(counts)
        and max(counts) < _PARAGRAPH_CHARACTERS
    )


def _recognised(content: bytes, name: str, read: Content, missing: Sequence[int]) -> Content:
    """Return the text of a PDF together with that in the pictures on some pages.

    Args:
        content: The PDF.
        name: The file, for messages.
        read: What is read without OCR.
        missing: The pages with pictures of text, from 0.

    Raises:
        OcrFailed: There is no program, or it failed.
        UnreadableFile: There is no text on any page.
    """
    if ocr.makes_pdf():
        found = _assembled(read_print(ocr.searchable(content, _numbers(missing)), name))
    else:
        found = _filled(read, ocr.texts(content, missing))
    if is_blank(found.text):
        raise UnreadableFile(f"{name} has pictures only, and OCR finds no text in them")
    return found


def _filled(read: Content, texts: Mapping[int, str]) -> Content:
    """Return a text with the texts of some pages put in, each where its page begins."""
    text = ""
    # None for a page without text, which starts where the next text does.
    starts: list[int | None] = []
    headings: list[Heading] = []
    for number, (start, end) in enumerate(pairwise((*read.pages, len(read.text)))):
        new = texts.get(number, "")
        if new:
            text = f"{text.rstrip()}\n\n".lstrip()
        starts.append(len(text) if new or end > start else None)
        text += f"{new}\n\n" if new else ""
        moved = len(text) - start
        headings += (
            replace(heading, start=heading.start + moved, end=heading.end + moved)
            for heading in read.headings
            if start <= heading.start < end
        )
        text += read.text[start:end]
    text = text.rstrip()
    pages: list[int] = []
    behind = len(text)
    for begin in reversed(starts):
        behind = behind if begin is None else begin
        pages.append(behind)
    return replace(read, text=text, pages=tuple(reversed(pages)), headings=tuple(headings))


def _assembled(printed: Printed) -> Content:
    """Return the running text of printed pages.

    The title is the one that the file gives, else the largest line of the first page, if it is
    larger than the body.
    """
    pages_kept = without_running(printed.pages, printed.bookmarks, printed.edges)
    kept = [side_by_side(page) for page in pages_kept]
    page_of = [number for number, page in enumerate(kept) for _ in page]
    lines = with_hyphens([line for page in kept for line in page])
    heads = outlined(lines, page_of, printed.bookmarks)
    gaps = list(gaps_between(lines, page_of, heads))
    if 2 * len(heads) < len(printed.bookmarks) or not printed.bookmarks:
        heads = printed_large(lines, gaps)
    starts, text = _joined(lines, gaps)
    pages: list[int] = []
    for start, page in zip(starts, page_of, strict=True):
        # A page without text starts where the next text does.
        pages += [start] * (page + 1 - len(pages))
    pages += [len(text)] * (len(kept) - len(pages))
    headings = (
        Heading(
            starts[head.first],
            starts[head.last] + len(lines[head.last].text),
            head.level,
            head.text,
        )
        for head in heads
    )
    return Content(
        text, sensible(printed.title) or title(lines, page_of), tuple(pages), tuple(headings)
    )


def _joined(lines: Sequence[Line], gaps: Sequence[str]) -> tuple[list[int], str]:
    """Return where each line starts in the text of all of them, and that text."""
    starts: list[int] = []
    length = 0
    for line, gap in zip(lines, gaps, strict=True):
        starts.append(length + len(gap))
        length = starts[-1] + len(line.text)
    return starts, "".join(gap + line.text for line, gap in zip(lines, gaps, strict=True))


def _scanned(name: str, counts: Sequence[int], reason: str) -> str:
    """Return the message for a PDF that has pictures of text only.

    Args:
        name: The file.
        counts: How many characters each page has.
        reason: Why OCR failed; nothing where no program for it is installed.
    """
    if reason:
        return (
            f"{name} has pictures of text only, and {reason}. "
            "Run OCR on it first and add what it makes"
        )
    pages, characters = len(counts), sum(counts)
    counted = f"{pages} {'page' if pages == 1 else 'pages'}"
    counted += f", {characters} {'character' if characters == 1 else 'characters'}"
    return (
        f"{name} has no text layer ({counted}). Run OCR on it first, for example: "
        f"ocrmypdf {shlex.quote(name)} {_mended(name)}"
    )


def _not_read(name: str, missing: Sequence[int], reason: str) -> tuple[str, str]:
    """Return what some pages are called, with the message that they are not read."""
    part = _counted(missing)
    line = f"{name}/{part} {'has' if len(missing) == 1 else 'have'} pictures and no text layer"
    if reason:
        return part, f"{line}, and {reason}. Run OCR on the PDF first and add what it makes"
    return part, (
        f"{line}; the rest is read. Run OCR on the PDF first, for example: ocrmypdf "
        f"--force-ocr --pages {_numbers(missing)} {shlex.quote(name)} {_mended(name)}"
    )


def _counted(pages: Sequence[int]) -> str:
    """Return pages, from 0, by the numbers that a reader knows: "pages 2, 5-7"."""
    return f"{'page' if len(pages) == 1 else 'pages'} {_numbers(pages).replace(',', ', ')}"


def _numbers(pages: Sequence[int]) -> str:
    """Return the numbers of ascending pages as programs take them: "2,5-7"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ",".join(f"{run[0] + 1}-{run[-1] + 1}" if run[1:] else f"{run[0] + 1}" for run in runs)


def _mended(name: str) -> str:
    """Return the name of the mended file for a command line."""
    path = PurePath(name)
    return shlex.quote(str(path.with_name(f"{path.stem}-ocr{path.suffix}")))
