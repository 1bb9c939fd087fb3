"""What programs may do with a library: ask, search, list, add, remove. Plain values in and out.

`ui.actions` says how they are called; nothing is added on the way to here.
"""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from index.errors import UserError
from qa.answer import Answer
from ui import given
from ui.access import Access
from ui.given import Names
from ui.tables import entry_json

if TYPE_CHECKING:
    from index.intake import Report
    from index.library import Hit, Library
    from qa.assistant import Assistant

# The largest file a program may add, in bytes: a book of scanned pages.
LARGEST = 50_000_000

# A follow-up leans on the turn or two before it; each is asked again.
_MOST_BEFORE = 5

_MOST_FOUND = 100

Json = dict[str, Any]


class Forbidden(UserError):
    """Somebody may not do what they asked for."""


class Programs:
    """The five things programs do. Threads may share one."""

    def __init__(
        self,
        assistant: "Assistant",
        library: "Library",
        *,
        access: Access | None = None,
        largest: int = LARGEST,
        kinds: Sequence[str] = (),
    ) -> None:
        """Offer a library.

        Args:
            assistant: Answers the questions.
            library: What it answers from.
            access: Who may add and remove; None for everybody.
            largest: The largest file that may be added, in bytes.
            kinds: The suffixes that may be added, such as ".pdf"; empty for all that are read.
        """
        self._assistant = assistant
        self._library = library
        self.access = access or Access()
        self.largest = largest
        self._kinds = tuple(kind.lower() for kind in kinds)
        # Two questions at a time would only share the same cores; two writers wait anyway.
        self._asking = threading.Lock()
        self._writing = threading.Lock()

    def ask(
        self,
        question: str,
        *,
        before: Names = None,
        collections: Names = None,
        tags: Names = None,
        folders: Names = None,
        documents: Names = None,
    ) -> Json:
        """Return an answer as `Answer.to_json` writes it.

        Args:
            question: In plain words.
            before: The questions of the conversation so far, oldest first.
            collections: Only documents of these collections.
            tags: Only documents with one of these tags.
            folders: Only documents from these folders.
            documents: Only these documents, by id or path.

        Raises:
            UserError: The question cannot be asked as it stands, or a name stands for nothing.
        """
        earlier = given.texts("before", before)
        if len(earlier) > _MOST_BEFORE:
            raise UserError(
                f"{len(earlier)} questions before this one; give the last {_MOST_BEFORE}"
            )
        part = given.part(collections, tags, folders, documents)
        within = {} if part is None else {"within": part}
        with self._asking:
            history: list[Answer] = []
            for one in (*earlier, given.text("question", question)):
                history.append(self._assistant.ask(one, history=tuple(history), **within))
        return history[-1].to_json()

    def search(
        self,
        question: str,
        *,
        top: int = 10,
        collections: Names = None,
        tags: Names = None,
        folders: Names = None,
        documents: Names = None,
    ) -> list[Json]:
        """Return the passages nearest to a question, best first, with how they were found.

        Args:
            question: Plain words.
            top: How many, from 1 to 100.
            collections: As for `ask`.
            tags: As for `ask`.
            folders: As for `ask`.
            documents: As for `ask`.

        Raises:
            UserError: There is no question, or a name stands for nothing.
        """
        if isinstance(top, bool) or not isinstance(top, int) or not 1 <= top <= _MOST_FOUND:
            raise UserError(f"top must be a whole number from 1 to {_MOST_FOUND}")
        bare = given.text("question", question)
        if not any(map(str.isalnum, bare)):
            raise UserError("the question is empty. Ask in plain words, for example: Who paid?")
        part = given.part(collections, tags, folders, documents)
        return [_hit_json(hit) for hit in self._library.search(bare, top=top, within=part)]

    def listed(
        self,
        *,
        collections: Names = None,
        tags: Names = None,
        folders: Names = None,
        documents: Names = None,
    ) -> list[Json]:
        """Return the documents of the library or of a part of it, without their text.

        Raises:
            UserError: A name stands for nothing.
        """
        part = given.part(collections, tags, folders, documents)
        entries = self._library.documents() if part is None else self._library.documents(part)
        return [entry_json(entry) for entry in entries]

    def add(
        self,
        name: str,
        *,
        text: str | None = None,
        base64: str | None = None,
        content: bytes | None = None,
        collection: str | None = None,
        tags: Names = None,
        user: str | None = None,
    ) -> Json:
        """Take in a file, in place of one of the same name, and return what became of it.

        Args:
            name: A file name; its suffix says of which kind the file is.
            text: What stands in it, for kinds that are plain text.
            base64: Its bytes in base64, for all kinds.
            content: Its bytes as they are, where the sender can send such.
            collection: Where to put it.
            tags: Given to it.
            user: Who adds it.

        Raises:
            Forbidden: The user may not add.
            UserError: The file is too large, of a kind that is not taken,
                or not said what it holds.
        """
        self._may_edit(user)
        kept = given.file_name(name, self._kinds)
        content = given.content(text, base64, content)
        if len(content) > self.largest:
            # The same unit in which `quoth serve --upload-limit` is given.
            raise UserError(
                f"{kept} is too large: a file may have at most {self.largest / 1e6:,g} MB. Split it"
            )
        to = None if collection is None else given.text("collection", collection)
        labels = tuple(tag.strip() for tag in given.texts("tags", tags))
        if not all(labels):
            raise UserError("an empty tag could not be seen; give a word")
        with self._writing:
            return _report_json(self._library.add_bytes(kept, content, collection=to, tags=labels))

    def remove(self, names: Sequence[str], *, user: str | None = None) -> Json:
        """Take out documents, and return what became of each.

        Args:
            names: Ids or paths, just as `listed` gives them, or paths of files that could not be
                read; no patterns and no folders, so that a program takes out no more than it saw.
            user: Who takes them out.

        Raises:
            Forbidden: The user may not remove.
        """
        self._may_edit(user)
        asked = list(dict.fromkeys(given.texts("names", names)))
        with self._writing:
            known = {
                name for entry in self._library.documents() for name in (entry.id, *entry.sources)
            }
            known.update(failure.path for failure in self._library.failures())
            there = [name for name in asked if name in known]
            missing = [
                {"path": name, "reason": "it is not in the library under this id or path"}
                for name in asked
                if name not in known
            ]
            told = (
                _report_json(self._library.remove(there, exactly=True)) if there else dict(_NOTHING)
            )
        return {**told, "failed": [*told["failed"], *missing]}

    def _may_edit(self, user: str | None) -> None:
        if not self.access.may_edit(user):
            raise Forbidden("only editors may add and remove documents")


_NOTHING: Json = {
    "added": [],
    "replaced": [],
    "also": [],
    "unchanged": [],
    "removed": [],
    "failed": [],
}


def _hit_json(hit: "Hit") -> Json:
    place = hit.document.place(hit.passage.start)
    return {
        "document": hit.document.id,
        "title": hit.document.title,
        "source": hit.document.source,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.text,
        "place": {
            "page": place.page,
            "unit": None if place.page is None else place.unit,
            "heading": " > ".join(place.heading) or None,
            "line": place.line,
        },
        "score": round(hit.score, 6),
        "meaning_rank": hit.meaning_rank,
        "words_rank": hit.words_rank,
        "cosine": None if hit.cosine is None else round(hit.cosine, 6),
    }


def _report_json(report: "Report") -> Json:
    return {
        **{name: list(getattr(report, name)) for name in _NOTHING if name != "failed"},
        "failed": [{"path": path, "reason": reason} for path, reason in report.failed],
    }
