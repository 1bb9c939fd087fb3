"""How the page adds documents, takes them out, and learns of changes: its own small requests.

POST /shelf/add?name=lease.pdf    the file as it is; the line says what became of it
POST /shelf/remove                {"names": ["the id"]}
GET  /shelf/changes               {"generation": 12}
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import UserError
from ui.visitor import visitor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


class Editing(Protocol):
    """What changes the library; `ui.programs.Programs` does."""

    def add(
        self, name: str, *, content: bytes, collection: str | None, user: str | None
    ) -> Mapping[str, Any]:
        """Take in a file, and return what became of it.

        Raises:
            UserError: It is not taken.
        """
        ...

    def remove(self, names: list[str], *, user: str | None) -> Mapping[str, Any]:
        """Take out documents, and return what became of each.

        Raises:
            UserError: They are not taken out.
        """
        ...


class Changing(Protocol):
    """What says that the library has changed."""

    @property
    def generation(self) -> int:
        """A number that grows with each change, also by other programs."""


_WORDS = {
    "added": "Added",
    "replaced": "Replaced an older version",
    "also": "Already here under another name",
    "unchanged": "Already here",
}


def routes(library: Changing, editing: Editing | None) -> "list[Route]":
    """Return the routes for the page's server.

    Args:
        library: Asked for changes.
        editing: What changes it; None where the page is to change nothing.
    """
    from starlette.concurrency import run_in_threadpool
    from starlette.routing import Route

    async def changes(request: "Request") -> "Response":
        if not visitor(request).let_in:
            return _json({"error": "Log in first."}, 401)
        return _json({"generation": library.generation}, 200)

    async def change(request: "Request") -> "Response":
        who = visitor(request)
        if not who.let_in:
            return _json({"error": "Log in first."}, 401)
        if editing is None or not _ours(request):
            return _json({"error": "Nothing can be changed from here."}, 403)
        content = await request.body()
        said = dict(request.query_params)
        try:
            if request.url.path.endswith("/add"):
                told = await run_in_threadpool(_add, editing, said, content, who.name)
            else:
                told = await run_in_threadpool(_remove, editing, content, who.name)
        except UserError as error:
            return _json({"error": str(error)}, 400)
        return _json(told, 200)

    return [
        Route("/shelf/changes", changes, methods=["GET"]),
        Route("/shelf/add", change, methods=["POST"]),
        Route("/shelf/remove", change, methods=["POST"]),
    ]


def _add(
    editing: Editing, said: Mapping[str, str], content: bytes, user: str | None
) -> Mapping[str, str]:
    """Return the line that says what became of a file.

    Raises:
        UserError: It is not taken.
    """
    report = editing.add(
        said.get("name", ""),
        content=content,
        collection=said.get("collection") or None,
        user=user,
    )
    if report["failed"]:
        raise UserError("; ".join(one["reason"] for one in report["failed"]))
    return {"told": next((line for key, line in _WORDS.items() if report[key]), "Nothing to do")}


def _remove(editing: Editing, content: bytes, user: str | None) -> Mapping[str, str]:
    """Return the line that says what was taken out.

    Raises:
        UserError: It is not taken out.
    """
    try:
        names = json.loads(content)["names"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UserError('send {"names": ["the id of a document"]}') from error
    report = editing.remove(names, user=user)
    if report["failed"]:
        raise UserError("; ".join(one["reason"] for one in report["failed"]))
    return {"told": "Removed"}


def _ours(request: "Request") -> bool:
    """Return whether a request comes from this page; another site cannot set this header."""
    return request.headers.get("x-quoth") == "page"


def _json(value: Mapping[str, Any], status: int) -> "Response":
    from starlette.responses import Response

    content = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(content, status, headers, "application/json")
