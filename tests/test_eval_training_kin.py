"""Which words are of a kind, and which mean the same."""

from pathlib import Path

import pytest

from eval.training.kin import beside
from tests.lexicon import kin, wordnet


def test_kin_are_near_but_not_too_near_and_stand_between_the_same_words() -> None:
    found = kin("an old barn").of("quay", "the", "in")
    assert set(found) == {"mill", "barn"}
    assert kin("an old barn").of("quay", "old", "") == ["barn"]
    assert kin().of("quay", "old", "") == []
    assert kin().of("harbour", "the", "in") == []


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    meanings = (("noun", "quay dock mill", ""), ("noun", "snow wind", ""), ("noun", "quay", "3"))
    return wordnet(tmp_path / "wordnet", *meanings, ("noun", "barn", ""))


def test_what_means_the_same_is_no_kin(lexicon: Path) -> None:
    assert kin(wordnet=lexicon).of("quay", "the", "in") == []
    assert set(kin(wordnet=lexicon).of("dock", "the", "in")) == {"barn"}


def test_what_means_the_same_stands_between_the_same_words(lexicon: Path) -> None:
    known = kin("an old quay", "an old mill", wordnet=lexicon)
    assert set(known.same("dock", "the", "in")) == {"quay", "mill"}
    assert known.same("dock", "old", "") == ["mill", "quay"]
    assert known.same("dock", "every", "") == []
    assert known.same("harbour", "the", "in") == []
    assert kin().same("dock", "the", "in") == []


@pytest.mark.parametrize(
    ("before", "behind", "words"),
    [
        ("Near the ", " of Vik", ("the", "of")),
        ("", "?", ("", "")),
        ("Who, in 1954,", "'s quay", ("1954", "s")),
    ],
)
def test_the_words_beside_a_place(before: str, behind: str, words: tuple[str, str]) -> None:
    assert beside(before, behind) == words
