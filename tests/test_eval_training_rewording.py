"""Other words for the same: what is changed, and that the answers stand."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.training.examples import Example
from eval.training.kin import Kin
from eval.training.rewording import mistyped, retold, reworded, yes_or_no
from tests.lexicon import kin, wordnet

PASSAGE = (
    "Vik has a quay, the dock in the north. Ada Quill bought the quay in 1954. Bo Hale kept the"
    " mill in Vik, and by the quay in the south he had a barn."
)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Kin:
    meanings = (("noun", "quay dock", ""), ("noun", "mill barn", ""))
    return kin(wordnet=wordnet(tmp_path_factory.mktemp("wordnet"), *meanings))


def example(question: str, *answers: str, passage: str = PASSAGE) -> Example:
    spans = tuple((passage.index(text), passage.index(text) + len(text)) for text in answers)
    return Example("pets:1", "pets", "1", "", question, passage, spans)


def some(change: Callable[[random.Random], Example | None]) -> set[str]:
    """Return the questions of what many draws made."""
    found = (change(random.Random(seed)) for seed in range(60))
    return {one.question for one in found if one}


def test_a_question_is_put_in_other_words(words: Kin) -> None:
    one = example("Who bought the quay in 1954?", "Ada Quill")
    assert some(lambda chance: reworded(one, words, chance)) == {"Who bought the dock in 1954?"}
    made = reworded(one, words, random.Random(0))
    assert made
    assert (made.passage, made.answers, made.weight) == (PASSAGE, one.answers, 1.0)
    # The words beside it were never met there.
    assert not some(lambda chance: reworded(example("Which quay?"), words, chance))


def test_one_or_two_words_of_a_question_are_exchanged(words: Kin) -> None:
    one = example("Was the quay in the barn, the dock in it, the quay in a mill?")
    made = some(lambda chance: reworded(one, words, chance))
    asked = one.question.split()
    changed = [
        sum(old != new for old, new in zip(asked, other.split(), strict=True)) for other in made
    ]
    assert set(changed) == {1, 2}


@given(st.data(), st.randoms(use_true_random=False))
def test_a_passage_is_told_in_other_words_and_keeps_its_answers(words, data, chance):
    drawn = data.draw(
        st.lists(st.tuples(st.integers(0, len(PASSAGE)), st.integers(1, 30)), max_size=3)
    )
    spans = tuple(
        (start, min(start + length, len(PASSAGE)))
        for start, length in drawn
        if start < len(PASSAGE)
    )
    one = Example("pets:1", "pets", "1", "", "Who?", PASSAGE, spans)
    made = retold(one, words, chance)
    if made is None:
        return
    assert made.passage != PASSAGE
    assert [made.passage[start:end] for start, end in made.answers] == [
        PASSAGE[start:end] for start, end in spans
    ]
    same = {"quay": "dock", "dock": "quay", "mill": "barn", "barn": "mill"}
    for old, new in zip(PASSAGE.split(), made.passage.split(), strict=True):
        assert new == old or new.strip(",.") == same[old.strip(",.")]


def test_a_passage_that_hardly_changes_is_left_out(words: Kin) -> None:
    one = example("Who?", passage="Ada bought the quay in 1954.")
    assert all(retold(one, words, random.Random(seed)) is None for seed in range(20))


@pytest.mark.parametrize(
    ("question", "answer", "asked"),
    [
        ("Who was the owner of the quay?", "Ada Quill", "Was Ada Quill the owner of the quay?"),
        ("What is the oldest house in Vik?", "mill", "Is mill the oldest house in Vik?"),
        ("When was the quay bought?", "1954", "Was the quay bought in 1954?"),
        ("What year was the quay bought?", "1954.", "Was the quay bought in 1954?"),
        ("When was the quay bought?", "in 1954", "Was the quay bought in 1954?"),
        ("Where was Bo's barn", "the quay in the south", "Was Bo's barn by the quay in the south?"),
        ("In which year did Ada buy it?", "1954", "Did Ada buy it in 1954?"),
        ("What did Bo Hale keep?", "the mill", "Did Bo Hale keep the mill?"),
        # Not of this form, or with an answer that no one would put into a question.
        ("Why did Bo sell it?", "the mill", None),
        ("What did Ada do?", "bought the quay", None),
        ("What is in Vik?", "a quay, the dock", None),
        ("What is in Vik?", "Ada Quill bought the quay in 1954. Bo Hale kept", None),
    ],
)
def test_a_question_that_yes_or_no_would_answer(
    question: str, answer: str, asked: str | None
) -> None:
    one = example(question, answer)
    made = yes_or_no(one, random.Random(0))
    assert (made.question if made else None) == asked
    assert made is None or (made.passage, made.answers) == (one.passage, one.answers)


def test_without_an_answer_nothing_is_asked_that_it_would_settle() -> None:
    assert yes_or_no(example("Who was it?"), random.Random(0)) is None


def test_a_letter_is_left_out_doubled_or_out_of_place() -> None:
    one = example("Who bred ducks?", "Ada Quill")
    assert some(lambda chance: mistyped(one, chance)) == {
        f"Who bred {word}?"
        for word in (
            "dcks", "duks", "ducs",
            "duucks", "duccks", "duckks",
            "dcuks", "dukcs", "ducsk",
        )
    }  # fmt: skip
    assert not some(lambda chance: mistyped(example("Who has a cat?"), chance))
