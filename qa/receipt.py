"""Receipts: answers written down, so that it can be told later whether their quotes still stand.

A receipt is one JSON object, a file of receipts one object a line or one object alone. Its
`sha256` is taken over all its other keys, as `json.dumps(keys, sort_keys=True,
separators=(",", ":"))` writes them. That tells a receipt that was damaged or edited by mistake;
who forges one can make a new sum, but not make the documents say what they do not.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from index.documents import Place
from index.errors import UserError
from qa.answer import Answer, Quote

FORMAT = 1

# A receipt has some kilobytes; a file beyond this, in bytes, was given by mistake.
_LONGEST_FILE = 100_000_000


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote as it was shown.

    Attributes:
        document: The sha256 of the bytes of its document, 64 hexadecimal digits.
        title: The document's title.
        sources: Where the document lay.
        start: Offset of the first character in the document's text.
        end: Offset behind the last.
        text: The characters between.
        highlight_start: Offset of the short answer in the same text.
        highlight_end: Offset behind the short answer.
        place: Page, headings and line where the short answer starts.
        confidence: As it was told, 0 to 1.
    """

    document: str
    title: str
    sources: tuple[str, ...]
    start: int
    end: int
    text: str
    highlight_start: int
    highlight_end: int
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer as it was given.

    Attributes:
        question: What the person typed.
        asked: The question as it was searched.
        date: When, as in 2026-11-22T14:03:11+00:00.
        program: What answered, as in quoth 0.2.0.
        library: Identity of the library that was asked.
        quotes: Best first; empty where it kept silent.
        silence: Why there is no quote; empty where there is one.
    """

    question: str
    asked: str
    date: str
    program: str
    library: str
    quotes: tuple[Cited, ...]
    silence: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the receipt as plain values, with its sum."""
        fields = {
            "receipt": FORMAT,
            "question": self.question,
            "asked": self.asked,
            "date": self.date,
            "program": self.program,
            "library": self.library,
            "quotes": [_quote_json(quote) for quote in self.quotes],
            "silence": self.silence,
        }
        return {**fields, "sha256": _sum(fields)}


@dataclass(frozen=True, slots=True)
class Damage:
    """What stands in the place of a receipt that cannot be trusted.

    Attributes:
        where: The file, with the line where it has several.
        why: What is wrong.
    """

    where: str
    why: str


def receipt(answer: Answer, library: str, *, at: datetime | None = None) -> Receipt:
    """Return the receipt of an answer.

    Args:
        answer: What was shown.
        library: Identity of the library that was asked.
        at: When; None for now.
    """
    return Receipt(
        question=answer.question,
        asked=answer.asked,
        date=(at or datetime.now(UTC)).isoformat(timespec="seconds"),
        program=f"quoth {version('quoth')}",
        library=library,
        quotes=tuple(_cited(quote) for quote in answer.quotes),
        silence=answer.silence.message if answer.silence is not None else "",
    )


def written(given: Receipt, *, lines: bool = False) -> str:
    """Return a receipt as it stands in a file, with a line break at its end.

    Args:
        given: Any.
        lines: Whether it shares the file with others, and so stands on one line.
    """
    return json.dumps(given.to_json(), ensure_ascii=False, indent=None if lines else 2) + "\n"


def read(path: Path) -> list[Receipt | Damage]:
    """Return the receipts in a file, in order, with a `Damage` for each that cannot be trusted.

    Raises:
        UserError: The file cannot be read, holds no receipt, or one of a later Quoth.
    """
    advice = "Give a file that was made by quoth ask --receipt FILE"
    try:
        if path.stat().st_size > _LONGEST_FILE:
            raise UserError(f"{path} is far too long for a receipt. {advice}")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise UserError(f"{path} cannot be read ({why}). {advice}") from error
    if '"receipt"' not in text:
        raise UserError(f"{path} is no receipt. {advice}")
    alone = _parsed(text)
    if alone is not None:
        return [_checked(alone, str(path))]
    found = [
        (f"{path}:{number}", _parsed(line))
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]
    if all(fields is None for _, fields in found):
        return [Damage(str(path), "it is cut off, or is not JSON")]
    return [
        Damage(where, "it is cut off, or is not JSON")
        if fields is None
        else _checked(fields, where)
        for where, fields in found
    ]


def _cited(quote: Quote) -> Cited:
    return Cited(
        document=quote.document.sha256,
        title=quote.document.title,
        sources=quote.document.sources,
        start=quote.start,
        end=quote.end,
        text=quote.text,
        highlight_start=quote.highlight_start,
        highlight_end=quote.highlight_end,
        place=quote.place,
        confidence=round(quote.confidence, 6),
    )


def _quote_json(quote: Cited) -> dict[str, Any]:
    shift = quote.start
    highlight = quote.text[quote.highlight_start - shift : quote.highlight_end - shift]
    return {
        "document": quote.document,
        "title": quote.title,
        "sources": list(quote.sources),
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "sha256": text_sum(quote.text),
        "highlight": {
            "start": quote.highlight_start,
            "end": quote.highlight_end,
            "text": highlight,
        },
        "place": {
            "page": quote.place.page,
            "unit": quote.place.unit,
            "headings": list(quote.place.heading),
            "line": quote.place.line,
        },
        "confidence": quote.confidence,
    }


def text_sum(text: str) -> str:
    """Return the sha256 of a text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _sum(fields: Mapping[str, Any]) -> str:
    return text_sum(json.dumps(fields, sort_keys=True, separators=(",", ":")))


def _parsed(text: str) -> dict[str, Any] | None:
    """Return a JSON object, or None where the text is anything else."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _checked(fields: dict[str, Any], where: str) -> Receipt | Damage:
    """Return a receipt whose sums and ranges are right, or say which is not.

    Raises:
        UserError: It is of a later Quoth.
    """
    number = fields.get("receipt")
    if isinstance(number, int) and number > FORMAT:
        raise UserError(f"{where} was made by a later Quoth (format {number}). Update Quoth first")
    held = {key: value for key, value in fields.items() if key != "sha256"}
    try:
        if number != FORMAT or fields.get("sha256") != _sum(held):
            return Damage(where, "it is not as it was written: its sha256 is another")
        return Receipt(
            **{key: _of(str, fields[key]) for key in _STRINGS},
            quotes=tuple(map(_quote, _of(list, fields["quotes"]))),
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        return Damage(where, f"it does not hold what a receipt holds ({error})")


_STRINGS = ("question", "asked", "date", "program", "library", "silence")


def _quote(fields: Any) -> Cited:
    """Return a quote.

    Raises:
        KeyError: Something is missing.
        TypeError: Something is of a wrong kind.
        ValueError: The parts do not fit together.
    """
    highlight, place = _of(dict, fields["highlight"]), _of(dict, fields["place"])
    quote = Cited(
        document=_of(str, fields["document"]),
        title=_of(str, fields["title"]),
        sources=tuple(_of(str, source) for source in _of(list, fields["sources"])),
        start=_of(int, fields["start"]),
        end=_of(int, fields["end"]),
        text=_of(str, fields["text"]),
        highlight_start=_of(int, highlight["start"]),
        highlight_end=_of(int, highlight["end"]),
        place=Place(
            None if place["page"] is None else _of(int, place["page"]),
            tuple(_of(str, heading) for heading in _of(list, place["headings"])),
            _of(int, place["line"]),
            _of(str, place["unit"]),
        ),
        confidence=_of(float, fields["confidence"]),
    )
    edges = (0, quote.start, quote.highlight_start, quote.highlight_end, quote.end)
    if list(edges) != sorted(edges) or quote.end - quote.start != len(quote.text):
        raise ValueError(f"no quote at {quote.start}..{quote.end}")
    if not quote.text.strip() or _quote_json(quote) != fields:
        raise ValueError(f"the quote at {quote.start}..{quote.end} does not fit its sum")
    return quote


def _of(kind: type, value: Any) -> Any:
    """Return a value if it is of a kind.

    Raises:
        TypeError: It is not.
    """
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(f"{str(value)[:40]!r} is no {kind.__name__}")
    return value
