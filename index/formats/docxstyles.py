"""The paragraph styles of a Word document to what they mean for reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.formats.content import TITLE_CHARACTERS
from index.formats.docxtext import W, own

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NUMBERED = f"{W}pPr/{W}numPr"
"""Where a paragraph or a style names the list that it belongs to."""

# What is deeper in an outline is running text.
_DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style means for reading.

    Attributes:
        level: Of the heading it makes; 0 for the title; None for running text.
        is_list: Whether it makes list items.
        is_contents: Whether it makes lines of a table of contents.
    """

    level: int | None = None
    is_list: bool = False
    is_contents: bool = False


def named_styles(root: "Element") -> dict[str, "Element"]:
    """Return the styles of a document by their id."""
    return {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}


def styles_of(named: Mapping[str, "Element"]) -> dict[str, Style]:
    """Return what the styles mean by their id, with what they inherit."""
    found: dict[str, Style] = {}
    for identifier in named:
        level, is_list, is_contents = None, False, False
        seen: set[str] = set()
        above = identifier
        # A style can be based on itself in a damaged file.
        while above in named and above not in seen:
            seen.add(above)
            style = named[above]
            name = own(style, "name").lower()
            level = _level(style, name) if level is None else level
            is_list = is_list or name.startswith("list") or style.find(NUMBERED) is not None
            is_contents = is_contents or name.startswith(("toc ", "table of figures"))
            above = own(style, "basedOn")
        level = None if level is not None and level > _DEEPEST else level
        found[identifier] = Style(level, is_list and level is None, is_contents)
    return found


def _level(style: "Element", name: str) -> int | None:
    """Return the level that a style gives itself: 0 for the title; None if it says nothing."""
    if name == "title":
        return 0
    if name.startswith("heading ") and name[8:].isdecimal():
        return int(name[8:])
    return _outline(style.find(f"{W}pPr"))


def _outline(layout: "Element | None") -> int | None:
    """Return the level of the outline that a layout says, from 1; None if it says none."""
    said = "" if layout is None else own(layout, "outlineLvl")
    return int(said) + 1 if said.isdecimal() else None


def heading_level(layout: "Element | None", style: Style, text: str) -> int | None:
    """Return the level of the heading that a paragraph is: 0 for the title, None if it is none."""
    level = _outline(layout)
    if level is None:
        level = style.level
    # The clauses of a contract may have levels, too.
    is_none = level is None or level > _DEEPEST or (level and len(text) > TITLE_CHARACTERS)
    return None if is_none else level
