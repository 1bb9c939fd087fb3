"""A question with what is known of its answer: its right quote, or that the documents do not say.

Records and the ways they come about; `qa.labels` keeps them in a file.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import uuid4

from index.errors import QuestionError, UserError
from qa.answer import Answer, Reason
from qa.language.kinds import kind_of
from qa.verbatim import Stretch

State = Literal["right", "review"]
Verdict = Literal["up", "down"]

# Questions Quoth refuses whatever the documents say; "near miss" means something else.
_OUT_OF_SCOPE = frozenset({Reason.NO_QUESTION, Reason.COUNTING, Reason.SUMMARY, Reason.OPINION})


@dataclass(frozen=True, slots=True)
class Wanted:
    """The quote that answers a question.

    Attributes:
        document: Id of the document, which is known by its bytes.
        start: Offset of the first character in its text.
        end: Offset behind the last.
        text: The characters between, kept for people who read the file.
    """

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """A question, and what is known of its answer.

    Attributes:
        id: Unique in its file.
        question: One that stands alone, unless `follows` is set.
        kind: Of the answer wanted, as in `qa.language.kinds.Kind`.
        document: Name of the file that holds the answer, or None.
        answers: Short answers, any of them right; empty where there is none or none is known.
        follows: The id of the question it leans on, or None.
        near_miss: Whether it is unanswerable, though about what the documents treat.
        quote: The right one, or with state "review" the proposed one; None where there is none.
        state: "right" where a person has decided, else "review".
        verdict: What a person thought of the answer that was shown, or None.
        when: Day it was written, as in 2026-11-22; empty where nobody wrote it down.
        note: Anything a reviewer may want to know.
    """

    id: str
    question: str
    kind: str
    document: str | None = None
    answers: tuple[str, ...] = ()
    follows: str | None = None
    near_miss: bool = False
    quote: Wanted | None = None
    state: State = "right"
    verdict: Verdict | None = None
    when: str = ""
    note: str | None = None

    @property
    def answerable(self) -> bool:
        """Whether it says, or proposes, where the answer stands."""
        return self.quote is not None or bool(self.answers)

    @property
    def undecided(self) -> bool:
        """Whether nothing is known of the answer yet, not even a proposal."""
        return self.state == "review" and self.verdict != "up"


def right(question: str, quote: Stretch, *, answer: str | None = None) -> Label:
    """Return the label that says which quote answers a question.

    Args:
        question: One that stands alone.
        quote: Where the answer stands.
        answer: The short answer; None takes the whole quote for it.

    Raises:
        QuestionError: The question is empty.
    """
    wanted = Wanted(quote.document.id, quote.start, quote.end, quote.text)
    answers = (quote.text if answer is None else answer,)
    return replace(_blank(question), document=quote.document.name, answers=answers, quote=wanted)


def nowhere(question: str) -> Label:
    """Return the label that says that the documents do not answer a question.

    Raises:
        QuestionError: The question is empty.
    """
    return replace(_blank(question), near_miss=True)


def proposed(answer: Answer, verdict: Verdict) -> Label:
    """Return the label, to be reviewed, that a thumb under an answer makes.

    Thumbs up proposes the first quote with its short answer, or under a refusal that the documents
    do not say. Thumbs down proposes nothing; what was shown goes into the note.
    """
    label = _blank(answer.asked)
    if answer.silence is not None:
        reason = answer.silence.reason
        label = replace(
            label,
            near_miss=verdict == "up" and reason not in _OUT_OF_SCOPE,
            note=f"kept silent: {reason.value}",
        )
    elif verdict == "up":
        quote = answer.quotes[0]
        shown = Stretch(quote.document, quote.start, quote.end)
        label = right(answer.asked, shown, answer=quote.highlight)
    else:
        label = replace(label, note=f"shown was: {answer.quotes[0].text}")
    return replace(label, state="review", verdict=verdict)


def decided(label: Label, choice: Label | None = None) -> Label:
    """Return a label that a person has decided on.

    Args:
        label: Keeps its id, question, verdict and note.
        choice: What `right` or `nowhere` says of its question; None takes what is proposed.

    Raises:
        UserError: There is neither a choice nor a proposal.
    """
    if choice is None:
        if label.undecided:
            raise UserError(
                f"nothing is proposed for {label.id}. Say what is right: --quote TEXT, or --nowhere"
            )
        return replace(label, state="right")
    return replace(
        label,
        document=choice.document,
        answers=choice.answers,
        near_miss=choice.near_miss,
        quote=choice.quote,
        state="right",
        when=choice.when,
    )


def _blank(question: str) -> Label:
    bare = " ".join(question.split())
    if not any(map(str.isalnum, bare)):
        raise QuestionError("the question is empty. Ask in plain words, for example: Who paid?")
    return Label(uuid4().hex[:12], bare, kind_of(bare).value, when=date.today().isoformat())
