"""Many files made of few texts.

Each file is five pieces of the texts, in which every fourth word is exchanged for another one, so
that no two files are alike.
"""

import random
from collections.abc import Sequence
from pathlib import Path

from eval.questions import read
from index.errors import UserError

_PIECES = 5
# About 600 characters: with its neighbours it is too long for one passage.
_WORDS_A_PIECE = 95
_FOLDERS = 100


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
