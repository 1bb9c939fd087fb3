"""Questions written for this project: where their passages are found, and that they fit them."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from eval.training.written import RULINGS, TWINS, WRITTEN, fingerprint, written
from index.errors import UserError
from tests.test_eval_training_examples import line, write

PASSAGE = "Ada bought the quay of Vik."
PAPER = "Mice were fed.\n They slept.\nAll woke."


def lines(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "written.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def test_a_passage_of_our_own_and_its_questions(tmp_path: Path) -> None:
    row = {
        "title": "Vik",
        "passage": PASSAGE,
        "questions": [["Whose is the pier?", 0, 3], ["What did it cost?"]],
    }
    first, second = written(tmp_path, lines(tmp_path, row))
    assert (first.id, first.set, first.group) == ("written:0-0", "written", "written:Vik")
    assert (first.above, first.passage, first.question) == ("Vik", PASSAGE, "Whose is the pier?")
    assert (first.answers, second.answers) == (((0, 3),), ())
    assert (second.id, second.question) == ("written:0-1", "What did it cost?")


def test_a_passage_of_a_set_is_found_by_its_sha256(tmp_path: Path) -> None:
    write(tmp_path, "pets", [line("d:1", f"{PASSAGE}\n", "Who?", "Ada", title="Vik")])
    row = {"set": "pets", "sha256": fingerprint(PASSAGE), "questions": [["Which place?", 23, 26]]}
    (one,) = written(tmp_path, lines(tmp_path, row))
    assert (one.passage, one.above, one.group) == (PASSAGE, "Vik", "d")
    assert one.passage[slice(*one.answers[0])] == "Vik"


def test_a_paragraph_of_a_paper_is_found(tmp_path: Path) -> None:
    write(tmp_path, "covidqa", [line("d:1", PAPER, "Who?", "Mice")])
    row = {"set": "covidqa", "sha256": fingerprint("They slept."), "questions": [["Where?"]]}
    (one,) = written(tmp_path, lines(tmp_path, row))
    assert one.passage == "They slept."


def test_a_passage_that_is_not_there_is_told(tmp_path: Path) -> None:
    write(tmp_path, "pets", [line("d:1", PASSAGE, "Who?", "Ada")])
    row = {"set": "pets", "sha256": "0123456789abcdef", "questions": [["Which place?"]]}
    with pytest.raises(UserError, match="has no passage with the sha256 0123456789abcdef…"):
        list(written(tmp_path, lines(tmp_path, row)))


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(row) for row in file]


@pytest.mark.parametrize("path", [WRITTEN, TWINS, RULINGS])
def test_what_was_written_has_answers_inside_its_passages(path: Path) -> None:
    for row in rows(path):
        assert set(row) in ({"title", "passage", "questions"}, {"set", "sha256", "questions"})
        for question, *answer in row["questions"]:
            assert question.strip() == question != ""
            assert answer == [] or 0 <= answer[0] < answer[1] <= len(row.get("passage", " " * 4096))
            if answer and "passage" in row:
                text = row["passage"][answer[0] : answer[1]]
                assert text.strip() == text


def test_no_passage_was_asked_about_twice() -> None:
    paths = (WRITTEN, TWINS, RULINGS)
    known = [row.get("passage") or row["sha256"] for path in paths for row in rows(path)]
    assert len(known) == len(set(known)) > 0
