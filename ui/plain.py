"""Answers as plain text for a terminal. Pure: records in, text out."""

from index.documents import Document, Place
from qa.answer import Answer, Quote
from qa.lists import of_lines
from qa.rows.tables import row_at

_BOLD, _DIM, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def plain(answer: Answer, *, colours: bool = False) -> str:
    """Return an answer as a person reads it in a terminal.

    Args:
        answer: Quotes or a silence.
        colours: Whether to mark the short answer bold with terminal codes.
    """
    lines = []
    if answer.asked != " ".join(answer.question.split()):
        lines.append(f"Searched as: {answer.asked}")
    if answer.differ:
        lines.append("These documents differ.")
    if answer.settles:
        lines.append("Yes or no? Read the sentence that settles it.")
    for number, quote in enumerate(answer.quotes, 1):
        lines.append(f"“{_shown(quote, colours=colours)}”")
        if columns := _columns(quote):
            lines.append(f"{_DIM}{columns}{_OFF}" if colours else columns)
        line = f"  [{number}] {where(quote.document, quote.place)} · {quote.confidence:.0%} sure"
        lines.append(f"{_DIM}{line}{_OFF}" if colours else line)
    if answer.silence is not None:
        lines.append(answer.silence.message)
        if answer.nearest:
            lines.append("Nearest passages (not an answer):")
        for hit in answer.nearest:
            near = answer.near(hit)
            place = hit.document.place(hit.passage.end - len(near))
            lines.append(f"  - {where(hit.document, place)}: {shortened(near)}")
    return "\n".join(lines)


def where(document: Document, place: Place) -> str:
    """Return title, page or heading, and line, on one line."""
    parts = [document.title]
    if place.part:
        parts.append(place.part)
    headings = [heading for heading in place.heading if heading != document.title]
    if headings:
        parts.append(" > ".join(headings))
    if place.page is None:
        parts.append(f"line {place.line}")
    return visible(" · ".join(parts))


def counted(number: int, what: str) -> str:
    """Return a number with what it counts: "1 passage", "1,200 passages"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def visible(text: str) -> str:
    """Return `text` on one line, without control characters that could drive a terminal."""
    line = " ".join(text.split())
    return "".join(character if character.isprintable() else "\ufffd" for character in line)


def shortened(text: str, characters: int = 160) -> str:
    """Return the beginning of `text` on one line, with an ellipsis where it was cut."""
    line = visible(text)
    return line if len(line) <= characters else line[: characters - 1].rstrip() + "…"


def _columns(quote: Quote) -> str:
    """Return what the columns of a quoted row are called, where the row itself does not say it."""
    row = row_at(quote.document, quote.start)
    if row is None or quote.end > row.end or quote.document.unit == "row":
        return ""
    names = [visible(cell.header) for cell in row.cells if quote.start < cell.end <= quote.end]
    return f"  columns: {' | '.join(names)}" if any(names) else ""


def _shown(quote: Quote, *, colours: bool) -> str:
    if of_lines(quote.text):
        return "\n".join(map(visible, quote.text.splitlines()))
    return _marked(quote) if colours else visible(quote.text)


def _marked(quote: Quote) -> str:
    text = quote.document.text
    before = visible(text[quote.start : quote.highlight_start])
    inside = visible(quote.highlight)
    after = visible(text[quote.highlight_end : quote.end])
    gap_before = " " if text[: quote.highlight_start][-1:].isspace() and before else ""
    gap_after = " " if text[quote.highlight_end : quote.end][:1].isspace() and after else ""
    return f"{before}{gap_before}{_BOLD}{inside}{_OFF}{gap_after}{after}"
