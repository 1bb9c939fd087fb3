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
        named = _ALIKE.get(suffix, suffix)
        # One of the other kinds may lie in it, packed or not.
        marks = sorted(_PARTS, key=lambda part: part[1] != named)
        told = next((kind for mark, kind in marks if mark in content), suffix)
        return suffix if named == told else told
    # Many programs on the web give out such text as a spreadsheet, which Excel opens.
    return ".csv" if suffix == ".xls" and _is_table(content) else suffix


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
