"""The library as tools for language models (Model Context Protocol): the five of `ui.actions`.

Over HTTP at /mcp on the page's server, or over standard input and output. Each call stands alone;
nothing is kept between two. The package `mcp` is needed: pip install 'quoth[mcp]'.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from index.errors import UserError
from ui.actions import ACTIONS
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


def server(programs: Programs) -> "MCPServer[Any]":
    """Return a server with the five tools, not yet run.

    Raises:
        UserError: The package `mcp` is not installed.
    """
    _check()
    from mcp.server.mcpserver import Context, MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp_types import ToolAnnotations

    made: MCPServer[Any] = MCPServer(
        "quoth", version=version("quoth"), instructions=_ABOUT, log_level="WARNING"
    )
    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    changes = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True)
    for name, action in ACTIONS.items():
        function = action.function(programs, sender=Context[Any, Any], user=_user, error=ToolError)
        hints = changes if action.changes else reads
        made.add_tool(function, name=name, description=action.about, annotations=hints)
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


def _check() -> None:
    if find_spec("mcp") is None:
        raise UserError("the package for this is missing. Install it: pip install 'quoth[mcp]'")
