"""Which words are of a kind, and which mean the same."""

from pathlib import Path

import numpy as np
import pytest

from eval.training.kin import _SEEN, Kin, beside
from tests.tiny import wordnet

# Words of one kind point the same way, but a word that is too near to another means the same.
VECTORS = {
    "quay": (1.0, 0.0, 0.0),
    "mill": (0.3, 0.95, 0.0),
    "barn": (0.35, 0.0, 0.93),
    "dock": (0.99, 0.1, 0.0),
    "quays": (0.4, 0.5, 0.7),
}
# The mean of all is taken off: with these it is nothing.
VECTORS |= {
    other: tuple(-number for number in VECTORS[word])
    for word, other in zip(VECTORS, ("rain", "snow", "wind", "sand", "salt"), strict=True)
}


def kin(*texts: str, wordnet: Path | None = None) -> Kin:
    words = list(VECTORS)
    often = [f"the {word} in" for word in words for _ in range(_SEEN)]
    vectors = np.array(list(VECTORS.values()), dtype=np.float32)
    numbers = {word: place for place, word in enumerate(words)}
    return Kin([*often, *texts], vectors, numbers, wordnet=wordnet)


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


def test_what_means_the_same_stands_between_the_same_words_and_is_not_far(lexicon: Path) -> None:
    words = kin("an old dock", wordnet=lexicon)
    assert words.same("quay", "Near the", "in Vik") == ["dock", "mill"]
    assert words.same("quay", "Is this an old", "") == ["dock"]
    assert words.same("quay", "Is this a new", "") == []
    # WordNet has them as one, but their vectors point apart: they seldom mean the same.
    assert words.same("snow", "the", "in") == []
    assert words.same("harbour", "the", "in") == []
    assert kin().same("quay", "the", "in") == []


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
