"""Spans of figures in tables, and the figures of questions in them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.rows.ranges import Span, span_of, with_spans


@pytest.mark.parametrize(
    ("cell", "low", "high", "unit", "ends"),
    [
        ("5 to 10 kg", 5000, 10000, "g", (True, True)),
        ("over 5 to 10 kg", 5000, 10000, "g", (False, True)),
        ("2.1–5kg", 2100, 5000, "g", (True, True)),
        ("Over 6 months to 2 years", 6, 24, "month", (False, True)),
        ("11 to 15 km/h", 11, 15, "km/h", (True, True)),
        ("1.6 g/l and above", "1.6", None, "g/l", (True, True)),
        ("25 years or more", 300, None, "month", (True, True)),
        ("Children aged 3 to 12 (incl.)", 3, 12, "", (True, True)),
        ("up to 2 kg", None, 2000, "g", (True, True)),
        ("under 4", None, 4, "", (True, False)),
        ("< 4 years", None, 48, "month", (True, False)),
        ("over 1,000 g", 1000, None, "g", (False, True)),
        ("from 15 years", 180, None, "month", (True, True)),
        ("18 and over", 18, None, "", (True, True)),
        ("65+", 65, None, "", (True, True)),
        ("7 days or less", None, 604800, "second", (True, True)),
    ],
)
def test_a_cell_may_be_a_span(cell, low, high, unit, ends):
    low, high = (None if end is None else Decimal(end) for end in (low, high))
    assert span_of(cell) == Span(low, high, unit, *ends)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "7",
        "9:00 to 17:00",
        "Pipe cutter 3-30 mm",
        "2019-05-01",
        "1 to 2 to 3",
        "a lot",
        "x" * 41,
    ],
)
def test_other_cells_are_none(cell):
    assert span_of(cell) is None


PARCELS = {("Weight", text) for text in ("up to 2 kg", "2.1 to 5 kg", "5.1 to 10 kg", "over 10 kg")}
AGES = {("Age", text) for text in ("under 4", "4 to 12", "13 to 17", "18 and over")}
SERVICE = {("Years of service", text) for text in ("up to 2", "3 to 7", "8 to 14", "15 and more")}


@pytest.mark.parametrize(
    ("question", "called", "expected"),
    [
        ("What does a parcel of 7 kg cost?", PARCELS, "What does a parcel of 5.1 to 10 kg cost?"),
        ("a 500 g parcel", PARCELS, "a up to 2 kg parcel"),
        # It is in none, or the table is of other things.
        ("a parcel of 5.05 kg", PARCELS, None),
        ("a parcel of 7 litres", PARCELS, None),
        ("a parcel of 7", PARCELS, None),
        ("a ticket for a child of 6", AGES, "a ticket for a child 4 to 12"),
        ("a ticket for a 40-year-old", AGES, "a ticket for a 18 and over"),
        ("My son is 13. What does it cost?", AGES, "My son 13 to 17. What does it cost?"),
        ("leave after ten years", SERVICE, "leave after 8 to 14"),
        ("after thirty years", SERVICE, "after 15 and more"),
        ("after six claim-free years", {("Years", "5 to 8")}, "after 5 to 8"),
        ("13 km/h too fast", {("Speed", "11 to 15 km/h")}, "11 to 15 km/h too fast"),
        ("a child of 6", {("Age", "4 to 11 years")}, "a child 4 to 11 years"),
        ("eight years", {("Time", "Over 5 to 12 years")}, "Over 5 to 12 years"),
        # Which of the two?
        ("leave after 3 years", SERVICE | {("Years", "3 to 5")}, None),
    ],
)
def test_a_figure_is_told_as_the_span_that_it_lies_in(question, called, expected):
    assert with_spans(question, called) == (expected or question, int(expected is not None))


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_a_figure_lies_in_a_span_if_it_is_between_its_ends(low, high, weight):
    put, count = with_spans(f"a parcel of {weight} kg?", {("Weight", f"{low} to {high} kg")})
    assert count == int(low <= weight <= high)
    assert put == (f"a parcel of {low} to {high} kg?" if count else f"a parcel of {weight} kg?")
