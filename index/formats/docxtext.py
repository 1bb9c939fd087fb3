"""The XML of a paragraph of a Word document to what it says."""

from itertools import chain, takewhile
from typing import TYPE_CHECKING

from index.formats.content import around, raised, without_junk

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Deleted, moved away, said a second time for old versions of Word, or how a word is spoken.
LEFT_OUT = frozenset([f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}pPr", f"{W}rPr", f"{W}rt"])
BLOCKS_WITHIN = frozenset([f"{W}p", f"{W}tbl"])
_SPOKEN = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}

# What is written for numerators and denominators, for powers and indices.
_FORMULA = {f"{_M}num": "", f"{_M}den": "/", f"{_M}sup": "^", f"{_M}sub": "_"}
# The second stands unseen between a function and what it is of.
_SPACES = {0xA0: " ", 0x2061: " "}


def text_of(paragraph: "Element") -> str:
    """Return what a paragraph says, but not its text boxes."""
    parts: list[str] = []
    stack: list[Element | str] = list(paragraph.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            parts.append(element)
        elif element.tag in LEFT_OUT or element.tag in BLOCKS_WITHIN or _is_hidden(element):
            continue
        elif element.tag in {f"{W}t", f"{_M}t"}:
            parts.append(element.text or "")
        elif element.tag in _SPOKEN:
            parts.append(_SPOKEN[element.tag])
        else:
            before, behind = _signs(element)
            parts.append(_power(element, parts))
            stack += [behind, *element.iterchildren(reversed=True), before]
    return without_junk("".join(parts)).translate(_SPACES)


def is_on(element: "Element", path: str) -> bool:
    """Return whether an element has a property that is not switched off."""
    found = element.find(path)
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "off"}


def _is_hidden(element: "Element") -> bool:
    """Return whether a run is not shown."""
    return element.tag == f"{W}r" and is_on(element, f"{W}rPr/{W}vanish")


def _is_raised(element: "Element | None") -> bool:
    """Return whether a run is raised."""
    found = None if element is None else element.find(f"{W}rPr/{W}vertAlign")
    return found is not None and found.get(f"{W}val") == "superscript"


def _power(element: "Element", parts: list[str]) -> str:
    """Return the sign for a run that is raised behind some text; of several for the first."""
    if not _is_raised(element):
        return ""
    if _is_raised(next(element.itersiblings(f"{W}r", preceding=True), None)):
        return ""
    runs = chain([element], takewhile(_is_raised, element.itersiblings(f"{W}r")))
    before = next(filter(None, reversed(parts)), "")
    return raised(before, "".join(map(_said, runs)))


def _said(run: "Element") -> str:
    """Return the text of a run."""
    return "".join(text.text or "" for text in run.iter(f"{W}t"))


def _signs(element: "Element") -> tuple[str, str]:
    """Return what stands for the place of a part of a formula."""
    if element.tag not in _FORMULA:
        return "", ""
    said = "".join(text.text or "" for text in element.iter(f"{_M}t"))
    return around(_FORMULA[element.tag], said)
