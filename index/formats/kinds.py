"""What kind of file some bytes are, whatever the file is called."""

import codecs

HEADS = (b"%PDF", b"{\\rtf", b"PK\x03\x04")
"""What files begin with that are of another kind than their name may say."""

# In the names of a package's parts, or in what it says of itself first of all.
_PARTS = (
    (b"mimetypeapplication/epub+zip", ".epub"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", ".odt"),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ".ods"),
    (b"word/document.xml", ".docx"),
    (b"ppt/presentation.xml", ".pptx"),
    (b"xl/workbook.", ".xlsx"),
)
# One kind of package, or any.
_ALIKE = {".xlsm": ".xlsx", ".xlsb": ".xlsx", ".xls": ".xlsx"}
_ANY = ".zip"

# Begins the last record of an archive, which says how long the list of names before it is.
_END = b"PK\x05\x06"
# Long enough for what a package says of itself first of all.
_HEAD = 200

_DELIMITERS = b"\t;,"
_LOOK = 1000


def true_suffix(content: bytes, suffix: str) -> str:
    """Return the suffix by which a file is read: that of its name, unless its bytes tell better.

    Args:
        content: The file's bytes.
        suffix: Of its name, in small letters.
    """
    if content.startswith(b"%PDF-"):
        return ".pdf"
    if content.startswith(b"{\\rtf"):
        return ".rtf"
    if content.startswith(b"PK\x03\x04") and suffix != _ANY:
        names = _names(content)
        told = next((kind for mark, kind in _PARTS if mark in names), suffix)
        return suffix if _ALIKE.get(suffix, suffix) == told else told
    # Many programs on the web give out such text as a spreadsheet, which Excel opens.
    return ".csv" if suffix == ".xls" and _is_table(content) else suffix


def _names(content: bytes) -> bytes:
    """Return where an archive names what is in it: its first bytes, and the list at its end.

    What lies between may be an archive itself, packed or not. Of one that is cut short it is all.
    """
    end = content.rfind(_END)
    if end < 0:
        return content
    length = int.from_bytes(content[end + 12 : end + 16], "little")
    return content[:_HEAD] + content[max(end - length, 0) : end]


def _is_table(content: bytes) -> bool:
    """Return whether bytes are text whose first line has several values."""
    look = content[:_LOOK].lstrip()
    if look.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    first = look.partition(b"\n")[0]
    return (
        b"\0" not in look
        and not look.startswith((b"<", b"{"))
        and any(mark in first for mark in _DELIMITERS)
    )
