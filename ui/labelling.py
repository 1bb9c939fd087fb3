"""What `quoth label` does: one request in, the lines to print out."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from index.documents import Document
from index.errors import UserError
from index.library import Library
from qa.label import Label, Wanted, decided, nowhere, right
from qa.labels import Labels
from qa.sentences import sentences
from qa.verbatim import Stretch, find, nearest
from ui.plain import counted, shortened, visible, where

# Passages searched for the words nearest to a quote that stands nowhere.
_NEAR = 5

# Documents named where a quote stands in several.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line.

    Attributes:
        question: To be labelled.
        quote: The right quote, as it was typed or copied.
        document: The document it is in: a path, a file name or an id.
        answer: The short answer inside the quote.
        nowhere: Whether the documents do not say.
        confirm: The id of a label to decide on.
        drop: The id of a label to take out.
        listed: Whether to list them.
    """

    question: str | None = None
    quote: str | None = None
    document: str | None = None
    answer: str | None = None
    nowhere: bool = False
    confirm: str | None = None
    drop: str | None = None
    listed: bool = False


def label(library: Library, request: Request) -> list[str]:
    """Do what is asked for, and return the lines that tell of it.

    Raises:
        UserError: The request is not clear, the quote does not stand in the documents, or the
            labels cannot be read or written.
    """
    _check(request)
    labels = Labels(library.folder)
    if request.listed:
        return _list(library, labels.read())
    if request.drop is not None:
        labels.change(request.drop, lambda _: None)
        return [f"dropped {request.drop}"]
    if request.confirm is None:
        made = _choice(library, request, request.question or "")
        if made is None:
            raise UserError("say what is right: --quote TEXT, or --nowhere")
        labels.add(made)
        return [_told(library, made)]
    changed: list[Label] = []

    def confirmed(before: Label) -> Label:
        changed.append(decided(before, _choice(library, request, before.question)))
        return changed[0]

    labels.change(request.confirm, confirmed)
    return [_told(library, changed[0])]


def _check(request: Request) -> None:
    """Refuse options that do not go together."""
    doing = [request.question, request.confirm, request.drop, request.listed or None]
    if sum(each is not None for each in doing) != 1:
        raise UserError("give one QUESTION, or one of --list, --confirm ID and --drop ID")
    saying = [request.quote is not None, request.nowhere]
    if any(saying) and (request.listed or request.drop is not None):
        raise UserError("--quote and --nowhere go with a QUESTION or with --confirm ID")
    if all(saying):
        raise UserError("give --quote TEXT or --nowhere, not both")
    if request.quote is None and (request.document is not None or request.answer is not None):
        raise UserError("--document and --answer go with --quote TEXT")


def _choice(library: Library, request: Request, question: str) -> Label | None:
    """Return what the request says is right, or None where it leaves that open."""
    if request.nowhere:
        return nowhere(question)
    if request.quote is None:
        return None
    quote = _stretch(library, request.quote, request.document)
    if request.answer is None:
        return right(question, quote)
    within = find(request.answer, quote.document, start=quote.start, end=quote.end)
    if not within:
        raise UserError(
            f"the answer “{visible(request.answer)}” does not stand in the quote"
            f" “{shortened(quote.text)}”. Give words of the quote"
        )
    return right(question, quote, answer=within[0].text)


def _stretch(library: Library, text: str, name: str | None) -> Stretch:
    """Return the place of a quote.

    Raises:
        UserError: It is blank, stands in no document or in several, or none has that name.
    """
    if not text.strip():
        raise UserError("the quote is empty. Give the words of a document that answer")
    found: dict[str, Stretch] = {}
    for document in _documents(library, name):
        for stretch in islice(find(text, document), 1):
            found[document.id] = stretch
    if not found:
        raise UserError(_missing(library, text, name))
    if len(found) > 1:
        names = sorted(stretch.document.source for stretch in found.values())
        listed = ", ".join(map(visible, names[:_NAMED])) + (", …" if names[_NAMED:] else "")
        raise UserError(
            f"{len(names)} documents say “{shortened(text)}”: {listed}."
            " Say which is meant with --document"
        )
    return next(iter(found.values()))


def _documents(library: Library, name: str | None) -> Iterator[Document]:
    """Yield all documents, or those with a path, a file name or an id."""
    entries = library.documents()
    if name is not None:
        path = os.path.abspath(name)
        named = [each for each in entries if each.id == name or path in each.sources]
        entries = named or [each for each in entries if name in map(os.path.basename, each.sources)]
        if not entries:
            raise UserError(f"{visible(name)} is not in the library. See what is: quoth list")
    yield from (library.document(entry.id) for entry in entries)


def _missing(library: Library, text: str, name: str | None) -> str:
    """Return the line that tells that no document says a text."""
    if name is None:
        who = "no document says"
        parts = [
            (hit.document, hit.passage.start, hit.passage.end)
            for hit in library.search(text, top=_NEAR)
        ]
    else:
        who = f"{visible(name)} does not say"
        parts = [(each, 0, len(each.text)) for each in _documents(library, name)]
    near = nearest(text, _sentences(parts))
    if near is None:
        return f"{who} “{shortened(text)}”. Copy the quote from the document, word for word"
    place = where(near.document, near.document.place(near.start))
    return f"{who} “{shortened(text)}”. The nearest is “{visible(near.text)}” ({place})"


def _sentences(parts: Iterable[tuple[Document, int, int]]) -> Iterator[Stretch]:
    for document, start, end in parts:
        for first, last in sentences(document, start, end):
            yield Stretch(document, first, last)


def _list(library: Library, labels: list[Label]) -> list[str]:
    if not labels:
        return ["no labelled questions yet. Write one: quoth label QUESTION --quote TEXT"]
    review = [each for each in labels if each.state == "review"]
    done = [each for each in labels if each.state == "right"]
    answered = sum(each.answerable for each in done)
    lines = [
        f"{counted(len(labels), 'question')}: {answered} answered by the documents,"
        f" {len(done) - answered} not in them, {len(review)} to review"
    ]
    lines += [f"{each.id}  {visible(each.question)}  {_proposal(each)}" for each in review]
    lines += [
        f"{each.id}  {visible(each.question)}  its document is gone or has changed"
        for each in labels
        if each.quote is not None and not _stands(library, each.quote)
    ]
    return lines


def _stands(library: Library, quote: Wanted) -> bool:
    """Return whether a quote stands where it was found, also after its file was read anew."""
    try:
        text = library.document(quote.document).text
    except KeyError:
        return False
    return text[quote.start : quote.end] == quote.text


def _proposal(each: Label) -> str:
    if each.undecided:
        return f"thumbs down ({shortened(each.note)})" if each.note else "thumbs down"
    return f"thumbs up: {_said(each)}"


def _said(each: Label) -> str:
    if each.quote is not None:
        return f"“{shortened(each.quote.text)}”"
    return f"“{shortened(each.answers[0])}”" if each.answers else "not in the documents"


def _told(library: Library, each: Label) -> str:
    line = f"noted {each.id}: “{visible(each.question)}” is answered by {_said(each)}"
    if not each.answerable:
        return f"noted {each.id}: “{visible(each.question)}” is not in the documents"
    if each.quote is None:
        return line
    try:
        document = library.document(each.quote.document)
    except KeyError:
        return line
    return f"{line} ({where(document, document.place(each.quote.start))})"
