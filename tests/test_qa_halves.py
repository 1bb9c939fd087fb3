"""Halves of questions whose verb does not suit what is asked now, and verbs that agree with it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Reason, Silence
from qa.followup import stand_alone
from qa.turns.agreeing import agreed
from tests.test_qa_followup import turn


@pytest.mark.parametrize(
    ("before", "half", "whole"),
    [
        ("How long is the museum open?", "and the price?", "What is the price of the museum?"),
        ("Where is the museum?", "and the hours?", "What are the hours of the museum?"),
        ("When was the tower built?", "and the height?", "What is the height of the tower?"),
        ("Is the flat furnished?", "and the rent?", "What is the rent of the flat?"),
        ("When does the ferry leave Vik?", "the price?", "What is the price of the ferry?"),
        ("Where can I buy tickets?", "and the price?", "What is the price of tickets?"),
        ("Who built the mill?", "and the owner?", "Who is the owner of the mill?"),
        ("What is the price of the book?", "and the author?", "Who is the author of the book?"),
        ("Who is the author of the book?", "and the price?", "What is the price of the book?"),
        (
            "How long should the bread rest?",
            "and the temperature of the oven?",
            "What is the temperature of the oven?",
        ),
        ("Who is the project lead?", "and the garden designer?", "Who is the garden designer?"),
        ("Who is on the board?", "and the treasurer?", "Who is the treasurer of the board?"),
        # The same can be asked of a price, or the question names a part itself.
        ("Is the lease refundable?", "and the deposit?", "Is the deposit refundable?"),
        ("How much is the rent?", "and the deposit?", "How much is the deposit?"),
        ("When is the rent due?", "and the deposit?", "When is the deposit due?"),
        # Nobody knows what was built, whose rent it is, or who has a treasurer.
        ("When was it built?", "and the price?", "When was it built: the price?"),
        ("What do tenants pay?", "and the deposit?", "What do tenants pay: the deposit?"),
        ("When was Ann Moe born?", "and treasurer?", "When was Ann Moe born: treasurer?"),
        ("Can tenants change the lock?", "and the size?", "Can tenants change the lock: the size?"),
    ],
)
def test_nobody_asks_how_long_a_price_is_open(before, half, whole):
    asked = half if half.startswith("and") else f"and {half}"
    assert stand_alone(asked, [turn(before)]) == whole


@pytest.mark.parametrize(
    ("before", "half", "whole"),
    [
        ("Is the pool heated?", "and the showers?", "Are the showers heated?"),
        ("Are dogs allowed?", "and a cat?", "Is a cat allowed?"),
        ("Has the roof been repaired?", "and the walls?", "Have the walls been repaired?"),
        ("Was the bridge repaired?", "and the tunnels?", "Were the tunnels repaired?"),
        ("When do the trams run?", "and the ferry?", "When does the ferry run?"),
        ("When does the bakery open?", "and the shops?", "When do the shops open?"),
        ("When do the shops open?", "and the bakery?", "When does the bakery open?"),
        ("How much does a child pay?", "and two adults?", "How much do two adults pay?"),
        ("How much do adults pay?", "and a family?", "How much does a family pay?"),
        ("Is there a cafe?", "and the shops?", "Are there shops?"),
        ("Are there any trams?", "and the old ferry?", "Is there an old ferry?"),
        ("Is there a cafe?", "and the ice rink?", "Is there an ice rink?"),
        ("What if the tenant does not pay?", "the guests?", "What if the guests do not pay?"),
        # How many a name or a crew is, is not plain; "have" is no helping verb here.
        ("What does Hamas say?", "and the Emirates?", "What does the Emirates say?"),
        ("When do the pupils eat?", "and the staff?", "When do the staff eat?"),
        ("Does the museum have a cafe?", "and a shop?", "Does the museum have a shop?"),
    ],
)
def test_a_verb_agrees_with_what_takes_a_place(before, half, whole):
    asked = half if half.startswith("and") else f"and {half}"
    assert stand_alone(asked, [turn(before)]) == whole


def test_a_verb_agrees_with_what_a_pronoun_stands_for():
    shop = turn("When does the shop open?")
    assert stand_alone("How much do they charge?", [shop]) == "How much does the shop charge?"
    trams = turn("When do the trams run?")
    assert stand_alone("How fast is it?", [trams]) == "How fast are the trams?"
    pupils = turn("When do the pupils eat?")
    assert stand_alone("Who is their teacher?", [pupils]) == "Who is the pupils' teacher?"


@given(st.text("is are do the pols? ", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_verb_that_agrees_agrees_for_good(question, first, length):
    start = min(first, len(question))
    end = min(start + length, len(question))
    named = question[start:end]
    once = agreed(question, start, end)
    if named and named in once:
        at = once.index(named, max(0, start - 2))
        assert agreed(once, at, at + len(named)) == once


@pytest.mark.parametrize(
    ("before", "half", "whole"),
    [
        ("How many eggs does the cake need?", "flour", "How much flour does the cake need?"),
        ("How many eggs are in the cake?", "sugar", "How much sugar is in the cake?"),
        ("How much sugar is in the cake?", "nuts", "How many nuts are in the cake?"),
    ],
)
def test_what_is_counted_is_asked_for_by_how_many_else_by_how_much(before, half, whole):
    assert stand_alone(f"and {half}?", [turn(before)]) == whole


@pytest.mark.parametrize(
    ("before", "half", "whole"),
    [
        ("Where does the tower stand?", "and how tall?", "How tall is the tower?"),
        ("Where do the towers stand?", "how tall?", "How tall are the towers?"),
        ("Where does the trail end?", "and how long?", "How long is the trail?"),
        ("When did the fire start?", "and how long?", "How long was the fire?"),
        (
            "Is the museum open in May?",
            "on which days?",
            "On which days is the museum open in May?",
        ),
        (
            "How long does bread bake?",
            "at what temperature?",
            "At what temperature does bread bake?",
        ),
        ("Who can end the lease?", "with what notice?", "With what notice: the lease?"),
        (
            "How hot should the oven be?",
            "for how long?",
            "For how long: How hot should the oven be?",
        ),
    ],
)
def test_how_tall_and_on_which_days_take_their_own_verb(before, half, whole):
    assert stand_alone(half, [turn(before)]) == whole


@pytest.mark.parametrize(
    ("before", "half", "whole"),
    [
        ("Can tenants sublet the flat?", "keep a dog", "Can tenants keep a dog?"),
        ("Can I climb the tower?", "take photos", "Can I take photos?"),
        ("May I drive after taking them?", "drink wine", "May I drink wine?"),
        ("When may the landlord enter?", "raise the rent", "When may the landlord raise the rent?"),
        # Not plainly a verb.
        ("Are stoves allowed?", "open fires", "Are open fires allowed?"),
        ("Who paid the rent?", "keep a dog", "Who paid the rent: keep a dog?"),
    ],
)
def test_another_thing_is_done_by_the_same(before, half, whole):
    assert stand_alone(f"and {half}?", [turn(before)]) == whole


@pytest.mark.parametrize(
    ("before", "quoted", "half", "whole"),
    [
        ("Who built the mill?", "Ada Lind", "when?", "When was the mill built by Ada Lind?"),
        ("Who wrote Sultana?", "Ada Lind", "when?", "When was Sultana written by Ada Lind?"),
        ("Who will mend it?", "Ada Lind", "by when?", "By when will Ada Lind mend it?"),
        ("Who can end the lease?", "The tenant", "why?", "Why can the tenant end the lease?"),
        ("Who should not eat nuts?", "Ada Lind", "why?", "Why should Ada Lind not eat nuts?"),
        ("Who can end the lease?", "", "why?", "Why: Who can end the lease?"),
    ],
)
def test_who_did_it_is_named_where_it_is_asked_when(before, quoted, half, whole):
    said = turn(before, f"{quoted} it was.", quoted) if quoted else turn(before)
    assert stand_alone(half, [said]) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("Are there huts on the trail?", "what do they cost?", "What do huts cost?"),
        ("Describe the bridge", "how long is it?", "How long is the bridge?"),
        ("What was decided about the roof?", "who mends it?", "Who mends the roof?"),
        ("What time does breakfast start?", "and dinner?", "What time does dinner start?"),
        (
            "What was decided about the roof?",
            "and about the fence?",
            "What was decided about the fence?",
        ),
        ("When does the bus leave?", "how long does it take?", "How long does the bus take?"),
        (
            "When does the bus leave?",
            "how long does it take to Vik?",
            "how long does it take to Vik?",
        ),
        ("Is the trail marked?", "is it safe for children?", "Is the trail safe for children?"),
        ("Is the trail marked?", "is it safe for him to swim?", "is it safe for him to swim?"),
        ("What does the red light mean?", "and the green one?", "What does the green light mean?"),
        (
            "Who should take the pills?",
            "and the children?",
            "Who should take the pills: the children?",
        ),
    ],
)
def test_what_a_question_is_about_is_found_in_its_grammar(before, question, whole):
    assert stand_alone(question, [turn(before)]) == whole


@pytest.mark.parametrize(
    ("refused", "reason", "alone", "after"),
    [
        ("Tell me everything", Reason.SUMMARY, "is it in force", "Is the treaty in force"),
        ("What is your opinion?", Reason.OPINION, "is it in force", "Is the treaty in force"),
        (
            "How many documents are there?",
            Reason.COUNTING,
            "is it in force",
            "Is the treaty in force",
        ),
        ("Summarise the lease", Reason.SUMMARY, "Is the lease in force", "Is the lease in force"),
    ],
)
def test_it_is_nothing_of_what_was_refused_at_once(refused, reason, alone, after):
    turned_down = replace(turn(refused), silence=Silence(reason, "No."))
    assert stand_alone("is it in force", [turned_down]) == alone
    treaty = turn("Who signed the treaty?")
    assert stand_alone("is it in force", [treaty, turned_down]) == after


@pytest.mark.parametrize(
    ("before", "half", "whole"),
    [
        (
            "How many pills a day can adults take?",
            "children",
            "How many pills a day can children take?",
        ),
        ("What does the insurance cover?", "theft", "What does the insurance cover: theft?"),
        ("Who chairs the board?", "the treasurer", "Who is the treasurer of the board?"),
        ("Were the minutes approved?", "the budget", "Was the budget approved?"),
        ("Who voted for the plan?", "against", "Who voted against the plan?"),
        ("How much is it with lunch?", "without", "How much is it without lunch?"),
        ("Is it open in May?", "without", "Is it open in May without?"),
        ("When was the roof repaired?", "who did it", "Who repaired the roof?"),
        ("When was Sultana written?", "who did it", "Who wrote Sultana?"),
        ("What is the cooking time of the soup?", "who makes it", "Who makes the soup?"),
        ("Which bus goes to Vik?", "how old is it", "How old is bus (Vik)?"),
    ],
)
def test_what_takes_which_place_is_told_by_grammar(before, half, whole):
    assert stand_alone(f"and {half}?", [turn(before)]) == whole


def test_whose_deputy_is_asked_for_as_somebody():
    chair = turn("Who chairs the board?", "Ann Moe chairs the board.", "Ann Moe")
    assert stand_alone("and her deputy?", [chair]) == "Who is Ann Moe's deputy?"
    mill = turn("When does the mill open?")
    assert stand_alone("and its opening hours?", [mill]) == "What are the mill's opening hours?"
