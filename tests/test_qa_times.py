"""Days of the week and months, and spans of them."""

import pytest

from qa.language.times import DAYS, MONTHS, named, retold, spanned


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("Tuesday to Friday", DAYS[1:5]),
        ("Mon-Thu", DAYS[:4]),
        ("Sat. - Sun.", DAYS[5:]),
        ("Saturday to Monday", (*DAYS[5:], DAYS[0])),
        ("Mon, Wed & Fri", (DAYS[0], DAYS[2], DAYS[4])),
        ("from Monday until Wednesday", DAYS[:3]),
        ("Weekend", DAYS[5:]),
        ("weekdays", DAYS[:5]),
        ("Daily", DAYS),
        ("Thursdays", (DAYS[3],)),
        ("May", (MONTHS[4],)),
        ("May to July", MONTHS[4:7]),
        ("November to March", (*MONTHS[10:], *MONTHS[:3])),
        ("Sept. and Oct.", MONTHS[8:10]),
        ("Monday and weekend", (DAYS[0], *DAYS[5:])),
        ("Monday, June to August", (DAYS[0], *MONTHS[5:8])),
        # More is said than days and months.
        ("March 2024", ()),
        ("Sun cream", ()),
        ("Monday (staff)", ()),
        ("10:00 to 17:30", ()),
        ("to", ()),
        ("", ()),
    ],
)
def test_a_cell_is_a_span_of_days_and_months(cell, days):
    assert spanned(cell) == frozenset(days)


@pytest.mark.parametrize(
    ("question", "times"),
    [
        ("When is it open on Thursdays in July?", (DAYS[3], MONTHS[6])),
        ("what are the hours at the weekend?", DAYS[5:]),
        ("Is it open from Monday to Wednesday?", DAYS[:3]),
        ("open on weekdays", DAYS[:5]),
        # What is a month only at times.
        ("May I come in March?", (MONTHS[2],)),
        ("what may I bring in may", (MONTHS[4],)),
        ("Who led the march of early March?", (MONTHS[2],)),
        ("where did they march", ()),
        ("open from january to march?", MONTHS[:3]),
        ("When did the army begin to march?", ()),
        ("What did Theresa May say?", ()),
        # Seasons where they are times.
        ("open in winter? in the summer", (*MONTHS[11:], *MONTHS[:2], *MONTHS[5:8])),
        ("What do winter tyres cost?", ()),
        # Certain dates, and what days are called.
        ("Who was born on 25 December, the 3rd of May or July 4th?", ()),
        ("What happened in August 2001?", ()),
        ("When is it open on Good Friday, on May Day, on the first Sunday?", ()),
        ("When is it open on Wednesday 3 June?", (DAYS[2],)),
        # "Sun" and "Jan" may be anything.
        ("How hot is the Sun when Jan sat there?", ()),
    ],
)
def test_a_question_names_days_and_months(question, times):
    assert named(question) == frozenset(times)


@pytest.mark.parametrize(
    ("question", "expected", "count"),
    [
        (
            "When does it close on Thursdays in July?",
            "When does it close on Tue, Thu in Jun-Aug?",
            2,
        ),
        ("from Tuesday to Thursday?", "from Mon to Thu?", 1),
        ("what about the weekend", "what about the Sat & Sun", 1),
        # The narrowest; none that has only a part of it.
        ("open on Saturday?", "open on Sat?", 1),
        ("open from Friday to Sunday?", "open from Friday to Sunday?", 0),
        ("May I come in January?", "May I come in January?", 0),
        ("open in summer?", "open in Jun-Aug?", 1),
        ("open in winter?", "open in winter?", 0),
    ],
)
def test_a_question_is_put_in_the_words_of_a_table(question, expected, count):
    called = ["Mon to Thu", "Tue, Thu", "Sat & Sun", "Sat", "Jun-Aug", "closed"]
    assert retold(question, {spanned(cell): cell for cell in called}) == (expected, count)
