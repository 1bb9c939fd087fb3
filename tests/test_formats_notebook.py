import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats.notebook import read_notebook


def cell(kind: str, source: str | list[str], *outputs: Any) -> dict[str, Any]:
    return {"cell_type": kind, "source": source, "outputs": list(outputs)}


def notebook(*cells: Any, **more: Any) -> bytes:
    return json.dumps({"cells": list(cells), "nbformat": 4, **more}).encode()


def text_of(*cells: Any) -> str:
    return read_notebook(notebook(*cells), "a.ipynb").text


def test_cells_read_in_order_with_their_headings_and_numbers() -> None:
    content = read_notebook(
        notebook(
            cell("markdown", ["# Cats\n", "They *purr*."]),
            cell("code", ""),
            cell("code", "# no heading\n1 + 1", {"output_type": "stream", "text": ["2\n"]}),
            cell("markdown", "## Food & `drink`"),
        ),
        "a.ipynb",
    )
    assert content.text == ("# Cats\nThey *purr*.\n\n# no heading\n1 + 1\n\n2\n\n## Food & `drink`")
    assert content.headings == (Heading(0, 6, 1, "Cats"), Heading(44, 61, 2, "Food & drink"))
    assert (content.unit, content.pages, content.numbers) == ("cell", (0, 21, 44), (1, 3, 4))
    assert content.title == "Cats"


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ({"output_type": "stream", "text": "\x1b[31mred\x1b[0m\n"}, "red"),
        ({"output_type": "stream", "text": "10 %\r50 %\r100 %\nrest\r\n"}, "100 %\nrest"),
        ({"output_type": "execute_result", "data": {"text/plain": ["4", "2"]}}, "42"),
        (
            {"output_type": "display_data", "data": {"text/html": "x", "text/markdown": "*y*"}},
            "*y*",
        ),
        (
            {
                "output_type": "display_data",
                "data": {
                    "text/plain": "<IPython.core.display.HTML object>",
                    "text/html": ["<p>Fee: <b>40</b>", " euros</p>"],
                },
            },
            "Fee: 40 euros",
        ),
        (
            {
                "output_type": "execute_result",
                "data": {
                    "text/plain": "<pandas.io.formats.style.Styler at 0x7f3a>",
                    "text/html": "<table><tr><th>Berth<th>Fee<tr><td>Small<td>40</table>",
                },
            },
            "Berth | Fee\nSmall | 40",
        ),
        (
            {"output_type": "execute_result", "data": {"text/plain": "<b>", "text/html": "x"}},
            "<b>",
        ),
        ({"output_type": "error", "ename": "ValueError", "evalue": "no"}, "ValueError: no"),
    ],
)
def test_what_a_cell_put_out_is_read_as_it_was_shown(output: Any, said: str) -> None:
    assert text_of(cell("code", "x", output)) == f"x\n\n{said}"


def test_a_line_is_read_in_the_time_that_its_length_needs() -> None:
    # A pattern that looked for what is written over took a minute for each of these.
    for line in ("a" * 200_000, "\r" * 200_000 + "b"):
        said = text_of(cell("code", "x", {"output_type": "stream", "text": line}))
        assert said == f"x\n\n{line.lstrip(chr(13))}"


def test_things_without_words_put_out_are_left_out() -> None:
    thing = {"text/plain": "<IPython.core.display.Image object>", "image/png": "QQ"}
    shown = {"output_type": "display_data", "data": {**thing, "text/html": "<script>x</script>"}}
    assert text_of(cell("code", "x", shown, {"output_type": "display_data", "data": thing})) == "x"


def test_pictures_put_out_are_left_out() -> None:
    assert (
        text_of(cell("code", "x", {"output_type": "display_data", "data": {"image/png": "QQ"}}))
        == "x"
    )


def test_notebooks_of_the_third_format_are_read() -> None:
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["a = 1"]}]}]}
    assert read_notebook(json.dumps(old).encode(), "a.ipynb").text == "a = 1"


def test_the_title_a_notebook_gives_itself_comes_first() -> None:
    content = notebook(cell("markdown", "# Cats"), metadata={"title": "All about cats"})
    assert read_notebook(content, "a.ipynb").title == "All about cats"


@pytest.mark.parametrize("content", [b"{}", b"[1]", b'"x"', b'{"cells": 5}', b'{"cells": [3]}'])
def test_other_json_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.ipynb is no notebook, or one without cells$"):
        read_notebook(content, "a.ipynb")


@pytest.mark.parametrize("content", [b"{", b"[" * 100_000])
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(
        UnreadableFile, match=r"^a\.ipynb is no notebook: no sound JSON \([^\n]*\)$"
    ):
        read_notebook(content, "a.ipynb")


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_headings_and_cells_lie_where_they_say(sources: list[str]) -> None:
    content = read_notebook(notebook(*(cell("markdown", source) for source in sources)), "a.ipynb")
    assert list(content.pages) == sorted(set(content.pages))
    for heading in content.headings:
        assert 0 <= heading.start < heading.end <= len(content.text)
        assert heading.start == 0 or content.text[heading.start - 1] in "\r\n"
