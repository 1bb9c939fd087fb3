"""A run read back from its file."""

import json
from pathlib import Path

import pytest

from eval.outcomes import read
from index.errors import UserError
from tests.twenty import asked, run


def line(identifier, *, text="It is red.", confidence=0.9, **more):
    quote = {
        "document": "d1",
        "start": 0,
        "end": len(text),
        "text": text,
        "highlight": {"start": 0, "end": len(text), "text": text},
        "confidence": confidence,
    }
    return {
        "id": identifier,
        "set": "town",
        "question": "Who?",
        "kind": "who",
        "quotes": [quote],
        "withheld": [],
        "silence": None,
        "documents": [{"id": "d1", "name": "a.md"}],
        "gold": {
            "answerable": True,
            "near_miss": False,
            "follows": None,
            "answers": ["red"],
            "documents": {"a.md": 1.0},
            "grades": [1.0],
        },
        "ranking": [1.0],
        "faults": [],
        "seconds": {},
        **more,
    }


def written(folder: Path, *lines, **settings) -> Path:
    path = folder / "run.jsonl"
    rows = [json.dumps(one, ensure_ascii=False) for one in ({"run": settings}, *lines)]
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_what_else_ends_a_line_in_unicode_does_not_end_one_of_a_run(tmp_path):
    strange = "One\u2028two\u2029three\x85four\x0bfive."
    found = read(written(tmp_path, line("1", text=strange, question=f"Who{strange}?"), line("2")))
    assert [outcome.id for outcome in found.outcomes] == ["1", "2"]
    assert found.outcomes[0].quotes[0].text == strange
    assert found.outcomes[0].question == f"Who{strange}?"


def test_a_question_answered_twice_is_refused(tmp_path):
    path = written(tmp_path, line("1"), line("2"), line("1"), line("1", set="other"))
    with pytest.raises(
        UserError, match=r"run\.jsonl:4 answers question 1 of town again, as line 2"
    ):
        read(path)


def test_files_that_are_no_runs_are_refused_in_a_line(tmp_path):
    with pytest.raises(UserError, match=r"^there is no .*run\.jsonl\. Check the path$"):
        read(tmp_path / "run.jsonl")
    with pytest.raises(UserError, match=r"cannot be read \(Is a directory\)\. Check the path$"):
        read(tmp_path)
    path = tmp_path / "notes.txt"
    for other in ("dear diary", '{"run": 5}', '{"run": "5"}'):
        path.write_text(f"{other}\n")
        with pytest.raises(UserError, match=r"notes\.txt is no run: its first line does not"):
            read(path)
    with pytest.raises(UserError, match=r"run\.jsonl:2 is not a whole answer of a run"):
        read(written(tmp_path, {"id": "1"}))


def test_a_run_that_was_stopped_says_what_is_missing():
    sets = [{"set": "first", "asked": 1200}, {"set": "second", "asked": 3}]
    one = asked("one")
    noticed = "first: 2 questions with answers but no document"
    assert run([one] * 1202, questions=sets, notes=[noticed]).notes == [
        "the run was stopped: 1 of 1,203 questions were not asked; the same command goes on from"
        " there",
        noticed,
    ]
    assert run([one] * 1203, questions=sets, notes=[noticed]).notes == [noticed]
    assert run([one]).notes == []
