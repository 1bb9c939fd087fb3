"""What kind of answer a question wants, and what could be one."""

import pytest

from index.words import words
from qa.highlight import highlight
from qa.kinds import Kind, answers_of, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who met Netanyahu on Monday?", Kind.PERSON),
        ("whose plan is it", Kind.PERSON),
        ("How many fighters are trapped?", Kind.NUMBER),
        ("what does the bee course cost", Kind.MONEY),
        ("How much is a ticket?", Kind.MONEY),
        ("How old is the mayor?", Kind.AGE),
        ("how long was the war", Kind.DURATION),
        ("How tall is the lighthouse?", Kind.SIZE),
        ("How often does the tram run?", Kind.FREQUENCY),
        ("When did it open?", Kind.TIME),
        ("In which year did it open?", Kind.TIME),
        ("Where does it stand?", Kind.PLACE),
        ("Why was it moved?", Kind.REASON),
        ("How is the bridge opened?", Kind.MANNER),
        ("Is the museum open on Monday?", Kind.TRUTH),
        ("and does it cost anything", Kind.TRUTH),
        ("Was the museum moved?", Kind.TRUTH),
        ("Was war declared in 1914?", Kind.TRUTH),
        ("Was ist ein Nebelhorn?", Kind.THING),
        ("What is the fog bell called?", Kind.THING),
        ("Name the curator.", Kind.THING),
    ],
)
def test_the_wording_tells_the_kind(question, kind):
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        (Kind.NUMBER, "About 200 fighters are left.", "About 200 fighters"),
        (Kind.MONEY, "It costs $3.50 a day.", "$3.50"),
        (Kind.MONEY, "Adults pay 9 crowns.", "9 crowns"),
        (Kind.AGE, "She is 41 years old.", "41 years old"),
        (Kind.DURATION, "The war lasted two years.", "two years"),
        (Kind.SIZE, "The mast is 31 metres high.", "31 metres"),
        (Kind.FREQUENCY, "It runs every eight minutes.", "every eight minutes"),
        (Kind.TIME, "It opened on 3 March 1987.", "on 3 March 1987"),
        (Kind.TIME, "It was founded in 1954.", "in 1954"),
        (Kind.TIME, "It opens at 10:30.", "10:30"),
        (Kind.PERSON, "The teacher is Joan Pellatt.", "Joan Pellatt"),
        (Kind.PLACE, "It stands on Gull Quay.", "on Gull Quay"),
        (Kind.REASON, "It moved because the rooms were small.", "because the rooms were small"),
    ],
)
def test_the_likeliest_range_of_a_kind_comes_first(kind, sentence, expected):
    start, end, _ = next(answers_of(kind, sentence))
    assert sentence[start:end] == expected


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Who is the teacher?", "The teacher is Joan Pellatt.", "Joan Pellatt"),
        ("Who met Ada Byrne?", "Ada Byrne met Karl Lund in Oslo.", "Karl Lund"),
        ("When did Ada come?", "Ada came in 1954 and left in 1960.", "in 1954"),
        ("How many members keep bees?", "Seven members keep eleven hives.", "Seven"),
        ("Is it open?", "It is open all day.", "It is open all day."),
    ],
)
def test_the_highlight_is_of_the_wanted_kind_and_near_the_words_asked_for(
    question, sentence, expected
):
    asked = frozenset(word.stem for word in words(question) if word.carries_meaning)
    start, end = highlight(kind_of(question), asked, sentence)
    assert sentence[start:end] == expected
