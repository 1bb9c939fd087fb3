"""A slip of the keys in a question, put right by the words of the documents.

"Who set up the maritiem museum?" is searched as it was meant, and shown as it was searched. A word
is looked at only if it is neither in the documents nor in a dictionary, and becomes one a slip
away: a letter too many, too few, another one, or two of them swapped (Damerau 1964,
https://doi.org/10.1145/363958.363994).
"""

from functools import cache

from spellchecker import SpellChecker
from tokenizers import Tokenizer

from index.encoder import default_folder
from index.library import Library
from index.words import STOPWORDS, Word, words

# Shorter words are one slip from too many others.
_SHORTEST = 4

# A first letter is rarely missed, and in a shorter word never taken for missed.
_LONG = 6

# "Wich year", "in wich year": so near the beginning a question word is meant.
_ASKS, _OPENS = frozenset("what when where which whose".split()), 2

# A word that the documents lack is meant only by a long one that begins alike, and if it is so
# common, by the dictionary's count, as every eighth of its words: "wifi" is no "wife".
_COMMON = 1000

# The dictionary's "summarize", "analyze" and "pediatric" are spelled so, too.
_BRITISH = (("is", "iz"), ("ys", "yz"), ("ae", "e"))


def respelled(question: str, library: Library) -> str:
    """Return the question with its misspelt words as they were meant.

    Args:
        question: As it was asked.
        library: Whose words come first. What has a capital within a question is a name, and only
            ever taken for a name in it.

    Returns:
        The question itself where every word is one of the library or of English, or where most of
        the others are not English.
    """
    asked = words(question)
    strange = [(place, word) for place, word in enumerate(asked) if _is_strange(word, library)]
    if not strange or 2 * sum(is_english(word.text) for word in asked) < len(asked) - 1:
        return question
    # From the end, so that the offsets before it stay right.
    for place, word in reversed(strange):
        meant = _meant(word.text, library, place)
        question = question[: word.start] + meant + question[word.end :]
    return question


def load_dictionary() -> None:
    """Load now what the first strange word would otherwise wait for."""
    _dictionary()
    _pieces()


def _is_strange(word: Word, library: Library) -> bool:
    """Return whether a word may be misspelt: plain letters, and known neither here nor there."""
    text = word.text
    if len(text) < _SHORTEST or not (text.isascii() and text.isalpha()) or text.isupper():
        return False
    # The dictionary last: a command that asks once need not wait for it.
    if text.lower() in STOPWORDS or library.frequency(text):
        return False
    # "havent" is short for two words.
    return not any(map(is_english, (text, f"{text[:-1]}'{text[-1]}", f"{text[:-2]}'{text[-2:]}")))


def _meant(word: str, library: Library, place: int) -> str:
    """Return the likeliest word one slip away, or the word itself where there is none."""
    low, dictionary = word.lower(), _dictionary()
    name = place > 0 and word[0].isupper()
    near = [other for other in dictionary.edit_distance_1(low) if _may_be(low, other, name=name)]
    there = library.spelled(near, names=name)
    if name:
        # "Pamas" is no "PAMPs", but "AirAia" is "AirAsia".
        plain = word[1:].islower()
        there = {other: count for other, count in there.items() if other[1:].islower() == plain}
    counts = {other.lower(): count for other, count in there.items()}
    if not name:
        counts |= {
            other: count
            for other in near
            if (count := library.frequency(other))
            or (len(low) >= _LONG and dictionary[other] >= _COMMON and other[0] == low[0])
        }
    if not counts:
        return word
    meant = max(counts, key=lambda other: _likely(low, other, counts[other], place))
    if word.islower():
        return meant
    spelled = next((other for other in there if other.lower() == meant), meant)
    return spelled[0].upper() + spelled[1:]


def _may_be(low: str, other: str, *, name: bool) -> bool:
    if not other.isascii() or len(other) < _SHORTEST - 1:
        return False
    if other[0] != low[0] and len(low) < _LONG:
        return False
    # "Musnt" denies what "must" says.
    if low.endswith("nt") and other in STOPWORDS:
        return False
    # "Carpathia" is not "Carpathian".
    return not (name and (low.startswith(other) or other.startswith(low)))


def _likely(low: str, other: str, count: int, place: int) -> tuple[bool | int | str, ...]:
    """Return what makes a word the likelier to be meant, what matters most first."""
    asks = place < _OPENS and other in _ASKS
    return (
        asks or count > 0,
        other[0] == low[0],
        asks or other not in STOPWORDS,
        sorted(other) == sorted(low),
        count,
        len(other),
        _dictionary()[other],
        other,
    )


def is_english(word: str) -> bool:
    """Return whether a word is one of the dictionary's or of MiniLM's, in American spelling too."""
    low = word.lower()
    spellings = (low, *(low.replace(british, other) for british, other in _BRITISH))
    return any(map(_dictionary().__contains__, spellings)) or _pieces().token_to_id(low) is not None


@cache
def _dictionary() -> SpellChecker:
    """Return the words of English; 160,000 of them load in an eighth of a second."""
    return SpellChecker(distance=1)


@cache
def _pieces() -> Tokenizer:
    """Return the word pieces of MiniLM, which has words that the dictionary lacks: "tyres"."""
    return Tokenizer.from_file(str(default_folder() / "tokenizer.json"))
