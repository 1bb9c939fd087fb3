"""The labelled questions that come with `eval`: each answer stands in its document."""

from pathlib import Path

import pytest

from eval.questions import load
from index.formats.table import read

OWN = Path(__file__).parent.parent / "eval" / "own"


@pytest.mark.parametrize(
    ("name", "documents", "questions", "unanswerable"),
    [
        ("tables", "tables", 163, 36),
        ("forms", "forms", 195, 37),
        ("hours", "hours", 80, 20),
        ("calendar", "calendar", 100, 25),
        ("everyday", "everyday", 150, 40),
        ("facts", "facts", 180, 60),
        ("office", "office", 180, 60),
        ("kinds", "kinds", 180, 60),
        ("papers", "papers", 240, 60),
        ("papers-again", "papers-again", 200, 50),
        ("assorted", "assorted", 130, 36),
        ("compared", "compared", 152, 37),
        ("compared-again", "compared-again", 90, 20),
        ("lined-up", "lined-up", 102, 21),
        ("natural", "natural", 360, 120),
        ("natural-fit", "natural-fit", 560, 240),
        ("talks", "natural", 189, 35),
        ("talks-fit", "natural-fit", 191, 35),
        ("spoken", "spoken", 167, 4),
    ],
)
def test_answers_stand_in_their_documents(name, documents, questions, unanswerable):
    labelled = load(OWN / f"{name}.jsonl")
    assert len(labelled) == questions
    assert sum(not one.answerable for one in labelled) == unanswerable
    texts = {path.name: read(path).text.lower() for path in (OWN / documents).iterdir()}
    for one in labelled:
        for file in one.documents:
            assert any(answer.lower() in texts[file] for answer in one.answers), one.id
