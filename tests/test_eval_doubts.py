"""Slips of whoever wrote the questions."""

from dataclasses import replace
from pathlib import Path

from eval.doubts import doubts
from eval.questions import Labelled, QuestionSet

BRIDGE = "The bridge opened in 1893. It was built by Ada\nLund."


def labelled(identifier, question, answer=None, document="bridge.md", follows=None):
    return Labelled(
        id=identifier,
        set="town",
        question=question,
        kind="who",
        answers=(answer,) if answer else (),
        documents={document: 1.0} if answer else {},
        answerable=bool(answer),
        follows=follows,
    )


def told(*questions):
    one = QuestionSet("town", Path("town.jsonl"), questions, {}, ())
    return list(doubts(one, {"bridge.md": BRIDGE}.get))


def test_an_answer_that_its_document_does_not_say_is_told():
    # Words in a row are enough, as where quotes are judged.
    fine = labelled("1", "Who built it?", "ADA LUND"), labelled("2", "When?", "1893")
    # Nothing is owed, and a document that is not there is told elsewhere.
    other = labelled("3", "Who sings?"), labelled("4", "Where?", "Rome", "other.md")
    assert told(*fine, *other) == []
    wrong = labelled("5", "How?", "by ship")
    assert told(*fine, wrong) == ["1 answer not in the documents named: 5"]
    both = replace(wrong, answers=("by ship", "1893"))
    assert told(both) == []


def test_a_question_asked_again_is_told_with_the_first():
    first = labelled("1", "Who  built it?", "Ada")
    again = labelled("2", "who built it?", "Ada")
    follow_ups = labelled("3", "And when?", follows="1"), labelled("4", "And when?", follows="2")
    assert told(first, again, *follow_ups) == ["1 question asked before under another id: 2 (as 1)"]


def test_the_first_five_are_named():
    many = [labelled(str(number), f"Who is {number}?", "Eve") for number in range(7)]
    assert told(*many) == ["7 answers not in the documents named: 0, 1, 2, 3, 4 and 2 more"]
