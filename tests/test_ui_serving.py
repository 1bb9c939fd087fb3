"""Where the page listens, and what is told of where it cannot."""

import signal
import socket
import subprocess
import sys

import pytest

from index.errors import UserError
from tests.visits import Toy, free_port
from ui import app


def test_a_taken_port_is_an_error_at_once():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(UserError, match=rf"port {port} is taken.*--port"):
            app.serve(Toy(), documents=list, port=port)


@pytest.mark.parametrize(
    ("host", "port", "message"),
    [("127.0.0.1", 70_000, "70000 is no port"), ("203.0.113.1", 7860, "cannot listen on 203")],
)
def test_what_cannot_be_listened_on_is_an_error(host, port, message):
    with pytest.raises(UserError, match=message):
        app.serve(Toy(), documents=list, host=host, port=port)


def test_the_command_line_does_not_wait_for_gradio():
    script = "import sys, ui.app; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_serve_prints_the_address_and_ends_with_control_c():
    port = free_port()
    # A process started in the background by a shell has the signal ignored, and so have its own.
    script = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        f"from ui.app import serve; serve(None, documents=list, port={port})"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"Quoth is at http://127.0.0.1:{port}\n"
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == ""
        assert process.wait(20) == 0
