"""What kind of answer a question wants, and what could be one."""

import pytest

from index.words import words
from qa.highlight import highlight
from qa.language.kinds import Kind, kind_of
from qa.language.shapes import answers_of


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
        ("I am allergic to nuts. Can I eat the bread?", Kind.TRUTH),
        ("Where in the U.S. is it made?", Kind.PLACE),
        ("Is the museum open on Monday?", Kind.TRUTH),
        ("and does it cost anything", Kind.TRUTH),
        ("Was the museum moved?", Kind.TRUTH),
        ("Was war declared in 1914?", Kind.TRUTH),
        ("Was ist ein Nebelhorn?", Kind.THING),
        ("Can I smoke when I am in the garden?", Kind.TRUTH),
        ("Can I get a refund when I cancel?", Kind.TRUTH),
        ("When I cancel, can I get a refund?", Kind.TRUTH),
        ("Do guests who arrive late have to pay?", Kind.TRUTH),
        ("Is there a room where I can smoke?", Kind.TRUTH),
        ("does the report say what day it was published", Kind.TRUTH),
        ("Do you know when it opens?", Kind.TIME),
        ("Can you tell me who paid?", Kind.PERSON),
        ("Does anybody know how much it costs?", Kind.MONEY),
        ("Is it known where she lived?", Kind.PLACE),
        ("May I ask why it moved?", Kind.REASON),
        ("can i ask it how many documents mention a place", Kind.TRUTH),
        ("Is it open on Friday, and if so when?", Kind.TIME),
        ("Do you share it? If yes, who gets it?", Kind.PERSON),
        ("Is it open on Friday or how many days is it closed?", Kind.DURATION),
        ("Do you share it? If yes, what is shared?", Kind.TRUTH),
        ("Will Marsh was born when?", Kind.TIME),
        ("What do I do when I lose my key?", Kind.THING),
        ("What did the guests who came late pay for?", Kind.THING),
        ("Why was it moved when the war began?", Kind.REASON),
        ("How did the mayor feel when it opened?", Kind.THING),
        ("How was the mill saved when it burned?", Kind.MANNER),
        ("How old was she when she came?", Kind.AGE),
        ("How much does it cost when I come by car?", Kind.MONEY),
        ("Who paid when the mill burned?", Kind.PERSON),
        ("Where was the miller when it burned?", Kind.PLACE),
        ("Where is the man who paid?", Kind.PLACE),
        ("In the town where he was born, who was mayor?", Kind.PERSON),
        ("When the mill burned, who paid?", Kind.PERSON),
        ("When the mill burned, what was lost?", Kind.THING),
        ("When in May, or June, does it open?", Kind.TIME),
        ("When was it built, and who built it?", Kind.TIME),
        ("In 1921, who ran the mill?", Kind.PERSON),
        ("The mill burned when?", Kind.TIME),
        ("By whom was it built?", Kind.PERSON),
        ("What is known about when it opened?", Kind.TIME),
        ("We have lost what we bought. Who helps?", Kind.PERSON),
        ("What is the name of the man who rang the bell?", Kind.PERSON),
        ("What is the name of the house where he lived?", Kind.PLACE),
        ("What are the places where I can swim?", Kind.PLACE),
        ("What was the year when it opened?", Kind.TIME),
        ("What is the rank of the man who rang the bell?", Kind.THING),
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
