"""The heads and feet of the pages of an OpenDocument text."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.formats.content import is_page_count
from index.formats.trees import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def margins(root: "Element") -> Iterator["Element"]:
    """Yield the heads and feet of pages, without the lines that count the pages."""
    for margin in root.iterfind("{*}master-styles/{*}master-page/*"):
        if local(margin).startswith(("header", "footer")):
            for line in list(margin.iter(f"{_TEXT}p")):
                counts = next(line.iter(f"{_TEXT}page-number"), None) is not None
                if counts and is_page_count("".join(line.itertext())):
                    line.clear()
            if margin.get(f"{_STYLE}display") != "false":
                yield margin
