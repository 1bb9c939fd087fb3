"""PDFium, which knows what is printed in a PDF: used here alone, by one thread at a time."""

import logging
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePath
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any

from index.errors import UnreadableFile
from index.formats.content import REMEDY, Attachment, one_line
from index.formats.dates import day
from index.formats.pdfcharacters import lines_of, pieces_of
from index.formats.pdffields import Box, with_filled
from index.formats.pdffiles import Attached
from index.formats.pdflines import Bookmark, Line, characters
from index.formats.pdforder import from_top
from index.formats.pdfremarks import notes, remarks_of

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfFormEnv, PdfPage

STAMP_CHARACTERS = 10
"""A page with fewer has no text but a stamp or its number."""

# Pictures that cover as much of a page without text are what there is to read on it.
_FILLED_SHARE = 0.5

# What OCR programs are trained on.
_DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72
# A3 has 17 million dots; a page may say that it is as large as a house.
_MAX_DOTS = 40_000_000

# PDFium must not be used from two threads at once.
_PDFIUM = Lock()

# It warns of odd outlines; without a handler that would be a stray line on the screen.
logging.getLogger("pypdfium2").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed on the pages of a PDF.

    Attributes:
        pages: The lines of each, in the order of reading as far as that is known.
        remarks: What people remarked on each.
        edges: The heights of the lower and the upper edge of each, in points.
        pictures: The pages, from 0, that pictures fill and that have no text but a stamp.
        bookmarks: The outline.
        title: As the file gives it, on one line; maybe empty.
        date: The day of the last change, else of its making, as YYYY-MM-DD; maybe empty.
        attachments: Files within it.
    """

    pages: list[list[Line]]
    remarks: list[list[str]]
    edges: list[tuple[float, float]]
    pictures: list[int]
    bookmarks: list[Bookmark]
    title: str
    date: str
    attachments: tuple[Attachment, ...]


def read_print(content: bytes, name: str) -> Printed:
    """Return what is printed on the pages of a PDF.

    Raises:
        UnreadableFile: It is none, is encrypted or damaged.
    """
    if b"%PDF" not in content[:1024]:
        raise UnreadableFile(f"{name} is not a PDF (it does not begin with %PDF). {REMEDY}")
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
            # Draws what is filled in where the program that filled it in left that to others.
            file.init_forms()
            pages: list[list[Line]] = []
            remarks: list[list[str]] = []
            edges: list[tuple[float, float]] = []
            pictures: list[int] = []
            attached = Attached(name, raw)
            for number in range(file.count_attachments()):
                attached.take(file.get_attachment(number))
            for number in range(len(file)):
                with closing(file[number]) as page:
                    lines = lines_of(page, raw)
                    _, bottom, _, top = page.get_bbox()
                    edges.append((bottom, top))
                    if characters(lines) < STAMP_CHARACTERS and _is_filled(page, raw):
                        pictures.append(number)
                    for pinned in _pinned(page, raw):
                        attached.take(pypdfium2.PdfAttachment(pinned, file))
                    is_written_on = _is_written_on(page, raw)
                    remarks.append(remarks_of(page, raw))
                pages.append(
                    _with_filled(file, number, lines, raw) if is_written_on else from_top(lines)
                )
            changed = _said(lambda: file.get_metadata_value("ModDate"))
            made = _said(lambda: file.get_metadata_value("CreationDate"))
            return Printed(
                pages,
                remarks,
                edges,
                pictures,
                list(_bookmarks(file)),
                _said(lambda: file.get_metadata_value("Title")),
                day(changed) or day(made),
                tuple(attached.files),
            )
        except pypdfium2.PdfiumError as error:
            raise UnreadableFile(_damaged(name, error)) from error
        finally:
            file.close()


def draw(content: bytes, pages: Sequence[int], path: Path) -> Iterator[int]:
    """Yield pages of a PDF, from 0, once each is drawn as a grey picture.

    Args:
        content: The PDF.
        pages: From 0.
        path: Where each picture is written, in place of the last one.
    """
    import pypdfium2  # slow to import

    with _PDFIUM:
        file = pypdfium2.PdfDocument(content)
    try:
        for number in pages:
            with _PDFIUM:
                page = file[number]
                width, height = (side / _POINTS_PER_INCH for side in page.get_size())
                scale = min(_DOTS_PER_INCH, (_MAX_DOTS / max(width * height, 1e-6)) ** 0.5)
                # What is written over the page is read without OCR.
                bitmap = page.render(
                    scale=scale / _POINTS_PER_INCH, grayscale=True, draw_annots=False
                )
                rows = memoryview(bitmap.buffer).cast("B")
                with path.open("wb") as picture:
                    picture.write(b"P5\n%d %d\n255\n" % (bitmap.width, bitmap.height))
                    for row in range(bitmap.height):
                        begin = row * bitmap.stride
                        picture.write(rows[begin : begin + bitmap.width])
                bitmap.close()
                page.close()
            yield number
    finally:
        with _PDFIUM:
            file.close()


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


def _with_filled(
    file: "PdfDocument", number: int, lines: Sequence[Line], raw: ModuleType
) -> list[Line]:
    """Return the lines of a page together with what is filled in on it, or written over it."""
    with closing(file[number]) as page:
        before = pieces_of(page, raw)
        fields, ticks = _flatten(page, file.formenv, raw)
    with closing(file[number]) as page:
        return with_filled(lines, before, pieces_of(page, raw), fields, ticks)


def _is_filled(page: "PdfPage", raw: ModuleType) -> bool:
    """Return whether pictures fill a page, or drawings that may have pictures in them."""
    width, height = page.get_size()
    filled = 0.0
    for drawn in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM], max_depth=1):
        left, bottom, right, top = drawn.get_bounds()
        filled += (right - left) * (top - bottom)
    return bool(filled > _FILLED_SHARE * width * height)


def _is_written_on(page: "PdfPage", raw: ModuleType) -> bool:
    """Return whether there are words on a page apart from its print."""
    return any(_is_worded(note, raw) for note in notes(page, raw))


def _flatten(
    page: "PdfPage", forms: "PdfFormEnv | None", raw: ModuleType
) -> tuple[list[Box], dict[Box, bool]]:
    """Make print of the words on a page apart from its print, seen when it is opened anew.

    What only marks the text goes, and so do the notes that a reader opens with a click. On disk
    nothing changes.

    Returns:
        Where the fields of forms are, and those that may be ticked, with whether each is.
    """
    fields: list[Box] = []
    ticks: dict[Box, bool] = {}
    kinds = {raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON}
    wordless: list[int] = []
    box = raw.FS_RECTF()
    for number, note in enumerate(notes(page, raw)):
        if not _is_worded(note, raw):
            wordless.append(number)
            continue
        is_field = raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET
        if is_field and raw.FPDFAnnot_GetRect(note, box):
            place = (box.left, box.bottom, box.right, box.top)
            if forms and raw.FPDFAnnot_GetFormFieldType(forms, note) in kinds:
                ticks[place] = bool(raw.FPDFAnnot_IsChecked(forms, note))
            else:
                fields.append(place)
    for number in reversed(wordless):
        raw.FPDFPage_RemoveAnnot(page, number)
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    return fields, ticks


def _is_worded(note: Any, raw: ModuleType) -> bool:
    """Return whether an annotation shows words that are not seen elsewhere."""
    kinds = {
        *(raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP),
        *(raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_WATERMARK),
    }
    unseen = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
    return bool(
        note
        and raw.FPDFAnnot_GetSubtype(note) in kinds
        and raw.FPDFAnnot_HasKey(note, b"AP")
        and not raw.FPDFAnnot_GetFlags(note) & unseen
    )


def _pinned(page: "PdfPage", raw: ModuleType) -> Iterator[Any]:
    """Yield the files pinned to a page, as PDFium knows them."""
    for note in notes(page, raw):
        if note and raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_FILEATTACHMENT:
            file = raw.FPDFAnnot_GetFileAttachment(note)
            if file:
                yield file


def _encrypted(name: str) -> str:
    """Return the message for a PDF with a password."""
    path = PurePath(name)
    opened = path.with_name(f"{path.stem}-open{path.suffix}")
    return (
        f"{name} is encrypted. Remove its password first, for example: "
        f"qpdf --decrypt --password=... {shlex.quote(name)} {shlex.quote(str(opened))}"
    )


def _damaged(name: str, error: Exception) -> str:
    """Return the message for a PDF that PDFium does not take."""
    # "Failed to load document (PDFium: Data format error)."
    why = one_line(str(error)).rstrip(".").rpartition("PDFium: ")[2].rstrip(")").lower()
    return f"{name} is damaged ({why}). Save it anew from the program that made it"
