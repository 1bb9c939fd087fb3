"""The trained reader's spans, from windows made by hand."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document, Heading
from index.library import Hit
from index.passages import Passage
from qa.calibration import Calibration
from qa.reading.judging import CALIBRATION, FEATURES, log_odds
from qa.reading.pairs import OwnPairs
from qa.reading.spans import SpanReader
from qa.reading.windows import Window
from qa.sentences import sentences
from tests.fakes import document

# Sentences (0, 20) and (21, 34); pieces are words.
TEXT = "Ada bought the quay. Bo sold it on."
HARBOUR = document(TEXT, title="Vik")


class TellingPairs:
    """Returns the windows it was told, one list a text."""

    name = "telling"
    fingerprint = "f" * 64

    def __init__(self, *windows: Sequence[Window]) -> None:
        self.windows = windows
        self.asked: list[tuple[str, list[tuple[str, int]]]] = []

    def read(self, question: str, texts: Sequence[tuple[str, int]]) -> list[list[Window]]:
        self.asked.append((question, list(texts)))
        return [list(self.windows[row]) for row in range(len(texts))]


def window(
    offsets: Sequence[tuple[int, int]],
    starts: Sequence[float],
    ends: Sequence[float],
    *,
    none: float,
) -> Window:
    """Return a window from probabilities."""
    return Window(
        np.array(offsets, dtype=np.int64).reshape(-1, 2),
        np.log(np.array(starts, dtype=np.float32)),
        np.log(np.array(ends, dtype=np.float32)),
        math.log(none),
    )


def hit(found: Document = HARBOUR, start: int = 0, end: int | None = None) -> Hit:
    return Hit(found, Passage(found.id, start, len(found.text) if end is None else end), 0.03)


# "Vik\n" is read before the passage: 4 characters.
WORDS = [(4, 7), (15, 18), (25, 27)]  # Ada, the, Bo


def test_a_sentence_counts_with_all_spans_that_start_in_it():
    pairs = TellingPairs([window(WORDS, [0.5, 0.1, 0.2], [0.1, 0.4, 0.3], none=0.04)])
    first, second = SpanReader(pairs).read("Who?", [hit()])
    # From Ada: to itself 0.05, to "the" 0.20, to Bo 0.15; from "the": 0.04 and 0.03.
    # Together 0.47, and 0.47 / 0.04 = 11.75. The best is Ada to "the".
    assert (first.start, first.end) == (0, 14)
    assert first.score == pytest.approx(math.log(11.75), abs=1e-6)
    # From Bo: to itself 0.06, and 0.06 / 0.04 = 1.5.
    assert (second.start, second.end) == (21, 23)
    assert second.score == pytest.approx(math.log(1.5), abs=1e-6)


def test_an_answer_may_run_into_the_next_sentence_but_not_into_the_next_row_of_a_table():
    told = window(WORDS, [0.8, 0.1, 0.1], [0.1, 0.2, 0.7], none=0.04)
    first = SpanReader(TellingPairs([told])).read("Who?", [hit()])[0]
    assert (first.start, first.end) == (0, 23)
    rows = hit(replace(HARBOUR, unit="row"))
    first = SpanReader(TellingPairs([told])).read("Who?", [rows])[0]
    assert (first.start, first.end) == (0, 14)


@pytest.mark.parametrize(
    ("text", "piece", "answer"),
    [
        ("It has 116,460 boats.", "460", "116,460"),
        ("It has 116,460 boats.", "116", "116,460"),
        ("It has 116,460, and 3 more.", "460", "116,460"),
        ("Ada bought the quay.", "qu", "quay"),
        ("Ada bought the quay.", "ua", "quay"),
        # A unit is another word, and Chinese has no gaps.
        ("It has 210bhp.", "210", "210"),
        ("船在港口里。", "港口", "港口"),
    ],
)
def test_an_answer_has_its_words_and_figures_whole(text, piece, answer):
    found = document(text, title="Vik")
    start = 4 + text.index(piece)
    told = window([(start, start + len(piece))], [0.5], [0.5], none=0.1)
    (span,) = SpanReader(TellingPairs([told])).read("Who?", [hit(found)])
    assert text[span.start : span.end] == answer


def test_an_answer_does_not_run_from_one_cell_into_the_next():
    cells = document("Ada | quay\nBo | boat", title="Vik")
    pieces = [(4, 7), (10, 14), (15, 17), (20, 24)]
    told = window(pieces, [0.7, 0.1, 0.1, 0.1], [0.1, 0.7, 0.1, 0.1], none=0.1)
    first, second = SpanReader(TellingPairs([told])).read("Who?", [hit(cells)])
    assert (first.start, first.end) == (0, 3)
    # Ada to itself and quay to itself.
    assert first.score == pytest.approx(math.log((0.7 * 0.1 + 0.1 * 0.7) / 0.1), abs=1e-6)
    assert (second.start, second.end) == (11, 13)


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n \n"])
def test_an_answer_does_not_run_from_one_paragraph_into_the_next(gap):
    rules = document(f"Bed at ten.{gap}6. Pets", title="Vik")
    pets = rules.text.index("6") + 4
    pieces = [(4, 7), (11, 14), (pets, pets + 1), (pets + 3, pets + 7)]
    told = window(pieces, [0.1, 0.7, 0.1, 0.1], [0.1, 0.1, 0.7, 0.1], none=0.1)
    first, *_ = SpanReader(TellingPairs([told])).read("When?", [hit(rules)])
    assert rules.text[first.start : first.end] == "ten"
    # Bed to itself and to ten, ten to itself.
    assert first.score == pytest.approx(math.log((0.1 * 0.2 + 0.7 * 0.1) / 0.1), abs=1e-6)


def test_days_are_read_as_a_table_calls_them():
    hours = document("Days | May to July\nMon-Wed | 9-18\nSaturday | 10-16", title="Vik")
    told = window([(23, 30), (33, 37)], [0.2, 0.3], [0.2, 0.3], none=0.4)
    pairs = TellingPairs([told])
    (found,) = SpanReader(pairs).read("When is Vik open on Tuesday in June?", [hit(hours)])
    assert pairs.asked[0][0] == "When is Vik open on Mon-Wed in May to July?"
    assert (hours.text[found.start : found.end], found.cell) == ("9-18", True)
    (found,) = SpanReader(pairs).read("When is Vik open on Tuesday?", [hit(hours)])
    assert pairs.asked[1][0] == "When is Vik open on Mon-Wed?"
    assert not found.cell


def test_other_passages_are_asked_in_the_question_s_own_words():
    hours = document("Days | May to July\nMon-Wed | 9-18\nSaturday | 10-16", title="Vik")
    prose = document("It was shut in June.", title="Sund")
    pairs = TellingPairs([], [])
    SpanReader(pairs).read("Was it shut in June?", [hit(prose), hit(hours)])
    (first, texts), (second, others) = pairs.asked
    assert (first, texts[0][0]) == ("Was it shut in June?", "Sund\nIt was shut in June.")
    assert (second, others[0][0][:8]) == ("Was it shut in May to July?", "Vik\nDays")


@pytest.mark.parametrize("cell", ["???", "... on request", "?! maybe"])
def test_a_cell_that_begins_with_no_sentence_is_found(cell):
    prices = document(
        f"| Part | Note | Price |\n|---|---|---|\n| Pump | New! | {cell} |\n| Seal | New | 5 |"
    )
    (span, *_) = SpanReader(TellingPairs([])).read("What is the price of the pump?", [hit(prices)])
    assert prices.text[span.start : span.end] == cell


def test_what_is_made_of_a_table_counts_for_the_row_that_is_named():
    cells = document("Name | Boat | Berth\nAda | Sisu | 3\nBo | Ulla | 4", title="Vik")
    names = [(24, 27), (30, 34), (37, 38), (39, 41), (44, 48), (51, 52)]
    told = window(
        names, [0.05, 0.05, 0.1, 0.1, 0.1, 0.6], [0.1, 0.1, 0.1, 0.05, 0.1, 0.6], none=0.2
    )
    reader = SpanReader(TellingPairs([told]))
    (found,) = reader.read("How big is the boat of Ada?", [hit(cells)])
    assert (found.start, found.end) == (26, 30)
    # What was made of Bo's row: of him, his boat, and his berth.
    told_of_bo = 0.1 * 0.05 + 0.1 * 0.1 + 0.6 * 0.6
    assert found.score == pytest.approx(math.log(told_of_bo / 0.2), abs=1e-6)
    (found,) = reader.read("What is the boat of Ada?", [hit(cells)])
    assert (found.start, found.end, found.score) == (26, 30, 6.0)


def test_what_is_surely_named_is_found_where_nothing_was_read():
    cells = document("Name | Boat | Berth\nAda | Sisu | 3\nBo | Ulla | 4", title="Vik")
    reader = SpanReader(TellingPairs([]))
    (found,) = reader.read("What is the boat of Ada in Vik?", [hit(cells)])
    assert (found.start, found.end, found.score) == (26, 30, 6.0)
    # The passage ends before the cell.
    assert reader.read("What is the boat of Ada in Vik?", [hit(cells, end=25)]) == []
    assert reader.read("What is the boat of Ada in Ohm?", [hit(cells)]) == []


BOATS = """\
Boat | Length | Berth
Sisu | 9 m | up to 2 kg
Ulla | 12 m | over 2 to 5 kg
Skua | 7 m | free"""


@pytest.mark.parametrize(
    ("question", "rows", "expected"),
    [
        # Of three rows only the first is in the passage that was found.
        ("Which boat is the longest?", 1, ["Ulla"]),
        ("What is the length of the boat in Vik for 3 kg?", 1, ["12 m"]),
        ("What is the length of the Sisu in Vik?", 3, ["9 m"]),
        # Of which place?
        ("What is the length of the Sisu in Ohm?", 3, []),
    ],
)
def test_what_a_table_surely_says_is_known_wherever_it_stands(question, rows, expected):
    boats = document(BOATS, title="Vik")
    end = sum(map(len, BOATS.splitlines(keepends=True)[: rows + 1]))
    spans, table = SpanReader(TellingPairs([])).weigh(question, [hit(boats, end=end)])
    assert [boats.text[span.start : span.end] for span in spans] == expected
    assert table[:, FEATURES.index("known")].tolist() == [1.0] * len(expected)


def test_rows_that_are_compared_come_in_their_order_as_sure_as_each_other():
    boats = document(BOATS, title="Vik")
    found = SpanReader(TellingPairs([])).read("What are the two longest boats?", [hit(boats)])
    named = {boats.text[span.start : span.end]: span.score for span in found}
    assert named == {"Ulla": pytest.approx(6.0 - 1e-4), "Sisu": pytest.approx(6.0 - 2e-4)}


def test_an_answer_ends_in_the_cell_that_is_named():
    sheet = replace(document("Name: Ada; Boat: Sisu; Berth: 3", title="Vik"), unit="row")
    pieces = [(10, 13), (21, 25), (34, 35)]
    told = window(pieces, [0.1, 0.8, 0.1], [0.1, 0.2, 0.7], none=0.2)
    (found,) = SpanReader(TellingPairs([told])).read("What does Ada call her boat?", [hit(sheet)])
    assert sheet.text[found.start : found.end] == "Sisu"


def test_a_question_of_the_document_hands_on_to_what_answers_it():
    # Sentences (0, 12) and (13, 25).
    talk = document("Who rows it? Nobody does.", title="Vik")
    pieces = [(4, 7), (8, 12), (17, 23), (24, 28)]
    told = window(pieces, [0.8, 0.05, 0.1, 0.05], [0.1, 0.7, 0.15, 0.05], none=0.01)
    (found,) = SpanReader(TellingPairs([told])).read("Who rows?", [hit(talk)])
    # From Who: 0.8, and from rows 0.05, to all behind them.
    assert (found.start, found.end) == (13, 19)
    assert found.score == pytest.approx(math.log((0.8 * 1.0 + 0.05 * 0.9) / 0.01), abs=1e-6)


def test_the_title_is_read_before_the_passage_and_is_none_of_it():
    pairs = TellingPairs([window([(4, 6)], [0.5], [0.5], none=0.25)])
    SpanReader(pairs).read("Who sold it?", [hit(start=21)])
    assert pairs.asked == [("Who sold it?", [("Vik\nBo sold it on.", 4)])]


def test_without_a_title_the_passage_is_read_alone():
    bare = document(TEXT, title="")
    pairs = TellingPairs([window([(0, 3)], [0.5], [0.5], none=0.25)])
    (span,) = SpanReader(pairs).read("Who?", [hit(bare)])
    assert pairs.asked[0][1] == [(TEXT, 0)]
    assert (span.start, span.end) == (0, 3)


def test_offsets_count_from_the_start_of_the_document():
    # The passage starts at 21: offset 4 of what was read, behind the title, is 21 of the text.
    pairs = TellingPairs([window([(4, 6), (7, 11)], [0.5, 0.1], [0.6, 0.1], none=0.1)])
    (span,) = SpanReader(pairs).read("Who?", [hit(start=21)])
    assert TEXT[span.start : span.end] == "Bo"


def test_a_span_has_at_most_40_pieces():
    text = " ".join(f"w{number:02}" for number in range(60)) + "."
    long = document(text, title="")
    offsets = [(4 * number, 4 * number + 3) for number in range(60)]
    for last, expected in ((39, "w00 ... w39"), (40, "w05 ... w40")):
        starts, ends = [1e-6] * 60, [1e-6] * 60
        starts[0], starts[5], ends[last] = 0.6, 0.3, 0.9
        pairs = TellingPairs([window(offsets, starts, ends, none=0.01)])
        (span,) = SpanReader(pairs).read("Which?", [hit(long)])
        found = text[span.start : span.end].split()
        assert f"{found[0]} ... {found[-1]}" == expected


def test_a_span_may_end_in_the_next_sentence():
    pairs = TellingPairs([window(WORDS, [0.8, 0.01, 0.01], [0.01, 0.01, 0.9], none=0.01)])
    first = SpanReader(pairs).read("Who?", [hit()])[0]
    assert TEXT[first.start : first.end] == "Ada bought the quay. Bo"


def test_what_never_names_what_a_question_names_hardly_answers():
    told = [window([(4, 7)], [0.9], [0.9], none=0.1) for _ in range(2)]
    manual = document("Ada sells the DH-20.", title="Vik")
    reader = SpanReader(TellingPairs([told[0]], [told[1]]))
    other, named = reader.read("Who sells the dh20?", [hit(), hit(manual)])
    assert named.score == pytest.approx(math.log(0.81 / 0.1) - 0.5 * math.log(2), abs=1e-6)
    assert other.score == -3.0


def test_of_two_windows_a_sentence_keeps_its_better_span():
    poor = window(WORDS[:2], [0.5, 0.1], [0.5, 0.1], none=0.5)
    good = window(WORDS[1:], [0.6, 0.1], [0.6, 0.1], none=0.1)
    for order in ((poor, good), (good, poor)):
        spans = SpanReader(TellingPairs(order)).read("Who?", [hit()])
        by_start = {span.start: span for span in spans}
        # "the" to itself 0.36, to Bo 0.06: 0.42 / 0.1. Ada in the poor one: 0.31 / 0.5.
        assert by_start[11].score == pytest.approx(math.log(4.2), abs=1e-6)
        # Bo alone: 0.01 / 0.1.
        assert by_start[21].score == pytest.approx(math.log(0.1), abs=1e-6)
        assert len(spans) == 2


def test_of_two_passages_that_share_a_sentence_it_keeps_its_better_span():
    # The cut goes through the first sentence; both parts belong to it.
    weak = [window([(4, 7)], [0.5], [0.5], none=0.5)]
    strong = [window([(4, 8)], [0.5], [0.5], none=0.125)]
    spans = SpanReader(TellingPairs(weak, strong)).read("What?", [hit(end=15), hit(start=15)])
    assert [(TEXT[span.start : span.end], span.hit.passage.start) for span in spans] == [
        ("quay", 15)
    ]
    # 0.25 / 0.125, and found second: less half the logarithm of 2.
    assert spans[0].score == pytest.approx(math.log(2) / 2, abs=1e-6)


def test_the_untrained_reader_has_its_say():
    class Telling:
        def weigh(self, question, hits):
            # Only the second sentence; the first counts as the lowest of all.
            return None, [(hits[0], SimpleNamespace(start=21), -2.0)]

    windows = [window(WORDS, [0.3] * len(WORDS), [0.3] * len(WORDS), none=0.3)]
    spans, table = SpanReader(TellingPairs(windows), sentences=Telling()).weigh("Who?", [hit()])  # type: ignore[arg-type]
    # Five spans start in the first sentence, one in the second, each 0.09 against 0.3.
    assert [span.start for span in spans] == [0, 21]
    expected = [[math.log(1.5), -math.log(5), 0, -2, 0, 0, 0], [math.log(0.3), 0, 0, -2, 0, 0, 0]]
    np.testing.assert_allclose(table, expected, atol=1e-6)


def test_evidence_is_the_mean_over_a_sentence():
    one = window(WORDS, [0.3] * 3, [0.3] * 3, none=0.3)
    telling = replace(one, evidence=np.array([2.0, -1.0, 4.0], dtype=np.float32))
    _, table = SpanReader(TellingPairs([telling])).weigh("Who?", [hit()])
    assert table[:, FEATURES.index("evidence")].tolist() == [0.5, 4.0]


def test_the_best_span_is_judged_and_the_others_stand_behind_it():
    table = np.zeros((3, len(FEATURES)), dtype=np.float32)
    table[:, FEATURES.index("span")] = [1.0, 3.0, -9.0]
    table[:, FEATURES.index("rank")] = [0.0, 1.0, 2.0]
    order = {"span": 1.0, "sharp": 0.0, "rank": -0.5, "sentence": 0.0, "evidence": 0.0}
    # The second is best: 2.5, ahead of 1.0 by 1.5, and of -10 by 12.5.
    sure = {"span": 0.2, "lead": 2.0, "read": 1.0}
    found = log_odds(table, 3, order, sure, bias=-1.0)
    best = -1.0 + 0.6 + 3.0 + math.log(3)
    assert found == pytest.approx([best - 1.5, best, best - 12.5], abs=1e-5)
    # Alone it counts as far ahead.
    assert log_odds(table[:1], 1, order, {"lead": 1.0}, bias=0.0) == pytest.approx([8.0])


def test_the_same_place_in_two_documents_is_two_sentences():
    other = document("Bo bought the mill.", title="Vik")
    same = [window([(4, 6)], [0.5], [0.5], none=0.5)]
    spans = SpanReader(TellingPairs(same, same)).read("Who?", [hit(), hit(other)])
    assert [span.hit.document for span in spans] == [HARBOUR, other]


def test_no_more_passages_are_read_than_were_asked_for():
    one = [window([(4, 7)], [0.5], [0.5], none=0.5)]
    pairs = TellingPairs(one, one, one)
    others = [document(f"{TEXT} {number}", title="Vik") for number in range(3)]
    spans = SpanReader(pairs, passages=2).read("Who?", [hit(other) for other in others])
    assert len(pairs.asked[0][1]) == 2
    assert [span.hit.document for span in spans] == others[:2]


def test_nothing_is_found_in_no_hits_no_windows_and_outside_sentences():
    assert SpanReader(TellingPairs()).read("Who?", []) == []
    assert SpanReader(TellingPairs([])).read("Who?", [hit()]) == []
    # A rule is no sentence: it holds no letter and no digit.
    rule = document("---", title="Vik")
    pairs = TellingPairs([window([(4, 5), (5, 6)], [0.5, 0.2], [0.5, 0.2], none=0.1)])
    assert SpanReader(pairs).read("Who?", [hit(rule)]) == []


def test_name_and_fingerprint_are_those_of_the_network():
    reader = SpanReader(TellingPairs(), calibration=Calibration(2.0, 0.0, 0.3))
    assert (reader.name, reader.fingerprint) == ("telling", "f" * 64)
    assert reader.calibration.slope == 2.0
    assert SpanReader(TellingPairs()).calibration is CALIBRATION
    assert SpanReader(OwnPairs()).name == "default"


words = st.sampled_from(["Ada", "quay", "1954", "Dr.", "sold.", "why?", "\n\n", "- x", "。", "é́"])
logits = st.floats(-30, 0, width=32)


@given(st.data())
def test_every_span_lies_in_its_passage_and_every_sentence_has_one_at_most(data):
    text = " ".join(data.draw(st.lists(words, min_size=1, max_size=30)))
    found = document(text, title=data.draw(st.sampled_from(["", "Vik", "A\ttitle。"])))
    shift = len(found.title) + 1 if found.title else 0
    hits, read = [], []
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text) - 1))
        passage = hit(found, start, data.draw(st.integers(start + 1, len(text))))
        pieces = [match.span() for match in re.finditer(r"\w+|[^\w\s]", passage.text)]
        windows = []
        for _ in range(data.draw(st.integers(0, 2)) if pieces else 0):
            low = data.draw(st.integers(0, len(pieces) - 1))
            part = pieces[low : data.draw(st.integers(low + 1, len(pieces)))]
            rows = st.lists(logits, min_size=len(part), max_size=len(part))
            starts, ends = (np.array(data.draw(rows), dtype=np.float32) for _ in range(2))
            offsets = np.array(part, dtype=np.int64) + shift
            windows.append(Window(offsets, starts, ends, data.draw(logits)))
        hits.append(passage)
        read.append(windows)
    seen = set()
    for span in SpanReader(TellingPairs(*read)).read("Who?", hits):
        passage = span.hit.passage
        assert passage.start <= span.start < span.end <= passage.end <= len(text)
        assert math.isfinite(span.score)
        bounds = sentences(found, passage.start, passage.end)
        (sentence,) = [first for first, last in bounds if first <= span.start < last]
        assert sentence not in seen
        seen.add(sentence)


def test_a_sentence_that_says_the_opposite_is_known_to():
    found = document("The minimum age is 18. Nobody is older than 65.", title="Vik")
    one = window([(8, 15), (27, 33)], [0.3] * 2, [0.3] * 2, none=0.3)
    reader = SpanReader(TellingPairs([one]))
    for question, opposed in [("What is the maximum age?", [2, 0]), ("The minimum?", [0, 0])]:
        _, table = reader.weigh(question, [hit(found)])
        assert table[:, FEATURES.index("opposed")].tolist() == opposed


def test_a_question_is_read_the_same_with_its_mark_and_without():
    pairs = TellingPairs([])
    for question in ("Who?", "Who", "Who. ", "Who ??"):
        SpanReader(pairs).weigh(question, [hit()])
    assert [asked for asked, _ in pairs.asked] == ["Who?"] * 4


def test_what_is_needed_is_asked_of_a_list_by_its_name_and_of_all_else_so():
    listed = document("# Ingredients\n\n- rye\n- salt", title="Bread")
    pairs = TellingPairs([], [])
    SpanReader(pairs).weigh("What do I need?", [hit(listed), hit()])
    assert [asked for asked, _ in pairs.asked] == ["What ingredients do I need?"]


def test_rows_that_cannot_answer_are_not_what_a_question_means():
    # The column is named, and the only row read has nothing in it.
    table = document("| Name | Height |\n|---|---|\n| Oak |  |", title="")
    oak = table.text.index("Oak")
    one = window([(oak, oak + 3)], [0.3], [0.3], none=0.3)
    spans, _ = SpanReader(TellingPairs([one])).weigh("How tall is the oak?", [hit(table)])
    assert [table.text[span.start : span.end] for span in spans] == ["Oak"]


def test_a_list_of_what_is_needed_is_read_first_if_it_is_of_the_best_document():
    bread = document("It is good.\n\n# Ingredients\n\n- rye\n- salt", title="Bread")
    soup = document("# Ingredients\n\n- barley\n- leek", title="Soup")
    hits = [hit(bread, 0, 11), hit(soup), hit(bread, 13)]
    for question, first in [("What do I need?", "- salt"), ("What is it?", "It is good.")]:
        pairs = TellingPairs([], [], [])
        SpanReader(pairs).weigh(question, hits)
        assert pairs.asked[0][1][0][0].endswith(first)


def test_a_list_of_what_is_needed_is_read_first_if_its_heading_names_what_for():
    def listed(dish: str, item: str, *, title: str) -> Hit:
        text = f"{dish}\nIngredients\n{item}"
        end = len(dish)
        above = (Heading(0, end, 1, dish), Heading(end + 1, end + 12, 2, "Ingredients"))
        return hit(document(text, title=title, headings=above), end + 1)

    hits = [
        hit(document("We spoke of soup.", title="Talk")),
        listed("Plum jam", "plums", title="Soup and jam"),
        listed("Barley soup", "barley", title="Kitchen"),
    ]
    pairs = TellingPairs([], [], [])
    SpanReader(pairs).weigh("What do I need for barley soup?", hits)
    assert [text.rpartition("\n")[2] for text, _ in pairs.asked[0][1]] == [
        "barley",
        "We spoke of soup.",
        "plums",
    ]
