"""Tables in text: rows, their cells, and what their columns are called."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document
from qa.rows.tables import Row, row_at
from tests.fakes import document
from tests.tabled import RIVERS, SHEET, rows


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
        ("Day | Summer | Winter\n | 8 to 18 | closed", ["Day", "Summer", "Winter"]),
        ("  | Day | Hours |\n  |---|---|\n  | Sunday | 8 to 18 |", ["Day", "Hours"]),
        ("Hours     Rate     Cost\nBody     2     150     300", ["", "Hours", "Rate", "Cost"]),
        # A rule parts the head from the rows, with gaps or without.
        ("Stop   First\n----   -----\nHarl   late\nBo   6:12", ["Stop", "First"]),
        ("Stop   First\n============\nHarl   late\nBo   6:12", ["Stop", "First"]),
        # Two spaces part cells where wider gaps do, but not behind a stop, nor beside a bar.
        ("Stop         First    Fare\nHarl church  6:12     7", ["Stop", "First", "Fare"]),
        ("Stop         First    Fare\nHarl St.  A     6:12     7", ["Stop", "First", "Fare"]),
        ("Day | Summer  | Winter\nSun  day | 8 to 18 | closed", ["Day", "Summer", "Winter"]),
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


def test_nothing_need_stand_above_the_names_of_the_rows():
    found = replace(document("Weight; Fjord: 22 kg; Volta: 24 kg"), unit="row")
    assert cells(rows(found)[0], found) == [("", "Weight"), ("Fjord", "22 kg"), ("Volta", "24 kg")]


def test_a_header_is_found_far_above_its_row():
    far = "Caption\n\nName | Town | Year\n" + "Ada | Oslo | 1893\n" * 2000
    row = row_at(document(far), len(far) - 2)
    assert row is not None
    assert row.table[1] == len("Caption\n\n")
    assert [cell.header for cell in row.cells] == ["Name", "Town", "Year"]


def test_a_file_without_lines_is_no_row():
    assert row_at(document("Ada | Oslo | 1893 | " * 10_000), 100_000) is None


@given(st.text("|:-; \t\naB1", max_size=80), st.integers(0, 80))
def test_a_cell_lies_in_its_row(text, offset):
    row = row_at(document(text), min(offset, len(text)))
    if row is not None:
        assert "\n" not in text[row.start : row.end]
        assert all(row.start <= cell.start <= cell.end <= row.end for cell in row.cells)
