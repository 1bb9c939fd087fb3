"""All figures of a run of twenty questions, worked by hand (see tests/twenty.py)."""

import json
from dataclasses import replace
from math import log2
from pathlib import Path

import pytest

from eval import summary
from eval.columns import MEASURES, columns
from eval.printed import brief, table
from eval.summary import Figure, faults, groups, latency, to_json
from tests.twenty import HERE, OPENED, TWENTY, asked, run, said, unanswerable


def measured(outcomes, samples=20):
    return {figure.name: figure for figure in summary.figures(columns(outcomes), samples=samples)}


@pytest.fixture(scope="module")
def figures():
    return measured(TWENTY, samples=200)


# Expected answers are written down for a1 to a11.
@pytest.mark.parametrize(
    ("name", "value", "eligible"),
    [
        # a1, a2, a3, a5 and a7; a6 only in its second quote.
        ("first_quote", 5 / 11, 11),
        # a10 names no document; a7 is from another one.
        ("first_quote_document", 4 / 10, 10),
        ("any_quote", 6 / 11, 11),
        # Of a1 to a9, a11 and a12: all but a4, a7 and the silent a8 and a9.
        ("document", 7 / 11, 11),
        # a1, a2, a5, a7; a3 has F1 2/3.
        ("exact", 4 / 11, 11),
        ("f1", (4 + 2 / 3) / 11, 11),
        # And a8, withheld, as above.
        ("best_quote", 6 / 11, 11),
        ("best_exact", 5 / 11, 11),
        ("best_f1", (5 + 2 / 3) / 11, 11),
        # 0.4 for each of the five; with all quotes a5 and a6 have 2 * 1 / (7 + 1).
        ("quote_f1", 5 * 0.4 / 11, 11),
        ("quotes_f1", (4 * 0.4 + 2 * 0.25) / 11, 11),
        # First gold passages: ranks 1 2 4 6 1 2 – 1 – 1 for a1 to a9 and a12.
        ("found_1", 4 / 10, 10),
        ("found_3", 6 / 10, 10),
        ("found_5", 7 / 10, 10),
        ("found_10", 8 / 10, 10),
        # a5 has one of two, a6 both by rank 3.
        ("recall_1", 3.5 / 10, 10),
        ("recall_3", 5.5 / 10, 10),
        ("recall_5", 6.5 / 10, 10),
        ("recall_10", 7.5 / 10, 10),
        ("mrr", (4 * 1 + 2 * 1 / 2 + 1 / 4 + 1 / 6) / 10, 10),
        # a1, a8 and a12 have 1; then a2, a3, a4; a5; a6.
        (
            "ndcg_10",
            (3 + 1 / log2(3) + 1 / log2(5) + 1 / log2(7)) / 10
            + (1 / (1 + 1 / log2(3)) + (2 / log2(3) + 1 / log2(4)) / (2 + 1 / log2(3))) / 10,
            10,
        ),
        # Silent: a8, a9, a10 and u1, u2, u5, u6 of eight.
        ("refusal_precision", 4 / 7, 7),
        ("refusal_recall", 4 / 8, 8),
        ("refusal_f1", 8 / 15, 20),
        ("near_miss", 2 / 4, 4),
        # u at 0, .1, .21, .3, .45, .5, .62, .88: .95 and .9 beat 8; .85, .81, .75, .7 and .65 beat
        # 7; .61 and .55 beat 6; .41 beats 4; .3 beats 3 and ties 1; a10, at 0, ties 1.
        ("auroc", (2 * 8 + 5 * 7 + 2 * 6 + 4 + 3.5 + 0.5) / (12 * 8), 20),
        ("squad_exact", (4 + 4) / 19, 19),
        ("squad_f1", (4 + 2 / 3 + 4) / 19, 19),
        # All silent: 8 of 19. Then by falling confidence a1 +1, a2 +1, u3 -1, a3 +2/3 (exact: 0),
        # a4 0, a5 +1, a6 0, a7 +1: 11/3 (exact: 3), which nothing below 0.65 makes good again.
        ("squad_exact_best", (8 + 3) / 19, 19),
        ("squad_f1_best", (8 + 11 / 3) / 19, 19),
        ("squad_threshold", 0.65, 19),
        # Seventeen quotes; the bins, from the surest: a1 .05; a2 u3 .88 - .10; a3 a4 .81 - .15;
        # a5 .25; a6 .70; a7 u4 a11 .62 + .61 - .35; u1 .50; u8 a8 .59 - .45; a9 u7 .60; u2 .21;
        # u6 .10.
        ("ece", (0.05 + 0.78 + 0.66 + 0.25 + 0.70 + 0.88 + 0.50 + 0.14 + 0.60 + 0.31) / 17, 17),
        # Two each: u6 u2, a9 u7, u4 a7; all others alone.
        (
            "ece_mass",
            (0.31 + 0.60 + (0.62 - 0.35)) / 17
            + (0.59 + 0.45 + 0.50 + 0.61 + 0.70 + 0.25 + 0.81 + 0.15 + 0.88 + 0.10 + 0.05) / 17,
            17,
        ),
        # Right ones, then wrong ones.
        (
            "brier",
            (0.05**2 + 0.10**2 + 0.15**2 + 0.25**2 + 0.35**2 + 0.59**2) / 17
            + (0.88**2 + 0.81**2 + 0.70**2 + 0.62**2 + 0.61**2 + 0.50**2) / 17
            + (0.45**2 + 2 * 0.30**2 + 0.21**2 + 0.10**2) / 17,
            17,
        ),
        # Wrong so far, over quotes so far; a9 and u7 come together.
        (
            "aurc",
            (0 / 1 + 0 / 2 + 1 / 3 + 1 / 4 + 2 / 5 + 2 / 6 + 3 / 7 + 3 / 8 + 4 / 9 + 5 / 10) / 17
            + (6 / 11 + 7 / 12 + 7 / 13 + 2 * 9 / 15 + 10 / 16 + 11 / 17) / 17,
            17,
        ),
        # Two right, then one wrong.
        ("coverage_95", 2 / 19, 19),
        ("verbatim", 19 / 20, 20),
    ],
)
def test_each_figure_of_the_twenty(figures, name, value, eligible):
    figure = figures[name]
    assert figure.value == pytest.approx(value, abs=1e-9)
    assert figure.eligible == eligible
    assert 0 <= figure.low <= figure.high
    # Errors of calibration are larger in samples than in the whole.
    if not name.startswith("ece"):
        assert figure.low <= figure.value + 1e-9
    assert figure.value <= figure.high + 1e-9


def test_every_measure_is_told_in_the_same_order_also_of_nothing():
    names = [measure.name for measure in MEASURES]
    assert list(measured(TWENTY, samples=2)) == names
    assert list(measured([]).values()) == [Figure(name, None, None, None, 0) for name in names]


def test_a_figure_has_a_label():
    assert Figure("f1", 1.0, 1.0, 1.0, 1).label == "Short answer F1"


def test_a_system_that_always_answers_gets_no_credit_on_refusals():
    outcomes = [asked("a", said(OPENED, 0.9)), unanswerable("u", said(OPENED, 0.9))]
    figures = measured(outcomes)
    assert (figures["refusal_precision"].value, figures["refusal_precision"].eligible) == (None, 0)
    assert figures["refusal_recall"].value == figures["refusal_f1"].value == 0
    assert figures["auroc"].value == 0.5
    assert figures["squad_f1"].value == 0.5


def test_a_silent_system_scores_zero_where_an_answer_was_owed():
    outcomes = [asked("a", withheld=said(OPENED, 0.4)), unanswerable("u")]
    figures = measured(outcomes)
    for name in ("first_quote", "any_quote", "document", "exact", "f1", "quotes_f1"):
        assert (figures[name].value, figures[name].eligible) == (0, 1)
    assert figures["squad_f1"].value == 0.5
    assert figures["refusal_recall"].value == 1
    # What it withheld was right, and would have been found at a lower threshold.
    assert figures["squad_f1_best"].value == 1


def test_questions_without_written_answers_are_judged_by_ranking_and_document_only():
    outcomes = [asked("a", said(OPENED, 0.9), answers=(), ranking=(1.0,))]
    eligible = {name for name, figure in measured(outcomes).items() if figure.eligible}
    assert eligible == {
        *("document", "mrr", "ndcg_10", "verbatim"),
        *(f"{name}_{top}" for name in ("found", "recall") for top in (1, 3, 5, 10)),
    }


def test_groups():
    found = {
        group: {label: [TWENTY[row].id for row in rows] for label, rows in labels.items()}
        for group, labels in groups(TWENTY).items()
    }
    assert list(found) == ["set", "kind", "word", "document"]
    assert {label: len(ids) for label, ids in found["set"].items()} == {"first": 10, "second": 10}
    assert {label: len(ids) for label, ids in found["kind"].items()} == {
        "when": 12,
        "who": 8,
        "follow-ups": 1,
    }
    assert found["kind"]["follow-ups"] == ["u3"]
    # "Who says how?" is asked by its first word.
    assert found["word"]["who"] == ["a3"]
    assert found["word"]["other"] == ["a12"]
    assert list(found["word"]) == ["when", "who", "other"]
    assert found["document"] == {HERE: [f"a{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12)]}


def test_the_ten_documents_with_most_questions_are_groups():
    outcomes = [
        asked(f"{name}{count}", documents={name: 1.0})
        for place, name in enumerate("abcdefghijkl")
        for count in range(2 if place == 11 else 1)
    ]
    assert list(groups(outcomes)["document"]) == ["l", *"abcdefghi"]


def test_latency_is_between_two_outcomes_in_proportion():
    # Seconds 0.1 to 2.0: places 9.5, 18.05 and 18.81, counted from 0.
    assert latency(TWENTY) == {
        "search": {"p50": 0, "p95": 0, "p99": 0},
        "total": pytest.approx({"p50": 1.05, "p95": 1.905, "p99": 1.981}),
    }


def test_faults_name_their_question():
    assert faults(TWENTY) == ["second a11: the line is 3, not 2"]


def test_json_has_everything():
    found = to_json(run(TWENTY, threshold=0.5), samples=20, group_samples=5)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["run"] == "run.jsonl"
    assert found["settings"] == {"threshold": 0.5}
    assert found["questions"] == 20
    first = found["figures"][0]
    assert list(first) == ["name", "label", "value", "low", "high", "eligible"]
    assert (first["name"], first["label"]) == ("first_quote", "Answer in the first quote")
    # a1, a2, a3, a5 of a1 to a6.
    assert found["groups"]["set"]["first"][0]["value"] == pytest.approx(4 / 6)
    assert found["groups"]["kind"]["who"][0]["value"] is None
    # Distinct confidences: 16 of 17, of 19 questions.
    assert len(found["risk_coverage"]) == 16
    assert found["risk_coverage"][0] == pytest.approx([1 / 19, 0])
    assert found["risk_coverage"][-1] == pytest.approx([17 / 19, 11 / 17])
    assert [one["count"] for one in found["reliability"]] == [1, 1, 2, 2, 1, 3, 1, 1, 2, 2, 1]
    assert found["faults"] == ["second a11: the line is 3, not 2"]


def test_the_curve_has_at_most_200_points_with_both_ends():
    outcomes = [asked(str(n), said(OPENED, (n + 1) / 1000)) for n in range(900)]
    curve = to_json(run(outcomes), samples=2, group_samples=2)["risk_coverage"]
    assert len(curve) == 200
    assert (curve[0], curve[-1]) == (pytest.approx([1 / 900, 0]), [1, 0])


def test_json_and_table_of_a_run_without_questions():
    found = to_json(run([]))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["risk_coverage"] == found["reliability"] == found["faults"] == []
    assert "| Answer in the first quote                        |     – |" in table(run([]))


def test_the_table_lists_faults_first():
    lines = table(run(TWENTY), samples=200).splitlines()
    assert lines[0] == "**Faults: quotes that are not what they should be**"
    assert lines[2] == "- second a11: the line is 3, not 2"
    assert lines[4].split() == "| measure | value | 95 % interval | questions |".split()
    assert set(lines[5]) == set("|-:")
    assert lines[6].startswith("| Answer in the first quote                        | 45.5 % | ")
    assert lines[6].endswith(" % |        11 |")
    assert len({len(line) for line in lines[4 : 6 + len(MEASURES)]}) == 1


def test_the_table_begins_with_what_must_be_known_of_the_run():
    stopped = run(TWENTY[:10], questions=[{"asked": 20}], notes=["not read: scan.pdf\nno text"])
    lines = table(stopped, samples=2).splitlines()
    assert lines[:3] == [
        "Note: the run was stopped: 10 of 20 questions were not asked; the same command goes on"
        " from there",
        "Note: not read: scan.pdf no text",
        "",
    ]
    assert to_json(stopped, samples=2, group_samples=2)["notes"][1] == "not read: scan.pdf\nno text"


def test_the_table_has_a_line_for_each_group():
    lines = [" ".join(line.split()) for line in table(run(TWENTY), samples=2).splitlines()]
    assert (
        "| set | answerable | answer in first quote | short answer F1 | unanswerable | refused"
        " | AUROC |"
    ) in lines
    # 4 of 6; F1 3 + 2/3 of 6; u1 and u2 refused. Confidences .95 .9 .85 .81 .75 .7 against .88 .62
    # .5 .21: 4 + 4 + 3 + 3 + 3 + 3 of 24 pairs.
    assert "| first | 6 | 66.7 % | 61.1 % | 4 | 50.0 % | 0.833 |" in lines
    assert "| who | 0 | – | – | 8 | 50.0 % | – |" in lines
    assert "| total | 1050.0 | 1905.0 | 1981.0 |" in lines


def test_runs_side_by_side_have_a_row_each():
    stopped = run([], setting="given", slips=True, questions=[{"asked": 1}])
    runs = [run(TWENTY, setting="open"), stopped]
    rows = [" ".join(line.split()) for line in brief(runs, samples=2).splitlines()]
    assert rows[0].startswith("| set, setting | answerable + not | answer in first quote |")
    # 12 of the twenty questions are answerable.
    assert rows[2].startswith("| first+second, open | 12 + 8 | 45.5 % (")
    assert rows[2].endswith("| 1050 / 1905 / 1981 |")
    assert rows[3].startswith("| –, given, with slips, stopped | 0 + 0 | – | – |")


def test_runs_of_the_same_questions_are_told_apart_by_their_files():
    a, b, other = (run(TWENTY, setting=setting) for setting in ("open", "open", "given"))
    runs = [a, replace(b, path=Path("later.jsonl")), other]
    rows = [" ".join(line.split()) for line in brief(runs, samples=2).splitlines()[2:]]
    assert [row.split(" | ")[0] for row in rows] == [
        f"| first+second, open ({a.path.name})",
        "| first+second, open (later.jsonl)",
        "| first+second, given",
    ]
