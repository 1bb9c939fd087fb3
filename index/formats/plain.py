"""Bytes of a text file to its characters, or a clear refusal.

Text is UTF-8, or what its byte order mark says, or what `index.formats.encodings` finds beyond
doubt: the words and letters of one language in one encoding only. Anything else is refused,
because a wrong guess would put letters into a quotation that the author never wrote.
"""

import codecs
import re
import shlex
from pathlib import PurePath

from index.errors import UnreadableFile
from index.formats.content import REMEDY, Content
from index.formats.encodings import recognise

# What most files that are not UTF-8 turn out to be.
_LIKELY = "WINDOWS-1252"

_HOLES = re.compile("[\x80-\x84\x86-\x9f]")


def read_plain(content: bytes, name: str) -> Content:
    """Return the text of a file exactly as it is, without its byte order mark."""
    return Content(decode(content, name))


def decode(content: bytes, name: str, encoding: str = "utf-8") -> str:
    """Return the characters of `content`.

    Args:
        content: A byte order mark in it overrules `encoding`.
        name: The file, for the message.
        encoding: As Python names it. What is said to be UTF-8 and is not may be read in the
            encoding that it shows; any other is taken at its word.

    Raises:
        UnreadableFile: Some bytes are no text in this encoding, or it is no text at all.
    """
    skipped = 0
    for mark, marked in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            encoding, skipped = marked, len(mark)
            break
    if not encoding.startswith("utf-16") and b"\0" in content:
        encoding = "" if skipped else recognise(content) or ""
        if not encoding:
            raise UnreadableFile(f"{name} is binary, not text. {REMEDY}")
    try:
        text = content[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        found = recognise(content) if encoding == "utf-8" and not skipped else None
        refused = UnreadableFile(_undecodable(content, name, error, skipped))
        if found is None:
            raise refused from error
        try:
            text = content.decode(found)
        except UnicodeDecodeError:
            raise refused from error
        # Holes that some encodings have, and others fill with what no text has.
        if _HOLES.search(text):
            raise refused from error
    if "\0" in text:
        raise UnreadableFile(f"{name} is binary, not text. {REMEDY}")
    return text


def _undecodable(content: bytes, name: str, error: UnicodeDecodeError, skipped: int) -> str:
    """Return the message for the first byte that is no text."""
    offset = skipped + error.start
    encoding = error.encoding.upper().removesuffix("-LE").removesuffix("-BE")
    found = f"{name} is not {encoding} text (byte 0x{content[offset]:02X} at offset {offset}"
    if encoding != "UTF-8":
        return f"{found}). Save it anew as UTF-8"
    path = PurePath(name)
    mended = path.with_name(f"{path.stem}-utf8{path.suffix}")
    return (
        f"{found}, line {content.count(10, 0, offset) + 1}). Convert it first, for example: "
        f"iconv -f {_LIKELY} -t UTF-8 {shlex.quote(name)} > {shlex.quote(str(mended))}"
    )
