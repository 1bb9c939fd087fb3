"""Labelled questions: what is asked, and what should come back."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.errors import UserError


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with its expected answers.

    Attributes:
        id: Unique in its file.
        question: As people ask it.
        kind: who, what, when, where, how many, why, how or yes/no.
        answers: Any of them is right; none means that the documents do not say.
        documents: Names of the files any of which may be quoted.
        follows: The id of an earlier question this one leans on, or None.
        near_miss: Whether it is unanswerable but about matters the documents treat.
    """

    id: str
    question: str
    kind: str
    answers: tuple[str, ...]
    documents: tuple[str, ...]
    follows: str | None
    near_miss: bool

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer."""
        return bool(self.answers)


def load(path: Path) -> list[Labelled]:
    """Return the questions in a JSON Lines file, in its order.

    Raises:
        UserError: A line is not a labelled question, or follows one that is not before it.
    """
    found: list[Labelled] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            fields = json.loads(line)
            document = fields["document"]
            labelled = Labelled(
                id=fields["id"],
                question=fields["question"],
                kind=fields["kind"],
                answers=tuple(fields["answers"]),
                documents=(*([document] if document else []), *fields.get("also", [])),
                follows=fields.get("follows"),
                near_miss=fields.get("near_miss", False),
            )
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise UserError(
                f"{path}:{number} is not a labelled question ({error!r})."
                " See seeds/questions.jsonl for the form"
            ) from error
        if labelled.follows is not None and labelled.follows not in _ids(found):
            raise UserError(
                f"{path}:{number} follows {labelled.follows!r}, which does not stand before it."
                " Move that question up"
            )
        found.append(labelled)
    return found


def _ids(labelled: Iterable[Labelled]) -> set[str]:
    return {question.id for question in labelled}
