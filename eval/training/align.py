"""Rebuild the link from question to answer where only the paragraph's answers are known.

A paragraph comes with its questions and with every span that people marked as an answer to one of
them. A reader scores each question against each span; then one assignment of spans to questions,
and one point in the paragraph's list of questions from which on they have no answer, are chosen
together (the unanswerable ones were written last).
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from index.encoder import Floats
from qa.reading.windows import Pairs, Window

# In paragraphs of up to this many questions nearly all have an answer.
_FEW = 5
_FEW_PENALTY = 4.0

# A span may answer a second question, but rarely does.
_AGAIN = 3.0

# Fragments of one answer that lie further apart than this are not joined.
_APART = 60

_NEVER = -1e4


def link(
    folder: Path, pairs: Pairs, out: Path, *, paragraphs: slice = slice(None), sure: bool = False
) -> None:
    """Write the links that this reader and the links that came with the data agree on.

    Args:
        folder: Holds the files of questions.
        pairs: The reader's network.
        out: `FILE.jsonl.gz`.
        paragraphs: Which are taken, by their place in the file.
        sure: Leave out what only the earlier links say.
    """
    marked = folder / "squad2_backtranslated_paragraphs.jsonl.gz"
    later = align(marked, pairs, paragraphs=paragraphs)
    earlier = folder / "squad2_backtranslated_aligned.jsonl.gz"
    with (
        gzip.open(earlier, "rt", encoding="utf-8") as lines,
        gzip.open(out, "wt", encoding="utf-8") as written,
    ):
        for line in agreed(map(json.loads, lines), later, sure=sure):
            print(json.dumps(line, ensure_ascii=False), file=written)


def align(path: Path, pairs: Pairs, *, paragraphs: slice = slice(None)) -> Iterator[dict[str, Any]]:
    """Yield a line for each question, as in the other files.

    `margin` says how much likelier the chosen answer is than the next best choice, as a
    difference of log-probabilities; below 0 the paragraph as a whole spoke against the question's
    own best.

    Args:
        path: `squad2_backtranslated_paragraphs.jsonl.gz`.
        pairs: The reader's network.
        paragraphs: Which are taken, by their place in the file.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, paragraphs.start, paragraphs.stop):
            yield from _paragraph(json.loads(line), pairs)


def _paragraph(fields: dict[str, Any], pairs: Pairs) -> Iterator[dict[str, Any]]:
    context = fields["context"]
    spans = _spans(fields["spans"])
    table = np.stack(
        [
            _scores(pairs.read(question, [(context, 0)])[0], spans)
            for question in fields["questions"]
        ]
    )
    links = assign(table)
    for number, (question, link) in enumerate(zip(fields["questions"], links, strict=True)):
        others = np.delete(table[number], len(spans) if link is None else link)
        own = table[number, -1 if link is None else link]
        answers = []
        if link is not None:
            start, end = spans[link]
            answers = [{"text": context[start:end], "start": start}]
        yield {
            "id": f"bt-{fields['doc']}-{fields['para']}-{number}",
            "doc_id": f"bt-{fields['doc']}",
            "title": "",
            "context": context,
            "question": question,
            "answers": answers,
            "is_impossible": link is None,
            "margin": round(float(own - others.max(initial=_NEVER)), 2),
        }


def _spans(marked: Sequence[dict[str, int]]) -> list[tuple[int, int]]:
    """Return one range for each colour: its fragments joined where they lie near together."""
    by_colour: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for span in marked:
        by_colour[span["color"]].append((span["start"], span["end"]))
    found = []
    for fragments in by_colour.values():
        first, last = min(fragments)[0], max(end for _, end in fragments)
        longest = max(fragments, key=lambda fragment: fragment[1] - fragment[0])
        covered = sum(end - start for start, end in fragments)
        found.append((first, last) if last - first - covered <= _APART else longest)
    return sorted(set(found))


def _scores(windows: Sequence[Window], spans: Sequence[tuple[int, int]]) -> Floats:
    """Return the log-probability of each span, and of "none" last, shape (spans + 1,)."""
    scores = np.full(len(spans) + 1, _NEVER, dtype=np.float32)
    for window in windows:
        starts, ends = window.offsets[:, 0], window.offsets[:, 1]
        for number, (start, end) in enumerate(spans):
            inside = np.flatnonzero((ends > start) & (starts < end))
            if len(inside) and starts[0] <= start and ends[-1] >= end:
                likely = float(window.starts[inside[0]] + window.ends[inside[-1]])
                scores[number] = max(scores[number], likely)
    scores[-1] = min((window.none for window in windows), default=0.0)
    return scores


def assign(table: Floats) -> list[int | None]:
    """Return for each question the number of its span, or None where it has no answer.

    Args:
        table: Log-probability of each span for each question, that of "none" in the last column,
            shape (questions, spans + 1).
    """
    count, spans = len(table), table.shape[1] - 1
    if not spans:
        return [None] * count
    # Every span twice: the second time at a price.
    costs = -np.concatenate([table[:, :-1]] + [table[:, :-1] - _AGAIN] * count, axis=1)
    best: tuple[float, list[int | None]] = (-np.inf, [])
    for point in range(count + 1):
        rows, columns = linear_sum_assignment(costs[:point])
        total = float(table[point:, -1].sum() - costs[rows, columns].sum())
        if count <= _FEW and point < count:
            total -= _FEW_PENALTY
        if total > best[0]:
            links = [int(column) % spans for column in columns]
            best = (total, [*links, *[None] * (count - point)])
    return best[1]


# Of answers that only the earlier links know, those of at least this margin are kept.
_SURE = 5.0
_HALF_SURE_WEIGHT = 0.6


def agreed(
    earlier: Iterable[dict[str, Any]], later: Iterable[dict[str, Any]], *, sure: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield the later lines that the earlier ones do not contradict, each with a `weight`.

    A reader that was trained on guesses of "no answer" says "none" too often, so that an answer
    which only the earlier links know is kept, with a lower weight, where they were sure of it.

    Args:
        earlier: Lines as `align` yields them, made by another reader.
        later: Lines of the same file.
        sure: Whether such are left out, so that both say all that is kept.
    """
    before = {(line["context"][:200], line["question"]): line for line in earlier}
    for line in later:
        other = before.get((line["context"][:200], line["question"]))
        if other is None:
            continue
        if _same(line["answers"], other["answers"]):
            yield {**line, "weight": 1.0}
        elif not sure and not line["answers"] and other["margin"] > _SURE:
            kept = {key: other[key] for key in ("answers", "is_impossible", "margin")}
            yield {**line, **kept, "weight": _HALF_SURE_WEIGHT}


def _same(some: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]]) -> bool:
    if not some or not others:
        return not some and not others
    return bool(abs(some[0]["start"] - others[0]["start"]) <= 5)
