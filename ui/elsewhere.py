"""Where else the quote of an answer stands word for word; pure, read before `ui.sources`.

Documents are kept in several versions and copies. A search shows a text once, so what the others
say in the same words is told beside it, never left out.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Protocol

from index.documents import Document
from qa.answer import Answer
from qa.verbatim import Stretch, find
from ui.html import escaped
from ui.places import day

# A text that very many documents share, such as a form's small print, needs no longer list.
MOST = 5

# So many characters behind a text tell whether its last figure goes on: ",5" of "9,5".
_BEHIND = 2


class Dated(Protocol):
    """A document as it is named beside another; `index.holdings.Entry` is such."""

    @property
    def id(self) -> str:
        """Tells it from others."""

    @property
    def title(self) -> str:
        """The title the file gives itself, else its name."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Paths it was found under; never empty."""

    @property
    def date(self) -> str:
        """Day it gives itself, as YYYY-MM-DD; empty if it gives none."""


def elsewhere(answer: Answer, document: Document, start: int, end: int) -> tuple[Stretch, ...]:
    """Return where other documents that were found say the same, each document once.

    Args:
        answer: Its hits are looked at, and the documents that share a passage with one.
        document: The one that is shown.
        start: Offset in it of the first character of what is said.
        end: Offset behind the last.

    Returns:
        At most `MOST`, those with the same passage first. White space may differ.
    """
    found: dict[str, Stretch] = {}
    for stretch in _places(answer, document, start, end):
        if stretch.document.id != document.id:
            found.setdefault(stretch.document.id, stretch)
        if len(found) == MOST:
            break
    return tuple(found.values())


def _places(answer: Answer, document: Document, start: int, end: int) -> Iterator[Stretch]:
    said = document.text[start:end]
    for hit in answer.hits:
        same = hit.document.id == document.id
        if same and hit.passage.start < end and start < hit.passage.end:
            for other in hit.also:
                at = other.text.find(said)  # in a long text a hundred times as fast as `find`
                end_at = at + len(said) + _BEHIND
                near = find(said, other, start=at, end=end_at, whole=True) if at >= 0 else []
                yield from (near or find(said, other, whole=True))[:1]
    for hit in answer.hits:
        # A quote may reach beyond the passage it was found in, by less than its own length.
        first = max(0, hit.passage.start - len(said))
        last = min(len(hit.document.text), hit.passage.end + len(said))
        yield from find(said, hit.document, start=first, end=last, whole=True)[:1]


def linked(same: Sequence[tuple[str, Dated]], beside: str) -> str:
    """Return documents as HTML, each a button that leads to its citation, with their dates.

    Args:
        same: The documents by their citations.
        beside: Title of the one that they are named beside.
    """
    names = _names([of for _, of in same], beside)
    return ", ".join(
        f'<button type="button" class="link" data-cite="{citation}" aria-controls="quoth-panel">'
        f"<bdi>{escaped(name)}</bdi></button>{_day(of)}"
        for (citation, of), name in zip(same, names, strict=True)
    )


def dated(listed: Sequence[Dated], beside: str) -> str:
    """Return documents as HTML, with their dates; `beside` is as for `linked`."""
    return ", ".join(
        f"<bdi>{escaped(name)}</bdi>{_day(of)}"
        for of, name in zip(listed, _names(listed, beside), strict=True)
    )


def _names(listed: Sequence[Dated], beside: str) -> list[str]:
    """Return the titles; versions of one document share theirs, and are told by their files."""
    titles = Counter([beside, *(of.title for of in listed)])
    return [
        of.title if titles[of.title] == 1 else "/".join(PurePath(of.sources[0]).parts[-2:])
        for of in listed
    ]


def _day(document: Dated) -> str:
    return f" ({day(document.date)})" if document.date else ""
