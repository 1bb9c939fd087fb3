"""What is taken out of a network, and that what stays makes up for it as well as can be."""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from eval.learning import _size
from eval.training import batches, pruning
from eval.training.batches import Batcher
from eval.training.examples import Example
from eval.training.loop import _cost, train
from eval.training.pruning import Size, _fewer, prune, sample
from eval.training.student import Student, student, write
from index.network import HEAD
from qa.reading import packed
from tests.tiny import LAYERS, WIDE, WIDTH, published, tokenizer

WHOLE = Size(WIDTH // HEAD, WIDE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("published"))


def examples(count: int) -> list[Example]:
    return [
        Example(f"{number}", "pets", "1", "the quay", f"who bought x{number}?", text, ((0, 4),))
        for number in range(count)
        for text in ["mill " * (number % 5 + 1) + f"was sold by y{number}."]
    ]


def with_twins(learned: Student, part: str) -> Student:
    """Return a student whose second neuron, or head, says in each layer what the first one says."""
    layers = []
    for layer in learned.network.layers:
        changed = {name: value.detach().clone() for name, value in layer._asdict().items()}
        if part == "neurons":
            changed["widen"][1] = changed["widen"][0]
            changed["widen_bias"][1] = changed["widen_bias"][0]
        else:
            for name in ("qkv", "qkv_bias"):
                three = changed[name].view(3, WHOLE.heads, HEAD, -1)
                three[:, 1] = three[:, 0]
        layers.append(layer._replace(**changed))
    return learned._replace(network=learned.network._replace(layers=tuple(layers)))


def says(learned: Student) -> torch.Tensor:
    with torch.no_grad():
        return learned.logits(Batcher(tokenizer()).batch(examples(6)))


@given(st.integers(0, 1000), st.sampled_from([1, 2]))
def test_what_stays_is_moved_to_where_least_squares_would(seed, group):
    chance = np.random.default_rng(seed)
    seen = chance.normal(size=(50, 8)) @ chance.normal(size=(8, 8))
    weights = chance.normal(size=(3, 8))
    kept, moved = _fewer(
        torch.tensor(weights), torch.tensor(seen.T @ seen), group, 6 // group, at_once=1
    )
    assert len(kept) == 6
    best = np.linalg.lstsq(seen[:, kept], seen @ weights.T, rcond=None)[0].T
    away, least = (
        np.square(seen @ weights.T - seen[:, kept] @ one.T).sum() for one in (moved.numpy(), best)
    )
    # Damping costs a little.
    assert least <= away * (1 + 1e-9)
    assert away <= least + 1e-3 * np.square(seen @ weights.T).sum()


def test_the_columns_that_matter_least_go_first():
    # The third is seen the least, the first is multiplied by the least.
    seen = torch.diag(torch.tensor([9.0, 9.0, 0.01, 4.0], dtype=torch.float64))
    weights = torch.tensor([[0.1, 1.0, 1.0, 1.0]])
    kept, moved = _fewer(weights, seen, 1, 3, at_once=1)
    assert kept.tolist() == [0, 1, 3]
    assert torch.equal(moved, weights[:, kept])
    assert _fewer(weights, seen, 1, 2, at_once=1)[0].tolist() == [1, 3]
    assert _fewer(weights, seen, 1, 2, at_once=5)[0].tolist() == [1, 3]
    # Next to each other they go together: 9 * 0.01 + 9 against 0.01 + 4.
    assert _fewer(weights, seen, 2, 1, at_once=1)[0].tolist() == [0, 1]


def test_nothing_taken_out_changes_nothing(folder: Path) -> None:
    learned = student(folder, seed=1)
    drawn = sample(examples(20), folder, seed=1)
    assert torch.equal(says(prune(learned, drawn, [WHOLE] * LAYERS)), says(learned))


@pytest.mark.parametrize(
    ("part", "size"),
    [("neurons", WHOLE._replace(neurons=WIDE - 1)), ("heads", WHOLE._replace(heads=1))],
)
def test_of_two_that_say_the_same_one_can_go(folder: Path, part: str, size: Size) -> None:
    learned = with_twins(student(folder, seed=1), part)
    less = prune(learned, sample(examples(20), folder, seed=1), [size] * LAYERS)
    layer = less.network.layers[0]
    heads = size.heads * HEAD
    assert isinstance(layer.qkv, torch.Tensor)
    assert isinstance(layer.narrow, torch.Tensor)
    assert (layer.qkv.shape, layer.narrow.shape) == ((3 * heads, WIDTH), (WIDTH, size.neurons))
    away, of_one = (
        float((says(one) - says(learned)).abs()[..., 2].max())
        for one in (less, _cut(learned, size))
    )
    assert away < 0.02
    # The first alone, without the other's part, says something else.
    assert of_one > 5 * away


def _cut(learned: Student, size: Size) -> Student:
    """Return a student of whose layers the last parts are gone, with nothing moved."""
    width = size.heads * HEAD
    layers: list[Any] = []
    for layer in learned.network.layers:
        one = {name: value.detach() for name, value in layer._asdict().items()}
        for name in ("qkv", "qkv_bias"):
            one[name] = torch.cat([part[:width] for part in one[name].chunk(3)])
        one["mix"] = one["mix"][:, :width]
        rows = [row for row in range(WIDE) if size.neurons == WIDE or row != 1]
        one["widen"], one["widen_bias"] = one["widen"][rows], one["widen_bias"][rows]
        one["narrow"] = one["narrow"][:, rows]
        layers.append(layer._replace(**one))
    return learned._replace(network=learned.network._replace(layers=tuple(layers)))


def test_examples_are_drawn_by_chance_and_read_with_those_of_like_length(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "_SAMPLE", 10)
    monkeypatch.setattr(pruning, "_TOGETHER", 4)
    drawn = sample(examples(30), folder, seed=1)
    assert [len(batch.examples) for batch in drawn] == [4, 4, 2]
    lengths = [len(one.question) + len(one.passage) for batch in drawn for one in batch.examples]
    assert lengths == sorted(lengths)
    again = sample(examples(30), folder, seed=1)
    assert [batch.examples for batch in drawn] == [batch.examples for batch in again]
    other = sample(examples(30), folder, seed=2)
    assert [batch.examples for batch in drawn] != [batch.examples for batch in other]


def test_what_is_left_is_written_read_and_brought_nearer_to_what_it_was(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Passes of four examples, steps of two passes.
    monkeypatch.setattr(batches, "PASS", 4 * 64)
    monkeypatch.setattr(batches, "PASSES", 2)
    learned = student(folder, seed=1)
    write(learned, tmp_path / "whole.safetensors")
    size = Size(1, WIDE // 2)
    less = prune(learned, sample(examples(40), folder, seed=1), [size] * LAYERS)
    write(less, tmp_path / "less.safetensors")
    assert packed.load(tmp_path / "less.safetensors")["layers.1.mix"].shape == (WIDTH, HEAD)
    taught = train(
        examples(1200),
        folder=folder,
        work=tmp_path / "work",
        seed=1,
        rate=1e-3,
        start_from=tmp_path / "less.safetensors",
        teacher=tmp_path / "whole.safetensors",
    )
    batch = Batcher(tokenizer()).batch(examples(20))
    with torch.no_grad():
        before, after = (float(_cost(one, batch, learned, dropout=0)) for one in (less, taught))
    assert after < before * 0.95


@pytest.mark.parametrize("written", ["10", "0x8", "8x", "axb", "1x2x3", "4x-1"])
def test_a_size_that_is_none_is_told(written: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"no size\. Write, say, 10x1024"):
        _size(written)


def test_a_size_is_heads_and_neurons():
    assert _size("10x1024") == Size(10, 1024)
