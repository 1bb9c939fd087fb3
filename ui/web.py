"""The library over plain HTTP: POST /api/NAME with a JSON object, a JSON value comes back.

NAME is `ask`, `search`, `list`, `add` or `remove`; the first three take GET as well. A file can be
sent to `add` as it is, with its name in the address. An error is {"error": "the line"}: 400 for
what the sender can mend, 401 and 403 for who may not, 413 for what is too large, 421 for a
name that is not the server's, 500 for a bug, of which the server's log tells more.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from index.errors import UserError
from ui.actions import ACTIONS, Action
from ui.door import Door, user_of
from ui.programs import Forbidden, Programs

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

PATH = "/api"

# No more hits than that many digits can say are asked for; others are told as any other text is.
_LONGEST_NUMBER = 9


def route(programs: Programs) -> "Route":
    """Return the route for the page's server."""
    from anyio import CapacityLimiter
    from starlette.requests import Request
    from starlette.routing import Route

    # One question is read at a time; the others wait here without a thread each, of which the
    # server has a few dozen for all it does.
    asking = CapacityLimiter(1)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        response = await _respond(programs, Request(scope, receive), asking)
        await response(scope, receive, send)

    return Route(f"{PATH}/{{name:path}}", Door(app, programs.access.accounts))


async def _respond(programs: Programs, request: "Request", asking: "CapacityLimiter") -> "Response":
    from anyio.to_thread import run_sync

    name = request.path_params["name"]
    action = ACTIONS.get(name)
    if action is None:
        known = ", ".join(ACTIONS)
        return _json({"error": f"there is no {PATH}/{name[:40]}. There is: {known}"}, 404)
    if request.method != "POST" and (request.method != "GET" or action.changes):
        return _json({"error": f"{PATH}/{name} takes POST"}, 405)
    try:
        values = await _values(request, action)
        user = user_of(request.scope)
        limiter = asking if name == "ask" else None
        found = await run_sync(action.call, programs, values, user, limiter=limiter)
    except Forbidden as error:
        return _json({"error": str(error)}, 403)
    except UserError as error:
        return _json({"error": str(error)}, 400)
    return _json(found, 200)


async def _values(request: "Request", action: Action) -> Mapping[str, Any]:
    """Return what the sender gave, by name.

    Raises:
        UserError: It is not JSON, or no object.
    """
    query: dict[str, Any] = {
        key: request.query_params.getlist(key) if key in action.lists else value
        for key, value in request.query_params.items()
    }
    top = query.get("top", "")
    if top.isdecimal() and len(top) <= _LONGEST_NUMBER:
        query["top"] = int(top)
    if request.method == "GET":
        return query
    content = await request.body()
    if action.name == "add" and "name" in query:
        return {**query, "content": content}
    if not content:
        return query
    try:
        values = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UserError(f"send a JSON object; this is not JSON ({error})") from error
    if not isinstance(values, dict):
        raise UserError('send a JSON object, such as {"question": "Who paid?"}')
    return {**query, **values}


def _json(value: Any, status: int) -> "Response":
    from starlette.responses import Response

    text = json.dumps(value, ensure_ascii=False)
    content = text.encode("utf-8", "backslashreplace")
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(content, status, headers, "application/json")
