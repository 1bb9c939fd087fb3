"""The source shows the document as it is stored, with what is cited marked in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document
from qa.answer import Answer, Quote
from tests.drawn import PRICES, TEXT, Letters, hostile, quote, shown, silent, talk
from tests.fakes import document
from ui.chats import Trouble
from ui.sources import Cited, cited, source


def draw(of: Document, start: int, end: int, short: tuple[int, int] | None, **options) -> str:
    return source(Cited(of, start, end, short), **options)


@given(st.data(), hostile.filter(bool))
def test_a_drawn_quote_is_the_stored_text_and_so_is_its_source(data, text):
    cuts = data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4).map(sorted))
    start, short, behind, end = cuts
    whole = document(text, title=text)
    if short == behind:
        return
    answer = Answer(text, "", (Quote(whole, start, end, short, behind, 0.5),), None)
    drawn = talk(answer)
    assert Letters(drawn, inside="blockquote").text == shown(text[start:end])
    assert Letters(drawn, inside="short").text == shown(text[short:behind])
    assert Letters(drawn, inside="question").text == shown(text)
    panel = draw(whole, start, end, (short, behind))
    assert Letters(panel, inside="exact").text == shown(text)
    assert "script" not in Letters(drawn + panel).tags


def test_the_source_names_the_place_and_marks_quote_and_short_answer():
    drawn = draw(PRICES, 10, 30, (21, 29), identifier="t1-q1")
    assert drawn.startswith('<section class="source" data-shown="t1-q1" data-moment="0">')
    assert Letters(drawn, inside="facts").text == "Prices · line 3 · tram.md"
    assert (
        '<div class="exact" dir="auto"><b class="heading"># Prices</b>\n\n'
        '<mark class="quote">Adults pay </mark><mark class="quote short">9 crowns</mark>'
        '<mark class="quote">.</mark> Children pay nothing.</div>'
    ) in drawn
    assert (
        'data-copy="Adults pay 9 crowns.\n— The tram, Prices (tram.md)">Copy quote</button>'
        in drawn
    )
    assert "also in" not in drawn


def test_a_passage_that_is_no_answer_is_marked_in_a_neutral_way():
    drawn = draw(PRICES, 10, 30, None)
    assert '<mark class="passage">Adults pay 9 crowns.</mark>' in drawn
    assert '<p class="note">Nearest passage, not an answer</p>' in drawn
    assert "Copy passage" in drawn
    assert 'class="quote' not in drawn


def test_a_second_source_is_told_with_its_folder():
    twice = Document("The tram", ("/a/tram.md", "/b/old/tram.md"), "text/markdown", "0" * 64, TEXT)
    drawn = draw(twice, 10, 30, (21, 29))
    assert 'also in <bdi title="/b/old/tram.md">old/tram.md</bdi></p>' in drawn


def test_a_long_document_is_shown_round_the_quote_only():
    # 30,000 letters, the quote of 5, and 20,000 more: 10,000 on either side of it are shown.
    long = document("a" * 30_000 + "QUOTE" + "b" * 20_000)
    drawn = draw(long, 30_000, 30_005, (30_000, 30_005))
    assert Letters(drawn, inside="exact").text == "a" * 10_000 + "QUOTE" + "b" * 10_000
    assert '<p class="gap">… 20,000 characters before this <button' in drawn
    assert '<p class="gap">… 10,000 characters after this <button' in drawn


def test_a_document_of_forty_thousand_characters_is_shown_whole():
    whole = document("x" * 40_000)
    assert Letters(draw(whole, 5, 6, (5, 6)), inside="exact").text == whole.text


def test_a_citation_is_found_again():
    turns = [Trouble("?", "no"), Answer("?", "?", (quote(),), None), silent()]
    found = cited(turns, "t2-q1")
    assert found == Cited(PRICES, 10, 30, (21, 29), (("t2-q1", 10, 30),))
    assert cited(turns, "t3-n1") == Cited(PRICES, 10, 30, None, (("t3-n1", 10, 30),))


@pytest.mark.parametrize(
    "identifier",
    ["", "t0-q1", "t1-q1", "t2-q0", "t2-q2", "t2-n1", "t3-q1", "t9-q1", "t2-q1 ", "t٢-q1", "<b>"],
)
def test_a_citation_that_is_not_there_is_none(identifier):
    turns = [Trouble("?", "no"), Answer("?", "?", (quote(),), None), silent()]
    assert cited(turns, identifier) is None


def test_more_of_a_long_document_is_shown_where_it_is_wanted():
    long = document("a" * 90_000 + "QUOTE" + "b" * 20_000)
    here = (long, 90_000, 90_005, (90_000, 90_005))
    drawn = draw(*here, identifier="t1-q1")
    assert 'data-more="t1-q1" data-side="before" data-first="40000" data-last="100005"' in drawn
    assert 'data-more="t1-q1" data-side="after" data-first="80000" data-last="140005"' in drawn
    more = draw(*here, window=(40_000, 140_005))
    assert Letters(more, inside="exact").text == "a" * 50_000 + "QUOTE" + "b" * 20_000
    assert "after this" not in more
    for nonsense in ((None, "9"), (99_999, 3), (True, -1), (1e9, [])):
        assert Letters(draw(*here, window=nonsense), inside="exact").text == (
            "a" * 10_000 + "QUOTE" + "b" * 10_000
        )


def test_quotes_of_one_answer_in_one_document_lead_to_each_other():
    other = document("Elsewhere 9.")
    quotes = (
        quote("Children pay nothing.", "nothing"),
        quote("Elsewhere 9.", "9", of=other),
        quote(),
    )
    turns = [Answer("?", "?", quotes, None)]
    found = cited(turns, "t1-q1")
    # In the order of the text: the third quote stands before the first.
    assert found.beside == (("t1-q3", 10, 30), ("t1-q1", 31, 52))
    drawn = source(found, identifier="t1-q1")
    assert 'data-cite="t1-q3" aria-label="Previous quote in this document">↑' in drawn
    assert "<span>2 of 2</span>" in drawn
    assert 'data-cite="t1-q3" aria-label="Next quote in this document">↓' in drawn
    assert '<mark class="other">Adults pay 9 crowns.</mark>' in drawn
    assert "steps" not in source(cited(turns, "t1-q2"), identifier="t1-q2")


@pytest.mark.parametrize(
    ("media_type", "address"),
    [("application/pdf", "original/1#page=2"), ("application/epub+zip", "original/1")],
)
def test_the_original_is_opened_at_its_page_where_a_browser_can(media_type, address):
    of = document("One. Two.", media_type=media_type, pages=[0, 5])
    drawn = draw(of, 5, 9, (5, 8), original="original/1")
    assert (
        f'<a class="plain" href="{address}" target="_blank" rel="noopener noreferrer">'
        "Open the original</a>"
    ) in drawn
    assert "<a " not in draw(of, 5, 9, (5, 8))


def test_parts_of_a_document_go_by_their_own_names_and_numbers():
    rows = Document(
        "Stock", ("/s.csv",), "text/csv", "0" * 64, "a: 1\nb: 2\n", (0, 5), (), "row", (4, 7)
    )
    drawn = draw(rows, 5, 9, (8, 9))
    assert '<span class="page" data-part="row 4"></span>a: 1' in drawn
    assert 'data-part="row 7"' in drawn
    assert Letters(drawn, inside="facts").text.startswith("row 7 · line 2")
