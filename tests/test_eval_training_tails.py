"""From which question on a paragraph answers no more, told by how many questions there are."""

import gzip
import json
import random

import numpy as np

from eval.training.tails import answerable, settle

UNKNOWN = float("nan")


def paragraph(chance, kept, added, *, right=0.8):
    """A reader's odds: right about most questions, not about all."""
    truth = [1] * kept + [-1] * added
    return [sign * 4.0 if chance.random() < right else sign * -4.0 for sign in truth]


def articles(chance):
    """Twenty articles that were given out, and ten that were not."""
    given = [[paragraph(chance, kept, 5) for kept in (5, 5, 4, 5, 3, 5, 4, 5)] for _ in range(20)]
    left = [[paragraph(chance, kept, 0) for kept in (5, 5, 4, 5, 3, 5, 4, 5)] for _ in range(10)]
    return given + left


def test_the_numbers_tell_what_a_reader_is_wrong_about():
    found = answerable(articles(random.Random(0)))
    for article in found[:20]:
        for kept, likely in zip((5, 5, 4, 5, 3, 5, 4, 5), article, strict=True):
            assert np.round(likely).tolist() == [1] * kept + [0] * 5
    for article in found[20:]:
        assert all((likely > 0.95).all() for likely in article)


def test_of_an_article_that_was_given_out_a_short_paragraph_is_judged_by_its_reader():
    chance = random.Random(1)
    known = articles(chance)
    odd = [paragraph(chance, 5, 5) for _ in range(6)]
    answered, silent = [6.0] * 5, [-6.0] * 5
    *_, first, second = answerable([*known, [*odd, answered, silent]])[-1]
    assert first.min() > 0.95
    assert second.max() < first.min()


def test_a_question_of_which_nothing_is_known_is_told_by_its_place():
    chance = random.Random(2)
    odd = [paragraph(chance, 5, 5) for _ in range(6)]
    last = answerable([*articles(chance), [*odd, [UNKNOWN] * 10]])[-1][-1]
    assert np.round(last).tolist() == [1] * 5 + [0] * 5


def test_nothing_is_made_of_nothing():
    assert answerable([]) == []


def written(path, lines):
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for line in lines:
            print(json.dumps(line), file=file)


def test_what_is_sure_is_written_with_its_weight(tmp_path):
    chance = random.Random(3)
    text = "Ana lit the stove."
    answer = [{"text": "Ana", "start": 0}]
    paragraphs, came = [], []
    for doc, article in enumerate(articles(chance)):
        for para, odds in enumerate(article):
            asked = [f"Who, {number}?" for number in range(len(odds))]
            spans = [{"color": 0, "start": 0, "end": 3}]
            paragraphs.append(
                {"doc": doc, "para": para, "context": text, "questions": asked, "spans": spans}
            )
            for number, value in enumerate(odds):
                answers = answer if value > 0 else []
                key = f"bt-{doc}-{para}-{number}"
                came.append({"id": key, "answers": answers, "margin": abs(value)})
    # One that both know, one that only the earlier links know, one of which they are unsure.
    came[0] |= {"answers": answer, "margin": 0.1}
    came[1] |= {"answers": answer, "margin": 3.1}
    came[2] |= {"answers": answer, "margin": 2.9}
    written(tmp_path / "squad2_backtranslated_paragraphs.jsonl.gz", paragraphs)
    written(tmp_path / "squad2_backtranslated_aligned.jsonl.gz", came)
    written(tmp_path / "agreed.jsonl.gz", [{"id": "bt-0-0-0", "answers": answer}])
    settle(tmp_path, tmp_path / "agreed.jsonl.gz", tmp_path / "settled.jsonl.gz")
    with gzip.open(tmp_path / "settled.jsonl.gz", "rt") as lines:
        found = {line["id"]: line for line in map(json.loads, lines)}
    assert found["bt-0-0-0"] == {
        "id": "bt-0-0-0",
        "doc_id": "bt-0",
        "title": "",
        "context": text,
        "question": "Who, 0?",
        "answers": answer,
        "is_impossible": False,
        "weight": 1.0,
    }
    assert found["bt-0-0-1"]["weight"] == 0.8
    assert "bt-0-0-2" not in found
    for number in range(5, 10):
        line = found[f"bt-0-0-{number}"]
        assert (line["answers"], line["is_impossible"], line["weight"]) == ([], True, 1.0)
    # Without links made again, only those that came with the data and were sure are taken.
    settle(tmp_path, None, tmp_path / "settled.jsonl.gz")
    with gzip.open(tmp_path / "settled.jsonl.gz", "rt") as lines:
        found = {line["id"]: line for line in map(json.loads, lines)}
    assert "bt-0-0-0" not in found
    assert found["bt-0-0-1"]["weight"] == 0.8
