"""Files attached to a PDF, or pinned to one of its pages."""

import ctypes
from types import ModuleType
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.archive import MAX_MEMBER_BYTES, MAX_TOTAL_BYTES
from index.formats.content import Attachment, file_name

if TYPE_CHECKING:
    from pypdfium2 import PdfAttachment


class Attached:
    """Collects attached files, up to as much as may be in memory together.

    Attributes:
        files: In the order they were met; one that is attached twice counts once.
    """

    def __init__(self, name: str, raw: ModuleType) -> None:
        """Begin with a PDF.

        Args:
            name: The PDF, for messages.
            raw: The functions of PDFium.
        """
        self.files: list[Attachment] = []
        self._name = name
        self._raw = raw
        self._bytes = 0

    def take(self, attached: "PdfAttachment") -> None:
        """Take a file."""
        try:
            name = file_name(attached.get_name())
        except UnicodeDecodeError:
            name = ""
        name = name or f"attachment-{len(self.files) + 1}"
        file = Attachment(name, self._content(attached, name))
        if file not in self.files:
            self.files.append(file)

    def _content(self, attached: "PdfAttachment", name: str) -> bytes | UnreadableFile:
        """Return the bytes of a file, maybe none, or what is wrong with it."""
        size = ctypes.c_ulong()
        self._raw.FPDFAttachment_GetFile(attached, None, 0, size)
        if size.value > MAX_MEMBER_BYTES or self._bytes + size.value > MAX_TOTAL_BYTES:
            return UnreadableFile(
                f"{self._name}/{name} has {size.value / 1e6:,.1f} MB; the largest attached file "
                f"read has {MAX_MEMBER_BYTES / 1e6:,.0f} MB, and all of them "
                f"{MAX_TOTAL_BYTES / 1e6:,.0f} MB. Save it by itself"
            )
        self._bytes += size.value
        return bytes(attached.get_data()) if size.value else b""
