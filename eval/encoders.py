"""Encoders that take next to no time: the library is measured with them, not the network."""

import hashlib
import zlib
from collections.abc import Sequence

import numpy as np

from index.encoder import Floats, Tokens


class _Quick:
    """What such encoders have in common."""

    name: str
    width: int
    fingerprint = "0" * 64
    # Characters of the longest text it reads to its end.
    _longest: int

    def fits(self, text: str) -> bool:
        """Return whether the text is short."""
        return len(text) < self._longest

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """Return one vector a text."""
        rows = [self.encode_question(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.width), dtype=np.float32)

    def encode_question(self, text: str) -> Floats:
        """Return the vector of one text."""
        raise NotImplementedError

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return no tokens."""
        return [Tokens.none(self.width) for _ in texts]


class HashEncoder(_Quick):
    """Gives a vector made of the text's hash: of any two texts another one."""

    name = "hash"
    width = 16
    _longest = 2000

    def encode_question(self, text: str) -> Floats:
        """Return the vector of one text."""
        digest = hashlib.sha512(text.encode()).digest()[: 2 * self.width]
        row = np.frombuffer(digest, dtype="<u2").astype(np.float32) - 2**15
        return np.asarray(row / np.linalg.norm(row), dtype=np.float32)


class QuickEncoder(_Quick):
    """Counts words into 384 numbers by their hash: as wide as the real one, and far faster."""

    name = "words"
    width = 384
    _longest = 1200

    def encode_question(self, text: str) -> Floats:
        """Return the vector of one text."""
        places = [zlib.crc32(word.encode()) % self.width for word in text.lower().split()]
        counts = np.bincount(places, minlength=self.width).astype(np.float32)
        return np.asarray(counts / max(float(np.linalg.norm(counts)), 1e-9), dtype=np.float32)
