"""What a question is about."""

import pytest

from qa.turns.topics import Named, asked_of, named_in, spoken_of, topic, topics, whole_topic


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
        ("How many schools took part?", ["schools"]),
        ("How many meadows near Vik were lit?", ["meadows near Vik"]),
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
        ("Does the policy cover theft?", ["the policy"]),
        ("Does the home insurance cover theft?", ["the home insurance"]),
        ("Can tenants keep dogs?", ["tenants"]),
        ("Must the supplier terminate the contract?", ["the supplier", "the contract"]),
        ("Why won't the pool still open on time?", ["the pool", "time"]),
        ("Who can terminate the contract?", ["the contract"]),
        ("Who can tenants call?", ["tenants"]),
        ("Do sooty hares live long?", ["sooty hares"]),
        ("How long does the ferry from Vik take?", ["the ferry", "Vik"]),
        ("Is asbestos dangerous?", ["asbestos"]),
        ("Is coffee good for sleep?", ["coffee", "sleep"]),
        ("How heavy is the Aster 5?", ["the Aster 5"]),
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


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Does the policy cover theft?", Named(None, "the policy", ("theft",), acts=True)),
        ("Do cars pay tolls on Sundays?", Named(None, "cars", ("tolls", "Sundays"), acts=True)),
        ("Is the pool open in winter?", Named(None, "the pool", ("winter",))),
        ("Is the pool free?", Named(None, "the pool")),
        ("How many dogs do tenants keep?", Named("dogs", "tenants", acts=True)),
        ("How many wires are broken?", Named("wires")),
        ("Which company builds the trams?", Named("company")),
        ("How many came in April?", Named()),
        ("Who opened the tunnel?", Named(None, "the tunnel")),
        ("Will the boat sink if the mast breaks?", Named(None, "the boat", acts=True)),
        # Which word is the verb?
        ("Does the fund frob rail travel?", Named()),
        ("How much will mending the roof cost?", Named()),
        ("Why?", Named()),
    ],
)
def test_what_may_give_way_as_far_as_it_is_known(asked, expected):
    assert named_in(asked) == expected


def test_a_topic_with_its_verb():
    assert whole_topic("When will the swing bridge open?") == "the swing bridge open"
    assert whole_topic("Who opened the tunnel?") == "the tunnel"
    assert whole_topic("Why?") is None


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("What happens if I hide damage?", ["damage"]),
        ("How do I renew membership?", ["membership"]),
        ("What do I need to bring?", []),
        ("Who opened the tunnel?", ["the tunnel"]),
    ],
)
def test_what_something_is_done_to_is_spoken_of_last(asked, expected):
    assert spoken_of(asked) == expected


def test_a_verb_alone_is_no_topic():
    assert topic("What do I need to bring?") is None
