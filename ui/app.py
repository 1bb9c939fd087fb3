"""The page in the browser, built and served; read after `ui.talking`.

Gradio takes two seconds to import, so it is imported only where a page is built or served. The
look is in the style sheets, the behaviour in the scripts; Python draws every word.
"""

import threading
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from qa.labels import Labels
from ui import originals, stocking
from ui.assistants import Asks
from ui.programs import LARGEST
from ui.render import Listed
from ui.serving import check, keep_to_ourselves, launch
from ui.suggestions import suggested
from ui.talking import Talk
from ui.terminal import remark

if TYPE_CHECKING:
    import gradio as gr
    from starlette.routing import Route

    from ui.access import Access
    from ui.programs import Programs

# From how many documents the first questions are drawn.
_DRAWN_FROM = 12


def build(
    assistant: Asks,
    *,
    documents: Callable[[], Sequence[Listed]],
    examples: Sequence[str] = (),
    labels: Labels | None = None,
    library: Any = None,
    may_edit: Callable[[str | None], bool] = lambda name: False,
    endpoints: Callable[[], object] = lambda: None,
) -> "gr.Blocks":
    """Return the page, not yet served; hand it to `launch`.

    Args:
        assistant: Answers the questions.
        documents: Called each time somebody opens the page, perhaps while a question is asked.
        examples: Questions offered while a conversation is empty; without them they are drawn
            from the documents.
        labels: Keeps what people say of the answers; None lets them say nothing.
        library: An `index.library.Library`; without it no file can be opened and none is listed.
        may_edit: Whether somebody sees how to add documents and take them out, by the name they
            logged in with; None where nobody has to. What changes the library asks for itself.
        endpoints: Called once while the page is built, to add what programs call.
    """
    keep_to_ourselves()
    from ui.wiring import Holdings, Wiring, wired

    talk = Talk(assistant, labels=labels, library=library)
    held = library if hasattr(library, "failures") else None
    holdings = Holdings(documents, held, may_edit)

    def offered() -> Sequence[str]:
        return examples or _suggested(documents(), library)

    return wired(Wiring(talk, holdings, offered), endpoints=endpoints)


def routes(library: Any, editing: stocking.Editing | None = None) -> "list[Route]":
    """Return what the page's server answers besides the page.

    Args:
        library: As for `build`.
        editing: What changes the library; None where the page is to change nothing.
    """
    if library is None:
        return []
    return [originals.route(library), *stocking.routes(library, editing)]


def serve(
    assistant: Any,
    *,
    documents: Callable[[], Sequence[Listed]],
    examples: Sequence[str] = (),
    labels: Labels | None = None,
    library: Any = None,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
    access: "Access | None" = None,
    mcp: bool = False,
    largest: int = LARGEST,
    kinds: Sequence[str] = (),
) -> None:
    """Serve the page until Ctrl+C, and print its address once it is up.

    Args:
        assistant: Answers the questions.
        documents: Called each time somebody opens the page.
        examples: Questions offered while a conversation is empty.
        labels: Keeps what people say of the answers; None lets them say nothing.
        library: An `index.library.Library`; without it there is only the conversation.
        host: Address to listen on; 0.0.0.0 lets other computers in.
        port: From 1 to 65535.
        open_browser: Whether to open the page in the default browser as well.
        access: Who may come in, and who may change the library; None for everybody at this
            machine.
        mcp: Whether language models may ask as well.
        largest: Most bytes of a file that is sent in.
        kinds: Suffixes of what may be sent in; none stands for all that are read.

    Raises:
        UserError: The port or the host cannot be listened on.
    """
    check(host, port)
    keep_to_ourselves()
    from ui import api
    from ui.access import access as access_of

    allowed = access or access_of(host)
    registered: list[Programs] = []

    def endpoints() -> None:
        if library is not None:
            registered.append(
                api.register(assistant, library, access=allowed, largest=largest, kinds=kinds)
            )

    page = build(
        assistant,
        documents=documents,
        examples=examples,
        labels=labels,
        library=library,
        may_edit=allowed.may_edit,
        endpoints=endpoints,
    )
    if registered:
        programs = registered[0]
        own_routes = routes(library, programs)
        address = launch(
            page, host=host, port=port, **api.launching(programs, routes=own_routes, mcp=mcp)
        )
        api.launched(page, programs)
    else:
        address = launch(page, host=host, port=port)
    try:
        print(f"Quoth is at {address}", flush=True)  # noqa: T201 - the command's only output
        if open_browser:
            import webbrowser

            if not webbrowser.open(address):
                remark("no browser was found to open it in")
        threading.Event().wait()
    except KeyboardInterrupt:
        page.close(verbose=False)


def _suggested(listed: Sequence[Listed], library: Any) -> list[str]:
    """Return first questions from a few documents, spread over all of them."""
    if library is None or not listed:
        return []
    step = max(1, len(listed) // _DRAWN_FROM)
    found = []
    for entry in islice(listed, 0, None, step):
        try:
            found.append(library.document(getattr(entry, "id", "")))
        except KeyError:
            continue
        if len(found) == _DRAWN_FROM:
            break
    return suggested(found)
