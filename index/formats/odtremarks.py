"""What people remarked in the margins of an OpenDocument text, and on which of its words."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from index.formats.content import is_blank
from index.formats.remarks import ENOUGH, introduced, quoted
from index.formats.rows import shown
from index.formats.trees import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_REMARK, _END, _NAME = f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_OFFICE}name"
_APART = frozenset(["p", "h", "s", "tab", "line-break"])


class Remarks:
    """The remarks on a text, each said once."""

    def __init__(self, body: "Element", is_left_out: "Callable[[Element], bool]") -> None:
        """Look for the words that they are on.

        Args:
            body: Of the document.
            is_left_out: Says whether what is in an element is no part of the text.
        """
        self._words = _words(body, is_left_out)
        self._said: set[Element] = set()

    def on(self, block: "Element") -> list[str]:
        """Return what is remarked on a paragraph or a table, in order; none is returned twice."""
        found = []
        for remark in block.iter(_REMARK):
            lines = [shown("".join(line.itertext())) for line in remark.iterfind("{*}p")]
            text = "\n".join(line for line in lines if not is_blank(line))
            if text and remark not in self._said:
                author = remark.findtext("{*}creator", "")
                words = self._words.get(remark.get(_NAME, ""), "")
                found.append(introduced(author, quoted(words)) + text)
            self._said.add(remark)
        return found


def _words(body: "Element", is_left_out: "Callable[[Element], bool]") -> dict[str, str]:
    """Return the words from each remark on to its end, by its name."""
    from lxml.etree import iterwalk  # slow to import

    found: dict[str, str] = {}
    marked = set[str]()
    ended = {end.get(_NAME, "") for end in body.iter(_END)}
    walk = iterwalk(body, events=("start", "end"))
    for event, element in walk if ended else ():
        said = element.tail or ""
        if event == "start":
            said = " " * (local(element) in _APART) + (element.text or "")
            if element.tag == _REMARK:
                marked |= ended & {element.get(_NAME, "")}
            elif element.tag == _END:
                marked.discard(element.get(_NAME, ""))
            if is_left_out(element):
                said = ""
                walk.skip_subtree()
        if marked and said:
            found |= {name: found.get(name, "") + said[:ENOUGH] for name in marked}
            marked = {name for name in marked if len(found[name]) < ENOUGH}
    return found
