"""Many files made of few texts, and an encoder quick enough to take them all in.

Each file is five pieces of the texts, in which every fourth word is exchanged for another one, so
that no two files are alike.
"""

import random
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.questions import read
from index.encoder import Floats, Tokens
from index.errors import UserError

_PIECES = 5
# About 600 characters: with its neighbours it is too long for one passage.
_WORDS_A_PIECE = 95
_FOLDERS = 100


class QuickEncoder:
    """Counts words into 384 numbers by their hash: as wide as the real one, and far faster."""

    name = "words"
    fingerprint = "0" * 64
    width = 384

    def fits(self, text: str) -> bool:
        """Return whether the text is short."""
        return len(text) < 1200

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """Return one vector a text."""
        rows = [self.encode_question(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.width), dtype=np.float32)

    def encode_question(self, text: str) -> Floats:
        """Return the vector of one text."""
        places = [zlib.crc32(word.encode()) % self.width for word in text.lower().split()]
        counts = np.bincount(places, minlength=self.width).astype(np.float32)
        return np.asarray(counts / max(float(np.linalg.norm(counts)), 1e-9), dtype=np.float32)

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return no tokens."""
        return [Tokens.none(self.width) for _ in texts]


def gathered(paths: Sequence[Path]) -> tuple[list[str], list[str]]:
    """Return the texts and the questions of some question files, each once.

    Raises:
        UserError: A file cannot be read, or none has texts.
    """
    texts: dict[str, None] = {}
    questions: dict[str, None] = {}
    for path in paths:
        found = read(path)
        # An entry of a BEIR collection can be blank.
        texts |= dict.fromkeys(text.text for text in found.texts.values() if text.text.strip())
        questions |= dict.fromkeys(labelled.question for labelled in found.questions)
    if not texts:
        raise UserError("no texts to make documents from. Give files that bring them, as SQuAD's")
    return list(texts), list(questions)


def write(folder: Path, texts: Sequence[str], documents: int, *, seed: int = 0) -> list[Path]:
    """Write so many files, and return their paths; the same ones for the same seed."""
    chance = random.Random(seed)
    pieces = [text.split() for text in texts]
    every = sorted({word for piece in pieces for word in piece})
    made = []
    for number in range(documents):
        path = folder / f"{number % _FOLDERS:02}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        chosen = [_piece(pieces, every, chance) for _ in range(_PIECES)]
        path.write_text("\n\n".join(chosen) + "\n", encoding="utf-8")
        made.append(path)
    return made


def _piece(pieces: Sequence[list[str]], every: Sequence[str], chance: random.Random) -> str:
    found: list[str] = []
    while len(found) < _WORDS_A_PIECE:
        found += chance.choice(pieces)
    start = chance.randint(0, len(found) - _WORDS_A_PIECE)
    found = found[start : start + _WORDS_A_PIECE]
    first = chance.randrange(4)
    found[first::4] = chance.choices(every, k=len(found[first::4]))
    return " ".join(found)
