"""What a header says of its column: of what it is, and whether that is only yes or no. Pure.

A column "Height gain" is of no height, though a question for one has a word of it.
"""

import re
from collections.abc import Sequence

from index.words import words
from qa.language.vocabulary import is_adjective, is_verb
from qa.rows.tables import Row
from qa.rows.worth import worth

# What follows says of what, in what or how often: "Price per night", "Length (km)".
_ASIDE = re.compile(
    r"[(\[,/:]| (?:of|per|in|at|for|from|to|by|with|without|on|a|an|the)\b", re.IGNORECASE
)
# Behind another noun they add nothing: "Phone number".
_SAYS_LITTLE = frozenset("number no nr name amount value figure person".split())
# What takes long is of no length, though a year may be.
_TAKES = re.compile(r"\bhow long\b.*\b(?:takes?|took|lasts?|lasted)\b", re.IGNORECASE)
_LENGTH = frozenset({"length"})
_YES = frozenset("yes y true".split())
_SAYS_YES_OR_NO = _YES | frozenset("no n fals false".split())
# A question for somebody or something, which no yes answers.
_ASKS = re.compile(r"^\W*(?:who|whom|whose|which|what|when|where|how)\b", re.IGNORECASE)


def says_noun(header: str, said: frozenset[str]) -> bool:
    """Return whether some stems have the noun of a header: "height", but not of "Height gain"."""
    nouns = [
        word.stem
        for word in words(_ASIDE.split(header)[0])
        if word.carries_meaning and not _only_adds(word.text)
    ]
    return not nouns or nouns[-1] in said


def says_column(question: str, header: str, said: frozenset[str]) -> bool:
    """Return whether a question asks for what a header says, as far as its noun tells.

    Args:
        question: One question.
        header: Of the column it seems to ask for.
        said: The stems of the question, and of what it implies.
    """
    return says_noun(header, said - _LENGTH if _TAKES.search(question) else said)


def _only_adds(said: str) -> bool:
    """Return whether a word of a header does not say of what its column is: a unit, "open"."""
    small = said.lower()
    one = worth(f"1 {small}")
    unit = one is None or one.unit != small or one.amount != 1
    return unit or small in _SAYS_LITTLE or is_adjective(small) or is_verb(small)


def is_no_answer(question: str, header: str, table: Sequence[Row]) -> bool:
    """Return whether a column says only yes and no, and a question is for something else."""
    cells = [cell for row in table for cell in row.cells if cell.header == header]
    told = [cell for cell in cells if cell.start < cell.end and cell.header]
    said = frozenset().union(*(cell.words for cell in told))
    return bool(said & _YES) and said <= _SAYS_YES_OR_NO and bool(_ASKS.match(question))
