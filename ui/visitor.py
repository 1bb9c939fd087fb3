"""Who sent a request of the page's, by the cookie that Gradio's log-in has set."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the page.

    Attributes:
        let_in: Whether the page itself would be shown to them.
        name: As logged in; None where nobody has to log in.
    """

    let_in: bool
    name: str | None = None


def visitor(request: "Request") -> Visitor:
    """Return who sent a request to a route of the page's server."""
    app: Any = request.app
    if getattr(app, "auth", None) is None and getattr(app, "auth_dependency", None) is None:
        return Visitor(True)
    for kind in ("access-token", "access-token-unsecure"):
        name = app.tokens.get(request.cookies.get(f"{kind}-{app.cookie_id}"))
        if name is not None:
            return Visitor(True, str(name))
    return Visitor(False)
