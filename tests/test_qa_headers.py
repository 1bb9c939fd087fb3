"""What a header says of its column."""

import pytest

from qa.rows.headers import is_no_answer, says_noun
from qa.rows.lookup import Limit, limits
from qa.rows.tables import stems
from tests.tabled import rows, written


@pytest.mark.parametrize(
    ("header", "said", "expected"),
    [
        ("Height", "height", True),
        ("Height gain", "height", False),
        ("Height gain (m)", "gain", True),
        ("Weight limit", "weight", False),
        ("Length km", "length", True),
        ("Unit price", "price", True),
        ("Price per night", "price", True),
        ("Times a day", "day", False),
        ("Date of birth", "date", True),
        ("Phone number", "phone", True),
        ("Days open", "days", True),
        ("km", "", True),
    ],
)
def test_the_noun_of_a_header_says_of_what_its_column_is(header, said, expected):
    assert says_noun(header, stems(said)) is expected


MEETING = written(
    "Name | Attended | Vote | Role",
    "Ann Moe | yes | for | chair",
    "Bo Lie | no | - | treasurer",
    "Cy Dahl | yes | against | member",
)
CLIMBS = written("Trail | Length | Height gain", "Ulla | 12 km | 340 m", "Brenn | 8 km | 820 m")


@pytest.mark.parametrize(
    ("question", "header", "expected"),
    [
        ("Who attended?", "Attended", True),
        ("Which members attended?", "Attended", True),
        ("Did Bo Lie attend?", "Attended", False),
        ("Who voted?", "Vote", False),
        ("Who voted?", "Fee", False),
    ],
)
def test_no_yes_answers_who(question, header, expected):
    assert is_no_answer(question, header, rows(MEETING)) is expected


def looked_up(question, found):
    """Return where an answer may stand, and whether that is sure."""
    table = rows(found)
    limited = limits(question, table)
    bounds = [limited.get(row, Limit(row.start, row.end)) for row in table]
    return [
        (found.text[bound.start : bound.end], bound.sure)
        for bound in bounds
        if bound.start < bound.end
    ]


@pytest.mark.parametrize(
    ("question", "table", "expected"),
    [
        ("Did Bo Lie attend?", MEETING, [("no", True)]),
        ("How high is Brenn?", CLIMBS, [("820 m", False)]),
        ("How long is Brenn?", CLIMBS, [("8 km", True)]),
        # That takes a time.
        ("How long does Brenn take?", CLIMBS, [("8 km", False)]),
    ],
)
def test_only_a_column_that_is_asked_for_is_sure(question, table, expected):
    assert looked_up(question, table) == expected


def test_nobody_is_looked_up_by_what_only_says_yes():
    lines = [line for line in MEETING.text.splitlines() if "---" not in line]
    assert [said for said, _ in looked_up("Which members attended?", MEETING)] == lines


PARCELS = written(
    "Parcel | Inland | Abroad",
    "up to 2 kg | £5 | £12",
    "over 2 to 5 kg | £8 | £20",
    "over 5 to 10 kg | £12 | £31",
)
FLOUR = written("Flour | Bag | Price", "Rye | 25 kg | £18", "Spelt | 5 kg | £9")


@pytest.mark.parametrize(
    ("question", "table", "expected"),
    [
        # £5 is no end of "5 to 10 kg", and £12 no 12 kg.
        ("What does a parcel of 7 kg cost inland?", PARCELS, [("£12", True)]),
        ("What does a parcel of 3 kg cost abroad?", PARCELS, [("£20", True)]),
        (
            "What does a parcel of 12 kg cost abroad?",
            PARCELS,
            [("£12", False), ("£20", False), ("£31", False)],
        ),
        # 2.5 are not 25.
        ("How much is 2.5 kg of rye?", FLOUR, [("£18", False)]),
        ("How much is 25 kg of rye?", FLOUR, [("£18", True)]),
        # Of others, or of what two rows tell together.
        ("How much more does spelt cost?", FLOUR, [("| Spelt | 5 kg | £9 |", False)]),
    ],
)
def test_a_figure_is_none_of_another_kind(question, table, expected):
    assert looked_up(question, table)[-len(expected) :] == expected


PEAKS = written("Peak | Height | First climbed", "Ulla | 1,214 m | 1871", "Sarn | 980 m | 1904")
BINS = written(
    "Bin | Collected",
    "Paper | Monday",
    "Glass | every second Tuesday",
    "Food | Monday and Thursday",
    "Metal | Friday",
)
DISHES = written("Dish | Vegan | Taste", "Soup | yes | mild", "Pie | no | hot", "Stew | no | hot")


@pytest.mark.parametrize(
    ("question", "table", "expected"),
    [
        # No year tells who.
        ("Who first climbed Ulla?", PEAKS, [("1871", False)]),
        ("When was Ulla first climbed?", PEAKS, [("1871", True)]),
        # The food is collected then, too.
        ("Which bins are collected on Monday?", BINS, None),
        ("Which bin is collected on Friday?", BINS, [("Metal", True)]),
        ("When is the paper bin collected?", BINS, [("Monday", True)]),
        # Those that are named are none of them.
        ("Which dishes are not hot?", DISHES, None),
        ("Which dish is mild?", DISHES, [("Soup", True)]),
    ],
)
def test_what_several_rows_or_others_have_is_left_open(question, table, expected):
    lines = [line for line in table.text.splitlines() if "---" not in line]
    assert looked_up(question, table) == (expected or [(line, False) for line in lines[1:]])


CODES = written("Code | Meaning", "3 | token expired", "12 | disk full")
FEES = written("Age | Price", "under 6 | free", "6 to 15 | £5", "16 to 64 | £12")


@pytest.mark.parametrize(
    ("question", "table", "expected"),
    [
        ("Exit code 3 meaning", CODES, [("| 3 | token expired |", False)]),
        # £12 is nothing of 12 people, and a family of 7 is no child of 7.
        ("How much is it for 12 people?", FEES, None),
        ("What does a family of 7 pay?", FEES, None),
        ("What does a child of 7 pay?", FEES, [("£5 |", False)]),
    ],
)
def test_a_figure_counts_what_stands_behind_it(question, table, expected):
    lines = [line for line in table.text.splitlines() if "---" not in line]
    found = looked_up(question, table)
    assert found == expected if expected else len(found) >= len(lines) - 1
