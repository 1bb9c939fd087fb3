"""The first impression: what a newcomer is offered to ask is answered rightly, or refused."""

from pathlib import Path

import pytest

from eval.measures import holds
from eval.questions import read
from index.library import Library
from qa.assistant import Assistant
from ui.asking import _examples

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.mark.weights
def test_what_a_newcomer_is_offered_is_answered_rightly_or_refused(tmp_path: Path) -> None:
    asked = _examples(SEEDS / "questions.jsonl")
    labelled = {one.question: one for one in read(SEEDS / "questions.jsonl").questions}
    offered = [labelled[question] for question in asked]
    assert [one.answerable for one in offered] == [True] * 5 + [False]
    with Library.open(tmp_path / "library", create=True) as library:
        library.add([SEEDS])
        assistant = Assistant(library)
        for one in offered:
            answer = assistant.ask(one.question)
            if one.answerable:
                assert holds(answer.quotes[0].text, one.answers), one.question
            else:
                assert answer.silence is not None, one.question
