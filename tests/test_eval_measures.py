"""Measures of one answer, checked against cases worked by hand and against ir_measures."""

import random
from math import log2

import ir_measures
import pytest
from ir_measures import RR, R, Success, nDCG

from eval.measures import (
    any_quote,
    best_holds,
    exact,
    f1,
    first_quote,
    forgiving,
    found_at,
    highlight_exact,
    highlight_f1,
    holds,
    mean,
    ndcg_at,
    normal,
    quote_f1,
    quotes_f1,
    recall_at,
    reciprocal_rank,
    right_document,
)
from tests.twenty import ELSEWHERE, IN_1893, OPENED, RED, asked, said, unanswerable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Bridge!", "bridge"),
        # Punctuation goes before articles do, and leaves no space.
        ("Trump's son-in-law", "trumps soninlaw"),
        ("A.M.", "am"),
        ("a-b", "ab"),
        ("an (the) ant", "ant"),
        # Only ASCII punctuation is punctuation.
        ("“A” and “b”", "“ ” and “b”"),
        ("$1,200.50", "120050"),
        ("The", ""),
        ("", ""),
    ],
)
def test_normal_is_what_squads_script_compares(text, expected):
    assert normal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trump’s son-in-law", "trump s son in law"),
        ("1893–1895", "1893 1895"),
        ("“A” and… “b”.", "and b"),
        ("1,200 and 18.5%", "1200 and 18.5"),
        ("in 1893.Then, 2,3", "in 1893 then 2 3"),
        ("snake_case", "snake case"),
        ("\ufb01rst\u00a0\uff21", "first"),  # a ligature, a no-break space, a full-width A
        ("A", "a"),
        ("—", ""),
    ],
)
def test_forgiving_parts_words_at_punctuation(text, expected):
    assert forgiving(text) == expected


def test_exact_wants_one_of_the_answers_whole():
    assert exact("the Bridge.", ["bridge", "canal"]) == 1
    assert exact("old bridge", ["bridge"]) == 0
    assert exact(None, ["bridge"]) == 0


def test_f1_is_the_best_overlap_of_words():
    # Found: about, 200, fighters. Answer: 200. Common 1: 2 * 1 / (3 + 1).
    assert f1("About 200 fighters", ["200"]) == 0.5
    # Against "200 fighters": 2 * 2 / (3 + 2).
    assert f1("About 200 fighters", ["200", "200 fighters"]) == 0.8
    # A word counts as often as both have it: 2 * 2 / (3 + 2).
    assert f1("no no no", ["no no"]) == 0.8
    assert f1("none", ["200"]) == 0
    assert f1(None, ["200"]) == 0
    assert f1("200", []) == 0


def test_an_answer_without_words_counts_only_where_all_are_as_squad_has_it():
    # "A" is an article: nothing is left of it.
    assert exact("the", ["A"]) == f1("the", ["A"]) == 1
    assert exact("bridge", ["A"]) == f1("bridge", ["A"]) == 0
    assert exact("the", ["A", "bridge"]) == f1("the", ["A", "bridge"]) == 0


def test_holds_wants_whole_words_in_order():
    assert holds("About 200 fighters are left.", ["200 fighters"]) == 1
    assert holds("About 1200 fighters are left.", ["200 fighters"]) == 0
    assert holds("About 1,200 fighters are left.", ["200 fighters"]) == 0
    assert holds("200 of the fighters", ["200 fighters"]) == 0
    assert holds("(1893–1895)", ["1895"]) == 1
    assert holds("Grade A, then B", ["B", "C"]) == 1
    assert holds("The building is red", ["a building"]) == 1
    assert holds("Annex A is closed", ["Annex A"]) == 1
    assert holds("Annex A is closed", ["the Annex A"]) == 1
    assert holds("Annex B is closed", ["Annex A"]) == 0
    assert holds("anything", ["…", ""]) == 0
    assert holds(None, ["200"]) == 0


def test_the_mean_of_nothing_is_undefined():
    assert mean([1, 0, 0.5]) == 0.5
    with pytest.raises(ValueError, match="undefined"):
        mean([])


def test_an_outcome_is_judged_by_its_first_quote():
    right = asked("a", said(OPENED, 0.9), said(RED, 0.8))
    assert (first_quote(right), any_quote(right), right_document(right)) == (1, 1, 1)
    assert (highlight_exact(right), highlight_f1(right)) == (1, 1)
    # 1 of 4 words; both quotes: 1 of 7.
    assert (quote_f1(right), quotes_f1(right)) == (0.4, 0.25)
    second = asked("a", said(RED, 0.9, ELSEWHERE), said(IN_1893, 0.8))
    assert (first_quote(second), any_quote(second), right_document(second)) == (0, 1, 0)
    assert (highlight_exact(second), highlight_f1(second)) == (0, 0)


def test_a_silent_system_scores_zero_where_an_answer_was_owed():
    silent = asked("a", withheld=said(OPENED, 0.4))
    measures = [first_quote, any_quote, right_document, highlight_exact, highlight_f1]
    assert [measure(silent) for measure in [*measures, quote_f1, quotes_f1]] == [0] * 7
    assert best_holds(silent) == 1


def test_no_quote_is_right_where_nothing_can_be():
    assert best_holds(unanswerable("u", said(OPENED, 0.9))) == 0
    assert best_holds(asked("a")) == 0


def test_a_ranking_worked_by_hand():
    # Two gold passages: grade 1 came second, grade 2 fourth.
    ranking, gold = (0, 1, 0, 2), (2, 1)
    assert [recall_at(ranking, gold, top) for top in (1, 3, 5)] == [0, 0.5, 1]
    assert [found_at(ranking, top) for top in (1, 3, 5)] == [0, 1, 1]
    assert reciprocal_rank(ranking) == 0.5
    expected = (1 / log2(3) + 2 / log2(5)) / (2 / log2(2) + 1 / log2(3))
    assert ndcg_at(ranking, gold, 10) == pytest.approx(expected, abs=1e-12)
    assert (reciprocal_rank(()), ndcg_at((), gold, 10), recall_at((), gold, 10)) == (0, 0, 0)


def test_rankings_agree_with_ir_measures():
    draw = random.Random(7)
    for case in range(200):
        passages = [str(number) for number in range(draw.randint(1, 25))]
        grades = {name: draw.choice((0, 0, 1, 2, 3)) for name in passages}
        grades[draw.choice(passages)] = draw.choice((1, 2))
        found = draw.sample(passages, draw.randint(1, len(passages)))
        judged = [ir_measures.Qrel("q", name, grade) for name, grade in grades.items()]
        scored = [
            ir_measures.ScoredDoc("q", name, 1.0 - place / 100) for place, name in enumerate(found)
        ]
        ranking = [grades[name] for name in found]
        gold = sorted((grade for grade in grades.values() if grade), reverse=True)
        ours = {
            RR: reciprocal_rank(ranking),
            nDCG @ 10: ndcg_at(ranking, gold, 10),
            **{R @ top: recall_at(ranking, gold, top) for top in (1, 3, 5, 10)},
            **{Success @ top: found_at(ranking, top) for top in (1, 3, 5, 10)},
        }
        theirs = ir_measures.calc_aggregate(list(ours), judged, scored)
        assert ours == pytest.approx(theirs, abs=1e-9), case
