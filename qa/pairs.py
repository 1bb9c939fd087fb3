"""The network trained in this project, which reads a question and a text together."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoder import Floats, default_folder
from index.errors import EncoderError
from index.memory import keep_freed
from qa.windows import Offsets, Window, window

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding, Tokenizer

    from index.minilm import Network

_WEIGHTS = Path(__file__).parent / "weights" / "reader.safetensors"
_SHA256 = "d91bded1850e41a292051a50dcba4d9b09e3a58ac02c6ab099b645731fb75044"

# The longest question and text in one window, in word pieces; what is longer is read in several
# that overlap. A longer question is cut.
_LONGEST = 288
_STRIDE = 96
_QUESTION = 96

# The most word pieces of texts, padding included, in one pass.
_PIECES_PER_PASS = 1024


class OwnPairs:
    """The reader trained in this project: MiniLM, its words' vectors shared with the encoder."""

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
        """Return the windows of each text."""
        loaded = self._loaded
        asked = loaded.tokenizer.encode(question, add_special_tokens=False).ids[:_QUESTION]
        # Two marks before the text and one behind it.
        room = _LONGEST - len(asked) - 3
        encodings = loaded.tokenizer.encode_batch(
            [text for text, _ in texts], add_special_tokens=False
        )
        parts = [
            _Part(row, ids, offsets)
            for row, encoding in enumerate(encodings)
            for ids, offsets in _cut(encoding, room)
        ]
        found: list[list[Window]] = [[] for _ in texts]
        for batch in _passes(parts):
            logits = loaded.logits(asked, [part.ids for part in batch])
            for part, none, logit in zip(
                batch, logits[:, 0], logits[:, 2 + len(asked) :], strict=True
            ):
                read = window(part.offsets, none, logit[: len(part.ids)], first=texts[part.row][1])
                if read is not None:
                    found[part.row].append(read)
        return found


@dataclass(frozen=True, slots=True)
class _Part:
    """As much of a text as one window holds."""

    row: int
    ids: list[int]
    offsets: Offsets


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The network in memory."""

    network: "Network"
    weight: "torch.Tensor"
    bias: "torch.Tensor"
    tokenizer: "Tokenizer"

    def logits(self, question: Sequence[int], texts: Sequence[Sequence[int]]) -> Floats:
        """Return start, end and evidence of every piece, shape (texts, longest or more, 3)."""
        import torch

        from index.minilm import padded

        begin, end = (self.tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
        head = [begin, *question, end]
        longest = padded(len(head) + max(map(len, texts)) + 1)
        ids = torch.zeros((len(texts), longest), dtype=torch.long)
        mask = torch.zeros((len(texts), longest), dtype=torch.bool)
        for row, text in enumerate(texts):
            whole = [*head, *text, end]
            ids[row, : len(whole)] = torch.tensor(whole)
            mask[row, : len(whole)] = True
        seconds = torch.zeros_like(ids)
        seconds[:, len(head) :] = 1
        with torch.inference_mode():
            states = self.network.states(ids, mask, seconds).float()
            return (states @ self.weight + self.bias).numpy()


def _load(weights: Path) -> _Loaded:
    import torch
    from safetensors.torch import load_file

    from index.minilm import Layer, Network, bfloat16_is_faster, words_and_tokenizer

    keep_freed()
    dtype = torch.bfloat16 if bfloat16_is_faster() else torch.float32
    words, tokenizer = words_and_tokenizer(default_folder(), dtype)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    parts = {name: tensor.to(dtype) for name, tensor in load_file(weights).items()}
    layers = sum(name.endswith(".qkv") for name in parts)
    network = Network(
        words,
        parts["positions"],
        parts["kinds"],
        parts["norm"],
        parts["norm_bias"],
        tuple(
            Layer(*(parts[f"layers.{number}.{part}"] for part in Layer._fields))
            for number in range(layers)
        ),
    )
    weight, bias = parts["heads"].float().T.contiguous(), parts["heads_bias"].float()
    return _Loaded(network, weight, bias, tokenizer)


def _cut(encoding: "Encoding", room: int) -> Iterator[tuple[list[int], Offsets]]:
    """Yield the pieces of a text in windows that overlap."""
    ids = encoding.ids
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    for start in range(0, max(1, len(ids) - _STRIDE), room - _STRIDE):
        yield ids[start : start + room], offsets[start : start + room]


def _passes(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Yield parts of like length together, so that little is padding."""
    waiting = sorted(parts, key=lambda part: len(part.ids))
    while waiting:
        batch = [waiting.pop()]
        while waiting and (len(batch) + 1) * len(batch[0].ids) <= _PIECES_PER_PASS:
            batch.append(waiting.pop())
        yield batch
