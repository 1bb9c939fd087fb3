"""Which rows of a table are beyond a bound, and what it may be compared with."""

import pytest

from tests.fakes import document
from tests.tabled import named, written

STAFF = written("Employee | Age", "Ann | 34", "Bo | 51", "Cy | 28")
DOGS = written("Dog | Age in months", "Rex | 50", "Tib | 6", "Ada | 30")
PUPS = written("Dog | Age", "Rex | 3 years", "Tib | 8 months")


@pytest.mark.parametrize(
    ("question", "table", "expected"),
    [
        ("Which employees are older than 30?", STAFF, ["Ann", "Bo"]),
        ("Which employees are younger than 40?", STAFF, ["Ann", "Cy"]),
        ("Which employees are younger than 34?", STAFF, ["Cy"]),
        # Of an age a mere figure is so many years.
        ("Which employees are older than 30 years?", STAFF, ["Ann", "Bo"]),
        ("Which employees are younger than 100 days?", STAFF, []),
        # 34 is no year.
        ("Which employees were born after 1990?", STAFF, []),
        ("Which dogs are older than 4 years?", DOGS, ["Rex"]),
        # Years or months?
        ("Which dogs are older than 4?", DOGS, []),
        ("Which dogs are older than 2 years?", PUPS, ["Rex"]),
        ("Which dogs are younger than 2 years?", PUPS, ["Tib"]),
    ],
)
def test_who_is_older_has_more_years(question, table, expected):
    assert named(question, table) == expected


RUNNERS = written("Runner | Time", "A | 3 hours", "B | 5 hours", "C | 4 hours")
MINUTES = written("Runner | Time (min)", "A | 30", "B | 50", "C | 40")
CARS = written("Car | Speed", "Ark | 120 km/h", "Bell | 90 km/h")
FILMS = written("Film | Length", "Ark | 90", "Bell | 120")


@pytest.mark.parametrize(
    ("question", "table", "expected"),
    [
        ("Which runner is faster than 4 hours?", RUNNERS, ["A"]),
        ("Which runner is slower than 4 hours?", RUNNERS, ["B"]),
        ("Which runner is faster than 40 minutes?", MINUTES, ["A"]),
        ("Which runner is slower than 40 minutes?", MINUTES, ["B"]),
        ("Which runner is the fastest?", MINUTES, ["A"]),
        ("Which car is faster than 100 km/h?", CARS, ["Ark"]),
        # Of what?
        ("Which film is shorter than 100 minutes?", FILMS, []),
        ("Which film is shorter than 2 hours?", FILMS, []),
    ],
)
def test_who_is_faster_takes_less_time(question, table, expected):
    assert named(question, table) == expected


SHIPS = written("Ship | Built", "A | 1998", "B | 2004", "C | 1987")
TASKS = written(
    "Task | Start", "Tender | 10 January 2025", "Cards | 3 February 2025", "Plan | 20 December 2024"
)
MONTHS = written("Task | Start", "Tender | January 2025", "Cards | March 2025")


@pytest.mark.parametrize(
    ("question", "table", "expected"),
    [
        # So many years are no year.
        ("Which ships are newer than 20 years?", SHIPS, []),
        ("Which ships are newer than 20?", SHIPS, []),
        ("Which ships are newer than 1990?", SHIPS, ["A", "B"]),
        ("Which ships were built before March 1997?", SHIPS, ["C"]),
        # In which month of 1998?
        ("Which ships were built before March 1998?", SHIPS, []),
        ("Which tasks start after January 2025?", TASKS, ["Cards"]),
        ("Which tasks start since January 2025?", TASKS, ["Tender", "Cards"]),
        ("Which tasks start before January 2025?", TASKS, ["Plan"]),
        ("Which tasks start until January 2025?", TASKS, ["Tender", "Plan"]),
        ("Which tasks start after 2024?", TASKS, ["Tender", "Cards"]),
        ("Which tasks start until 2024?", TASKS, ["Plan"]),
        ("Which tasks start after 2025-01-15?", TASKS, ["Cards"]),
        # A day or a month comes first in other places.
        ("Which tasks start after 10/01/2025?", TASKS, []),
        ("Which tasks start after 2025/01/15?", TASKS, []),
        ("Which tasks start after January 2025?", MONTHS, ["Cards"]),
        ("Which tasks start until January 2025?", MONTHS, ["Tender"]),
        ("Which tasks start before 15 January 2025?", MONTHS, []),
    ],
)
def test_a_month_has_all_its_days(question, table, expected):
    assert named(question, table) == expected


FLATS = written(
    "Flat | Price | Built", "Elm | 1450 | 1998", "Oak | 1700 | 1965", "Ash | 980 | 2012"
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which flats cost more than 1500?", ["Oak"]),
        ("Which flats cost less than 1000?", ["Ash"]),
        ("Which flats were built before 1990?", ["Oak"]),
        ("Which flats are newer than 1990?", ["Elm", "Ash"]),
    ],
)
def test_what_costs_more_than_1500_is_asked_of_no_year(question, expected):
    assert named(question, FLATS) == expected


BANK = written(
    "Date | Balance | Change",
    "2024-01-31 | 1250.00 | -50",
    "2024-02-29 | 980.50 | -269.5",
    "2024-03-31 | 1100.75 | 120.25",
)
CLUB = written(
    "Year | Members | Income", "2019 | 340 | 12,000", "2020 | 410 | 9,500", "2021 | 385 | 14,200"
)
RATES = written("Period | Rate", "Low season | £40", "High season | £90")
RAIN = written("Month | Rain", "January | 80 mm", "February | 60 mm", "March | 90 mm")
TENTS = written("Tent | Weight | Bought", "Solo | 980 g | 2001", "Dome | 3.6 kg | 2010")
SHOWS = written("Year | Film | Budget", "2019 | Ark | 340", "2020 | Bell | 410")


@pytest.mark.parametrize(
    ("question", "table", "expected"),
    [
        ("When was the balance the lowest?", BANK, ["2024-02-29"]),
        ("When was the balance the highest?", BANK, ["2024-01-31"]),
        ("What was the lowest balance?", BANK, ["980.50"]),
        ("Which year had the most members?", CLUB, ["2020"]),
        ("When were there the most members?", CLUB, ["2020"]),
        ("In which years were there more than 350 members?", CLUB, ["2020", "2021"]),
        ("In which years was the income over 10,000?", CLUB, ["2019", "2021"]),
        ("What was the highest income?", CLUB, ["14,200"]),
        ("When is it cheapest?", RATES, ["Low season"]),
        ("When is it the most expensive?", RATES, ["High season"]),
        ("When is it wettest?", RAIN, ["March"]),
        # A weight is no time, nor is a tent.
        ("When was the heaviest tent bought?", TENTS, []),
        ("When was the oldest tent bought?", TENTS, ["2001"]),
        ("Which film had the highest budget?", SHOWS, ["Bell"]),
        ("Which year had the highest budget?", SHOWS, ["2020"]),
        ("When was the budget the highest?", SHOWS, []),
    ],
)
def test_when_it_was_is_what_names_the_row(question, table, expected):
    assert named(question, table) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # 246.601 may be more than 980 or less.
        (("246.601", "980", "49.273"), []),
        (("0.125", "2", "1.250"), ["B"]),
        (("3.125", "2.500", "1.250"), ["A"]),
        (("3.125", "2.5", "1"), ["A"]),
        (("1.250 m", "900 m", "2.000 m"), []),
    ],
)
def test_a_point_may_part_thousands(cells, expected):
    lines = (f"{name} | {cell}" for name, cell in zip("ABC", cells, strict=True))
    assert named("Which pipe is the longest?", written("Pipe | Length", *lines)) == expected


BAGS = written("Bag | Weight | Price", "Fell | 4 | 120", "Tarn | 6 | 90", "Crag | 5 | 150")
TRAILS = written("Trail | Length (km) | Time (h)", "Ulla | 12 | 3", "Sil | 20 | 6", "Brenn | 8 | 2")
ROOMS = written(
    "Room | Heat (°C) | Use (kWh) | Seats", "Hall | 19 | 40 | 120", "Loft | 24 | 9 | 30"
)


@pytest.mark.parametrize(
    ("question", "table", "expected"),
    [
        # 4 of what? It may be pounds, and the price in crowns.
        ("Which bag is lighter than 5 kg?", BAGS, []),
        ("Which bag costs less than £100?", BAGS, []),
        ("Which bag is lighter than 5?", BAGS, ["Fell"]),
        ("Which bag costs less than 100?", BAGS, ["Tarn"]),
        ("Which trail is longer than 10 km?", TRAILS, ["Ulla", "Sil"]),
        ("Which trail is longer than 10,000 m?", TRAILS, ["Ulla", "Sil"]),
        # 12 km are under 10 miles.
        ("Which trail is longer than 10 miles?", TRAILS, []),
        ("Which trail takes less than 180 minutes?", TRAILS, ["Brenn"]),
        # The header says so, in a sign, in letters, or as what is counted.
        ("Which room has a heat of more than 20 °C?", ROOMS, ["Loft"]),
        ("Which room has a use of more than 10 kWh?", ROOMS, ["Hall"]),
        ("Which room has more than 50 seats?", ROOMS, ["Hall"]),
    ],
)
def test_a_bound_of_a_unit_is_compared_with_nothing_less(question, table, expected):
    assert named(question, table) == expected


WINES = document(
    "WINE LIST\n\nPrices in euro.\n\nWHITE\n\nWine        Bottle\nSoave       24.00\n"
    "Ribolla     56.00\n\nRED\n\nWine        Bottle\nBarolo      78.00\nChianti     29.50\n"
)
HALLS = written("Hall | Capacity", "Guildhall | 180", "Corn Exchange | 320", "Loft | 40")


@pytest.mark.parametrize(
    ("question", "table", "expected"),
    [
        # What stands above all tables holds for all of them.
        ("Which wines cost more than 50 euros a bottle?", WINES, ["Ribolla", "Barolo"]),
        ("Which wines cost more than 50 pounds a bottle?", WINES, []),
        # People are counted, not measured in.
        ("Which halls hold more than 100 people?", HALLS, ["Guildhall", "Corn Exchange"]),
        ("Which halls hold more than 100 gallons?", HALLS, []),
    ],
)
def test_a_unit_may_stand_above_the_table(question, table, expected):
    assert named(question, table) == expected
