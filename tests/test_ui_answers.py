"""An answer is drawn as what it is: a short answer with its quotes, or a refusal."""

import re
from dataclasses import replace

import pytest

from index.documents import Heading
from index.library import Hit
from index.passages import Passage
from qa.answer import Answer, Quote, Reason, Seconds, Silence
from tests.drawn import PRICES, TEXT, Letters, chat, quote, silent, talk
from tests.fakes import document
from ui.chats import Chat, Trouble
from ui.conversation import Waiting, asked, conversation
from ui.grid import grid
from ui.places import percent


def test_a_quote_carries_its_number_title_place_and_confidence():
    drawn = talk(Answer("What?", "What?", (quote(),), None))
    assert (
        '<figure class="quote" data-cite="t1-q1"><blockquote dir="auto">Adults pay '
        '<mark class="short">9 crowns</mark>.</blockquote>'
    ) in drawn
    assert (
        'data-cite="t1-q1" title="The tram · Prices" aria-label="Source 1: The tram · Prices"'
    ) in drawn
    assert 'sure<span class="aside"> (87\N{NO-BREAK SPACE}%)</span></span>' in drawn
    assert '<p class="large" dir="auto">9 crowns</p>' in drawn
    assert "Searched as" not in drawn
    assert 'class="differ"' not in drawn


def test_a_list_keeps_its_lines_and_nothing_in_it_is_marked():
    text = "- rye flour\n- salt"
    drawn = talk(Answer("What?", "What?", (quote(text, text, of=document(text)),), None))
    assert f'<blockquote dir="auto" class="lines">{text}</blockquote>' in drawn
    assert 'class="large"' not in drawn


def test_a_row_keeps_its_cells_apart():
    text = "Rye     1 kg     5.80"
    drawn = talk(Answer("How much?", "How much?", (quote(text, "5.80", of=document(text)),), None))
    assert '<blockquote dir="auto" class="lines">Rye     1 kg     <mark' in drawn


def test_a_table_that_is_quoted_whole_is_drawn_as_one():
    text = "| Day | Hours |\n|---|---|\n| Monday | 9 to 17 |"
    drawn = talk(Answer("What?", "What?", (quote(text, text, of=document(text)),), None))
    assert f'<blockquote dir="auto" class="table">{grid(text)}</blockquote>' in drawn


def test_a_nearest_passage_keeps_its_paragraphs_and_the_rows_of_a_table():
    text = "Hours\n\nThe baths are\nopen.\n\nDay | Summer\nMonday | 7 to 20"
    found = document(text)
    near = Hit(found, Passage(found.id, 0, len(text)), 0.03)
    drawn = talk(replace(silent(), hits=(near,)))
    shown = "Hours\nThe baths are open.\nDay | Summer\nMonday | 7 to 20"
    assert f'<p dir="auto">{shown}</p>' in drawn


def test_a_nearest_passage_keeps_the_lines_of_code():
    text = "Try\nagain:\n\n```\nfor each in all:\n    retry(each)\n```\n\nrun:\n    now\n\n    a\nb"
    found = document(text)
    near = Hit(found, Passage(found.id, 0, len(text)), 0.03)
    drawn = talk(replace(silent(), hits=(near,)))
    shown = "Try again:\n```\nfor each in all:\n    retry(each)\n```\nrun:\n    now\na b"
    assert f'<p dir="auto">{shown}</p>' in drawn


@pytest.mark.parametrize(
    "text", ["```sh\nrun --now\n```", "for each in all:\n    retry(each)\n\twait(1)\n"]
)
def test_a_quote_of_code_keeps_its_lines(text):
    drawn = talk(Answer("How?", "How?", (quote(text, text[4:9], of=document(text)),), None))
    assert '<blockquote dir="auto" class="lines code">' in drawn


@pytest.mark.parametrize(
    "text", ["- rye\n    flour", "One\ntwo", "    One.", "One\n    two\nthree"]
)
def test_what_is_no_code_is_not_set_as_such(text):
    drawn = talk(Answer("How?", "How?", (quote(text, text[2:4], of=document(text)),), None))
    assert "code" not in drawn


TENTS = document("| Tent | Weight |\n|---|---|\n| Fjell | 1.9 |\n| Dal | 1.5 |\n| Hut | 5.2 |")


def rows(*shorts: str, sure: float = 0.9) -> Answer:
    lines = {short: line for line in TENTS.text.split("\n") for short in shorts if short in line}
    quotes = (quote(lines[short], short, of=TENTS, confidence=sure) for short in shorts)
    return Answer("Which?", "Which?", tuple(quotes), None)


def test_rows_of_a_table_that_surely_answer_stand_together_above_their_quotes():
    assert '<p class="large" dir="auto">Dal · Fjell</p>' in talk(rows("Dal", "Fjell"))
    # What stands in two of them is said once.
    same = (*rows("Dal").quotes, *rows("Dal", "Fjell").quotes)
    assert ">Dal · Fjell</p>" in talk(Answer("Which?", "Which?", same, None))


def test_rows_that_are_less_than_sure_or_answer_in_other_columns_do_not():
    assert '<p class="large" dir="auto">Dal</p>' in talk(rows("Dal", "Fjell", sure=0.7))
    assert '<p class="large" dir="auto">Dal</p>' in talk(rows("Dal", "5.2"))


@pytest.mark.parametrize(
    ("confidence", "words"), [(0.0, "0 %"), (0.874, "87 %"), (0.994, "99 %"), (0.996, "over 99 %")]
)
def test_no_confidence_reads_as_certainty(confidence, words):
    drawn = talk(Answer("?", "?", (quote(confidence=confidence),), None))
    said = words.replace(" ", "\N{NO-BREAK SPACE}")
    assert Letters(drawn, inside="aside").text == f" ({said})"


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(1.0, "sure"), (0.75, "sure"), (0.74, "likely"), (0.45, "likely"), (0.44, "unsure")],
)
def test_a_confidence_is_a_word_with_its_number_on_hover(confidence, word):
    drawn = talk(Answer("?", "?", (quote(confidence=confidence),), None))
    assert f'<span class="confidence {word}" title="{percent(confidence)}: how sure Quoth' in drawn
    assert f">{word}<span" in drawn


def test_a_short_answer_that_is_the_sentence_itself_is_not_set_large():
    whole = quote("Adults pay 9 crowns.", "Adults pay 9 crowns.")
    assert "large" not in talk(Answer("?", "?", (whole,), None))
    long = document("x" * 91 + " is a long answer.")
    assert "large" not in talk(Answer("?", "?", (Quote(long, 0, 100, 0, 91, 0.9),), None))
    assert "large" in talk(Answer("?", "?", (Quote(long, 0, 100, 0, 90, 0.9),), None))


def test_a_question_for_yes_or_no_is_settled_by_the_sentence():
    drawn = talk(Answer("?", "?", (quote(),), None, settles=True))
    assert '<p class="settles">Yes or no? Read the sentence that settles it.</p>' in drawn
    assert "large" not in drawn


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
    drawn = talk(Answer("?", "?", (quote(of=of),), None))
    assert Letters(drawn, inside="where").text == where


def test_a_question_made_to_stand_alone_is_shown_as_searched():
    drawn = talk(Answer("And it?", "What does <it> cost?", (quote(),), None))
    assert (
        '<p class="asked">Searched as: <q dir="auto">What does &lt;it&gt; cost?</q> '
        '<button type="button" class="link" data-edit="What does &lt;it&gt; cost?">Edit</button>'
    ) in drawn


def test_documents_that_differ_are_laid_side_by_side_with_their_dates():
    other = replace(document("Children pay 2 crowns."), date="2019-05-01")
    quotes = (quote(), quote("Children pay 2 crowns.", "2 crowns", of=other))
    drawn = talk(Answer("?", "?", quotes, None, differ=True))
    assert '<p class="differ">These documents differ.</p><div class="quotes beside">' in drawn
    assert (
        'data-cite="t1-q2"><p class="large" dir="auto">2 crowns</p>'
        '<p class="dated">Dated 1 May 2019</p><blockquote'
    ) in drawn
    assert '<p class="dated">No date given</p>' in drawn


def test_the_time_taken_is_shown():
    answer = Answer("?", "?", (quote(),), None, seconds=Seconds(0.01, 0.03, 0.041))
    line = '<p class="seconds" title="search 0.01 s, reading 0.03 s">0.04 s</p>'
    assert line in talk(answer)
    # One that a browser kept was not asked.
    assert "seconds" not in talk(Answer("?", "?", (quote(),), None))


def test_a_silence_names_unknown_words_and_shows_the_nearest_passages():
    drawn = talk(silent(words=("zeppelin", "<b>")))
    assert '<p class="message">The documents do not say.</p>' in drawn
    assert (
        "<span>Occurs nowhere:</span><ul><li><bdi>zeppelin</bdi></li><li><bdi>&lt;b&gt;</bdi></li>"
        in drawn
    )
    assert (
        '<details class="nearest" id="t1-nearest" open>'
        "<summary>Nearest passages (not an answer)</summary>"
        '<ol><li data-cite="t1-n1"><p dir="auto">Adults pay 9 crowns.</p>'
    ) in drawn
    # Nothing else was looked for than what was asked.
    assert "Looked for" not in drawn
    assert "<mark" not in drawn
    assert "<blockquote" not in drawn
    assert "data-keep" not in drawn


def test_words_that_the_message_of_a_silence_names_are_not_named_again():
    message = "The documents do not say. “zeppelin” and “airship” occur nowhere in them."
    silence = Silence(Reason.NO_SPAN, message, ("zeppelin", "airship"))
    drawn = talk(Answer("?", "?", (), silence))
    assert f'<p class="message">{message}</p></div>' in drawn
    silence = Silence(Reason.NO_SPAN, message, ("zeppelin", "balloon"))
    assert "<ul><li><bdi>balloon</bdi></li></ul>" in talk(Answer("?", "?", (), silence))


def test_of_an_empty_library_is_said_how_files_are_added():
    silence = Silence(Reason.EMPTY_LIBRARY, "The library is empty.")
    drawn = talk(Answer("?", "?", (), silence))
    assert (
        '<p class="message">The library is empty.</p><p class="first">To add some, drop files'
        ' anywhere on this page, or <button type="button" class="link" data-view="documents">'
        "choose them</button>.</p></div>"
    ) in drawn


def test_a_nearest_passage_begins_with_what_was_withheld():
    long = document("The fair is old. Adults pay 9 crowns.")
    withheld = (Quote(long, 17, 37, 28, 36, 0.2),)
    hit = Hit(long, Passage(long.id, 0, 37), 0.1)
    silence = Silence(Reason.UNSURE, "The documents do not say.")
    drawn = talk(Answer("?", "?", (), silence, (hit,), withheld))
    assert '<li data-cite="t1-n1"><p dir="auto">… Adults pay 9 crowns.</p>' in drawn


def test_a_nearest_passage_begins_below_its_heading_and_a_heading_alone_comes_last():
    text = "# Fair\n\n## Prices\n\nAdults pay 9 crowns.\n"
    fair = document(text, headings=[Heading(0, 6, 1, "Fair"), Heading(8, 17, 2, "Prices")])
    hits = (Hit(fair, Passage(fair.id, 0, 6), 0.2), Hit(fair, Passage(fair.id, 8, 39), 0.1))
    drawn = talk(replace(silent(), hits=hits))
    assert re.findall(r'<p dir="auto">(.*?)</p>', drawn) == ["Adults pay 9 crowns.", "# Fair"]


def test_thanks_are_owed_no_answer():
    silence = Silence(Reason.NO_QUESTION, "Ask one.")
    drawn = talk(Answer("Thanks!", "Thanks!", (), silence))
    assert '<div class="silence"><p class="message">Ask one.</p></div>' in drawn


def test_long_passages_that_are_no_answer_are_folded_away():
    far = document("x" * 1501)
    hit = Hit(far, Passage(far.id, 0, 1501), 0.1)
    silence = Silence(Reason.UNSURE, "The documents do not say.")
    drawn = talk(Answer("?", "?", (), silence, (hit,)))
    assert '<details class="nearest" id="t1-nearest"><summary>' in drawn


def test_a_refused_follow_up_shows_and_offers_what_was_looked_for():
    drawn = talk(replace(silent("And he?"), asked="And Mr <Holm>?"))
    assert (
        'Looked for <q dir="auto">And Mr &lt;Holm&gt;?</q> <button type="button" class="link"'
        ' data-edit="And Mr &lt;Holm&gt;?">Edit</button></p>'
    ) in drawn
    assert "Searched as" not in drawn


def test_trouble_is_one_line_in_the_conversation():
    drawn = talk(Trouble("?", "the question is empty"))
    assert '<p class="trouble" role="alert">the question is empty</p>' in drawn


def test_a_waiting_question_stands_last():
    drawn = conversation(chat(silent()), Waiting("<i>"))
    assert drawn.endswith(
        '<article class="turn waiting" id="t2"><h2 class="question" dir="auto">&lt;i&gt;</h2>'
        '<p class="reading" role="status">looking<span aria-hidden="true">…</span></p>'
        "</article></div>"
    )


def test_what_the_page_draws_before_the_server_is_what_the_server_draws():
    drawn = conversation(Chat(), Waiting(""))
    turn = drawn.removeprefix('<div class="turns">').removesuffix("</div>").replace(' id="t1"', "")
    assert asked() == f'<template id="quoth-asked">{turn}</template>'


def test_the_places_that_are_read_are_named_before_the_answer():
    drawn = conversation(Chat(), Waiting("?", silent().hits * 6))
    assert '<p class="reading" role="status">reading<span' in drawn
    assert '<div class="found"><p>6 passages in 1 document</p><ul><li class="chip">' in drawn
    assert drawn.count('<bdi class="title">The tram</bdi><bdi class="where">Prices</bdi>') == 4
    assert "<button" not in drawn


def test_examples_are_offered_only_while_nothing_was_asked():
    examples = ["Who & why?"]
    assert 'data-ask="Who &amp; why?"' in conversation(Chat(), examples=examples)
    assert "data-ask" not in conversation(Chat(), Waiting("?"), examples=examples)
    assert "examples" not in talk()


def test_every_question_can_be_edited_and_asked_again():
    drawn = talk(Trouble('"?"', "no"))
    assert 'data-edit="&quot;?&quot;">Edit</button>' in drawn
    assert 'data-ask="&quot;?&quot;">Ask again</button>' in drawn
