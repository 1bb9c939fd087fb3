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


# Links of so little weight are met in the first four fifths of a training only.
_UNSURE = 0.6

# Passages are cut to this many characters round an answer, about 230 word pieces.
_LONGEST = 1000

ALIGNED = "squad2_backtranslated_aligned"
_GUESSED = "squad2_backtranslated_impossible"


def held_out(path: Path, *, seed: int, count: int = 700) -> list[Example]:
    """Return some questions of a file that is not learned from, the shortest passages first."""
    chance = random.Random(seed)
    found = list(lines_of(path, path.name.split(".")[0]))
    chosen = chance.sample(found, min(count, len(found)))
    return sorted(
        (cut(example, chance) for example in chosen), key=lambda example: len(example.passage)
    )


def lines_of(path: Path, name: str) -> Iterator[Example]:
    """Yield the lines of a file as examples of a set."""
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


def aligned(folder: Path) -> Iterator[Example]:
    """Yield the machine-translated questions, weighed by how sure their link to an answer is.

    Two guesses say that a question has no answer: its place among the questions of its paragraph,
    and what a reader made of it. Where they contradict each other, the question is left out.
    """
    guessed = {
        (example.passage[:200], example.question)
        for example in lines_of(folder / f"{_GUESSED}.jsonl.gz", _GUESSED)
    }
    with gzip.open(folder / f"{ALIGNED}.jsonl.gz", "rt", encoding="utf-8") as lines:
        margins = [json.loads(line)["margin"] for line in lines]
    aligned = lines_of(folder / f"{ALIGNED}.jsonl.gz", ALIGNED)
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


def linked(path: Path) -> Iterator[Example]:
    """Yield questions whose links to answers were made here, with the weight each was given."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        weights = [json.loads(line)["weight"] for line in lines]
    for example, weight in zip(lines_of(path, ALIGNED), weights, strict=True):
        yield replace(example, weight=weight, last=1.0 if weight > _UNSURE else 0.8)


def together(examples: Iterator[Example], chance: random.Random) -> Iterator[Example]:
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


def near(examples: Sequence[Example], count: int, chance: random.Random) -> Iterator[Example]:
    """Yield questions with a passage near to them that does not hold their answer.

    Nearness is TF-IDF over the passages of these examples: what a search would bring up.
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
            found = [
                places[rank]
                for rank in ranks
                if not any(text in places[rank].passage.lower() for text in texts)
            ][:6]
            if found:
                other = chance.choice(found)
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


NAME = re.compile(r"(?<=\s)(?:[A-Z][\w'’-]+)(?:\s+[A-Z][\w'’-]+)*")
FIGURE = re.compile(r"\b\d[\d,.]*\b")


def swapped(examples: Sequence[Example], count: int, chance: random.Random) -> Iterator[Example]:
    """Yield questions in which a name or figure was exchanged for another question's.

    Only what also stands in the passage is exchanged, and for what does not stand there: the
    passage seems to answer the question, and does not.
    """
    chosen = [one for one in examples if one.answers and one.weight == 1]
    chance.shuffle(chosen)
    names = [match.group() for one in chosen for match in NAME.finditer(one.question)]
    figures = [match.group() for one in chosen for match in FIGURE.finditer(one.question)]
    made = 0
    for example in chosen:
        if made == count:
            return
        found = [
            (match, others)
            for pattern, others in ((NAME, names), (FIGURE, figures))
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


def cut(example: Example, chance: random.Random) -> Example:
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
