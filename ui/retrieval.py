"""What was found for a question, and what the reader made of it, as a table; pure.

To understand a wrong answer: was the passage with the right one not found, or found and not seen?
A passage in it is known by its row: `r-q3` is the third.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from index.library import Hit
from qa.answer import Answer, Quote
from ui.answers import chip, confidence
from ui.html import escaped, marked
from ui.places import percent
from ui.sources import Cited, choose_button

_ROW = re.compile(r"r-q([1-9][0-9]{0,3})")

_COLUMNS = (
    ("fused", "Together", "Place after both searches were fused, and the fused score"),
    ("meaning", "By meaning", "Place among the nearest by meaning, and the cosine"),
    ("words", "By words", "Place among those with the question's words"),
    ("reader", "The reader", "The best short answer in the passage, and how sure the reader is"),
)


class Row(Protocol):
    """A passage that was found."""

    @property
    def hit(self) -> Hit:
        """The passage, with its ranks and scores."""

    @property
    def best(self) -> Quote | None:
        """What the reader takes for the answer in it; None where it saw none or did not read it."""


class Explanation(Protocol):
    """Everything that was found for a question, best first, with the answer made of it."""

    @property
    def rows(self) -> Sequence[Row]:
        """The passages."""

    @property
    def answer(self) -> Answer:
        """What the page would have answered."""

    @property
    def threshold(self) -> float:
        """The least confidence of a quote that is shown."""


def form() -> str:
    """Return the view before anything was tried."""
    return f"{_form('')}{_hint()}"


def table(found: Explanation, *, choosing: bool = False, moment: int = 0) -> str:
    """Return the view with what was found.

    Args:
        found: For the question last tried.
        choosing: Whether people may say which quote is the right one.
        moment: Any number that tells this drawing from the one before.
    """
    heads = "".join(
        f'<th scope="col" aria-sort="{"ascending" if name == "fused" else "none"}">'
        f'<button type="button" class="link" data-sort="{name}" title="{about}">{label}</button>'
        "</th>"
        for name, label, about in _COLUMNS
    )
    rows = "".join(_row(row, number, choosing=choosing) for number, row in enumerate(found.rows, 1))
    listed = (
        f'<div class="wide" tabindex="0" role="region" aria-label="Passages found">'
        f'<table><thead><tr><th scope="col">Passage</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        if rows
        else '<p class="facts">Nothing was found.</p>'
    )
    return f"{_form(found.answer.asked, moment)}{_verdict(found)}{listed}"


def trouble(question: str, message: str, *, moment: int = 0) -> str:
    """Return the view where a question could not be tried.

    Args:
        question: As it was typed.
        message: Why.
        moment: Any number that tells this drawing from the one before.
    """
    return f'{_form(question, moment)}<p class="trouble" role="alert">{escaped(message)}</p>'


def cited_in(found: Explanation | None, identifier: str) -> Cited | None:
    """Return what a row's identifier points at, or None where there is no such row.

    Args:
        found: What the view shows.
        identifier: From the page, so it may be anything.
    """
    match = _ROW.fullmatch(identifier)
    if match is None or found is None or int(match[1]) > len(found.rows):
        return None
    row = found.rows[int(match[1]) - 1]
    if row.best is not None:
        short = (row.best.highlight_start, row.best.highlight_end)
        return Cited(row.best.document, row.best.start, row.best.end, short)
    return Cited(row.hit.document, row.hit.passage.start, row.hit.passage.end, None)


def _form(question: str, moment: int = 0) -> str:
    # What Python draws twice alike, the page never hears of: its form would wait for ever.
    return (
        f'<form class="trial" autocomplete="off" data-moment="{moment}"><h2>Try retrieval</h2>'
        '<p class="facts">See which passages are found for a question, by meaning and by words, and'
        " what the reader makes of each.</p><div>"
        '<input id="quoth-trial" type="text" aria-label="Question to try" enterkeyhint="search"'
        f' value="{escaped(question)}" dir="auto"><button type="submit" class="plain">Try</button>'
        "</div></form>"
    )


def _hint() -> str:
    return '<p class="facts hint">Ask something whose answer was wrong, or was not found.</p>'


def _verdict(found: Explanation) -> str:
    answer, least = found.answer, percent(found.threshold)
    if answer.silence is None:
        said = f"Answered with {len(answer.quotes)} of these; a quote is shown from {least} on."
    else:
        said = f"{answer.silence.message} A quote is shown from {least} on."
    return f'<p class="verdict">{escaped(said)}</p>'


def _row(row: Row, number: int, *, choosing: bool) -> str:
    hit, best, identifier = row.hit, row.best, f"r-q{number}"
    marks = [] if best is None else [(best.highlight_start, best.highlight_end, "short")]
    text = marked(hit.document.text, marks, start=hit.passage.start, end=hit.passage.end)
    choose = choose_button(identifier, 0, anything=True) if choosing and best is not None else ""
    reader = (
        "none"
        if best is None
        else f'<bdi class="said">{escaped(best.highlight)}</bdi> {confidence(best.confidence)}'
        f' <span class="facts">{percent(best.confidence)}</span>'
    )
    # Those without a place come behind all others.
    order = {
        "fused": float(number),
        "meaning": float(hit.meaning_rank or 1e6),
        "words": float(hit.words_rank or 1e6),
        "reader": 1e6 if best is None else -best.confidence,
    }
    keys = "".join(f' data-{name}="{value:.6f}"' for name, value in order.items())
    return (
        f'<tr{keys}><td><p class="passage" dir="auto">{text}</p>'
        f"{chip(identifier, hit.document, hit.passage.start, str(number), 'Passage')}{choose}</td>"
        f"{_cell('fused', _place(number), f'{hit.score:.4f}')}"
        f"{_cell('meaning', _place(hit.meaning_rank), _cosine(hit.cosine))}"
        f"{_cell('words', _place(hit.words_rank), '')}"
        f'<td data-column="The reader">{reader}</td></tr>'
    )


def _cell(name: str, rank: str, score: str) -> str:
    label = next(label for key, label, _ in _COLUMNS if key == name)
    score = f' <span class="facts">{score}</span>' if score else ""
    return f'<td data-column="{label}">{rank}{score}</td>'


def _place(rank: int | None) -> str:
    return "not found" if rank is None else f"{rank}."


def _cosine(cosine: float | None) -> str:
    return "" if cosine is None else f"{cosine:.3f}"
