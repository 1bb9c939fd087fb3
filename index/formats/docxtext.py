"""The XML of a paragraph of a Word document to what it says."""

from collections.abc import Callable, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING

from index.formats.content import around, raised, without_junk
from index.formats.symbols import symbol

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Deleted, moved away, said a second time for old versions of Word, or how a word is spoken.
_LEFT_OUT = frozenset([f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}pPr", f"{W}rPr", f"{W}rt"])
_UNSEEN = ("vanish", "strike", "dstrike")
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
# What names the sign before, and the one behind, with what it is where none is named.
_ENCLOSED = {
    f"{_M}nary": (("chr", "∫"), ("none", "")),
    f"{_M}d": (("begChr", "("), ("endChr", ")")),
}
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
        elif element.tag in BLOCKS_WITHIN or is_left_out(element) or is_unseen(element):
            continue
        elif element.tag in {f"{W}t", f"{_M}t"}:
            parts.append(element.text or "")
        elif element.tag in _SPOKEN:
            parts.append(_SPOKEN[element.tag])
        elif element.tag in _DRAWN:
            parts.append(_DRAWN[element.tag](element))
        else:
            before, behind = _signs(element)
            parts.append(_power(element, parts))
            stack += [behind, *element.iterchildren(reversed=True), before]
    return without_junk("".join(parts)).translate(_SPACES)


def is_left_out(element: "Element") -> bool:
    """Return whether what is in an element is no part of the text.

    Nor is what a form says where nobody has filled it in.
    """
    return element.tag in _LEFT_OUT or (
        element.tag == f"{W}sdt" and is_on(element, f"{W}sdtPr/{W}showingPlcHdr")
    )


def is_unseen(element: "Element") -> bool:
    """Return whether a run is hidden, or struck out."""
    return element.tag == f"{W}r" and any(is_on(element, f"{W}rPr/{W}{look}") for look in _UNSEEN)


def is_on(element: "Element", path: str) -> bool:
    """Return whether an element has a property that is not switched off."""
    found = element.find(path)
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "off"}


def own(element: "Element", tag: str) -> str:
    """Return the value of the child of this name, else nothing."""
    found = element.find(f"{W}{tag}")
    return "" if found is None else found.get(f"{W}val") or ""


def _symbol(element: "Element") -> str:
    """Return the character of a font of symbols; nothing where it is not known."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    return symbol(element.get(f"{W}font", ""), code)


def _box(element: "Element") -> str:
    """Return whether a box of a form is checked, as a page shows it."""
    state = "checked" if element.find(f"{W}checked") is not None else "default"
    return "☒" if is_on(element, f"{W}{state}") else "☐"


_DRAWN: "Mapping[str, Callable[[Element], str]]" = {f"{W}sym": _symbol, f"{W}checkBox": _box}
"""What is drawn, with what says how."""


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
    runs = [element, *takewhile(_is_raised, element.itersiblings(f"{W}r"))]
    following = next(runs[-1].itersiblings(f"{W}r"), None)
    before = next(filter(None, reversed(parts)), "")
    behind = "" if following is None else _said(following)
    return raised(before, "".join(map(_said, runs)), behind)


def _said(run: "Element") -> str:
    """Return the text of a run."""
    return "".join(text.text or "" for text in run.iter(f"{W}t"))


def _signs(element: "Element") -> tuple[str, str]:
    """Return what stands before and behind a part of a formula."""
    if element.tag in _ENCLOSED:
        first, last = _ENCLOSED[element.tag]
        return _sign(element, *first), _sign(element, *last)
    parent = element.getparent()
    is_root = element.tag == f"{_M}e" and parent is not None and parent.tag == f"{_M}rad"
    sign = "√" if is_root else _FORMULA.get(element.tag)
    if sign is None:
        return "", ""
    return around(sign, "".join(text.text or "" for text in element.iter(f"{_M}t")))


def _sign(element: "Element", tag: str, usual: str) -> str:
    """Return the sign that a part of a formula names, else the usual one."""
    found = element.find(f"{element.tag}Pr/{_M}{tag}")
    return usual if found is None else found.get(f"{_M}val", "")
