"""What people remarked on the pages of a PDF, put behind its text.

    Comment by Anna Berg on “the fee”: Too high.
    Reply by Bo: Agreed in May.

Readers show such remarks beside the page or on a click. What is written over the page is read with
its print: see `pdffields.py`.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from ctypes import c_ushort
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from index.documents import Heading
from index.formats.content import Content
from index.formats.remarks import ENOUGH, introduced, quoted
from index.formats.rows import shown

_HEADING = "Comments"


@dataclass(frozen=True, slots=True)
class _Remark:
    """One remark.

    Attributes:
        parent: The place, among the page's annotations, of the one that it answers; None if it
            answers none.
        text: With who made it, on one line.
    """

    parent: int | None
    text: str


def notes(page: Any, raw: ModuleType) -> Iterator[Any]:
    """Yield the annotations of a page as PDFium knows them, each open until the next; some none."""
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        try:
            yield note
        finally:
            if note:
                raw.FPDFPage_CloseAnnot(note)


def remarks_of(page: Any, raw: ModuleType) -> list[str]:
    """Return what was remarked on a page, replies behind what they answer.

    Args:
        page: As pypdfium2 knows it.
        raw: PDFium's own functions.
    """
    found = {}
    for number, note in enumerate(notes(page, raw)):
        remark = _remark(page, note, raw) if note and _is_remark(note, raw) else None
        if remark is not None:
            found[number] = remark

    def thread(number: int) -> list[int]:
        """Return the places from the first remark of a thread to this one."""
        path = [number]
        while path[0] in found and (parent := found[path[0]].parent) is not None:
            if parent in path:
                break
            path.insert(0, parent)
        return path

    return [found[number].text for number in sorted(found, key=thread)]


def with_remarks(read: Content, remarks: Sequence[Sequence[str]]) -> Content:
    """Return a text with what was remarked on its pages behind it, each as of its page.

    Args:
        read: The text of a PDF.
        remarks: Of each page.
    """
    if not any(remarks):
        return read
    text = f"{read.text.rstrip()}\n\n".lstrip()
    headings = [*read.headings, Heading(len(text), len(text) + len(_HEADING), 1, _HEADING)]
    text += _HEADING
    pages, numbers = list(read.pages), list(range(1, len(read.pages) + 1))
    for number, said in enumerate(remarks, start=1):
        if said:
            text += "\n\n"
            pages.append(len(text))
            numbers.append(number)
            text += "\n".join(said)
    return replace(
        read, text=text, pages=tuple(pages), numbers=tuple(numbers), headings=tuple(headings)
    )


def _is_remark(note: Any, raw: ModuleType) -> bool:
    """Return whether an annotation says what is seen beside the page, or on a click."""
    kinds = {
        *(raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_CARET, raw.FPDF_ANNOT_INK),
        *(raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE),
        *(raw.FPDF_ANNOT_POLYGON, raw.FPDF_ANNOT_POLYLINE),
        *_marking(raw),
    }
    return bool(
        raw.FPDFAnnot_GetSubtype(note) in kinds
        and not raw.FPDFAnnot_GetFlags(note) & raw.FPDF_ANNOT_FLAG_HIDDEN
        # Whether a remark is settled is kept as a remark on it.
        and not raw.FPDFAnnot_HasKey(note, b"StateModel")
    )


def _marking(raw: ModuleType) -> set[int]:
    """Return the kinds of annotations that mark words."""
    return {
        *(raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE),
        *(raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_STRIKEOUT),
    }


def _remark(page: Any, note: Any, raw: ModuleType) -> _Remark | None:
    """Return what an annotation says, or None where it says nothing."""
    text = _value(note, b"Contents", raw)
    if not text:
        return None
    parent = raw.FPDFAnnot_GetLinkedAnnot(note, b"IRT")
    at = None
    if parent:
        at = raw.FPDFPage_GetAnnotIndex(page, parent)
        raw.FPDFPage_CloseAnnot(parent)
    is_marking = raw.FPDFAnnot_GetSubtype(note) in _marking(raw)
    on = quoted(_marked(page, note, raw)) if is_marking and at is None else ""
    author = _value(note, b"T", raw)
    return _Remark(at, introduced(author, on, is_reply=at is not None) + text)


def _marked(page: Any, note: Any, raw: ModuleType) -> str:
    """Return the words that an annotation marks, or the first of them."""
    words = ""
    area = raw.FS_QUADPOINTSF()
    with closing(page.get_textpage()) as print_:
        for number in range(raw.FPDFAnnot_CountAttachmentPoints(note)):
            if len(words) > ENOUGH or not raw.FPDFAnnot_GetAttachmentPoints(note, number, area):
                break
            across = (area.x1, area.x2, area.x3, area.x4)
            along = (area.y1, area.y2, area.y3, area.y4)
            words += f" {print_.get_text_bounded(min(across), min(along), max(across), max(along))}"
    return shown(words)


def _value(note: Any, key: bytes, raw: ModuleType) -> str:
    """Return a text of an annotation on one line; empty where it has none."""
    # In bytes, with the 0 at its end.
    length = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = (c_ushort * (length // 2))()
    raw.FPDFAnnot_GetStringValue(note, key, buffer, length)
    return shown(bytes(buffer).decode("utf-16-le", "replace").rstrip("\0"))
