"""Which row and which column of a table a question names."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document
from qa.tables import Limit, Row, limits, row_at
from tests.fakes import document

RIVERS = """\
Five rivers drain it.

| River | Length of its course | Flows into |
|---|---|---|
| Ulla | 214 km | Vastra |
| Brenn | 97 km | Ulla |
| Sil |  | Tove |"""
STAFF = """\
Name: Siri Dahl; Role: Head of finance; Salary: 87000; Manager: Rita Moe
Name: Rita Moe; Role: Director; Salary: 120000
Name: Jonas Vik; Role: Accountant; Salary: 49000; Manager: Siri Dahl"""
SHEET = replace(document(STAFF), unit="row")


def rows(found: Document) -> list[Row]:
    lines = [0, *(at + 1 for at, letter in enumerate(found.text) if letter == "\n")]
    return [row for line in lines if (row := row_at(found, line)) is not None]


def open_to(question: str, found: Document) -> list[str]:
    """Return where an answer may stand, a part of the text for each row."""
    table = rows(found)
    limited = limits(question, table)
    bounds = [limited.get(row, Limit(row.start, row.end)) for row in table]
    return [found.text[bound.start : bound.end] for bound in bounds if bound.start < bound.end]


def cells(row: Row, found: Document) -> list[tuple[str, str]]:
    return [(cell.header, found.text[cell.start : cell.end]) for cell in row.cells]


def test_a_cell_stands_under_its_header():
    found = document(RIVERS)
    header, ulla, _, sil = rows(found)
    assert [text for _, text in cells(header, found)] == [
        "River",
        "Length of its course",
        "Flows into",
    ]
    assert cells(ulla, found) == [
        ("River", "Ulla"),
        ("Length of its course", "214 km"),
        ("Flows into", "Vastra"),
    ]
    assert cells(sil, found)[1] == ("Length of its course", "")
    assert row_at(found, RIVERS.index("drain")) is None
    assert row_at(found, RIVERS.index("|---")) is None


def test_a_row_of_a_sheet_carries_its_headers():
    assert cells(rows(SHEET)[1], SHEET) == [
        ("Name", "Rita Moe"),
        ("Role", "Director"),
        ("Salary", "120000"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stop       First     Last\nHarl       6:12     18:42", ["Stop", "First", "Last"]),
        ("|a|b|\n|-|-|\n|c|d|", ["a", "b"]),
        ("Day | Summer | Winter\nSunday | 8 to 18 | closed", ["Day", "Summer", "Winter"]),
        ("Hours     Rate     Cost\nBody     2     150     300", ["", "Hours", "Rate", "Cost"]),
        # Pairs, and a row as all others.
        ("Owner     Ada Lund     Year     2022\nClaim     SF-1     Make     Jeep", [""] * 4),
        ("| Born | 1891 |\n|---|---|\n| Died | in Basel |", ["", ""]),
        ("Ada     Oslo     Bridges\nBo     Bergen     Boats", ["", "", ""]),
        # A pair of two is no header, and neither is a line of another length.
        ("Born | 1891\nDied | 1967", ["", ""]),
        ("One | two | three\nfour | five", ["", ""]),
    ],
)
def test_headers(text, expected):
    last = rows(document(text))[-1]
    assert [cell.header for cell in last.cells] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How long is the course of the Ulla?", ["214 km"]),
        ("What does the Brenn flow into?", ["Ulla"]),
        # The river whose cell says so.
        ("Which river flows into the Vastra?", ["Ulla"]),
        # Nothing stands there.
        ("What is the length of the Sil's course?", []),
        # Only the column, only the row, nothing.
        ("Which has the greatest length?", ["214 km", "97 km"]),
        ("How deep is the Brenn?", ["97 km | Ulla |"]),
        ("How deep are they?", ["| Ulla | 214 km | Vastra |", "| Brenn | 97 km | Ulla |"]),
    ],
)
def test_a_question_names_rows_and_columns(question, expected):
    assert open_to(question, document(RIVERS))[: len(expected) or None] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the salary of Siri Dahl?", ["87000"]),
        ("Who is the director?", [STAFF.splitlines()[1]]),
        ("Who is the manager of Rita Moe?", [STAFF.splitlines()[0]]),
    ],
)
def test_a_question_names_rows_of_a_sheet(question, expected):
    assert open_to(question, SHEET) == expected


@pytest.mark.parametrize(
    ("question", "named", "sure"),
    [
        ("What is the salary of Siri Dahl?", True, True),
        ("What was the salary of Siri Dahl in June?", True, False),
        ("What is the salary of Dahl?", False, False),
    ],
)
def test_how_surely_a_cell_is_named(question, named, sure):
    table = rows(SHEET)
    start = STAFF.index("87000")
    assert limits(question, table)[table[0]] == Limit(start, start + 5, named, sure)


@given(st.text("|:-; \t\naB1", max_size=80), st.text("aB1? ", max_size=20), st.booleans())
def test_a_limit_lies_in_its_row(text, question, sheet):
    found = replace(document(text), unit="row" if sheet else "page")
    table = rows(found)
    for row, limit in limits(question, table).items():
        assert row.start <= limit.start <= limit.end <= row.end
    for row in table:
        assert "\n" not in text[row.start : row.end]
        for cell in row.cells:
            assert row.start <= cell.start <= cell.end <= row.end
