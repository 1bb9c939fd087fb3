"""What may reach the server: requests of a sensible size, from its own pages and from programs."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect

from ui.access import is_near

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# What a request holds beside a file, in bytes: names, tags, the questions before.
_BESIDE = 1_000_000

# How much of a refused request is still read, so that its sender sees the refusal: a film over a
# home network. Whoever sends longer than that is cut off.
_REST_BYTES = 1_000_000_000
_REST_SECONDS = 30.0

# Where programs and the page's scripts ask, and read an error as {"error": "the line"}.
_AS_JSON = ("/api/", "/shelf/")

_BROKEN = "Something went wrong. The server's log says what."


class _TooLarge(Exception):
    """More came than is taken."""


class Guard:
    """Stands before the whole server (ASGI).

    A page of another site that is open in the same browser could otherwise send questions, or
    take out documents, in the name of whoever reads it.
    """

    def __init__(self, app: App, *, largest: int, near_only: bool) -> None:
        """Guard a server.

        Args:
            app: The server.
            largest: The largest file that may be sent, in bytes.
            near_only: Whether only this machine is meant to reach it, without accounts: then it
                answers to no other name than this machine's own, so that no name of a stranger's
                can be made to lead to it (DNS rebinding).
        """
        self._app = app
        self._largest = largest
        # A file comes as it is, or a third larger in base64.
        self._most = largest * 4 // 3 + _BESIDE
        self._near_only = near_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it in one line."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = _headers(scope)
        refusal = self._refusal(scope["method"], headers)
        if refusal is not None:
            await refuse(scope, receive, send, *refusal)
            return
        came, whole, answered = 0, False, False

        async def counted() -> Message:
            nonlocal came, whole
            message = await receive()
            came += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            # What is read after an answer is thrown away, by `refuse`, within bounds of its own.
            if came > self._most and not answered:
                raise _TooLarge
            return message

        async def sent(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self._app(scope, counted, sent)
        except _TooLarge:
            rest = None if whole else receive
            await refuse(scope, rest, send, *self._too_large())
        except ClientDisconnect:
            # Whoever sent it has left in the middle of it: nobody waits for an answer.
            return
        except Exception:
            if not answered and scope["path"].startswith(_AS_JSON):
                await refuse(scope, None, send, 500, _BROKEN)
            # The traceback goes to the log.
            raise

    def _refusal(self, method: str, headers: Mapping[str, str]) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if self._near_only and not is_near(_name(host)):
            return 421, "This server answers to 127.0.0.1 and localhost only."
        # What only reads, too: Gradio lets any site read what it is answered. A page's own
        # requests to read have no origin.
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return 403, "This server takes nothing from the pages of other sites."
        if method not in ("GET", "HEAD", "OPTIONS"):
            length = headers.get("content-length", "")
            if length.isdecimal() and int(length) > self._most:
                return self._too_large()
        return None

    def _too_large(self) -> tuple[int, str]:
        # The same unit in which `quoth serve --upload-limit` is given.
        return 413, f"This is too large: a file may have at most {self._largest / 1e6:,g} MB."


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _name(host: str) -> str:
    """Return a host without its port: "localhost" for "localhost:7860", "::1" for "[::1]:80"."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


async def refuse(
    scope: Scope,
    receive: Receive | None,
    send: Send,
    status: int,
    line: str,
    *more: tuple[bytes, bytes],
) -> None:
    """Answer a request with one line, and close the connection.

    The line is JSON where programs ask, as all their errors are, and plain text elsewhere.

    Many programs send all they have before they look for an answer, and would lose it if the
    connection were closed on them: what they still send is read and thrown away, within bounds.

    Args:
        scope: The request.
        receive: Where the rest of the request comes from; None if all of it has come.
        send: Where the answer goes.
        status: Of HTTP.
        line: One for a person.
        more: Headers beside the usual ones.
    """
    as_json = scope["path"].startswith(_AS_JSON)
    body = (json.dumps({"error": line}) if as_json else line).encode()
    headers = [
        (b"content-type", b"application/json" if as_json else b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    if receive is not None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_REST_SECONDS):
                await _thrown_away(receive)
    await send({"type": "http.response.body", "body": b""})


async def _thrown_away(receive: Receive) -> None:
    came = 0
    while came < _REST_BYTES:
        message = await receive()
        came += len(message.get("body", b""))
        if not message.get("more_body", False):
            return
