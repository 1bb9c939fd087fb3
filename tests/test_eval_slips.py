"""Slips of the keys, made to measure with."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.sets import Labelled, QuestionSet
from eval.slips import slip, with_slips


def labelled(identifier: str, question: str) -> Labelled:
    return Labelled(identifier, "town", question, "what", ("1893",), {"a.md": 1.0}, True)


def test_one_word_of_each_question_is_mistyped_always_in_the_same_way():
    asked = [labelled("1", "When did the bridge open?"), labelled("2", "Who paid?")]
    one = QuestionSet("town", Path("town.jsonl"), tuple(asked), {}, ())
    made = with_slips(one, seed=1)
    assert [each.question for each in made.questions] == ["When did the bidge open?", "Who paid?"]
    assert with_slips(one, seed=1) == made
    assert with_slips(one, seed=2) != made
    assert made.questions[0].answers == ("1893",)


@pytest.mark.parametrize("seed", range(40))
def test_the_four_slips(seed):
    made = slip("bridge", random.Random(seed))
    changed = sum(a != b for a, b in zip("bridge", made, strict=False))
    assert made[0] == "b"
    assert {5: True, 6: changed in (1, 2), 7: True}[len(made)]


@given(st.text("ab", min_size=3), st.integers())
def test_a_slip_is_never_what_was_meant(word, seed):
    assert slip(word, random.Random(seed)) != word
