"""Words as search sees them: where they stand, their stems, and those that carry no meaning."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

# Letters and digits, held together by inner apostrophes, full stops and commas: "3,000", "U.S".
_WORD = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")

STOPWORDS = frozenset(
    "a about after all also am an and any are as at be been before being both but by can could"
    " did do does doing done during each either else ever every for from further get gets got"
    " had has have having he her here hers herself him himself his how i if in into is it its"
    " itself just may me might mine more most much must my myself no nor not of off on once one"
    " only or other our ours out over own please same she should since so some such than that"
    " the their theirs them themselves then there these they this those through to too under"
    " until up us very was we were what when where which while who whom whose why will with"
    " would yet you your yours s t d ll m re ve don didn doesn isn aren wasn weren won hasn"
    " haven hadn couldn shouldn wouldn tell say says said know many kind sort exactly actually"
    " really".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last one, a possessive ending left out.
        text: As it stands.
        stem: Lower case, without its inflection: equal stems, the same word.
    """

    start: int
    end: int
    text: str
    stem: str

    @property
    def carries_meaning(self) -> bool:
        """Whether the word is more than grammar."""
        # "don't" is in the list as "don" and "t".
        parts = self.text.lower().replace("’", "'").split("'")
        return not STOPWORDS.issuperset(parts)


def words(text: str) -> list[Word]:
    """Return the words of a text in their order."""
    found = []
    for match in _WORD.finditer(text):
        bare = _POSSESSIVE.sub("", match.group())
        if bare:
            found.append(Word(match.start(), match.start() + len(bare), bare, stem(bare)))
    return found


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of an English word (Porter 2), in lower case."""
    return str(_stemmer().stemWord(word.lower().replace(".", "").replace(",", "")))


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("english")
