"""What ui/programs.md shows is so: their examples run and print what is printed there."""

import contextlib
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.shelf import LEASE, Echo, Shelf, served

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

PAGE = Path(__file__).parent.parent / "ui" / "programs.md"
EXAMPLES = re.findall(
    r"```(bash|python)\n(.*?)```\s+```text\n(.*?)```", PAGE.read_text(), re.DOTALL
)


def test_all_kinds_of_examples_are_there():
    assert [language for language, _, _ in EXAMPLES] == ["bash", "bash", "python"]


@pytest.mark.parametrize(("language", "script", "printed"), EXAMPLES)
def test_an_example_prints_what_is_printed_there(tmp_path, language, script, printed):
    (tmp_path / "rain.txt").write_text("Rain fell.\n")
    shelf = Shelf(lease_txt=LEASE)
    with served(shelf, Echo(shelf)) as address:
        script = script.replace("http://127.0.0.1:7860", address)
        assert address in script
        if language == "python":
            told = io.StringIO()
            with contextlib.redirect_stdout(told):
                found: dict = {}
                exec(script, found)
                found["quoth"].close()
            assert told.getvalue() == printed
            return
        for program in ("curl", "jq"):
            if shutil.which(program) is None:
                pytest.skip(f"no {program}")
        ran = subprocess.run(
            ["bash", "-e", "-c", script], capture_output=True, text=True, cwd=tmp_path, check=True
        )
        assert ran.stdout == printed
    assert list(shelf.kept) == ["lease.txt"]
