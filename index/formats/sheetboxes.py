"""What stands in the boxes over the cells of a spreadsheet of Excel (XLSX, XLSM)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.packages import open_package
from index.formats.rows import Line, shown
from index.formats.slideframes import paragraphs
from index.formats.trees import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# In the paths of all drawings.
_NAME = b"drawing"
_TRUE = frozenset(["1", "true"])
# What old versions of Excel show instead.
_UNSEEN = "Fallback"


def boxes_of(content: bytes, name: str) -> Mapping[int, Sequence[Line]]:
    """Return the paragraphs in the boxes of each sheet, by its place in the workbook, from 0.

    Each has the number of the row at which its box begins.

    Args:
        content: Of the spreadsheet, known to be sound.
        name: The file, for messages.

    Raises:
        UnreadableFile: What holds them is damaged.
    """
    # To open an archive takes longer than to look for the names in it.
    if _NAME not in content:
        return {}
    try:
        package = open_package(content, name, "spreadsheet", ".xlsx", "a spreadsheet program")
    except UnreadableFile:
        # Of another kind, or odd: its cells are read all the same.
        return {}
    if not package.main.endswith(".xml"):
        return {}
    targets = package.targets(package.main)
    found = {}
    for at, entry in enumerate(package.part(package.main).iterfind("{*}sheets/{*}sheet")):
        path, _ = targets.get(entry.get(f"{_RELATION}id", ""), ("", ""))
        drawings = package.related(path, "drawing") if path else []
        said = (line for drawing in drawings for line in _lines(package.part(drawing)))
        found[at] = sorted(said, key=lambda line: line.number)
    return found


def _lines(root: "Element") -> Iterator[Line]:
    """Yield the paragraphs of the boxes in a drawing; each box begins apart from what is above."""
    for anchor in root.iterchildren("*"):
        row = anchor.findtext("{*}from/{*}row", "").strip()
        number = int(row) + 1 if row.isdecimal() and len(row) < 9 else 1
        for body in _bodies(anchor):
            begins = True
            for text in filter(None, map(shown, paragraphs(body))):
                yield Line(number, text, begins)
                begins = False


def _bodies(anchor: "Element") -> Iterator["Element"]:
    """Yield the texts of the shapes that are seen, in groups too."""
    stack = [anchor]
    while stack:
        element = stack.pop()
        if local(element) == "txBody":
            yield element
        elif local(element) != _UNSEEN and not _is_hidden(element):
            stack += element.iterchildren("*", reversed=True)


def _is_hidden(shape: "Element") -> bool:
    """Return whether a shape or a group is marked as hidden."""
    return any(look.get("hidden") in _TRUE for look in shape.iterfind("*/{*}cNvPr"))
