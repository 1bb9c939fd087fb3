"""What the characters stand for that PDFium gives for a page."""

import re
from collections.abc import Sequence

from index.formats.content import without_junk

# A soft hyphen that a page shows is a hyphen.
_LETTERS = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": "-"}
)

CONTROL = re.compile("[\x0b-\x1f](?<!\r)")
"""Finds a control character that ends no line."""

# What LaTeX's fonts have at places of control characters beside letters. Where they are pictures of
# letters, a page does not tell what it shows. In the first fonts one of them is a return.
_CORK = str.maketrans("\x10\x11\x12\x15\x16\x1b\x1c\x1d\x1e\x1f", "“”„–—ﬀﬁﬂﬃﬄ")
_FIRST = str.maketrans("\x0b\x0c\x0e\x0f\x19\x1a\x1b\x1c\x1d\x1e\x1f", "ﬀﬁﬃﬄßæœøÆŒØ")
_OF_THE_FIRST = re.compile(r"[\x0b\x0c\x0e\x0f]")
_RETURN = re.compile("\r(?!\n)")

LEADER = re.compile(r"(?: ?\.){5,} ?")
"""Finds the dots of a table of contents."""

# In a line whose letters stand apart, most words have one letter, and there are a few of them.
_ONE, _LEAST = 0.75, 5
# In ems, cells stand farther apart than such letters do; and their words by so much farther.
_APART, _BETWEEN = 1.0, 1.5


def lettered(units: str) -> str:
    """Return the code units of a page with the letters that LaTeX's fonts have, one for each."""
    if _OF_THE_FIRST.search(units):
        return _RETURN.sub("ﬂ", units.translate(_FIRST))
    return units.translate(_CORK)


def clean(units: str) -> str:
    """Return UTF-16 code units as text: white space collapsed, ligatures as letters."""
    text = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = " ".join(without_junk(text.translate(_LETTERS)).split())
    return LEADER.sub(" … ", text).strip()


def is_spaced_out(units: str) -> bool:
    """Return whether the letters of a line stand apart, as in A N N U A L."""
    words = units[: 4 * _LEAST].split()
    if len(words) < _LEAST or max(map(len, words)) > 2:
        return False
    words = units.split()
    letters = sum(map(str.isalpha, words))
    ones = sum(len(word) == 1 for word in words)
    return max(map(len, words)) < 3 and min(letters, ones) >= _ONE * len(words)


def word_begins(gaps: Sequence[float], *, is_drawn: bool) -> list[int]:
    """Return which letters begin the words of a line whose letters stand apart.

    Args:
        gaps: Behind each letter but the last, in ems.
        is_drawn: Whether no spaces are written between them.

    Returns:
        Nothing where the letters may be words themselves.
    """
    usual = sorted(gaps)[len(gaps) // 2]
    begins = [at for at, gap in enumerate(gaps, start=1) if gap > _BETWEEN * usual]
    return [0, *begins] if 0 < usual < _APART and (begins or is_drawn) else []
