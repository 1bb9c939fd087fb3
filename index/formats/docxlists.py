"""The numbers that Word counts by itself: before the items of lists, headings and clauses.

A document stores no such number. Its paragraphs, or their styles, name a list and a level of it,
and each level says how it counts and what is written: "%1.%2" for the second clause of the first.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.formats.docxtext import W, is_on, own
from index.formats.listnumbers import repeated, roman

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts.

    Attributes:
        kind: Of its numbers, in Word's words.
        text: What is written, with %1 for the number of the first level.
        start: Its first number.
        restart: The level, from 1, behind whose items it begins anew; 0 for none.
        is_legal: Whether the numbers of all levels are written in figures.
        style: The paragraph style that stands for it, if any.
    """

    kind: str
    text: str
    start: int
    restart: int
    is_legal: bool
    style: str


_Levels = Mapping[int, _Level]


@dataclass(frozen=True, slots=True)
class _List:
    """A list that paragraphs may name.

    Attributes:
        key: What it shares its numbers by with others.
        levels: How each counts.
        anew: The numbers from which its levels begin when it is first named.
    """

    key: str
    levels: _Levels
    anew: Mapping[int, int]


class Numbers:
    """Counts through a document, whose paragraphs are to come in their order."""

    def __init__(self, numbering: "Element | None", styles: "Mapping[str, Element]") -> None:
        """Begin to count.

        Args:
            numbering: The XML of the document's lists, if it has any.
            styles: The paragraph styles by their id.
        """
        self._lists = {} if numbering is None else dict(_lists(numbering))
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def before(self, paragraph: "Element") -> str:
        """Return what is written before a paragraph, such as "2.1 "; nothing where it is not."""
        name, place, style = self._named(paragraph)
        found = self._lists.get(name)
        if found is None:
            return ""
        if place is None:
            its_levels = (at for at, level in found.levels.items() if level.style == style != "")
            place = next(its_levels, 0)
        level = found.levels.get(place)
        if level is None:
            return ""
        counts = self._counted(name, place)
        if level.kind == "bullet":
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            its_level = found.levels.get(at)
            if its_level is None:
                return ""
            kind = "decimal" if level.is_legal else its_level.kind
            return _written(counts.get(at, its_level.start), kind)

        said = " ".join(_PLACE.sub(number, level.text).split())
        return f"{said} " if any(map(str.isalnum, said)) else ""

    def _named(self, paragraph: "Element") -> tuple[str, int | None, str]:
        """Return the list a paragraph names, its level if it is said, and who said the list."""
        layout = paragraph.find(f"{W}pPr")
        if layout is None:
            return "", None, ""
        name, place = _said(layout)
        style = own(layout, "pStyle")
        seen: set[str] = set()
        above, its_style = style, ""
        # A style can be based on itself in a damaged file.
        while not name and above in self._styles and above not in seen:
            seen.add(above)
            its_layout = self._styles[above].find(f"{W}pPr")
            if its_layout is not None:
                name, its_place = _said(its_layout)
                place = its_place if place is None else place
                its_style = above
            above = own(self._styles[above], "basedOn")
        return name, place, its_style

    def _counted(self, name: str, place: int) -> dict[int, int]:
        """Return the numbers of a list's levels, one item further."""
        found = self._lists[name]
        counts = self._counts.setdefault(found.key, {})
        start = found.levels[place].start
        if (name, place) not in self._begun:
            self._begun.add((name, place))
            if place in found.anew:
                start = found.anew[place]
                counts.pop(place, None)
        counts[place] = counts.get(place, start - 1) + 1
        for at in [at for at in counts if at > place]:
            if at not in found.levels or place < found.levels[at].restart:
                del counts[at]
        return counts


def _lists(root: "Element") -> Iterator[tuple[str, _List]]:
    """Yield the lists by the names that paragraphs give them."""
    looks = {look.get(f"{W}abstractNumId", ""): look for look in root.iter(f"{W}abstractNum")}
    linked = {own(look, "styleLink"): look for look in looks.values()}
    for entry in root.iter(f"{W}num"):
        key = own(entry, "abstractNumId")
        look = looks.get(key)
        if look is None:
            continue
        link = own(look, "numStyleLink")
        look = linked.get(link, look) if link else look
        levels = dict(_levels(look))
        anew = {}
        for change in entry.iterchildren(f"{W}lvlOverride"):
            levels |= _levels(change)
            at, start = change.get(f"{W}ilvl", ""), own(change, "startOverride")
            if at.isdecimal() and start.isdecimal():
                anew[int(at)] = int(start)
        yield entry.get(f"{W}numId", ""), _List(look.get(f"{W}abstractNumId", ""), levels, anew)


def _levels(look: "Element") -> Iterator[tuple[int, _Level]]:
    """Yield the levels of a list by their numbers."""
    for level in look.iterchildren(f"{W}lvl"):
        at = level.get(f"{W}ilvl", "")
        if at.isdecimal():
            start, restart = own(level, "start"), own(level, "lvlRestart")
            yield (
                int(at),
                _Level(
                    kind=own(level, "numFmt") or "decimal",
                    text=own(level, "lvlText"),
                    start=int(start) if start.isdecimal() else 0,
                    restart=int(restart) if restart.isdecimal() else int(at),
                    is_legal=is_on(level, f"{W}isLgl"),
                    style=own(level, "pStyle"),
                ),
            )


def _said(layout: "Element") -> tuple[str, int | None]:
    """Return the list that a layout names, maybe none, and the level if it says one."""
    numbered = layout.find(f"{W}numPr")
    if numbered is None:
        return "", None
    place = own(numbered, "ilvl")
    return own(numbered, "numId"), int(place) if place.isdecimal() else None


def _written(number: int, kind: str) -> str:
    """Return a number as the items of a list show it."""
    if kind == "none":
        return ""
    if kind == "decimalZero":
        return f"{number:02}"
    if kind.endswith(("Roman", "Letter")):
        said = repeated(number) if kind.endswith("Letter") else roman(number)
        return said.upper() if kind.startswith("upper") else said
    return str(number)
