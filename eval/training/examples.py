"""What the reader learns from: questions, each with a passage that answers it or does not."""

import gzip
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

import numpy as np


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage.

    Attributes:
        id: Unique among all examples.
        set: Name of the file it comes from.
        group: The document the passage is from; "" if unknown.
        above: Its title, read before the passage; "" if it has none.
        question: As it was asked.
        passage: What is read.
        answers: Where the passage answers the question, as people marked it; none if it does not.
        weight: How much is learned from it; 1 where the label is sure.
        first: From which share of the training on it may be met.
        last: Until which share.
    """

    id: str
    set: str
    group: str
    above: str
    question: str
    passage: str
    answers: tuple[tuple[int, int], ...]
    weight: float = 1.0
    first: float = 0.0
    last: float = 1.0


# Passages are cut to this many characters round an answer, about 230 word pieces.
_LONGEST = 1000

_ALIGNED = "squad2_backtranslated_aligned"
_GUESSED = "squad2_backtranslated_impossible"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much is taken of what; the numbers go by the names of the files.

    Attributes:
        clean: Sets with sure labels, and how many questions of each; None takes all.
        near: How many questions are also asked of a near passage that does not answer them.
        swapped: How many have a name or a figure exchanged, so that the passage no longer answers
            them.
        again: Whether the best are met a second time, in the second half.
    """

    clean: Mapping[str, int | None]
    near: Mapping[str, int]
    swapped: Mapping[str, int]
    again: bool


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        # From the encoder's weights on.
        "first": Recipe(
            clean={
                "squadshifts_new_wiki": None,
                "squadshifts_amazon": 6_000,
                "squadshifts_reddit": 6_000,
                "qed_natural_questions": None,
                "nq_open_short": None,
                "fairytale": None,
                "policyqa": None,
                "covidqa": None,
                "qamr": None,
            },
            near={
                _ALIGNED: 10_000,
                "squadshifts_new_wiki": 3_000,
                "squadshifts_amazon": 2_000,
                "squadshifts_reddit": 2_000,
                "qamr": 3_000,
                "qed_natural_questions": 1_500,
                "nq_open_short": 1_000,
                "fairytale": 1_000,
                "policyqa": 500,
            },
            swapped={
                _ALIGNED: 4_000,
                "squadshifts_new_wiki": 2_500,
                "squadshifts_amazon": 500,
                "squadshifts_reddit": 500,
            },
            again=True,
        ),
        # From trained weights on, with links that two readers agree on.
        "second": Recipe(
            clean={
                "squadshifts_new_wiki": None,
                "squadshifts_amazon": 2_000,
                "squadshifts_reddit": 2_000,
                "qed_natural_questions": 3_500,
                "nq_open_short": None,
                "fairytale": 2_000,
                "policyqa": 1_000,
                "covidqa": 500,
                "qamr": 4_000,
            },
            near={
                _ALIGNED: 7_000,
                "squadshifts_new_wiki": 3_000,
                "squadshifts_amazon": 500,
                "squadshifts_reddit": 500,
                "qamr": 2_000,
                "qed_natural_questions": 1_500,
                "nq_open_short": 1_000,
                "fairytale": 500,
                "policyqa": 500,
            },
            swapped={_ALIGNED: 4_000, "squadshifts_new_wiki": 2_500},
            again=False,
        ),
    }
)


def gather(
    folder: Path, *, seed: int, recipe: str = "first", links: Path | None = None
) -> list[Example]:
    """Return all examples of a training, in no order.

    Args:
        folder: Holds the files, `NAME.jsonl.gz`, one question a line.
        seed: Of every choice made here.
        recipe: A name in `RECIPES`.
        links: Questions linked to their answers again, as `python -m eval align` writes them;
            None takes the links that came with the data.
    """
    chance = random.Random(seed)
    parts = RECIPES[recipe]
    found: dict[str, list[Example]] = {}
    for name, count in parts.clean.items():
        lines = _lines(folder / f"{name}.jsonl.gz", name)
        found[name] = list(_together(lines, chance) if name == "qamr" else lines)
        if count is not None:
            found[name] = chance.sample(found[name], min(count, len(found[name])))
    found[_ALIGNED] = list(_linked(links) if links else _aligned(folder))
    examples = [example for name in found for example in found[name]]
    if parts.again:
        again = list(found["squadshifts_new_wiki"])
        again += [
            one
            for one in found[_ALIGNED]
            if not one.answers and one.weight == 1 and chance.random() < 0.5
        ]
        examples += [replace(one, id=f"{one.id}+again", first=0.5) for one in again]
    for name, wanted in parts.near.items():
        examples += _near(found[name], wanted, chance)
    for name, wanted in parts.swapped.items():
        examples += _swapped(found[name], wanted, chance)
    return [_cut(example, chance) for example in examples]


def held_out(path: Path, *, seed: int, count: int = 700) -> list[Example]:
    """Return some questions of a file that is not learned from, the shortest passages first."""
    chance = random.Random(seed)
    found = list(_lines(path, path.name.split(".")[0]))
    chosen = chance.sample(found, min(count, len(found)))
    return sorted(
        (_cut(example, chance) for example in chosen), key=lambda example: len(example.passage)
    )


def _lines(path: Path, name: str) -> Iterator[Example]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            spans = {
                (answer["start"], answer["start"] + len(answer["text"]))
                for answer in fields["answers"]
            }
            title = fields["title"].replace("_", " ")
            yield Example(
                id=f"{name}:{fields['id']}",
                set=name,
                group=fields["doc_id"],
                above="" if "Comments" in title or "Reviews" in title else title,
                question=fields["question"],
                passage=fields["context"],
                answers=tuple(sorted(spans)),
            )


def _aligned(folder: Path) -> Iterator[Example]:
    """Yield the machine-translated questions, weighed by how sure their link to an answer is.

    Two guesses say that a question has no answer: its place among the questions of its paragraph,
    and what a reader made of it. Where they contradict each other, the question is left out.
    """
    guessed = {
        (example.passage[:200], example.question)
        for example in _lines(folder / f"{_GUESSED}.jsonl.gz", _GUESSED)
    }
    with gzip.open(folder / f"{_ALIGNED}.jsonl.gz", "rt", encoding="utf-8") as lines:
        margins = [json.loads(line)["margin"] for line in lines]
    aligned = _lines(folder / f"{_ALIGNED}.jsonl.gz", _ALIGNED)
    for number, (example, margin) in enumerate(zip(aligned, margins, strict=True)):
        impossible = (example.passage[:200], example.question) in guessed
        if not example.answers:
            if margin > 3:
                yield replace(example, first=0.1)
            elif margin > 0 or impossible:
                yield replace(example, weight=0.6, first=0.1, last=0.8)
        elif margin > 5 or (margin > 3 and number % 2):
            yield example
        elif margin > 0 and number % 2 and not impossible:
            yield replace(example, weight=0.5, last=0.6)


def _linked(path: Path) -> Iterator[Example]:
    """Yield questions whose links to answers were made here, with the weight each was given."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        weights = [json.loads(line)["weight"] for line in lines]
    for example, weight in zip(_lines(path, _ALIGNED), weights, strict=True):
        yield replace(example, weight=weight, last=1.0 if weight == 1 else 0.8)


def _together(examples: Iterator[Example], chance: random.Random) -> Iterator[Example]:
    """Yield questions over single sentences, half of them with their document's other sentences.

    At most 10 questions a sentence. The sentences' ids tell their order.
    """

    def place(example: Example) -> tuple[int, ...]:
        return tuple(map(int, example.id.split("#")[0].split(":")[-4:-2]))

    ordered = sorted(examples, key=lambda example: (example.group, place(example), example.id))
    for _, of_document in groupby(ordered, key=lambda example: example.group):
        document = list(of_document)
        sentences = list(dict.fromkeys(example.passage for example in document))
        for sentence, of_sentence in groupby(document, key=lambda example: example.passage):
            asked = list(of_sentence)
            for example in chance.sample(asked, min(10, len(asked))):
                if chance.random() < 0.5:
                    yield example
                    continue
                at = sentences.index(sentence)
                low = max(0, at - chance.randint(0, 3))
                before = " ".join(sentences[low:at]) + " " * (low < at)
                behind = " ".join(sentences[at + 1 : at + 1 + chance.randint(0, 3)])
                yield replace(
                    example,
                    passage=f"{before}{sentence} {behind}".rstrip(),
                    answers=tuple(
                        (start + len(before), end + len(before)) for start, end in example.answers
                    ),
                )


def _near(examples: Sequence[Example], count: int, chance: random.Random) -> Iterator[Example]:
    """Yield questions with a passage near to them that does not hold their answer.

    Nearness is TF-IDF over the passages of the same set: what a search would bring up.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    places = list({example.passage: example for example in examples}.values())
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    table = vectors.fit_transform(place.passage for place in places)
    answerable = [example for example in examples if example.answers]
    chosen = chance.sample(answerable, min(count, len(answerable)))
    if not chosen:
        return
    asked = vectors.transform(f"{example.question} {example.above}" for example in chosen)
    for start in range(0, len(chosen), 500):
        nearness = (asked[start : start + 500] @ table.T).toarray()
        best = np.argsort(-nearness, axis=1)[:, :12]
        for example, ranks in zip(chosen[start : start + 500], best.tolist(), strict=True):
            texts = {
                example.passage[first:last].lower().strip(" .,;") for first, last in example.answers
            }
            near = [
                places[rank]
                for rank in ranks
                if not any(text in places[rank].passage.lower() for text in texts)
            ][:6]
            if near:
                other = chance.choice(near)
                yield replace(
                    example,
                    id=f"{example.id}+near",
                    group=other.group,
                    above=other.above,
                    passage=other.passage,
                    answers=(),
                    weight=1.0,
                    first=0.05,
                    last=1.0,
                )


_NAME = re.compile(r"(?<=\s)(?:[A-Z][\w'’-]+)(?:\s+[A-Z][\w'’-]+)*")
_FIGURE = re.compile(r"\b\d[\d,.]*\b")


def _swapped(examples: Sequence[Example], count: int, chance: random.Random) -> Iterator[Example]:
    """Yield questions in which a name or figure was exchanged for another question's.

    Only what also stands in the passage is exchanged, and for what does not stand there: the
    passage seems to answer the question, and does not.
    """
    chosen = [one for one in examples if one.answers and one.weight == 1]
    chance.shuffle(chosen)
    names = [match.group() for one in chosen for match in _NAME.finditer(one.question)]
    figures = [match.group() for one in chosen for match in _FIGURE.finditer(one.question)]
    made = 0
    for example in chosen:
        if made == count:
            return
        found = [
            (match, others)
            for pattern, others in ((_NAME, names), (_FIGURE, figures))
            for match in pattern.finditer(example.question)
            if match.group() in example.passage
        ]
        if not found:
            continue
        match, others = chance.choice(found)
        other = chance.choice(others)
        if other.lower() in f"{example.passage} {example.above}".lower():
            continue
        asked = example.question[: match.start()] + other + example.question[match.end() :]
        made += 1
        yield replace(
            example,
            id=f"{example.id}+swapped",
            question=asked,
            answers=(),
            weight=0.8,
            first=0.1,
        )


def _cut(example: Example, chance: random.Random) -> Example:
    """Return an example with its passage cut at spaces, a random part of what is too long."""
    text = example.passage
    if len(text) <= _LONGEST:
        return example
    kept = 0
    if not example.answers:
        start = chance.randint(0, len(text) - _LONGEST)
    else:
        first, kept = chance.choice(example.answers)
        low, high = max(0, min(first, kept - _LONGEST)), min(first, len(text) - _LONGEST)
        start = chance.randint(min(low, high), max(low, high))
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = start + _LONGEST
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + _LONGEST // 2)
    # The answer whole; of one longer than a passage as much as there is.
    end = max(end, min(kept, start + _LONGEST))
    inside = tuple(
        (max(first - start, 0), min(last, end) - start)
        for first, last in example.answers
        if (start <= first and last <= end) or (first < end and start < last == kept)
    )
    return replace(example, passage=text[start:end], answers=inside)
