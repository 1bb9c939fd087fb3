"""Questions with a slip of the keys, as people type them.

In one word of each question a letter is left out, put in, replaced, or changes places with the
next: the four slips of Damerau (1964), https://doi.org/10.1145/363958.363994.
"""

import random
import string
from dataclasses import replace

from eval.sets import Labelled, QuestionSet
from index.words import words

# Shorter words are often another word with one letter changed.
_SHORTEST = 5


def with_slips(one: QuestionSet, seed: int) -> QuestionSet:
    """Return a set with a slip in each question that has a word long enough.

    Args:
        one: The questions.
        seed: Another one makes others; the same makes the same on every machine.
    """
    return replace(one, questions=tuple(_slipped(labelled, seed) for labelled in one.questions))


def _slipped(labelled: Labelled, seed: int) -> Labelled:
    chance = random.Random(f"{seed} {labelled.set} {labelled.id}")
    text = labelled.question
    long = [
        word
        for word in words(text)
        if word.carries_meaning and len(word.text) >= _SHORTEST and word.text.isalpha()
    ]
    if not long:
        return labelled
    word = chance.choice(long)
    return replace(
        labelled, question=text[: word.start] + slip(word.text, chance) + text[word.end :]
    )


def slip(word: str, chance: random.Random) -> str:
    """Return a word with one slip behind its first letter, at least three letters long."""
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice(string.ascii_lowercase)
    before, here, behind = word[:at], word[at], word[at + 1 :]
    made = [
        f"{before}{behind}",
        f"{before}{letter}{here}{behind}",
        f"{before}{letter}{behind}",
        f"{before}{behind[0]}{here}{behind[1:]}",
    ]
    return chance.choice([other for other in made if other != word])
