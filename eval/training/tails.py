"""From which of its questions on a paragraph has no answers, told by how such questions were made.

SQuAD 2.0 (Rajpurkar et al. 2018, https://arxiv.org/abs/1806.03822) went on from paragraphs that
had questions already. Whole articles were given to people who added, behind those, mostly five
that the paragraph does not answer. So the number of questions alone says nearly where the
unanswerable ones begin, and whether the article was given out is seen by all its paragraphs
together. What a reader makes of each question decides the rest.

Everything is learned from the data by expectation maximization; nobody says how many questions of
which kind there are.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# A reader's margins, as log-odds for an answer, fall into bins between these.
_EDGES = (-8.0, -5.0, -3.0, -1.5, -0.5, 0.5, 1.5, 3.0, 5.0, 8.0)
_ROUNDS = 40

# So sure must it be that a question has an answer, or none.
_SURE = 0.95

# An answer that only the links that came with the data know is taken from this margin on, and
# weighs so much.
_FAR = 3.0
_LESS = 0.8


class _Belief(NamedTuple):
    """What is believed of all articles, as probabilities.

    Attributes:
        kept: That a paragraph has 0, 1, 2, … questions with an answer.
        added: That so many without one were added to it, where its article was given out.
        yes: Of each bin of margins, where a question has an answer.
        no: The same where it has none.
        given: That an article was given out.
    """

    kept: Floats
    added: Floats
    yes: Floats
    no: Floats
    given: float


def answerable(articles: Sequence[Sequence[Sequence[float]]]) -> list[list[Floats]]:
    """Return for each article, paragraph and question how likely it is that it has an answer.

    Args:
        articles: The same, with log-odds for an answer as a reader sees it; NaN where it said
            nothing. The questions are in the order in which they were written.
    """
    binned = [[_bins(paragraph) for paragraph in article] for article in articles]
    most = max((len(paragraph) for article in binned for paragraph in article), default=0)
    belief = _start(most)
    for _ in range(_ROUNDS):
        belief = _learned(binned, belief)
    return [_weighed(article, belief)[1] for article in binned]


def _bins(odds: Sequence[float]) -> NDArray[np.int64]:
    """Return the bin of each figure, -1 where there is none."""
    return np.where(np.isnan(odds), -1, np.searchsorted(_EDGES, odds))


def _start(most: int) -> _Belief:
    """Return what is believed at first: a reader is a little better than chance."""
    slope = 0.15 * (np.arange(len(_EDGES) + 1) - len(_EDGES) / 2)
    even = np.full(most + 1, 1 / (most + 1))
    return _Belief(even, even, _share(np.exp(slope)), _share(np.exp(-slope)), 0.5)


def _learned(articles: Sequence[Sequence[NDArray[np.int64]]], belief: _Belief) -> _Belief:
    """Return what follows for all articles from what is believed of each."""
    kept, added = (np.full(len(belief.kept), 0.5) for _ in range(2))
    yes, no = (np.ones(len(belief.yes)) for _ in range(2))
    given = 1.0
    for article in articles:
        share, probabilities, begins = _weighed(article, belief)
        given += share
        for paragraph, likely, begin in zip(article, probabilities, begins, strict=True):
            count = len(paragraph)
            kept[: count + 1] += share * begin
            kept[count] += 1 - share
            added[: count + 1] += share * begin[::-1]
            seen = paragraph >= 0
            np.add.at(yes, paragraph[seen], likely[seen])
            np.add.at(no, paragraph[seen], 1 - likely[seen])
    return _Belief(
        _share(kept), _share(added), _share(yes), _share(no), given / (len(articles) + 2)
    )


def _weighed(
    article: Sequence[NDArray[np.int64]], belief: _Belief
) -> tuple[float, list[Floats], list[Floats]]:
    """Return how likely an article was given out, and what follows for its paragraphs.

    That is for each of its questions how likely it has an answer, shape (questions,), and for each
    place how likely the unanswerable ones begin there if it was, shape (questions + 1,).
    """
    evidence = np.log(belief.yes / belief.no)
    given, left = np.log(belief.given), np.log1p(-belief.given)
    begins = []
    for paragraph in article:
        count = len(paragraph)
        summed = np.concatenate([[0.0], np.cumsum(np.where(paragraph < 0, 0, evidence[paragraph]))])
        each = np.log(belief.kept[: count + 1] * belief.added[count::-1]) + summed
        whole = float(np.logaddexp.reduce(each))
        given += whole
        left += np.log(belief.kept[count]) + summed[-1]
        begins.append(np.exp(each - whole))
    share = float(np.exp(given - np.logaddexp(given, left)))
    probabilities = [1 - share * np.cumsum(begin)[:-1] for begin in begins]
    return share, probabilities, begins


def _share(counts: Floats) -> Floats:
    return np.asarray(counts / counts.sum())


def settle(folder: Path, links: Path | None, out: Path) -> None:
    """Write each question that surely has an answer, or none, with the weight it is worth.

    Args:
        folder: Holds the files of questions.
        links: What `link` of `align.py` wrote; None takes the links that came with the data alone.
        out: `FILE.jsonl.gz`.
    """
    with gzip.open(folder / "squad2_backtranslated_paragraphs.jsonl.gz", "rt") as lines:
        paragraphs = [json.loads(line) for line in lines]
    came = _by_id(folder / "squad2_backtranslated_aligned.jsonl.gz")
    agreed = _by_id(links) if links else {}
    with gzip.open(out, "wt", encoding="utf-8") as written:
        for line in _settled(paragraphs, came, agreed):
            print(json.dumps(line, ensure_ascii=False), file=written)


def _by_id(path: Path) -> dict[str, dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {line["id"]: line for line in map(json.loads, lines)}


def _settled(
    paragraphs: Sequence[Mapping[str, Any]],
    came: Mapping[str, Mapping[str, Any]],
    agreed: Mapping[str, Mapping[str, Any]],
) -> Iterator[dict[str, Any]]:
    """Yield a line for each question of which it is sure whether it has an answer, and which."""
    articles = defaultdict(list)
    for paragraph in paragraphs:
        articles[paragraph["doc"]].append(paragraph)
    likely = answerable(
        [
            [
                [_odds(came.get(_id(paragraph, number))) for number in _numbers(paragraph)]
                for paragraph in article
            ]
            for article in articles.values()
        ]
    )
    for article, of_article in zip(articles.values(), likely, strict=True):
        for paragraph, of_paragraph in zip(article, of_article, strict=True):
            for number, probability in enumerate(of_paragraph.tolist()):
                key = _id(paragraph, number)
                line = {
                    "id": key,
                    "doc_id": f"bt-{paragraph['doc']}",
                    "title": "",
                    "context": paragraph["context"],
                    "question": paragraph["questions"][number],
                    "answers": [],
                    "is_impossible": True,
                    "weight": 1.0,
                }
                if probability < 1 - _SURE:
                    yield line
                elif probability > _SURE:
                    answers, weight = _answer(came.get(key), agreed.get(key))
                    if weight:
                        yield line | {
                            "answers": answers,
                            "is_impossible": False,
                            "weight": weight,
                        }


def _numbers(paragraph: Mapping[str, Any]) -> range:
    return range(len(paragraph["questions"]))


def _id(paragraph: Mapping[str, Any], number: int) -> str:
    return f"bt-{paragraph['doc']}-{paragraph['para']}-{number}"


def _odds(line: Mapping[str, Any] | None) -> float:
    if line is None:
        return float("nan")
    margin: float = line["margin"]
    return margin if line["answers"] else -margin


def _answer(
    came: Mapping[str, Any] | None, agreed: Mapping[str, Any] | None
) -> tuple[Sequence[Mapping[str, Any]], float]:
    """Return a question's answers and how much is learned from them; 0 if they are in doubt."""
    if agreed and agreed["answers"]:
        return agreed["answers"], 1.0
    if came and came["answers"] and came["margin"] > _FAR:
        return came["answers"], _LESS
    return [], 0.0
