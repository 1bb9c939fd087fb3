"""What commands say and ask at a terminal."""

import io
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.errors import UserError
from index.intake import ENCODING
from ui.terminal import agreed, bar, complain, prepare, printable, say

ROOT = Path(__file__).parent.parent

# Linux has it.
FULL = Path("/dev/full")


@pytest.mark.parametrize(
    ("typed", "agrees"),
    [("y\n", True), ("YES\n", True), (" yes ", True), ("n\n", False), ("\n", False), ("", False)],
)
def test_only_a_plain_yes_agrees(monkeypatch, capsys, typed, agrees):
    stream = io.StringIO(typed)
    stream.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", stream)
    assert agreed("Take out 2 documents?") is agrees
    assert capsys.readouterr() == ("", "Take out 2 documents? [y/N] ")


def test_where_nobody_can_be_asked_it_is_an_error(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    with pytest.raises(UserError, match="there is nobody to ask"):
        agreed("Take out 2 documents?")


def test_no_control_character_reaches_the_terminal(capsys):
    complain("/shelf/\x1b[2Jred\x07.pdf is damaged")
    assert capsys.readouterr().err == "error: /shelf/\ufffd[2Jred\ufffd.pdf is damaged\n"
    assert printable("two  spaces stay") == "two  spaces stay"


def test_what_the_terminal_cannot_show_is_spelled_out(monkeypatch):
    bytes_ = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(bytes_, encoding="ascii"))
    prepare()
    say("“a”")
    assert bytes_.getvalue() == b"\\u201ca\\u201d\n"


@pytest.mark.skipif(not FULL.exists(), reason="no device here is always full")
def test_a_full_disk_is_one_line(tmp_path):
    file = tmp_path / "people.json"
    account = {"role": "reader", "salt": "00" * 16, "scrypt": "00" * 32}
    file.write_text(json.dumps({"quoth-accounts": 1, "accounts": {"ada": account}}))
    command = [sys.executable, "-m", "ui.cli", "user", "list", "--auth", str(file)]
    with FULL.open("w") as full:
        ran = subprocess.run(
            command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (ran.returncode, ran.stderr) == (
        2,
        "error: the output cannot be written (No space left on device)."
        " See to the place it goes to\n",
    )


def test_a_bar_is_drawn_on_a_terminal_only_with_counts_and_the_time_left(monkeypatch):
    drawn = io.StringIO()
    monkeypatch.setattr(sys, "stderr", drawn)
    with bar() as progress:
        progress(1, 2, "a.pdf")
    assert drawn.getvalue() == ""
    drawn.isatty = lambda: True
    with bar() as progress:
        progress(1, 4, "a.pdf")
        time.sleep(0.2)  # Nothing is drawn more often than ten times a second.
        progress(3, 4, "c.pdf")
        time.sleep(0.2)
        progress(1, 9, ENCODING)
        time.sleep(0.2)
        progress(2, 9, ENCODING)
    told = drawn.getvalue()
    assert re.search(r"75%\|.*\| 3/4 \[00:00<00:0\d, .* files/s, c\.pdf\]", told)
    # The second step counts passages.
    assert re.search(r"2/9 \[00:00<00:0\d, .* passages.*, making passages searchable", told)
