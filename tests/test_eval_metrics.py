"""Measures, checked against figures worked by hand."""

import pytest

from eval.metrics import exact, f1, holds, mean, normal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Bridge!", "bridge"),
        ("Trump's son-in-law", "trump s son in law"),
        ("“A” and “b”", "and b"),
        ("", ""),
    ],
)
def test_normal_text_has_no_case_punctuation_or_articles(text, expected):
    assert normal(text) == expected


def test_exact_wants_one_of_the_answers_whole():
    assert exact("the Bridge.", ["bridge", "canal"]) == 1
    assert exact("old bridge", ["bridge"]) == 0
    assert exact(None, ["bridge"]) == 0


def test_f1_is_the_best_overlap_of_words():
    # Found: about, 200, fighters. Answer: 200. Common 1: 2 * 1 / (3 + 1).
    assert f1("About 200 fighters", ["200"]) == 0.5
    # Against "200 fighters": 2 * 2 / (3 + 2).
    assert f1("About 200 fighters", ["200", "200 fighters"]) == 0.8
    assert f1("none", ["200"]) == 0
    assert f1(None, ["200"]) == 0


def test_holds_wants_whole_words_in_order():
    assert holds("About 200 fighters are left.", ["200 fighters"]) == 1
    assert holds("About 1200 fighters are left.", ["200 fighters"]) == 0
    assert holds("200 of the fighters", ["200 fighters"]) == 0
    assert holds(None, ["200"]) == 0


def test_the_mean_of_nothing_is_undefined():
    assert mean([1, 0, 0.5]) == 0.5
    with pytest.raises(ValueError, match="undefined"):
        mean([])
