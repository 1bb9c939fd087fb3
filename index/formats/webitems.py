"""The numbers and boxes that a browser puts before the items of lists on a page."""

import re
from itertools import islice
from typing import TYPE_CHECKING

from index.formats.listnumbers import counted, roman

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LISTS = frozenset(["ol", "ul", "menu", "dir"])
_BOXES, _HOLDERS = frozenset(["checkbox", "radio"]), frozenset(["li", "td"])
# A box stands in its item, or in a label or a paragraph there.
_NEAR = 3
_NUMBER = re.compile(r"\s*([-+]?\d{1,9})")
_NO_NUMBERS = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.IGNORECASE)


class Items:
    """Counts the items of the lists that are open on the way through a page."""

    def __init__(self) -> None:
        """Begin at the top of a page."""
        # Of each open list the element and the number of its next item; None for bullets.
        self._open: list[tuple[HtmlElement, int | None]] = []
        self._number = ""

    def begin(self, element: "HtmlElement") -> None:
        """Take note of an element that begins."""
        if element.tag in _LISTS:
            self._open.append((element, _start(element)))
        elif element.tag == "li" and self._open:
            around, number = self._open[-1]
            if number is None:
                return
            number = _whole(element.get("value"), number)
            step = -1 if "reversed" in around.attrib else 1
            self._open[-1] = (around, number + step)
            self._number += f"{_written(number, around.get('type', ''))}. "

    def end(self, element: "HtmlElement") -> None:
        """Take note of an element that ends; the number of an item without text is not written."""
        if element.tag in _LISTS:
            self._open.pop()
        elif element.tag == "li":
            self._number = ""

    def number(self) -> str:
        """Return the number that stands before the text that is written next, maybe none."""
        number, self._number = self._number, ""
        return number


def box(element: "HtmlElement") -> str:
    """Return whether a box in a list or a table is checked, as it shows; nothing for the rest.

    Elsewhere most are there for a page's own menus.
    """
    if element.tag != "input" or element.get("type") not in _BOXES or "role" in element.attrib:
        return ""
    if not any(each.tag in _HOLDERS for each in islice(element.iterancestors(), _NEAR)):
        return ""
    return "☒ " if "checked" in element.attrib else "☐ "


def _start(element: "HtmlElement") -> int | None:
    """Return the number of a list's first item; None where its items have none."""
    if element.tag != "ol" or _NO_NUMBERS.search(element.get("style", "")):
        return None
    backwards = "reversed" in element.attrib
    return _whole(element.get("start"), len(element.findall("li")) if backwards else 1)


def _whole(said: str | None, otherwise: int) -> int:
    """Return the whole number that an attribute says."""
    found = _NUMBER.match(said or "")
    return int(found[1]) if found else otherwise


def _written(number: int, kind: str) -> str:
    """Return a number as the items of a list of a kind show it."""
    if kind in {"a", "A", "i", "I"}:
        said = counted(number) if kind in "aA" else roman(number)
        return said.upper() if kind.isupper() else said
    return str(number)
