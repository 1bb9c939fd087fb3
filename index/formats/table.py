"""Bytes on disk to documents: text and places, whatever the format.

    .txt .text .log           plain.py (encodings.py where it is not UTF-8)
    .md .markdown             markdown.py
    .rst .org                 rst.py, org.py
    .html .htm .xhtml         web.py
    .pdf                      pdf.py, with what is attached; pdfium.py (characters on pages),
                              pdffields.py (forms), pdflines.py, pdfparagraphs.py, ocr.py
                              (pictures of text)
    .docx .odt .rtf           docx.py, odt.py, rtf.py
    .pptx                     slides.py
    .xlsx .xlsm .xlsb .xls    sheets.py
    .ods .csv .tsv            sheets.py, separated.py
    .epub                     epub.py
    .ipynb .json .jsonl       notebook.py, jsonfile.py
    .rss .atom                feed.py
    .xml                      xmlfile.py (feeds too)
    .vtt .srt                 captions.py
    .eml .msg                 mail.py, outlook.py, with what is attached
    .mbox                     mailbox.py: the mails in it
    .zip                      archive.py: what is in it

kinds.py tells what a file is whose name says another kind.

What cannot be read is refused in one line that says why, and what to do about it.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from index.documents import Document
from index.errors import UnreadableFile
from index.formats.archive import members
from index.formats.captions import read_captions
from index.formats.content import Content, is_blank
from index.formats.docx import read_docx
from index.formats.epub import read_epub
from index.formats.feed import read_feed
from index.formats.inside import MAX_DEPTH, Inside
from index.formats.jsonfile import read_json, read_json_lines
from index.formats.kinds import true_suffix
from index.formats.mail import read_eml
from index.formats.mailbox import mails
from index.formats.markdown import read_markdown
from index.formats.notebook import read_notebook
from index.formats.odt import read_odt
from index.formats.org import read_org
from index.formats.outlook import read_msg
from index.formats.pdf import read_pdf
from index.formats.plain import read_plain
from index.formats.rst import read_rst
from index.formats.rtf import read_rtf
from index.formats.separated import read_separated
from index.formats.sheets import read_sheets
from index.formats.slides import read_slides
from index.formats.titles import named_after, printed
from index.formats.web import read_html
from index.formats.xmlfile import read_xml

# The largest book in plain text has a few megabytes, a scanned one with its pictures a hundred.
# The bytes, the text and the parser's tree are in memory together.
MAX_BYTES = 200_000_000

_Reader = Callable[[bytes, str], Content]
_Found = Iterator[tuple[str, bytes | UnreadableFile]]
_Unpacker = Callable[[bytes, str, Callable[[str], bool]], _Found]

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_EXCEL = "application/vnd.ms-excel"

FORMATS: Mapping[str, tuple[str, _Reader]] = {
    ".txt": ("text/plain", read_plain),
    ".text": ("text/plain", read_plain),
    ".log": ("text/plain", read_plain),
    ".md": ("text/markdown", read_markdown),
    ".markdown": ("text/markdown", read_markdown),
    ".rst": ("text/x-rst", read_rst),
    ".org": ("text/org", read_org),
    ".html": ("text/html", read_html),
    ".htm": ("text/html", read_html),
    ".xhtml": ("text/html", read_html),
    ".pdf": ("application/pdf", read_pdf),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", read_docx),
    ".odt": (f"{_OPEN}.text", read_odt),
    ".rtf": ("application/rtf", read_rtf),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", read_slides),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", read_sheets),
    ".xlsm": (f"{_EXCEL}.sheet.macroenabled.12", read_sheets),
    ".xlsb": (f"{_EXCEL}.sheet.binary.macroenabled.12", read_sheets),
    ".xls": (_EXCEL, read_sheets),
    ".ods": (f"{_OPEN}.spreadsheet", read_sheets),
    ".csv": ("text/csv", read_separated),
    ".tsv": ("text/tab-separated-values", read_separated),
    ".epub": ("application/epub+zip", read_epub),
    ".ipynb": ("application/x-ipynb+json", read_notebook),
    ".json": ("application/json", read_json),
    ".jsonl": ("application/jsonl", read_json_lines),
    ".ndjson": ("application/jsonl", read_json_lines),
    ".rss": ("application/rss+xml", read_feed),
    ".atom": ("application/atom+xml", read_feed),
    ".xml": ("application/xml", read_xml),
    ".vtt": ("text/vtt", read_captions),
    ".srt": ("application/x-subrip", read_captions),
    ".eml": ("message/rfc822", read_eml),
    ".msg": ("application/vnd.ms-outlook", read_msg),
}
"""One line a suffix: its media type and what reads it."""

# These have no text of their own.
_ARCHIVES: Mapping[str, tuple[str, _Unpacker]] = {
    ".mbox": ("application/mbox", lambda content, name, _: mails(content, name)),
    ".zip": ("application/zip", members),
}

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {suffix: media_type for suffix, (media_type, _) in (*FORMATS.items(), *_ARCHIVES.items())}
)
"""The media type of every suffix that is read."""

# What to do with kinds that people often have.
_INSTEAD: Mapping[str, str] = {
    **dict.fromkeys(".doc .docm .dot .dotx .wpd .wps .pages".split(), "Save it as .docx"),
    **dict.fromkeys((".fodt", ".ott"), "Save it as .odt"),
    **dict.fromkeys(".ppt .pptm .pps .ppsx .potx .odp .key".split(), "Save it as .pptx"),
    **dict.fromkeys(".numbers .wks .xltx .fods .ots".split(), "Save it as .xlsx"),
    **dict.fromkeys(
        ".jpg .jpeg .png .tif .tiff .gif .bmp .webp .heic".split(), "Save it as .pdf and run OCR"
    ),
    **dict.fromkeys((".djvu", ".xps"), "Save it as .pdf"),
    **dict.fromkeys(".rar .7z .tar .gz .tgz .bz2 .xz".split(), "Unpack it"),
    **dict.fromkeys((".mobi", ".azw", ".azw3"), "Save it as .epub"),
    **dict.fromkeys((".mht", ".mhtml"), "Save it as .html"),
    **dict.fromkeys(".adoc .asciidoc .tex .yaml .yml .toml .ini".split(), "Save it as .txt"),
    **dict.fromkeys((".pst", ".ost"), "Save its mails as .msg"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a file and of the files in it.

    Attributes:
        documents: That of the file itself first, if it has text; then those of the files in it,
            known by sources such as `mail.eml/report.pdf`. Two may have the same bytes.
        failed: The sources of files in it that could not be read, and of parts such as
            `report.pdf/pages 2, 5-7`, each with the line that says why. Files of kinds that are
            not read are in neither.
    """

    documents: tuple[Document, ...]
    failed: tuple[tuple[str, str], ...] = ()


def read(path: Path, *, source: str | None = None) -> Document:
    """Return the document in a file, without those of the files in it.

    Args:
        path: Its suffix says how it is read, unless its bytes tell another kind.
        source: What the document is known by, if not `path`.

    Raises:
        UnreadableFile: There is no such file, or it holds no text that can be read.
    """
    name = called(path, source)
    content = _bytes(path, name)
    suffix = _suffix(path.name, content)
    if suffix in _ARCHIVES:
        raise UnreadableFile(f"{name} holds files, and no text of its own. Unpack it first")
    found = FORMATS[suffix][1](content, name)
    if is_blank(found.text):
        raise UnreadableFile(f"{name} is empty")
    return _document(found, content, suffix, source or str(path))


def read_all(path: Path, *, source: str | None = None) -> Reading:
    """Return the documents in a file: its own, and those of the files in it.

    Args:
        path: Its suffix says how it is read, unless its bytes tell another kind.
        source: What its document is known by, if not `path`.

    Raises:
        UnreadableFile: There is no such file, or nothing in it can be read.
    """
    name = called(path, source)
    inside = Inside(SUFFIXES, MAX_BYTES, _take)
    _take(inside, _bytes(path, name), path.name, name, source or str(path), 0)
    if not inside.documents and not inside.failed:
        raise UnreadableFile(f"{name} has no file in it of a kind Quoth reads")
    return Reading(tuple(inside.documents), tuple(inside.failed))


def called(path: Path, source: str | None) -> str:
    """Return what messages call a file: its path, but what has none of its own by its source.

    Args:
        path: Where it is read, maybe for a moment only.
        source: What its document is known by, if not `path`.
    """
    has_own = source is None or os.path.abspath(path) == source
    return printed(str(path) if has_own else str(source))


def _take(inside: Inside, content: bytes, file: str, name: str, source: str, depth: int) -> None:
    """Read one file and the files in it.

    Args:
        inside: Told of the documents and failures.
        content: The file's bytes.
        file: Its own name, with its suffix.
        name: What messages call it.
        source: What its document is known by.
        depth: In how many other files it lies.
    """
    suffix = _suffix(file, content)
    if suffix in _ARCHIVES:
        if depth >= MAX_DEPTH:
            raise UnreadableFile(
                f"{name} lies in {depth} other files and is not unpacked. Unpack it first"
            )
        unpacked = _ARCHIVES[suffix][1](content, name, inside.is_read)
        inside.take(unpacked, name, source, depth)
        return
    found = FORMATS[suffix][1](content, name)
    if not is_blank(found.text):
        inside.documents.append(_document(found, content, suffix, source))
    elif not found.attachments:
        raise UnreadableFile(f"{name} is empty")
    inside.failed += ((f"{source}/{part}", line) for part, line in found.unread)
    inside.take(((each.name, each.content) for each in found.attachments), name, source, depth)


def _document(found: Content, content: bytes, suffix: str, source: str) -> Document:
    """Return the document that was found in a file's bytes."""
    return Document(
        title=found.title or named_after(source),
        sources=(source,),
        media_type=SUFFIXES[suffix],
        sha256=hashlib.sha256(content).hexdigest(),
        text=found.text,
        pages=found.pages,
        headings=found.headings,
        unit=found.unit,
        numbers=found.numbers,
        date=found.date,
    )


def _suffix(file: str, content: bytes) -> str:
    """Return the suffix by which a file is read, whatever it is called."""
    return true_suffix(content, Path(file).suffix.lower())


def _bytes(path: Path, name: str) -> bytes:
    """Return the bytes of a file of a kind that is read.

    Raises:
        UnreadableFile: It is none, is too large, or the system refuses it.
    """
    try:
        if path.is_dir():
            raise UnreadableFile(f"{name} is a folder, not a file")
        if not path.exists():
            raise UnreadableFile(f"{name} does not exist")
        if not path.is_file():
            raise UnreadableFile(f"{name} is not a regular file")
        if path.suffix.lower() not in SUFFIXES:
            mend = _INSTEAD.get(path.suffix.lower())
            kinds = f". {mend} first" if mend else f" ({', '.join(SUFFIXES)})"
            raise UnreadableFile(f"{name}: not a kind Quoth reads{kinds}")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(
                f"{name} has {size / 1e6:,.1f} MB; the largest file read has "
                f"{MAX_BYTES / 1e6:,.0f} MB. Split it first"
            )
        content = path.read_bytes()
    except PermissionError as error:
        raise UnreadableFile(f"{name} may not be read (permission denied)") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableFile(f"{name} cannot be read ({reason})") from error
    if not content:
        raise UnreadableFile(f"{name} is empty")
    return content
