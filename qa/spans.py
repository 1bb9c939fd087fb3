"""The trained reader: where in each passage the answer stands, or that it does not."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.encoder import Floats
from index.library import Hit
from index.passages import above
from index.words import words
from qa.calibration import Calibration
from qa.judging import CALIBRATION, FEATURES, alone, log_odds
from qa.lists import needed
from qa.lookup import Limit, answer_in, as_told, limits
from qa.opposites import opposed, opposites
from qa.reader import Span
from qa.sentences import cell_ends, only_asks, sentences
from qa.tables import Row, row_at, stems
from qa.untrained import SentenceReader
from qa.windows import Pairs, Window

# The least log-odds of a cell whose row and column the question names, and nothing else.
_LOOKED_UP = 6.0

# How many passages are read. With 8 the right sentence is as often the first one, or, in a library
# of 20,000 passages, up to 1.5 points more often; reading takes a third longer then. Figures:
# `eval/training/LOG.md`.
PASSAGES = 6

# The longest short answer, in word pieces.
_LONGEST_ANSWER = 40

# What stands on both sides of a cut through a figure ("116,460"), a number ("C-300") or a word.
_HALVES = re.compile(
    r".?\d\n(?:\d|[.,]\d).?|(?:\d[.,]|[A-Z]-)\n\d.?|.?[a-zA-Z\u00c0-\u024f]\n[a-zA-Z\u00c0-\u024f].?",
    re.DOTALL,
)


class SpanReader:
    """Reads each passage together with the question.

    A span's log-odds are those over "no answer" within its window (Devlin et al. 2019,
    https://arxiv.org/abs/1810.04805), so that passages can be compared; a sentence counts with all
    spans in it.
    """

    def __init__(
        self,
        pairs: Pairs,
        *,
        sentences: SentenceReader | None = None,
        passages: int = PASSAGES,
        calibration: Calibration = CALIBRATION,
    ) -> None:
        """Read with a network.

        Args:
            pairs: The network.
            sentences: The untrained reader, if it is to have a say.
            passages: How many of the best hits are read.
            calibration: Turns scores into probabilities.
        """
        self._pairs = pairs
        self._sentences = sentences
        self.passages = passages
        self.calibration = calibration

    @property
    def name(self) -> str:
        """What `--reader` takes to get this one."""
        return self._pairs.name

    @property
    def fingerprint(self) -> str:
        """The sha256 of its weights."""
        return self._pairs.fingerprint

    def read(self, question: str, hits: Sequence[Hit]) -> list[Span]:
        """Return the best span of each sentence of the best hits."""
        spans, table = self.weigh(question, hits)
        if not spans:
            return []
        if self._sentences is None:
            scores = alone(table)
        else:
            scores = log_odds(table, min(len(hits), self.passages))
        return [
            replace(span, score=float(score)) for span, score in zip(spans, scores, strict=True)
        ]

    def weigh(self, question: str, hits: Sequence[Hit]) -> tuple[list[Span], Floats]:
        """Return the best span of each sentence, scored by the network alone, and what is known.

        The table has the shape (spans, FEATURES).
        """
        hits = _lists_first(question, hits[: self.passages])
        # With a question mark or without, it is read the same.
        question = f"{question.rstrip(' ?.!')}?"
        words_asked = {word.stem for word in words(question)}
        against = opposites(question)
        texts = [_under_its_title(hit) for hit in hits]
        bounds = [sentences(hit.document, hit.passage.start, hit.passage.end) for hit in hits]
        rows = _rows(hits, bounds)
        named = _named(question, hits, bounds, rows)
        told, asked = _asked(question, hits, bounds, rows)
        read = self._read(asked, texts)
        found = [
            (hit, windows, hit.passage.start - shift, around)
            for hit, (_, shift), windows, around in zip(hits, texts, read, bounds, strict=True)
        ]
        # Where a question names nothing but rows that cannot answer, they are not what it means.
        best = _best(found, words_asked, named) or _best(found, words_asked, {})
        second = self._second(told, hits)
        lowest = min(second.values(), default=0.0)
        table = [
            (
                found.span.score,
                found.sharp,
                math.log1p(found.rank),
                second.get(place, lowest),
                found.evidence,
                opposed(against, found.text, texts[found.rank][0]),
            )
            for place, found in best.items()
        ]
        spans = [found.span for found in best.values()]
        return spans, np.array(table, dtype=np.float32).reshape(-1, len(FEATURES))

    def _read(
        self, questions: Sequence[str], texts: Sequence[tuple[str, int]]
    ) -> list[list[Window]]:
        """Return the windows of each text, read with its own question."""
        read: dict[int, list[Window]] = {}
        for question in dict.fromkeys(questions):
            rows = [row for row, asked in enumerate(questions) if asked == question]
            windows = self._pairs.read(question, [texts[row] for row in rows])
            read |= dict(zip(rows, windows, strict=True))
        return [read[row] for row in range(len(texts))]

    def _second(self, question: str, hits: Sequence[Hit]) -> dict[tuple[str, int], float]:
        """Return the untrained reader's score of each sentence, by document and start."""
        if self._sentences is None:
            return {}
        _, scored = self._sentences.weigh(question, hits)
        return {(hit.document.id, sentence.start): score for hit, sentence, score in scored}


_Rows = Mapping[tuple[str, int], tuple[Row, Limit]]
"""Rows whose answer the question limits, by the document and the start of a sentence in them."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence's best span, and what the network makes of the sentence."""

    span: Span
    sentence: tuple[int, int]
    sharp: float
    evidence: float
    rank: int = 0
    row: tuple[Row, Limit] | None = None

    @property
    def text(self) -> str:
        """The sentence's."""
        return self.span.hit.document.text[slice(*self.sentence)]


def _best(
    read: Iterable[tuple[Hit, Sequence[Window], int, Sequence[tuple[int, int]]]],
    asked: Collection[str],
    named: _Rows,
) -> dict[tuple[str, int], _Found]:
    """Return the best of what is found in each sentence, by its document and where it starts.

    Args:
        read: Each hit with its windows, where what was read of it starts in the document, and its
            sentences.
        asked: Stems of the question.
        named: Rows of tables that it limits.
    """
    best: dict[tuple[str, int], _Found] = {}
    for rank, (hit, windows, shift, bounds) in enumerate(read):
        parts = [_kept(_spans(hit, window, shift, bounds, named)) for window in windows]
        for part in parts or [_looked_up(hit, bounds, named)]:
            for found in _answering(part, asked):
                place = (hit.document.id, found.sentence[0])
                if place not in best or found.span.score > best[place].span.score:
                    best[place] = replace(found, rank=rank)
    return best


def _under_its_title(hit: Hit) -> tuple[str, int]:
    """Return a passage with title and headings above it, and the offset where it begins."""
    title = above(hit.document, hit.passage)
    prefix = f"{title}\n" if title else ""
    return prefix + hit.text, len(prefix)


def _rows(
    hits: Sequence[Hit], bounds: Sequence[Sequence[tuple[int, int]]]
) -> dict[tuple[str, int], Row]:
    """Return the rows of tables, by the document and the start of a sentence in them."""
    return {
        (hit.document.id, first): row
        for hit, found in zip(hits, bounds, strict=True)
        for first, _ in found
        if (row := row_at(hit.document, first)) is not None
    }


def _asked(
    question: str,
    hits: Sequence[Hit],
    bounds: Sequence[Sequence[tuple[int, int]]],
    rows: Mapping[tuple[str, int], Row],
) -> tuple[str, list[str]]:
    """Return a question in the words of the table that has its days, and what each hit is asked.

    A list is asked by the name of what it lists.
    """
    documents = {hit.document.id: hit.document.text for hit in hits}
    told, table = as_told(question, rows.values(), documents)
    held = [
        {rows[place].table for first, _ in found if (place := (hit.document.id, first)) in rows}
        for hit, found in zip(hits, bounds, strict=True)
    ]
    lists = [needed(question, _headings(hit)) for hit in hits]
    # Where such a list comes first, all else is to answer the same question.
    return told, [
        told if table in tables else put if put != question else lists[0]
        for tables, put in zip(held, lists, strict=True)
    ]


def _lists_first(question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Return the hits, those first that list what one needs for what is asked for.

    Their heading says so, or else they are of the best hit's document.
    """
    asked = stems(question)

    def listed(hit: Hit) -> bool:
        above = hit.document.heading_path(hit.passage.start)
        named = any(asked & stems(heading) for heading in above if heading != hit.document.title)
        meant = named or hit.document.id == hits[0].document.id
        return meant and needed(question, _headings(hit)) != question

    return sorted(hits, key=lambda hit: not listed(hit))


def _headings(hit: Hit) -> list[str]:
    """Return what may stand above a list: headings, the passage's first line, lines with a colon.

    Of the latter the last ones come first.
    """
    first, *others = hit.text.split("\n")
    labels = [line for line in others if line.rstrip().endswith(":")]
    return [*hit.document.heading_path(hit.passage.start), first, *reversed(labels)]


def _named(
    question: str,
    hits: Sequence[Hit],
    bounds: Sequence[Sequence[tuple[int, int]]],
    rows: Mapping[tuple[str, int], Row],
) -> _Rows:
    """Return the rows of tables in which the question says where the answer stands."""
    told = {
        rows[place]: stems(above(hit.document, hit.passage))
        for hit, found in zip(hits, bounds, strict=True)
        for first, _ in found
        if (place := (hit.document.id, first)) in rows
    }
    limited = limits(question, rows.values(), told)
    return {place: (row, limited[row]) for place, row in rows.items() if row in limited}


def _spans(
    hit: Hit, window: Window, shift: int, bounds: Sequence[tuple[int, int]], named: _Rows
) -> Iterator[_Found]:
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
        # Two rows or cells of a table tell two things, and no answer is half of each.
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
        yield _Found(
            Span(hit, start, end, together - window.none, cell=row is not None and row[1].whole),
            _sentence(bounds, start, (first, last)),
            sharp=float(table.max()) - together,
            evidence=0.0 if window.evidence is None else float(window.evidence[low:high].mean()),
            row=row,
        )


def _looked_up(hit: Hit, bounds: Sequence[tuple[int, int]], named: _Rows) -> Iterator[_Found]:
    """Yield the cells that the question surely names in a passage that was not worth reading."""
    for first, last in bounds:
        row = named.get((hit.document.id, first))
        if row is None or not row[1].sure:
            continue
        start, end = row[1].start, row[1].end
        if hit.passage.start <= start < end <= hit.passage.end:
            span = Span(hit, start, end, _LOOKED_UP, cell=True)
            sentence = _sentence(bounds, start, (first, last))
            yield _Found(span, sentence, sharp=0.0, evidence=0.0, row=row)


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


def _kept(told: Iterable[_Found]) -> Iterator[_Found]:
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
            score = max(score, _LOOKED_UP) if limit.sure else score
            yield replace(found, span=replace(found.span, score=score))


def _answering(told: Iterable[_Found], stems: Collection[str]) -> Iterator[_Found]:
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
