"""What is drawn is what is stored, and nothing that was typed becomes markup."""

from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.catalog import Entry
from index.documents import Document, Heading
from index.library import Hit
from index.passages import Passage
from qa.answer import Answer, Quote, Reason, Seconds, Silence
from tests.fakes import document
from ui import render
from ui.render import Trouble

TEXT = "# Prices\n\nAdults pay 9 crowns. Children pay nothing."
PRICES = document(
    TEXT, title="The tram", source="/shelf/tram.md", headings=[Heading(0, 8, 1, "Prices")]
)
HOSTILE = "<script>alert('&amp;')</script> \"${value}\" {{value}} `\u202e`"

# What a browser or a parser is known to change: line ends, U+0000, entities, tags, templates.
hostile = st.text() | st.lists(
    st.sampled_from([*"\r\n\x00\x0c\t<>&\"'`;#", "&#13;", "<b>", "</mark>", "\ud800", "\u202e"])
).map("".join)


class Letters(HTMLParser):
    """Collects what is left of HTML when the tags are taken out and the entities decoded."""

    def __init__(self, html: str, *, inside: str | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self.inside = inside
        self.open = 0
        self.text = ""
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if self.open or self.inside in (tag, dict(attrs).get("class")):
            self.open += 1

    def handle_endtag(self, tag: str) -> None:
        self.open = max(0, self.open - 1)

    def handle_data(self, data: str) -> None:
        if self.inside is None or self.open:
            self.text += data


def shown(text: str) -> str:
    """Return what a page can hold of a text: all of it but U+0000 and lone surrogates."""
    return "".join("\ufffd" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)


def quote(
    text: str = "Adults pay 9 crowns.",
    short: str = "9 crowns",
    *,
    of: Document = PRICES,
    confidence: float = 0.87,
) -> Quote:
    start = of.text.index(text)
    at = of.text.index(short, start)
    return Quote(of, start, start + len(text), at, at + len(short), confidence)


def silent(question: str = "Who paid?", words: tuple[str, ...] = ()) -> Answer:
    hit = Hit(PRICES, Passage(PRICES.id, 10, 30), 0.03)
    silence = Silence(Reason.NO_SPAN, "The documents do not say.", words)
    return Answer(question, question, (), silence, (hit,))


def test_a_mark_is_cut_where_another_begins_or_ends():
    assert render.marked("abcdef", [(0, 4, "quote"), (2, 3, "short"), (3, 6, "heading")]) == (
        '<mark class="quote">ab</mark>'
        '<mark class="quote short">c</mark>'
        '<mark class="quote heading">d</mark>'
        '<b class="heading">ef</b>'
    )


def test_marks_outside_of_what_is_shown_are_left_out():
    marks = [(0, 3, "quote"), (5, 6, "short")]
    assert render.marked("abcdef", marks, start=2, end=5) == '<mark class="quote">c</mark>de'


def test_a_page_starts_with_an_empty_tag():
    assert render.marked("ab", [], pages=[0, 1]) == (
        '<span class="page" data-page="1"></span>a<span class="page" data-page="2"></span>b'
    )


def test_what_cannot_stand_in_a_page_is_replaced_and_a_carriage_return_is_kept():
    assert render.escaped("a\x00\r\n\ud800<&\"'") == "a\ufffd&#13;\n\ufffd&lt;&amp;&quot;&#x27;"


@given(hostile, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.just("quote"))))
def test_marked_text_without_its_tags_is_the_text(text, marks):
    found = Letters(render.marked(text, marks, pages=[0, 3]))
    assert found.text == shown(text)
    assert set(found.tags) <= {"mark", "span"}


@given(st.data(), hostile.filter(bool))
def test_a_drawn_quote_is_the_stored_text_and_so_is_its_source(data, text):
    cuts = data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4).map(sorted))
    start, short, behind, end = cuts
    whole = document(text, title=text)
    if short == behind:
        return
    answer = Answer(text, "", (Quote(whole, start, end, short, behind, 0.5),), None)
    drawn = render.conversation([answer])
    assert Letters(drawn, inside="blockquote").text == shown(text[start:end])
    assert Letters(drawn, inside="short").text == shown(text[short:behind])
    assert Letters(drawn, inside="question").text == shown(text)
    panel = render.source(whole, start, end, (short, behind))
    assert Letters(panel, inside="exact").text == shown(text)
    assert "script" not in Letters(drawn + panel).tags


def test_a_quote_carries_its_number_title_place_and_confidence():
    drawn = render.conversation([Answer("What?", "What?", (quote(),), None)])
    assert (
        '<figure class="quote" data-cite="t1-q1"><blockquote dir="auto">Adults pay '
        '<mark class="short">9 crowns</mark>.</blockquote>'
    ) in drawn
    assert (
        'data-cite="t1-q1" title="The tram · Prices" aria-label="Source 1: The tram · Prices"'
    ) in drawn
    assert "\N{NO-BREAK SPACE}".join([">87", "%<"]) in drawn
    assert "Searched as" not in drawn
    assert "differ" not in drawn


@pytest.mark.parametrize(
    ("confidence", "words"), [(0.0, "0 %"), (0.874, "87 %"), (0.994, "99 %"), (0.996, "over 99 %")]
)
def test_no_confidence_reads_as_certainty(confidence, words):
    drawn = render.conversation([Answer("?", "?", (quote(confidence=confidence),), None)])
    assert Letters(drawn, inside="confidence").text == words.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("of", "where"),
    [
        (document(TEXT, pages=[0, 10], headings=[Heading(0, 8, 1, "Prices")]), "page 2"),
        (PRICES, "Prices"),
        (document(TEXT), "line 3"),
        # A heading that only repeats the title says nothing about the place.
        (document(TEXT, title="Prices", headings=[Heading(0, 8, 1, "Prices")]), "line 3"),
    ],
)
def test_a_place_is_its_page_else_its_heading_else_its_line(of, where):
    drawn = render.conversation([Answer("?", "?", (quote(of=of),), None)])
    assert Letters(drawn, inside="where").text == where


def test_a_question_made_to_stand_alone_is_shown_as_searched():
    drawn = render.conversation([Answer("And it?", "What does <it> cost?", (quote(),), None)])
    assert '<p class="asked">Searched as: <q dir="auto">What does &lt;it&gt; cost?</q></p>' in drawn


def test_documents_that_differ_are_laid_side_by_side():
    quotes = (quote(), quote("Children pay nothing.", "nothing"))
    drawn = render.conversation([Answer("?", "?", quotes, None, differ=True)])
    assert '<p class="differ">These documents differ.</p><div class="quotes beside">' in drawn
    assert 'data-cite="t1-q2"' in drawn


def test_the_time_taken_is_shown():
    answer = Answer("?", "?", (quote(),), None, seconds=Seconds(0.01, 0.03, 0.041))
    assert (
        '<p class="seconds" title="search 0.01 s, reading 0.03 s">0.04 s</p>'
        in render.conversation([answer])
    )


def test_a_silence_names_unknown_words_and_folds_the_nearest_passages_away():
    drawn = render.conversation([silent(words=("zeppelin", "<b>"))])
    assert '<p class="message">The documents do not say.</p>' in drawn
    assert (
        "<span>occurs nowhere:</span><ul><li><bdi>zeppelin</bdi></li><li><bdi>&lt;b&gt;</bdi></li>"
        in drawn
    )
    assert (
        '<details class="nearest" id="t1-nearest">'
        "<summary>Nearest passages (not an answer)</summary>"
        '<ol><li data-cite="t1-n1"><p dir="auto">Adults pay 9 crowns.</p>'
    ) in drawn
    assert "<mark" not in drawn
    assert "<blockquote" not in drawn


def test_trouble_is_one_line_in_the_conversation():
    drawn = render.conversation([Trouble("?", "the question is empty")])
    assert '<p class="trouble" role="alert">the question is empty</p>' in drawn


def test_a_waiting_question_stands_last():
    drawn = render.conversation([silent()], waiting="<i>")
    assert drawn.endswith(
        '<article class="turn waiting" id="t2"><h2 class="question" dir="auto">&lt;i&gt;</h2>'
        '<p class="reading" role="status">reading<span aria-hidden="true">…</span></p>'
        "</article></div>"
    )


def test_examples_are_offered_only_while_nothing_was_asked():
    assert 'data-ask="Who &amp; why?"' in render.conversation([], examples=["Who & why?"])
    assert "data-ask" not in render.conversation([], waiting="?", examples=["Who?"])
    assert "examples" not in render.conversation([])


def test_the_header_counts_and_lists_the_documents():
    entry = Entry("1", "<The tram>", "text/markdown", ("/shelf/tram.md",), 52, 1)
    other = Entry("2", "Minutes", "application/x-odd", ("/shelf/m",), 52, 1200)
    drawn = render.header([entry, other])
    assert "<summary>2 documents · 1,201 passages</summary>" in drawn
    assert (
        '<li><bdi class="title">&lt;The tram&gt;</bdi>'
        '<span class="facts"><bdi>tram.md</bdi> · Markdown · 1 passage</span></li>'
    ) in drawn
    assert "application/x-odd · 1,200 passages" in drawn
    assert "No documents yet" in render.header([])


def test_the_source_names_the_place_and_marks_quote_and_short_answer():
    drawn = render.source(PRICES, 10, 30, (21, 29), identifier="t1-q1")
    assert drawn.startswith('<section class="source" data-shown="t1-q1">')
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
    drawn = render.source(PRICES, 10, 30, None)
    assert '<mark class="passage">Adults pay 9 crowns.</mark>' in drawn
    assert '<p class="note">Nearest passage, not an answer</p>' in drawn
    assert "Copy passage" in drawn
    assert 'class="quote' not in drawn


def test_a_second_source_is_told_with_its_folder():
    twice = Document("The tram", ("/a/tram.md", "/b/old/tram.md"), "text/markdown", "0" * 64, TEXT)
    drawn = render.source(twice, 10, 30, (21, 29))
    assert 'also in <bdi title="/b/old/tram.md">old/tram.md</bdi></p>' in drawn


def test_a_long_document_is_shown_round_the_quote_only():
    # 30,000 letters, the quote of 5, and 20,000 more: 10,000 on either side of it are shown.
    long = document("a" * 30_000 + "QUOTE" + "b" * 20_000)
    drawn = render.source(long, 30_000, 30_005, (30_000, 30_005))
    assert Letters(drawn, inside="exact").text == "a" * 10_000 + "QUOTE" + "b" * 10_000
    assert '<p class="gap">… 20,000 characters before this</p>' in drawn
    assert '<p class="gap">… 10,000 characters after this</p>' in drawn


def test_a_document_of_forty_thousand_characters_is_shown_whole():
    whole = document("x" * 40_000)
    assert Letters(render.source(whole, 5, 6, (5, 6)), inside="exact").text == whole.text


def test_a_citation_is_found_again():
    turns = [Trouble("?", "no"), Answer("?", "?", (quote(),), None), silent()]
    found = render.cited(turns, "t2-q1")
    assert found == render.Cited(PRICES, 10, 30, (21, 29))
    assert render.cited(turns, "t3-n1") == render.Cited(PRICES, 10, 30, None)


@pytest.mark.parametrize(
    "identifier",
    ["", "t0-q1", "t1-q1", "t2-q0", "t2-q2", "t2-n1", "t3-q1", "t9-q1", "t2-q1 ", "t٢-q1", "<b>"],
)
def test_a_citation_that_is_not_there_is_none(identifier):
    turns = [Trouble("?", "no"), Answer("?", "?", (quote(),), None), silent()]
    assert render.cited(turns, identifier) is None


def test_nothing_hostile_becomes_a_tag_or_leaves_its_attribute():
    of = Document(HOSTILE, (f"/{HOSTILE}", f"/b/{HOSTILE}"), HOSTILE, "0" * 64, HOSTILE * 2)
    answer = Answer(HOSTILE, HOSTILE + "?", (quote("script", "script", of=of),), None)
    entry = Entry("1", HOSTILE, HOSTILE, (HOSTILE,), 1, 1)
    parts = [
        render.conversation([answer, silent(HOSTILE, (HOSTILE,)), Trouble(HOSTILE, HOSTILE)]),
        render.conversation([], HOSTILE),
        render.conversation([], examples=[HOSTILE]),
        render.source(of, 0, 9, (1, 4), identifier=HOSTILE),
        render.header([entry]),
    ]
    for part in parts:
        assert "<script" not in part
        assert "script" not in Letters(part).tags
        assert "alert('" not in part
