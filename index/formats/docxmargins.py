"""The heads and feet of a Word document's pages: files of their own, named by its sections."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.formats.content import is_page_count
from index.formats.docxtext import W, is_on, text_of
from index.formats.packages import Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def margins(package: Package, root: "Element") -> Iterator["Element"]:
    """Yield the heads and feet that the pages show, without the lines that count the pages."""
    targets = package.targets(package.main)
    sections = list(root.iter(f"{W}sectPr"))
    # A section may take them over from the one before.
    has_first = any(is_on(section, f"{W}titlePg") for section in sections)
    kinds = {"default", "first"} if has_first else {"default"}
    for section in sections:
        for reference in section.iterchildren(f"{W}headerReference", f"{W}footerReference"):
            path, _ = targets.get(reference.get(f"{_RELATION}id", ""), ("", ""))
            if not path or reference.get(f"{W}type") not in kinds:
                continue
            margin = package.part(path)
            for line in list(margin.iter(f"{W}p")):
                if _counts_pages(line) and is_page_count(text_of(line)):
                    line.clear()
            yield margin


def _counts_pages(paragraph: "Element") -> bool:
    """Return whether a paragraph shows the number of its page."""
    fields = [field.get(f"{W}instr") or "" for field in paragraph.iter(f"{W}fldSimple")]
    fields += (field.text or "" for field in paragraph.iter(f"{W}instrText"))
    return any("PAGE" in field.split() for field in fields)
