"""Which row of a table has the most or the least of something."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Heading
from qa.rows.extremes import extremes
from qa.rows.tables import row_at
from tests.fakes import document
from tests.tabled import RIVERS, SHEET, named, rows, written

SAWS = """\
Article no.: HT-1; Article: Claw hammer; Price: £17.40; Weight: 680 g; Supplier: Dunmore Forge
Article no.: HT-2; Article: Coping saw; Price: £11.35; Weight: 240 g; Supplier: Sagebrook
Article no.: HT-3; Article: Band saw; Price: £1,250.00; Weight: 41.5 kg; Supplier: Dunmore Forge
Article no.: HT-4; Article: Wire brush; Weight: 130 g; Supplier: Orrell"""
CLUBS = """\
| Place | Club | Points | Founded | Hall |
|---|---|---|---|---|
| 1 | Tromsby | 24 | 1921 | about 900 seats |
| 2 | Harvik | 20 | 1898 | ? |
| 3 | Elvedal | 4 | 1970 | full |
| 4 | Nord | 4 | 1955 | 1,200 seats |"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which river is the longest?", ["Ulla"]),
        ("which is the shortest river", ["Brenn"]),
        ("How long is the longest river?", ["214 km"]),
        ("What is the longest course?", ["214 km"]),
        # Nothing says which of them are in Asia, or whether they are all.
        ("Which river in Asia is the longest?", []),
        ("Which river is the deepest?", []),
        ("What is the second longest river?", ["Brenn"]),
        ("What is the 3rd longest river?", []),
        ("Which rivers are the two longest?", ["Ulla", "Brenn"]),
        ("the 2 shortest rivers", ["Brenn", "Ulla"]),
        ("Which rivers are longer than 90 km?", ["Ulla", "Brenn"]),
        ("Which river is longer than 97 km?", ["Ulla"]),
        ("Which river is shorter than 100 km?", ["Brenn"]),
        ("Which river has a length of at least 200000 m?", ["Ulla"]),
        ("Which river is longer than 90 kg?", []),
        # Something else is asked for.
        ("Which river is longer than the Brenn?", []),
        ("What is the fourth longest river?", []),
        ("How many rivers are longer than 90 km?", []),
        ("Which is the longest river under 100 km?", []),
        ("Is the Ulla the longest river?", []),
        ("Why is the Ulla the longest river?", []),
        ("What is the longest river except the Ulla?", []),
    ],
)
def test_the_longest_of_a_table(question, expected):
    assert named(question, document(RIVERS)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the heaviest article?", ["Band saw"]),
        ("lightest article", ["Wire brush"]),
        ("Which article weighs the least?", ["Wire brush"]),
        # The brush has no price.
        ("cheapest article", ["Coping saw"]),
        ("What is the most expensive article from Dunmore Forge?", ["Band saw"]),
        ("How much is the cheapest saw?", ["£11.35"]),
        ("What is the lowest price?", ["£11.35"]),
        ("Which article has the highest price?", ["Band saw"]),
        ("Which articles cost less than £15?", ["Coping saw"]),
        ("Which article weighs over a kilo?", ["Band saw"]),
        ("which article is cheaper than £15", ["Coping saw"]),
        # Several have no name of their own, and one alone is not compared.
        ("Which supplier is the cheapest?", []),
        ("What is the cheapest hammer?", []),
        ("What is the cheapest brush?", []),
    ],
)
def test_the_cheapest_of_a_sheet(question, expected):
    assert named(question, replace(document(SAWS), unit="row")) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which club has the most points?", ["Tromsby"]),
        ("Which club has the fewest points?", ["Elvedal", "Nord"]),
        ("How many points has the club with the most points?", ["24"]),
        ("What is the oldest club?", ["Harvik"]),
        ("Which club was the first to be founded?", ["Harvik"]),
        ("which club was founded last", ["Elvedal"]),
        ("Which club was founded before 1900?", ["Harvik"]),
        ("Which clubs have more than 4 points?", ["Tromsby", "Harvik"]),
        # All of them, as they stand together.
        ("Which clubs have at least 4 points?", [CLUBS[CLUBS.index("| 1") :]]),
        ("Which clubs have fewer than 20 points?", ["Elvedal", "Nord"]),
        ("Which clubs have no more than 4 points?", ["Elvedal", "Nord"]),
        ("Which club other than 4 has points?", []),
        ("Which club is the newest?", ["Elvedal"]),
        # Not every hall is told of in figures.
        ("Which club has the biggest hall?", []),
        ("Which club scored the most goals?", []),
    ],
)
def test_the_first_of_a_table_with_places(question, expected):
    assert named(question, document(CLUBS)) == expected


TENTS = """\
| Inv. no. | Tent | Persons | Weight | Pitching time | Year | Bought | Power (W) | Power cost |
|---|---|---|---|---|---|---|---|---|
| 1 | Solo | 1 | 980 g | 6:30 | around 1990 | 2001 | 5 | £9 |
| 2 | Dome | 3 | 3.6 kg | 7:05 | 1985 | 2010 | 7 | £8 |
| 3 | Family | 5 | 11.8 kg | 24:00 | 2012 | 2013 | 9 | £7 |
| 4 | Merganser | 3 | 2.9 kg | 11:15 | 2004 | 2021 | 3 | £6 |"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which tent for three persons is the lightest?", ["Merganser"]),
        ("Which of the 3-person tents weighs the most?", ["Dome"]),
        ("Which tent is the fastest to pitch?", ["Solo"]),
        ("Which tent takes the longest?", ["Family"]),
        ("slowest tent", ["Family"]),
        ("What is the oldest tent?", ["Dome"]),
        ("When was the oldest tent made?", ["1985"]),
        ("Which tent was bought most recently?", ["Merganser"]),
        ("Which tents were bought after 2010?", ["Family", "Merganser"]),
        ("Which tent sleeps more than 3 persons?", ["Family"]),
        ("Which tent suits more than 3 persons?", []),
        ("Which tent is for more than 3 persons?", ["Family"]),
        # Its unit aside, of all words of the column.
        ("Which tent uses the least power?", ["Merganser"]),
        ("Which tent has the lowest power cost?", ["Merganser"]),
        # The number, as it names one tent each.
        ("What is the inv. no. of the lightest?", ["1"]),
    ],
)
def test_the_lightest_of_some(question, expected):
    assert named(question, document(TENTS)) == expected


ANIMALS = """\
| Name | Species | Age in months | kg | Arrived | Adoption | House |
|---|---|---|---|---|---|---|
| Bruno | Dog | 50 | 41 kg | 2023 | £90 | Cat |
| Tib | Cat | 30 | 4 kg | 2021 | £40 | old house |
| Saffron | Cat | 24 | 8.3 kg | 2024 | £55 | new |
| Rex | Dog | 6 | 9 kg | 2022 | £120 | new |"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # Whole cells pick rows out, also if what they say stands above the table.
        ("Which is the heaviest cat?", ["Saffron"]),
        ("cheapest dog", ["Bruno"]),
        ("Which dogs weigh more than 10 kg?", ["Bruno"]),
        ("Which cats cost less than £50?", ["Tib"]),
        # No column is called so, but one has prices, one weights.
        ("Which animal is the most expensive?", ["Rex"]),
        ("lightest animal in the home", ["Tib"]),
    ],
)
def test_whole_cells_pick_rows_and_units_columns(question, expected):
    found = document(f"Our home has cats and dogs, and looks for people.\n\n{ANIMALS}")
    assert named(question, replace(found, title="Animals of the home")) == expected


def test_the_oldest_has_the_most_years():
    found = document("| Name | Age | Cat |\n|---|---|---|\n| Ada | 41 | Tib |\n| Bo | 7 | Tom |")
    assert named("Who is the oldest?", found) == ["Ada"]
    assert named("Who is the youngest?", found) == ["Bo"]


def test_who_earns_the_most():
    assert named("Who earns the most?", SHEET) == ["Rita Moe"]
    assert named("What is the highest salary?", SHEET) == ["120000"]


def test_tables_with_the_same_columns_are_one_unless_one_is_named():
    text = "2023\nName: A; Price: 5\nName: B; Price: 7\n2024\nName: C; Price: 9\nName: D; Price: 6"
    years = [
        Heading(0, 4, 1, "2023"),
        Heading(text.index("2024"), text.index("2024") + 4, 1, "2024"),
    ]
    found = replace(document(text), unit="row", headings=tuple(years))
    assert named("Which is the most expensive?", found) == ["C"]
    assert named("Which is the most expensive of 2023?", found) == ["B"]
    assert named("Which is the most expensive of 2024?", found) == ["C"]


RANKED = """\
| Rank | Cheese | Milk | Points | Faults | Price |
|---|---|---|---|---|---|
| 1 | Josef | cow | 94 | 3 | £9 |
| 2 | Enzian | sheep | 91 | 4 | £8 |
| 3 | Kornblume | goat | 88 | 2 | £7 |
| 4 | Franz | goat | 79 | 9 | £5 |
| Average | | | 88 | 5 | £7 |"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which cheese was the best?", ["Josef"]),
        ("Which cheese is the worst?", ["Franz"]),
        ("Which goat cheese was the best?", ["Kornblume"]),
        ("Who came second?", ["Enzian"]),
        ("Which cheese came last?", ["Franz"]),
        ("Which cheese won third prize?", ["Kornblume"]),
        ("What are the top two cheeses?", ["Josef", "Enzian"]),
        ("Which cheese got the lowest score?", ["Franz"]),
        ("Which cheese is the best rated?", ["Josef"]),
        # The best price is not the highest, and nothing tells of a taste.
        ("Which cheese has the best price?", []),
        ("Which cheese has the best taste?", []),
    ],
)
def test_the_best_has_the_first_rank_or_the_highest_score(question, expected):
    assert named(question, document(RANKED)) == expected


def test_the_best_has_no_faults():
    found = document("| Rider | Penalty points |\n|---|---|\n| Ada | 4 |\n| Bo | 8 |")
    assert named("Which rider is the best?", found) == []


def test_what_there_are_many_of_is_not_what_is_asked_about():
    ferries = document("| Ferry | Cars |\n|---|---|\n| Astrid | 42 |\n| Embla | 110 |")
    assert named("Which car is the fastest?", ferries) == []
    assert named("Which ferry takes the most cars?", ferries) == ["Embla"]


def test_a_table_of_many_rows_is_left_to_the_reader():
    lines = [f"Name: item {number}; Price: {number}" for number in range(2001)]
    found = replace(document("\n".join(lines)), unit="row")
    row = row_at(found, 0)
    assert row is not None
    assert extremes("Which is the cheapest?", [row], {found.id: found}) == []


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=20, unique=True))
def test_it_is_the_one_that_has_the_most(prices):
    lines = [f"Name: item{at}; Price: {price:,}" for at, price in enumerate(prices)]
    found = replace(document("\n".join(lines)), unit="row")
    assert named("Which is the most expensive?", found) == [f"item{prices.index(max(prices))}"]
    assert named("What is the lowest price?", found) == [f"{min(prices):,}"]


WORDS = st.sampled_from(
    "which what the most least longest cheapest second two than more less over before 5 kg £3 1900"
    " name price weight made tent - at aged".split()
)
CELLS = st.lists(st.sampled_from("tent 12 to 20|£3|7 kg|900 g|1900|2021-05-01|a|-|".split("|")))


@given(
    st.lists(WORDS, max_size=9).map(" ".join) | st.just("Which tent is the cheapest?"),
    st.lists(CELLS.map(lambda cells: [*cells, "", "", "", ""][:4]), min_size=1, max_size=6),
)
def test_whatever_is_asked_what_is_found_are_cells_of_rows(question, table):
    lines = [f"| {' | '.join(cells)} |" for cells in (["Name", "Price", "Weight", "Made"], *table)]
    found = document("\n".join([lines[0], "|---|---|---|---|", *lines[1:]]))
    for row, cell in extremes(question, rows(found), {found.id: found}):
        assert cell in row.cells
        assert row.start <= cell.start <= cell.end <= row.end <= len(found.text)


def test_of_things_side_by_side_no_line_is_known_by_its_unit():
    # Flour is no weight of the large cake, though it is in grams.
    cakes = written("Ingredient | Small | Large", "Flour | 250 g | 500 g", "Milk | 100 ml | 200 ml")
    assert named("Which ingredient weighs the most?", cakes) == []
    phones = written("Model | Fjord | Volta", "Weight | 180 g | 210 g", "Charging | 2 h | 3 h")
    assert named("Which model is the lightest?", phones) == ["Fjord", "180 g"]
