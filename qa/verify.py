"""Whether the quotes of a receipt still stand in the library."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from index.catalog import Entry
from index.documents import Document
from index.library import Library
from qa.receipt import Cited, Receipt
from qa.sentences import sentences
from qa.verbatim import Stretch, find, nearest


class State(Enum):
    """What became of a quote; the values are stable for programs."""

    INTACT = "intact"
    """The same document has the same characters at the same place."""
    MOVED = "moved"
    """It stands word for word, but elsewhere: its document has changed or is another."""
    CHANGED = "changed"
    """Its source is here in another version, and does not say it any more."""
    DELETED = "deleted"
    """Its source is gone, and no other document says it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one quote.

    Attributes:
        cited: The quote as the receipt has it.
        state: What became of it.
        found: Where it stands now, or with `CHANGED` the sentence that comes nearest to it; None
            where there is neither.
        note: What else must be known: that the library itself is behind the file on disk, say.
    """

    cited: Cited
    state: State
    found: Stretch | None = None
    note: str = ""

    @property
    def sound(self) -> bool:
        """Whether the quote is as it was, in the library and as far as known in the file."""
        return self.state is State.INTACT and not self.note


def verify(receipt: Receipt, library: Library) -> list[Verdict]:
    """Return what became of each quote of a receipt, in order; none where it kept silent."""
    return verify_all([receipt], library)[0]


def verify_all(receipts: Sequence[Receipt], library: Library) -> list[list[Verdict]]:
    """Return what became of the quotes of several receipts; the library is gone through once."""
    look = _Look(library)
    found = [[look.at_home(quote) for quote in receipt.quotes] for receipt in receipts]
    gone = [
        quote
        for receipt, verdicts in zip(receipts, found, strict=True)
        for quote, verdict in zip(receipt.quotes, verdicts, strict=True)
        if verdict is None
    ]
    elsewhere = look.elsewhere(gone)
    return [
        [
            verdict or elsewhere.get(quote) or Verdict(quote, State.DELETED)
            for quote, verdict in zip(receipt.quotes, verdicts, strict=True)
        ]
        for receipt, verdicts in zip(receipts, found, strict=True)
    ]


class _Look:
    """One look at a library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._entries: Sequence[Entry] = library.documents()
        self._at = {source: entry.id for entry in self._entries for source in entry.sources}
        self._behind: dict[str, str] = {}

    def at_home(self, quote: Cited) -> Verdict | None:
        """Return what its document or its sources tell, or None where both are gone."""
        same = self._document(quote.document[:16])
        if same is not None and same.sha256 == quote.document:
            if same.text[quote.start : quote.end] == quote.text:
                stretch = Stretch(same, quote.start, quote.end)
                return Verdict(quote, State.INTACT, stretch, self._disk(same))
            return self._in(quote, [same], "the same file is read in another way now")
        identifiers = {self._at[source] for source in quote.sources if source in self._at}
        here = [found for key in sorted(identifiers) if (found := self._document(key)) is not None]
        return self._in(quote, here) if here else None

    def _in(self, quote: Cited, documents: Sequence[Document], note: str = "") -> Verdict:
        for document in documents:
            found = find(quote.text, document, whole=True)
            if found:
                closest = min(found, key=lambda stretch: abs(stretch.start - quote.start))
                return Verdict(quote, State.MOVED, closest, note)
        said = (
            Stretch(document, *ends)
            for document in documents
            for ends in sentences(document, 0, len(document.text))
        )
        return Verdict(quote, State.CHANGED, nearest(quote.text, said), note)

    def elsewhere(self, quotes: Sequence[Cited]) -> dict[Cited, Verdict]:
        """Return those that any document says; one whose file has the same name goes first."""
        wanted = {quote: max(quote.text.split(), key=len) for quote in quotes}
        names = {os.path.basename(source) for quote in quotes for source in quote.sources}
        verdicts: dict[Cited, Verdict] = {}
        for entry in sorted(self._entries, key=lambda entry: not _names(entry) & names):
            if not wanted:
                break
            document = self._document(entry.id)
            if document is None:
                continue
            # A long word is looked for far faster than any white space between many words.
            for quote in [quote for quote, word in wanted.items() if word in document.text]:
                found = find(quote.text, document, whole=True)
                if found:
                    verdicts[quote] = Verdict(quote, State.MOVED, found[0])
                    del wanted[quote]
        return verdicts

    def _document(self, key: str) -> Document | None:
        try:
            return self._library.document(key)
        except KeyError:
            return None

    def _disk(self, document: Document) -> str:
        """Return in which way the library is behind the disk; empty where it is not."""
        if document.id not in self._behind:
            self._behind[document.id] = _disk(document)
        return self._behind[document.id]


def _names(entry: Entry) -> set[str]:
    return {os.path.basename(source) for source in entry.sources}


def _disk(document: Document) -> str:
    # What came without a file is known by a bare name; a file of that name is another.
    files = [path for path in document.sources if os.path.isabs(path) and os.path.isfile(path)]
    for file in files:
        try:
            with open(file, "rb") as bytes_:
                if hashlib.file_digest(bytes_, "sha256").hexdigest() == document.sha256:
                    return ""
        except OSError as error:
            return f"{file} cannot be read any more ({error.strerror})"
    return f"{files[0]} has changed on disk since it was read" if files else ""
