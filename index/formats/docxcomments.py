"""What people remarked in the margins of a Word document, and on which of its words.

The mooring fee is 1,200 a year for all boats.

Comment by Anna Berg on “1,200 a year”: Too high.
Reply by Bo Lind: It was agreed in May.
"""

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from index.formats.content import is_blank
from index.formats.docxtext import W, is_left_out, is_unseen, text_of
from index.formats.packages import Package
from index.formats.remarks import ENOUGH, introduced, quoted

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BEGIN, _END = f"{W}commentRangeStart", f"{W}commentRangeEnd"
_REFERENCE = f"{W}commentReference"
_ID = f"{W}id"
# Between paragraphs, too, there is white space.
_SPOKEN = (f"{W}t", f"{W}p", f"{W}tab", f"{W}br", f"{W}cr")
_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


class Comments:
    """The comments of a document that were not said yet, by the numbers it refers to them by."""

    def __init__(self, package: Package, roots: "Iterable[Element]") -> None:
        """Read them all.

        Args:
            package: The document.
            roots: Of the XML that has references to comments.

        Raises:
            UnreadableFile: What holds them is damaged.
        """
        parts = [package.part(path) for path in package.related(package.main, "comments")]
        replies = _replies(package)
        words = _words(roots) if parts else {}
        self._left = {
            comment.get(_ID, ""): said
            for comment in chain.from_iterable(part.iter(f"{W}comment") for part in parts)
            if (said := _said(comment, words.get(comment.get(_ID, ""), ""), replies))
        }

    def on(self, block: "Element") -> list[str]:
        """Return what is said on a paragraph or a table, in order; none is returned twice."""
        if not self._left:
            return []
        marks = block.iter(_REFERENCE)
        return [said for mark in marks if (said := self._left.pop(mark.get(_ID, ""), ""))]

    def rest(self) -> list[str]:
        """Return those that no paragraph that is read refers to."""
        said, self._left = list(self._left.values()), {}
        return said


def _said(comment: "Element", words: str, replies: frozenset[str]) -> str:
    """Return what a comment says, and who says it; nothing where it has no text.

    Args:
        comment: Of the document.
        words: Those that it is on, in quotation marks; maybe nothing.
        replies: The last paragraphs of those that answer another one.
    """
    lines = [text.strip(" \t\n") for text in map(text_of, comment.iter(f"{W}p"))]
    text = "\n".join(line for line in lines if not is_blank(line))
    author = comment.get(f"{W}author", "")
    is_reply = any(line.get(f"{_2010}paraId") in replies for line in comment.iter(f"{W}p"))
    # A reply is on the same words as what it answers, which stands above it.
    before = introduced(author, "" if is_reply else words, is_reply=is_reply)
    return before + text if text else ""


def _replies(package: Package) -> frozenset[str]:
    """Return the last paragraphs of the comments that answer others."""
    entries = chain.from_iterable(
        package.part(path).iter(f"{_2012}commentEx")
        for path in package.related(package.main, "commentsExtended")
    )
    return frozenset(
        entry.get(f"{_2012}paraId", "") for entry in entries if entry.get(f"{_2012}paraIdParent")
    )


def _words(roots: "Iterable[Element]") -> dict[str, str]:
    """Return the words between the two marks of each comment, in quotation marks."""
    found: dict[str, str] = {}
    marked: set[str] = set()
    for element in chain.from_iterable(root.iter(_BEGIN, _END, *_SPOKEN) for root in roots):
        number = element.get(_ID, "")
        if element.tag == _BEGIN:
            marked.add(number)
        elif element.tag == _END:
            marked.discard(number)
        elif marked and not any(map(_is_unread, element.iterancestors())):
            said = (element.text or "")[:ENOUGH] if element.tag == f"{W}t" else " "
            found |= {each: found.get(each, "") + said for each in marked}
            marked = {each for each in marked if len(found[each]) < ENOUGH}
    return {number: quoted(words) for number, words in found.items()}


def _is_unread(element: "Element") -> bool:
    """Return whether what is in an element is no part of the text."""
    return is_left_out(element) or is_unseen(element)
