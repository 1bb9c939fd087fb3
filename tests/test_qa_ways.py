"""Rows of a timetable that go the other way."""

import pytest

from qa.rows.lookup import Limit, limits
from qa.rows.ways import other_way
from tests.tabled import rows, written

ROUTES = written(
    "Route | From | To | Minutes | Fare",
    "1 | Moss | Vik | 35 | £4",
    "2 | Vik | Moss | 40 | £5",
    "3 | Moss | Horten | 20 | £6",
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much is it from Moss to Vik?", {"2": True}),
        ("How much is it from Vik to Moss?", {"1": True, "3": True}),
        # Nothing goes that way.
        ("How much is it from Horten to Moss?", {"1": False, "3": False}),
        ("How much is it to Moss?", {}),
        ("When does it go from Monday to Friday?", {}),
    ],
)
def test_a_row_goes_the_other_way(question, expected):
    found = other_way(question, rows(ROUTES))
    text = ROUTES.text
    assert {text[row.cells[0].start : row.cells[0].end]: right for row, right in found.items()} == (
        expected
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the fare from Moss to Vik?", [("£4", True)]),
        ("What is the fare from Vik to Moss?", [("£5", True)]),
        ("What is the fare from Horten to Moss?", [("£6", False)]),
    ],
)
def test_what_goes_the_other_way_is_not_sure(question, expected):
    table = rows(ROUTES)
    limited = limits(question, table)
    bounds = [limited.get(row, Limit(row.start, row.end)) for row in table]
    told = [bound for bound in bounds if bound.start < bound.end]
    assert [(ROUTES.text[one.start : one.end], one.sure) for one in told][-len(expected) :] == (
        expected
    )
