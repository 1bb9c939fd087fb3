"""What happens when somebody asks, opens a source or says what they think; after `ui.conversation`.

Each step takes what the page holds of one person and returns what is to be drawn; nothing here
knows what server it runs in.
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from index.errors import UserError
from qa.answer import Answer
from qa.label import Label
from qa.labels import Labels
from ui import export, originals, render
from ui.assistants import Asks, OneAtATime, Part
from ui.chats import (
    Chat,
    Trouble,
    asked_in,
    moment,
    part_of,
    restored,
    restored_note,
    stored_note,
    whole,
)
from ui.conversation import Waiting, conversation
from ui.elsewhere import Dated
from ui.html import escaped
from ui.notes import Note, kept
from ui.originals import Shelf
from ui.retrieval import Explanation, cited_in, table, trouble
from ui.sources import Cited, cited, gone, source
from ui.spoken import TRIAL, Notes, spoken

_BROKEN = "Something went wrong while reading. The server's log says what."

_NOTHING: Part = ((), ())
_TAKEN_OUT = (
    "What you chose to ask in was taken out or replaced. Choose anew, or “Ask in all documents”."
)

# A browser keeps no more turns of one chat than this.
_LONGEST_CHAT = 200

# So many names say what a question was limited to, as in the script of the list.
_MOST_NAMED = 3

Drawn = tuple[str, Chat | None, Notes | None]
"""A conversation as HTML, and what the page is to hold of it and of what was said of its turns from
now on, where that has changed."""


class Talk:
    """Conversations with one assistant. Threads may share one."""

    def __init__(
        self, assistant: Asks, *, labels: Labels | None = None, library: Shelf | None = None
    ) -> None:
        """Talk with an assistant.

        Args:
            assistant: Answers the questions.
            labels: Keeps what people say of the answers; None lets them say nothing.
            library: Where the documents are; without it no file can be opened, and a chat that
                is opened again is asked again.
        """
        self._assistant = OneAtATime(assistant)
        self._labels = labels
        self._library = library

    @property
    def identity(self) -> str:
        """What tells this library from others; empty where it is not known."""
        return str(getattr(self._library, "identity", ""))

    def draw(
        self, chat: Chat, waiting: Waiting | None = None, *, examples: Sequence[str] = ()
    ) -> str:
        """Return a conversation as HTML, as `conversation` draws it."""
        return conversation(chat, waiting, examples=examples, thumbs=self._labels is not None)

    def ask(
        self, chat: Chat, question: str, part: Part | None = None, *, kept: object = None
    ) -> Iterator[Drawn]:
        """Yield the conversation as it grows by one question: as asked, found, answered.

        Args:
            chat: What was asked before.
            question: As it was typed.
            part: The collections and the documents to look in; None for all.
            kept: The turns the page shows, as a browser keeps them; from the page, so it may be
                anything. Where they are more than were asked before, as they are for a server that
                was started anew, they are opened again first.

        Raises:
            Exception: A bug, once the page has been told that there was one.
        """
        waiting, within = Waiting(question), self._named(part)
        try:
            if isinstance(kept, list) and len(kept) > len(chat.turns):
                for html, again, said in self.reopen(kept):
                    chat = again or chat
                    yield html if again is None else self.draw(chat, waiting), again, said
            part = self._here(part)
            if part == _NOTHING:
                chat = chat.plus(Trouble(question, _TAKEN_OUT))
                yield self.draw(chat), chat, None
                return
            yield self.draw(chat, waiting), None, None
            for step in self._assistant.steps(question, chat, part):
                if isinstance(step, Answer | Trouble):
                    chat = chat.plus(step, part=within)
                    yield self.draw(chat), chat, None
                else:
                    yield self.draw(chat, replace(waiting, hits=tuple(step.hits))), None, None
        except Exception:
            # The page must not wait for ever; the traceback goes to the log.
            chat = chat.plus(Trouble(question, _BROKEN))
            yield self.draw(chat), chat, None
            raise

    def _here(self, part: Part | None) -> Part | None:
        """Return a part without the documents that were taken out, or replaced, meanwhile."""
        if part is None or self._library is None:
            return part
        collections, documents = part
        return collections, tuple(one for one in documents if self._title(one) is not None)

    def _named(self, part: Part | None) -> str:
        """Return the names of the collections and documents of a part; empty for all."""
        collections, documents = part or ((), ())
        names = [*collections, *filter(None, map(self._title, documents))]
        more = [f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else []
        return ", ".join([*names[:_MOST_NAMED], *more])

    def _title(self, identifier: str) -> str | None:
        # One that was taken out meanwhile has no name any more.
        with suppress(KeyError):
            return self._library.document(identifier).title if self._library else None
        return None

    def reopen(self, kept: object) -> Iterator[Drawn]:
        """Yield a conversation that a browser kept; turns that cannot be made are asked again.

        Args:
            kept: From the page, so it may be anything.
        """
        chat, said, labels = Chat(), Notes(), self._known_labels()
        for each in (kept if isinstance(kept, list) else [])[:_LONGEST_CHAT]:
            question = asked_in(each)
            if question is None:
                continue
            turn = None if self._library is None else restored(each, self._library.document)
            if turn is None:
                yield self.draw(chat, Waiting(question)), None, None
                for step in self._assistant.steps(question, chat):
                    if isinstance(step, Answer | Trouble):
                        chat = chat.plus(step)
                continue
            chat = chat.plus(turn, moment(each), part_of(each))
            if self._library is not None:
                note = restored_note(each, turn, labels, self._library.document)
                if note is not None:
                    said[len(chat.turns)] = note
        yield self.draw(chat), chat, said

    def whole(self, chat: Chat, said: Notes, kept: object) -> tuple[Chat, Notes]:
        """Return what the page shows and what was said of it, also where the server has lost it.

        Nothing is asked again: a turn that cannot be made leads nowhere.

        Args:
            chat: What the server holds.
            said: What was said of it.
            kept: The turns the page shows, as for `ask`.
        """
        if self._library is None or not isinstance(kept, list) or len(kept) <= len(chat.turns):
            return chat, said
        turns = kept[:_LONGEST_CHAT]
        chat, before = whole(turns, self._known_labels(), self._library.document)
        return chat, {**before, **said}

    def _known_labels(self) -> dict[str, Label]:
        try:
            return {} if self._labels is None else {one.id: one for one in self._labels.read()}
        except UserError:
            # A damaged file is told to whoever adds to it.
            return {}

    @property
    def explains(self) -> bool:
        """Whether a question can be tried."""
        return self._assistant.explains

    def explain(self, question: str) -> Iterator[tuple[str, Explanation | None]]:
        """Yield what was found for a question, as HTML and as it is.

        Raises:
            Exception: A bug, once the page has been told that there was one.
        """
        try:
            found = self._assistant.explain(question)
        except UserError as error:
            yield trouble(question, str(error), moment=time.time_ns()), None
        except Exception:
            yield trouble(question, _BROKEN, moment=time.time_ns()), None
            raise
        else:
            choosing = self._labels is not None
            yield table(found, choosing=choosing, moment=time.time_ns()), found

    def open(
        self, chat: Chat, event: Mapping[str, object], tried: Explanation | None = None
    ) -> str:
        """Return the source of a citation as HTML.

        Args:
            chat: The conversation.
            event: From the page: the citation, and how much of the text is wanted.
            tried: What was found for the question that was tried last.
        """
        identifier = str(event.get("citation", ""))
        found = cited(chat.turns, identifier) or cited_in(tried, identifier)
        if found is None:
            return gone(time.time_ns())
        return source(
            found,
            identifier=identifier,
            choosing=self._labels is not None,
            original=self._address(found),
            versions=self._versions(found),
            window=(event.get("first"), event.get("last")),
            moment=time.time_ns(),
        )

    def _address(self, found: Cited) -> str:
        return "" if self._library is None else originals.address(found.document, self._library)

    def _versions(self, found: Cited) -> Sequence[Dated]:
        """Return the documents that are nearly the same, where the library knows of such."""
        versions = getattr(self._library, "versions", None)
        if versions is None:
            return []
        try:
            return list(versions(found.document.id))
        except KeyError:
            # It was taken out since the question was asked.
            return []

    def note(
        self,
        chat: Chat,
        said: Notes,
        event: Mapping[str, object],
        tried: Explanation | None = None,
    ) -> Notes:
        """Return what was said of the turns after somebody said something more.

        Args:
            chat: The conversation.
            said: What was said before.
            event: From the page: a turn and a verdict, or a citation and perhaps a selection.
            tried: What was found for the question that was tried last.
        """
        told = spoken(chat.turns, said, event, tried)
        if told is None or self._labels is None:
            return said
        number, answer, after = told
        return {**said, number: kept(said.get(number, Note()), after, answer, self._labels)}

    def draw_notes(self, said: Notes) -> str:
        """Return what was said of the turns, for the page to show and for the browser to keep."""
        kept = {number: stored_note(note) for number, note in said.items() if number != TRIAL}
        return (
            f'{render.notes(said)}<div hidden data-notes-kept="{escaped(json.dumps(kept))}"></div>'
        )

    def export(self, chat: Chat, kind: object) -> str:
        """Return a conversation as a file for the page's script.

        Args:
            chat: The conversation.
            kind: "markdown" or "receipts"; anything else is taken for the first.
        """
        both = chat.answers
        answers, times = [answer for answer, _ in both], [when for _, when in both]
        if kind == "receipts":
            text = export.receipts(answers, times, self.identity)
            return render.download("quoth-chat.jsonl", "application/jsonl", text, time.time_ns())
        parts = [
            chat.parts.get(number, "")
            for number, turn in enumerate(chat.turns, 1)
            if isinstance(turn, Answer)
        ]
        text = export.markdown(answers, times, parts)
        return render.download("quoth-chat.md", "text/markdown", text, time.time_ns())
