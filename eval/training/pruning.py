"""A smaller network out of a trained one: heads and neurons that the others can stand in for.

What is taken out of a layer is what the rest of it can best make up for: the weights behind what
stays are moved so that what the layer says of the examples changes least, by the inverse of the
products of what was seen there (Hassibi and Stork 1992,
https://proceedings.neurips.cc/paper/1992/hash/303ed4c69846ab36c2904d3ba8573050-Abstract.html; of
whole heads and neurons Kurtic et al. 2023, https://arxiv.org/abs/2302.04089). What was lost in
spite of that, a training with `train --teacher` brings back.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, cast

import torch
from tokenizers import Tokenizer

from eval.training.batches import Batch, Batcher
from eval.training.examples import Example
from eval.training.student import Student
from index.network import HEAD, Layer, Matrix, attended, barred, mixed, narrowed, widened

# So many examples tell what can go, read so many at a time: some 180,000 word pieces.
_SAMPLE = 1_200
_TOGETHER = 8

# Neurons taken out at once, before the rest is weighed anew.
_AT_ONCE = 16

# Keeps what was seen from being of lower rank than its width: a share of the mean square.
_DAMPING = 1e-4


class Size(NamedTuple):
    """How much of a layer stays: how many of its heads, and how many of its neurons."""

    heads: int
    neurons: int


def sample(examples: Sequence[Example], folder: Path, *, seed: int) -> list[Batch]:
    """Return some examples, drawn by chance, as numbers; those of like length together.

    Args:
        examples: To draw from.
        folder: The published MiniLM, whose words they are cut into.
        seed: Of the draw.
    """
    drawn = random.Random(seed).sample(list(examples), min(_SAMPLE, len(examples)))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    batcher = Batcher(tokenizer)
    drawn.sort(key=lambda one: len(one.question) + len(one.passage))
    return [
        batcher.batch(drawn[start : start + _TOGETHER]) for start in range(0, len(drawn), _TOGETHER)
    ]


@torch.no_grad()
def prune(learned: Student, batches: Sequence[Batch], sizes: Sequence[Size]) -> Student:
    """Return a student with less in each layer.

    Args:
        learned: On the processor.
        batches: Examples by which it is told what can go; a hundred thousand word pieces will do.
        sizes: Of each layer, first to last.
    """
    states = [learned.network.embed(batch.ids, batch.seconds) for batch in batches]
    masks = [batch.mask for batch in batches]
    layers = []
    for layer, size in zip(learned.network.layers, sizes, strict=True):
        seen = [
            attended(x, layer, barred(mask, x.dtype)) for x, mask in zip(states, masks, strict=True)
        ]
        kept, mix = _fewer(_whole(layer.mix), _products(seen, masks), HEAD, size.heads, at_once=1)
        layer = _of_heads(layer, kept, mix)
        states = [mixed(x, one[..., kept], layer) for x, one in zip(states, seen, strict=True)]
        wide = [widened(x, layer) for x in states]
        kept, narrow = _fewer(
            _whole(layer.narrow), _products(wide, masks), 1, size.neurons, at_once=_AT_ONCE
        )
        layer = layer._replace(
            widen=_whole(layer.widen)[kept], widen_bias=layer.widen_bias[kept], narrow=narrow
        )
        states = [narrowed(x, one[..., kept], layer) for x, one in zip(states, wide, strict=True)]
        layers.append(layer)
    return learned._replace(network=learned.network._replace(layers=tuple(layers)))


def _whole(weights: Matrix) -> torch.Tensor:
    return cast("torch.Tensor", weights)


def _of_heads(layer: Layer, kept: torch.Tensor, mix: torch.Tensor) -> Layer:
    """Return a layer of which only some heads are left."""
    width = len(layer.qkv_bias) // 3
    rows = torch.cat([kept, kept + width, kept + 2 * width])
    return layer._replace(qkv=_whole(layer.qkv)[rows], qkv_bias=layer.qkv_bias[rows], mix=mix)


def _products(seen: Sequence[torch.Tensor], masks: Sequence[torch.Tensor]) -> torch.Tensor:
    """Return the sum of the products of all that was seen, padding aside, shape (width, width)."""
    total = torch.zeros(seen[0].shape[-1], seen[0].shape[-1], dtype=torch.float64)
    for x, mask in zip(seen, masks, strict=True):
        rows = x[mask].float()
        total += rows.T @ rows
    return total


def _fewer(
    weights: torch.Tensor, products: torch.Tensor, group: int, count: int, *, at_once: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Take out the groups of columns that the others can best stand in for.

    Args:
        weights: Shape (rows, columns).
        products: Of what they are multiplied by, shape (columns, columns).
        group: How many columns next to each other go together.
        count: How many groups stay.
        at_once: How many go before the rest is weighed anew.

    Returns:
        The numbers of the columns that stay, and their weights, moved to make up for what went.
    """
    moved = weights.double()
    damping = _DAMPING * products.diagonal().mean()
    inverse = torch.linalg.inv(products + damping * torch.eye(len(products), dtype=torch.float64))
    kept = torch.arange(len(products))
    while (left := len(kept) // group) > count:
        blocks = inverse.view(left, group, left, group).diagonal(dim1=0, dim2=2)
        blocks = torch.linalg.inv(blocks.permute(2, 0, 1))
        grouped = moved.view(-1, left, group)
        lost = torch.einsum("rgi,gij,rgj->g", grouped, blocks, grouped)
        gone = lost.argsort()[: min(at_once, left - count)]
        out = torch.zeros(left, group, dtype=torch.bool)
        out[gone] = True
        out = out.flatten()
        step = torch.linalg.solve(inverse[out][:, out], inverse[out])
        moved = (moved - moved[:, out] @ step)[:, ~out]
        inverse = (inverse - inverse[:, out] @ step)[~out][:, ~out]
        kept = kept[~out]
    return kept, moved.to(weights.dtype)
