"""What somebody at the page thinks of an answer, and the label that comes of it.

Two things can be said of a turn, in any order, and each is taken back by saying it again: whether
the answer is right (a thumb), and which quote is the right one. Both make one line among the
library's labels, which changes as they do.
"""

from dataclasses import dataclass, replace

from index.documents import Document
from index.errors import UserError
from qa.answer import Answer
from qa.label import Label, Verdict, proposed, right
from qa.labels import Labels
from qa.verbatim import Stretch


@dataclass(frozen=True, slots=True)
class Choice:
    """The quote somebody calls the right one.

    Attributes:
        citation: The source it was chosen in, as in `ui.render`.
        quote: Where it stands.
        short: The short answer in it, or None where the whole quote is the answer.
    """

    citation: str
    quote: Stretch
    short: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """What was said of one turn.

    Attributes:
        verdict: The thumb, or None.
        choice: The right quote, or None where nobody chose one.
        label: The line that is kept of it, or None.
        trouble: Why the last thing said could not be kept, or None.
    """

    verdict: Verdict | None = None
    choice: Choice | None = None
    label: Label | None = None
    trouble: str | None = None


def judged(note: Note, verdict: Verdict) -> Note:
    """Return the note after a click on a thumb; a second click takes the first back."""
    return replace(note, verdict=None if note.verdict == verdict else verdict)


def chosen(
    note: Note,
    citation: str,
    quote: Stretch,
    short: str | None,
    selected: tuple[object, object] = (None, None),
) -> Note:
    """Return the note after a quote was called right in the source it stands in.

    What is selected there is the quote, else the one the source was opened for. With nothing
    selected, a second click takes back what was chosen in this source.

    Args:
        note: What was said up to now.
        citation: The source's.
        quote: What it marks.
        short: The short answer in that; None where it is no answer and only a selection can be
            chosen.
        selected: Offsets in the document's text where the selection starts and ends, white space
            at its ends left out; from the page, so they may be anything.
    """
    selection = _trimmed(quote.document, *selected)
    if selection is not None:
        choice: Choice | None = Choice(citation, selection, None)
        return replace(note, choice=None if note.choice == choice else choice)
    if note.choice is not None and note.choice.citation == citation:
        return replace(note, choice=None)
    return note if short is None else replace(note, choice=Choice(citation, quote, short))


def _trimmed(document: Document, start: object, end: object) -> Stretch | None:
    if not isinstance(start, int) or not isinstance(end, int):
        return None
    if not 0 <= start < end <= len(document.text):
        return None
    said = document.text[start:end]
    start, end = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
    return Stretch(document, start, end) if start < end else None


def kept(before: Note, after: Note, answer: Answer, labels: Labels) -> Note:
    """Return the new note once its label is written, or the old one with what went wrong.

    Args:
        before: What was said up to now.
        after: What is said now.
        answer: The turn it is said of.
        labels: Where it is kept.
    """
    label = _label(after, answer)
    try:
        if before.label is not None:
            labels.swap(before.label, label)
            label = label and replace(label, id=before.label.id)
        elif label is not None:
            labels.add(label)
    except UserError as error:
        return replace(before, trouble=str(error))
    return replace(after, label=label, trouble=None)


def _label(note: Note, answer: Answer) -> Label | None:
    if note.choice is not None:
        label = right(answer.asked, note.choice.quote, answer=note.choice.short)
        return replace(label, verdict=note.verdict)
    return None if note.verdict is None else proposed(answer, note.verdict)
