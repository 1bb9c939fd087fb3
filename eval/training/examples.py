"""What the reader learns from: questions, each with a passage that answers it or does not."""

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

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


# Files read whole, each once. SQuAD in machine-translated English has its own rules below.
_CLEAN = (
    "squadshifts_new_wiki",
    "squadshifts_amazon",
    "squadshifts_reddit",
    "qed_natural_questions",
    "nq_open_short",
    "fairytale",
    "policyqa",
    "covidqa",
)
_ALIGNED = "squad2_backtranslated_aligned"
_GUESSED = "squad2_backtranslated_impossible"

# Of two sets of opinions no more than this many.
_AT_MOST = {"squadshifts_amazon": 6_000, "squadshifts_reddit": 6_000}

# Passages are cut to this many characters round an answer, about 230 word pieces.
_LONGEST = 1000

# How many questions of each set are also asked of a near passage that does not answer them.
_NEAR = {
    _ALIGNED: 10_000,
    "squadshifts_new_wiki": 3_000,
    "squadshifts_amazon": 2_000,
    "squadshifts_reddit": 2_000,
    "qamr": 3_000,
    "qed_natural_questions": 1_500,
    "nq_open_short": 1_000,
    "fairytale": 1_000,
    "policyqa": 500,
}
# How many have a name or a figure exchanged, so that the passage no longer answers them.
_SWAPPED = {
    _ALIGNED: 4_000,
    "squadshifts_new_wiki": 2_500,
    "squadshifts_amazon": 500,
    "squadshifts_reddit": 500,
}


def gather(folder: Path, *, seed: int) -> list[Example]:
    """Return all examples of a training, in no order.

    Args:
        folder: Holds the files, `NAME.jsonl.gz`, one question a line.
        seed: Of every choice made here.
    """
    chance = random.Random(seed)
    found = {name: list(_lines(folder / f"{name}.jsonl.gz", name)) for name in _CLEAN}
    for name, count in _AT_MOST.items():
        found[name] = chance.sample(found[name], min(count, len(found[name])))
    found["qamr"] = list(_together(_lines(folder / "qamr.jsonl.gz", "qamr"), chance))
    found[_ALIGNED] = list(_aligned(folder))
    examples = [example for name in found for example in found[name]]
    again = list(found["squadshifts_new_wiki"])
    again += [
        one
        for one in found[_ALIGNED]
        if not one.answers and one.weight == 1 and chance.random() < 0.5
    ]
    examples += [replace(one, id=f"{one.id}+again", first=0.5) for one in again]
    for name, count in _NEAR.items():
        examples += _near(found[name], count, chance)
    for name, count in _SWAPPED.items():
        examples += _swapped(found[name], count, chance)
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
    if not example.answers:
        start = chance.randint(0, len(text) - _LONGEST)
    else:
        first, last = chance.choice(example.answers)
        low, high = max(0, min(first, last - _LONGEST)), min(first, len(text) - _LONGEST)
        start = chance.randint(min(low, high), max(low, high))
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = start + _LONGEST
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + _LONGEST // 2)
    inside = tuple(
        (first - start, last - start)
        for first, last in example.answers
        if start <= first and last <= end
    )
    if example.answers and not inside:
        # An answer longer than a passage: as much of it as there is.
        inside = tuple(
            (max(first - start, 0), min(last, end) - start)
            for first, last in example.answers
            if first < end and start < last
        )
    return replace(example, passage=text[start:end], answers=inside)
