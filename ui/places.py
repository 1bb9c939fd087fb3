"""How documents and places in them are named to people; pure, read after `ui.html`."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import Protocol, TypeVar

from index.documents import Document
from ui.html import escaped

_KINDS = {
    "text/plain": "Text",
    "text/markdown": "Markdown",
    "text/html": "Web page",
    "text/csv": "Table",
    "text/tab-separated-values": "Table",
    "text/x-rst": "reStructuredText",
    "text/org": "Org",
    "application/pdf": "PDF",
    "application/x-subrip": "Captions",
    "text/vtt": "Captions",
    "application/json": "JSON",
    "application/jsonl": "JSON Lines",
    "application/xml": "XML",
    "application/rss+xml": "Feed",
    "application/atom+xml": "Feed",
    "message/rfc822": "Mail",
    "application/vnd.ms-outlook": "Mail",
    "application/epub+zip": "Book",
    "application/rtf": "RTF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.ms-excel.sheet.macroenabled.12": "Excel",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": "Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
    "application/vnd.oasis.opendocument.spreadsheet": "Spreadsheet",
    "application/x-ipynb+json": "Notebook",
}

# From this confidence on an answer is called sure, and from this one likely. What the number
# stands for is measured: of 100 quotes shown with it, about so many answer the question.
SURE, LIKELY = 0.75, 0.45


class _Titled(Protocol):
    @property
    def title(self) -> str: ...


_Any = TypeVar("_Any", bound=_Titled)


def by_title(listed: Sequence[_Any]) -> list[_Any]:
    """Return documents in the order of their titles, capitals or not; 9 comes before 10."""
    return sorted(listed, key=lambda one: _order(one.title))


def _order(title: str) -> list[tuple[int, str]]:
    parts = re.split(r"([0-9]+)", title.casefold())
    numbers = {part: part.lstrip("0") for part in parts[1::2]}
    return [(len(numbers[part]), numbers[part]) if part in numbers else (0, part) for part in parts]


def where(document: Document, offset: int) -> str:
    """Return the shortest name of a place: its page, else its heading, else its line."""
    place = document.place(offset)
    if place.part:
        return place.part
    if place.heading and place.heading[-1] != document.title:
        return place.heading[-1]
    return f"line {place.line}"


def cited_as(document: Document, offset: int) -> str:
    """Return title, place and file, as it stands below a copied quote."""
    return f"{document.title}, {where(document, offset)} ({document.name})"


def facts(document: Document, offset: int) -> str:
    """Return everything known of a place, as HTML on one line."""
    place = document.place(offset)
    path = [heading for heading in place.heading if heading != document.title]
    parts = [
        place.part,
        " › ".join(f"<bdi>{escaped(heading)}</bdi>" for heading in path),
        f"line {place.line}",
        f'<bdi title="{escaped(document.source)}">{escaped(document.name)}</bdi>',
        day(document.date) if document.date else "",
    ]
    return " · ".join(part for part in parts if part)


def also(document: Document) -> str:
    """Return where else the same bytes were found, as HTML; empty where it is nowhere else."""
    if len(document.sources) == 1:
        return ""
    # A second path often has the same name in another folder, so the folder is named too.
    others = ", ".join(
        f'<bdi title="{escaped(path)}">{escaped("/".join(PurePath(path).parts[-2:]))}</bdi>'
        for path in document.sources[1:]
    )
    return f'<p class="facts also">also in {others}</p>'


def day(written: str) -> str:
    """Return a date as people read it: "1 May 2019" for "2019-05-01".

    Args:
        written: As `Document.date`; what is no date is returned escaped.
    """
    try:
        when = date.fromisoformat(written)
    except ValueError:
        return escaped(written)
    return f"{when.day} {when:%B} {when.year}"


def kind(media_type: str) -> str:
    """Return what a person calls a kind of file, as HTML."""
    return _KINDS.get(media_type) or escaped(media_type)


def sureness(confidence: float) -> str:
    """Return a confidence in words."""
    return "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "unsure"


def percent(confidence: float) -> str:
    """Return a confidence as a number."""
    # Nothing is certain: 0.996 must not read as "100 %".
    number = round(100 * confidence)
    words = "over 99 %" if number > 99 else f"{number} %"
    return words.replace(" ", "\N{NO-BREAK SPACE}")
