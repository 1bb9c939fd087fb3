"""Programs end in one line, and leave nothing running."""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from eval.terminal import at_least_one, ended, seconds
from index.errors import UserError


def test_what_can_be_mended_is_one_line_and_status_2(capsys):
    def main():
        raise UserError("there is no library. Make one")

    assert ended(main) == 2
    assert capsys.readouterr() == ("", "error: there is no library. Make one\n")


def test_ctrl_c_is_one_line_and_status_2(capsys):
    def main():
        raise KeyboardInterrupt

    assert ended(main) == 2
    assert capsys.readouterr().err == "stopped\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk always full")
def test_output_that_cannot_be_written_is_one_line():
    # As `main` does with what a command prints.
    program = (
        "from eval import __main__ as it; from eval.terminal import say;"
        "it._compare = lambda _: say('figures'); it.main(['compare', 'a', 'b'])"
    )
    command = [sys.executable, "-c", program]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.stderr == (
        "error: the output cannot be written (No space left on device)."
        " See to the place it goes to\n"
    )


def test_any_figure_can_be_printed_where_the_character_set_is_small():
    program = (
        "from eval import __main__ as it; from eval.terminal import say;"
        "it._compare = lambda _: say('a → b'); it.main(['compare', 'a', 'b'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "a \\u2192 b\n"


def test_a_stop_from_outside_lets_a_program_end_what_it_started():
    before = signal.getsignal(signal.SIGTERM)
    did = []

    def main():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            did.append("ended")

    with pytest.raises(SystemExit) as caught:
        ended(main)
    assert (caught.value.code, did) == (143, ["ended"])
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_program_that_goes_well_has_its_own_status():
    assert ended(lambda: 1) == 1


def test_numbers_that_would_ask_nothing_are_refused():
    assert (at_least_one("3"), seconds("0"), seconds("1.5")) == (3, 0.0, 1.5)
    for text in ("0", "-1", "1.5", "many"):
        with pytest.raises(argparse.ArgumentTypeError, match="give a whole number from 1"):
            at_least_one(text)
    for text in ("-1", "nan", "inf", "soon"):
        with pytest.raises(argparse.ArgumentTypeError, match="give seconds, 0 or more"):
            seconds(text)
