"""Which words mean the same, by WordNet.

WordNet (Princeton University, https://wordnet.princeton.edu) lists words by what they mean; its
files are Debian's package `wordnet-base`. It knows base forms only, so a word is led back to them
as its own `morphy` does, and only words of the same form stand for each other: "bought" for
"purchased", not for "purchase".
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.errors import UserError

# Of each part of speech: what a form ends in, and what the base form ends in instead.
_ENDINGS = {
    "noun": (
        ("", ""),
        ("s", ""),
        ("ses", "s"),
        ("xes", "x"),
        ("zes", "z"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("men", "man"),
        ("ies", "y"),
    ),
    "verb": (
        ("", ""),
        ("s", ""),
        ("ies", "y"),
        ("es", "e"),
        ("es", ""),
        ("ed", "e"),
        ("ed", ""),
        ("ing", "e"),
        ("ing", ""),
    ),
    "adj": (("", ""), ("er", ""), ("est", ""), ("er", "e"), ("est", "e")),
    "adv": (("", ""),),
}

# Relations of a meaning to one that holds more, to one that holds less, and to one that is like it.
_WIDER = frozenset("@ ~ &".split())

# So many meanings of a word, the first ones listed, are its usual ones.
_USUAL = 2


class Synonyms:
    """Words in the forms in which they are met, and which of them may mean the same."""

    def __init__(self, folder: Path, words: Iterable[str]) -> None:
        """Read WordNet.

        Args:
            folder: Holds `data.noun`, `noun.exc` and so on.
            words: In the forms in which they are met, in small letters; no others are ever told.

        Raises:
            UserError: There is no WordNet in the folder.
        """
        self._meanings: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._usual: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._words: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._wider: dict[str, set[str]] = {}
        known = list(words)
        try:
            for part in _ENDINGS:
                of_base = dict(_meanings(folder / f"index.{part}", part))
                self._wider |= _related(folder / f"data.{part}", part)
                irregular = _irregular(folder / f"{part}.exc")
                for word in known:
                    for base, form in _bases(word, part, irregular):
                        for rank, meaning in enumerate(of_base.get(base, ())):
                            self._meanings[word].add((meaning, form))
                            if rank < _USUAL:
                                self._usual[word].add((meaning, form))
                            self._words[meaning, form].add(word)
        except FileNotFoundError as error:
            raise UserError(
                f"{error.filename} is not there. Install the package wordnet-base, or give the"
                " folder of WordNet's files with --wordnet"
            ) from error

    def same(self, word: str) -> set[str]:
        """Return all that usually mean what the word usually means."""
        usual = self._usual.get(word, set())
        return {
            other
            for meaning in usual
            for other in self._words[meaning]
            if other != word and meaning in self._usual[other]
        }

    def near(self, word: str) -> set[str]:
        """Return all that can mean the same, or something wider, narrower or much like it."""
        found: set[str] = set()
        for meaning, form in self._meanings.get(word, ()):
            found |= self._words[meaning, form]
            for other in self._wider[meaning]:
                found |= self._words.get((other, form), set())
        return found - {word}


def _meanings(path: Path, part: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each base form with what it can mean, the most usual first.

    The fields of a line: https://wordnet.princeton.edu/documentation/wndb5wn.
    """
    for line in path.read_text(encoding="latin-1").splitlines():
        if not line.startswith("  "):
            fields = line.split()
            yield fields[0], [f"{part} {place}" for place in fields[-int(fields[2]) :]]


def _related(path: Path, part: str) -> dict[str, set[str]]:
    """Return by each meaning those that are wider, narrower or much like it."""
    found = {}
    for line in path.read_text(encoding="latin-1").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split(" | ")[0].split()
        behind = 4 + 2 * int(fields[3], 16)
        relations = fields[behind + 1 : behind + 1 + 4 * int(fields[behind])]
        found[f"{part} {fields[0]}"] = {
            f"{part} {other}"
            for kind, other in zip(relations[::4], relations[1::4], strict=True)
            if kind in _WIDER
        }
    return found


def _irregular(path: Path) -> dict[str, list[str]]:
    lines = path.read_text(encoding="latin-1").splitlines()
    return {word: bases for word, *bases in map(str.split, lines)}


def _bases(word: str, part: str, irregular: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield each base form a word may have, and which form of it the word is."""
    for base in irregular.get(word, ()):
        ending = next((one for one in ("ing", "er", "est", "s") if word.endswith(one)), "")
        yield base, ending or {"noun": "s", "verb": "ed"}.get(part, "")
    for ending, instead in _ENDINGS[part]:
        if word.endswith(ending) and len(word) - len(ending) > 1:
            form = "s" if ending.endswith(("s", "men")) else ending
            yield word[: len(word) - len(ending)] + instead, form
