"""The library as tools for language models (Model Context Protocol): the five of `ui.programs`.

Over HTTP at /mcp on the page's server, or over standard input and output. Each call stands alone;
nothing is kept between two. The package `mcp` is needed: pip install 'quoth[mcp]'.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from index.errors import UserError
from ui.door import Door, user_of
from ui.programs import Programs

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer
    from starlette.routing import Route

PATH = "/mcp"

_ABOUT = (
    "A library of documents that answers in their own words. `ask` gives quotes with their places,"
    " or says that the documents do not say: pass that on, and quote word for word. `search` gives"
    " the passages nearest to a question, whether they answer it or not."
)

_PART = (
    " The lists narrow where to look: collections, tags, folders, documents (by id or path, as"
    " `list` gives them)."
)


def server(programs: Programs) -> "MCPServer[Any]":
    """Return a server with the five tools, not yet run.

    Raises:
        UserError: The package `mcp` is not installed.
    """
    _check()
    from mcp.server.mcpserver import Context, MCPServer
    from mcp_types import ToolAnnotations

    def ask(
        question: str,
        before: list[str] | None = None,
        collections: list[str] | None = None,
        tags: list[str] | None = None,
        folders: list[str] | None = None,
        documents: list[str] | None = None,
    ) -> dict[str, Any]:
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
    ) -> list[dict[str, Any]]:
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
    ) -> list[dict[str, Any]]:
        with _told():
            return programs.listed(
                collections=collections, tags=tags, folders=folders, documents=documents
            )

    def add(
        name: str,
        context: Context[Any, Any],
        text: str | None = None,
        base64: str | None = None,
        collection: str | None = None,
        tags: list[str] | None = None,
    ) -> dict[str, Any]:
        with _told():
            return programs.add(
                name,
                text=text,
                base64=base64,
                collection=collection,
                tags=tags,
                user=_user(context),
            )

    def remove(names: list[str], context: Context[Any, Any]) -> dict[str, Any]:
        with _told():
            return programs.remove(names, user=_user(context))

    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    adds = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True)
    tools: dict[str, tuple[Callable[..., Any], str, ToolAnnotations]] = {
        "ask": (
            ask,
            "Answer a question with quotes cut from the documents, each with its document, place"
            " and confidence, or say why there is none. `before` takes the questions of the"
            f" conversation so far, oldest first.{_PART}",
            reads,
        ),
        "search": (search, f"Find the passages nearest to a question, best first.{_PART}", reads),
        "list": (list_, f"List the documents, without their text.{_PART}", reads),
        "add": (
            add,
            "Take in a file, in place of one of the same name: its text, or its bytes in base64."
            " The suffix of its name says of which kind it is.",
            adds,
        ),
        "remove": (remove, "Take out documents, by id or path as `list` gives them.", adds),
    }
    made: MCPServer[Any] = MCPServer(
        "quoth", version=version("quoth"), instructions=_ABOUT, log_level="WARNING"
    )
    for name, (function, about, hints) in tools.items():
        made.add_tool(function, name=name, description=about, annotations=hints)
    return made


def run(programs: Programs) -> None:
    """Serve over standard input and output until the input ends; nothing else may print.

    Raises:
        UserError: The package `mcp` is not installed.
    """
    server(programs).run("stdio")


def mounted(
    programs: Programs,
) -> tuple["list[Route]", Callable[[Any], AbstractAsyncContextManager[None]]]:
    """Return the route for the page's server, and what must run while that runs.

    Raises:
        UserError: The package `mcp` is not installed.
    """
    made = server(programs)
    from mcp.server.transport_security import TransportSecuritySettings
    from starlette.routing import Route

    # `ui.guard` stands before the whole server, with these checks and this limit.
    unguarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = made.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=2 * programs.largest + 1_000_000,
        transport_security=unguarded,
    )

    @asynccontextmanager
    async def running(_: Any) -> AsyncIterator[None]:
        async with made.session_manager.run():
            yield

    return [Route(PATH, Door(app, programs.access.accounts))], running


def _user(context: Any) -> str | None:
    """Return who sent a call, or None where nobody had to say so."""
    return user_of(getattr(context.request_context.request, "scope", {}))


@contextmanager
def _told() -> Iterator[None]:
    """Hand on the line of an error that somebody can mend."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        yield
    except UserError as error:
        raise ToolError(str(error)) from error


def _check() -> None:
    if find_spec("mcp") is None:
        raise UserError("the package for this is missing. Install it: pip install 'quoth[mcp]'")
