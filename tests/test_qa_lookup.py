"""Which row and which column of a table a question names."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document
from qa.reading.asked import as_told
from qa.rows.lookup import Limit, answer_in, limits
from tests.fakes import document
from tests.tabled import RIVERS, SHEET, STAFF, rows

PUMP = """\
Flow     40 l/min     Weight     18.5 kg
Housing     cast iron     Seal     ceramic"""


def open_to(question: str, found: Document) -> list[str]:
    """Return where an answer may stand, a part of the text for each row."""
    table = rows(found)
    limited = limits(question, table)
    bounds = [limited.get(row, Limit(row.start, row.end)) for row in table]
    return [found.text[bound.start : bound.end] for bound in bounds if bound.start < bound.end]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How long is the course of the Ulla?", ["214 km"]),
        ("What does the Brenn flow into?", ["Ulla"]),
        # The river whose cell says so.
        ("Which river flows into the Vastra?", ["Ulla"]),
        # Nothing stands there.
        ("What is the length of the Sil's course?", []),
        # Only the column, only the row, nothing.
        ("What length has it?", ["214 km", "97 km"]),
        # What the most is, is not looked up.
        ("Which has the greatest length?", RIVERS.splitlines()[4:6]),
        ("How deep is the Brenn?", ["97 km | Ulla |"]),
        ("How deep are they?", ["| Ulla | 214 km | Vastra |", "| Brenn | 97 km | Ulla |"]),
    ],
)
def test_a_question_names_rows_and_columns(question, expected):
    assert open_to(question, document(RIVERS))[: len(expected) or None] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the salary of Siri Dahl?", ["87000"]),
        ("Who is the director?", [STAFF.splitlines()[1]]),
        ("What is the name of the director?", ["Rita Moe"]),
        ("Which name does the director go by?", ["Rita Moe"]),
        ("Has the director made a name for herself?", [STAFF.splitlines()[1]]),
        ("Who is the manager of Rita Moe?", [STAFF.splitlines()[0]]),
    ],
)
def test_a_question_names_rows_of_a_sheet(question, expected):
    assert open_to(question, SHEET) == expected


@pytest.mark.parametrize(
    ("question", "named", "sure"),
    [
        ("What is the salary of Siri Dahl?", True, True),
        ("What was the salary of Siri Dahl in June?", True, False),
        ("What is the salary of Dahl?", True, True),
    ],
)
def test_how_surely_a_cell_is_named(question, named, sure):
    table = rows(SHEET)
    start = STAFF.index("87000")
    assert limits(question, table)[table[0]] == Limit(start, start + 5, named, sure, whole=named)


@given(st.text("|:-; \t\naB1", max_size=80), st.text("aB1? ", max_size=20), st.booleans())
def test_a_limit_lies_in_its_row(text, question, sheet):
    found = replace(document(text), unit="row" if sheet else "page")
    table = rows(found)
    for row, limit in limits(question, table).items():
        assert row.start <= limit.start <= limit.end <= row.end


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the flow?", ["40 l/min", "Housing     cast iron     Seal     ceramic"][:1]),
        ("What is the weight of the pump?", ["18.5 kg"]),
        ("What kind of seal does it have?", ["ceramic"]),
        # Names or not: which of the others is left to the reader.
        ("What is the housing made of?", ["cast iron     Seal     ceramic"]),
    ],
)
def test_beside_its_name_a_value_stands(question, expected):
    assert open_to(question, document(PUMP)) == expected


@pytest.mark.parametrize(
    ("question", "part", "answer"),
    [
        # Row and column are named, then the row alone, then neither.
        ("What is the role of Siri Dahl?", "finance", "Head of finance"),
        ("What does Siri Dahl do?", "finance", "Head of finance"),
        ("What does Siri Dahl get?", "87", "87"),
        ("Who does finance?", "finance", "finance"),
    ],
)
def test_a_short_cell_is_answered_whole(question, part, answer):
    table = rows(SHEET)
    limit = limits(question, table).get(table[0], Limit(table[0].start, table[0].end))
    start = STAFF.index(part)
    first, last = answer_in(table[0], limit, start, start + len(part))
    assert STAFF[first:last] == answer


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much is rye?", "5.80"),
        ("How heavy is rye?", "1 kg"),
        ("When is rye baked?", "daily"),
        # What is said counts more than what is implied.
        ("When does the price of rye rise?", "5.80"),
    ],
)
def test_a_question_implies_a_column(question, expected):
    bread = document(
        "| Bread | Weight | Price | Day |\n|---|---|---|---|\n"
        "| Rye | 1 kg | 5.80 | daily |\n| Spelt | 750 g | 6.20 | Friday |"
    )
    assert open_to(question, bread) == [expected]


PAY = """\
Name | Role | Salary
Siri Dahl | Director | 87000
Kari Lie | Foreman | 64000"""


@pytest.mark.parametrize(
    "question",
    [
        "Who earns more than Siri Dahl?",
        "Who has the same salary as Siri Dahl?",
        "Whose pay is like the salary of Siri Dahl?",
    ],
)
def test_whoever_compares_asks_for_another_row(question):
    assert limits(question, rows(document(PAY))) == {}


@pytest.mark.parametrize(
    "question", ["When was Siri Dahl paid?", "Why is Siri Dahl paid?", "Who paid Siri Dahl?"]
)
def test_no_other_column_is_implied_by_what_a_question_begins_with(question):
    assert not any(limit.sure for limit in limits(question, rows(document(PAY))).values())
    surely = limits("How much is Siri Dahl paid?", rows(document(PAY)))
    assert [limit.sure for limit in surely.values() if limit.start < limit.end] == [True]


def test_what_is_asked_for_is_not_what_it_is_asked_by():
    rivers = document("River | Length | Flows into\nUlla | 214 km | Sea\nBrenn | 97 km | Ulla")
    assert open_to("Which rivers flow into the Ulla?", rivers) == ["Brenn"]


HOURS = """\
| Days | April to October | November to March |
|---|---|---|
| Monday to Wednesday | 9:00 to 18:00 | 10:00 to 16:00 |
| Wednesday | 9:00 to 21:00 | 10:00 to 20:00 |
| Weekend | 10:00 to 18:00 | closed |"""


@pytest.mark.parametrize(
    ("question", "cell", "sure"),
    [
        ("How late is the pool open on Tuesdays in July?", "9:00 to 18:00", True),
        ("When does the pool close on Sunday in January?", "closed", True),
        # The narrowest span that holds it.
        ("How long is the pool open on Wednesday in May?", "9:00 to 21:00", True),
        ("What are the hours from Monday to Wednesday in May?", "9:00 to 18:00", True),
        # Nothing says so of the sauna.
        ("When is the sauna open on Tuesday in July?", "9:00 to 18:00", False),
    ],
)
def test_a_day_is_looked_up_in_the_span_it_lies_in(question, cell, sure):
    found = document(HOURS)
    table = rows(found)
    above = dict.fromkeys(table, frozenset({"pool"}))
    limited = limits(question, table, above)
    (limit,) = (one for one in limited.values() if one.start < one.end)
    assert found.text[limit.start : limit.end] == cell
    assert (limit.named, limit.sure) == (True, sure)


def test_a_day_that_no_row_has_is_not_looked_up():
    found = document(HOURS)
    limited = limits("When is the pool open on Friday in July?", rows(found))
    assert not any(limit.named for limit in limited.values())


def test_a_day_is_looked_up_among_the_headers():
    found = document(
        "| Who | Mon-Wed | Saturday |\n|---|---|---|\n| Desk | 7-18 | 8-12 |\n| Lab | 9-16 | - |"
    )
    table = rows(found)
    limited = limits("When does the desk close on Tuesday?", table)
    (limit,) = (one for one in limited.values() if one.start < one.end)
    assert (found.text[limit.start : limit.end], limit.sure) == ("7-18", True)


def test_a_question_is_put_as_the_first_table_that_has_most_of_its_days_and_months():
    one = document("| Days | Open |\n|---|---|\n| Mon-Fri | 7-18 |\n| Weekend | - |", title="One")
    other = document(HOURS, title="Other")
    tables = [*rows(one), *rows(other)]
    texts = {found.id: found.text for found in (one, other)}
    for question, told, found in (
        ("Is it open on Friday?", "Is it open on Mon-Fri?", one),
        ("Is it open on Tuesday?", "Is it open on Mon-Fri?", one),
        ("Open on Tuesday in May?", "Open on Monday to Wednesday in April to October?", other),
    ):
        assert as_told(question, tables, texts) == (told, (found.id, 0))
    for question in ("Is it open?", "Was it open on 25 May?"):
        assert as_told(question, tables, texts) == (question, None)
    assert as_told("Is it open on Friday?", [], texts) == ("Is it open on Friday?", None)


def test_who_stands_in_another_column_is_not_who_the_row_is_about():
    found = document("Name | Manager | Salary\nAda Lund | Per Holm | 61000\nPer Holm | - | 87000")
    table = rows(found)
    for row, limit in limits("What is the salary of Ada Lund's manager?", table).items():
        assert not limit.sure, row


PARTS = """\
Halberg: pipes

Article No.: 1001; Description: Copper pipe 15 mm; Category: Pipe; Price: 31.40; Supplier: Tubo
Article No.: 1002; Description: Copper pipe 22 mm, old; Category: Pipe; Price: 52.90; Supplier: Tubo
Article No.: 1070; Description: Pipe cutter 3-35 mm; Category: Tools; Price: 28.90; Supplier: Nord
Article No.: 1071; Description: Cutter wheel; Category: Tools; Price: 4.10; Supplier: Nord"""


@pytest.mark.parametrize(
    ("question", "expected", "sure"),
    [
        # Not by its category, nor by its number.
        ("What does the pipe cutter cost?", "28.90", True),
        ("price of copper pipe 22 mm", "52.90", True),
        ("Who supplies the pipe cutter?", "Nord", True),
        ("What is the article number of the pipe cutter?", "1070", False),
        # Which part of it, or what it has besides: that is left to the reader.
        ("What size is the wheel?", PARTS[-58:], False),
        # It has a word more, which may be of another one.
        ("What does the pipe cutter of Brenn cost?", "28.90", False),
    ],
)
def test_numbered_rows_are_named_by_the_next_column(question, expected, sure):
    found = replace(document(PARTS), unit="row")
    limited = limits(question, rows(found))
    bounds = [(found.text[one.start : one.end], one.sure) for one in limited.values()]
    assert [one for one in bounds if one[0]] == [(expected, sure)]


MODELS = """\
| Property | D7 | D7 Plus |
|---|---|---|
| Weight | 10.4 kg | 11.9 kg |
| Noise level | 38 dB | 41 dB |
| Price | 310 | 390 |"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the weight of the D7?", "10.4 kg"),
        ("What is the weight in kg of the D7 Plus?", "11.9 kg"),
        ("How heavy is the D7?", "10.4 kg"),
        ("How much does the D7 weigh?", "10.4 kg"),
        ("How much is the D7 Plus?", "390"),
    ],
)
def test_a_row_may_be_asked_for_as_a_column_is(question, expected):
    assert open_to(question, document(MODELS)) == [expected]


ROOMS = """\
| Room | Places | Clearance | Hire per day | Telephone | Keeper |
|---|---|---|---|---|---|
| Boathouse | 80 | 4.0 m | 210 | 555-01 | Ada Lund |
| Loft | 30 | 2.4 m | 95 | 555-02 | Bo Vik |"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many seats does the Boathouse have?", "80"),
        ("What is the capacity of the Boathouse?", "80"),
        ("What is the headroom in the Boathouse?", "4.0 m"),
        ("What does the Boathouse cost?", "210"),
        ("What is the price of the Boathouse?", "210"),
        ("What is the phone number of the Boathouse?", "555-01"),
        ("What number do I call about the Boathouse?", "555-01"),
        ("Who is in charge of the Boathouse?", "Ada Lund"),
    ],
)
def test_a_column_may_be_called_by_another_word(question, expected):
    assert open_to(question, document(ROOMS)) == [expected]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many rooms are there?", []),
        ("How many of the rooms have a telephone?", []),
        ("How many rooms have more than 50 places?", []),
        ("How many places does the Boathouse have?", ["80"]),
    ],
)
def test_no_row_tells_how_many_rows_there_are(question, expected):
    assert open_to(question, document(ROOMS)) == expected


TASKS = replace(
    document(
        "No.: 5; Task: Tender for modems; Owner: Leonie Abara; End: 2025-03-12\n"
        "No.: 6; Task: SIM cards; Owner: Karin Ostrow; End: 2025-03-21\n"
        "No.: 7; Task: Brackets; Owner: Anneke Rusch; End: 2026-03-21"
    ),
    unit="row",
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which task ends on 12 March 2025?", ["Tender for modems"]),
        ("which task ends on March 12th", ["Tender for modems"]),
        ("Which task ends on 21 March 2026?", ["Brackets"]),
        # Of which year?
        ("Which task ends on 21 March?", ["Tender for modems", "SIM cards", "Brackets"]),
        ("Who looks after the SIM cards?", ["Karin Ostrow"]),
        # Nobody counts owners by their names.
        ("How many owners has the task of SIM cards?", ["Karin Ostrow; End: 2025-03-21"]),
        ("who is responsible for brackets", ["Anneke Rusch"]),
    ],
)
def test_a_date_and_who_is_in_charge(question, expected):
    assert open_to(question, TASKS) == expected


LEAVE = """\
| Animal | Age | Leave | Extra days |
|---|---|---|---|
| Dog | under 2 years | 20 days | 3 |
| Dog | 2 to 4 years | 22 days | 1 |
| Cat | 3 to 9 years | 25 days | 2 |"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much leave has a dog of 3 years?", ["22 days"]),
        ("How much leave has a 3-year-old cat?", ["25 days"]),
        # A dog or a cat? And no age is 3 extra days.
        ("How much leave after 3 years?", ["20 days", "22 days", "25 days"]),
    ],
)
def test_a_figure_lies_in_the_spans_of_the_rows_that_are_meant(question, expected):
    assert open_to(question, document(LEAVE)) == expected
