"""Questions in other words."""

import random
from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np

from eval.training.examples import Example
from eval.training.rewording import reworded
from index.encoder import Floats

SAME = {"bought": ["acquired", "purchased"], "quay": ["wharf"], "year": ["day"], "sold": ["vended"]}
KIN = SimpleNamespace(same=lambda word, before, behind: SAME.get(word, []))


def example(question: str, *, answered: bool = True) -> Example:
    passage = "In that year Ada bought the quay of Vik."
    at = passage.index("Ada")
    answers = ((at, at + 3),) if answered else ()
    return Example("e", "set", "group", "", question, passage, answers, weight=0.8)


def encode(texts: Sequence[str]) -> Floats:
    """Return vectors by which "acquired" is farther from everything else than "purchased"."""
    angles = [0.6 if "acquired" in text else 0.1 * ("purchased" in text) for text in texts]
    return np.array([[np.cos(angle), np.sin(angle)] for angle in angles], dtype=np.float32)


def made(*examples: Example, count: int = 10, seed: int = 0) -> list[Example]:
    chance = random.Random(seed)
    return list(reworded(examples, count, KIN, encode, chance))  # type: ignore[arg-type]


def test_the_word_that_changes_the_meaning_least_is_taken():
    asked = {made(example("Who bought it?"), seed=seed)[0].question for seed in range(20)}
    assert asked == {"Who purchased it?"}


def test_some_have_two_words_exchanged():
    one = example("Who bought the quay?")
    asked = {made(one, seed=seed)[0].question for seed in range(40)}
    assert "Who purchased the wharf?" in asked
    assert asked <= {
        "Who purchased the quay?",
        "Who bought the wharf?",
        "Who purchased the wharf?",
    }


def test_what_answers_still_does_and_what_does_not_still_does_not():
    (one,) = made(example("Who bought it?"))
    assert one.passage[slice(*one.answers[0])] == "Ada"
    assert (one.id, one.weight) == ("e+reworded", 0.8 * 0.9)
    (other,) = made(example("Who bought it?", answered=False))
    assert other.answers == ()


def test_only_words_that_the_passage_has_and_no_units_of_time():
    assert made(example("Who sold it?")) == []
    assert made(example("Which year?")) == []


def test_no_more_are_made_than_wanted():
    several = [example("Who bought it?") for _ in range(5)]
    assert len(made(*several, count=2)) == 2
    assert made(count=2) == []
