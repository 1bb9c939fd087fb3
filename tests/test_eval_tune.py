"""The weights of spans, fitted to questions of which all is known."""

import json
import math
import random
from dataclasses import replace

import numpy as np
import pytest

import eval.tune
import qa.reading.judging
from eval.__main__ import main
from eval.sets import Labelled
from eval.tune import Weighed, halves, judge, load, tune
from index.errors import UserError
from qa.reading.judging import FEATURES

LINE = {
    "set": "pets open",
    "group": "d1",
    "answerable": True,
    "read": 2,
    "right": [0, 1],
    "table": [[1.0, 0.5, 0.0, 0.0, -0.25, 0.0, 0.0], [2.0, 0.0, 0.6931, 0.0, 0.0, 1.0, 0.0]],
}


def questions(count: int, *, seed: int = 1, name: str = "pets open") -> list[Weighed]:
    """Return questions whose right span has the higher log-odds, and a twin that deceives."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        answerable = number % 3 > 0
        table = np.zeros((4, len(FEATURES)), dtype=np.float32)
        table[:, FEATURES.index("rank")] = np.log1p(range(4))
        table[:, FEATURES.index("span")] = [chance.gauss(-2, 1) for _ in range(4)]
        right = np.zeros(4, dtype=np.float32)
        if answerable:
            best = chance.randrange(4)
            table[best, FEATURES.index("span")] += 6
            right[best] = 1
        found.append(Weighed(name, f"d{number % 20}", answerable, 4, table, right))
    return found


def test_what_tells_right_from_wrong_gets_the_weight():
    weights = tune(questions(300))
    assert weights.order["span"] > 1
    assert abs(weights.order["evidence"]) < 0.01
    (row,) = judge(questions(300, seed=2), weights)
    assert row["questions"] == 300
    assert row["first right"] > 0.95
    assert row["auroc answerable"] > 0.98
    assert row["ece"] < 0.08
    kept, refused = row["right and refused by threshold"]["0.50"]
    assert kept > 0.9
    assert refused > 0.9


def test_each_half_is_judged_by_the_other():
    (row,) = halves(questions(200))
    assert row["questions"] == 200
    assert row["first right"] > 0.95


def test_sets_count_the_same_whatever_their_size():
    few, many = questions(30, name="few given"), questions(300, seed=3, name="many open")
    # In the small set no span is ever right.
    few = [Weighed(one.set, one.group, True, 4, one.table, one.right * 0) for one in few]
    rows = {row["set"]: row for row in judge([*few, *many], tune([*few, *many]))}
    assert rows["few given"]["first right"] == 0
    assert rows["few given"]["auroc answerable"] is None
    assert rows["many open"]["questions"] == 300


@pytest.mark.parametrize(("counts", "sure"), [({}, 0.5), ({"right open": 3.0}, 0.75)])
def test_a_set_counts_as_much_as_it_is_told_to_whatever_its_size(counts, sure):
    # Nothing tells a question of the one set from one of the other.
    table = np.zeros((1, len(FEATURES)), dtype=np.float32)
    right, wrong = np.ones(1, dtype=np.float32), np.zeros(1, dtype=np.float32)
    found = [Weighed("right open", f"d{one}", True, 1, table, right) for one in range(40)]
    found += [Weighed("wrong open", f"d{one}", False, 1, table, wrong) for one in range(8)]
    weights = tune(found, order=dict.fromkeys(FEATURES, 0.0), counts=counts)
    told = weights.bias + weights.sure["lead"] * qa.reading.judging._FAR_AHEAD
    assert 1 / (1 + math.exp(-told)) == pytest.approx(sure, abs=0.01)


def test_the_name_of_no_set_is_told_in_one_line(tmp_path, capsys):
    path = tmp_path / "weighed.jsonl"
    path.write_text(json.dumps(LINE) + "\n")
    assert main(["tune", str(path), "--count", "cats open=0.5"]) == 2
    told = "error: no question is of cats open. Give the name of a set\n"
    assert capsys.readouterr().err == told


@pytest.mark.parametrize("count", ["half", "pets open=", "pets open=some", "pets open=0", "=1"])
def test_what_is_no_count_is_told_with_what_to_give(count, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["tune", str(tmp_path / "weighed.jsonl"), "--count", count])
    told = f"argument --count: {count!r} is no count. Give SET=TIMES, above 0"
    assert capsys.readouterr().err.splitlines()[-1].endswith(told)


@pytest.mark.parametrize("share", ["-0.1", "1", "nan"])
def test_a_dropout_that_is_no_share_is_told_before_anything_is_read(share, tmp_path, capsys):
    given = ["--data", str(tmp_path), "--work", str(tmp_path), "--out", str(tmp_path / "out")]
    assert main(["train", *given, f"--dropout={share}"]) == 2
    told = f"error: --dropout {float(share)} is no share. Give 0 or more, below 1\n"
    assert capsys.readouterr().err == told


def test_a_base_without_a_network_is_told(tmp_path, capsys):
    given = ["--data", str(tmp_path), "--work", str(tmp_path), "--out", str(tmp_path / "out")]
    assert main(["train", *given, "--base", str(tmp_path / "deep")]) == 2
    told = f"error: {tmp_path / 'deep'} holds no network. Give the folder that `unpack` wrote\n"
    assert capsys.readouterr().err == told


def test_a_graphics_card_that_is_not_there_is_told(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    given = ["--data", str(tmp_path), "--work", str(tmp_path), "--out", str(tmp_path / "out")]
    assert main(["train", *given, "--device", "cuda"]) == 2
    told = "error: torch can use no graphics card here. Leave --device out\n"
    assert capsys.readouterr().err == told


def test_what_nothing_answers_is_divided_between_the_halves_like_all_else():
    asked = Labelled("q1", "pets", "Who?", "who", (), {"cats.md": 1.0}, answerable=True)
    none = replace(asked, id="q2", documents={}, answerable=False)
    assert [eval.tune._group(one) for one in (asked, none)] == ["cats.md", "q2"]


def test_what_was_kept_is_read_again(tmp_path):
    line = LINE
    path = tmp_path / "weighed.jsonl"
    path.write_text(json.dumps(line) + "\n")
    (found,) = load([path])
    assert (found.set, found.group, found.answerable, found.read) == ("pets open", "d1", True, 2)
    assert found.right.tolist() == [0, 1]
    assert found.table == pytest.approx(np.array(line["table"]))

    # Six spans of five figures are as many numbers as five of six.
    path.write_text(json.dumps(line | {"right": [0] * 6, "table": [[0.0] * 5] * 6}) + "\n")
    with pytest.raises(UserError, match=r"weighed by another version of Quoth\. Weigh anew"):
        load([path])


@pytest.mark.parametrize("wrong", ['{"set"', "[]", "{}", '{"table": 1}'])
def test_what_weigh_has_not_written_is_told_with_its_line(wrong, tmp_path, capsys):
    path = tmp_path / "weighed.jsonl"
    path.write_text(f"{json.dumps(LINE)}\n{wrong}\n")
    assert main(["tune", str(path)]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"error: {path}:2 is not what `weigh` writes (")
    assert told.endswith("). Weigh anew\n")
    path.unlink()
    assert main(["tune", str(path)]) == 2
    assert capsys.readouterr().err == f"error: there is no {path}. Check the path\n"


@pytest.mark.parametrize(
    ("right", "told"),
    [
        ([0, 0], "no answer is in what was weighed"),
        ([1, 1], "the best span is right of all questions or none"),
    ],
)
def test_too_few_questions_are_told(right, told, tmp_path, capsys):
    path = tmp_path / "weighed.jsonl"
    path.write_text(json.dumps(LINE | {"right": right}) + "\n")
    assert main(["tune", str(path)]) == 2
    assert capsys.readouterr().err == f"error: {told}. Weigh more questions\n"


@pytest.mark.parametrize(
    "command", ["weigh --setting open --questions q.jsonl", "train --data . --work w"]
)
def test_a_place_that_cannot_be_written_is_told_before_anything_is_done(command, tmp_path, capsys):
    given = command.replace(" .", f" {tmp_path}").split()
    assert main([*given, "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"error: {tmp_path} cannot be written (Is a directory). Check the path, or make room\n"
    )


@pytest.mark.weights
def test_what_is_kept_of_a_question_is_what_the_reader_makes_of_its_passages(tmp_path):
    # Three paragraphs of 450 characters, each a passage of its own.
    filler = "The mill stood idle, and nobody spoke of the weather. " * 8
    texts = [f"The quay was paid for by {name}. {filler}" for name in ("Ada", "Bo", "Cleo")]
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "pets.txt").write_text("\n\n".join(texts))
    questions = tmp_path / "pets.jsonl"
    labelled = {"id": "1", "question": "Who paid for the quay?", "answers": ["Bo"]}
    questions.write_text(json.dumps(labelled | {"document": "pets.txt"}) + "\n")
    rows = []
    for passages in ("1", "6"):
        out = tmp_path / f"{passages}.jsonl"
        given = ["--questions", str(questions), "--setting", "open", "--documents", str(documents)]
        assert main(["weigh", *given, "--passages", passages, "--out", str(out)]) == 0
        rows += load([out])
    one, all_three = rows
    assert (one.read, all_three.read) == (1, 3)
    assert one.set == all_three.set == "pets open"
    assert one.answerable
    # "The quay was paid for by Bo." is right, and nothing else.
    assert all_three.right.sum() == 1
    span = FEATURES.index("span")
    paid = np.sort(all_three.table[:, span])[-3:]
    assert all_three.table[all_three.right == 1, span] in paid
    assert len(one.table) < len(all_three.table)
