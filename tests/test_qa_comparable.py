"""Tables whose things stand side by side, and can be compared all the same."""

from dataclasses import replace

import pytest

from tests.fakes import document
from tests.tabled import named

BIKES = """\
Three bikes in the test.

| | Fjord | Volta | Mistral |
|---|---|---|---|
| Price | 2,190 € | 2,849 € | 4,390 € |
| Weight | 22.4 kg | 24.1 kg | 36.8 kg |
| Battery | 418 Wh | 625 Wh | 545 Wh |
| Brakes | rim | disc | disc |
| Lights | yes | no | yes |"""
SIDE_BY_SIDE = """\
Price; Fjord: 2,190 €; Volta: 2,849 €
Weight; Fjord: 22.4 kg; Volta: 24.1 kg"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which bike is the cheapest?", ["Fjord", "2,190 €"]),
        ("Which of the three bikes has the largest battery?", ["Volta", "625 Wh"]),
        ("What is the highest price?", ["4,390 €"]),
        ("Which bikes weigh less than 30 kg?", ["Fjord | Volta", "22.4 kg | 24.1 kg"]),
        ("Which bikes have disc brakes?", ["Volta | Mistral", "disc | disc"]),
        ("Which bike has rim brakes?", ["Fjord", "rim"]),
        ("Which bike has a battery of 625 Wh?", ["Volta", "625 Wh"]),
        # Between these stands one that has none.
        ("Which bikes have lights?", []),
        ("Which bike is the fastest?", []),
        ("Which car is the cheapest?", []),
    ],
)
def test_things_that_stand_side_by_side_are_compared(question, expected):
    assert named(question, document(BIKES)) == expected


def test_things_side_by_side_in_a_sheet_are_shown_by_their_figures():
    found = replace(document(SIDE_BY_SIDE, title="Two bikes"), unit="row")
    assert named("Which bike is the cheapest?", found) == ["2,190 €"]


def test_a_sheet_may_name_them_in_its_first_line():
    found = replace(document(f"Fjord | Volta\n{SIDE_BY_SIDE}", title="Two bikes"), unit="row")
    assert named("Which bike is the cheapest?", found) == ["Fjord", "2,190 €"]
    both = ["Fjord | Volta", "22.4 kg; Volta: 24.1 kg"]
    assert named("Which bikes weigh less than 30 kg?", found) == both


def test_a_table_of_one_unit_has_nothing_side_by_side():
    text = "| Room | Summer | Winter |\n|---|---|---|\n| Hall | £90 | £70 |\n| Loft | £50 | £60 |"
    assert named("Which room is the cheapest?", document(text)) == []
