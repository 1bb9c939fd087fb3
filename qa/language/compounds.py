"""Words that a question writes together and the documents apart, or the other way about.

"Who brokered the ceasefire?" is searched as "cease-fire" where the documents have it so, "e-mail"
as "email", "wifi" as "wi-fi", "22mm" as "22 mm": to search and to the reader these are other words.
"""

import re
from itertools import pairwise

from index.library import Library
from index.words import Word, words
from qa.language.spelling import is_english

# The least letters of both parts together, and of each; "e" may be one alone ("e-mail"). "Man age"
# is not "manage": of two words the second has one letter more.
_WHOLE, _PART = 5, 3

# The least letters of what is no English word as it is asked: "wifi".
_SHORTEST = 4

# A figure and its unit.
_MEASURED = re.compile(r"(\d+(?:[.,]\d+)?)([^\W\d_]{1,4})")


def rejoined(question: str, library: Library) -> str:
    """Return the question with its compounds written as the library has them.

    Args:
        question: As it was asked.
        library: What it has as the question has it, stays.
    """
    found = words(question)
    parted = [
        (word.start, word.end, apart)
        for word in found
        if (apart := _apart(word.text, library)) is not None
    ]
    joined = [
        (first.start, second.end, first.text + second.text)
        for first, second in pairwise(found)
        if question[first.end : second.start] in (" ", "-") and _is_one(first, second, library)
    ]
    # From the end, so that the offsets before it stay right.
    for start, end, text in sorted(parted + joined, reverse=True):
        question = question[:start] + text + question[end:]
    return question


def _apart(word: str, library: Library) -> str | None:
    """Return a word in two, where only so the library has it."""
    measured = _MEASURED.fullmatch(word)
    if measured and not library.frequency(word):
        parted = " ".join(measured.groups())
        return parted if library.frequency(parted) else None
    if not word.isalpha() or len(word) < _SHORTEST or library.frequency(word):
        return None
    for at in range(1, len(word) - 1):
        first, second = word[:at], word[at:]
        there = library.frequency(second) and library.frequency(f"{first} {second}")
        if there and _parts(first, second, library):
            return f"{first}-{second}"
    return None


def _parts(first: str, second: str, library: Library) -> bool:
    """Return whether two parts of a word may stand apart, where the library has them so."""
    long = len(first + second) >= _WHOLE and len(second) >= _PART
    # By their stems, "rest at" would make two of "restated".
    if long and (len(first) >= _PART or first in "eE") and _is_word(second, library):
        return True
    # "Wifi" and "tshirt" are no words but so.
    return not is_english(first + second)


def _is_one(first: Word, second: Word, library: Library) -> bool:
    """Return whether the library has two words only as one."""
    together = first.text + second.text
    grammar = not (first.carries_meaning and second.carries_meaning)
    if not together.isalpha() or len(second.text) <= _PART or (grammar and first.text not in "eE"):
        return False
    there = library.frequency(together) and not library.frequency(f"{first.text} {second.text}")
    # Where two words ran together in print, "Britishable" stands there, too.
    return bool(there) and (is_english(together) or not together[1:].islower())


def _is_word(text: str, library: Library) -> bool:
    return is_english(text) or bool(library.spelled([text.lower()]))
