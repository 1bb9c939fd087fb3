"""Two runs side by side, over the twenty questions of tests/twenty.py."""

from dataclasses import replace

import pytest

from eval.compare import Flip, compare, worst_drop
from eval.printed import compared
from index.errors import UserError
from tests.twenty import IN_1893, OPENED, RED, TWENTY, asked, run, said, unanswerable


def changed(**outcomes):
    """Return the twenty with some of them answered otherwise."""
    return [replace(one, **outcomes[one.id]) if one.id in outcomes else one for one in TWENTY]


def shown(quote, confidence):
    return {"quotes": (said(quote, confidence),), "best": said(quote, confidence), "reason": None}


SILENT = {"quotes": (), "reason": "unsure"}

# a1 is lost, a4 and a6 are gained, u3 is refused.
AFTER = changed(a1=SILENT, a4=shown(OPENED, 0.81), a6=shown(IN_1893, 0.70), u3=SILENT)


@pytest.fixture(scope="module")
def comparison():
    return compare(run(TWENTY, "before.jsonl"), run(AFTER, "after.jsonl"))


def test_differences_are_in_points(comparison):
    found = {one.name: one for one in comparison.differences}
    first = found["first_quote"]
    # 5 of 11, then 6.
    assert (first.a, first.b, first.eligible) == (
        pytest.approx(5 / 11),
        pytest.approx(6 / 11),
        11,
    )
    assert first.points == pytest.approx(100 / 11)
    assert first.low < 100 / 11 < first.high
    assert 0.5 < first.better < 1
    # F1: a1 loses 1, a4 gains 1, a6 gains 2/3, and u3 1.
    assert found["squad_f1"].points == pytest.approx(100 * (1 + 2 / 3) / 19)
    # Refusals before: 4 right of 7 and 8. After: a1 and u3 more, 5 of 9 and 8.
    assert found["refusal_f1"].a == pytest.approx(8 / 15)
    assert found["refusal_f1"].b == pytest.approx(10 / 17)
    # a4 and a6 quote as surely as before, now rightly: 2 c - 1 less each.
    assert found["brier"].points == pytest.approx(100 * (-0.62 - 0.40) / 17)
    # Less of an error is better.
    assert found["brier"].better > 0.5
    assert "squad_threshold" not in found


def test_questions_that_flipped_are_listed(comparison):
    assert comparison.worse == (
        Flip(
            "first",
            "a1",
            "When, a1?",
            "1893 — It opened in 1893 (bridge.md, 0.95)",
            "silent (unsure)",
        ),
    )
    assert [flip.id for flip in comparison.better] == ["a4", "a6", "u3"]


def test_a_run_against_itself_has_not_changed():
    same = compare(run(TWENTY, mode="exact"), run(TWENTY, mode="exact"), samples=20)
    assert (same.worse, same.better, same.settings, same.relabelled) == ((), (), (), 0)
    assert {one.points for one in same.differences} == {0}
    assert {(one.low, one.high, one.better) for one in same.differences} == {(0, 0, 0.5)}
    assert worst_drop(same) == 0


def test_the_worst_drop_is_that_of_the_headlines():
    # First quote 5 to 2 of 11; SQuAD F1 26/3 to 17/3 of 19; refusals 8/15 to 8/18. Exact matters
    # not.
    worse = changed(a1=SILENT, a2=SILENT, a5=SILENT)
    found = compare(run(TWENTY), run(worse), samples=20)
    assert worst_drop(found) == pytest.approx(300 / 11)
    assert worst_drop(compare(run(worse), run(TWENTY), samples=20)) == 0


def test_only_shared_questions_count():
    one, two, three = (asked(name, said(OPENED, 0.9)) for name in ("one", "two", "three"))
    elsewhere = replace(three, set="second")
    found = compare(run([one, two, three]), run([two, elsewhere]), samples=5)
    assert (found.shared, found.only_a, found.only_b) == (1, 2, 1)


def test_runs_without_a_shared_question_cannot_be_compared():
    with pytest.raises(UserError) as caught:
        compare(run([asked("one")]), run([]))
    assert str(caught.value) == (
        "runs/run.jsonl and runs/run.jsonl have no question in common: they asked those of 'first'"
        " and of no file. Give two runs over files of the same name, whose questions have the same"
        " ids"
    )


def test_questions_labelled_otherwise_are_counted():
    one = asked("one", said(OPENED, 0.9))
    found = compare(run([one]), run([replace(one, answers=("1894",))]), samples=5)
    assert found.relabelled == 1
    assert "1 question labelled otherwise in the second run" in compared(found)


def test_questions_asked_in_other_words_are_counted():
    one, two = asked("one", said(OPENED, 0.9)), asked("two", said(OPENED, 0.9))
    found = compare(run([one, two]), run([replace(one, question="Since when?"), two]), samples=5)
    assert (found.reworded, found.relabelled) == (1, 0)
    assert "1 question asked in other words in the second run" in compared(found).splitlines()


def test_settings_that_differ_are_named():
    a = run(TWENTY, reader={"name": "old", "passages": 10}, seed=0, limit=None)
    b = run(TWENTY, reader={"name": "new", "passages": 10}, seed=0, versions=["1"])
    assert compare(a, b, samples=2).settings == (
        ("reader.name", '"old"', '"new"'),
        ("limit", "null", "–"),
        ("versions", "–", '["1"]'),
    )


def test_questions_nobody_wrote_an_answer_for_do_not_flip():
    before = asked("one", said(OPENED, 0.9), answers=())
    found = compare(run([before]), run([replace(before, quotes=())]), samples=2)
    assert (found.worse, found.better) == ((), ())
    assert worst_drop(found) == 0


def test_the_comparison_reads_as_markdown(comparison):
    lines = [" ".join(line.split()) for line in compared(comparison).splitlines()]
    assert lines[0] == "before.jsonl → after.jsonl: 20 questions in both"
    assert "| measure | a | b | points | 95 % interval | b better | questions |" in lines
    row = next(line for line in lines if line.startswith("| **Answer in the first quote** |"))
    assert row.startswith("| **Answer in the first quote** | 45.5 % | 54.5 % | +9.1 | ")
    start = lines.index("Right before, wrong now: 1")
    assert lines[start + 2 : start + 5] == [
        "- first a1: When, a1?",
        "- before: 1893 — It opened in 1893 (bridge.md, 0.95)",
        "- now: silent (unsure)",
    ]
    assert "Wrong before, right now: 3" in lines


def test_only_the_first_flips_are_shown_and_long_quotes_are_cut():
    long = (f"It opened\nin 1893 {'and was red ' * 30}", "1893")
    before = [unanswerable(str(n), said(long, 0.9)) for n in range(25)]
    after = [replace(one, quotes=(), reason=None) for one in before]
    text = compared(compare(run(before), run(after), samples=2))
    assert "and 5 more" in text
    assert text.count("    - now: silent\n") == 20
    assert max(len(line) for line in text.splitlines() if line.startswith("    - ")) <= 180
    assert "\n    - before: 1893 — It opened in 1893 and was red and" in text


def test_a_question_wrong_in_both_runs_has_not_flipped():
    found = compare(run([asked("a", said(RED, 0.9))]), run([asked("a")]), samples=2)
    assert (found.worse, found.better) == ((), ())
