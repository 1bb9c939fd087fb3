"""Measures of one answer, each a short function with one meaning.

A measure is 1 for right and 0 for wrong, or a share between them. An answer that is owed but
missing counts 0.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation + "“”‘’–—…", " "))


def normal(text: str) -> str:
    """Return `text` in lower case, without punctuation and articles, white space collapsed.

    As SQuAD's own script does (Rajpurkar et al. 2016, https://arxiv.org/abs/1606.05250), but that
    punctuation parts words: "son-in-law" and "son in law" are the same.
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact(found: str | None, answers: Iterable[str]) -> float:
    """Return 1 if what was found is one of the answers, normalised."""
    return float(found is not None and normal(found) in {normal(answer) for answer in answers})


def f1(found: str | None, answers: Iterable[str]) -> float:
    """Return the best harmonic mean of precision and recall over words, as SQuAD's script does."""
    if found is None:
        return 0.0
    words = normal(found).split()
    return max((_f1(words, normal(answer).split()) for answer in answers), default=0.0)


def _f1(found: list[str], answer: list[str]) -> float:
    common = sum((Counter(found) & Counter(answer)).values())
    return 2 * common / (len(found) + len(answer)) if common else 0.0


def holds(quote: str | None, answers: Iterable[str]) -> float:
    """Return 1 if one of the answers stands whole inside the quote, normalised."""
    if quote is None:
        return 0.0
    inside = f" {normal(quote)} "
    return float(any(f" {normal(answer)} " in inside for answer in answers))


def mean(values: Iterable[float]) -> float:
    """Return the mean.

    Raises:
        ValueError: There is no value; a share of nothing is undefined.
    """
    found = list(values)
    if not found:
        raise ValueError("the mean of no values is undefined")
    return sum(found) / len(found)
