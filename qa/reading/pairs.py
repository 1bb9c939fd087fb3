"""The network trained in this project, which reads a question and a text together.

All texts are read through half of the layers, and only those to the end that look best there
(Schwartz et al. 2020, https://arxiv.org/abs/2004.07453, stop where a text is easy; here, where
others look better). Weights without heads half-way read all to the end.
"""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.encoder import default_folder
from index.errors import EncoderError
from index.memory import keep_freed
from qa.reading import packed
from qa.reading.windows import Offsets, Window, window

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding, Tokenizer

    from index.network import Layer, Network

_WEIGHTS = Path(__file__).parents[1] / "weights" / "reader.safetensors"
_SHA256 = "8c431eb4a162bffa9dab3360fd3c79138ef09eca86ee626c11ca1e447d7e593b"

# The longest question and text in one window, in word pieces; what is longer is read in several
# that overlap. A longer question is cut.
_LONGEST = 288
_STRIDE = 96
_QUESTION = 96

# The most word pieces, padding included, in one pass.
_PIECES_PER_PASS = 1024

# So many windows, those that look most as if they held an answer half-way, are read to the end.
# Where a text stands among those found counts, too: so much for a unit of the logarithm of its
# rank. Figures: `eval/training/LOG.md`.
_TO_THE_END = 3
_RANK = 0.8


class OwnPairs:
    """The reader trained in this project; it shares its words' vectors with the encoder."""

    name = "default"

    def __init__(self, weights: Path = _WEIGHTS, *, sha256: str | None = _SHA256) -> None:
        """Read with the weights in a file; they are loaded when first needed.

        Args:
            weights: What `python -m eval train` wrote.
            sha256: What the file must have; None takes any.
        """
        self._weights = weights
        self._expected = sha256

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of the weights.

        Raises:
            EncoderError: They are missing, or not the ones that belong to this version.
        """
        try:
            with self._weights.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise EncoderError(
                f"the reader's weights cannot be read ({error}). Install Quoth anew"
            ) from error
        if self._expected is not None and found != self._expected:
            raise EncoderError(
                f"the reader's weights in {self._weights} are not those of this version (sha256"
                f" {found[:8]}…, expected {self._expected[:8]}…). Install Quoth anew"
            )
        return found

    @cached_property
    def _loaded(self) -> "_Loaded":
        _ = self.fingerprint
        return _load(self._weights)

    def reach(self, text: str, pieces: int) -> int:
        """Return the offset behind the first so many word pieces of a text."""
        encoding = self._loaded.tokenizer.encode(text, add_special_tokens=False)
        ends = [end for _, end in encoding.offsets[:pieces]]
        return ends[-1] if ends else 0

    def read(self, question: str, texts: Sequence[tuple[str, int]]) -> list[list[Window]]:
        """Return the windows of each text, the best texts given first; none of what was left."""
        loaded = self._loaded
        asked = loaded.tokenizer.encode(question, add_special_tokens=False).ids[:_QUESTION]
        # Two marks before the text and one behind it.
        room = _LONGEST - len(asked) - 3
        encodings = loaded.tokenizer.encode_batch(
            [text for text, _ in texts], add_special_tokens=False
        )
        parts = [
            _Part(row, first, ids, offsets)
            for row, (encoding, (_, first)) in enumerate(zip(encodings, texts, strict=True))
            for ids, offsets in _cut(encoding, room)
        ]
        found: list[list[Window]] = [[] for _ in texts]
        for part, read in loaded.read(asked, parts):
            found[part.row].append(read)
        return found


@dataclass(frozen=True, slots=True)
class _Part:
    """As much of a text as one window holds; from offset `first` on it may hold the answer."""

    row: int
    first: int
    ids: list[int]
    offsets: Offsets


class _Heads(NamedTuple):
    """What is read off a state, shapes (3, width) and (3,)."""

    weight: "torch.Tensor"
    bias: "torch.Tensor"


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The network in memory. What it is in the middle of reading has a state for each piece."""

    network: "Network"
    heads: _Heads
    middle: _Heads | None
    tokenizer: "Tokenizer"

    def read(self, question: Sequence[int], parts: Sequence[_Part]) -> list[tuple[_Part, Window]]:
        """Return the windows of what was read to the end, in order."""
        import torch

        with torch.inference_mode():
            states = [self.embed(question, part.ids) for part in parts]
            layers = self.network.layers
            if self.middle is not None and len(parts) > _TO_THE_END:
                half = len(layers) // 2
                states = self.through(states, layers[:half])
                layers = layers[half:]
                hopes = [
                    _hope(self._window(self.middle, question, part, state))
                    - _RANK * math.log1p(part.row)
                    for part, state in zip(parts, states, strict=True)
                ]
                kept = sorted(sorted(range(len(parts)), key=lambda row: -hopes[row])[:_TO_THE_END])
                parts, states = [parts[row] for row in kept], [states[row] for row in kept]
            states = self.through(states, layers)
            windows = [
                (part, self._window(self.heads, question, part, state))
                for part, state in zip(parts, states, strict=True)
            ]
        return [(part, found) for part, found in windows if found is not None]

    def embed(self, question: Sequence[int], text: Sequence[int]) -> "torch.Tensor":
        """Return the states of a question and a text before the first layer, (pieces, width)."""
        import torch

        begin, end = (self.tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
        ids = torch.tensor([[begin, *question, end, *text, end]])
        seconds = torch.zeros_like(ids)
        seconds[:, len(question) + 2 :] = 1
        return self.network.embed(ids, seconds)[0]

    def through(
        self, states: "Sequence[torch.Tensor]", layers: "Sequence[Layer]"
    ) -> "list[torch.Tensor]":
        """Return the states behind some layers."""
        import torch

        from index.minilm import padded

        found = list(states)
        for rows in _passes([len(state) for state in states]):
            longest = padded(len(states[rows[0]]))
            x = states[0].new_zeros(len(rows), longest, states[0].shape[1])
            mask = torch.zeros(len(rows), longest, dtype=torch.bool)
            for at, row in enumerate(rows):
                x[at, : len(states[row])] = states[row]
                mask[at, : len(states[row])] = True
            behind = self.network.through(x, mask, layers)
            for at, row in enumerate(rows):
                found[row] = behind[at, : len(states[row])]
        return found

    def _window(
        self, heads: _Heads, question: Sequence[int], part: _Part, state: "torch.Tensor"
    ) -> Window | None:
        logits = (state.float() @ heads.weight.T + heads.bias).numpy()
        text = logits[len(question) + 2 : -1]
        return window(part.offsets, logits[0], text, first=part.first)


def _hope(found: Window | None) -> float:
    """Return the log-odds of a window's likeliest start and end over "no answer"."""
    return -math.inf if found is None else float(found.starts.max() + found.ends.max() - found.none)


def _load(weights: Path) -> _Loaded:
    from index.minilm import best_numbers, words_and_tokenizer

    keep_freed()
    dtype, bytewise = best_numbers()
    words, tokenizer = words_and_tokenizer(default_folder(), dtype)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    whole = packed.load(weights)
    network = packed.network({name: tensor.to(dtype) for name, tensor in whole.items()}, words)
    heads = _Heads(whole["heads"], whole["heads_bias"])
    middle = _Heads(whole["middle"], whole["middle_bias"]) if "middle" in whole else None
    return _Loaded(network.in_bytes() if bytewise else network, heads, middle, tokenizer)


def _cut(encoding: "Encoding", room: int) -> Iterator[tuple[list[int], Offsets]]:
    """Yield the pieces of a text in windows that overlap."""
    ids = encoding.ids
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    for start in range(0, max(1, len(ids) - _STRIDE), room - _STRIDE):
        yield ids[start : start + room], offsets[start : start + room]


def _passes(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of texts of like length together, so that little is padding."""
    waiting = sorted(range(len(lengths)), key=lambda row: lengths[row])
    while waiting:
        batch = [waiting.pop()]
        while waiting and (len(batch) + 1) * lengths[batch[0]] <= _PIECES_PER_PASS:
            batch.append(waiting.pop())
        yield batch
