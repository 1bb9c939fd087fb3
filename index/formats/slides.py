"""Presentations (PPTX) to the text of their slides."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.content import Content, Writer, is_blank, one_line
from index.formats.packages import Package, open_package
from index.formats.remarks import write_remarks
from index.formats.rows import shown
from index.formats.slidecomments import authors_of, remarks_on
from index.formats.slideframes import frame_lines, paragraphs
from index.formats.titles import write_heading
from index.formats.trees import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TITLES = frozenset(["title", "ctrTitle"])
# What the layout puts on every slide.
_MARGIN = frozenset(["dt", "ftr", "hdr", "sldNum", "sldImg"])
_SHAPES = frozenset(["sp", "cxnSp", "graphicFrame"])
_GROUPS = frozenset(["spTree", "grpSp", "AlternateContent", "Choice"])
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def read_slides(content: bytes, name: str) -> Content:
    """Return the text of a presentation, each slide under its title, comments and notes last.

    Hidden slides are read too. A slide's shapes come in the order in which PowerPoint reads them
    aloud, the title first.

    Raises:
        UnreadableFile: It is encrypted, damaged, no presentation, or has pictures only.
    """
    package = open_package(
        content, name, "PowerPoint presentation", ".pptx", "a presentation program"
    )
    targets, authors = package.targets(package.main), authors_of(package)
    writer = Writer()
    pages: list[int] = []
    title = ""
    has_text = False
    for entry in package.part(package.main).iterfind("{*}sldIdLst/{*}sldId"):
        path, kind = targets.get(entry.get(f"{_RELATION}id", ""), ("", ""))
        shapes = list(_shapes(package.part(path))) if kind == "slide" else []
        titled = next((shape for shape in shapes if _is_title(shape) and _line(shape)), None)
        heading = f"Slide {len(pages) + 1}" if titled is None else _line(titled)
        pages.append(write_heading(writer, heading))
        before = writer.length
        for shape in shapes:
            if shape is not titled:
                _write(shape, writer, package, path)
        write_remarks(writer, remarks_on(package, path, authors) if shapes else [])
        for notes in package.related(path, "notesSlide") if shapes else ():
            _write_notes(package.part(notes), writer)
        has_text = has_text or titled is not None or writer.length > before
        title = title or ("" if titled is None else one_line(heading))
    if not has_text:
        count = f"{len(pages)} {'slide' if len(pages) == 1 else 'slides'}"
        raise UnreadableFile(
            f"{name} has no text ({count}). If its pictures show words, save it as PDF and run OCR "
            "on that"
        )
    return Content(
        writer.text,
        package.title or title or None,
        pages=tuple(pages),
        headings=tuple(writer.headings),
        unit="slide",
        date=package.date,
    )


def _shapes(root: "Element") -> Iterator["Element"]:
    """Yield the shapes and frames of a slide that can hold text, those in groups too."""
    stack = list(root.iterfind("{*}cSld/{*}spTree"))
    while stack:
        element = stack.pop()
        if local(element) in _SHAPES:
            yield element
        elif local(element) in _GROUPS:
            stack += element.iterchildren(reversed=True)


def _role(shape: "Element") -> str:
    """Return what a placeholder is for, such as `title`; nothing for other shapes."""
    placeholder = next(shape.iterfind("*/*/{*}ph"), None)
    return "" if placeholder is None else placeholder.get("type", "body")


def _is_title(shape: "Element") -> bool:
    """Return whether a shape is the title of its slide."""
    return _role(shape) in _TITLES


def _line(shape: "Element") -> str:
    """Return the text of a shape on one line."""
    return shown(" ".join(_texts(shape)))


def _texts(shape: "Element") -> Iterator[str]:
    """Yield the paragraphs of a shape."""
    for body in shape.iterchildren("{*}txBody"):
        yield from paragraphs(body)


def _write(shape: "Element", writer: Writer, package: Package, path: str) -> None:
    """Write a shape or a frame of the slide at `path`."""
    if _role(shape) in _MARGIN:
        return
    is_frame = local(shape) == "graphicFrame"
    said = frame_lines(shape, package, path) if is_frame else _texts(shape)
    writer.gap("\n\n")
    for text in said:
        if not is_blank(text):
            writer.write(text.strip(" \t\n"))
            writer.gap("\n")
    writer.gap("\n\n")


def _write_notes(root: "Element", writer: Writer) -> None:
    """Write what the speaker noted, under a heading of its own."""
    texts = [text for shape in _shapes(root) if _role(shape) == "body" for text in _texts(shape)]
    if is_blank("".join(texts)):
        return
    write_heading(writer, "Notes", 2)
    for text in texts:
        if not is_blank(text):
            writer.write(text.strip(" \t\n"))
            writer.gap("\n")
