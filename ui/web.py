"""The library over plain HTTP: POST /api/NAME with a JSON object, a JSON value comes back.

NAME is `ask`, `search`, `list`, `add` or `remove`; the first three take GET as well. A file can be
sent to `add` as it is, with its name in the address. An error is {"error": "the line"}: 400 for
what the sender can mend, 401 and 403 for who may not, 413 for what is too large.
"""

import inspect
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from index.errors import UserError
from ui.door import Door, user_of
from ui.programs import Forbidden, Programs

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

PATH = "/api"

_READING = ("ask", "search", "list")
_CHANGING = ("add", "remove")

_LISTS = frozenset({"before", "collections", "tags", "folders", "documents", "names"})


def route(programs: Programs) -> "Route":
    """Return the route for the page's server."""
    from starlette.requests import Request
    from starlette.routing import Route

    async def app(scope: Any, receive: Any, send: Any) -> None:
        response = await _respond(programs, Request(scope, receive))
        await response(scope, receive, send)

    return Route(f"{PATH}/{{name}}", Door(app, programs.access.accounts))


async def _respond(programs: Programs, request: "Request") -> "Response":
    from starlette.concurrency import run_in_threadpool

    name = request.path_params["name"]
    if name not in _READING + _CHANGING:
        known = ", ".join(_READING + _CHANGING)
        return _json({"error": f"there is no {PATH}/{name[:40]}. There is: {known}"}, 404)
    if request.method != "POST" and not (request.method == "GET" and name in _READING):
        return _json({"error": f"{PATH}/{name} takes POST"}, 405)
    try:
        values = await _values(request, name)
        found = await run_in_threadpool(_call, programs, name, values, user_of(request.scope))
    except Forbidden as error:
        return _json({"error": str(error)}, 403)
    except UserError as error:
        return _json({"error": str(error)}, 400)
    return _json(found, 200)


async def _values(request: "Request", name: str) -> Mapping[str, Any]:
    """Return what the sender gave, by name.

    Raises:
        UserError: It is not JSON, or no object.
    """
    query: dict[str, Any] = {
        key: request.query_params.getlist(key) if key in _LISTS else value
        for key, value in request.query_params.items()
    }
    if query.get("top", "").isdecimal():
        query["top"] = int(query["top"])
    if request.method == "GET":
        return query
    content = await request.body()
    if name == "add" and "name" in query:
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


def _call(programs: Programs, name: str, values: Mapping[str, Any], user: str | None) -> Any:
    """Return what one of the five returns.

    Raises:
        UserError: A value is missing or unknown, or of those the five raise.
    """
    function: Any = programs.listed if name == "list" else getattr(programs, name)
    wanted = {
        key: parameter.default is parameter.empty
        for key, parameter in inspect.signature(function).parameters.items()
        if key not in ("user", "content")
    }
    # Bytes cannot come in JSON: they are a file that was sent as it is.
    unknown = [key for key in values if key not in wanted and not isinstance(values[key], bytes)]
    if unknown:
        raise UserError(
            f"{name} takes no {', '.join(unknown)[:80]!a}. It takes: {', '.join(wanted)}"
        )
    missing = [key for key, needed in wanted.items() if needed and key not in values]
    if missing:
        raise UserError(f"{name} needs {' and '.join(missing)}")
    who = {"user": user} if name in _CHANGING else {}
    return function(**values, **who)


def _json(value: Any, status: int) -> "Response":
    from starlette.responses import Response

    text = json.dumps(value, ensure_ascii=False)
    content = text.encode("utf-8", "backslashreplace")
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(content, status, headers, "application/json")
