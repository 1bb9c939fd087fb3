"""The formulas of OpenDocument texts: files of their own, written as on the web."""

import codecs
from typing import TYPE_CHECKING

from index.formats.archive import member
from index.formats.web import read_html

if TYPE_CHECKING:
    from zipfile import ZipFile

    from lxml.etree import _Element as Element

_OBJECT = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}object"
_LINK = "{http://www.w3.org/1999/xlink}href"


def write_formulas(body: "Element", archive: "ZipFile", name: str) -> None:
    """Put what each formula says behind the place where it is drawn.

    Args:
        body: Of the text.
        archive: It all.
        name: The file, for messages.
    """
    for place in body.iter(_OBJECT):
        path = f"{place.get(_LINK, '').removeprefix('./').rstrip('/')}/content.xml"
        content = member(archive, path, name) if path in archive.NameToInfo else b""
        if b"<math" in content:
            place.tail = read_html(codecs.BOM_UTF8 + content, name).text
