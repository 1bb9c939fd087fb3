"""Two processes that make the same library at the same moment."""

import subprocess
import sys

_MAKES = """
import sys
from pathlib import Path
from eval.encoders import HashEncoder
from index.library import Library
print("ready", flush=True)
sys.stdin.readline()
Library.open(Path(sys.argv[1]), encoder=HashEncoder(), create=True).close()
"""


def test_whoever_comes_second_waits_for_the_library_to_be_made(tmp_path):
    for turn in range(6):
        command = [sys.executable, "-c", _MAKES, str(tmp_path / str(turn))]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        makers = [subprocess.Popen(command, text=True, **pipes) for _ in range(3)]
        for maker in makers:
            maker.stdout.readline()
        for maker in makers:
            maker.stdin.write("\n")
            maker.stdin.flush()
        told = [maker.communicate()[1] for maker in makers]
        assert told == ["", "", ""]
