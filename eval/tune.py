"""Fit by which weights `qa.reading.judging` orders spans and judges the best one.

`weigh` asks labelled questions and keeps what is known of every span; `tune` fits the weights to
what was kept. The questions must be none the network was trained on.
"""

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from eval import pooled, resampling
from eval.asking import asking
from eval.entries import lines, text_of
from eval.fit import best_order
from eval.measures import holds
from eval.questions import Labelled, read
from eval.settings import Order
from index.encoder import Floats
from index.errors import UserError
from qa.choose import quote_of
from qa.reading.judging import FEATURES, SURE, judged
from qa.reading.spans import PASSAGES, SpanReader


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was known of one question's spans.

    Attributes:
        set: The set's name and how it was asked.
        group: The document it is about; groups are never divided between fitting and judging.
        answerable: Whether an answer is owed.
        read: How many passages were read.
        table: Shape (spans, FEATURES).
        right: Whether each span's quote holds an expected answer, shape (spans,).
    """

    set: str
    group: str
    answerable: bool
    read: int
    table: Floats
    right: Floats


def weigh(order: Order, *, passages: int = PASSAGES) -> None:
    """Ask the questions and write, one line each, what is known of their spans.

    Args:
        order: What is asked.
        passages: How many are read for each question.
    """
    sets = [read(path) for path in order.questions]
    with asking(order, sets) as (_, asker), order.out.open("w", encoding="utf-8") as file:
        for one in sets:
            for labelled in tqdm(one.questions, unit="question", disable=None):
                if labelled.follows is not None:
                    continue
                assistant = asker.of(one, labelled)
                reader = assistant.reader
                if not isinstance(reader, SpanReader):
                    raise UserError("only the trained reader can be tuned. Leave --reader out")
                reader.passages = passages
                hits = assistant.library.search(labelled.question, top=passages)
                spans, table = reader.weigh(labelled.question, hits)
                right = [int(bool(holds(quote_of(span).text, labelled.answers))) for span in spans]
                line = {
                    "set": f"{one.name} {order.setting}",
                    "group": _group(labelled),
                    "answerable": labelled.answerable,
                    "read": len(hits),
                    "right": right,
                    "table": [[round(value, 4) for value in row] for row in table.tolist()],
                }
                print(json.dumps(line), file=file)


def _group(labelled: Labelled) -> str:
    """Return what a question is about; one that nothing answers is about itself."""
    return labelled.context or next(iter(labelled.documents), labelled.id)


def load(paths: Sequence[Path]) -> list[Weighed]:
    """Return what `weigh` kept.

    Raises:
        UserError: A file cannot be read, a line is not what `weigh` writes, or it was kept by
            another version, which knew other things of a span.
    """
    return [_weighed(path, number, line) for path in paths for number, line in lines(text_of(path))]


def _weighed(path: Path, number: int, line: str) -> Weighed:
    try:
        fields = json.loads(line)
        table = fields["table"]
        if any(len(row) != len(FEATURES) for row in table):
            raise UserError(f"{path} was weighed by another version of Quoth. Weigh anew")
        return Weighed(
            fields["set"],
            fields["group"],
            fields["answerable"],
            fields["read"],
            np.array(table, dtype=np.float32).reshape(-1, len(FEATURES)),
            np.array(fields["right"], dtype=np.float32),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"{path}:{number} is not what `weigh` writes ({error!r}). Weigh anew"
        ) from error


@dataclass(frozen=True, slots=True)
class Weights:
    """What `qa.reading.judging` works with."""

    order: Mapping[str, float]
    sure: Mapping[str, float]
    bias: float


def tune(
    found: Sequence[Weighed],
    *,
    order: Mapping[str, float] | None = None,
    counts: Mapping[str, float] | None = None,
) -> Weights:
    """Return weights fitted to questions, each set counting as much as every other.

    Args:
        found: What was weighed.
        order: Weights that put spans in order, if they are to stay.
        counts: By the names of sets that count more or less than the others, how many times as much
            as one of them. They say how sure Quoth is in the end: a set in which every question has
            an answer makes it surer everywhere.

    Raises:
        UserError: There are too few questions to tell right from wrong.
    """
    counts = counts or {}
    if order is None:
        owed = [one for one in found if one.right.any()]
        if not owed:
            raise UserError("no answer is in what was weighed. Weigh more questions")
        scale = _shares(owed, counts)
        fitted = best_order([one.table for one in owed], [one.right for one in owed], scale)
        order = {name: round(float(value), 3) for name, value in zip(FEATURES, fitted, strict=True)}
    rows, right = _tops(found, order)
    if not len(right) or right.min() == right.max():
        raise UserError("the best span is right of all questions or none. Weigh more questions")
    seen = [one for one in found if len(one.table)]
    model = LogisticRegression(C=10.0, max_iter=5000).fit(
        rows, right, sample_weight=_shares(seen, counts)
    )
    sure = {name: round(float(value), 3) for name, value in zip(SURE, model.coef_[0], strict=True)}
    return Weights(order, sure, round(float(model.intercept_[0]), 3))


def _shares(found: Sequence[Weighed], counts: Mapping[str, float]) -> Floats:
    """Return for each question a weight by which sets count what they are to, 1 on average."""
    sizes: dict[str, int] = defaultdict(int)
    for one in found:
        sizes[one.set] += 1
    each = len(found) / sum(counts.get(name, 1.0) for name in sizes)
    return np.array(
        [each * counts.get(one.set, 1.0) / sizes[one.set] for one in found], dtype=np.float32
    )


def _tops(found: Sequence[Weighed], order: Mapping[str, float]) -> tuple[Floats, Floats]:
    """Return what the best span of each question is judged by, and whether it is right."""
    weights = np.array([order[name] for name in FEATURES], dtype=np.float32)
    rows, right = [], []
    for one in found:
        if not len(one.table):
            continue
        ranks = one.table @ weights
        known = judged(one.table, ranks, one.read)
        rows.append([known[name] for name in SURE])
        right.append(one.right[int(ranks.argmax())])
    return np.array(rows, dtype=np.float32), np.array(right, dtype=np.float32)


def _sure(
    found: Sequence[Weighed], weights: Weights
) -> tuple[resampling.Floats, resampling.Floats]:
    """Return how sure the weights are of the best span of each question, and whether it is right.

    Args:
        found: Each with a span at least.
        weights: What they are judged by.
    """
    rows, right = _tops(found, weights.order)
    odds = rows @ np.array([weights.sure[part] for part in SURE]) + weights.bias
    return 1 / (1 + np.exp(-odds)), right.astype(np.float64)


def judge(found: Sequence[Weighed], weights: Weights) -> Iterator[dict[str, Any]]:
    """Yield for each set how good the weights are on it."""
    by_set: dict[str, list[Weighed]] = defaultdict(list)
    for one in found:
        if len(one.table):
            by_set[one.set].append(one)
    for name, several in by_set.items():
        yield _figures(name, several, *_sure(several, weights))


def halves(
    found: Sequence[Weighed], *, counts: Mapping[str, float] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the figures of weights fitted to one half of the groups and judged on the other."""
    by_set: dict[str, list[tuple[Weighed, float, float]]] = defaultdict(list)
    for half in (0, 1):
        weights = tune([one for one in found if _half(one.group) != half], counts=counts)
        rest = [one for one in found if _half(one.group) == half and len(one.table)]
        sure, right = _sure(rest, weights)
        for one, each, good in zip(rest, sure.tolist(), right.tolist(), strict=True):
            by_set[one.set].append((one, each, good))
    for name, several in by_set.items():
        weighed, sure_of, right_of = zip(*several, strict=True)
        yield _figures(name, weighed, np.array(sure_of), np.array(right_of))


def _half(group: str) -> int:
    return hashlib.sha256(group.encode("utf-8", "surrogatepass")).digest()[0] % 2


def _figures(
    name: str, several: Sequence[Weighed], sure: resampling.Floats, right: resampling.Floats
) -> dict[str, Any]:
    owed = np.array([one.answerable for one in several])
    refused = {
        f"{threshold:.2f}": [
            round(float((right * (sure >= threshold))[owed].mean()), 3) if owed.any() else None,
            round(float((sure < threshold)[~owed].mean()), 3) if not owed.all() else None,
        ]
        for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
    }
    error = pooled.calibration_error(sure, right, pooled.equal_width(sure))
    return {
        "set": name,
        "questions": len(several),
        "first right": round(float(right[owed].mean()), 3) if owed.any() else None,
        "auroc right": _auroc(sure, right),
        "auroc answerable": _auroc(sure, owed.astype(np.float64)),
        "ece": round(float(error), 3),
        "right and refused by threshold": refused,
    }


def _auroc(sure: resampling.Floats, positive: resampling.Floats) -> float | None:
    """Return how well confidence tells two classes apart; None where there is one only."""
    value = float(pooled.auroc(sure, positive))
    return None if math.isnan(value) else round(value, 3)
