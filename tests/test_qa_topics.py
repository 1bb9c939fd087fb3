"""What a question is about."""

import pytest

from qa.topics import asked_of, topic, topics


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Who opened the tunnel?", ["the tunnel"]),
        ("When did the bridge open?", ["the bridge"]),
        ("Do lorries have to pay?", ["lorries"]),
        ("Does light matter for teenagers?", ["light", "teenagers"]),
        ("Was the harbour tunnel late?", ["the harbour tunnel"]),
        ("Why: Was the harbour tunnel late?", ["the harbour tunnel"]),
        ("What does Casgevy cost?", ["Casgevy"]),
        ("What is the price of the drug?", ["the drug", "the price"]),
        ("Who is the friend of the king?", ["the friend", "the king"]),
        (
            "Which diseases does the new drug treat?",
            ["diseases (the new drug)", "the new drug"],
        ),
        ("How many fighters are in the tunnels?", ["fighters (the tunnels)", "the tunnels"]),
        ("How much over budget was the tunnel?", ["the tunnel"]),
        ("When: Lena Ortiz opened the tunnel?", ["Lena Ortiz", "the tunnel"]),
        ("What do Norwegian health officials say?", ["Norwegian health officials"]),
        ("How many hives are there now?", ["hives"]),
        ("What are off-target effects?", ["off-target effects"]),
        ("Does the old pump work offline?", ["the old pump"]),
        ("Were any trees mentioned?", ["trees"]),
        ("Which company builds the trams?", ["company (the trams)", "the trams"]),
        ("How is base editing different from CRISPR?", ["base editing different", "CRISPR"]),
        ("Is the child running?", ["the child"]),
        ("Why?", []),
        ("Who is exempt?", []),
        ("What is coral bleaching?", ["coral bleaching"]),
        ("How does sleep help memory?", ["sleep"]),
        ("How does coral bleaching start?", ["coral bleaching"]),
        ("Who invented base editing?", ["base editing"]),
        ("When: Ada Quill invented base editing?", ["Ada Quill", "base editing"]),
        ("Which therapy was approved?", ["therapy"]),
    ],
)
def test_the_likeliest_first(asked, expected):
    assert topics(asked) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("How much sleep do teenagers need?", "teenagers"),
        ("How many fighters are in the tunnels?", "fighters"),
        ("Does coffee help?", "coffee"),
        ("Why?", None),
    ],
)
def test_what_the_same_could_be_asked_of_another(asked, expected):
    assert asked_of(asked) == expected


def test_failing_all_else_the_last_words_with_meaning():
    assert topic("Who is exempt?") == "exempt"
    assert topic("Who opened the tunnel?") == "the tunnel"
    assert topic("Why?") is None
