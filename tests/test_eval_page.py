"""The report shows what was measured, loads nothing, and takes nothing typed for markup."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from eval import plots, shown
from eval.failures import Failures, failures, gold_rank, right
from eval.outcomes import Outcome, Run, Said
from eval.page import page, ranks
from eval.summary import to_json

NBSP = "\N{NO-BREAK SPACE}"


def said(text: str, highlight: str = "", confidence: float = 0.5, document: str = "a.md") -> Said:
    return Said(text, highlight, document, 0, len(text), confidence)


def outcome(
    number: int = 1,
    *quotes: Said,
    question: str = "Who?",
    answers: Sequence[str] = ("Ann",),
    answerable: bool = True,
    best: Said | None = None,
    ranking: Sequence[float] = (),
    gold: Sequence[float] = (),
    follows: str | None = None,
    reason: str | None = None,
) -> Outcome:
    return Outcome(
        id=f"q{number}",
        set="set",
        question=question,
        kind="who",
        answerable=answerable,
        near_miss=False,
        follows=follows,
        answers=tuple(answers) if answerable else (),
        documents={"a.md": 1.0} if answerable else {},
        quotes=quotes,
        best=quotes[0] if quotes else best,
        reason=reason,
        ranking=tuple(ranking),
        gold=tuple(gold),
        faults=(),
        seconds={"search": 0.01, "read": 0.02, "total": 0.03},
    )


def run(*outcomes: Outcome, **settings: Any) -> Run:
    return Run(Path("run.jsonl"), settings, outcomes)


def measured(name: str, value: float | None, **rest: Any) -> dict[str, Any]:
    return {"name": name, "label": name, "value": value, "low": None, "high": None} | {
        "eligible": 0 if value is None else 10,
        **rest,
    }


def tree(text: str) -> Any:
    """Parse as a browser would, and again as XML after closing what HTML leaves open."""
    strict = re.sub(r"<(meta [^>]*)>", r"<\1/>", text.replace("<!DOCTYPE html>", ""))
    etree.fromstring(strict.encode(), etree.XMLParser(resolve_entities=False))
    return html.document_fromstring(text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def bars(svg: str) -> list[tuple[float, float]]:
    """Return width and height of each bar."""
    return [
        (float(rect.get("width")), float(rect.get("height")))
        for rect in etree.fromstring(svg).iter("rect")
    ]


# -- words and figures


def test_a_share_is_whole_only_when_it_is() -> None:
    assert shown.percent(0.7638) == f"76.4{NBSP}%"
    assert shown.percent(1) == f"100{NBSP}%"
    assert shown.percent(0) == f"0{NBSP}%"
    assert shown.percent(0.9996) == f"over{NBSP}99.9{NBSP}%"
    assert shown.percent(0.0004) == f"under{NBSP}0.1{NBSP}%"
    assert shown.percent(None) == shown.percent(float("nan")) == "–"


def test_each_measure_has_its_unit() -> None:
    assert shown.figure("f1", 0.5) == f"50.0{NBSP}%"
    assert shown.figure("ece", 0.0432) == f"4.3{NBSP}points"
    assert shown.figure("mrr", 0.7283) == "0.728"
    assert shown.figure("auroc", 1) == "1.000"
    assert shown.figure("anything", 7) == "7.000"
    assert shown.figure("f1", None) == "–"


def test_an_interval_has_the_decimals_of_its_figure() -> None:
    assert shown.interval("f1", 0.712, 0.82) == "71.2 to 82.0"
    assert shown.interval("f1", 0.712, 0.82, brief=True) == "71–82"
    assert shown.interval("auroc", 0.8, 0.9126) == "0.800 to 0.913"
    assert shown.interval("auroc", 0.8, 0.9126, brief=True) == "0.80–0.91"
    assert shown.interval("f1", None, 0.9) == ""


def test_counts_durations_and_ordinals_read_as_people_write_them() -> None:
    assert shown.count(1, "question") == "1 question"
    assert shown.count(6000, "question") == "6,000 questions"
    assert shown.duration(0.0004) == f"0.4{NBSP}ms"
    assert shown.duration(0.0864) == f"86{NBSP}ms"
    assert shown.duration(2.414) == f"2.41{NBSP}s"
    said = [shown.ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 112)]
    assert said == "1st 2nd 3rd 4th 11th 12th 13th 21st 112th".split()


def test_hostile_text_stays_text() -> None:
    assert shown.escaped("<script>\"x\" & 'y'") == "&lt;script&gt;&quot;x&quot; &amp; &#x27;y&#x27;"
    assert shown.escaped("a\x00b\x1bc\x7f") == "a␀b␛c␡"
    assert shown.escaped("\ud800\uffff\x85") == "\ufffd\ufffd\ufffd"
    assert shown.escaped("two\nlines\tand a tab") == "two\nlines\tand a tab"
    assert shown.isolated("\u202etxt") == "<bdi>\u202etxt</bdi>"


# -- plots


def test_a_bar_is_as_high_as_its_share_of_the_highest_line() -> None:
    # 3 of 4 are 75 %, and the highest line is 80 %: 270 * 75 / 80 = 253.1. 1 of 4: 84.4.
    # Two bars share 348 in width, less 3 on either side.
    svg = plots.histogram([("1", 3), ("not found", 1)], title="rank", label="ranks")
    assert bars(svg) == [(168, 253.1), (168, 84.4)]


def test_a_lying_bar_is_as_long_as_its_share_of_the_longest() -> None:
    # 280 * 10 / 40 = 70; 280 * 20 / 40 = 140.
    svg = plots.latency({"read": {"p50": 0.01, "p95": 0.02, "p99": 0.04}})
    assert bars(svg) == [(70, 14), (140, 14), (280, 14)]
    assert f"read: p50 10{NBSP}ms, p95 20{NBSP}ms, p99 40{NBSP}ms." in svg


def test_a_point_of_the_reliability_curve_stands_where_said_and_right_meet() -> None:
    # x: 48 + 348 * 0.5 = 222; y: 12 + 220 * (1 - 0.25) = 177. The largest bin has radius 6.5.
    full = {"low": 0.4, "high": 0.6, "confidence": 0.5, "right": 0.25, "count": 8}
    empty = {"low": 0.6, "high": 0.8, "confidence": None, "right": None, "count": 0}
    svg = plots.reliability([full, empty])
    circles = [dict(one.attrib) for one in etree.fromstring(svg).iter("circle")]
    assert circles == [{"class": "dot", "cx": "222", "cy": "177", "r": "6.5"}]
    # The strip: 0.2 of 348, less 1 on either side, and 36 high.
    assert bars(svg) == [(67.6, 36)]


def test_the_risk_curve_runs_through_its_points() -> None:
    # The highest risk, 0.3, is below the line of 0.4: y is 12 + 270 * (1 - risk / 0.4).
    svg = plots.risk_coverage([[0.5, 0.0], [1.0, 0.3]], safe=0.5)
    (curve,) = etree.fromstring(svg).iter("polyline")
    assert curve.get("points") == "222,282 396,79.5"
    assert f"safe up to 50.0{NBSP}%" in svg
    assert "safe up to" not in plots.risk_coverage([[1.0, 0.3]], safe=None)


def test_nothing_is_drawn_of_nothing() -> None:
    empty = {"low": 0, "high": 1, "confidence": None, "right": None, "count": 0}
    assert plots.reliability([]) == plots.reliability([empty]) == ""
    assert plots.risk_coverage([]) == ""
    assert plots.histogram([("1", 0)], title="", label="") == ""
    assert plots.latency({}) == plots.latency({"read": {}}) == ""


def test_every_plot_can_be_read_aloud() -> None:
    for svg in (
        plots.histogram([("1", 3)], title="rank", label='"rank" & more'),
        plots.latency({"<read>": {"p50": 0.01}}),
        plots.risk_coverage([[1, 0]]),
    ):
        picture = etree.fromstring(svg)
        assert picture.get("role") == "img"
        assert picture.get("aria-label")


# -- failures


def test_right_is_holding_an_answer_else_coming_from_its_document() -> None:
    assert right(outcome(), said("It was Ann."))
    assert not right(outcome(), said("It was Anna."))
    assert right(outcome(answers=()), said("whatever", document="a.md"))
    assert not right(outcome(answers=()), said("whatever", document="b.md"))
    assert not right(outcome(answerable=False), said("It was Ann."))
    assert not right(outcome(), None)


def test_failures_are_sorted_by_kind_the_worst_first() -> None:
    fine = outcome(1, said("Ann"))
    wrong = outcome(2, said("Bob", confidence=0.6))
    worse = outcome(3, said("Bob", confidence=0.9))
    spoken = outcome(4, said("Bob"), answerable=False)
    rightly = outcome(5, answerable=False, best=said("Bob"))
    silent = outcome(6, best=said("Bob", confidence=0.4))
    withheld = outcome(7, best=said("Ann", confidence=0.1))
    nothing = outcome(8)
    found = failures([fine, wrong, worse, spoken, rightly, nothing, silent, withheld])
    assert found == Failures([worse, wrong], [spoken], [withheld, silent, nothing])


def test_the_first_gold_passage_counts_from_one() -> None:
    assert gold_rank(outcome(ranking=[0, 0, 2, 1])) == 3
    assert gold_rank(outcome(ranking=[0, 0])) is None


def test_ranks_are_counted_where_a_passage_is_known() -> None:
    first = outcome(1, ranking=[1], gold=[1])
    eleventh = outcome(2, ranking=[0] * 10 + [1], gold=[1])
    unfound = outcome(3, ranking=[0], gold=[1])
    unknown = outcome(4, ranking=[])
    counted = dict(ranks([first, first, eleventh, unfound, unknown]))
    assert counted["1"] == 2
    assert counted["later"] == counted["not found"] == 1
    assert sum(counted.values()) == 4
    assert [name for name, _ in ranks([first])] == [*map(str, range(1, 11)), "not found"]


def test_a_failure_can_be_read_whole() -> None:
    before = outcome(1, said("Ann"), question="Who came?")
    later = outcome(
        2,
        said("Bob left on Monday.", "on Monday", 0.84, "b.pdf"),
        said("Ann left."),
        question="And left?",
        answers=["Ann", "Ann Lee", "A. Lee", "Lee"],
        follows="q1",
        ranking=[0, 1, 0],
        gold=[1],
    )
    (item,) = tree(page(run(before, later), {})).xpath("//li[h4]")
    assert words(item) == (
        "And left?after: Who came?Bob left on Monday.b.pdf 84.0 % sure"
        "ExpectedAnn or Ann Lee or A. Lee and 1 more, from a.md"
        "Right passage2nd of 3 found"
        "Alsoquote 2 held the answer"
        "Idq2 in set"
    )
    assert item.xpath(".//mark/text()") == ["on Monday"]


def test_a_silence_shows_what_was_withheld() -> None:
    kept = outcome(1, best=said("It was Ann.", "Ann", 0.3), reason="unsure")
    (item,) = tree(page(run(kept), {})).xpath("//li[h4]")
    assert words(item) == (
        "Who?It was Ann.withheld, and right a.md 30.0 % sure"
        "ExpectedAnn, from a.mdReason givenunsureIdq1 in set"
    )


def test_twelve_of_each_kind_are_shown_and_all_are_counted() -> None:
    spoken = [outcome(n, said("Bob"), answerable=False) for n in range(15)]
    report = tree(page(run(*spoken), {}))
    assert len(report.xpath("//li[h4]")) == 12
    section = report.xpath("//section[@class='failures'][2]")[0]
    assert "12 of 15 questions shown." in words(section)
    assert words(report.xpath("//section[@class='failures'][1]")[0]) == "Answered wrongly 0None."


def test_an_endless_quote_is_cut_round_its_short_answer() -> None:
    endless = said("x" * 5000 + "Bob" + "y" * 5000, "Bob")
    report = tree(page(run(outcome(1, endless)), {}))
    (quote,) = report.xpath("//blockquote")
    # 700 characters, of which (700 - 3) // 2 = 348 stand before the short answer.
    assert quote.text_content() == "… " + "x" * 348 + "Bob" + "y" * 349 + " …"
    assert quote.xpath("mark/text()") == ["Bob"]


# -- the page


def test_the_head_says_what_was_asked_of_what() -> None:
    settings = {
        "setting": "open",
        "started": "2026-11-22T19:05:11+0000",
        "questions": [{"file": "/somewhere/set.jsonl", "set": "set", "asked": 2}],
        "documents": "a folder",
        "library": {"documents": 5, "passages": 1},
    }
    both = run(outcome(1), outcome(2, answerable=False), **settings)
    rows = tree(page(both, {})).xpath("//header/dl/div")
    assert {row[0].text: words(row[1]) for row in rows} == {
        "Date": "22 November 2026, 19:05",
        "Questions": "2 questions: 1 that the documents answer, 1 that they do not",
        "From": "set.jsonl (2)",
        "Collection": "5 documents, 1 passage",
        "Setting": "open – each question was asked of the whole collection",
    }
    stopped = run(outcome(), **settings, slips=True, notes=["not read: <scan>.pdf"])
    rows = tree(page(stopped, {})).xpath("//header/dl/div")
    assert [words(row[1]) for row in rows[-2:]] == [
        "open – each question was asked of the whole collection"
        " (each question with a slip of the keys)",
        "the run was stopped: 1 of 2 questions were not asked; the same command goes on from there"
        "not read: <scan>.pdf",
    ]


@pytest.mark.parametrize(
    "settings",
    [
        {"questions": "a.jsonl", "started": "yesterday", "setting": 7, "documents": None},
        {"questions": ["a.jsonl"], "started": "2026-11-22", "documents": ["a", "b"]},
        {"questions": {"set": 1}, "passages": True, "library": {}, "deep": {"er": {"est": [1]}}},
        {},
    ],
)
def test_any_settings_make_a_page(settings: Mapping[str, Any]) -> None:
    assert tree(page(run(outcome(), **settings), {})).xpath("//h1")


def test_a_tile_gives_value_interval_and_number_of_questions() -> None:
    figures = [
        measured("first_quote", 0.755, low=0.686, high=0.825, eligible=147),
        measured("refusal_recall", 0.679, eligible=1),
        measured("refusal_precision", 0.8),
        measured("verbatim", 1.0, low=1.0, high=1.0, eligible=200),
        measured("squad_f1", None),
    ]
    tiles = tree(page(run(outcome()), {"figures": figures})).xpath("//li[@class='tile']")
    assert [words(tile) for tile in tiles] == [
        "Answer in the first quote75.5 %95 % interval 68.6 to 82.5, 147 questionsHow often the"
        " first quote holds the answer, when the documents have one. Silence counts as wrong.",
        "Silent when it should be67.9 %1 questionHow often it rightly keeps silent, when the"
        " documents do not say. Of its silences, 80.0 % were right.",
        "SQuAD 2.0 F1–0 questionsThe field’s usual mark for short answers and silences"
        " together; 100 % is perfect.",
        "Verbatim quotes100 %200 answersThe share of answers in which every quote stands in its"
        " document, character for character.",
    ]
    assert tiles[0].xpath(".//i/@style") == ["left:68.6%;width:13.9%"]


def test_a_quote_that_is_not_verbatim_is_an_alarm_at_the_top() -> None:
    summary = {
        "faults": [f"q{n}: not in <a.md>" for n in range(22)],
        "figures": [measured("verbatim", 0.99)],
    }
    report = tree(page(run(outcome()), summary))
    alarm = report.xpath("//main/*[1]")[0]
    assert words(alarm).startswith("22 faults in quotes")
    assert "q0: not in <a.md>" in words(alarm)
    assert words(alarm).endswith("and 2 more")
    assert report.xpath("//li[@class='tile alarm']")


def test_a_table_has_the_columns_that_anyone_is_eligible_for() -> None:
    row = [
        measured("first_quote", 0.5, low=0.2, high=0.8, eligible=4),
        measured("auroc", None),
    ]
    other = [measured("first_quote", None)]
    summary = {"figures": row, "groups": {"kind": {"who": row, "<when>": other}, "word": {}}}
    report = tree(page(run(outcome()), summary))
    (table,) = report.xpath("//table[@class='figures']")
    assert [words(line) for line in table.xpath(".//tr")] == [
        "KindAnswer in first quote",
        "who50.0 %20–80 · 4",
        "<when>–",
        "All50.0 %20–80 · 4",
    ]
    assert table.xpath("thead//th/@scope") == ["col", "col"]
    assert table.xpath("(tbody|tfoot)//th/@scope") == ["row"] * 3
    assert table.xpath(".//small/@style") == ["--share:0.50"] * 2


def test_the_page_shows_what_the_summary_says() -> None:
    fine = outcome(1, said("Ann", "Ann", 0.9), ranking=[1], gold=[1])
    wrong = outcome(2, said("Bob", "Bob", 0.8), ranking=[0, 1], gold=[1])
    rightly = outcome(3, answerable=False, best=said("Bob", "Bob", 0.1))
    measured_run = run(fine, wrong, rightly)
    summary = to_json(measured_run, samples=10)
    report = tree(page(measured_run, summary))
    values = {
        words(tile[0]): words(tile.find_class("value")[0])
        for tile in report.xpath("//li[@class='tile']")
    }
    assert values["Answer in the first quote"] == "50.0 %"  # 1 of 2
    assert values["Silent when it should be"] == values["Verbatim quotes"] == "100 %"
    assert values["SQuAD 2.0 F1"] == "66.7 %"  # fine and rightly, of 3
    assert values["Answered at 95 % precision"] == "33.3 %"  # the surest of 3, fine, is right
    assert len(values) == 6
    assert len(report.xpath("//figure[@class='plot']/svg")) == 4
    titles = [words(title) for title in report.xpath("//section/h3[@id]")]
    # The only set is all.
    assert titles == ["By kind of answer", "By question word", "By document"]
    summary["groups"]["set"] |= {"another": summary["figures"]}
    titles = [words(title) for title in tree(page(measured_run, summary)).xpath("//h3[@id]")]
    assert titles[2] == "By set of questions"


def test_settings_and_measures_stand_in_full_at_the_end() -> None:
    settings = {"seed": 0, "machine": {"cores": 2}, "questions": [{"set": "a"}], "limit": None}
    report = tree(page(run(outcome(), **settings), {"figures": [measured("brier", 0.1671)]}))
    measures, known = report.xpath("//section[last()]/details")
    assert [words(line) for line in measures.xpath(".//tbody/tr")] == ["brier0.16710"]
    assert [[words(cell) for cell in line] for line in known.xpath(".//tbody/tr")] == [
        ["seed", "0"],
        ["machine.cores", "2"],
        ["questions.1.set", "a"],
        ["limit", "null"],
    ]


def test_a_run_without_questions_says_so() -> None:
    report = tree(page(run(), {"figures": [], "groups": {}, "faults": [], "reliability": []}))
    assert words(report.xpath("//main")[0]) == "This run holds no questions."


HOSTILE = (
    "</style></script><script>alert(1)</script>\"'><img src=x onerror=y>\u202e\x00\x0b\ud800&amp;"
)


def test_nothing_typed_becomes_markup() -> None:
    quote = Said(HOSTILE, HOSTILE[3:9], HOSTILE, 0, 9, 0.5)
    bad = Outcome(
        id=HOSTILE,
        set=HOSTILE,
        question=HOSTILE,
        kind=HOSTILE,
        answerable=True,
        near_miss=False,
        follows=None,
        answers=(HOSTILE,),
        documents={HOSTILE: 1.0},
        quotes=(),
        best=quote,
        reason=HOSTILE,
        ranking=(1.0,),
        gold=(1.0,),
        faults=(HOSTILE,),
        seconds={},
    )
    row = [measured("first_quote", 0.5, label=HOSTILE)]
    summary = {
        "figures": row,
        "groups": {"kind": {HOSTILE: row}, HOSTILE: {HOSTILE: row}},
        "latency": {HOSTILE: {HOSTILE: 1.0}},
        "faults": [HOSTILE],
    }
    settings = {"setting": HOSTILE, "date": HOSTILE, HOSTILE: {HOSTILE: [HOSTILE]}}
    text = page(run(bad, **settings), summary)
    report = tree(text)
    tags = {element.tag for element in report.iter() if isinstance(element.tag, str)}
    assert not tags & {"script", "img", "link", "iframe", "base"}
    assert len(report.xpath("//style")) == 1
    assert not report.xpath("//@*[starts-with(name(), 'on')]")
    # Every override of the direction stands in an element that shuts it in.
    for element in report.xpath("//body//*[text()[contains(., '\u202e')]]"):
        assert element.xpath("ancestor-or-self::*[self::bdi or @dir='auto' or self::svg]")
    text.encode()


def test_the_page_refers_to_nothing_outside() -> None:
    figures = [measured("first_quote", 0.5, low=0.2, high=0.8)]
    text = page(run(outcome(1, said("Bob"))), {"figures": figures})
    assert "//" not in text.replace("<!DOCTYPE html>", "")
    assert not re.search(r"@import|url\(|\bsrc=|\bhref=|<script|<link", text)
    assert "default-src 'none'" in text


@given(st.text(), st.text(), st.floats(0, 1))
def test_any_text_gives_a_well_formed_page(question: str, quote: str, confidence: float) -> None:
    shown_quote = said(quote, quote[1:4], confidence)
    report = tree(page(run(outcome(1, shown_quote, question=question)), {}))
    assert report.xpath("//h1/text()") == ["How well it answers"]


def test_six_thousand_outcomes_make_a_small_page() -> None:
    wordy = said("Bob " * 200, "Bob")
    many = [
        outcome(n, wordy, question="Who? " * 20, answerable=n % 3 > 0, ranking=[0] * 20, gold=[1])
        for n in range(6000)
    ]
    row = [measured(name, 0.5, low=0.4, high=0.6) for name in ("first_quote", "f1", "squad_f1")]
    summary = {
        "figures": row,
        "groups": {"document": {f"document {n}": row for n in range(10)}},
        "risk_coverage": [[n / 200, 0.1] for n in range(1, 201)],
    }
    text = page(run(*many), summary)
    assert len(text.encode()) < 150_000
