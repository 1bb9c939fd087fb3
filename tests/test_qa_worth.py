"""What cells of tables are worth."""

from decimal import Decimal

import pytest

from qa.rows.worth import Worth, says_nothing, worth


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        ("87000", "", "87000"),
        ("4,879", "", "4879"),
        ("1 250.5", "", "1250.5"),
        ("-3.5", "", "-3.5"),
        ("−3", "", "-3"),
        ("£17.40", "£", "17.40"),
        ("€ 1,250", "€", "1250"),
        ("£5 a month", "£a month", "5"),
        ("12 euros", "€", "12"),
        ("2,190 €", "€", "2190"),
        ("11.90 € a month", "€ a month", "11.90"),
        ("EUR 449", "€", "449"),
        ("CHF 12.50", "chf", "12.50"),
        ("2nd", "", "2"),
        ("3.", "", "3"),
        ("72 per cent", "%", "72"),
        ("31 degrees", "°c", "31"),
        ("13 km/h", "km/h", "13"),
        ("85 %", "%", "85"),
        ("680 g", "g", "680"),
        ("41.5 kg", "g", "41500"),
        ("0.9kg", "g", "900"),
        ("214 km", "m", "214000"),
        ("~500 ml", "l", "0.5"),
        ("about 900 seats", "seats", "900"),
        ("90 min", "second", "5400"),
        ("2 weeks", "second", "1209600"),
        ("12 years", "month", "144"),
        ("2021-11-10", "date", "20211110"),
        ("14 May 2021", "date", "20210514"),
        ("Sept 2021", "date", "20210900"),
        ("May 3, 2021", "date", "20210503"),
        ("05:40", "clock", "340"),
        ("14:58.6", "clock", "898.6"),
        ("around 1340", "", "1340"),
        ("144 TB HDD", "byte", "144000000000000"),
        ("5 kg a day", "kg a day", "5"),
    ],
)
def test_a_figure_has_a_unit_and_an_amount(cell, unit, amount):
    assert worth(cell) == Worth(unit, Decimal(amount))


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "many",
        "10-20 kg",
        "3 or 4",
        "12.5.2021",
        "room 5",
        "1.234,50",
        "1.234 €",
        "2 x 3",
        "1998/99",
    ],
)
def test_what_is_no_single_figure_is_worth_nothing(cell):
    assert worth(cell) is None


def test_a_cell_may_say_nothing():
    assert all(map(says_nothing, ["", " - ", "–", "n/a", "?", "None", "tba"]))
    assert not any(map(says_nothing, ["0", "no", "free"]))
