"""The library on the page's server: `ask`, `search`, `list`, `add`, `remove` for `gradio_client`.

    with gr.Blocks() as page:
        programs = api.register(assistant, library, access=access)
    page.launch(**api.launching(programs))
    api.launched(page, programs)

Each is a named endpoint of Gradio's. `launching` adds the same over plain HTTP (`ui.web`) and, if
wanted, for language models (`ui.mcp`). A line for the person at the keyboard comes back as the
error; anything else that goes wrong stays in the server's log.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from index.errors import UserError
from ui import web
from ui.access import Access
from ui.accounts import Sessions
from ui.guard import Guard
from ui.programs import LARGEST, Programs

if TYPE_CHECKING:
    import gradio as gr
    from starlette.routing import Route

    from index.library import Library
    from qa.assistant import Assistant

# All endpoints share the queue's one place with nothing else: `Programs` lets one ask at a time,
# and who only lists must not wait behind the questions.
_AT_ONCE = 8


def register(
    assistant: "Assistant",
    library: "Library",
    *,
    access: Access | None = None,
    largest: int = LARGEST,
    kinds: Sequence[str] = (),
) -> Programs:
    """Add the endpoints to the page that is being built, and return what answers them.

    Args:
        assistant: Answers the questions.
        library: What it answers from.
        access: Who may come in, and who may change the library; None for everybody.
        largest: The largest file that may be added, in bytes.
        kinds: The suffixes that may be added; empty for all that are read.
    """
    import gradio as gr
    from gradio.events import api

    programs = Programs(assistant, library, access=access, largest=largest, kinds=kinds)

    def ask(
        question: str,
        before: list[str] | None = None,
        collections: list[str] | None = None,
        tags: list[str] | None = None,
        folders: list[str] | None = None,
        documents: list[str] | None = None,
    ) -> dict:  # type: ignore[type-arg]  # Gradio describes `dict`, but not `dict[str, Any]`
        with _told():
            return programs.ask(
                question,
                before=before,
                collections=collections,
                tags=tags,
                folders=folders,
                documents=documents,
            )

    def search(
        question: str,
        top: int = 10,
        collections: list[str] | None = None,
        tags: list[str] | None = None,
        folders: list[str] | None = None,
        documents: list[str] | None = None,
    ) -> list:  # type: ignore[type-arg]
        with _told():
            return programs.search(
                question,
                top=top,
                collections=collections,
                tags=tags,
                folders=folders,
                documents=documents,
            )

    def list_(
        collections: list[str] | None = None,
        tags: list[str] | None = None,
        folders: list[str] | None = None,
        documents: list[str] | None = None,
    ) -> list:  # type: ignore[type-arg]
        with _told():
            return programs.listed(
                collections=collections, tags=tags, folders=folders, documents=documents
            )

    def add(
        request: gr.Request,
        name: str,
        text: str | None = None,
        base64: str | None = None,
        collection: str | None = None,
        tags: list[str] | None = None,
    ) -> dict:  # type: ignore[type-arg]
        with _told():
            return programs.add(
                name,
                text=text,
                base64=base64,
                collection=collection,
                tags=tags,
                user=request.username,
            )

    def remove(request: gr.Request, names: list[str]) -> dict:  # type: ignore[type-arg]
        with _told():
            return programs.remove(names, user=request.username)

    endpoints: dict[str, tuple[Callable[..., Any], str]] = {
        "ask": (ask, "Answers a question with quotes from the documents, or says why it cannot."),
        "search": (search, "The passages nearest to a question, best first."),
        "list": (list_, "The documents, without their text."),
        "add": (add, "Takes in a file, given as text or as base64."),
        "remove": (remove, "Takes out documents, by id or path."),
    }
    for name, (function, about) in endpoints.items():
        api(function, api_name=name, api_description=about, concurrency_limit=_AT_ONCE)
    return programs


def launching(
    programs: Programs, *, routes: "Sequence[Route]" = (), mcp: bool = False
) -> dict[str, Any]:
    """Return what `Blocks.launch` must be told beside its own.

    Args:
        programs: From `register`.
        routes: What the server is to answer besides.
        mcp: Whether the same is offered to language models, under /mcp.

    Raises:
        UserError: The package for that is not installed.
    """
    from starlette.middleware import Middleware

    access = programs.access
    near_only = access.near and access.accounts is None
    guard = Middleware(Guard, largest=programs.largest, near_only=near_only)
    answered = [*routes, web.route(programs)]
    options: dict[str, Any] = {"middleware": [guard], "routes": answered}
    if mcp:
        from ui.mcp import mounted

        more, options["lifespan"] = mounted(programs)
        answered += more
    told: dict[str, Any] = {"app_kwargs": options}
    if access.accounts is not None:
        told["auth"] = access.accounts.login
    return told


def launched(page: "gr.Blocks", programs: Programs) -> None:
    """Let accounts that are taken away count at once; call it when the page is up."""
    if programs.access.accounts is not None:
        page.server_app.tokens = Sessions(programs.access.accounts)


@contextmanager
def _told() -> Iterator[None]:
    """Hand on the line of an error that somebody can mend, without a traceback in the log."""
    import gradio as gr

    try:
        yield
    except UserError as error:
        raise gr.Error(str(error), print_exception=False) from error
