"""A run on disk: its settings, then every question with the answer it got."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.entries import lines, text_of
from index.errors import UserError


@dataclass(frozen=True, slots=True)
class Said:
    """A quote as a run keeps it.

    Attributes:
        text: The whole quote.
        highlight: The short answer in it.
        document: Name of the document: its file's name, or its id in the collection.
        start: Offset of the quote in the document's stored text, in code points.
        end: Offset behind it.
        confidence: Probability, 0 to 1, that it answers the question.
    """

    text: str
    highlight: str
    document: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """A labelled question and what came back for it.

    Attributes:
        id: Unique in its set.
        set: Name of the questions' file.
        question: As it was asked.
        kind: Of the answer wanted: who, what, when, where, how many, why, how or yes/no.
        answerable: Whether the documents hold an answer.
        near_miss: Whether it is unanswerable, but about matters that the documents treat.
        follows: The id of the question it leans on, or None.
        answers: The expected short answers, any of them right; empty also where nobody wrote one
            down (retrieval collections).
        documents: Grade above 0 of each document that holds the answer, by name.
        quotes: What was shown, best first; none where the assistant kept silent.
        best: The quote it was surest of, shown or withheld; None where nothing was near.
        reason: Why it kept silent, as in `qa.answer.Reason`, or None.
        ranking: For each passage found, best first, its document's grade if it is a gold one and
            met for the first time, else 0.
        gold: Grades of all gold passages, the highest first.
        faults: What is wrong with a shown quote or its place; must be empty.
        seconds: Wall clock by stage: "search", "read", "total".
    """

    id: str
    set: str
    question: str
    kind: str
    answerable: bool
    near_miss: bool
    follows: str | None
    answers: tuple[str, ...]
    documents: Mapping[str, float]
    quotes: tuple[Said, ...]
    best: Said | None
    reason: str | None
    ranking: tuple[float, ...]
    gold: tuple[float, ...]
    faults: tuple[str, ...]
    seconds: Mapping[str, float]

    @property
    def silent(self) -> bool:
        """Whether no quote was shown."""
        return not self.quotes


@dataclass(frozen=True, slots=True)
class Run:
    """A run: what was measured, and what came out.

    Attributes:
        path: Its file.
        settings: The first line: every setting, versions, weights, machine.
        outcomes: One for each question, in the order asked.
    """

    path: Path
    settings: Mapping[str, Any]
    outcomes: Sequence[Outcome]

    @property
    def ordered(self) -> int:
        """How many questions were to be asked, 0 where the settings do not say."""
        sets = self.settings.get("questions")
        return sum(
            one.get("asked", 0)
            for one in (sets if isinstance(sets, list) else ())
            if isinstance(one, Mapping)
        )

    @property
    def stopped(self) -> bool:
        """Whether some of them were not asked."""
        return len(self.outcomes) < self.ordered

    @property
    def notes(self) -> list[str]:
        """What whoever reads the figures must know: what is missing, then what was noticed."""
        missing = f"{self.ordered - len(self.outcomes):,} of {self.ordered:,}"
        stopped = (
            f"the run was stopped: {missing} questions were not asked;"
            " the same command goes on from there"
        )
        return [*([stopped] if self.stopped else ()), *(self.settings.get("notes") or ())]


def read(path: Path) -> Run:
    """Return a run from its file.

    Raises:
        UserError: It cannot be read, a line is not what `eval run` writes, or a question stands
            in it twice.
    """
    (_, first), *rest = lines(text_of(path))
    try:
        settings = dict(json.loads(first)["run"])
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"{path} is no run: its first line does not hold the settings of one."
            " Give a file made by: python -m eval run"
        ) from error
    outcomes = []
    met: dict[tuple[str, str], int] = {}
    for row, line in rest:
        outcome = _outcome(path, row, line)
        before = met.setdefault((outcome.set, outcome.id), row)
        if before != row:
            raise UserError(
                f"{path}:{row} answers question {outcome.id} of {outcome.set} again, as line"
                f" {before} does. Did two commands write to it? Run anew with another --out"
            )
        outcomes.append(outcome)
    return Run(path, settings, outcomes)


def _outcome(path: Path, row: int, line: str) -> Outcome:
    try:
        fields = json.loads(line)
        gold = fields["gold"]
        names = {one["id"]: one["name"] for one in fields["documents"]}
        quotes = tuple(_said(quote, names) for quote in fields["quotes"])
        withheld = [_said(quote, names) for quote in fields["withheld"]]
        return Outcome(
            id=fields["id"],
            set=fields["set"],
            question=fields["question"],
            kind=fields["kind"],
            answerable=gold["answerable"],
            near_miss=gold["near_miss"],
            follows=gold["follows"],
            answers=tuple(gold["answers"]),
            documents=gold["documents"],
            quotes=quotes,
            best=next(iter([*quotes, *withheld]), None),
            reason=fields["silence"] and fields["silence"]["reason"],
            ranking=tuple(fields["ranking"]),
            gold=tuple(gold["grades"]),
            faults=tuple(fields["faults"]),
            seconds=fields["seconds"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"{path}:{row} is not a whole answer of a run."
            " If the run was stopped, start it again with the same --out: it goes on from there"
        ) from error


def _said(quote: Mapping[str, Any], names: Mapping[str, str]) -> Said:
    return Said(
        text=quote["text"],
        highlight=quote["highlight"]["text"],
        document=names[quote["document"]],
        start=quote["start"],
        end=quote["end"],
        confidence=quote["confidence"],
    )
