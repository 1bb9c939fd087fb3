"""Sentences that say the opposite of what is asked."""

import pytest

from qa.language.opposites import opposed, opposites


def test_a_word_has_the_words_of_its_pairs_and_what_denies_it():
    assert opposites("What is the maximum weight?") == {
        "maximum": {"minimum", "unmaximum", "nonmaximum"},
        "weight": {"unweight", "nonweight"},
    }


def test_a_denied_word_has_the_word_itself():
    assert opposites("Which bills were unpaid?")["unpaid"] == {"paid"}


@pytest.mark.parametrize(
    "question",
    [
        "Is the pool hot?",  # "No, it is cold" answers
        "How long is it?",  # "just as short as ..." answers
        "Which is hot and which is cold?",
        "",
    ],
)
def test_nothing_is_opposed_where_the_opposite_may_answer(question):
    assert not {"hot", "long"} & opposites(question).keys()


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("What is the maximum age?", "The minimum age is 18.", 2),
        ("What is the minimum age?", "The minimum age is 18.", 0),
        ("Which exit has stairs?", "The entrance has stairs.", 1),
        ("Which bills were paid?", "The unpaid bills were sent on.", 1),
        ("Which bills were unpaid?", "The paid bills were sent on.", 1),
        ("What were the costs of the increase?", "The decreases cost him dearly.", 1),
        ("What is the maximum distance?", "Do not place it closer than 30 cm to a wall.", 2),
        ("What is the minimum number?", "You may have up to three.", 2),
        ("What is the minimum number?", "You must have at least three, and up to six.", 0),
        ("What is the minimum number?", "Up to six, no earlier than in May.", 2),
        ("What is the maximum age?", "Anyone aged ten or over may join.", 2),
        ("Which is the cheapest?", "The dearest costs 640 pounds.", 1),
        ("What's the oldest one can be?", "Who has reached the age of twelve may join.", 2),
        ("For how long at least?", "You can pause for as long as ten weeks.", 2),
        ("How much at most?", "The lock must be worth at least 40 pounds.", 2),
        ("How much at most, and at least?", "It must be worth at least 40 pounds.", 0),
        ("Which is the smallest model?", "It dries rooms of up to 18 square metres.", 0),
        ("What is the maximum distance?", "It is never further than 3 m.", 0),
        ("What would I like?", "Unlike me, he likes tea.", 0),
    ],
)
def test_a_sentence_with_the_opposite_is_told(question, sentence, expected):
    assert opposed(opposites(question), sentence, sentence) == expected


def test_a_passage_that_has_the_word_opposes_nothing():
    asked = opposites("What is the maximum age?")
    sentence = "The minimum age is 18."
    assert opposed(asked, sentence, f"Minimum and maximum age\n{sentence}") == 0
