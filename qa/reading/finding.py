"""The best span of each sentence, out of what the network makes of every word piece."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.encoder import Floats
from index.library import Hit
from qa.reader import Span
from qa.reading.windows import Window
from qa.rows.lookup import Limit, answer_in
from qa.rows.tables import Row
from qa.sentences import cell_ends, only_asks

LOOKED_UP = 6.0
"""The least log-odds of a cell whose row and column the question names, and nothing else."""

# The longest short answer, in word pieces.
_LONGEST_ANSWER = 40

# What stands on both sides of a cut through a figure ("116,460"), a number ("C-300") or a word.
_HALVES = re.compile(
    r".?\d\n(?:\d|[.,]\d).?|(?:\d[.,]|[A-Z]-)\n\d.?|.?[a-zA-Z\u00c0-\u024f]\n[a-zA-Z\u00c0-\u024f].?",
    re.DOTALL,
)

Limited = Mapping[tuple[str, int], tuple[Row, Limit]]
"""Rows whose answer the question limits, by the document and the start of a sentence in them."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence's best span, and what the network makes of the sentence.

    Attributes:
        span: The span.
        sentence: Where the sentence begins and ends.
        sharp: The span's share in the sentence's odds, as a logarithm.
        evidence: Mean log-odds that the sentence's pieces bear on the question.
        rank: Of its hit.
        row: The row of a table that it is, if the question limits that.
        known: Whether that row surely answers, whatever the network makes of it.
    """

    span: Span
    sentence: tuple[int, int]
    sharp: float
    evidence: float
    rank: int = 0
    row: tuple[Row, Limit] | None = None
    known: bool = False

    @property
    def text(self) -> str:
        """The sentence's."""
        return self.span.hit.document.text[slice(*self.sentence)]


def best_of_each(
    read: Iterable[tuple[Hit, Sequence[Window], int, Sequence[tuple[int, int]]]],
    asked: Collection[str],
    named: Limited,
) -> dict[tuple[str, int], Found]:
    """Return the best of what is found in each sentence, by its document and where it starts.

    Args:
        read: Each hit with its windows, where what was read of it starts in the document, and its
            sentences.
        asked: Stems of the question.
        named: Rows of tables that it limits.
    """
    best: dict[tuple[str, int], Found] = {}
    for rank, (hit, windows, shift, bounds) in enumerate(read):
        parts = [_kept(_spans(hit, window, shift, bounds, named)) for window in windows]
        for part in parts or [_looked_up(hit, bounds, named)]:
            for found in _answering(part, asked):
                place = (hit.document.id, found.sentence[0])
                if place not in best or found.span.score > best[place].span.score:
                    best[place] = replace(found, rank=rank)
    return best


def _spans(
    hit: Hit, window: Window, shift: int, bounds: Sequence[tuple[int, int]], named: Limited
) -> Iterator[Found]:
    """Yield the best span that starts in each sentence, scored with all that do."""
    starts, ends = window.offsets[:, 0] + shift, window.offsets[:, 1] + shift
    labelled = hit.document.unit == "row"
    ends_of = hit.passage.start + np.array(cell_ends(hit.text, labelled=labelled))
    cells = np.searchsorted(ends_of, starts)
    for first, last in bounds:
        rows = np.flatnonzero((starts >= first) & (starts < last))
        if not len(rows):
            continue
        low, high = int(rows[0]), int(rows[-1]) + 1
        # Two cells of a table, or two paragraphs, tell two things: no answer is half of each.
        far = high if labelled else min(len(starts), high + _LONGEST_ANSWER)
        table = window.starts[low:high, None] + window.ends[None, low:far]
        lengths = np.arange(far - low)[None, :] - np.arange(high - low)[:, None]
        fits = (lengths >= 0) & (lengths < _LONGEST_ANSWER)
        fits &= cells[low:high, None] == cells[None, low:far]
        table = np.where(fits, table, -np.inf)
        together = _log_sum(table)
        row = named.get((hit.document.id, first))
        if row is not None:
            fits &= (starts[low:high, None] >= row[1].start) & (ends[None, low:far] <= row[1].end)
            table = np.where(fits, table, -np.inf) if fits.any() else table
        start, end = divmod(int(table.argmax()), table.shape[1])
        start, end = _whole(hit, int(starts[low + start]), int(ends[low + end]))
        if row is not None:
            start, end = answer_in(*row, start, end)
            start, end = max(start, hit.passage.start), min(end, hit.passage.end)
        yield Found(
            Span(hit, start, end, together - window.none, cell=row is not None and row[1].whole),
            _sentence(bounds, start, (first, last)),
            sharp=float(table.max()) - together,
            evidence=0.0 if window.evidence is None else float(window.evidence[low:high].mean()),
            row=row,
        )


def _looked_up(hit: Hit, bounds: Sequence[tuple[int, int]], named: Limited) -> Iterator[Found]:
    """Yield the cells that the question surely names in a passage that was not worth reading."""
    for first, last in bounds:
        row = named.get((hit.document.id, first))
        if row is None or not row[1].sure:
            continue
        start, end = row[1].start, row[1].end
        if hit.passage.start <= start < end <= hit.passage.end:
            span = Span(hit, start, end, LOOKED_UP, cell=True)
            sentence = _sentence(bounds, start, (first, last))
            yield Found(span, sentence, sharp=0.0, evidence=0.0, row=row, known=True)


def _whole(hit: Hit, start: int, end: int) -> tuple[int, int]:
    """Return a range with the words and figures whole that it begins and ends in."""
    text = hit.document.text
    while start > hit.passage.start and _goes_on(text, start):
        start -= 1
    while end < hit.passage.end and _goes_on(text, end):
        end += 1
    return start, end


def _goes_on(text: str, at: int) -> bool:
    """Return whether a figure, or a word of Latin letters, goes on at an offset."""
    return bool(_HALVES.fullmatch(text[max(0, at - 2) : at] + "\n" + text[at : at + 2]))


def _kept(told: Iterable[Found]) -> Iterator[Found]:
    """Yield what is found where an answer may stand.

    What the reader made of the other rows of a table counts for the one that the question names.
    """
    told = list(told)
    tables: dict[tuple[str, int], float] = {}
    for found in told:
        if found.row is not None:
            table = found.row[0].table
            tables[table] = max(tables.get(table, -math.inf), found.span.score)
    for found in told:
        if found.row is None:
            yield found
            continue
        row, limit = found.row
        if limit.start <= found.span.start < limit.end:
            score = tables[row.table] if limit.named else found.span.score
            score = max(score, LOOKED_UP) if limit.sure else score
            yield replace(found, span=replace(found.span, score=score), known=limit.sure)


def _answering(told: Iterable[Found], stems: Collection[str]) -> Iterator[Found]:
    """Yield what is found in sentences that may answer.

    Where a sentence only asks, as in an interview or a list of questions, what the reader made of
    it counts for the sentence behind it.
    """
    handed_on = -math.inf
    for found in told:
        if only_asks(found.text, stems):
            handed_on = found.span.score
            continue
        score = max(found.span.score, handed_on)
        yield replace(found, span=replace(found.span, score=score))
        handed_on = -math.inf


def _sentence(
    bounds: Sequence[tuple[int, int]], offset: int, found: tuple[int, int]
) -> tuple[int, int]:
    """Return the sentence that holds an offset; the one it was found in where none does.

    A cell may begin with what is no part of a sentence, as "???" and "... on request" do.
    """
    return next((one for one in bounds if one[0] <= offset < one[1]), found)


def _log_sum(table: Floats) -> float:
    """Return the logarithm of the sum of probabilities given as logarithms."""
    highest = float(table.max())
    return highest + float(np.log(np.exp(table - highest).sum()))
