"""Whole sentences round a range, as ranges of the document's own text."""

import textwrap
from itertools import pairwise

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
        ("Luggage may weigh max. 20 kg. Pay.", ["Luggage may weigh max. 20 kg.", "Pay."]),
        ("Stay min. 2 nights, ca. 30 euros.", ["Stay min. 2 nights, ca. 30 euros."]),
        ("It is 80 € incl. VAT and breakfast.", ["It is 80 € incl. VAT and breakfast."]),
        (
            "The room with a view of the sea is 80 € excl.\nVAT. All paid.",
            ["The room with a view of the sea is 80 € excl.\nVAT.", "All paid."],
        ),
        ("Breakfast is incl. The bar is not.", ["Breakfast is incl.", "The bar is not."]),
        ("Under Art. 12 of the lease it ends.", ["Under Art. 12 of the lease it ends."]),
        ("See arts. 3 and 4, para. 2. Sign.", ["See arts. 3 and 4, para. 2.", "Sign."]),
        ("He loves art. The end.", ["He loves art.", "The end."]),
        ("It can take 40 max. Book early.", ["It can take 40 max.", "Book early."]),
        ("Call us on tel. 555 123. Do.", ["Call us on tel. 555 123.", "Do."]),
        ("Call tel. (+47) 555, ref. 12.", ["Call tel. (+47) 555, ref. 12."]),
        ("Call Ada, ext. 214, first. Do.", ["Call Ada, ext. 214, first.", "Do."]),
        # A row stays whole, whatever its cells say.
        (
            "Rooms. Ask.\n| Hall | Open. Ask Ada. | 80 |\n| Loft | Shut. | 30 |",
            ["Rooms.", "Ask.", "| Hall | Open. Ask Ada. | 80 |", "| Loft | Shut. | 30 |"],
        ),
        ("| is a bar. So is |x|. Fine.", ["| is a bar.", "So is |x|.", "Fine."]),
        ("Maj. Holm climbed Mt. Sorva.", ["Maj. Holm climbed Mt. Sorva."]),
        ("“Really?” she asked. No one knew.", ["“Really?” she asked.", "No one knew."]),
        ("He said “stop.” Then he left.", ["He said “stop.”", "Then he left."]),
        ("wrapped at\nthis width. Next.", ["wrapped at\nthis width.", "Next."]),
        ("First paragraph\n\nSecond one", ["First paragraph", "Second one"]),
        ("- one item\n- another item", ["- one item", "- another item"]),
        ("- one item\nno item", ["- one item", "no item"]),
        (
            "- a good sleeping bag that is warm enough down to\nfive degrees\n- a mat",
            ["- a good sleeping bag that is warm enough down to\nfive degrees", "- a mat"],
        ),
        (
            "- a sleeping bag that is warm enough down to 5\nThe hut opens in May.",
            ["- a sleeping bag that is warm enough down to 5", "The hut opens in May."],
        ),
        ("A title\nA sentence that follows it.", ["A title", "A sentence that follows it."]),
        ("第一句。第二句！", ["第一句。", "第二句！"]),
        # What is answered to in a mail.
        (
            "> Offer 2: a heat pump, less the grant of about\n> 7,500 pounds. I\n> pay.\n>\n> Milo",
            ["Offer 2: a heat pump, less the grant of about\n> 7,500 pounds.", "I\n> pay.", "Milo"],
        ),
        (
            "> > Shall we come on Friday, or is that too soon\n> No, come.",
            ["Shall we come on Friday, or is that too soon", "No, come."],
        ),
        ("> 5 mm: good\n> 10 mm: bad", ["> 5 mm: good", "> 10 mm: bad"]),
        ("> - one\n> - two", ["- one", "- two"]),
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


# 3,200 characters without a stop: each word of eight letters is followed by a space or a new line.
TALK = " ".join(f"word{number:04}" for number in range(356))[:3200]
WRAPPED = textwrap.fill(TALK, 78)


@pytest.mark.parametrize("text", [TALK, WRAPPED])
@pytest.mark.parametrize("start", [0, 1, 700, 1605, 3150])
def test_a_text_without_stops_comes_in_parts_that_a_person_reads(text, start):
    found = sentences(document(text), start, start + 20)
    assert not text[start : found[0][0]].strip()
    assert not text[found[-1][1] : start + 20].strip()
    for first, last in found:
        # A multiple of 350, and at most 90 more to the end of a line; 100 more at an end of all.
        assert 100 <= last - first <= 350 + 90 + 100
        assert first == 0 or text[first - 1].isspace()
        assert last == len(text) or text[last].isspace()


def test_a_text_without_stops_is_cut_at_the_ends_of_its_lines_if_it_has_any():
    parts = sentences(document(WRAPPED), 0, len(WRAPPED))
    # 3,200 / 350 is 9.1; what is left of it is no part of its own.
    assert len(parts) == 9
    assert [WRAPPED[last] for _, last in parts[:-1]] == ["\n"] * 8


def test_a_list_of_names_without_a_stop_is_cut_behind_its_commas():
    text = "; ".join(f"Ada Byrne number {number}" for number in range(100))
    assert all(part.endswith(";") for part in cut(text)[:-1])
    assert len(cut(text)) > 4


def test_a_long_sentence_and_a_long_row_stay_whole():
    text = f"{'and so on and ' * 70}so on."
    assert len(text) == 986
    assert cut(f"It began. {text} It ended.") == [f"It began. {text}", "It ended."]
    row = " | ".join(f"cell {number}" for number in range(150))
    assert cut(f"{row}\n{row}", media_type="text/csv") == [row, row]


def test_where_there_is_no_white_space_at_all_a_text_is_cut_all_the_same():
    assert [len(part) for part in cut("o" * 1100)] == [350, 350, 400]


@given(
    st.randoms(use_true_random=True),
    st.integers(100, 400),
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from([". It", "\n\n", "\n- "])), max_size=3),
    st.floats(0, 1),
    st.integers(1, 2_000),
)
def test_a_text_without_stops_has_the_same_parts_whatever_is_asked_for(
    chance, count, stops, at, length
):
    said = chance.choices(["and so", "e.g. 1954,", "x" * 60, "\n", "é́ on", "the mill at"], k=count)
    for place, stop in stops:
        said.insert(place, stop)
    text = " ".join(said)
    start = int(at * (len(text) - 1))
    end = min(len(text), start + length)
    whole = sentences(document(text), 0, len(text))
    assert all(one[1] <= other[0] for one, other in pairwise(whole))
    touched = [(first, last) for first, last in whole if first < end and last > start]
    assert sentences(document(text), start, end) == touched


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


MAIL = "We take the second offer, the heat\npump, for 11,850 pounds.\nBest wishes,\nGwen"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["We take the second offer, the heat\npump, for 11,850 pounds."]),
        # Whose program does not break lines has parted what stands on two.
        ("\n" + "word " * 21, ["We take the second offer, the heat", "pump, for 11,850 pounds."]),
    ],
)
def test_lines_of_a_mail_are_wrapped_where_none_is_long(more, expected):
    assert cut(MAIL + more, media_type="message/rfc822")[: len(expected)] == expected


def test_long_addresses_break_no_lines_of_a_mail():
    copied = "To: Gwen\nCc: " + ", ".join(f"person{number}@example.org" for number in range(9))
    link = "\nhttps://example.org/" + "x" * 100
    found = cut(f"{copied}\n\n{MAIL}{link}", media_type="message/rfc822")
    assert "We take the second offer, the heat\npump, for 11,850 pounds." in found


def test_lines_of_org_and_restructured_text_may_be_broken_anywhere():
    text = "* Fees\n  A boat costs 12 euros\n  an hour.\n- bring a towel,\n  and shoes\n** More"
    headings = (Heading(0, 6, 1, "Fees"), Heading(len(text) - 7, len(text), 2, "More"))
    assert cut(text, media_type="text/org", headings=headings) == [
        "A boat costs 12 euros\n  an hour.",
        "- bring a towel,\n  and shoes",
    ]
    text = "Fees\n====\nA boat costs 12 euros\nan hour.\n:Paid: in\n  cash\n.. note:: Ask\n   us."
    assert cut(text, media_type="text/x-rst", headings=(Heading(0, 9, 1, "Fees"),)) == [
        "A boat costs 12 euros\nan hour.",
        ":Paid: in\n  cash",
        "note:: Ask\n   us.",
    ]
    # A rule parts what stands above it from what stands below, whatever the format.
    assert cut("=====\nA boat costs\n-----\n12 euros.") == ["A boat costs", "12 euros."]
