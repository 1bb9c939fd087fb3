"""Lets programs in by a name and its password, sent with each request (HTTP Basic)."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from ui.accounts import Accounts
from ui.guard import App, Receive, Scope, Send, refuse

_USER = "quoth.user"

# A browser that shows this page asks for name and password by itself.
_ASK = (b"www-authenticate", b'Basic realm="Quoth", charset="UTF-8"')


class Door:
    """Stands before a part of the server that has no page to log in on (ASGI)."""

    def __init__(self, app: App, accounts: Accounts | None) -> None:
        """Guard a part of the server.

        Args:
            app: The part.
            accounts: Those that may come in; None lets everybody in.
        """
        self._app = app
        self._accounts = accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with the name of who sent it, or refuse it."""
        if self._accounts is not None:
            name, password = _credentials(dict(scope["headers"]).get(b"authorization", b""))
            if not await self._accounts.login(name, password):
                line = "Send a name and its password with each request (HTTP Basic)."
                await refuse(scope, receive, send, 401, line, _ASK)
                return
            scope[_USER] = name
        await self._app(scope, receive, send)


def user_of(scope: Mapping[str, Any]) -> str | None:
    """Return who sent a request that came through a door; None where nobody had to say so."""
    name = scope.get(_USER)
    return None if name is None else str(name)


def _credentials(header: bytes) -> tuple[str, str]:
    """Return name and password, both empty where there are none."""
    kind, _, encoded = header.partition(b" ")
    if kind.lower() != b"basic":
        return "", ""
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, password
