"""Which rows of a table all fulfil a question."""

from dataclasses import replace

import pytest

from tests.fakes import document
from tests.tabled import named

FERRIES = """\
| Ferry | Length | Cars | Bar | Built | Port |
|---|---|---|---|---|---|
| Astrid | 64 m | 42 | yes | 1994 | Moss |
| Brynhild | 88 m | 96 | no | 2006 | Horten |
| Dagny | 41 m | 12 | no | 1979 | Moss |
| Embla | 97 m | 110 | yes | 2018 | Horten |
| Freya | 58 m | 30 | no | 1988 | Moss |
| Gudrun | 72 m | 60 | no | 1999 | Oslo |
| Total | 420 m | 350 | | | |"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # More than three rows are three quotes at most, of rows that stand together.
        (
            "Which ferries are longer than 60 m?",
            [FERRIES[FERRIES.index("| Astrid") : FERRIES.index("\n| Dagny")], "Embla", "Gudrun"],
        ),
        (
            "Which ferries are longer than 50 m?",
            [
                FERRIES[FERRIES.index("| Astrid") : FERRIES.index("\n| Dagny")],
                FERRIES[FERRIES.index("| Embla") : FERRIES.index("\n| Total")],
            ],
        ),
        ("Which ferries take more than 50 cars?", ["Brynhild", "Embla", "Gudrun"]),
        # The sum is no ferry.
        ("Which ferry has the most cars?", ["Embla"]),
        ("Which ferry is the longest?", ["Embla"]),
        # What a whole cell says, or yes below what is named.
        ("Which ferries have a bar?", ["Astrid", "Embla"]),
        ("Which ferries sail from Moss?", []),
        ("Which ferries are in Moss?", ["Astrid", "Dagny", "Freya"]),
        ("Which ferries are located in Horten?", ["Brynhild", "Embla"]),
        ("Which ferries in Horten have a bar?", ["Embla"]),
        ("Which ferries have no bar?", []),
        ("Which ferries have a bar or are in Oslo?", []),
        ("Which ferries have a pool?", []),
        ("Which port has a bar?", []),
        ("Which ferries were built in 1994?", []),
    ],
)
def test_all_rows_that_fulfil_a_question(question, expected):
    assert named(question, document(FERRIES)) == expected


HOURS = """\
| Teacher | Hours | Distance | Key |
|---|---|---|---|
| Ada | 22 | 3 km | yes |
| Bo | 26 | 900 m | no |
| Cy | 12 | 12 km | yes |"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # What is counted is what the column is called.
        ("Which teachers have more than 20 hours?", ["Ada", "Bo"]),
        ("Which teacher is the nearest?", ["Bo"]),
        ("Which teacher lives the furthest?", []),
        ("Which teachers require a key?", ["Ada", "Cy"]),
    ],
)
def test_hours_distances_and_what_is_required(question, expected):
    assert named(question, document(HOURS)) == expected


def test_where_to_is_not_where_from():
    trains = ["| R1 | Moss | Oslo |", "| R2 | Ski | Moss |", "| R3 | Moss | Ski |"]
    found = document("\n".join(["| Train | From | To |", "|---|---|---|", *trains]))
    assert named("Which trains go to Moss?", found) == []


def test_rows_that_stand_in_more_than_three_places_are_not_quoted():
    lines = [f"Name: item{at}; Price: {at % 2 * 9}" for at in range(8)]
    found = replace(document("\n".join(lines)), unit="row")
    assert named("Which items cost more than 5?", found) == []
    lines = [f"Name: item{at}; Price: {at}" for at in range(16)]
    found = replace(document("\n".join(lines)), unit="row")
    assert named("Which items cost more than 5?", found) == ["\n".join(lines[6:])]
    # Of eleven nobody wants to read all.
    assert named("Which items cost more than 4?", found) == []


SITES = """\
| Site | Dogs | Price |
|---|---|---|
| Birken | yes | 24 |
| Ufer | no | 31 |
| Wald | yes | 19 |"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which sites allow dogs?", ["Birken", "Wald"]),
        # Their names end in what the header says.
        ("Which campsites allow dogs?", ["Birken", "Wald"]),
        ("Which camps allow dogs?", []),
    ],
)
def test_rows_may_be_called_by_a_longer_name(question, expected):
    assert named(question, document(SITES, media_type="text/markdown")) == expected
