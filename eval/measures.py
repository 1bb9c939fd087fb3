"""Measures of one answer, each a short function with one meaning.

A measure is 1 for right and 0 for wrong, or a share between them. An answer that is owed but
missing counts 0. Measures over many answers at once stand in `eval.pooled`, after this module.
"""

import math
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from eval.outcomes import Outcome

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NAMED = re.compile(r"(?:(?:a|an|the) )?(.*\w (?:a|an|the))")
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation))

# All but letters, digits, white space and the point of a decimal number.
_PARTING = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w\s.]|_")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def normal(text: str) -> str:
    """Return `text` as SQuAD's own script compares it.

    In lower case, then without ASCII punctuation (nothing takes its place), then with articles
    blanked, then with white space collapsed: `normalize_answer` of evaluate-v2.0.py (Rajpurkar et
    al. 2018, https://arxiv.org/abs/1806.03822, https://rajpurkar.github.io/SQuAD-explorer/).

        >>> normal("The  son-in-law's")
        'soninlaws'
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def forgiving(text: str) -> str:
    """Return `text` as `holds` compares it.

    `normal` makes one word of "1893/1895", so that it would not hold "1893". Here all punctuation
    and signs, typographic ones too, part words as a space does; only a point between digits stays,
    and a comma before three digits goes ("18.5", "1,200"): 1,200 does not hold 200. Compatible
    forms are one: ligatures, no-break spaces, full-width letters (Unicode's NFKC). Articles go,
    unless nothing else is there.

        >>> forgiving("The son-in-law's 1,200 fighters")
        'son in law s 1200 fighters'
    """
    return _without_articles(_parted(text))


def _parted(text: str) -> str:
    """Return `text` as `forgiving` does, with its articles."""
    lower = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_PARTING.sub(" ", _THOUSANDS.sub("", lower)).split())


def _without_articles(parted: str) -> str:
    return " ".join(_ARTICLES.sub(" ", parted).split()) or parted


def exact(found: str | None, answers: Iterable[str]) -> float:
    """Return 1 if what was found is one of the answers, both as `normal` has them.

    Source: `compute_exact` of evaluate-v2.0.py. None, a silence, is 0.
    """
    return float(found is not None and normal(found) in _expected(answers))


def f1(found: str | None, answers: Iterable[str]) -> float:
    """Return the best harmonic mean of precision and recall over words.

    Words are those of `normal`; each counts as often as it stands. Where one side has no word at
    all, it is 1 if both have none. Source: `compute_f1` of evaluate-v2.0.py. None, a silence, is 0.
    """
    if found is None:
        return 0.0
    words = normal(found).split()
    return max((_f1(words, answer.split()) for answer in _expected(answers)), default=0.0)


def _expected(answers: Iterable[str]) -> list[str]:
    """Return the answers, normalised; those without a word only where all are, as SQuAD does."""
    normalised = [normal(answer) for answer in answers]
    return [answer for answer in normalised if answer] or normalised


def _f1(found: list[str], answer: list[str]) -> float:
    if not found or not answer:
        return float(found == answer)
    common = sum((Counter(found) & Counter(answer)).values())
    return 2 * common / (len(found) + len(answer))


def holds(quote: str | None, answers: Iterable[str]) -> float:
    """Return 1 if one of the answers stands whole inside the quote, both as `forgiving` has them.

    The match of open-domain question answering (`has_answer` of Chen et al. 2017,
    https://arxiv.org/abs/1704.00051): words in a row, from word to word. None, a silence, is 0,
    and so is an answer without a word. At an answer's end "a" is a name, not an article: "Building
    B" does not hold "Building A".
    """
    if quote is None:
        return 0.0
    whole = _parted(quote)
    plain = _without_articles(whole)
    for answer in map(_parted, answers):
        named = _NAMED.fullmatch(answer)
        inside, wanted = (whole, named[1]) if named else (plain, _without_articles(answer))
        if wanted and f" {wanted} " in f" {inside} ":
            return 1.0
    return 0.0


def mean(values: Iterable[float]) -> float:
    """Return the mean.

    Raises:
        ValueError: There is no value; a share of nothing is undefined.
    """
    found = list(values)
    if not found:
        raise ValueError("the mean of no values is undefined")
    return sum(found) / len(found)


# Of one outcome. Whoever calls one of these sees to it that it is asked of questions it means
# something for: with answers written down, or with documents named.


def highlight_exact(outcome: Outcome) -> float:
    """Return `exact` of the first quote's short answer."""
    return exact(outcome.quotes[0].highlight if outcome.quotes else None, outcome.answers)


def highlight_f1(outcome: Outcome) -> float:
    """Return `f1` of the first quote's short answer."""
    return f1(outcome.quotes[0].highlight if outcome.quotes else None, outcome.answers)


def quote_f1(outcome: Outcome) -> float:
    """Return `f1` of the whole first quote: low where much is quoted for a short answer."""
    return f1(outcome.quotes[0].text if outcome.quotes else None, outcome.answers)


def quotes_f1(outcome: Outcome) -> float:
    """Return `f1` of all quotes, one after the other, as one text."""
    joined = "\n".join(quote.text for quote in outcome.quotes)
    return f1(joined if outcome.quotes else None, outcome.answers)


def first_quote(outcome: Outcome) -> float:
    """Return 1 if the first quote holds an answer, whichever document it is from."""
    return holds(outcome.quotes[0].text if outcome.quotes else None, outcome.answers)


def any_quote(outcome: Outcome) -> float:
    """Return 1 if one of the quotes, taken alone, holds an answer."""
    return max((holds(quote.text, outcome.answers) for quote in outcome.quotes), default=0.0)


def right_document(outcome: Outcome) -> float:
    """Return 1 if the first quote is from a document that holds the answer."""
    return float(any(quote.document in outcome.documents for quote in outcome.quotes[:1]))


def best_holds(outcome: Outcome) -> float:
    """Return 1 if the quote it was surest of, shown or withheld, holds an answer.

    For an unanswerable question no quote does. This is what a confidence is the probability of.
    """
    if not outcome.answerable or outcome.best is None:
        return 0.0
    return holds(outcome.best.text, outcome.answers)


# Of one ranking. `ranking` has the grade of each passage found, best first, 0 for one that is not
# gold; `gold` has the grades, above 0, of all gold passages, of which there must be one.


def recall_at(ranking: Sequence[float], gold: Sequence[float], top: int) -> float:
    """Return the share of all gold passages that are among the first `top` found.

    trec_eval's `recall_N` (https://github.com/usnistgov/trec_eval), `R@N` of ir_measures.
    """
    return sum(grade > 0 for grade in ranking[:top]) / len(gold)


def found_at(ranking: Sequence[float], top: int) -> float:
    """Return 1 if a gold passage is among the first `top` found.

    trec_eval's `success_N`, `Success@N` of ir_measures; called recall@N in other places.
    """
    return float(any(grade > 0 for grade in ranking[:top]))


def reciprocal_rank(ranking: Sequence[float]) -> float:
    """Return 1 over the rank, from 1, of the first gold passage; 0 where none was found.

    trec_eval's `recip_rank`, `RR` of ir_measures (Voorhees 1999, The TREC-8 Question Answering
    Track Report).
    """
    return next((1 / rank for rank, grade in enumerate(ranking, 1) if grade > 0), 0.0)


def ndcg_at(ranking: Sequence[float], gold: Sequence[float], top: int) -> float:
    """Return the discounted gain of the first `top` found, over that of the best order.

    A passage gains its grade, over the binary logarithm of its rank plus 1: trec_eval's
    `ndcg_cut_N`, `nDCG@N` of ir_measures (Järvelin and Kekäläinen 2002,
    https://doi.org/10.1145/582415.582418). Others gain 2 ** grade - 1.
    """
    return _gain(ranking[:top]) / _gain(sorted(gold, reverse=True)[:top])


def _gain(grades: Iterable[float]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
