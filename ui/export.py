"""Answers to take away, as plain text, Markdown or receipts; pure, read after `ui.elsewhere`."""

import re
from collections.abc import Sequence
from datetime import datetime

from qa.answer import Answer, Quote
from qa.lists import of_lines
from qa.receipt import receipt, written
from ui.elsewhere import elsewhere
from ui.places import cited_as, percent

# What means something in Markdown, or in one of its dialects, wherever it stands: also an address,
# or a word between colons. Other signs are left alone, for many read such a file as it is
# (https://spec.commonmark.org/0.31.2/#backslash-escapes).
_SIGNS = re.compile(r"([\\`*_\[\]<>&~|^{}#$]|:(?=[A-Za-z/])|(?<=www)\.)", re.IGNORECASE)

# What means something only where a line begins with it.
_FIRST = re.compile(r"^(\s*)([-+=:])|^(\s*[0-9]{1,9})([.)])")


def copied(answer: Answer) -> str:
    """Return the quotes of an answer with their citations, as they go to the clipboard."""
    quotes = [f"“{quote.text}” [{number}]" for number, quote in enumerate(answer.quotes, 1)]
    sources = [
        f"[{number}] {cited_as(quote.document, quote.highlight_start)}{_also(answer, quote)}"
        for number, quote in enumerate(answer.quotes, 1)
    ]
    return "\n".join([*quotes, "", *sources]) if quotes else ""


def markdown(
    answers: Sequence[Answer], times: Sequence[datetime], parts: Sequence[str] = ()
) -> str:
    """Return a conversation as Markdown with a footnote for each quote.

    Args:
        answers: Oldest first.
        times: When each was given.
        parts: What each was asked in, in words, empty for all documents; none for all in all.
    """
    blocks: list[str] = ["# Answers from Quoth"]
    notes: list[str] = []
    parts = parts or [""] * len(answers)
    for answer, when, part in zip(answers, times, parts, strict=True):
        blocks.append(f"## {_plain(answer.question)}")
        within = f", only in {_plain(part)}" if part else ""
        blocks.append(f"Asked {when:%Y-%m-%d %H:%M}{within}")
        if answer.asked != answer.question:
            blocks.append(f"Searched as: {_plain(answer.asked)}")
        if answer.silence is not None:
            blocks.append(f"No answer. {_plain(answer.silence.message)}")
        if answer.differ:
            blocks.append("These documents differ.")
        for quote in answer.quotes:
            number = len(notes) + 1
            start, end = quote.highlight_start, quote.highlight_end
            text = quote.document.text
            parts = text[quote.start : start], text[start:end], text[end : quote.end]
            listed = of_lines(quote.text) and quote.highlight == quote.text
            blocks.append((_listed(quote.text) if listed else _quoted(*parts)) + f"[^{number}]")
            dated = f", dated {quote.document.date}" if quote.document.date else ""
            cited = _plain(cited_as(quote.document, start) + dated + _also(answer, quote))
            notes.append(f"[^{number}]: {cited}, {percent(quote.confidence)}")
    return "\n\n".join([*blocks, *notes]) + "\n"


def receipts(answers: Sequence[Answer], times: Sequence[datetime], library: str) -> str:
    """Return a conversation as receipts, one JSON object a line, that `quoth verify` can check.

    Args:
        answers: Oldest first.
        times: When each was given.
        library: Identity of the library that was asked.
    """
    return "".join(
        written(receipt(answer, library, at=when), lines=True)
        for answer, when in zip(answers, times, strict=True)
    )


def _also(answer: Answer, quote: Quote) -> str:
    """Return which other documents say the same and where; empty where none does."""
    same = elsewhere(answer, quote.document, quote.start, quote.end)
    return "".join(f"; also in {cited_as(one.document, one.start)}" for one in same)


def _listed(text: str) -> str:
    """Return a list with `>` before every line, each a line to whoever reads it."""
    return "\\\n".join(f"> {_plain(line)}" for line in text.splitlines())


def _quoted(before: str, short: str, behind: str) -> str:
    """Return a quote of three parts, the middle one bold, with `>` before every line."""
    # Stars next to white space would not make anything bold.
    bare = short.strip()
    at = short.index(bare)
    lead, trail = short[:at], short[at + len(bare) :]
    above, (first, *below) = _lines(before + lead), _lines(trail + behind)
    line = f"{_begun(above.pop())}**{_signs(' '.join(bare.split()))}**{_signs(first)}"
    lines = [*map(_begun, above), line, *map(_begun, below)]
    return "\n".join(f"> {line.strip()}".rstrip() for line in lines)


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|[\r\n]", text)


def _plain(text: str) -> str:
    """Return a text on one line that Markdown shows as it is."""
    return _begun(" ".join(text.split()))


def _begun(text: str) -> str:
    """Return what begins a line."""
    return _FIRST.sub(r"\1\3\\\2\4", _signs(text))


def _signs(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)
