"""The default encoder's network, ready in two seconds instead of eight.

Importing sentence-transformers takes longer than answering a hundred questions. So questions,
and the sentences read for them, go through the same weights by this module, which needs torch
alone; `tests/test_index_encoder.py` holds it to what sentence-transformers computes.

A text's vector is the mean of its tokens' vectors, normalised to length 1.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the name every torch reader knows)
from safetensors import safe_open
from tokenizers import Encoding, Tokenizer

from index.encoder import ROUND, Floats, Tokens
from index.int8 import int8_is_faster
from index.network import Network
from index.processor import maker, units

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
    there = units()
    return "amx_bf16" in there or ("avx512_bf16" in there and maker() == "AuthenticAMD")


def best_numbers() -> tuple[torch.dtype, bool]:
    """Return the type of numbers to read in here, and whether bytes are faster than that."""
    if bfloat16_is_faster():
        return torch.bfloat16, False
    return torch.float32, int8_is_faster()


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
