"""The whole of it as a newcomer meets it: `quoth sync`, `quoth serve`, a question in Chromium."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_ui_app import Visit, browser, free_port

__all__ = ["browser"]  # a fixture

ROOT = Path(__file__).parent.parent

pytestmark = [pytest.mark.browser, pytest.mark.weights]


def quoth(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "ui.cli", *map(str, arguments)]


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    library = tmp_path_factory.mktemp("library")
    subprocess.run(quoth("sync", "seeds", "--library", library), cwd=ROOT, check=True)
    examples = ("--examples", "seeds/questions.jsonl")
    command = quoth("serve", "--library", library, "--port", free_port(), *examples)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.fullmatch(r"Quoth is at (http://127\.0\.0\.1:\d+)\n", line)
        assert found, line
        yield found[1]
        server.terminate()


@pytest.fixture
def visit(browser, address) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.context.close()


def test_a_newcomer_asks_reads_the_quote_and_sees_it_in_its_source(visit):
    assert "how many fighters are stuck in the tunnels" in visit.texts(".examples button")
    visit.ask("when was the honey extractor bought")
    assert visit.text("#t1 blockquote") == "The extractor was bought in 2020 for 480 crowns."
    visit.open("t1-q1")
    assert visit.text("#quoth-panel h2") == "Keeping bees on the Withy Lane allotments"
    assert "page 3" in visit.text("#quoth-panel .facts")
    marked = "".join(visit.texts("#quoth-panel mark.quote"))
    assert marked == "The extractor was bought in 2020 for 480 crowns."
    assert visit.texts("#quoth-panel mark.short") == ["2020"]
    assert visit.in_sight("#quoth-panel mark.short")
    visit.ask("and who paid for it?")
    assert visit.text("#t2 .asked").startswith("Searched as:")
    assert "the Harland Trust" in visit.text("#t2 blockquote")
    assert all(url.startswith((visit.page.url, "data:")) for url in visit.requests)
    assert visit.complaints == []


def test_documents_that_disagree_stand_side_by_side(visit):
    visit.ask("When was the swing bridge opened?")
    assert visit.text("#t1 .differ") == "These documents differ."
    assert "1893" in visit.texts("#t1 blockquote")[0] + visit.texts("#t1 blockquote")[1]
    assert "1896" in visit.texts("#t1 blockquote")[0] + visit.texts("#t1 blockquote")[1]


def test_what_the_documents_do_not_say_is_refused_and_the_nearest_passages_are_no_answer(visit):
    visit.ask("What is the capital of Mongolia?")
    assert visit.text("#t1 .message") == (
        "The documents do not say. “capital” and “Mongolia” occur nowhere in them."
    )
    assert "not an answer" in visit.text("#t1 .nearest summary")
    assert visit.page.locator("#t1 blockquote").count() == 0
