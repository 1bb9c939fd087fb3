"""Quotes that cannot be anything but cut from their document."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Heading
from index.library import Hit
from index.passages import Passage
from qa.answer import Answer, Quote, Reason, Seconds, Silence
from tests.fakes import document

TEXT = "# Prices\n\nAdults pay 9 crowns. Children pay nothing."


def test_a_quote_is_cut_from_its_document():
    quote = Quote(document(TEXT), 10, 30, 21, 29, 0.5)
    assert quote.text == "Adults pay 9 crowns."
    assert quote.highlight == "9 crowns"


@pytest.mark.parametrize(
    ("start", "end", "highlight_start", "highlight_end"),
    [
        (-1, 5, 0, 2),  # before the document
        (0, 99, 0, 2),  # behind it
        (5, 5, 5, 5),  # empty
        (5, 9, 4, 6),  # the short answer begins before the quote
        (5, 9, 6, 10),  # and ends behind it
        (5, 9, 7, 7),  # no short answer
    ],
)
def test_a_quote_that_is_not_in_its_document_cannot_be_made(
    start, end, highlight_start, highlight_end
):
    with pytest.raises(ValueError, match="no quote"):
        Quote(document(TEXT), start, end, highlight_start, highlight_end, 0.5)


@given(st.text(min_size=1), st.tuples(*[st.integers(-2, 60)] * 4))
def test_every_quote_that_can_be_made_is_verbatim(text, offsets):
    whole = document(text)
    try:
        quote = Quote(whole, *offsets, 0.5)
    except ValueError:
        return
    assert whole.text[quote.start : quote.end] == quote.text
    assert quote.highlight in quote.text
    assert quote.highlight


def test_an_answer_has_quotes_or_a_silence_never_both_and_never_neither():
    quote = Quote(document(TEXT), 10, 30, 21, 29, 0.5)
    silence = Silence(Reason.UNSURE, "The documents do not say.")
    with pytest.raises(ValueError, match="never both"):
        Answer("q", "q", (quote,), silence)
    with pytest.raises(ValueError, match="never neither"):
        Answer("q", "q", (), None)


def test_the_json_of_an_answer_keeps_its_promised_keys():
    whole = document(TEXT, pages=[0], headings=[Heading(0, 8, 1, "Prices")])
    hit = Hit(whole, Passage(whole.id, 10, 30), 0.0325)
    quote = Quote(whole, 10, 30, 21, 29, 0.87654)
    answer = Answer("how much", "How much?", (quote,), None, (hit,), seconds=Seconds(0.1, 0.2, 0.3))
    assert json.loads(json.dumps(answer.to_json("q7"))) == {
        "id": "q7",
        "question": "how much",
        "asked": "How much?",
        "quotes": [
            {
                "document": whole.id,
                "title": "A title",
                "source": "/shelf/a.txt",
                "start": 10,
                "end": 30,
                "text": "Adults pay 9 crowns.",
                "highlight": {"start": 21, "end": 29, "text": "9 crowns"},
                "place": {"page": 1, "unit": "page", "heading": "Prices", "line": 3},
                "confidence": 0.87654,
            }
        ],
        "settles": False,
        "silence": None,
        "withheld": [],
        "nearest": [
            {
                "document": whole.id,
                "source": "/shelf/a.txt",
                "start": 10,
                "end": 30,
                "text": "Adults pay 9 crowns.",
                "score": 0.0325,
            }
        ],
        "seconds": {"search": 0.1, "read": 0.2, "total": 0.3},
    }


def test_the_json_of_a_silence_names_its_reason():
    silence = Silence(Reason.NO_SPAN, "The documents do not say.", ("zebra",))
    answer = Answer("q", "q", (), silence)
    assert answer.to_json()["silence"] == {
        "reason": "no-span",
        "message": "The documents do not say.",
        "unknown_words": ["zebra"],
    }
    assert answer.to_json()["quotes"] == []


def test_the_reasons_programs_rely_on_are_these():
    assert {reason.value for reason in Reason} == {
        "empty-library",
        "nothing-near",
        "no-span",
        "unsure",
        "no-question",
        "counting",
        "summary",
        "opinion",
    }
