"""The page's parts and events as Gradio knows them. Imports Gradio, which takes two seconds.

The page's script sends events to the conversation's part, each with plain values; what they may
hold is checked where they are used.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui import render, retrieval, shelf
from ui.chats import Chat
from ui.conversation import conversation
from ui.render import Listed
from ui.retrieval import Explanation
from ui.serving import own
from ui.sources import nothing_open
from ui.spoken import Notes
from ui.talking import Talk

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_SCRIPTS = ("page.js", "source.js", "views.js", "kept.js", "shelf.js")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the list of documents shows.

    Attributes:
        documents: All documents.
        library: Has `failures` and `collections`; None where there is no list to show.
        may_edit: Whether somebody may add documents and take them out, by the name they logged in
            with; None where nobody has to.
    """

    documents: Callable[[], Sequence[Listed]]
    library: Any = None
    may_edit: Callable[[str | None], bool] = lambda name: False

    def draw(self, user: str | None, words: str = "") -> str:
        """Return the list as HTML, as somebody is to see it."""
        if self.library is None:
            return ""
        catalog = self.library.catalog
        waiting = catalog.passages(catalog.without_vectors()).values()
        return shelf.listing(
            self.library.documents(),
            self.library.failures(),
            self.library.collections(),
            generation=self.library.generation,
            waiting={passage.document_id for passage in waiting},
            words=words,
            editing=self.may_edit(user),
        )


class Wiring:
    """What Gradio calls when something happens at the page."""

    def __init__(
        self, talk: Talk, holdings: Holdings, offered: Callable[[], Sequence[str]]
    ) -> None:
        """Take what answers, what lists, and what gives the first questions."""
        self._talk = talk
        self._holdings = holdings
        self._offered = offered
        self._views = ["ask"]
        if holdings.library is not None:
            self._views.append("documents")
        if talk.explains:
            self._views.append("retrieval")

    def head(self) -> str:
        """Draw the head."""
        listed = self._holdings.documents()
        return render.header(listed, library=self._talk.identity, views=self._views)

    def start(self, request: gr.Request) -> tuple[Any, ...]:
        """Draw an empty page."""
        talk = conversation(Chat(), examples=self._offered())
        listing = self._holdings.draw(request.username)
        return self.head(), talk, nothing_open(), self._talk.draw_notes({}), listing, Chat(), {}

    def shelf(self, request: gr.Request) -> str:
        """Draw what stands above the list of documents."""
        return shelf.frame(editing=self._holdings.may_edit(request.username))

    def ask(self, chat: Chat, event: gr.EventData) -> Iterator[tuple[Any, Any]]:
        """Draw the conversation as it grows."""
        question, part = str(event._data.get("question", "")), shelf.chosen_part(event._data)
        for html, after in self._talk.ask(chat, question, part):
            yield html, gr.skip() if after is None else after

    def reopen(self, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Draw a conversation the browser has kept."""
        yield gr.skip(), gr.skip(), nothing_open(), self._talk.draw_notes({}), {}
        for html, chat, said in self._talk.reopen(event._data.get("turns")):
            if chat is None or said is None:
                yield html, *[gr.skip()] * 4
            else:
                yield html, chat, gr.skip(), self._talk.draw_notes(said), said

    def stop(self, chat: Chat) -> tuple[str, Chat]:
        """Draw the conversation without the question that was waiting."""
        return self._talk.draw(chat), chat

    def open(self, chat: Chat, tried: Explanation | None, event: gr.EventData) -> str:
        """Draw a source."""
        return self._talk.open(chat, event._data, tried)

    def note(
        self, chat: Chat, said: Notes, tried: Explanation | None, event: gr.EventData
    ) -> tuple[str, Notes]:
        """Keep what somebody thinks of an answer."""
        said = self._talk.note(chat, said, event._data, tried)
        return self._talk.draw_notes(said), said

    def explain(self, said: Notes, event: gr.EventData) -> tuple[Any, ...]:
        """Draw what is found for a question."""
        html, found = self._talk.explain(str(event._data.get("question", "")))
        said = {number: one for number, one in said.items() if number}
        return html, found, self._talk.draw_notes(said), said

    def export(self, chat: Chat, event: gr.EventData) -> str:
        """Hand out the conversation as a file."""
        return self._talk.export(chat, event._data.get("kind"))

    def listing(self, event: gr.EventData, request: gr.Request) -> tuple[Any, str]:
        """Draw the documents, and the head where they may have changed."""
        head = self.head() if event._data.get("changed") else gr.skip()
        return head, self._holdings.draw(request.username, str(event._data.get("words", "")))


def wired(wiring: Wiring, *, endpoints: Callable[[], object]) -> gr.Blocks:
    """Return the page.

    Args:
        wiring: What its events call.
        endpoints: Called once while the page is built, to add more to it.
    """
    page: gr.Blocks
    with gr.Blocks(title="Quoth", analytics_enabled=False, fill_width=True) as page:
        chat, said, tried = gr.State(Chat()), gr.State({}), gr.State(None)
        with gr.Column(elem_id="quoth"):
            head = _part("quoth-head", "", _tells("quoth:head"))
            script = "\n".join(map(own, _SCRIPTS))
            talk = _part("quoth-talk", conversation(Chat()), script)
            _part("quoth-ask", render.composer())
            panel = _part("quoth-panel", nothing_open(), _tells("quoth:source"))
            noted = _part("quoth-noted", render.notes({}), _tells("quoth:noted"))
            file = _part("quoth-file", "", _tells("quoth:file"))
            frame = _part("quoth-documents", shelf.frame(editing=False))
            listing = _part("quoth-shelf", "", _tells("quoth:shelf"))
            trial = _part("quoth-retrieval", retrieval.form(), _tells("quoth:tried"))
        everything = [head, talk, panel, noted, listing, chat, said]
        free: dict[str, Any] = {"concurrency_limit": None, **_QUIET}
        # One question at a time: two would only share the same processor cores.
        alone: dict[str, Any] = {"concurrency_limit": 1, "trigger_mode": "multiple", **_QUIET}
        page.load(wiring.start, None, everything, **free)
        page.load(wiring.shelf, None, frame, **free)
        talk.renew(wiring.start, None, everything, **free)
        asking = talk.ask(wiring.ask, chat, [talk, chat], **alone)
        reopening = talk.reopen(wiring.reopen, None, [talk, chat, panel, noted, said], **alone)
        talk.stop(wiring.stop, chat, [talk, chat], cancels=[asking, reopening], **_QUIET)
        talk.explain(wiring.explain, said, [trial, tried, noted, said], **alone)
        talk.note(wiring.note, [chat, said, tried], [noted, said], **free)
        talk.export(wiring.export, chat, file, **free)
        # Whoever clicks two chips, or types two letters, quickly wants the second.
        free["trigger_mode"] = "always_last"
        talk.open(wiring.open, [chat, tried], panel, **free)
        talk.list(wiring.listing, None, [head, listing], **free)
        endpoints()
    return page


def _tells(event: str) -> str:
    """Return a script that tells the page when Python has drawn a part anew."""
    return f"watch('value', () => document.dispatchEvent(new Event('{event}')))"


def _part(name: str, html: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(html, elem_id=name, js_on_load=script, apply_default_css=False)
