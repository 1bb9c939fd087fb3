"""The page in the browser: wires `ui.render` to a Gradio server.

Gradio takes two seconds to import, so it is imported only where a page is built or served. The
look is in `page.css`, the behaviour in `page.js`; Python draws every word.
"""

import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import UserError
from qa.answer import Answer
from qa.labels import Labels
from qa.verbatim import Stretch
from ui import render
from ui.notes import Note, chosen, judged, kept
from ui.render import Listed, Trouble, Turn

if TYPE_CHECKING:
    import gradio as gr

# Conversations held in memory at a time; the one not used for longest goes first.
_CONVERSATIONS = 200

_BROKEN = "Something went wrong while reading. The server's log says what."

# An open quotation mark; without it a browser would show Gradio's sign.
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='7' fill='%23185a60'/%3E%3Cpath fill='%23fff' d='M7 18c0"
    "-5 2-8 7-9l.6 2c-2.300 .8-3.400 2.200-3.400 4H14v7H7zm10 0c0-5 2-8 7-9l.6 2c-2.300 .8-3.4 "
    "2.200-3.400 4H24v7h-7z'/%3E%3C/svg%3E"
)


Notes = dict[int, Note]
"""What was said of the turns of a conversation, by their number from 1."""


class Asks(Protocol):
    """What the page needs of an assistant. It is called from several threads, one at a time."""

    def ask(self, question: str, *, history: Sequence[Answer] = ()) -> Answer:
        """Return the answer to a question.

        Args:
            question: As it was typed.
            history: The answers of this conversation so far, oldest first.

        Raises:
            UserError: The question cannot be asked as it stands; the page shows the message.
        """
        ...


def build(
    assistant: Asks,
    *,
    documents: Callable[[], Sequence[Listed]],
    examples: Sequence[str] = (),
    labels: Labels | None = None,
) -> "gr.Blocks":
    """Return the page, not yet served; hand it to `launch`.

    Args:
        assistant: Answers the questions.
        documents: Called each time somebody opens the page, perhaps while a question is asked.
        examples: Questions offered while a conversation is empty.
        labels: Keeps what people say of the answers; None lets them say nothing.
    """
    _keep_to_ourselves()
    import gradio as gr

    offered = labels is not None

    def start() -> tuple[str, str, str, str, tuple[Turn, ...], Notes]:
        return (
            render.header(documents()),
            render.conversation((), examples=examples),
            render.nothing_open(),
            render.notes({}),
            (),
            {},
        )

    def ask(turns: tuple[Turn, ...], event: gr.EventData) -> Iterator[tuple[Any, Any]]:
        question = str(event._data.get("question", ""))
        yield render.conversation(turns, question, thumbs=offered), gr.skip()
        history = [turn for turn in turns if isinstance(turn, Answer)]
        try:
            turn: Turn = assistant.ask(question, history=history)
        except UserError as error:
            turn = Trouble(question, str(error))
        except Exception:
            # The page must not wait for ever; the traceback goes to the log.
            turns = (*turns, Trouble(question, _BROKEN))
            yield render.conversation(turns, thumbs=offered), turns
            raise
        turns = (*turns, turn)
        yield render.conversation(turns, thumbs=offered), turns

    def open_source(turns: tuple[Turn, ...], event: gr.EventData) -> str:
        identifier = str(event._data.get("citation", ""))
        cited = render.cited(turns, identifier)
        if cited is None:
            return render.gone()
        return render.source(
            cited.document,
            cited.start,
            cited.end,
            cited.highlight,
            identifier=identifier,
            choosing=offered,
        )

    def note(turns: tuple[Turn, ...], said: Notes, event: gr.EventData) -> tuple[str, Notes]:
        asked = _said(turns, said, event._data)
        if asked is not None and labels is not None:
            number, answer, after = asked
            said = {**said, number: kept(said.get(number, Note()), after, answer, labels)}
        return render.notes(said), said

    page: gr.Blocks
    with gr.Blocks(title="Quoth", analytics_enabled=False, fill_width=True) as page:
        turns, said = gr.State(()), gr.State({})
        with gr.Column(elem_id="quoth"):
            head = _part("quoth-head", render.header(()))
            talk = _part("quoth-talk", render.conversation((), examples=examples), _read("js"))
            _part("quoth-ask", render.composer())
            told = "watch('value', () => document.dispatchEvent(new Event('quoth:source')))"
            panel = _part("quoth-panel", render.nothing_open(), told)
            told = "watch('value', () => document.dispatchEvent(new Event('quoth:noted')))"
            noted = _part("quoth-noted", render.notes({}), told)
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        everything = [head, talk, panel, noted, turns, said]
        page.load(start, None, everything, concurrency_limit=None, **quiet)
        talk.renew(start, None, everything, concurrency_limit=None, **quiet)
        # One question at a time: two would only share the same processor cores.
        talk.ask(ask, turns, [talk, turns], concurrency_limit=1, **quiet)
        talk.note(note, [turns, said], [noted, said], concurrency_limit=None, **quiet)
        # Whoever clicks two chips quickly wants the second.
        talk.open(
            open_source, turns, panel, concurrency_limit=None, trigger_mode="always_last", **quiet
        )
    return page


def _said(
    turns: Sequence[Turn], said: Notes, event: Mapping[str, object]
) -> tuple[int, Answer, Note] | None:
    """Return the turn that is spoken of and what is said of it, or None where it makes no sense.

    Args:
        turns: The turns the page shows.
        said: What was said before.
        event: From the page: a turn and a verdict, or a citation and perhaps a selection.
    """
    number, verdict = event.get("turn"), event.get("verdict")
    citation = str(event.get("citation", ""))
    cited = render.cited(turns, citation)
    if cited is not None:
        number = render.turn_of(citation)
    if not isinstance(number, int) or not 1 <= number <= len(turns):
        return None
    answer, before = turns[number - 1], said.get(number, Note())
    if not isinstance(answer, Answer):
        return None
    if cited is not None:
        quote = Stretch(cited.document, cited.start, cited.end)
        short = cited.document.text[slice(*cited.highlight)] if cited.highlight else None
        selected = event.get("start"), event.get("end")
        return number, answer, chosen(before, citation, quote, short, selected)
    if verdict == "up" or verdict == "down":
        return number, answer, judged(before, verdict)
    return None


def launch(page: "gr.Blocks", *, host: str = "127.0.0.1", port: int = 7860) -> str:
    """Serve a page in the background until `page.close()`, and return its address.

    Nothing on it comes from another server: no fonts, no scripts, no usage figures.
    """
    import gradio as gr

    listened = f"[{host}]" if ":" in host else host
    # A browser cannot visit "every address of this computer".
    visited = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(listened, listened)
    # Gradio asks its own server whether it is up; a proxy for the web would not know it.
    for variable in ("NO_PROXY", "no_proxy"):
        near = [os.environ.get(variable, ""), "127.0.0.1", "localhost", host]
        os.environ[variable] = ",".join(filter(None, near))
    sans = ["ui-sans-serif", "system-ui", "sans-serif"]
    page.launch(
        server_name=listened,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        max_file_size=1,  # in bytes: the page takes no files
        state_session_capacity=_CONVERSATIONS,
        theme=gr.themes.Base(font=sans, font_mono=["ui-monospace", "monospace"]),
        head=f'<link rel="icon" href="{_ICON}"><style>{_read("css")}</style>',
    )
    return f"http://{visited}:{port}"


def serve(
    assistant: Asks,
    *,
    documents: Callable[[], Sequence[Listed]],
    examples: Sequence[str] = (),
    labels: Labels | None = None,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
) -> None:
    """Serve the page until Ctrl+C, and print its address once it is up.

    Args:
        assistant: Answers the questions.
        documents: Called each time somebody opens the page.
        examples: Questions offered while a conversation is empty.
        labels: Keeps what people say of the answers; None lets them say nothing.
        host: Address to listen on; 0.0.0.0 lets other computers in.
        port: From 1 to 65535.
        open_browser: Whether to open the page in a browser as well.

    Raises:
        UserError: The port or the host cannot be listened on.
    """
    _check(host, port)
    page = build(assistant, documents=documents, examples=examples, labels=labels)
    address = launch(page, host=host, port=port)
    print(f"Quoth is at {address}", flush=True)  # noqa: T201 - the command's only output
    if open_browser:
        import webbrowser

        webbrowser.open(address)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        page.close(verbose=False)


def _keep_to_ourselves() -> None:
    # Gradio reads this when it is imported, and would tell its makers about each start.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"


def _part(name: str, html: str, script: str | None = None) -> "gr.HTML":
    import gradio as gr

    return gr.HTML(html, elem_id=name, js_on_load=script, apply_default_css=False)


def _read(suffix: str) -> str:
    return files("ui").joinpath(f"page.{suffix}").read_text(encoding="utf-8")


def _check(host: str, port: int) -> None:
    """Refuse a port that cannot be listened on, before the slow import of Gradio.

    Raises:
        UserError: It is taken or not allowed, or the host is not this computer.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        # As the server does: a port whose last connections are only dying away is free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OverflowError as error:
            raise UserError(f"{port} is no port; choose one from 1024 to 65535") from error
        except OSError as error:
            raise UserError(_refused(host, port, error)) from error


def _refused(host: str, port: int, error: OSError) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program; choose another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} is not allowed for this user; choose one above 1023 with --port"
    return f"cannot listen on {host}: {error.strerror}"
