"""Examples as numbers: which pieces hold the answer, and in which order they are met."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from eval.training import batches
from eval.training.batches import LONGEST, PASS, Batch, Batcher, plan
from eval.training.examples import Example
from tests.tiny import tokenizer

PASSAGE = "Ada bought it in 54. Bo sold it. It was by the mill."


def example(
    passage: str = PASSAGE,
    *answers: str,
    question: str = "who bought it?",
    above: str = "the quay",
    number: int = 0,
    weight: float = 1.0,
    first: float = 0.0,
    last: float = 1.0,
) -> Example:
    spans = tuple((passage.index(text), passage.index(text) + len(text)) for text in answers)
    return Example(
        f"pets:{number}", "pets", "1", above, question, passage, spans, weight, first, last
    )


def read(batch: Batch, row: int, chosen: torch.Tensor | slice) -> str:
    """Return the words of some pieces."""
    return tokenizer().decode(batch.ids[row][chosen].tolist(), skip_special_tokens=False)


def spanned(batch: Batch, row: int) -> list[str]:
    return [read(batch, row, slice(first, last + 1)) for first, last in batch.spans[row]]


# ---- batches


def test_an_example_becomes_numbers():
    batch = Batcher(tokenizer()).batch([example(PASSAGE, "Ada", "Ada bought it", weight=0.5)])
    # 6 of the question with its marks, 2 of the title, so that Ada, in letters, is 8 to 10.
    assert batch.ids.shape == (1, 32)
    count = int(batch.mask.sum())
    assert read(batch, 0, batch.mask[0]) == (
        "[CLS] who bought it? [SEP] the quay ada bought it in 54. bo sold it. it was by the"
        " mill. [SEP]"
    )
    assert batch.mask[0].tolist() == [True] * count + [False] * (32 - count)
    assert batch.seconds[0].tolist() == [0] * 6 + [1] * (count - 6) + [0] * (32 - count)
    assert batch.weights.tolist() == [0.5]
    # Where an answer may be: at the first mark and in the passage, not in the title.
    assert read(batch, 0, batch.allowed[0]) == (
        "[CLS] ada bought it in 54. bo sold it. it was by the mill."
    )
    assert batch.spans == [[(8, 10), (8, 12)]]
    assert spanned(batch, 0) == ["ada", "ada bought it"]
    assert read(batch, 0, batch.evidence[0] == 1) == "ada bought it in 54."


def test_without_an_answer_the_first_mark_is_the_span():
    batch = Batcher(tokenizer()).batch([example(), example(PASSAGE, "Bo")])
    assert batch.spans[0] == [(0, 0)]
    assert batch.evidence[0].sum() == 0
    assert spanned(batch, 1) == ["bo"]
    assert read(batch, 1, batch.evidence[1] == 1) == "bo sold it."


def test_evidence_are_all_sentences_that_answers_touch():
    batch = Batcher(tokenizer()).batch([example(PASSAGE, "sold it. It was", "Ada")])
    assert spanned(batch, 0) == ["ada", "sold it. it was"]
    assert batch.evidence[0].sum() == batch.allowed[0].sum() - 1


def test_an_answer_behind_the_end_of_what_is_read_is_none():
    passage = "it was sold " * 120 + "by Bo."
    batch = Batcher(tokenizer()).batch([example(passage, "Bo"), example(passage, "it was")])
    assert batch.ids.shape == (2, LONGEST)
    assert batch.mask.all()
    assert batch.spans[0] == [(0, 0)]
    assert spanned(batch, 1) == ["it was"]


def test_an_answer_of_part_of_a_word_takes_its_piece():
    batch = Batcher(tokenizer()).batch([example("It was sold.", "ol")])
    assert spanned(batch, 0) == ["sold"]


letters = st.sampled_from(["Ada", "bought", "the", "quay.", "1954", "x-y", "(by", "é", "中", "\n"])


@given(st.data())
def test_spans_are_the_pieces_of_the_answers(data):
    words = data.draw(st.lists(letters, min_size=1, max_size=25))
    text = " ".join(words)
    low = data.draw(st.integers(0, len(words) - 1))
    behind = data.draw(st.integers(low + 1, len(words)))
    start = len(" ".join(words[:low])) + (low > 0)
    answer = (start, start + len(" ".join(words[low:behind])))
    above = data.draw(st.sampled_from(["", "the quay", "中 é?"]))
    one = Example("pets:1", "pets", "1", above, " who ? ", text, (answer,))
    other = example("it", question="it")
    batcher = Batcher(tokenizer())
    batch = batcher.batch([other, one])
    words_alone = tokenizer()
    words_alone.no_truncation()
    whole = words_alone.encode(text, add_special_tokens=False)
    assert batch.ids[1][batch.allowed[1]].tolist()[1:] == whole.ids
    ((first, last),) = batch.spans[1]
    held = words_alone.encode(text[slice(*answer)], add_special_tokens=False)
    if held.ids:
        assert batch.ids[1, first : last + 1].tolist() == held.ids
        assert batch.evidence[1, first : last + 1].all()
    else:
        assert (first, last) == (0, 0)
    assert not batch.evidence[~batch.allowed].any()
    assert not batch.allowed[:, 1:][batch.seconds[:, 1:] == 0].any()


def test_half_of_the_titles_and_of_the_question_marks_are_left_out():
    batcher = Batcher(tokenizer())
    batch = batcher.batch([example(PASSAGE, "Ada")] * 400, random.Random(1))
    read_as = Counter(read(batch, row, batch.mask[row]) for row in range(400))
    titled = sum(count for text, count in read_as.items() if "quay ada" in text)
    marked = sum(count for text, count in read_as.items() if "it? [SEP]" in text)
    assert 160 < titled < 240
    assert 160 < marked < 240
    assert len(read_as) == 4
    # Whatever was left out, the answer is where it was.
    assert {span for row in range(400) for span in spanned(batch, row)} == {"ada"}
    again = batcher.batch([example(PASSAGE, "Ada")] * 400, random.Random(1))
    assert torch.equal(again.ids, batch.ids)
    # As many end in one of those that had none.
    bare = replace(example(PASSAGE, "Ada"), question=example(PASSAGE, "Ada").question.rstrip("?"))
    assert torch.equal(batcher.batch([bare] * 400, random.Random(1)).ids, batch.ids)


# ---- order


def lot(count: int) -> list[Example]:
    chance = random.Random(7)
    return [
        example("it was sold " * chance.randint(1, 95), number=number) for number in range(count)
    ]


def flat(steps: Sequence[Sequence[Sequence[Example]]]) -> list[Example]:
    return [one for step in steps for part in step for one in part]


def test_every_example_is_met_once_in_the_same_order_for_the_same_seed():
    examples = lot(300)
    steps = plan(examples, tokenizer(), seed=1)
    assert sorted(one.id for one in flat(steps)) == sorted(one.id for one in examples)
    assert plan(examples, tokenizer(), seed=1) == steps
    assert plan(examples, tokenizer(), seed=2) != steps
    assert plan([], tokenizer(), seed=1) == []


def test_a_pass_holds_no_more_pieces_than_it_may_and_little_padding():
    words = tokenizer()
    steps = plan(lot(300), words, seed=1)
    assert {len(step) for step in steps[:-1]} == {batches.PASSES}
    batcher = Batcher(words)
    pieces = padded = 0
    for step in steps:
        for part in step:
            batch = batcher.batch(part)
            assert batch.ids.numel() <= PASS
            pieces += int(batch.mask.sum())
            padded += batch.ids.numel()
    assert pieces / padded > 0.9


def test_one_too_long_for_a_pass_is_alone_in_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(batches, "PASS", 100)
    short = [example("it was sold", number=number) for number in range(7)]
    steps = plan([example("it was sold " * 95, number=9), *short], tokenizer(), seed=1)
    # A short one has 3 marks, 4 pieces of the question, 2 of the title, 3: 16, so 6 in a pass.
    assert sorted(len(part) for step in steps for part in step) == [1, 1, 6]


def test_an_example_is_met_in_its_share_of_the_training(monkeypatch: pytest.MonkeyPatch):
    # Lengths are sorted out among many steps at once; here among each step's own.
    monkeypatch.setattr(batches, "_POOL", 0)
    early = [example(number=number, last=0.4) for number in range(100)]
    late = [example(number=number, first=0.6) for number in range(100, 200)]
    found = flat(plan([*late, *early], tokenizer(), seed=1))
    assert [one.last for one in found] == [0.4] * 100 + [1.0] * 100
    anywhere = [example(number=number) for number in range(200, 300)]
    found = flat(plan([*late, *anywhere, *early], tokenizer(), seed=1))
    at = [place for place, one in enumerate(found) if (one.first, one.last) == (0, 1)]
    assert 110 < sum(at) / len(at) < 190
