"""The default encoder's network, ready in two seconds instead of eight.

Importing sentence-transformers takes longer than answering a hundred questions. So questions,
and the sentences read for them, go through the same weights by this module, which needs torch
alone; `tests/test_index_encoder.py` holds it to what sentence-transformers computes.

The network is BERT (Devlin et al. 2019, https://arxiv.org/abs/1810.04805) as distilled into
MiniLM: 6 layers, 12 heads, 384 wide; a text's vector is the mean of its tokens' vectors,
normalised to length 1.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the name every torch reader knows)
from safetensors.torch import load_file
from tokenizers import Encoding, Tokenizer

from index.encoder import Floats, Tokens

_HEADS = 12
_EPSILON = 1e-12

# The most tokens of padded text in one pass. Small passes keep the padding low: 30 sentences
# took 82 ms in passes of 8 and 93 ms in one (two cores with AMX, bfloat16).
_TOKENS_PER_PASS = 1024


def bfloat16_is_faster() -> bool:
    """Return whether this processor multiplies bfloat16 matrices in hardware.

    With AMX, bfloat16 read 111 passages a second where float32 read 47, with a cosine to
    float32 above 0.9999; without such units it is slower than float32.
    """
    return bool(torch.cpu.get_capabilities().get("amx_bf16", False))


class _Layer(NamedTuple):
    """One layer's weights and biases, in the order they are used."""

    qkv: torch.Tensor
    qkv_bias: torch.Tensor
    mix: torch.Tensor
    mix_bias: torch.Tensor
    norm: torch.Tensor
    norm_bias: torch.Tensor
    widen: torch.Tensor
    widen_bias: torch.Tensor
    narrow: torch.Tensor
    narrow_bias: torch.Tensor
    out: torch.Tensor
    out_bias: torch.Tensor


class MiniLM:
    """all-MiniLM-L6-v2 for a few short texts at a time."""

    def __init__(self, folder: Path, *, tokens: int, dtype: torch.dtype) -> None:
        """Load the weights.

        Args:
            folder: Holds `model.safetensors` and `tokenizer.json`.
            tokens: The longest text read, in word pieces; what is behind it is cut.
            dtype: torch.float32 or torch.bfloat16.
        """
        weights = {
            name: tensor.to(dtype)
            for name, tensor in load_file(folder / "model.safetensors").items()
            if tensor.is_floating_point()
        }
        self._words = weights["embeddings.word_embeddings.weight"]
        self._positions = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = weights["embeddings.LayerNorm.weight"]
        self._norm_bias = weights["embeddings.LayerNorm.bias"]
        layers = sum(name.endswith("attention.self.query.weight") for name in weights)
        self._layers = [_layer(weights, f"encoder.layer.{number}.") for number in range(layers)]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(tokens)

    @property
    def width(self) -> int:
        """Length of every vector."""
        return int(self._words.shape[1])

    def count_tokens(self, text: str) -> int:
        """Return how many word pieces `text` has, its two marks included and nothing cut."""
        encoding = self._tokenizer.encode(text)
        return len(encoding.ids) + sum(len(rest.ids) - 2 for rest in encoding.overflowing)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one vector of length 1 for each text, float32, shape (texts, width)."""
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        for rows, encodings, states in self._passes(texts):
            for row, encoding, state in zip(rows, encodings, states, strict=True):
                vectors[row] = F.normalize(state[: len(encoding.ids)].mean(dim=0), dim=0).numpy()
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return every token of each text, its vector computed from the whole text."""
        found: list[Tokens] = [Tokens.none(self.width)] * len(texts)
        for rows, encodings, states in self._passes(texts):
            for row, encoding, state in zip(rows, encodings, states, strict=True):
                # The first and the last token are the marks [CLS] and [SEP].
                found[row] = Tokens(
                    np.array(encoding.offsets[1:-1], dtype=np.int64).reshape(-1, 2),
                    state[1 : len(encoding.ids) - 1].numpy(),
                )
        return found

    def _passes(self, texts: Sequence[str]) -> list[tuple[list[int], list[Encoding], torch.Tensor]]:
        """Read the texts, those of like length together."""
        encodings = self._tokenizer.encode_batch(list(texts))
        waiting = sorted(range(len(texts)), key=lambda row: len(encodings[row].ids))
        passes = []
        while waiting:
            rows = [waiting.pop()]
            longest = len(encodings[rows[0]].ids)
            while waiting and (len(rows) + 1) * longest <= _TOKENS_PER_PASS:
                rows.append(waiting.pop())
            batch = [encodings[row] for row in rows]
            passes.append((rows, batch, self._states(batch, longest)))
        return passes

    @torch.inference_mode()
    def _states(self, encodings: Sequence[Encoding], longest: int) -> torch.Tensor:
        """Return the last layer's states, float32, shape (encodings, longest, width)."""
        ids = torch.zeros((len(encodings), longest), dtype=torch.long)
        mask = torch.zeros((len(encodings), 1, 1, longest), dtype=torch.bool)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = torch.tensor(encoding.ids)
            mask[row, ..., : len(encoding.ids)] = True
        size = (self.width,)
        x = self._words[ids] + self._positions[:longest]
        x = F.layer_norm(x, size, self._norm, self._norm_bias, _EPSILON)
        for layer in self._layers:
            heads = F.linear(x, layer.qkv, layer.qkv_bias)
            query, key, value = heads.view(*x.shape[:2], 3, _HEADS, -1).permute(2, 0, 3, 1, 4)
            seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
            seen = F.linear(seen.transpose(1, 2).reshape(x.shape), layer.mix, layer.mix_bias)
            x = F.layer_norm(x + seen, size, layer.norm, layer.norm_bias, _EPSILON)
            wide = F.gelu(F.linear(x, layer.widen, layer.widen_bias))
            wide = F.linear(wide, layer.narrow, layer.narrow_bias)
            x = F.layer_norm(x + wide, size, layer.out, layer.out_bias, _EPSILON)
        return x.float()


def _layer(weights: dict[str, torch.Tensor], prefix: str) -> _Layer:
    def both(name: str) -> tuple[torch.Tensor, torch.Tensor]:
        return weights[f"{prefix}{name}.weight"], weights[f"{prefix}{name}.bias"]

    query, key, value = (both(f"attention.self.{name}") for name in ("query", "key", "value"))
    return _Layer(
        torch.cat([query[0], key[0], value[0]]),
        torch.cat([query[1], key[1], value[1]]),
        *both("attention.output.dense"),
        *both("attention.output.LayerNorm"),
        *both("intermediate.dense"),
        *both("output.dense"),
        *both("output.LayerNorm"),
    )
