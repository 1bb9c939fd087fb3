"""The short answer inside a sentence, found by the kind of answer the question wants."""

import re
from collections.abc import Iterator

from index.words import Word, words
from qa.language.kinds import Kind
from qa.language.shapes import answers_of

# A stretch of words that can be an answer by itself ends at these marks.
_BREAK = re.compile(r"[.,;:!?()\[\]“”\"|–—\n]")
# An answer may begin with these small words, but not end with one; it may do neither with others.
_OPENERS = frozenset(
    "the a an his her its their our to in on at by with from for of because".split()
)
# The longest short answer to a question about a thing, in words.
_LONGEST = 14


def highlight(kind: Kind, asked: frozenset[str], sentence: str) -> tuple[int, int]:
    """Return the range of a sentence that most looks like the short answer.

    Args:
        kind: What the question wants.
        asked: Stems of the question's words that carry meaning; an answer repeats none of them
            alone.
        sentence: Where the answer stands.

    Returns:
        A range that is not empty; the whole sentence where no part of it stands out.
    """
    found = words(sentence)
    anchors = [word for word in found if word.stem in asked]
    candidates = list(answers_of(kind, sentence, asked))
    if candidates:
        # A shape half as likely must be 40 characters nearer to the question's words.
        best = min(candidates, key=lambda one: (_distance(one[:2], anchors) - 80 * one[2], one))
        longer = [one for one in candidates if one[0] <= best[0] and best[1] <= one[1]]
        start, end, _ = max(longer, key=lambda one: one[1] - one[0])
        # "How many fighters?": of "200 fighters" the first word is the answer.
        named = kind in (Kind.PERSON, Kind.NUMBER)
        return _without_asked(found, asked, start, end) if named else (start, end)
    if kind is Kind.TRUTH or not anchors:
        return 0, len(sentence)
    stretches = list(_stretches(sentence, found, asked))
    if not stretches:
        return 0, len(sentence)
    return max(
        stretches,
        key=lambda range_: (
            sum(word.carries_meaning for word in _inside(found, *range_))
            - _distance(range_, anchors) / 20,
            -range_[0],
        ),
    )


def _inside(found: list[Word], start: int, end: int) -> list[Word]:
    return [word for word in found if start <= word.start and word.end <= end]


def _without_asked(
    found: list[Word], asked: frozenset[str], start: int, end: int
) -> tuple[int, int]:
    """Return a range without question words at its ends."""
    inside = _inside(found, start, end)
    if not inside:
        # Part of a word, as the figure in "20mm".
        return start, end
    while len(inside) > 1 and inside[0].stem in asked:
        inside = inside[1:]
    while len(inside) > 1 and inside[-1].stem in asked:
        inside = inside[:-1]
    cut_start = inside[0] != _inside(found, start, end)[0]
    cut_end = inside[-1] != _inside(found, start, end)[-1]
    return inside[0].start if cut_start else start, inside[-1].end if cut_end else end


def _distance(range_: tuple[int, int], anchors: list[Word]) -> float:
    """Return the mean number of characters between a range and the question's words."""
    if not anchors:
        return 0.0
    start, end = range_
    gaps = [max(0, anchor.start - end, start - anchor.end) for anchor in anchors]
    return sum(gaps) / len(gaps)


def _stretches(
    sentence: str, found: list[Word], asked: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Yield the runs of words between the question's own words and the sentence's breaks."""
    run: list[Word] = []
    for word in found:
        broken = bool(run) and bool(_BREAK.search(sentence, run[-1].end, word.start))
        if broken or word.stem in asked:
            yield from _pruned(run)
            run = []
        if word.stem not in asked:
            run.append(word)
    yield from _pruned(run)


def _pruned(run: list[Word]) -> Iterator[tuple[int, int]]:
    while run and not run[-1].carries_meaning:
        run = run[:-1]
    while run and not run[0].carries_meaning and run[0].text.lower() not in _OPENERS:
        run = run[1:]
    if run:
        run = run[:_LONGEST]
        yield run[0].start, run[-1].end
