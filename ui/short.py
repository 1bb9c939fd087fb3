"""The short answer, set large above the quotes; pure, read before `ui.answers`."""

from collections.abc import Sequence

from qa.answer import Quote
from qa.rows.tables import row_at
from ui.html import escaped
from ui.places import sureness

# A short answer longer than this, in characters, is a sentence: nothing is won by setting it large.
_LARGE = 90


def large(quotes: Sequence[Quote]) -> str:
    """Return the short answer as HTML; empty where it is as good as the first quote itself.

    Where several rows of a table surely answer, as those of the tents below 2 kg, it is all their
    short answers: the first alone would be a part of it.
    """
    first = quotes[0]
    told = [quote.highlight for quote in quotes] if _are_rows(quotes) else [first.highlight]
    said = " · ".join(dict.fromkeys(told))
    if len(said) > _LARGE or said.strip() == first.text.strip():
        return ""
    return f'<p class="large" dir="auto">{escaped(said)}</p>'


def _are_rows(quotes: Sequence[Quote]) -> bool:
    """Return whether all are sure, and in one column of a table."""
    columns = {_column(quote) for quote in quotes}
    return None not in columns and len(columns) == 1


def _column(quote: Quote) -> tuple[str, str] | None:
    """Return the document and the column of a sure short answer; None where there are none."""
    row = row_at(quote.document, quote.highlight_start)
    if row is None or sureness(quote.confidence) != "sure":
        return None
    for cell in row.cells:
        if cell.start <= quote.highlight_start and quote.highlight_end <= cell.end and cell.header:
            return quote.document.id, cell.header
    return None
