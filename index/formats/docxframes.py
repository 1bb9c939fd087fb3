"""The charts and diagrams of Word documents: files of their own, written where they are drawn."""

from contextlib import suppress
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.docxtext import W
from index.formats.packages import Package
from index.formats.slideframes import frame_lines
from index.formats.trees import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DATA = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_KINDS = frozenset(["chart", "relIds"])


def write_frames(root: "Element", package: Package) -> None:
    """Put what each chart or diagram says into the text, as a text box would stand there.

    Args:
        root: Of the document.
        package: It all.
    """
    for frame in list(root.iter(_DATA)):
        if not any(local(child) in _KINDS for child in frame.iterchildren("{*}*")):
            continue
        # The text is read also where one of them is damaged.
        with suppress(UnreadableFile):
            _write(frame, list(frame_lines(frame, package, package.main)))


def _write(frame: "Element", lines: list[str]) -> None:
    """Write lines into a frame as one paragraph."""
    from lxml.etree import SubElement  # slow to import

    run = SubElement(SubElement(frame, f"{W}p"), f"{W}r")
    for number, line in enumerate(lines):
        if number:
            SubElement(run, f"{W}br")
        SubElement(run, f"{W}t").text = line
