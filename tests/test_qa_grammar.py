"""What little of English grammar the rules for follow-ups need."""

import pytest

from index.words import words
from qa.language.grammar import Time, base_verb, predicate, time_named
from qa.language.vocabulary import Role, is_adverb, is_verb, role


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("cover", Role.VERB),
        ("notify", Role.VERB),
        ("charge", Role.MAYBE),
        ("frob", Role.UNKNOWN),
        ("insurance", Role.OTHER),
        ("usually", Role.OTHER),
        ("free", Role.MAYBE),
        ("dangerous", Role.OTHER),
        ("Oslo", Role.OTHER),
        ("300", Role.OTHER),
    ],
)
def test_what_a_word_can_be_behind_does_and_a_noun(said, expected):
    assert role(said) is expected


@pytest.mark.parametrize(
    ("text", "helper", "behind", "expected"),
    [
        ("the bridge open", "did", "", (2, True)),
        ("the home insurance cover theft", "does", "", (3, True)),
        ("the museum charge children", "does", "", (2, True)),
        ("the bridge frob", "did", "", (2, True)),
        ("the fund frob rail travel", "does", "", (None, False)),
        ("the old pump", "did", "in the cellar break", (None, True)),
        ("the skate park", "will", "in Vik open", (None, False)),
        ("sooty hares frob grass", "do", "", (2, True)),
        ("Ada Lind play chess", "does", "", (2, True)),
        ("Ada Lind", "did", "", (None, True)),
    ],
)
def test_which_word_is_the_verb_and_whether_that_is_sure(text, helper, behind, expected):
    assert base_verb(words(text), helper, words(behind)) == expected


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("parking free", True, (1, True)),
        ("the tunnel late", True, (2, True)),
        ("the newly built bridge opened", False, (4, True)),
        ("the tunnel two miles long", True, (2, True)),
        ("the Petrel 3 tests", False, (None, True)),
        ("the tunnel", True, (None, True)),
    ],
)
def test_which_word_is_said_of_the_others(text, wanted, expected):
    assert predicate(words(text), wanted=wanted, open_end=wanted) == expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("Mondays", Time.DAY),
        ("in july", Time.MONTH),
        ("May 2024", Time.YEAR),
        ("the summer holidays", Time.SOME),
        ("the night watchman", None),
        ("3000", None),
        ("", None),
    ],
)
def test_what_kind_of_time_is_named(named, expected):
    assert time_named(named) is expected


def test_what_only_looks_like_a_participle_or_an_adverb():
    assert is_verb("opened")
    assert not is_verb("seed")
    assert is_adverb("usually")
    assert not is_adverb("family")
