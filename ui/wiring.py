"""The page's parts and events as Gradio knows them. Imports Gradio, which takes two seconds.

The page's script sends events to the conversation's part, each with plain values; what they may
hold is checked where they are used.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui import originals, render, retrieval, shelf
from ui.chats import Chat
from ui.conversation import asked, conversation
from ui.render import Listed
from ui.retrieval import Explanation
from ui.serving import own
from ui.sources import nothing_open
from ui.spoken import Notes
from ui.talking import Drawn, Talk

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# What the page does where the server refused a request, or failed without a word.
_FAILED = "() => document.dispatchEvent(new Event('quoth:failed'))"
_NOT_OPENED = "() => document.dispatchEvent(new Event('quoth:unopened'))"

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
            address=lambda entry: originals.address(entry, self.library),
        )


@dataclass
class Stopped:
    """Which questions of one person were stopped, also while they were read or waited their turn.

    Attributes:
        before: All that the page had numbered lower than this.
    """

    before: int = 0


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

    def head(self, user: str | None) -> str:
        """Draw the head, for who has logged in by this name."""
        listed = self._holdings.documents()
        return render.header(listed, library=self._talk.identity, views=self._views, user=user)

    def start(self, request: gr.Request) -> tuple[Any, ...]:
        """Draw an empty page."""
        return self._empty(request, 0)

    def renew(self, request: gr.Request, event: gr.EventData) -> tuple[Any, ...]:
        """Draw an empty page in the place of a conversation."""
        return self._empty(request, _number(event))

    def _empty(self, request: gr.Request, number: int) -> tuple[Any, ...]:
        talk = _numbered(conversation(Chat(), examples=self._offered()), number)
        head, listing = self.head(request.username), self._holdings.draw(request.username)
        return head, talk, nothing_open(), self._talk.draw_notes({}), listing, Chat(), {}

    def shelf(self, request: gr.Request) -> str:
        """Draw what stands above the list of documents."""
        return shelf.frame(editing=self._holdings.may_edit(request.username))

    def ask(self, chat: Chat, stopped: Stopped, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Draw the conversation as it grows."""
        question, part = str(event._data.get("question", "")), shelf.chosen_part(event._data)
        steps = self._talk.ask(chat, question, part, kept=event._data.get("turns"))
        yield from self._drawn(steps, stopped, _number(event))

    def reopen(self, stopped: Stopped, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Draw a conversation the browser has kept."""
        number = _number(event)
        if number >= stopped.before:
            # What was said of the last one is held until this one is there, but not shown.
            yield gr.skip(), gr.skip(), self._talk.draw_notes({}), gr.skip(), nothing_open()
        steps = self._talk.reopen(event._data.get("turns"))
        for drawn in self._drawn(steps, stopped, number):
            yield *drawn, gr.skip()

    def _drawn(
        self, steps: Iterator[Drawn], stopped: Stopped, number: int
    ) -> Iterator[tuple[Any, ...]]:
        """Yield each step as Gradio takes it, until somebody has stopped this."""
        for html, chat, said in steps:
            if number < stopped.before:
                break
            yield (
                _numbered(html, number),
                gr.skip() if chat is None else chat,
                gr.skip() if said is None else self._talk.draw_notes(said),
                gr.skip() if said is None else said,
            )
        # At the end Gradio sends what came last once more, over what may be shown by then.
        yield (gr.skip(),) * 4

    def stop(
        self, chat: Chat, said: Notes, stopped: Stopped, event: gr.EventData
    ) -> tuple[str, Chat, str]:
        """Draw the conversation without the question that was waiting."""
        stopped.before = _number(event)
        drawn = self._talk.draw(chat, examples=() if chat.turns else self._offered())
        return _numbered(drawn, stopped.before), chat, self._talk.draw_notes(said)

    def open(self, chat: Chat, tried: Explanation | None, event: gr.EventData) -> str:
        """Draw a source."""
        chat, _ = self._talk.whole(chat, {}, event._data.get("turns"))
        return self._talk.open(chat, event._data, tried)

    def note(
        self, chat: Chat, said: Notes, tried: Explanation | None, event: gr.EventData
    ) -> tuple[str, Notes]:
        """Keep what somebody thinks of an answer."""
        chat, said = self._talk.whole(chat, said, event._data.get("turns"))
        said = self._talk.note(chat, said, event._data, tried)
        return self._talk.draw_notes(said), said

    def explain(self, said: Notes, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Draw what is found for a question."""
        said = {number: one for number, one in said.items() if number}
        for html, found in self._talk.explain(str(event._data.get("question", ""))):
            yield html, found, self._talk.draw_notes(said), said

    def export(self, chat: Chat, event: gr.EventData) -> str:
        """Hand out the conversation as a file."""
        chat, _ = self._talk.whole(chat, {}, event._data.get("turns"))
        return self._talk.export(chat, event._data.get("kind"))

    def listing(self, event: gr.EventData, request: gr.Request) -> tuple[Any, str]:
        """Draw the documents, and the head where they may have changed."""
        head = self.head(request.username) if event._data.get("changed") else gr.skip()
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
        stopped = gr.State(Stopped())
        with gr.Column(elem_id="quoth"):
            head = _part("quoth-head", "", _tells("quoth:head"))
            script = "\n".join(map(own, _SCRIPTS))
            talk = _part("quoth-talk", _numbered(conversation(Chat()), 0), script)
            _part("quoth-ask", render.composer() + asked())
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
        talk.renew(wiring.renew, None, everything, **free)
        drawn = [talk, chat, noted, said]
        # "ask" is the name by which programs ask.
        asking = talk.ask(wiring.ask, [chat, stopped], drawn, api_name="page_ask", **alone)
        reopening = talk.reopen(wiring.reopen, stopped, [*drawn, panel], **alone)
        # Gradio's own way to cancel would also take hold of the next question, asked meanwhile.
        at_once = {**free, "trigger_mode": "multiple"}
        talk.stop(wiring.stop, [chat, said, stopped], [talk, chat, noted], **at_once)
        explaining = talk.explain(wiring.explain, said, [trial, tried, noted, said], **alone)
        for waited_for in (asking, reopening, explaining):
            waited_for.failure(None, None, None, js=_FAILED, **_QUIET)
        talk.note(wiring.note, [chat, said, tried], [noted, said], **free)
        talk.export(wiring.export, chat, file, **free)
        # Whoever clicks two chips, or types two letters, quickly wants the second.
        free["trigger_mode"] = "always_last"
        opening = talk.open(wiring.open, [chat, tried], panel, **free)
        opening.failure(None, None, None, js=_NOT_OPENED, **_QUIET)
        talk.list(wiring.listing, None, [head, listing], **free)
        endpoints()
    return page


def _number(event: gr.EventData) -> int:
    """Return the number the page gave to what it sent; 0 where it gave none."""
    number = event._data.get("number")
    return number if type(number) is int else 0


def _numbered(html: str, number: int) -> str:
    """Return a conversation that says what it is drawn for, so that the page knows a late one."""
    return f'<div data-drawing="{number}">{html}</div>'


def _tells(event: str) -> str:
    """Return a script that tells the page when Python has drawn a part anew."""
    return f"watch('value', () => document.dispatchEvent(new Event('{event}')))"


def _part(name: str, html: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(html, elem_id=name, js_on_load=script, apply_default_css=False)
