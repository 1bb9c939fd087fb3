"""Which words of a question point to what was said before it."""

import pytest

from qa.turns.pointers import Pointer, Points, pointers


def said(question: str) -> list[str]:
    """Return the words that point back, as they stand."""
    return [question[pointer.start : pointer.end] for pointer in pointers(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who designed it?", ["it"]),
        ("When was she born?", ["she"]),
        ("What did he show them?", ["he", "them"]),
        ("What is its height?", ["its"]),
        ("What is the height of its mast?", ["its"]),
        ("What was the reason for his death?", ["his"]),
        ("Who paid for its repair?", ["its"]),
        ("Who wrote her story?", ["her"]),
        ("Did the mayor open it?", ["it"]),
        ("Why did the town sell it?", ["it"]),
        ("Why did Israel reject it?", ["it"]),
        ("How many people voted for it?", ["it"]),
        ("How many people died when it collapsed?", ["it"]),
        ("What did the mayor say when it opened?", ["it"]),
        ("How many votes did they need?", ["they"]),
        ("What do they want?", ["they"]),
        ("When is that?", ["that"]),
        ("What happened after that?", ["that"]),
        ("Who controls that area?", ["that area"]),
        ("Who lives in those houses?", ["those", "those houses"]),
        ("Who let it stay there?", ["there", "it"]),
        ("Describe its owner", ["its"]),
        ("When's that open?", ["that"]),
        ("How much is a new one?", ["one"]),
        ("Where can I get another one?", ["one"]),
        ("Do the larger ones float?", ["ones"]),
    ],
)
def test_what_points_back(question, expected):
    assert sorted(said(question)) == sorted(expected)


@pytest.mark.parametrize(
    "question",
    [
        "Why did the woman sell her hives?",
        "How did the boy feel towards his mother?",
        "Why did jamie kill her mom in halloween?",
        "What did the wife do when she saw her mother?",
        "What do greeks say when they break plates?",
        "Were shakespeare's plays popular when he was alive?",
        "Where was the cotton gin invented and where is it used today?",
        "The bill is submitted to whom before it is passed?",
        "Dendritic cells are named that because they resemble what?",
        "How many people lost their jobs?",
        "How many witnesses left before they were heard?",
        "Did Kushner say what he wants?",
        "When did the UAE say it saw no clear framework?",
        "Who gained fame for her actions in the war?",
        "Who returned to his own castle?",
        "Who realized that only some bodies followed the law?",
        "What is the only fruit that has no seeds?",
        "What is the only fruit that floats?",
        "What devices such as scales are used?",
        "What do people do when it rains?",
        "When does it get dark in december?",
        "What does it mean to stress a syllable?",
        "Is it legal to keep bees in a garden?",
        "Is it allowed to keep bees in a garden?",
        "Is it ok if I paint the walls?",
        "Is there a car park at the museum?",
        "Does the bell ring unless I stop it?",
        "Who are the ones that voted against?",
        "How many games were lost this season?",
        "Is the new bridge longer than the old one?",
        "Does the museum have a bigger one?",
        "the large ones?",
    ],
)
def test_what_the_question_itself_names_does_not(question):
    assert said(question) == []


def test_where_a_word_stands_and_what_it_stands_for():
    assert pointers("What did she say about its tower?") == [
        Pointer(9, 12, Points.PERSON),
        Pointer(23, 26, Points.MATTER, owns=True),
    ]
    assert pointers("Who runs that museum?") == [Pointer(9, 20, Points.THING)]
