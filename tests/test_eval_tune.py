"""The weights of spans, fitted to questions of which all is known."""

import json
import math
import random

import numpy as np
import pytest

from eval.tune import Weighed, halves, judge, load, tune
from qa.spans import FEATURES


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


def test_what_was_kept_can_be_read_as_if_fewer_passages_had_been(tmp_path):
    table = [[1.0, 0, round(math.log1p(rank), 4), 0, 0] for rank in (0, 1, 1, 3)]
    line = {
        "set": "pets open",
        "group": "d1",
        "answerable": True,
        "read": 10,
        "right": [0, 1, 0, 1],
        "table": table,
    }
    path = tmp_path / "weighed.jsonl"
    path.write_text(json.dumps(line) + "\n")
    (whole,), (two,) = load([path]), load([path], passages=2)
    assert (whole.read, whole.right.tolist()) == (10, [0, 1, 0, 1])
    assert (two.read, two.right.tolist()) == (2, [0, 1, 0])
    assert two.table[:, 0] == pytest.approx([1, 1, 1])
