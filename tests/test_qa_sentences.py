"""Whole sentences round a range, as ranges of the document's own text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Heading
from index.words import words
from qa.sentences import only_asks, sentences
from tests.fakes import document


def cut(
    text: str, *, media_type: str = "text/plain", headings: tuple[Heading, ...] = ()
) -> list[str]:
    found = document(text, media_type=media_type, headings=headings)
    return [text[start:end] for start, end in sentences(found, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Hale met Dr. Sund. They spoke.", ["Mr. Hale met Dr. Sund.", "They spoke."]),
        (
            "The U.S. envoy came to the U.S. He left.",
            ["The U.S. envoy came to the U.S.", "He left."],
        ),
        ("It cost 4.2 million. Nobody paid.", ["It cost 4.2 million.", "Nobody paid."]),
        ("J. Quill founded it.", ["J. Quill founded it."]),
        ("“Really?” she asked. No one knew.", ["“Really?” she asked.", "No one knew."]),
        ("He said “stop.” Then he left.", ["He said “stop.”", "Then he left."]),
        ("wrapped at\nthis width. Next.", ["wrapped at\nthis width.", "Next."]),
        ("First paragraph\n\nSecond one", ["First paragraph", "Second one"]),
        ("- one item\n- another item", ["- one item", "- another item"]),
        ("A title\nA sentence that follows it.", ["A title", "A sentence that follows it."]),
        ("第一句。第二句！", ["第一句。", "第二句！"]),
        (
            "[2025-02-03 14:01] mia: it is down again, the disk\n[2025-02-03 14:02] jo: why",
            ["[2025-02-03 14:01] mia: it is down again, the disk", "[2025-02-03 14:02] jo: why"],
        ),
        (
            "12.05.2025, 09:14 - Mia: I shall be there at\nnoon\n12.05.2025, 09:20 - Jo: fine",
            ["12.05.2025, 09:14 - Mia: I shall be there at\nnoon", "12.05.2025, 09:20 - Jo: fine"],
        ),
        (
            "The train for the coast is to leave at\n14:05 today.",
            ["The train for the coast is to leave at\n14:05 today."],
        ),
        (
            "Subject: the fair, and who brings the tables to it\nDate: 12 May",
            ["Subject: the fair, and who brings the tables to it", "Date: 12 May"],
        ),
        (
            "They named three of the greatest ones among the\nThings: one of them red.",
            ["They named three of the greatest ones among the\nThings: one of them red."],
        ),
        (
            "Slate tiles of the first grade     640      £2.35\nlabour, hours      76      £34.00",
            [
                "Slate tiles of the first grade     640      £2.35",
                "labour, hours      76      £34.00",
            ],
        ),
        ("Open at 9 a.m. on Monday.", ["Open at 9 a.m. on Monday."]),
        ("---\n\n***", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_says_they_do(text, expected):
    assert cut(text) == expected


def test_a_new_line_ends_an_item_where_lines_are_not_wrapped():
    assert cut("Adults | 9 crowns\nChildren | free", media_type="text/html") == [
        "Adults | 9 crowns",
        "Children | free",
    ]


def test_headings_are_no_sentences():
    text = "# Prices\n\nAdults pay 9 crowns."
    assert cut(text, headings=(Heading(0, 8, 1, "Prices"),)) == ["Adults pay 9 crowns."]


def test_a_sentence_reaches_beyond_the_range_that_cuts_it():
    text = "It stands on the quay. It is open."
    found = document(text)
    # 7..8 lies inside "stands", and so does the sentence 0..22.
    assert sentences(found, 7, 8) == [(0, 22)]
    assert sentences(found, 7, 30) == [(0, 22), (23, 34)]


@given(
    st.text(alphabet="aB. !?\n\r\té。“”-1\u2028", max_size=80),
    st.integers(0, 80),
    st.integers(1, 40),
)
def test_sentences_are_trimmed_ordered_ranges_that_touch_what_was_asked(text, start, length):
    start = min(start, len(text))
    end = min(len(text), start + length)
    found = sentences(document(text), start, end)
    last = 0
    for left, right in found:
        assert last <= left < right <= len(text)
        assert text[left:right] == text[left:right].strip()
        assert left < end
        assert right > start
        last = right


@pytest.mark.parametrize(
    ("sentence", "asked", "expected"),
    [
        ("REPORTER: Who will take over when you retire?", "Who will take over?", True),
        ("**Q: Is there water in winter?**", "When are the taps shut off?", True),
        ("(Do you regret anything?)", "What does Marsh regret?", True),
        ("Where is Oslo?", "Where is Oslo?", True),
        # A name or a figure that was not asked with may be the answer.
        ("Can we meet on Tuesday?", "When does he want to meet?", False),
        ("Should we charge 20 euros?", "What will be charged?", False),
        ("He asked why.", "What did he ask?", False),
        ("", "Who?", False),
    ],
)
def test_a_question_of_the_document_tells_nothing_but_new_names_and_figures(
    sentence, asked, expected
):
    assert only_asks(sentence, {word.stem for word in words(asked)}) is expected
