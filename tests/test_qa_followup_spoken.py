"""Questions that lean on the turns before them as people type: put right, cut short."""

from dataclasses import replace

import pytest

from qa.followup import stand_alone
from tests.test_qa_followup import turn


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("no, I meant the ship", "Does the ship fly in fog?"),
        ("sorry, I mean the ship", "Does the ship fly in fog?"),
        ("not the plane, the ship", "Does the ship fly in fog?"),
        ("no, the ship", "Does the ship fly in fog?"),
        ("the ship I mean", "Does the ship fly in fog?"),
        ("actually I meant in snow", "Does the plane fly in snow?"),
        ("no I meant how long does the trip take", "How long does the trip take"),
        ("no I mean when does it fly", "When does the plane fly"),
    ],
)
def test_who_puts_a_question_right_asks_it_again(question, expected):
    assert stand_alone(question, [turn("Does the plane fly in fog?")]) == expected


def test_what_takes_no_plain_place_is_put_right_as_anything_else():
    before = [turn("When was the bridge at Vik opened?")]
    assert stand_alone("I meant Oslo", before) == "When was the bridge at Oslo opened?"
    assert stand_alone("No, I meant the tunnel.", before) == "When was the tunnel at Vik opened?"
    asked = "When was the bridge at Vik opened: closed?"
    assert stand_alone("no, I meant closed", before) == asked


@pytest.mark.parametrize(
    "told", ["I'm a student", "im a student", "we're a family of four", "I'm not a member"]
)
def test_who_says_what_they_are_asks_for_themselves(told):
    before = [turn("What does it cost to join the library?")]
    assert stand_alone(told, before) == f"What does it cost to join the library: if {told}?"


def test_who_says_what_they_do_asks_nothing_of_the_question_before():
    before = [turn("What does it cost to join the library?")]
    assert stand_alone("I'm looking for the keys", before) == "I'm looking for the keys"


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("Why did Israel refuse passage?", "when did they?", "When did Israel refuse passage?"),
        ("When can members vote?", "why can they?", "Why can members vote?"),
        ("When can members vote?", "why's that?", "Why can members vote?"),
        (
            "Why didn't Ada Quill collect the medal herself?",
            "so who did?",
            "Who did collect the medal?",
        ),
        # Nothing is left out that the question before says.
        ("Why can members vote?", "when do they?", "When do members?"),
    ],
)
def test_what_is_left_out_is_taken_from_the_question_before(before, question, expected):
    assert stand_alone(question, [turn(before)]) == expected


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (
            "Is the first author related to the founder?",
            "and the second?",
            "Is the second author related to the founder?",
        ),
        (
            "Is the first author related to the founder?",
            "what about the second one?",
            "Is the second author related to the founder?",
        ),
        ("How much is the third prize?", "the first?", "How much is the first prize?"),
        (
            "How many dots did the children find?",
            "and those who came by car?",
            "How many dots did those who came by car find?",
        ),
        (
            "How many dots did those who came by car find?",
            "and by bike?",
            "How many dots did those who came by bike find?",
        ),
        ("How long does it take by car?", "by train?", "How long does it take by train?"),
        ("How much is a ticket to Vik?", "and to Oslo?", "How much is a ticket to Oslo?"),
        (
            "Where can I stay on Sorva?",
            "anything cheaper?",
            "Where can I stay on Sorva: anything cheaper?",
        ),
        ("Where is Larkspur moving to?", "and when?", "When is Larkspur moving?"),
        ("When do the trams run?", "ok and what about the ferry", "When does the ferry run?"),
    ],
)
def test_what_stands_in_place_of_another_takes_its_place(before, question, expected):
    assert stand_alone(question, [turn(before)]) == expected


@pytest.mark.parametrize(
    ("before", "answer", "expected"),
    [
        ("Who signed the truce?", "", "When was the truce signed?"),
        ("Who opened the tunnel?", "Lena Ortiz", "When was the tunnel opened by Lena Ortiz?"),
        ("Who painted his doors in the hall?", "", "When were his doors painted in the hall?"),
        ("Who helped the team win the cup?", "", "When: helped the team win the cup?"),
        ("Who paid?", "The town", "When: The town paid?"),
        ("What happened in the fire?", "", "When did it happen in the fire?"),
        ("Who met Ada Holm on Monday?", "Bo", "When was Ada Holm met by Bo on Monday?"),
        ("Who raised the price of bread?", "", "When was the price of bread raised?"),
    ],
)
def test_when_asks_of_what_somebody_did(before, answer, expected):
    first = turn(before, f"{answer} did it.", answer) if answer else turn(before)
    assert stand_alone("and when?", [first]) == expected


def test_how_much_is_not_asked_of_what_was_done_as_when_is():
    assert stand_alone("and how much?", [turn("Who signed the truce?")]) == (
        "How much: signed the truce?"
    )


def test_why_is_no_question_to_ask_of_another_year():
    first = turn("What happened to the bridge in 1809?")
    why = replace(turn("Why: happened to the bridge in 1809?"), question="why?")
    assert stand_alone("and in 1951?", [first, why]) == "What happened to the bridge in 1951?"


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (
            "How often should the filter be washed?",
            "how much is a new one?",
            "How much is a new filter?",
        ),
        ("How many rooms are there?", "is there a bigger one?", "Is there a bigger room?"),
        (
            "How much are the small rooms?",
            "do the large ones have a bath?",
            "Do the large rooms have a bath?",
        ),
        # Nobody knows what a new Vik would be.
        ("Where is Vik?", "how much is a new one?", "How much is a new one?"),
    ],
)
def test_one_stands_for_a_noun_only(before, question, expected):
    assert stand_alone(question, [turn(before)]) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and the bar, when's that open?", "When's the bar open?"),
        ("the bar, when does it open?", "When does the bar open?"),
        ("The bar, is it open?", "Is the bar open?"),
        (
            "Hotel Kittiwake, how many rooms does it have?",
            "How many rooms does Hotel Kittiwake have?",
        ),
        ("And opening the stream, what did that cost?", "What did opening the stream cost?"),
        ("what about dogs, do they pay?", "Do dogs pay?"),
    ],
)
def test_what_is_named_first_is_what_is_asked_about(question, expected):
    assert stand_alone(question, [turn("Until when can we have music?")]) == expected


def test_he_is_the_father_that_was_asked_about_and_his_mother_is_not_the_fathers():
    before = [turn("What did Ada Quill's father do?")]
    assert stand_alone("how did he die?", before) == "How did Ada Quill's father die?"
    assert stand_alone("where did she live?", before) == "Where did Ada Quill live?"
    before = [turn("What did Jon Quill's father do?")]
    assert stand_alone("and what did his mother do?", before) == "What did Jon Quill's mother do?"


def test_nobody_is_called_like_a_cup_or_everybody():
    told = "The Pargeter Cup was won last year by Leonard with 31 kilos."
    won = turn("Who won the Pargeter Cup last year?", told, "Leonard with 31 kilos")
    assert stand_alone("how old is he?", [won]) == "How old is Leonard?"
    packed = turn("By when must everything be packed?", "Everything must be packed by 5.", "by 5")
    asked = "What if she's ill: By when must everything be packed?"
    assert stand_alone("what if she's ill?", [packed]) == asked


def test_they_are_those_who_were_asked_for_if_nothing_else_is_many():
    told = "It is run by Claire and Bastien Morel."
    couple = turn("Who runs the hostel?", told, "Claire and Bastien Morel")
    asked = "Where are Claire and Bastien Morel from?"
    assert stand_alone("where are they from?", [couple]) == asked
    city = turn("Who paid for the tunnels?", "The city council paid.", "The city council")
    assert stand_alone("how long are they?", [city]) == "How long are the tunnels?"


def test_they_who_found_them_are_not_the_same():
    before = [turn("Were any panels stolen?")]
    assert stand_alone("where did they find them?", before) == "Where did they find panels?"
    before = [turn("How many people signed the petition?")]
    asked = "When did people (the petition) collect them?"
    assert stand_alone("when did they collect them?", before) == asked


def test_there_is_where_the_last_turns_were():
    moving = turn("Where is Larkspur moving to?", "We move to Canal Street.", "Canal Street")
    when = turn("When is Larkspur moving?", "On 2 May.", "2 May")
    asked = "What's the rent in Canal Street?"
    assert stand_alone("what's the rent there?", [moving, when]) == asked
    assert (
        stand_alone("can I camp there?", [turn("How do I get to Sorva?")]) == "Can I camp in Sorva?"
    )


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("What happens if I hide damage?", "who sees it?", "Who sees damage?"),
        ("How do I renew membership?", "how much is it?", "How much is membership?"),
        (
            "How many children took part in the trial?",
            "how old were they?",
            "How old were children (the trial)?",
        ),
        ("How many schools took part?", "where are they?", "Where are schools?"),
    ],
)
def test_it_is_what_something_was_done_to(before, question, expected):
    assert stand_alone(question, [turn(before)]) == expected


def test_she_is_whose_father_he_is():
    first = turn("What did Ada Quill's father do?")
    then = replace(turn("How did Ada Quill's father die?"), question="how did he die?")
    assert stand_alone("how old was she then?", [first, then]) == "How old was Ada Quill then?"


def test_who_owns_what_she_won_is_not_he():
    told = "Ada Quill was not let in, and so Lo collected it."
    first = turn("Why didn't Ada Quill collect Ada Quill's medal?", told, "not let in")
    first = replace(first, question="why didn't she collect it?")
    assert stand_alone("was he married?", [first]) == "Was Lo married?"


@pytest.mark.parametrize(
    "question",
    [
        "To join, do I need a card?",
        "By bus can I get to Vik?",
        "Anything I should bring?",
        "I mean the tower is old, right?",
        "I'm a bit lost",
        "No dogs allowed in the bar?",
    ],
)
def test_what_says_all_by_itself_stands_alone(question):
    assert stand_alone(question, [turn("Who runs the hostel in Nes?")]) == question


def test_a_time_before_a_question_is_not_what_it_is_about():
    before = [turn("Who runs the hostel in Nes?")]
    assert stand_alone("In 2009, what did it cost?", before) == "In 2009, what did the hostel cost?"


def test_who_is_not_known_is_explained_by_the_question_before():
    before = [turn("When did the bridge open?")]
    assert stand_alone("what if he dies?", before) == "What if he dies: When did the bridge open?"


def test_a_whole_sentence_leaves_nothing_out():
    before = [turn("Why did the town buy the bridge?")]
    asked = "The town paid for the bridge, or did it?"
    assert stand_alone(asked, before) == asked


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        # Another part of the same.
        (
            "What is the height of the tower?",
            "and the width?",
            "What is the width of the tower?",
        ),
        ("What is the height of the tower?", "and width?", "What is the width of the tower?"),
        (
            "What is the height of the tower?",
            "what about the depth?",
            "What is the depth of the tower?",
        ),
        (
            "What is the address of the office?",
            "and the phone number?",
            "What is the phone number of the office?",
        ),
        (
            "What was the population of Oslo in 1950?",
            "and the area?",
            "What was the area of Oslo in 1950?",
        ),
        (
            "What is the depth of the Port of Vik?",
            "and the width?",
            "What is the width of the Port of Vik?",
        ),
        ("How heavy is the D7?", "and the height?", "What is the height of the D7?"),
        ("How much does the D7 weigh?", "and the height?", "What is the height of the D7?"),
        ("How high were the walls?", "and the width?", "What was the width of the walls?"),
        ("What colour is the door?", "and the size?", "What is the size of the door?"),
        # A part of something else.
        (
            "What is the rent of the flat?",
            "and the rent of the garage?",
            "What is the rent of the garage?",
        ),
        (
            "What is the height of the tower?",
            "and width of the door?",
            "What is the width of the door?",
        ),
        # The same part of something else.
        ("What is the height of the tower?", "and the door?", "What is the height of the door?"),
        ("What is the population of Oslo?", "and of Bergen?", "What is the population of Bergen?"),
        (
            "What was the population of Oslo in 1950?",
            "and of Bergen?",
            "What was the population of Bergen in 1950?",
        ),
        (
            "What is the depth of the Port of Vik?",
            "and of the Port of Nes?",
            "What is the depth of the Port of Nes?",
        ),
        (
            "How did the cost of the bridge change?",
            "and of the tunnel?",
            "How did the cost of the tunnel change?",
        ),
        (
            "What is the height of the first tower?",
            "and of the second?",
            "What is the height of the second tower?",
        ),
        (
            "What is the height of the tower?",
            "and of course?",
            "What is the height of the tower: of course?",
        ),
        # Which is the part of which?
        ("What is the size of the deposit?", "and the rent?", "What is the size of the rent?"),
        ("Who opened the bridge?", "and of the tunnel?", "Who opened the bridge: of the tunnel?"),
        ("How long is it?", "and the width?", "How long is it: the width?"),
    ],
)
def test_a_part_is_asked_for_of_the_same_and_the_same_of_another(before, question, expected):
    assert stand_alone(question, [turn(before)]) == expected


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("When does the shop open on Fridays?", "do they sell bread?", "Does the shop sell bread?"),
        ("Which boats sail in May?", "are they safe?", "Are the boats safe?"),
        (
            "What are the opening hours?",
            "are they the same in winter?",
            "Are the opening hours the same in winter?",
        ),
        (
            "How many employees does Nordlys have?",
            "where is it based?",
            "Where is Nordlys based?",
        ),
        ("Who runs Nordlys?", "where is its office?", "Where is Nordlys's office?"),
        # These are many.
        ("How many Germans live in Vik?", "is it big?", "Is Vik big?"),
        ("Which Danes live in Vik?", "is it big?", "Is Vik big?"),
    ],
)
def test_a_name_is_one_and_a_day_is_nobody(before, question, expected):
    assert stand_alone(question, [turn(before)]) == expected
