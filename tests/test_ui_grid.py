"""Tables, drawn with every character they had."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.lists import is_table
from tests.drawn import Letters, hostile, shown
from tests.fakes import document
from ui.grid import columns, grid, headed

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
        # A rule of dashes is no row, and two spaces part cells where wider gaps do.
        (
            "Date         Hall\n-----------  ----\n11 Dec 2022  Moor   x",
            [["Date", "Hall"], ["11 Dec 2022", "Moor", "x"]],
        ),
    ],
)
def test_rows_are_cut_into_cells(text, expected):
    assert cells(grid(text)) == expected


def test_a_row_above_a_rule_is_the_head_and_a_line_without_cells_the_caption():
    drawn = grid(f"Prices:\n{BARS}")
    assert drawn.startswith('<span class="caption">Prices:\n</span><span class="row head">')
    assert drawn.count("head") == 1


def test_rows_without_their_head_know_what_their_columns_are_called():
    text = f"{BARS}\n| Dog | 1 euro |"
    start = text.index("| Adult")
    drawn = grid(text[start:], columns(document(text), start))
    first, *others = drawn.split('<span class="row">')[1:]
    assert re.findall(r' data-column="(.*?)"', first) == ["Ticket", "Price"]
    assert "data-column" not in "".join(others)
    assert Letters(drawn).text == shown(text[start:])


def test_the_names_of_columns_are_cells_without_names_of_their_own():
    drawn = headed(document(BARS), 0, 18, [(2, 8, "short")])
    assert drawn == (
        '<span class="bar">| </span><span class="cell"><mark class="short">Ticket</mark></span>'
        '<span class="bar"> | </span><span class="cell">Price</span><span class="bar"> |</span>'
    )


@given(hostile | st.text("|- ab\n\t", max_size=60))
def test_every_character_stays(text):
    assert Letters(grid(text)).text == shown(text)


def test_each_cell_of_a_row_knows_what_its_column_is_called():
    table = document(BARS)
    start = BARS.index("| Adult")
    assert headed(table, start, start + 19, [(10, 17, "short")]) == (
        '<span class="bar">| </span><span class="cell" data-column="Ticket">Adult</span>'
        '<span class="bar"> | </span><span class="cell" data-column="Price">'
        '<mark class="short">6 euros</mark></span><span class="bar"> |</span>'
    )
    sheet = replace(document('Name: Ada; Role: "Boss" & cook'), unit="row")
    assert headed(sheet, 0, len(sheet.text), []) == (
        '<span class="bar">Name: </span><span class="cell" data-column="Name">Ada</span>'
        '<span class="bar">; Role: </span>'
        '<span class="cell" data-column="Role">&quot;Boss&quot; &amp; cook</span>'
    )


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        # Two rows, no table, a table without names.
        (BARS, "| Adult | 6 euros |\n| Child |  |"),
        ("It opened in 1896. Few know why.", "Few know why."),
        ("Slate tiles    640\nlabour, hours    76", "Slate tiles    640"),
    ],
)
def test_what_is_no_row_below_names_is_no_row_of_cells(text, quote):
    start = text.index(quote)
    assert headed(document(text), start, start + len(quote), []) == ""


@given(hostile | st.text("|- ab\n\t", max_size=40), st.integers(0, 60), st.integers(0, 60))
def test_every_character_of_a_row_stays(text, start, length):
    found = document(f"| A | B |\n|---|---|\n| {text} | c |")
    start = min(start, len(found.text) - 1)
    end = min(start + length, len(found.text))
    drawn = headed(found, start, end, [(1, 3, "short")])
    assert drawn == "" or Letters(drawn).text == shown(found.text[start:end])


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
