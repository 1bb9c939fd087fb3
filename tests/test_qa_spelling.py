"""Slips of the keys, mended by the words of real libraries."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.slips import slip
from index.library import Library
from index.words import words
from qa.assistant import Assistant
from qa.language.spelling import respelled
from tests.fakes import PointingReader, WordEncoder, shelf

TEXT = """# The Pellworth Museum

Ada Lund founded the museum in 1893, when a swarm of bees settled in the chimney of AirAsia's inn.
The passengers of the tram saw it. Hamas and Israel are not spoken of here but by name. Which of the
pilots wrote the logbooks nobody knows; the PAMPs fund paid for their rebuilding."""


@pytest.fixture
def library(tmp_path):
    folder = shelf(tmp_path / "shelf", town_md=TEXT)
    encoder = WordEncoder("museum", "tram")
    with Library.open(tmp_path / "library", encoder=encoder, create=True) as made:
        made.add([folder])
        yield made


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        # A letter left out, one too many, another one, two swapped.
        ("Who founded the musem?", "Who founded the museum?"),
        ("Who founded the museeum?", "Who founded the museum?"),
        ("Who founded the mussum?", "Who founded the museum?"),
        ("Who founded the musuem?", "Who founded the museum?"),
        ("Who fuonded the musuem?", "Who founded the museum?"),
        ("musuem", "museum"),
        ("Musuem?", "Museum?"),
        # Names, each as the library has it.
        ("Where is Pelworth?", "Where is Pellworth?"),
        ("where is pelworth?", "where is pellworth?"),
        ("What did Hmas do?", "What did Hamas do?"),
        ("Where is the inn of AirAia?", "Where is the inn of AirAsia?"),
        # The same first letter before a commoner word, the library's words before others.
        ("where did the sarm settle?", "where did the swarm settle?"),
        ("who paid for the rbuilding?", "who paid for the rebuilding?"),
        # A dictionary's word where the library has none.
        ("What happend at the weekeid?", "What happened at the weekend?"),
        # But only a common one.
        ("Who allowed vaping for baristas?", "Who allowed vaping for baristas?"),
        ("Is there wifi or an iban?", "Is there wifi or an iban?"),
        # So near the beginning a question is asked.
        ("Wich pilots wrote logbooks?", "Which pilots wrote logbooks?"),
        ("In wich year?", "In which year?"),
    ],
)
def test_a_slip_is_mended(library, asked, meant):
    assert respelled(asked, library) == meant


@pytest.mark.parametrize(
    "asked",
    [
        "Who founded the museum in 1893?",
        # English, though the library has none of it.
        "Which ceasefire did the country broker?",
        "where can I buy winter tyres?",
        "Summarise and analyse the paediatric report.",
        "havent they paid, and who shouldnt?",
        # What is denied stays so.
        "why musnt the tram stop?",
        # A name is never taken for a word, nor for one of another make.
        "Who was Chimmey?",
        "Where does Pamas come from?",
        # Too short, no plain letters, or an abbreviation.
        "Is the trm new?",
        "What is the AIRASA?",
        "What is mus3um?",
        "Was ist das Müseum?",
        # Not English: what is strange there may be right.
        "Wieviele Passengerz hatte die Straßenbahn damals insgesamt?",
        "",
        "?",
    ],
)
def test_what_may_be_right_is_left_alone(library, asked):
    assert respelled(asked, library) == asked


def test_an_answer_shows_how_a_question_was_read(library):
    reader = PointingReader(Ada_Lund=3.0)
    answer = Assistant(library, reader=reader).ask("Who fuonded the musuem?")
    assert answer.question == "Who fuonded the musuem?"
    assert answer.asked == "Who founded the museum?"
    assert reader.asked == ["Who founded the museum?"]
    assert answer.quotes[0].highlight == "Ada Lund"


def test_a_follow_up_is_mended_before_it_is_made_to_stand_alone(library):
    assistant = Assistant(library, reader=PointingReader(Ada_Lund=3.0))
    first = assistant.ask("Who founded the museum?")
    second = assistant.ask("and who visted it?", history=[first])
    assert second.asked == "Who visited the museum?"


def test_words_of_the_library_are_found_as_they_are_spelled(library):
    assert library.spelled(["museum", "museums", "musem", "chimney"]) == {"Museum": 1, "chimney": 1}
    # By stem the library has "passenges", but nobody wrote it.
    assert library.frequency("passenges") == 1
    assert library.spelled(["passenges", "passengers"]) == {"passengers": 1}
    assert library.spelled(["hamas", "museum", "tram"], names=True) == {"Hamas": 1, "Museum": 1}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spelling")
    shelf(folder / "shelf", town_md=TEXT)
    with Library.open(folder / "library", encoder=WordEncoder("museum"), create=True) as made:
        made.add([folder / "shelf"])
        yield made


@given(st.text(max_size=60))
def test_every_word_is_the_one_asked_or_one_slip_from_it(kept, text):
    asked, meant = words(text), words(respelled(text, kept))
    assert len(asked) == len(meant)
    for one, other in zip(asked, meant, strict=True):
        assert one.text == other.text or abs(len(one.text) - len(other.text)) < 2


@given(st.sampled_from(sorted({w.text for w in words(TEXT) if len(w.text) > 6})), st.integers())
def test_nothing_but_words_changes(kept, word, seed):
    question = f"(1) What of “{slip(word, random.Random(seed))}”, 2,000?"
    before, _, behind = question.partition("“")
    meant = respelled(question, kept)
    assert meant.startswith(f"{before}“")
    assert meant.endswith(behind[behind.index("”") :])
