"""The numbers that a word processor puts before the items of lists and headings of OpenDocument.

A text stores none: its lists name a style, whose levels say what is written before an item.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from index.formats.listnumbers import counted, repeated, roman

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LIST, _ITEM = f"{_TEXT}list", f"{_TEXT}list-item"
_OUTLINE = f"{_TEXT}outline-style"

_Levels = dict[int, "Element"]
_Counts = dict[int, int]


class Numbers:
    """Counts through a text, whose paragraphs and headings are to come in their order."""

    def __init__(self, roots: "Iterable[Element]") -> None:
        """Begin to count; the roots are of the XML in which styles stand."""
        self._styles: dict[str, _Levels] = {}
        for root in roots:
            for style in root.iter(f"{_TEXT}list-style", _OUTLINE):
                is_list = style.tag != _OUTLINE
                name = style.get(f"{_STYLE}name", "") if is_list else _OUTLINE
                self._styles[name] = {
                    _whole(level.get(f"{_TEXT}level"), 1): level
                    for level in style.iterchildren("*")
                }
        self._last: Element | None = None
        self._outline: _Counts = {}
        # By the style of a list, and by its own name.
        self._by_style: dict[str, _Counts] = {}
        self._by_list: dict[str, _Counts] = {}

    def before(self, block: "Element") -> str:
        """Return what stands before a paragraph or a heading, such as "2. "; maybe nothing."""
        item = block.getparent()
        if item is not None and item.tag == _ITEM:
            is_first = next(block.itersiblings("*", preceding=True), None) is None
            return self._listed(item) if is_first else ""
        if block.tag == f"{_TEXT}h" and block.get(f"{_TEXT}is-list-header") != "true":
            level = _whole(block.get(f"{_TEXT}outline-level"), 1)
            return self._counted(self._outline, _OUTLINE, level, block)
        return ""

    def _listed(self, item: "Element") -> str:
        """Return what stands before the first paragraph of an item."""
        lists = list(item.iterancestors(_LIST))
        name = next((each.get(f"{_TEXT}style-name", "") for each in lists[::-1]), "")
        own = next(filter(None, (each.get(f"{_TEXT}style-name") for each in lists)), "")
        outer = lists[-1]
        if outer is not self._last:
            self._last = outer
            goes_on = outer.get(f"{_TEXT}continue-numbering") == "true"
            counts = self._by_style.get(name, {}) if goes_on else {}
            counts = self._by_list.get(outer.get(f"{_TEXT}continue-list", ""), counts)
            self._by_style[name] = counts
            if _ID in outer.attrib:
                self._by_list[outer.attrib[_ID]] = counts
        return self._counted(self._by_style[name], own, len(lists), item)

    def _counted(self, counts: _Counts, style: str, level: int, said: "Element") -> str:
        """Return the number of one more item.

        Args:
            counts: Those of its list.
            style: Of its list.
            level: In the list, from 1.
            said: The element that may say its number.
        """
        levels = self._styles.get(style, {})
        if level not in levels:
            return ""
        look = levels[level]
        following = counts.get(level, _start(look) - 1) + 1
        counts[level] = _whole(said.get(f"{_TEXT}start-value"), following)
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        if not look.get(f"{_STYLE}num-format"):
            return ""
        first = max(level - _whole(look.get(f"{_TEXT}display-levels"), 1), 0) + 1
        numbers = [
            _written(counts.get(each, _start(levels[each])), levels[each])
            for each in range(first, level + 1)
            if each in levels
        ]
        prefix, suffix = look.get(f"{_STYLE}num-prefix", ""), look.get(f"{_STYLE}num-suffix", "")
        return " ".join(f"{prefix}{'.'.join(filter(None, numbers))}{suffix}".split()) + " "


def _start(look: "Element") -> int:
    """Return the first number of a level."""
    return _whole(look.get(f"{_TEXT}start-value"), 1)


def _whole(said: str | None, otherwise: int) -> int:
    """Return the number that an attribute says."""
    return int(said) if said and said.isdecimal() and len(said) < 9 else otherwise


def _written(number: int, look: "Element") -> str:
    """Return a number as a level shows it; nothing for a bullet."""
    kind = look.get(f"{_STYLE}num-format", "")
    if kind in {"i", "I"}:
        said = roman(number)
    elif kind in {"a", "A"}:
        same = look.get(f"{_STYLE}num-letter-sync") == "true"
        said = repeated(number) if same else counted(number)
    else:
        return str(number) if kind else ""
    return said.upper() if kind.isupper() else said
