"""Where the page listens, and what is told of where it cannot."""

import signal
import socket
import subprocess
import sys

import pytest

from index.errors import UserError
from tests.visits import Toy, free_port
from ui import app, values
from ui.cli import main


def test_a_taken_port_is_an_error_at_once():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(UserError, match=rf"port {port} is taken.*--port"):
            app.serve(Toy(), documents=list, port=port)


@pytest.mark.parametrize(
    ("host", "port", "message"),
    [
        ("127.0.0.1", 70_000, "70000 is no port"),
        ("127.0.0.1", 0, "0 is no port"),
        ("203.0.113.1", 7860, "cannot listen on 203"),
    ],
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


@pytest.mark.parametrize("there", [True, False])
def test_the_page_is_opened_in_a_browser_where_there_is_one(there):
    port = free_port()
    # What the browser is told comes out first, then what the person at the terminal is told.
    script = (
        "import signal, sys, webbrowser;"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "sys.stderr = sys.stdout;"
        f"webbrowser.open = lambda address: print('opening', address, flush=True) or {there};"
        f"from ui.app import serve; serve(None, documents=list, port={port}, open_browser=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"Quoth is at http://127.0.0.1:{port}\n"
        assert process.stdout.readline() == f"opening http://127.0.0.1:{port}\n"
        if not there:
            assert process.stdout.readline() == "no browser was found to open it in\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == ""
        assert process.wait(20) == 0


def refusal(capsys, *arguments: str) -> str:
    """Return what the command says where it refuses to begin."""
    try:
        status = main(list(arguments))
    except SystemExit as error:
        # Where argparse refuses, the usage stands above.
        status = error.code
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    return err.splitlines()[-1]


def test_serve_tells_in_one_line_what_keeps_it_from_beginning(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("QUOTH_LIBRARY", str(tmp_path / "none"))
    assert refusal(capsys, "serve").startswith(
        f"error: {tmp_path / 'none'} holds no library (no library.db in it). Make one first: quoth"
    )
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        # Before the library is opened, and the model read for it.
        assert refusal(capsys, "serve", "--port", str(port)) == (
            f"error: port {port} is taken by another program; choose another with --port"
        )
    assert refusal(capsys, "serve", "--port", "70000") == (
        "error: 70000 is no port; choose one from 1024 to 65535"
    )
    missing = tmp_path / "people.json"
    assert refusal(capsys, "serve", "--auth", str(missing)) == (
        f"error: {missing} cannot be read (No such file or directory)."
        f" Make it: quoth user add NAME --auth {missing}"
    )
    missing.write_text("Ada\n")
    assert refusal(capsys, "serve", "--auth", str(missing)).startswith(
        f"error: {missing} is no file of accounts"
    )
    assert refusal(capsys, "serve", "--host", "0.0.0.0").startswith(
        "error: everybody who reaches 0.0.0.0 could read these documents. Give --auth FILE"
    )


@pytest.mark.parametrize(
    ("option", "value", "line"),
    [
        ("--upload-limit", "0", "0 will not do; give a whole number from 1"),
        ("--upload-limit", "many", "many will not do; give a whole number from 1"),
        ("--upload-kinds", "pdf,exe", "files of the kind .exe are not read. Read are: .atom"),
        ("--threshold", "2", "2 is no probability; give 0 to 1"),
        ("--threshold", "high", "high is no probability; give 0 to 1"),
    ],
)
def test_what_an_option_does_not_take_is_told(capsys, option, value, line):
    told = refusal(capsys, "serve", option, value)
    assert told.startswith(f"quoth serve: error: argument {option}: {line}")


def test_kinds_may_be_written_without_their_dots():
    assert values.kinds("pdf, .DOCX") == (".pdf", ".docx")


@pytest.mark.parametrize("line", ["[1]", '{"example": true}', '"Who?"'])
def test_examples_that_are_none_are_told(capsys, tmp_path, line):
    file = tmp_path / "examples.jsonl"
    file.write_text(f"{line}\n")
    assert refusal(capsys, "serve", "--port", str(free_port()), "--examples", str(file)) == (
        f'error: {file}:1 must be like {{"question": "Who paid?", "example": true}}'
    )
