"""What is asked of another row or column than those that a question names."""

import pytest

from index.documents import Document
from qa.rows.lookup import Limit, limits
from tests.tabled import rows, written

STAFF = written("Employee | Age | Vacation days", "Bo | 51 | 30", "Ann | 34 | 25")
HOTELS = written("Hotel | Stars | Price", "A | 4 | 80 €", "B | 3 | 60 €", "C | 5 | 120 €")
AREAS = written("Area | Members | Non-members", "Gym | 5 € | 9 €", "Pool | 4 € | 7 €")
TICKETS = written("Ticket | Price | Price with card", "Family | 20 | 15", "Adult | 10 | 7")
DRINKS = written("Drink | With milk | Without milk", "Coffee | 3 | 2", "Tea | 2 | 1")
CARS = written("Car | 0-100 km/h | Range", "Ark | 9.1 s | 310 km", "Bell | 5.4 s | 480 km")
DAYS = written("Day | Visitors", "Monday | 120", "Tuesday | 85")
LEAVE = written("Age | Leave", "under 20 years | 20 days", "20 to 40 years | 22 days")


def looked_up(question: str, found: Document) -> list[tuple[str, bool]]:
    """Return where an answer may stand in rows that are named, and whether it surely does."""
    limited = limits(question, rows(found)).values()
    return [(found.text[one.start : one.end], one.sure) for one in limited if one.named]


@pytest.mark.parametrize(
    ("question", "table"),
    [
        ("Which employees are under 30?", STAFF),
        ("Which employees are over 25?", STAFF),
        ("Which employee has at least 25 vacation days?", STAFF),
        ("Which hotels have 4 stars or more?", HOTELS),
        ("Which hotels have up to 4 stars?", HOTELS),
        ("Which cars have a range of at least 310 km?", CARS),
        ("How many visitors came before Tuesday?", DAYS),
        ("Which hotel does not cost 80 €?", HOTELS),
        ("Which hotel doesn't cost 80 €?", HOTELS),
        ("How much is the gym if I am not a member?", AREAS),
        ("price for a family without a card?", TICKETS),
        ("What is the family price with no card?", TICKETS),
    ],
)
def test_what_is_named_is_not_what_is_asked_for(question, table):
    # Nor is the reader bound to it: nothing but the row of headers cannot answer.
    first, *_ = rows(table)
    assert limits(question, rows(table)) == {first: Limit(0, 0)}


@pytest.mark.parametrize(
    ("question", "table", "expected"),
    [
        ("Which hotel costs 80 €?", HOTELS, "A"),
        ("How much is the gym for members?", AREAS, "5 €"),
        ("How much is the gym for non-members?", AREAS, "9 €"),
        ("price for a family with card?", TICKETS, "15"),
        ("How much is coffee without milk?", DRINKS, "2"),
        ("Isn't Bo's age known?", STAFF, "51"),
        ("How many visitors came on Tuesday?", DAYS, "85"),
        # It lies in a span.
        ("How much leave after 25 years?", LEAVE, "22 days"),
    ],
)
def test_what_a_header_or_a_span_says_is_looked_up(question, table, expected):
    assert [text for text, _ in looked_up(question, table)] == [expected]


def test_a_row_alone_that_is_named_is_no_more_than_likely():
    found = written("Server | Site | Notes", "Bittern | Laboratory | old", "Wren | Quay | new")
    table = rows(found)
    limit = limits("Why can't Bittern be patched?", table)[table[1]]
    assert found.text[limit.start : limit.end] == "Laboratory | old |"
    assert (limit.named, limit.sure, limit.whole) == (False, False, False)


def test_who_looks_after_it_is_looked_up():
    found = written("Task | Owner", "Brackets | Anneke Rusch", "Cards | Karin Ostrow")
    assert looked_up("Who looks after the cards?", found) == [("Karin Ostrow", True)]


HOURS = written("Day | Opens | Closes", "Monday | 9:00 | 17:00", "Friday | 10:00 | 15:00")
OPEN = written("Day | Open | Close", "Monday | 9:00 | 17:00", "Friday | 10:00 | 15:00")
OPENS = written("Day | Opens | Fee", "Monday | 9:00 | £5", "Friday | 10:00 | £6")
SPANS = written("Day | Open", "Monday | 9:00 to 17:00", "Friday | 10:00 to 15:00")
PLACES = written("Place | Opens | Closes", "Gym | 9:00 | 17:00", "Pool | 10:00 | 15:00")


@pytest.mark.parametrize(
    ("question", "table", "expected"),
    [
        ("Until when is it open on Friday?", HOURS, ("15:00", True)),
        ("How late is it open on Friday?", HOURS, ("15:00", True)),
        ("What time is it open until on Friday?", HOURS, ("15:00", True)),
        ("How late is it open on Friday?", OPEN, ("15:00", True)),
        ("Until when is the gym open?", PLACES, ("17:00", True)),
        ("When does it open on Monday?", HOURS, ("9:00", True)),
        ("When does it close on Monday?", HOURS, ("17:00", True)),
        # That takes both.
        ("How long is it open on Monday?", HOURS, ("9:00 | 17:00 |", False)),
        ("From when until when is it open on Friday?", HOURS, ("10:00 | 15:00 |", False)),
        # Nothing tells the end.
        ("How late is it open on Friday?", OPENS, ("10:00 | £6 |", False)),
        ("How late is it open on Friday?", SPANS, ("10:00 to 15:00", True)),
        ("How long is it open on Monday?", SPANS, ("9:00 to 17:00", True)),
    ],
)
def test_until_when_it_is_open_is_when_it_closes(question, table, expected):
    assert looked_up(question, table) == [expected]
