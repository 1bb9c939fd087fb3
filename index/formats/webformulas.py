"""What stands for the places of the parts of a formula on a page: 10 over 2 is 10/2, not 102."""

from typing import TYPE_CHECKING

from index.formats.content import around, raised

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What is written for the place of each part.
_FORMULA = {"mfrac": ("", "/"), "msup": ("", "^"), "msub": ("", "_"), "msubsup": ("", "_", "^")}


def signs(element: "HtmlElement", before: str = "") -> tuple[str, str]:
    """Return what is written for the place of what is raised, or of a part of a formula.

    Args:
        element: Any.
        before: What stands right before it.
    """
    if element.tag == "sup":
        return raised(before, element.text_content().strip(), element.tail or ""), ""
    if element.tag == "msqrt":
        return around("√", "".join(element.text_content().split()))
    parent = element.getparent()
    places = () if parent is None else _FORMULA.get(parent.tag, ())
    if not places:
        return "", ""
    place = sum(1 for _ in element.itersiblings("*", preceding=True))
    # What is raised has brackets of its own, if it needs them.
    is_base = parent.tag != "mfrac" and not place
    said = "".join(element.text_content().split())
    return ("", "") if is_base or place >= len(places) else around(places[place], said)
