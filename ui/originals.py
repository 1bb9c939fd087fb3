"""The files themselves, as they were read: how the page's server hands one out.

Only the very bytes a document of the library was read from are given: their sha256 must be the
document's. So no name, link or changed file can lead to anything else on the disk.
"""

import hashlib
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from index.documents import Document
from ui.visitor import visitor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

# Beyond this many bytes a file is not read into memory for somebody to look at.
_LARGEST = 200_000_000

# Nothing in such a file may run or load anything. A browser refuses to open its own PDF viewer in
# a sandbox, so a PDF goes without; what runs in that viewer cannot reach the page.
_HARMLESS = "default-src 'none'; sandbox"


class Held(Protocol):
    """What is known of a document here: a document itself, or its line in a list."""

    @property
    def id(self) -> str:
        """Of the document."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Paths it was found under; never empty."""


class Shelf(Protocol):
    """What the page needs of a library."""

    def document(self, document_id: str, /) -> Document:
        """Return a document.

        Raises:
            KeyError: No document has this id.
        """
        ...

    def original(self, source: str, /) -> Path | None:
        """Return where the file is that a source is from, or None where there is none now."""
        ...


def original(document: Held, shelf: Shelf) -> Path | None:
    """Return where the file of a document lies, or None where it is not to be had."""
    for source in document.sources:
        path = shelf.original(source)
        # What came inside another file is no file of its own.
        if path is not None and path.name == PurePath(source).name:
            return path
    return None


def address(document: Held, shelf: Shelf) -> str:
    """Return the path on the page's server for a document's file; empty where there is none."""
    return f"original/{document.id}" if original(document, shelf) is not None else ""


def headers(document: Document) -> dict[str, str]:
    """Return what a browser must know to treat a file with care."""
    name = quote(document.name, safe="", errors="replace")
    said = {
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if document.media_type == "application/pdf":
        return {**said, "Content-Disposition": f"inline; filename*=UTF-8''{name}"}
    return {
        **said,
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Content-Security-Policy": _HARMLESS,
    }


def route(shelf: Shelf) -> "Route":
    """Return the route `/original/ID` for the page's server."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route

    def answer(identifier: str) -> Response:
        try:
            document = shelf.document(identifier)
        except KeyError:
            return PlainTextResponse("There is no such document in the library.", 404)
        content = _bytes(document, original(document, shelf))
        if content is None:
            return PlainTextResponse("The file is gone, or has changed since it was read.", 410)
        media_type = "application/pdf"
        if document.media_type != media_type:
            media_type = "application/octet-stream"
        return Response(content, 200, headers(document), media_type)

    async def respond(request: "Request") -> "Response":
        if not visitor(request).let_in:
            return PlainTextResponse("Log in first.", 401)
        return await run_in_threadpool(answer, request.path_params["identifier"])

    return Route("/original/{identifier}", respond, methods=["GET"])


def _bytes(document: Document, path: Path | None) -> bytes | None:
    """Return the bytes the document was read from, or None where the file has others by now."""
    if path is None:
        return None
    try:
        if path.stat().st_size > _LARGEST:
            return None
        content = path.read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == document.sha256 else None
