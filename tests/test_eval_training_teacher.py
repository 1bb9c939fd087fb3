"""A larger network: what it learns, what it tells, and that the reader learns that."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer, models
from transformers import MPNetConfig, MPNetModel

from eval.training import batches, loop
from eval.training.batches import Batcher, Told
from eval.training.examples import Example
from eval.training.loop import loss, put, train, write
from eval.training.teacher import Teacher, check_pieces, read_told, tell
from index.errors import UserError
from tests.tiny import published, tokenizer

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a tiny network that is not BERT."""
    place = tmp_path_factory.mktemp("network")
    torch.manual_seed(0)
    config = MPNetConfig(
        vocab_size=200,
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=300,
    )
    MPNetModel(config, add_pooling_layer=False).save_pretrained(place)
    tokenizer().save(str(place / "tokenizer.json"))
    return place


def example(number: int, *answers: str) -> Example:
    passage = f"the quay was bought by x{number}. it was sold by y{number}."
    spans = tuple((passage.index(text), passage.index(text) + len(text)) for text in answers)
    return Example(f"pets:{number}", "pets", "1", "", "who bought it?", passage, spans)


def test_a_network_of_transformers_learns_all_but_its_words(folder: Path) -> None:
    teacher = Teacher.load(folder, seed=1, device=CPU)
    named = teacher.parameters()
    assert named["heads"].shape == (3, 24)
    assert not any("word_embeddings" in name for name in named)
    assert "encoder.relative_attention_bias.weight" in named
    batch = Batcher(tokenizer()).batch([example(1, "x1"), example(2)])
    (logits,) = teacher.logits(batch)
    assert logits.shape == (*batch.ids.shape, 3)
    assert torch.equal(logits[..., :2] == -1e4, ~batch.allowed.unsqueeze(-1).expand(-1, -1, 2))
    loss(logits, batch).backward()
    assert all(tensor.grad is not None for tensor in named.values())
    # The same examples give the same, for nothing is left out by chance.
    assert torch.equal(teacher.logits(batch)[0], logits)


def test_what_it_tells_is_how_likely_each_place_is(folder: Path, tmp_path: Path) -> None:
    teacher = Teacher.load(folder, seed=1, device=CPU)
    asked = [example(number, f"x{number}") for number in range(9)]
    tell(teacher, asked, tokenizer(), tmp_path / "told.jsonl.gz", seed=1)
    told = read_told(tmp_path / "told.jsonl.gz")
    assert sorted(told) == sorted(one.asked for one in asked)
    batch = Batcher(tokenizer()).batch([asked[3]])
    with torch.inference_mode():
        likely = teacher.logits(batch)[0, 0, :, :2].softmax(dim=0)
    # Of 6 pieces of the question and its marks no answer may start but at the first.
    for head, several in enumerate(told[asked[3].asked]):
        assert len(several) == 6
        assert [value for _, value in several] == sorted((v for _, v in several), reverse=True)
        for number, value in several:
            at = 5 + number if number else 0
            assert value == pytest.approx(float(likely[at, head]), abs=2e-3)


def test_of_so_many_steps_is_told_as_a_training_would_meet_them(
    folder: Path, tmp_path: Path
) -> None:
    teacher = Teacher.load(folder, seed=1, device=CPU)
    tell(teacher, [example(1)], tokenizer(), tmp_path / "none.jsonl.gz", seed=1, steps=0)
    assert read_told(tmp_path / "none.jsonl.gz") == {}


def test_what_was_told_is_put_where_the_pieces_are() -> None:
    told = {example(1).asked: ([(0, 0.25), (1, 0.5), (999, 0.25)], [(2, 1.0)])}
    batch = Batcher(tokenizer(), told).batch([example(1, "x1"), example(2)])
    first = batch.allowed[0].nonzero().flatten()
    assert batch.told[0, 0].tolist() == [0.25, 0.0]
    assert batch.told[0, first[1]].tolist() == [0.5, 0.0]
    assert batch.told[0, first[2]].tolist() == [0.0, 1.0]
    assert batch.told[0].sum() == 1.75
    assert batch.told[1].sum() == 0


def test_passages_of_one_question_are_told_apart() -> None:
    one, *others = (replace(example(number), id="pets:1") for number in range(3))
    told: dict[str, Told] = {others[0].asked: ([(0, 1.0)], []), others[1].asked: ([(1, 1.0)], [])}
    batch = Batcher(tokenizer(), told).batch([replace(one, beside=tuple(others))])
    assert batch.told[:, 0, 0].tolist() == [0.0, 1.0, 0.0]
    assert batch.told.sum(dim=(1, 2)).tolist() == [0.0, 1.0, 1.0]


def test_a_network_that_cannot_be_learned_from_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"config\.json is not there. Give the folder of a network"):
        Teacher.load(tmp_path, seed=1, device=CPU)
    check_pieces(tokenizer(), tokenizer())
    other = Tokenizer(models.WordPiece({"[UNK]": 0}, unk_token="[UNK]"))
    with pytest.raises(UserError, match="the network cuts text into other pieces: it has no"):
        check_pieces(tokenizer(), other)
    with pytest.raises(UserError, match="none of the examples was told of"):
        train([example(1)], folder=folder, work=tmp_path, seed=1, network=folder, told={})


def test_what_was_told_counts_more_than_the_label() -> None:
    told = {example(1).asked: ([(0, 1.0)], [(0, 0.5), (1, 0.5)])}
    plain = Batcher(tokenizer()).batch([example(1)])
    batch = Batcher(tokenizer(), told).batch([example(1)])
    logits = torch.zeros(*batch.ids.shape, 3)
    logits[..., :2].masked_fill_(~batch.allowed.unsqueeze(-1), -1e4)
    logits[0, 0, :2] = math.log(3)
    places = int(batch.allowed.sum())
    # Of each head 3 of places + 2 are where there is none, and 1 at each other place.
    none, other = -math.log(3 / (places + 2)), -math.log(1 / (places + 2))
    apart = float(loss(logits, batch) - loss(logits, plain))
    assert apart == pytest.approx(0.7 * (none + (none + other) / 2 - 2 * none), abs=1e-4)


def test_a_training_learns_from_what_was_told_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [example(number, f"x{number}") for number in range(12)]
    learned = train(asked, folder=folder, network=folder, work=tmp_path / "large", seed=1)
    assert isinstance(learned, Teacher)
    write(learned, tmp_path / "large.safetensors")
    again = Teacher.load(folder, seed=2, device=CPU)
    put(again.parameters(), load_file(tmp_path / "large.safetensors"))
    tell(again, asked[3:7], tokenizer(), tmp_path / "told.jsonl.gz", seed=1)
    planned: list[list[str]] = []

    def spied(examples: Sequence[Example], *given: Any, **more: Any) -> list[list[list[Example]]]:
        planned.append([one.id for one in examples])
        return batches.plan(examples, *given, **more)

    monkeypatch.setattr(loop, "plan", spied)
    told = read_told(tmp_path / "told.jsonl.gz")
    small = published(tmp_path / "small")
    train(asked, folder=small, work=tmp_path / "work", seed=1, told=told)
    assert planned == [["pets:3", "pets:4", "pets:5", "pets:6"]]
