"""Fit the weights of `qa.reading.untrained.SentenceReader` to questions with known answers.

The files are JSON Lines, plain or gzip: `{"context", "title", "question", "answers": [{"text",
"start"}]}`, as in SQuAD 2.0, without answers where the context does not say. The contexts of a
file become the documents of a library, and its questions are asked without saying which document
they are about: what is fitted is what happens in use.
"""

import math
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from eval.entries import Faults, Wrong, fields, lines, string, string_or_none, text_of, values
from index.encoder import Floats
from index.errors import UserError
from index.library import Library
from qa.calibration import probability
from qa.reading.evidence import FEATURES, weigh
from qa.reading.untrained import SentenceReader, log_odds, share_of_best


@dataclass(frozen=True, slots=True)
class Example:
    """What was weighed for one question.

    Attributes:
        table: Features, shape (sentences, FEATURES).
        right: Which sentences hold an answer, shape (sentences,).
        answerable: Whether its own document holds an answer.
    """

    table: Floats
    right: Floats
    answerable: bool


def examples(
    path: Path, *, questions: int, contexts: int, others: Sequence[Path] = (), seed: int = 1
) -> Iterator[Example]:
    """Yield examples from one file.

    Args:
        path: The file.
        questions: At most this many are asked.
        contexts: At most this many documents.
        others: Files about other matters; some of their questions, which these documents do not
            answer, are asked too.
        seed: Which questions and documents are taken.

    Raises:
        UserError: A file cannot be read.
    """
    rows = _rows(path)
    order = random.Random(seed)
    names = list(dict.fromkeys(row["context"] for row in rows))
    # Neighbours stay together: they are about the same matter, and so the hardest to tell apart.
    start = order.randrange(max(1, len(names) - contexts))
    numbers = {name: number for number, name in enumerate(names[start : start + contexts])}
    rows = [row for row in rows if row["context"] in numbers]
    titles = {row["context"]: (row.get("title") or "").replace("_", " ") for row in rows}
    order.shuffle(rows)
    with tempfile.TemporaryDirectory() as folder:
        for name, number in numbers.items():
            place = Path(folder, "texts", str(number))
            place.mkdir(parents=True)
            (place / f"{_file_name(titles[name])}.txt").write_bytes(name.encode())
        with Library.open(Path(folder, "library"), create=True) as library:
            library.add([Path(folder, "texts")])
            reader = SentenceReader(library)
            for row in rows[:questions]:
                yield _example(reader, library, row)
            for stranger in _strangers(others, questions // 10, order):
                yield _example(reader, library, {"question": stranger, **_UNANSWERED})


def _file_name(title: str) -> str:
    """Return a title as a file's name: one that is not hidden and that any system takes."""
    bare = title.replace("/", " ").replace("\0", " ").strip().lstrip(".")
    return bare[:80].encode()[:200].decode(errors="ignore") or "text"


def _strangers(others: Sequence[Path], count: int, order: random.Random) -> list[str]:
    """Return questions from other files, as many from each; all of a file that has no more."""
    return [
        row["question"]
        for path in others
        for rows in [_rows(path)]
        for row in order.sample(rows, min(len(rows), count // len(others)))
    ]


_UNANSWERED: dict[str, Any] = {"context": "", "answers": []}


def _rows(path: Path) -> list[Mapping[str, Any]]:
    rows, faults = [], Faults(path)
    for number, line in lines(text_of(path)):
        with faults.at(f"line {number}"):
            rows.append(_row(line))
    faults.stop("Mend or remove what is named; nothing was read")
    # Sets that were put together by machine say how sure they are.
    return [row for row in rows if row.get("margin", 1.0) > 0]


def _row(line: str) -> Mapping[str, Any]:
    row = fields(line)
    string(row, "context")
    string(row, "question")
    string_or_none(row, "title")
    for answer in values(row, "answers"):
        if not isinstance(answer, dict) or not isinstance(answer.get("start"), int):
            raise Wrong('has an answer without a "start"')
    return row


def _example(reader: SentenceReader, library: Library, row: Mapping[str, Any]) -> Example:
    hits = library.search(row["question"], top=reader.passages)
    readings = reader.readings(hits)
    table = weigh(reader.understand(row["question"]), readings)
    right = [
        hit.document.text == row["context"]
        and any(sentence.start <= answer["start"] < sentence.end for answer in row["answers"])
        for hit, reading in zip(hits, readings, strict=True)
        for sentence in reading.sentences
    ]
    return Example(table, np.array(right, dtype=np.float32), bool(row["answers"]))


def fit(found: Sequence[Example]) -> tuple[dict[str, float], dict[str, float], float]:
    """Return the reader's weights for ranking, those for coverage, and the bias.

    Ranking: a conditional logit (McFadden 1974) over the answerable questions puts the right
    sentence before the others of the same question.

    Coverage: a logistic regression over the best sentence of every question turns its rank, and
    a few features that say how well the question is covered at all, into the probability that
    this very sentence is right.

    Raises:
        UserError: There are too few questions to tell right from wrong.
    """
    found = [example for example in found if len(example.table)]
    answered = [example for example in found if example.right.any()]
    if not answered:
        raise UserError("no answer is in what was found for its question. Give more questions")
    ranking = best_order(
        [example.table for example in answered], [example.right for example in answered]
    )
    best = [int((example.table @ ranking).argmax()) for example in found]
    tops = np.stack([example.table[row] for example, row in zip(found, best, strict=True)])
    right = np.array([example.right[row] for example, row in zip(found, best, strict=True)])
    if right.min() == right.max():
        raise UserError("the best sentence is right of all questions or none. Give more questions")
    shares = [share_of_best(example.table @ ranking) for example in found]
    columns = [FEATURES.index(name) for name in _COVERAGE]
    model = LogisticRegression(C=1.0, max_iter=5000).fit(
        np.column_stack([tops @ ranking, shares, tops[:, columns]]), right
    )
    coverage = dict(zip(("rank", "share", *_COVERAGE), model.coef_[0].tolist(), strict=True))
    return (
        {name: round(float(weight), 3) for name, weight in zip(FEATURES, ranking, strict=True)},
        {name: round(weight, 3) for name, weight in coverage.items()},
        round(float(model.intercept_[0]), 3),
    )


# What tells an answerable question from one the documents only seem to answer.
_COVERAGE = ("names", "terms", "unknown", "likeness", "likeness_least", "meaning")

# Keeps the weights small where features say nearly the same; the results hardly depend on it.
_PENALTY = 1e-3


def best_order(
    tables: Sequence[Floats], rights: Sequence[Floats], counts: Floats | None = None
) -> Floats:
    """Return the weights under which what is right comes first, shape (features,).

    Args:
        tables: Of each question the features of what is to be put in order, (rows, features).
        rights: Of each question which rows are right, at least one, (rows,).
        counts: How much each question counts, (questions,); None counts all the same.
    """
    longest, features = max(map(len, tables)), tables[0].shape[1]
    known = torch.zeros(len(tables), longest, features)
    right = torch.zeros(len(tables), longest)
    outside = torch.full((len(tables), longest), -torch.inf)
    for row, (table, marked) in enumerate(zip(tables, rights, strict=True)):
        known[row, : len(table)] = torch.from_numpy(table)
        right[row, : len(table)] = torch.from_numpy(marked)
        outside[row, : len(table)] = 0
    each = torch.ones(len(tables)) if counts is None else torch.from_numpy(counts)
    weights = torch.zeros(features, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> float:
        optimizer.zero_grad()
        shares = torch.softmax(known @ weights + outside, dim=1)
        # A right row that is far behind must not make the logarithm endless.
        likely = -torch.log((shares * right).sum(dim=1).clamp(min=1e-30))
        value = (likely * each).mean() + _PENALTY * weights.square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return float(value.detach())

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach().numpy()


def judge(
    found: Sequence[Example], ranking: dict[str, float], coverage: dict[str, float], bias: float
) -> str:
    """Return one line of figures for each of several thresholds."""
    tops = [
        (probability(float(scores.max())), example.right[scores.argmax()], example.answerable)
        for example in found
        if len(example.table)
        for scores in [log_odds(example.table, ranking, coverage, bias)]
    ]
    owed = [(sure, right) for sure, right, answerable in tops if answerable]
    none = [sure for sure, _, answerable in tops if not answerable]
    lines = [f"best sentence right: {np.mean([right for _, right in owed]):.3f} of {len(owed)}"]
    for threshold in (0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        kept = np.mean([right * (sure >= threshold) for sure, right in owed])
        refused = np.mean([sure < threshold for sure in none]) if none else math.nan
        lines.append(f"threshold {threshold:.2f}: right {kept:.3f}, refused {refused:.3f}")
    return "\n".join(lines)
