"""The network that encoder and reader share: BERT, distilled into MiniLM.

Devlin et al. 2019, https://arxiv.org/abs/1810.04805. It is 384 wide; the encoder's has 6 layers of
12 heads (`index.minilm`), the reader's 12 of fewer (`qa.reading.pairs`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 (the name every torch reader knows)
from safetensors.torch import load_file

from index.int8 import Int8, columns_apart
from index.processor import units

# How wide a head is; how many of them a layer has, its weights tell.
HEAD = 32
_EPSILON = 1e-12
_BARRED = -1e9

# Word pieces drawn by chance, by which the columns are told that are large in every text.
_TRIED = 64

Matrix = torch.Tensor | Int8
"""Weights that states are multiplied by."""


class Layer(NamedTuple):
    """One layer's weights and biases, in the order they are used."""

    qkv: Matrix
    qkv_bias: torch.Tensor
    mix: Matrix
    mix_bias: torch.Tensor
    norm: torch.Tensor
    norm_bias: torch.Tensor
    widen: Matrix
    widen_bias: torch.Tensor
    narrow: Matrix
    narrow_bias: torch.Tensor
    out: torch.Tensor
    out_bias: torch.Tensor


class Network(NamedTuple):
    """The weights of the whole network, and what it computes.

    Attributes:
        words: A vector for each word piece, shape (vocabulary, width).
        positions: A vector for each position, shape (longest text, width).
        kinds: A vector for each of the two texts that can be read together, shape (2, width).
        norm: Scale of the first normalisation, shape (width,).
        norm_bias: Its shift.
        layers: First to last.
    """

    words: torch.Tensor
    positions: torch.Tensor
    kinds: torch.Tensor
    norm: torch.Tensor
    norm_bias: torch.Tensor
    layers: tuple[Layer, ...]

    @classmethod
    def load(cls, path: Path, dtype: torch.dtype) -> "Network":
        """Return the network in a safetensors file, its parts named as BERT's are."""
        weights = {
            name: tensor.to(dtype)
            for name, tensor in load_file(path).items()
            if tensor.is_floating_point()
        }
        layers = sum(name.endswith("attention.self.query.weight") for name in weights)
        return cls(
            weights["embeddings.word_embeddings.weight"],
            weights["embeddings.position_embeddings.weight"],
            weights["embeddings.token_type_embeddings.weight"],
            weights["embeddings.LayerNorm.weight"],
            weights["embeddings.LayerNorm.bias"],
            tuple(_layer(weights, f"encoder.layer.{number}.") for number in range(layers)),
        )

    def in_bytes(self) -> "Network":
        """Return the same network with its matrices rounded to bytes, float32 otherwise."""
        longest, vocabulary = min(_TRIED, len(self.positions)), len(self.words)
        chance = torch.Generator().manual_seed(0)
        ids = torch.randint(vocabulary // 30, vocabulary, (1, longest), generator=chance)
        x = self.embed(ids)
        outside = barred(torch.ones_like(ids, dtype=torch.bool), x.dtype)
        layers = []
        for layer in self.layers:
            y = mixed(x, attended(x, layer, outside), layer)
            wide = widened(y, layer)
            layers.append(
                layer._replace(
                    qkv=_rounded(layer.qkv, x),
                    mix=_rounded(layer.mix),
                    widen=_rounded(layer.widen, y),
                    narrow=_rounded(layer.narrow, wide),
                )
            )
            x = narrowed(y, wide, layer)
        return self._replace(layers=tuple(layers))

    def states(
        self, ids: torch.Tensor, mask: torch.Tensor, seconds: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return the last layer's states, shape (texts, longest, width).

        Args:
            ids: Word pieces, shape (texts, longest).
            mask: Which of them are text and not padding, bool, the same shape.
            seconds: 1 where a piece belongs to the second text, 0 elsewhere, the same shape.
        """
        return self.through(self.embed(ids, seconds), mask, self.layers)

    def embed(self, ids: torch.Tensor, seconds: torch.Tensor | None = None) -> torch.Tensor:
        """Return the states before the first layer, shape (texts, longest, width)."""
        x = self.words[ids] + self.positions[: ids.shape[1]] + self.kinds[0]
        if seconds is not None:
            x = x + seconds.unsqueeze(-1).to(x.dtype) * (self.kinds[1] - self.kinds[0])
        x = F.layer_norm(x, (x.shape[-1],), self.norm, self.norm_bias, _EPSILON)
        if x.device.type == "cpu" and torch.is_autocast_enabled("cpu"):
            x = x.bfloat16()
        return x

    @staticmethod
    def through(
        x: torch.Tensor, mask: torch.Tensor, layers: Sequence[Layer], *, dropout: float = 0.0
    ) -> torch.Tensor:
        """Return the states behind some layers, shape (texts, longest, width).

        Args:
            x: The states before them, the same shape.
            mask: Which of them are text and not padding, bool, shape (texts, longest).
            layers: Those to go through.
            dropout: Share of each layer's results that are left out by chance, in training.
        """
        outside = barred(mask, x.dtype)
        for layer in layers:
            x = mixed(x, attended(x, layer, outside), layer, dropout=dropout)
            x = narrowed(x, widened(x, layer), layer, dropout=dropout)
        return x


def _rounded(matrix: Matrix, states: torch.Tensor | None = None) -> Int8:
    """Return a matrix in bytes, but for columns that are large in what it is multiplied by."""
    if isinstance(matrix, Int8):
        return matrix
    return Int8.of(matrix, None if states is None else columns_apart(states))


def barred(mask: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """Return what is added to the scores so that padding is not looked at.

    Filling in the mask would copy all scores.

    Args:
        mask: Which pieces are text, bool, shape (texts, longest).
        dtype: That of the scores.

    Returns:
        Shape (texts, 1, 1, longest).
    """
    return torch.zeros_like(mask, dtype=dtype).masked_fill(~mask, _BARRED)[:, None, None, :]


def attended(x: torch.Tensor, layer: Layer, outside: torch.Tensor) -> torch.Tensor:
    """Return what a layer's heads see of some states, shape (texts, longest, heads times width)."""
    heads = _linear(x, layer.qkv, layer.qkv_bias)
    query, key, value = heads.view(*x.shape[:2], 3, -1, HEAD).permute(2, 0, 3, 1, 4)
    return _attend(query, key, value, outside).transpose(1, 2).flatten(2)


def mixed(
    x: torch.Tensor, seen: torch.Tensor, layer: Layer, *, dropout: float = 0.0
) -> torch.Tensor:
    """Return states with what the heads see of them."""
    said = _linear(seen, layer.mix, layer.mix_bias)
    return _added(x, said, layer.norm, layer.norm_bias, dropout)


def widened(x: torch.Tensor, layer: Layer) -> torch.Tensor:
    """Return what a layer's neurons make of some states, shape (texts, longest, neurons)."""
    return F.gelu(_linear(x, layer.widen, layer.widen_bias))


def narrowed(
    x: torch.Tensor, wide: torch.Tensor, layer: Layer, *, dropout: float = 0.0
) -> torch.Tensor:
    """Return states with what the neurons make of them."""
    said = _linear(wide, layer.narrow, layer.narrow_bias)
    return _added(x, said, layer.out, layer.out_bias, dropout)


def _added(
    x: torch.Tensor, said: torch.Tensor, scale: torch.Tensor, shift: torch.Tensor, dropout: float
) -> torch.Tensor:
    if dropout:
        said = F.dropout(said, dropout)
    return F.layer_norm(x + said, (x.shape[-1],), scale, shift, _EPSILON)


def _linear(x: torch.Tensor, weight: Matrix, bias: torch.Tensor) -> torch.Tensor:
    if isinstance(weight, Int8):
        return weight.times(x, bias)
    return F.linear(x, weight, bias)


def _attend(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, barred: torch.Tensor
) -> torch.Tensor:
    if not torch.is_grad_enabled() and fused_is_faster(query.dtype):
        return F.scaled_dot_product_attention(query, key, value, attn_mask=barred)
    scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
    scores = scores + barred.to(scores.dtype)
    seen: torch.Tensor = scores.softmax(dim=-1, dtype=scores.dtype) @ value
    return seen


def fused_is_faster(dtype: torch.dtype) -> bool:
    """Return whether torch's own attention is faster than one written out, backwards aside.

    For 4 texts of 224 word pieces, two cores with AVX-512 BF16 took 2.5 ms a layer with torch's own
    and 1.8 written out; in float32 2.5 and 12. With AMX it was not measured. In training, where
    torch's own took 40 % of the time, it never is.
    """
    return dtype != torch.bfloat16 or "amx_bf16" in units()


def _layer(weights: dict[str, torch.Tensor], prefix: str) -> Layer:
    def both(name: str) -> tuple[torch.Tensor, torch.Tensor]:
        return weights[f"{prefix}{name}.weight"], weights[f"{prefix}{name}.bias"]

    query, key, value = (both(f"attention.self.{name}") for name in ("query", "key", "value"))
    return Layer(
        torch.cat([query[0], key[0], value[0]]),
        torch.cat([query[1], key[1], value[1]]),
        *both("attention.output.dense"),
        *both("attention.output.LayerNorm"),
        *both("intermediate.dense"),
        *both("output.dense"),
        *both("output.LayerNorm"),
    )
