"""Links from question to answer, rebuilt within a paragraph."""

import gzip
import json
import math

import numpy as np
import pytest

from eval.training.align import _spans, agreed, align, assign
from qa.reading.windows import Window


def table(*rows):
    return np.array(rows, dtype=np.float32)


def test_each_question_gets_a_span_of_its_own():
    # The second question likes the first span a little more, but the first question needs it.
    found = assign(table([-1, -9, -9], [-1, -2, -9]))
    assert found == [0, 1]


def test_from_one_point_on_the_questions_have_no_answer():
    rows = [
        [-1, -9, -9, -9, -9, -9, -8],
        [-9, -1, -9, -9, -9, -9, -8],
        [-9, -9, -1, -9, -9, -9, -8],
    ]
    rows += [[-9, -9, -9, -1, -9, -9, -8], [-9, -9, -9, -9, -9, -9, -1], [-9] * 6 + [-1]]
    assert assign(table(*rows)) == [0, 1, 2, 3, None, None]


def test_where_there_are_few_questions_silence_costs_more():
    # -3 with an answer against -1 without: not worth the price of 4.
    assert assign(table([-1, -9, -9], [-9, -3, -1])) == [0, 1]
    assert assign(table([-1, -9, -9], [-9, -7, -1])) == [0, None]


def test_a_paragraph_without_spans_answers_nothing():
    assert assign(table([-0.1], [-0.2])) == [None, None]


def test_fragments_of_one_colour_are_one_span_if_they_lie_near():
    marked = [
        {"color": 1, "start": 0, "end": 5},
        {"color": 1, "start": 8, "end": 12},
        {"color": 2, "start": 20, "end": 24},
        {"color": 2, "start": 200, "end": 230},
    ]
    assert _spans(marked) == [(0, 12), (200, 230)]


class Knowing:
    """Finds "1893" for "When?" and nothing for any other question."""

    name = "knowing"
    fingerprint = ""

    def read(self, question, texts):
        sure, slight = math.log(0.9), math.log(0.05)
        first, second, none = (
            (sure, slight, 2 * slight) if question == "When?" else (slight, slight, 2 * sure)
        )
        offsets = np.array([(0, 3), (7, 11)], dtype=np.int64)
        likely = np.array([second, first], dtype=np.float32)
        return [[Window(offsets, likely, likely, none)] for _ in texts]


def test_a_line_for_each_question_with_how_sure_its_link_is(tmp_path):
    paragraph = {
        "doc": 3,
        "para": 1,
        "context": "Ada in 1893.",
        "spans": [{"color": 1, "start": 0, "end": 3}, {"color": 2, "start": 7, "end": 11}],
        "questions": ["When?", "Why?"],
    }
    path = tmp_path / "paragraphs.jsonl.gz"
    path.write_bytes(gzip.compress((json.dumps(paragraph) + "\n").encode()))
    first, second = align(path, Knowing())
    assert first["answers"] == [{"text": "1893", "start": 7}]
    assert not first["is_impossible"]
    # 2 log 0.9 against 2 log 0.05.
    assert first["margin"] == pytest.approx(2 * math.log(18), abs=0.01)
    assert second["is_impossible"]
    assert second["answers"] == []
    assert list(align(path, Knowing(), paragraphs=slice(1, None))) == []


def linked(question, start, margin):
    answers = [] if start is None else [{"text": "1893", "start": start}]
    return {
        "context": "Ada in 1893.",
        "question": question,
        "answers": answers,
        "is_impossible": start is None,
        "margin": margin,
    }


def test_links_are_kept_where_two_readers_agree():
    earlier = [
        linked("same?", 7, 1.0),
        linked("both none?", None, 1.0),
        linked("sure before?", 7, 5.5),
        linked("unsure before?", 7, 4.0),
        linked("none before?", None, 9.0),
        linked("elsewhere?", 0, 9.0),
    ]
    later = [
        linked("same?", 5, 0.2),
        linked("both none?", None, 0.3),
        linked("sure before?", None, 2.0),
        linked("unsure before?", None, 2.0),
        linked("none before?", 7, 9.0),
        linked("elsewhere?", 7, 9.0),
        linked("new?", 7, 9.0),
    ]
    found = list(agreed(earlier, later))
    assert [(line["question"], line["weight"]) for line in found] == [
        ("same?", 1.0),
        ("both none?", 1.0),
        ("sure before?", 0.6),
    ]
    assert list(agreed(earlier, later, sure=True)) == found[:2]
    assert found[0]["answers"] == [{"text": "1893", "start": 5}]
    assert found[2]["answers"] == [{"text": "1893", "start": 7}]
    assert not found[2]["is_impossible"]
