"""The default encoder's network, ready in two seconds instead of eight.

Importing sentence-transformers takes longer than answering a hundred questions. So questions,
and the sentences read for them, go through the same weights by this module, which needs torch
alone; `tests/test_index_encoder.py` holds it to what sentence-transformers computes.

The network is BERT (Devlin et al. 2019, https://arxiv.org/abs/1810.04805) as distilled into
MiniLM: 6 layers, 12 heads, 384 wide; a text's vector is the mean of its tokens' vectors,
normalised to length 1.
"""

import platform
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the name every torch reader knows)
from safetensors import safe_open
from safetensors.torch import load_file
from tokenizers import Encoding, Tokenizer

from index.encoder import ROUND, Floats, Tokens
from index.int8 import Int8, int8_is_faster

_HEADS = 12
_EPSILON = 1e-12
_BARRED = -1e9

# The most tokens of padded text in one pass. Small passes keep the padding low: 30 sentences
# took 82 ms in passes of 8 and 93 ms in one (two cores with AMX, bfloat16).
_TOKENS_PER_PASS = 1024


def padded(longest: int) -> int:
    """Return to how many word pieces texts are padded of which the longest has so many."""
    return -(-longest // ROUND) * ROUND


def bfloat16_is_faster() -> bool:
    """Return whether this processor multiplies bfloat16 matrices faster than any other.

    With AMX, bfloat16 read 111 passages a second where float32 read 47, with a cosine to
    float32 above 0.9999; with AMD's AVX-512 BF16 (from Zen 4 on) 8 passages of 208 word pieces took
    84 ms where float32 took 225. With Intel's they took 785 ms, in float32 433, in bytes 275 (one
    core of a Xeon whose AMX is not to be had). Without such units it is slower than float32.
    """
    units = _units()
    return "amx_bf16" in units or ("avx512_bf16" in units and _maker() == "AuthenticAMD")


def best_numbers() -> tuple[torch.dtype, bool]:
    """Return the type of numbers to read in here, and whether bytes are faster than that."""
    if bfloat16_is_faster():
        return torch.bfloat16, False
    return torch.float32, int8_is_faster()


@cache
def _maker() -> str:
    """Return who made this processor, as it says itself; "" where that is not told."""
    told = platform.processor().rpartition(", ")[2]
    with suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
        told = next((line for line in lines.splitlines() if line.startswith("vendor_id")), told)
    return told.split()[-1] if told else ""


def _units() -> set[str]:
    """Return what this processor can compute with beyond the usual."""
    return {name for name, there in torch.cpu.get_capabilities().items() if there}


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
        layers = (
            Layer._make(
                Int8.of(part) if isinstance(part, torch.Tensor) and part.ndim == 2 else part
                for part in layer
            )
            for layer in self.layers
        )
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
        size = (x.shape[-1],)
        # Added to the scores, for filling in the mask copies all of them.
        barred = torch.zeros_like(mask, dtype=x.dtype).masked_fill(~mask, _BARRED)[:, None, None, :]
        for layer in layers:
            heads = _linear(x, layer.qkv, layer.qkv_bias)
            query, key, value = heads.view(*x.shape[:2], 3, _HEADS, -1).permute(2, 0, 3, 1, 4)
            seen = _attend(query, key, value, barred)
            seen = _linear(seen.transpose(1, 2).reshape(x.shape), layer.mix, layer.mix_bias)
            if dropout:
                seen = F.dropout(seen, dropout)
            x = F.layer_norm(x + seen, size, layer.norm, layer.norm_bias, _EPSILON)
            wide = F.gelu(_linear(x, layer.widen, layer.widen_bias))
            wide = _linear(wide, layer.narrow, layer.narrow_bias)
            if dropout:
                wide = F.dropout(wide, dropout)
            x = F.layer_norm(x + wide, size, layer.out, layer.out_bias, _EPSILON)
        return x


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
    return dtype != torch.bfloat16 or "amx_bf16" in _units()


Pass = tuple[list[int], list[Encoding], torch.Tensor]
"""Texts read together: their numbers, their tokens, and the last states of these."""


class MiniLM:
    """all-MiniLM-L6-v2 for a few short texts at a time."""

    def __init__(
        self, folder: Path, *, tokens: int, dtype: torch.dtype, bytewise: bool = False
    ) -> None:
        """Load the weights.

        Args:
            folder: Holds `model.safetensors` and `tokenizer.json`.
            tokens: The longest text read, in word pieces; what is behind it is cut.
            dtype: torch.float32 or torch.bfloat16.
            bytewise: Whether tokens are read in bytes, for which it takes torch.float32. Vectors of
                whole texts never are: of 304 questions 6 % would find another passage first.
        """
        self._network = Network.load(folder / "model.safetensors", dtype)
        self._of_tokens = self._network.in_bytes() if bytewise else self._network
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(tokens)
        self._last: tuple[list[str], list[Pass]] = ([], [])

    @property
    def width(self) -> int:
        """Length of every vector."""
        return int(self._network.words.shape[1])

    def count_tokens(self, text: str) -> int:
        """Return how many word pieces `text` has, its two marks included and nothing cut."""
        encoding = self._tokenizer.encode(text)
        return len(encoding.ids) + sum(len(rest.ids) - 2 for rest in encoding.overflowing)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one vector of length 1 for each text, float32, shape (texts, width)."""
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        for rows, encodings, states in self._passes(texts, self._network):
            for row, encoding, state in zip(rows, encodings, states, strict=True):
                vectors[row] = F.normalize(state[: len(encoding.ids)].mean(dim=0), dim=0).numpy()
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return every token of each text, its vector computed from the whole text."""
        found: list[Tokens] = [Tokens.none(self.width)] * len(texts)
        for rows, encodings, states in self._passes(texts, self._of_tokens):
            for row, encoding, state in zip(rows, encodings, states, strict=True):
                # The first and the last token are the marks [CLS] and [SEP].
                found[row] = Tokens(
                    np.array(encoding.offsets[1:-1], dtype=np.int64).reshape(-1, 2),
                    state[1 : len(encoding.ids) - 1].numpy(),
                )
        return found

    def _passes(self, texts: Sequence[str], network: Network) -> list[Pass]:
        """Read the texts, those of like length together.

        The last single text is remembered: a question is encoded to be searched for, and its tokens
        to be compared.
        """
        last, known = self._last
        if list(texts) == last:
            return known
        encodings = self._tokenizer.encode_batch(list(texts))
        waiting = sorted(range(len(texts)), key=lambda row: len(encodings[row].ids))
        passes: list[Pass] = []
        while waiting:
            rows = [waiting.pop()]
            longest = len(encodings[rows[0]].ids)
            while waiting and (len(rows) + 1) * longest <= _TOKENS_PER_PASS:
                rows.append(waiting.pop())
            batch = [encodings[row] for row in rows]
            passes.append((rows, batch, _states(network, batch, longest)))
        if len(texts) == 1 and network is self._network:
            self._last = (list(texts), passes)
        return passes


@torch.inference_mode()
def _states(network: Network, encodings: Sequence[Encoding], longest: int) -> torch.Tensor:
    """Return the last layer's states, float32, shape (encodings, longest or more, width)."""
    longest = padded(longest)
    ids = torch.zeros((len(encodings), longest), dtype=torch.long)
    mask = torch.zeros((len(encodings), longest), dtype=torch.bool)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding.ids)] = torch.tensor(encoding.ids)
        mask[row, : len(encoding.ids)] = True
    return network.states(ids, mask).float()


def words_and_tokenizer(folder: Path, dtype: torch.dtype) -> tuple[torch.Tensor, Tokenizer]:
    """Return the words' vectors, shape (vocabulary, width), and what cuts text into words."""
    with safe_open(folder / "model.safetensors", framework="pt") as file:
        words: torch.Tensor = file.get_tensor("embeddings.word_embeddings.weight").to(dtype)
    return words, Tokenizer.from_file(str(folder / "tokenizer.json"))


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
