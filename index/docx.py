"""Word documents (DOCX) to text and headings.

The paragraphs are read from the XML rather than through python-docx's `Paragraph.text`, which
loses what stands in tracked insertions, content controls and text boxes.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.content import Content, Writer, is_blank, one_line, without_junk
from index.errors import UnreadableFile

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# An archive of a few kilobytes can unpack to gigabytes; no book comes near this.
MAX_UNPACKED_BYTES = 500_000_000

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Deleted, moved away, or said a second time for old versions of Word.
_LEFT_OUT = frozenset([f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}pPr", f"{_W}rPr"])
_BLOCKS_WITHIN = frozenset([f"{_W}p", f"{_W}tbl"])
_SPOKEN = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style means for reading.

    Attributes:
        level: Of the heading it makes; 0 for the title; None for running text.
        is_list: Whether it makes list items.
        is_contents: Whether it makes lines of a table of contents.
    """

    level: int | None = None
    is_list: bool = False
    is_contents: bool = False


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is read of a Word file.

    Attributes:
        root: The document's XML.
        styles: The styles' XML.
        notes: The footnotes' XML, in one part or none.
        title: The title among the file's properties, maybe empty.
    """

    root: "Element"
    styles: "Element"
    notes: "tuple[Element, ...]"
    title: str


def read_docx(content: bytes, name: str) -> Content:
    """Return the text of a Word document, footnotes last.

    Raises:
        UnreadableFile: It is encrypted, damaged or no Word document.
    """
    _refuse_other_files(content, name)
    parts = _opened(content, name)
    styles = _styles(parts.styles)
    has_title = any(
        styles.get(style.get(f"{_W}val", ""), _Style()).level == 0
        for style in parts.root.iter(f"{_W}pStyle")
    )
    writer = Writer()
    titles: list[str] = []
    _write_blocks(parts.root, writer, styles, int(has_title), titles)
    for notes in parts.notes:
        for note in notes.iter(f"{_W}footnote"):
            # Those with a type are the lines drawn above the notes.
            if note.get(f"{_W}type") is None:
                writer.gap("\n\n")
                _write_blocks(note, writer, {}, 0, titles)
    headings = tuple(writer.headings)
    first = next((heading.text for heading in headings if heading.level == 1), "")
    title = parts.title or next(iter(titles), "") or first
    return Content(writer.text, title or None, headings=headings)


def _opened(content: bytes, name: str) -> _Parts:
    """Return the parts of a Word file; raise where python-docx cannot make sense of it."""
    import docx  # slow to import
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.exceptions import OpcError
    from docx.oxml import parse_xml
    from lxml import etree

    try:
        file = docx.Document(io.BytesIO(content))
        return _Parts(
            root=file.element,
            styles=file.styles.element,
            notes=tuple(
                parse_xml(relation.target_part.blob)
                for relation in file.part.rels.values()
                if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES and not relation.is_external
            ),
            title=one_line(file.core_properties.title or ""),
        )
    except (
        # An archive that is cut short, packed in another way, or has a password.
        *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError),
        # Parts that are missing, of another kind than said, or no XML.
        *(OpcError, etree.XMLSyntaxError, KeyError, ValueError, AttributeError, TypeError),
    ) as error:
        reason = one_line(str(error))[:120] or type(error).__name__
        raise UnreadableFile(
            f"{name} is damaged: it cannot be opened as a Word document ({reason}). "
            "Save it anew from the program that made it"
        ) from error


def _refuse_other_files(content: bytes, name: str) -> None:
    """Raise where the bytes are no archive, or one too large to unpack."""
    if content.startswith(_OLE):
        raise UnreadableFile(
            f"{name} is encrypted or an old .doc. Open it in a word processor and save it as "
            ".docx without a password"
        )
    if not content.startswith(_ZIP):
        raise UnreadableFile(f"{name} is not a Word document (.docx)")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableFile(
            f"{name} is damaged: its archive cannot be opened ({one_line(str(error))}). "
            "Save it anew from the program that made it"
        ) from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise UnreadableFile(
            f"{name} unpacks to {unpacked / 1e6:,.0f} MB; the largest read is "
            f"{MAX_UNPACKED_BYTES / 1e6:,.0f} MB"
        )


def _styles(root: "Element") -> dict[str, _Style]:
    """Return the document's paragraph styles by their id, with what they inherit."""
    named = {style.get(f"{_W}styleId", ""): style for style in root.iter(f"{_W}style")}
    found: dict[str, _Style] = {}
    for identifier in named:
        level, is_list, is_contents = None, False, False
        seen: set[str] = set()
        above = identifier
        # A style can be based on itself in a damaged file.
        while above in named and above not in seen:
            seen.add(above)
            style = named[above]
            name = _value(style, "name").lower()
            if level is None and name == "title":
                level = 0
            elif level is None and name.startswith("heading ") and name[8:].isdecimal():
                level = int(name[8:])
            is_list = is_list or name.startswith("list") or _find(style, "numPr") is not None
            is_contents = is_contents or name.startswith(("toc ", "table of figures"))
            above = _value(style, "basedOn")
        found[identifier] = _Style(level, is_list and level is None, is_contents)
    return found


def _find(element: "Element", tag: str) -> "Element | None":
    """Return the first element of this name inside `element`."""
    return next(element.iter(f"{_W}{tag}"), None)


def _value(element: "Element", tag: str) -> str:
    """Return the value of the first element of this name inside `element`, else nothing."""
    found = _find(element, tag)
    return "" if found is None else found.get(f"{_W}val") or ""


def _blocks(root: "Element") -> Iterator["Element"]:
    """Yield the paragraphs and tables under `root`, in order, none inside of another.

    What stands in a paragraph's text boxes comes behind the paragraph.
    """
    stack = list(root.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        if element.tag in _LEFT_OUT:
            continue
        if element.tag in _BLOCKS_WITHIN:
            yield element
        if element.tag != f"{_W}tbl":
            stack += element.iterchildren(reversed=True)


def _write_blocks(
    root: "Element", writer: Writer, styles: dict[str, _Style], shift: int, titles: list[str]
) -> None:
    """Write the paragraphs and tables under `root`, and add those styled as title to `titles`."""
    in_list = False
    for block in _blocks(root):
        if block.tag == f"{_W}tbl":
            writer.gap("\n\n")
            _write_table(block, writer)
            writer.gap("\n\n")
            in_list = False
            continue
        text = _text(block).strip(" \t\n")
        if is_blank(text):
            continue
        layout = block.find(f"{_W}pPr")
        style = styles.get("" if layout is None else _value(layout, "pStyle"), _Style())
        if style.is_contents:
            continue
        is_item = style.level is None and (
            style.is_list or (layout is not None and _find(layout, "numPr") is not None)
        )
        writer.gap("\n" if in_list and is_item else "\n\n")
        in_list = is_item
        if style.level is not None:
            writer.begin_heading(style.level + shift or 1)
        writer.write(text)
        writer.end_heading()
        if style.level == 0:
            titles.append(one_line(text))


def _write_table(table: "Element", writer: Writer) -> None:
    """Write a table row by row, a cell that spans several columns once."""
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table or _is_deleted(row):
            continue
        writer.gap("\n")
        cells = (cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row)
        for position, cell in enumerate(cells):
            if position:
                writer.cell()
            said = " ".join(" ".join(map(_text, _paragraphs(cell))).split())
            if said:
                writer.write(said)


def _is_deleted(row: "Element") -> bool:
    """Return whether the deletion of a table's row is tracked."""
    return row.find(f"{_W}trPr/{_W}del") is not None


def _paragraphs(cell: "Element") -> Iterator["Element"]:
    """Yield the paragraphs of a cell and of the tables inside it."""
    for block in _blocks(cell):
        if block.tag == f"{_W}p":
            yield block
        else:
            for inner in block.iter(f"{_W}tc"):
                yield from _paragraphs(inner)


def _text(paragraph: "Element") -> str:
    """Return what a paragraph says, but not its text boxes."""
    parts: list[str] = []
    stack = list(paragraph.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        if element.tag in _LEFT_OUT or element.tag in _BLOCKS_WITHIN:
            continue
        if element.tag in {f"{_W}t", f"{_M}t"}:
            parts.append(element.text or "")
        elif element.tag in _SPOKEN:
            parts.append(_SPOKEN[element.tag])
        else:
            stack += element.iterchildren(reversed=True)
    return without_junk("".join(parts)).replace("\xa0", " ")
