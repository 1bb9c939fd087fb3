"""Compounds, written as the library has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.library import Library
from qa.assistant import Assistant
from qa.language.compounds import rejoined
from tests.fakes import PointingReader, WordEncoder, shelf

TEXT = """The United States mediated the cease-fire in May. The lifeboat lies by the boat house.

Write an email to the harbour office. The web site has a timetable; the fire is out. A
rope of 22 mm holds it, and 8kg of lead. Wi-Fi is free, a T-shirt is 9 euros, a lot is not."""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compounds")
    shelf(folder / "shelf", town_txt=TEXT)
    with Library.open(folder / "library", encoder=WordEncoder("museum"), create=True) as made:
        made.add([folder / "shelf"])
        yield made


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        ("Who brokered the ceasefire?", "Who brokered the cease-fire?"),
        ("Ceasefires in May", "Cease-fires in May"),
        ("Where is the boathouse?", "Where is the boat-house?"),
        ("What is the website's name?", "What is the web-site's name?"),
        ("Where does the life boat lie?", "Where does the lifeboat lie?"),
        ("Where is the life-boat?", "Where is the lifeboat?"),
        ("Where do I send an e-mail?", "Where do I send an email?"),
        ("ceasefire, life boats", "cease-fire, lifeboats"),
        ("What does the 22mm rope hold?", "What does the 22 mm rope hold?"),
        # No words but so.
        ("is there wifi", "is there wi-fi"),
        ("Is a Tshirt alot?", "Is a T-shirt a-lot?"),
        # The library has no such thing, or has it so.
        ("What does the 23mm rope hold, and 8kg?", "What does the 23mm rope hold, and 8kg?"),
    ],
)
def test_compounds_are_written_as_the_library_has_them(library, asked, searched):
    assert rejoined(asked, library) == searched


@pytest.mark.parametrize(
    "question",
    [
        "Who mediated the cease-fire?",
        "Who mediated the cease fire?",
        "Where does the lifeboat lie?",
        # Grammar, and words that nobody joined.
        "When is the fire out?",
        "What harbours the boat fire?",
        "Where is the steamboat?",
        "firebird",
        "",
    ],
)
def test_other_words_stay(library, question):
    assert rejoined(question, library) == question


def test_it_is_searched_and_told_as_it_was_rejoined(library):
    assistant = Assistant(library, reader=PointingReader(United_States=3.0))
    answer = assistant.ask("Who mediated the ceasefire?")
    assert (answer.question, answer.asked) == (
        "Who mediated the ceasefire?",
        "Who mediated the cease-fire?",
    )


@given(st.text(max_size=60))
def test_nothing_but_gaps_between_letters_changes(library, text):
    bare = str.maketrans("", "", " -")
    assert rejoined(text, library).translate(bare) == text.translate(bare)
