"""What an event of the page says of an answer: a thumb, or which quote is the right one; pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from qa.answer import Answer
from qa.verbatim import Stretch
from ui.chats import Turn
from ui.notes import Note, chosen, judged
from ui.retrieval import Explanation, cited_in
from ui.sources import Cited, cited, turn_of

TRIAL = 0

Notes = dict[int, Note]
"""What was said of the turns of a conversation, by their number from 1, and as number 0 of the
question that was tried last."""


def spoken(
    turns: Sequence[Turn],
    said: Notes,
    event: Mapping[str, Any],
    tried: Explanation | None = None,
) -> tuple[int, Answer, Note] | None:
    """Return the turn that is spoken of and what is said of it, or None where it makes no sense.

    Args:
        turns: The turns the page shows.
        said: What was said before.
        event: From the page: a turn and a verdict, or a citation and perhaps a selection.
        tried: What was found for the question that was tried last.
    """
    citation, verdict = str(event.get("citation", "")), event.get("verdict")
    row, found = cited_in(tried, citation), cited(turns, citation)
    if row is not None and tried is not None:
        after = _chosen(said.get(TRIAL, Note()), citation, row, event)
        return TRIAL, tried.answer, after
    number = turn_of(citation) if found is not None else event.get("turn")
    if not isinstance(number, int) or not 1 <= number <= len(turns):
        return None
    answer, before = turns[number - 1], said.get(number, Note())
    if not isinstance(answer, Answer):
        return None
    if found is not None:
        return number, answer, _chosen(before, citation, found, event)
    if verdict == "up" or verdict == "down":
        return number, answer, judged(before, verdict)
    return None


def _chosen(before: Note, citation: str, found: Cited, event: Mapping[str, Any]) -> Note:
    quote = Stretch(found.document, found.start, found.end)
    short = found.document.text[slice(*found.highlight)] if found.highlight else None
    return chosen(before, citation, quote, short, (event.get("start"), event.get("end")))
