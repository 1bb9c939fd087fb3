"""Ask labelled questions and say how many were answered rightly."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.metrics import exact, f1, holds, mean
from eval.questions import Labelled
from index.library import Library
from qa.answer import Answer
from qa.evidence import read_passages


@dataclass(frozen=True, slots=True)
class Outcome:
    """A labelled question with the answer it got."""

    labelled: Labelled
    answer: Answer

    @property
    def refused(self) -> bool:
        """Whether the assistant kept silent."""
        return self.answer.silence is not None

    @property
    def exact(self) -> float:
        """1 if the first short answer is one of the expected ones."""
        return exact(self._highlight, self.labelled.answers)

    @property
    def f1(self) -> float:
        """Overlap of the first short answer with the nearest expected one, 0 to 1."""
        return f1(self._highlight, self.labelled.answers)

    @property
    def holds(self) -> float:
        """1 if an expected answer stands inside the first quote, from a right document."""
        first = self.answer.quotes[0].text if self.answer.quotes else None
        return holds(first, self.labelled.answers) * self.document

    @property
    def document(self) -> float:
        """1 if the first quote is from a right document."""
        quotes = self.answer.quotes[:1]
        return float(any(quote.document.name in self.labelled.documents for quote in quotes))

    @property
    def _highlight(self) -> str | None:
        return self.answer.quotes[0].highlight if self.answer.quotes else None


def ask_all(questions: Sequence[Labelled], ask: Callable[..., Answer]) -> list[Outcome]:
    """Return the outcomes in order; a question that follows another is asked after it."""
    answers: dict[str, Answer] = {}
    before: dict[str, str | None] = {}
    outcomes = []
    for labelled in questions:
        history: list[Answer] = []
        earlier = labelled.follows
        while earlier is not None:
            history.insert(0, answers[earlier])
            earlier = before[earlier]
        answer = ask(labelled.question, history=history)
        answers[labelled.id], before[labelled.id] = answer, labelled.follows
        outcomes.append(Outcome(labelled, answer))
    return outcomes


def lazy(library: Library, questions: Sequence[Labelled]) -> float:
    """Return what the lazy build reaches: the sentence with the best cosine, and no refusal.

    The share of answerable stand-alone questions for which that sentence holds an answer.
    """
    right = []
    for labelled in questions:
        if not labelled.answerable or labelled.follows:
            continue
        hits = library.search(labelled.question, top=10)
        vector = library.encoder.encode_question(labelled.question)
        found = [
            (float(library.encoder.encode_question(sentence.text) @ vector), hit, sentence)
            for hit, reading in zip(hits, read_passages(hits, library.encoder), strict=True)
            for sentence in reading.sentences
        ]
        _, hit, sentence = max(found, key=lambda row: row[0])
        in_document = float(hit.document.name in labelled.documents)
        right.append(holds(sentence.text, labelled.answers) * in_document)
    return mean(right)


def report(outcomes: Sequence[Outcome]) -> str:
    """Return a Markdown table of the figures, by kind."""
    kinds = sorted({outcome.labelled.kind for outcome in outcomes})
    groups = [(kind, [o for o in outcomes if o.labelled.kind == kind]) for kind in kinds]
    groups.append(("follow-ups", [o for o in outcomes if o.labelled.follows]))
    groups.append(("**all**", list(outcomes)))
    lines = [
        "| kind | answerable | answer in first quote | right document | short answer exact |"
        " short answer F1 | unanswerable | refused | near misses refused |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, group in groups:
        owed = [outcome for outcome in group if outcome.labelled.answerable]
        none = [outcome for outcome in group if not outcome.labelled.answerable]
        near = [outcome for outcome in none if outcome.labelled.near_miss]
        cells = [
            name,
            str(len(owed)),
            _share([outcome.holds for outcome in owed]),
            _share([outcome.document for outcome in owed]),
            _share([outcome.exact for outcome in owed]),
            _share([outcome.f1 for outcome in owed]),
            str(len(none)),
            _share([float(outcome.refused) for outcome in none]),
            _share([float(outcome.refused) for outcome in near]),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def mistakes(outcomes: Sequence[Outcome]) -> str:
    """Return each question that was answered wrongly, with what came back."""
    lines = []
    for outcome in outcomes:
        labelled, answer = outcome.labelled, outcome.answer
        if labelled.answerable and not outcome.holds:
            owed = labelled.answers[0]
            wrong = "refused" if outcome.refused else "wrong"
        elif not labelled.answerable and not outcome.refused:
            owed, wrong = "silence", "answered"
        else:
            continue
        lines.append(f"\n{labelled.id} {wrong}: {answer.asked} (owed: {owed})")
        lines += [f"    {quote.confidence:.2f} {quote.text}" for quote in answer.quotes[:1]]
    return "\n".join(lines)


def _share(values: Sequence[float]) -> str:
    return f"{100 * mean(values):.0f} %" if values else "–"
