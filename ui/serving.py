"""The server under the page: an address to listen on, and nothing that comes from elsewhere."""

import os
import socket
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from index.errors import UserError

if TYPE_CHECKING:
    import gradio as gr

# Conversations held in memory at a time; the one not used for longest goes first.
_CONVERSATIONS = 200

# Later ones may take back what earlier ones say.
_LOOKS = (
    "page.css",
    "documents.css",
    "controls.css",
    "conversation.css",
    "answers.css",
    "source.css",
    "narrow.css",
    "media.css",
)

# An open quotation mark; without it a browser would show Gradio's sign.
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='7' fill='%23185a60'/%3E%3Cpath fill='%23fff' d='M7 18c0"
    "-5 2-8 7-9l.6 2c-2.300 .8-3.400 2.200-3.400 4H14v7H7zm10 0c0-5 2-8 7-9l.6 2c-2.300 .8-3.4 "
    "2.200-3.400 4H24v7h-7z'/%3E%3C/svg%3E"
)


def keep_to_ourselves() -> None:
    """Silence Gradio, which would tell its makers about each start; it reads this on import."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"


def own(name: str) -> str:
    """Return a file that is shipped with the page."""
    return files("ui").joinpath(name).read_text(encoding="utf-8")


def launch(
    page: "gr.Blocks",
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    **options: Any,
) -> str:
    """Serve a page in the background until `page.close()`, and return its address.

    Nothing on it comes from another server: no fonts, no scripts, no usage figures.

    Args:
        page: Made by `ui.app.build`.
        host: Address to listen on.
        port: From 1 to 65535.
        options: More of Gradio's own.
    """
    import gradio as gr

    listened = f"[{host}]" if ":" in host else host
    # A browser cannot visit "every address of this computer".
    visited = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(listened, listened)
    # Gradio asks its own server whether it is up; a proxy for the web would not know it.
    for variable in ("NO_PROXY", "no_proxy"):
        near = [os.environ.get(variable, ""), "127.0.0.1", "localhost", host]
        os.environ[variable] = ",".join(filter(None, near))
    looks = "\n".join(map(own, _LOOKS))
    sans = ["ui-sans-serif", "system-ui", "sans-serif"]
    page.launch(
        server_name=listened,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        max_file_size=1,  # in bytes: files come another way
        state_session_capacity=_CONVERSATIONS,
        theme=gr.themes.Base(font=sans, font_mono=["ui-monospace", "monospace"]),
        head=f'<link rel="icon" href="{_ICON}"><style>{looks}</style>',
        **options,
    )
    return f"http://{visited}:{port}"


def check(host: str, port: int) -> None:
    """Refuse a port that cannot be listened on, before the slow import of Gradio.

    Raises:
        UserError: It is taken or not allowed, or the host is not this computer.
    """
    if port == 0:
        # The system would choose one, and the address that is printed would be wrong.
        raise UserError("0 is no port; choose one from 1024 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        # As the server does: a port whose last connections are only dying away is free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OverflowError as error:
            raise UserError(f"{port} is no port; choose one from 1024 to 65535") from error
        except OSError as error:
            raise UserError(_refused(host, port, error)) from error


def _refused(host: str, port: int, error: OSError) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program; choose another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} is not allowed for this user; choose one above 1023 with --port"
    return f"cannot listen on {host}: {error.strerror}"
