"""The library on the page's server: `ask`, `search`, `list`, `add`, `remove` for `gradio_client`.

    with gr.Blocks() as page:
        programs = api.register(assistant, library, access=access)
    page.launch(**api.launching(programs))
    api.launched(page, programs)

Each of `ui.actions` is a named endpoint of Gradio's. `launching` adds the same over plain HTTP
(`ui.web`) and, if wanted, for language models (`ui.mcp`). A line for the person at the keyboard
comes back as the error; anything else that goes wrong stays in the server's log.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ui import web
from ui.access import Access
from ui.accounts import Sessions
from ui.actions import ACTIONS
from ui.guard import Guard
from ui.programs import LARGEST, Programs
from ui.serving import own

if TYPE_CHECKING:
    import gradio as gr
    from starlette.routing import Route

    from index.library import Library
    from qa.assistant import Assistant

# All endpoints share the queue's one place with nothing else: `Programs` lets one ask at a time,
# and who only lists must not wait behind the questions.
_AT_ONCE = 8

_INVITATION = (
    "<h1>Quoth</h1><p>Answers in your documents’ own words. Log in with the name and the password"
    " that you were given.</p>"
)


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

    def error(line: str) -> Exception:
        # Somebody can mend it: it needs no traceback in the log.
        return gr.Error(line, print_exception=False)

    for name, action in ACTIONS.items():
        function = action.function(
            programs, sender=gr.Request, user=lambda request: request.username, error=error
        )
        api(
            function,
            api_name=name,
            api_description=action.about,
            concurrency_limit=_AT_ONCE,
        )
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
        told["auth_message"] = f"{_INVITATION}<style>{own('page.css')}{own('login.css')}</style>"
    return told


def launched(page: "gr.Blocks", programs: Programs) -> None:
    """Let accounts that are taken away count at once; call it when the page is up."""
    if programs.access.accounts is not None:
        page.server_app.tokens = Sessions(programs.access.accounts)
