"""Tables, drawn with every character they had."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.lists import is_table
from tests.drawn import Letters, hostile, shown
from ui.grid import grid

BARS = "| Ticket | Price |\n|---|---|\n| Adult | 6 euros |\n| Child |  |"


def cells(html: str) -> list[list[str]]:
    """Return what is seen of each cell of each row."""
    seen = re.sub(r'<span class="bar">[^<]*</span>', "", html)
    rows = re.findall(r'<span class="row[^"]*">(.*?)</span></span>', seen, re.DOTALL)
    return [[cell.strip() for cell in row[19:].split('</span><span class="cell">')] for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BARS, [["Ticket", "Price"], ["Adult", "6 euros"], ["Child", ""]]),
        (
            "Hours:\n\nDay | Summer |\nMonday | 7 to 20 | 9 to 17\n | closed | closed",
            [["Day", "Summer", ""], ["Monday", "7 to 20", "9 to 17"], ["", "closed", "closed"]],
        ),
        (
            "Slate tiles    640      £2.35\nlabour, hours\t76\t£34.00\n",
            [["Slate tiles", "640", "£2.35"], ["labour, hours", "76", "£34.00"]],
        ),
        (r"| a \| b | c |" "\n| d | e |", [[r"a \| b", "c"], ["d", "e"]]),
    ],
)
def test_rows_are_cut_into_cells(text, expected):
    assert cells(grid(text)) == expected


def test_a_row_above_a_rule_is_the_head_and_a_line_without_cells_the_caption():
    drawn = grid(f"Prices:\n{BARS}")
    assert drawn.startswith('<span class="caption">Prices:\n</span><span class="row head">')
    assert drawn.count("head") == 1


@given(hostile | st.text("|- ab\n\t", max_size=60))
def test_every_character_stays(text):
    assert Letters(grid(text)).text == shown(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BARS, True),
        ("Hours:\nMonday | 7 to 20 |\nSunday | closed |", True),
        ("tiles    640\nlabour    76", True),
        ("Hours:\nMonday | 7 to 20 |", False),
        ("- one\n- two", False),
        ("| a | b |", False),
        ("", False),
    ],
)
def test_what_is_a_table(text, expected):
    assert is_table(text) is expected
