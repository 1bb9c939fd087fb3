"""Why nothing is quoted, in words for who asked."""

from collections.abc import Sequence
from difflib import get_close_matches

from index.words import words
from qa.answer import Reason, Silence
from qa.reader import Span

# A word of so many letters that occurs nowhere may be one of the nearest passages, misspelt: with
# the same first letter, and so much alike by difflib's ratio.
_SPELLED, _ALIKE = 5, 0.8


def silence_of(ordered: Sequence[Span], unknown_words: Sequence[str]) -> Silence:
    """Return why nothing is quoted.

    Args:
        ordered: What was found, likeliest first.
        unknown_words: The question's words that occur nowhere in the library.
    """
    unknown = tuple(unknown_words)
    if not ordered:
        return Silence(
            Reason.NOTHING_NEAR,
            "The documents do not say: no passage is near this question.",
            unknown,
        )
    if unknown:
        return Silence(
            Reason.NO_SPAN,
            f"The documents do not say. {_named(unknown)} nowhere in them"
            f"{_meant(unknown, ordered)}",
            unknown,
        )
    return Silence(
        Reason.UNSURE,
        "The documents do not say, or not surely enough to quote.",
        unknown,
    )


def _meant(unknown: Sequence[str], near: Sequence[Span]) -> str:
    """Return how that sentence ends: with what may have been meant, if that is near by."""
    found = (word.text for span in near for word in words(span.hit.text))
    # A heading in capitals comes first, so that another spelling takes its place.
    there = {word.lower(): word for word in sorted(found, key=str.isupper, reverse=True)}
    alike = [
        there[other]
        for word in unknown
        if len(word) >= _SPELLED
        for other in get_close_matches(
            word.lower(), [one for one in there if one[0] == word[0].lower()], 1, _ALIKE
        )
    ]
    named = " and ".join(f"“{word}”" for word in dict.fromkeys(alike))
    return f"; did you mean {named}?" if alike else "."


def _named(unknown: Sequence[str]) -> str:
    *first, last = (f"“{word}”" for word in unknown)
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"{listed} {'occurs' if len(unknown) == 1 else 'occur'}"
