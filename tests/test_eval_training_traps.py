"""Near misses: what is changed, and that nothing answers any more, or that the answer stays."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.training.examples import Example
from eval.training.traps import (
    OPPOSITES,
    denied,
    exchanged,
    make,
    opposite,
    renamed,
    shortened,
    taken_out,
    thinned,
)
from tests.lexicon import kin

PASSAGE = (
    "Vik has a quay of stone. Ada Quill bought the quay in 1954 for 300 crowns. It rained all of"
    " that spring. Bo Hale kept the mill by the quay of Vik. Nobody knows who paid for the mill."
)


def example(question: str, *answers: str, passage: str = PASSAGE, **more: Any) -> Example:
    spans = tuple((passage.index(text), passage.index(text) + len(text)) for text in answers)
    fields = {"id": "pets:1", "set": "pets", "group": "1", "above": "", **more}
    return Example(question=question, passage=passage, answers=spans, **fields)


def some(trap: Callable[[random.Random], Example | None]) -> set[str]:
    """Return the questions of what a trap made by many draws."""
    found = (trap(random.Random(seed)) for seed in range(60))
    return {one.question for one in found if one}


# ---- the question changed


def test_a_word_is_turned_into_its_opposite() -> None:
    one = example("Who bought the quay before 1960?", "Ada Quill")
    assert some(lambda chance: opposite(one, chance)) == {
        "Who sold the quay before 1960?",
        "Who bought the quay after 1960?",
    }
    made = opposite(one, random.Random(0))
    assert made
    assert (made.passage, made.answers, made.weight) == (PASSAGE, (), 0.8)


def test_an_opposite_that_the_passage_speaks_of_is_no_trap() -> None:
    both = "Ada bought the quay, and Bo sold it."
    assert not some(lambda chance: opposite(example("Who bought it?", "Ada", passage=both), chance))
    assert not some(lambda chance: opposite(example("Who is Ada?", "Ada Quill"), chance))


def test_opposites_are_each_other_s() -> None:
    assert OPPOSITES["northern"] == "southern"
    assert OPPOSITES["southern"] == "northern"
    assert all(OPPOSITES[other] in OPPOSITES for other in OPPOSITES.values())
    assert all(one != other for one, other in OPPOSITES.items())


@pytest.mark.parametrize(
    ("question", "made"),
    [
        ("When did Ada buy it?", {"When did Ada not buy it?", "When didn't Ada buy it?"}),
        ("Where was the old quay?", {"Where wasn't the old quay?"}),
        ("What is by the quay?", {"What is not by the quay?", "What isn't by the quay?"}),
        ("Who can tell?", {"Who can not tell?"}),
        ("Why can the old mill turn?", set()),
        ("Who didn't pay?", set()),
        ("Who has never been there?", set()),
        ("Who knows?", set()),
        ("What was it that had to be paid?", set()),
    ],
)
def test_what_a_passage_says_is_denied(question: str, made: set[str]) -> None:
    found = some(lambda chance: denied(example(question, "Ada Quill"), chance))
    assert {one.replace(" never ", " not ") for one in found} == made


def test_a_word_of_the_passage_is_exchanged_for_one_of_its_kind() -> None:
    one = example("Who bought the quay in 1954?", "Ada Quill")
    # The mill stands in the passage, so it is not taken.
    assert some(lambda chance: exchanged(one, kin(), chance)) == {"Who bought the barn in 1954?"}
    assert not some(lambda chance: exchanged(example("Where is the dock in Vik?"), kin(), chance))


# ---- the passage changed

OTHERS = (["Cy Vane", "Moss", "Oslo"], ["1960", "17"])


def test_a_name_or_figure_of_the_question_is_replaced_in_the_passage() -> None:
    one = example("What did Ada Quill buy in 1954?", "the quay", above="On Ada Quill")
    found = [renamed(one, OTHERS, random.Random(seed)) for seed in range(20)]
    passages = {made.passage for made in found if made}
    assert passages == {PASSAGE.replace("Ada Quill", "Cy Vane"), PASSAGE.replace("1954", "1960")}
    for made in filter(None, found):
        assert (made.question, made.answers) == (one.question, ())
        assert made.above == ("" if "Cy Vane" in made.passage else "On Ada Quill")


def test_what_stands_in_the_answer_is_not_replaced() -> None:
    one = example("Who is Ada Quill?", "Ada Quill")
    assert not any(renamed(one, OTHERS, random.Random(seed)) for seed in range(20))


def test_replaced_in_both_the_answer_stands() -> None:
    one = example("What did Bo Hale keep by the quay of Vik?", "the mill", "mill by the quay")
    found = [renamed(one, OTHERS, random.Random(seed), both=True) for seed in range(40)]
    asked = {made.question for made in found if made}
    assert asked == {
        "What did Cy Vane keep by the quay of Vik?",
        "What did Bo Hale keep by the quay of Moss?",
        "What did Bo Hale keep by the quay of Oslo?",
    }
    for made in filter(None, found):
        assert [made.passage[start:end] for start, end in made.answers] == [
            "the mill",
            "mill by the quay",
        ]


def test_the_sentence_that_answers_is_taken_out() -> None:
    passage = PASSAGE.replace(
        "It rained",
        "It was cold, and by the accounts of the parish, which are kept in Vik, it rained",
    )
    one = example("Who bought the quay?", "Ada Quill", passage=passage)
    made = taken_out(one, random.Random(0))
    assert made
    assert made.passage == passage.replace("Ada Quill bought the quay in 1954 for 300 crowns. ", "")
    assert made.answers == ()
    # What is said twice still stands, and little text is no passage.
    assert taken_out(
        example("What did she buy?", "the quay", passage=passage), random.Random()
    ) is (None)
    assert taken_out(example("Who?", "Ada", passage="Ada came. Bo left."), random.Random()) is None


spans = st.lists(
    st.tuples(st.integers(0, len(PASSAGE) - 1), st.integers(1, 40)), min_size=1, max_size=3
)


@given(spans, st.randoms(use_true_random=False))
def test_a_passage_made_shorter_without_harm_keeps_its_answers(drawn, chance):
    answers = tuple(sorted({(start, min(len(PASSAGE), start + long)) for start, long in drawn}))
    one = Example("pets:1", "pets", "1", "", "Who?", PASSAGE, answers)
    marked = {PASSAGE[start:end] for start, end in answers}
    thin = thinned(one, chance)
    if thin:
        assert len(thin.passage) < len(PASSAGE)
        assert [thin.passage[start:end] for start, end in thin.answers] == [
            PASSAGE[start:end] for start, end in answers
        ]
    short = shortened(one, chance)
    if short:
        assert short.passage in PASSAGE
        assert short.passage.count(".") <= 4
        assert {short.passage[start:end] for start, end in short.answers} <= marked
        assert short.answers


# ---- all together


def test_so_many_of_each_kind_are_made_and_their_ids_tell_which() -> None:
    asked = [
        example(
            f"Who bought quay {number} in Vik before 1960?",
            "Ada Quill",
            passage=PASSAGE + " The mill is a long way off." * 3,
            id=f"pets:{number}",
        )
        for number in range(9)
    ]
    asked.append(example("Who paid in Vik before 1960?", id="pets:none"))
    wanted = {"opposite": 3, "thinned": 2, "shortened": 99, "denied": 4}
    found = list(make(asked, wanted, kin(), random.Random(1)))
    assert Counter(one.id.split("+", 1)[1] for one in found) == {
        "opposite": 3,
        "thinned": 2,
        "shortened": 9,
    }
    assert len({one.id for one in found}) == len(found)
    assert "pets:none" not in {one.id.split("+")[0] for one in found}
    assert list(make(asked, wanted, kin(), random.Random(1))) == found
