"""Which words are of a kind, and which mean the same."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from eval.training.synonyms import Synonyms

WORD = re.compile(r"\b[a-z]{3,}\b")

# A word's kin are so near to it and no nearer: what is nearer often means the same.
_NEAR, _NEARER = 0.22, 0.5
_KIN = 12
# Words that are met less often are no kin to anything.
_SEEN = 15
_ENDINGS = ("ing", "est", "ed", "ly", "s")
# These carry no meaning of their own, or ask.
BARE = frozenset(
    "who whom whose what which when where why how does did was were are has have had can could"
    " would should will shall may might must the and for with from into than that this these"
    " those there their his her its they many much long often about been being some other one"
    " name kind type sort used called known also during between".split()
)


class Kin:
    """Which words are of a kind: near to each other, and used next to the same words."""

    def __init__(
        self,
        texts: Iterable[str],
        vectors: NDArray[np.float32],
        numbers: Mapping[str, int],
        *,
        wordnet: Path | None = None,
    ) -> None:
        """Learn which words there are, and which stand side by side.

        Args:
            texts: Questions and passages, each once.
            vectors: Of each word piece, shape (vocabulary, width).
            numbers: The row of each.
            wordnet: Folder of WordNet's files, by which what means the same is known and is no kin.

        Raises:
            UserError: There is no WordNet in the folder.
        """
        counts: Counter[str] = Counter()
        self._pairs: set[tuple[str, str]] = set()
        for text in texts:
            words = re.findall(r"\w+", text.lower())
            counts.update(words)
            self._pairs.update(pairwise(words))
        self._words = [
            word
            for word, count in counts.most_common()
            if count >= _SEEN and word in numbers and WORD.fullmatch(word) and word not in BARE
        ]
        table = vectors[[numbers[word] for word in self._words]]
        table = table - table.mean(axis=0)
        self._table = table / np.linalg.norm(table, axis=1, keepdims=True)
        self._place = {word: place for place, word in enumerate(self._words)}
        self._known: dict[str, list[str]] = {}
        self._synonyms = Synonyms(wordnet, self._words) if wordnet else None

    @classmethod
    def of_encoder(
        cls, folder: Path, texts: Iterable[str], *, wordnet: Path | None = None
    ) -> "Kin":
        """Return the kin by the words' vectors of the published MiniLM."""
        vectors = load_file(folder / "model.safetensors")["embeddings.word_embeddings.weight"]
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        numbers = tokenizer.get_vocab()
        return cls(texts, vectors.astype(np.float32), numbers, wordnet=wordnet)

    def of(self, word: str, before: str, behind: str) -> list[str]:
        """Return words that could stand in a word's place between two others, the nearest first."""
        if word not in self._place:
            return []
        if word not in self._known:
            near = self._table @ self._table[self._place[word]]
            like = self._synonyms.near(word) if self._synonyms else set()
            self._known[word] = [
                other
                for other in (self._words[place] for place in np.argsort(-near)[:80])
                if _NEAR < near[self._place[other]] < _NEARER
                and other[:4] != word[:4]
                and _ending(other) == _ending(word)
                and other not in like
            ]
        return self._between(before, self._known[word], behind)[:_KIN]

    def same(self, word: str, before: str, behind: str) -> list[str]:
        """Return words that mean the same and could stand in a word's place between two others.

        None without WordNet.
        """
        if self._synonyms is None or word not in self._place:
            return []
        found = [
            other
            for other in sorted(self._synonyms.same(word))
            if other not in BARE and other[:4] != word[:4]
        ]
        return self._between(before, found, behind)

    def _between(self, before: str, words: Iterable[str], behind: str) -> list[str]:
        """Return the words that are met behind the one and before the other."""
        return [
            word
            for word in words
            if (not before or (before, word) in self._pairs)
            and (not behind or (word, behind) in self._pairs)
        ]


def beside(before: str, behind: str) -> tuple[str, str]:
    """Return the last word of one text and the first of another, "" where there is none."""
    last = re.findall(r"\w+", before.lower())[-1:]
    first = re.findall(r"\w+", behind.lower())[:1]
    return "".join(last), "".join(first)


def _ending(word: str) -> str:
    return next((ending for ending in _ENDINGS if word.endswith(ending)), "")
