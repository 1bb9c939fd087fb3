"""Bytes on disk to documents: text and places, whatever the format.

    .txt .text .log       plain.py
    .md .markdown         markdown.py
    .html .htm .xhtml     web.py
    .docx                 docx.py
    .pdf                  pdf.py (characters on pages), layout.py (lines to paragraphs)

What cannot be read is refused in one line that says why, and what to do about it.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from index.content import Content, is_blank, one_line
from index.documents import Document
from index.docx import read_docx
from index.errors import UnreadableFile
from index.markdown import read_markdown
from index.pdf import read_pdf
from index.plain import read_plain
from index.web import read_html

# The largest book in plain text has a few megabytes, a scanned one with its pictures a hundred.
# The bytes, the text and the parser's tree are in memory together.
MAX_BYTES = 200_000_000

_Reader = Callable[[bytes, str], Content]

# One line a suffix: its media type and what reads it.
_FORMATS: Mapping[str, tuple[str, _Reader]] = {
    ".txt": ("text/plain", read_plain),
    ".text": ("text/plain", read_plain),
    ".log": ("text/plain", read_plain),
    ".md": ("text/markdown", read_markdown),
    ".markdown": ("text/markdown", read_markdown),
    ".html": ("text/html", read_html),
    ".htm": ("text/html", read_html),
    ".xhtml": ("text/html", read_html),
    ".pdf": ("application/pdf", read_pdf),
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        read_docx,
    ),
}

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {suffix: media_type for suffix, (media_type, _) in _FORMATS.items()}
)
"""The media type of every suffix that is read."""

_PDF = b"%PDF-"


def read(path: Path, *, source: str | None = None) -> Document:
    """Return the document in a file.

    Args:
        path: Its suffix says how it is read, unless it is a PDF under another one.
        source: What the document is known by, if not `path`.

    Raises:
        UnreadableFile: There is no such file, or it holds no text that can be read.
    """
    name = _shown(str(path))
    suffix = path.suffix.lower()
    content = _bytes(path, name)
    if content.startswith(_PDF):
        suffix = ".pdf"
    read_content = _FORMATS[suffix][1](content, name)
    if is_blank(read_content.text):
        raise UnreadableFile(f"{name} is empty")
    return Document(
        title=read_content.title or one_line(_shown(path.stem)),
        sources=(source or str(path),),
        media_type=SUFFIXES[suffix],
        sha256=hashlib.sha256(content).hexdigest(),
        text=read_content.text,
        pages=read_content.pages,
        headings=read_content.headings,
        unit=read_content.unit,
        numbers=read_content.numbers,
        date=read_content.date,
    )


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
            raise UnreadableFile(f"{name}: not a kind Quoth reads ({', '.join(SUFFIXES)})")
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


def _shown(name: str) -> str:
    """Return a name fit for a message of one line: a file's name can hold a newline."""
    return "".join(character if character.isprintable() else "?" for character in name)
