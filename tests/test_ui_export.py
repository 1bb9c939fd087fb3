"""Answers taken away: with their citations, as Markdown, as receipts that can be checked."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.library import Hit
from index.passages import Passage
from qa.answer import Answer
from qa.receipt import Receipt, read
from tests.drawn import HOSTILE, NOON, PRICES, Letters, quote, silent
from tests.fakes import document
from ui.export import copied, markdown, receipts
from ui.places import cited_as

BOTH = (quote(), quote("Children pay nothing.", "nothing", confidence=0.5))
ANSWER = Answer("What do <all> pay?", "What do <all> pay?", BOTH, None)


def test_quotes_are_copied_with_their_citations():
    assert copied(ANSWER) == (
        "“Adults pay 9 crowns.” [1]\n“Children pay nothing.” [2]\n\n"
        "[1] The tram, Prices (tram.md)\n[2] The tram, Prices (tram.md)"
    )
    assert copied(silent()) == ""


def test_a_conversation_is_exported_as_markdown_with_a_footnote_for_each_quote():
    dated = replace(PRICES, date="2019-05-01")
    follow = Answer("And they?", "What do children pay?", (quote(of=dated),), None)
    assert markdown([ANSWER, silent(), follow], [NOON] * 3) == (
        "# Answers from Quoth\n\n"
        "## What do \\<all\\> pay?\n\nAsked 2026-05-01 12:00\n\n"
        "> Adults pay **9 crowns**.[^1]\n\n> Children pay **nothing**.[^2]\n\n"
        "## Who paid?\n\nAsked 2026-05-01 12:00\n\n"
        "No answer. The documents do not say.\n\n"
        "## And they?\n\nAsked 2026-05-01 12:00\n\nSearched as: What do children pay?\n\n"
        "> Adults pay **9 crowns**.[^3]\n\n"
        "[^1]: The tram, Prices (tram.md), 87\N{NO-BREAK SPACE}%\n\n"
        "[^2]: The tram, Prices (tram.md), 50\N{NO-BREAK SPACE}%\n\n"
        "[^3]: The tram, Prices (tram.md), dated 2019-05-01,"
        " 87\N{NO-BREAK SPACE}%\n"
    )


def test_what_a_question_was_asked_in_is_exported():
    drawn = markdown([silent(), silent()], [NOON, NOON], ["Prices <b>", ""])
    assert "Asked 2026-05-01 12:00, only in Prices \\<b\\>\n\n" in drawn
    assert "Asked 2026-05-01 12:00\n\n" in drawn


def test_a_list_is_exported_line_by_line():
    text = "- rye flour\n- salt"
    answer = Answer("What?", "What?", (quote(text, text, of=document(text)),), None)
    assert "\n\n> \\- rye flour\\\n> \\- salt[^1]\n\n" in markdown([answer], [NOON])


def test_documents_that_say_the_same_are_cited_beside_the_quote():
    newer = document("Now: adults pay.\n\nAdults pay 9 crowns.", title="Prices of 2020")
    hit = Hit(PRICES, Passage(PRICES.id, 0, 20), 1.0, also=(newer,))
    answer = replace(ANSWER, quotes=BOTH[:1], hits=(hit,))
    place = cited_as(newer, 18)
    assert copied(answer).endswith(f"[1] The tram, Prices (tram.md); also in {place}")
    assert "; also in Prices of 2020" in markdown([answer], [NOON]).replace("\\", "")


def test_nothing_in_a_quote_means_anything_in_the_exported_markdown():
    text = f"# No heading\r\n\r\n    [no link](javascript:alert(1)) ![no](x) {HOSTILE} *no* `no`"
    of = document(text, title=HOSTILE)
    answer = Answer(text, text, (quote("# No", "# No", of=of),), None)
    answer = replace(answer, quotes=(replace(answer.quotes[0], end=len(text)),))
    drawn = MarkdownIt().render(markdown([answer], [NOON]))
    letters = Letters(drawn)
    assert set(letters.tags) <= {"h1", "h2", "p", "blockquote", "strong"}
    assert "[no link](javascript:alert(1)) ![no](x)" in letters.text
    assert "*no* `no`" in letters.text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("It is 9, or (perhaps) 10-11: who knows?", "It is 9, or (perhaps) 10-11: who knows?"),
        ("3. Ask a-b", "3\\. Ask a-b"),
        ("3) Ask", "3\\) Ask"),
        ("- Ask", "\\- Ask"),
        ("= Ask =", "\\= Ask ="),
        ("+1 for it", "\\+1 for it"),
        ("see www.a.b or http://a.b :not:", "see www\\.a.b or http\\://a.b \\:not:"),
        (
            "*a* _b_ `c` # $d$ ~e~ | <f> [g]",
            "\\*a\\* \\_b\\_ \\`c\\` \\# \\$d\\$ \\~e\\~ \\| \\<f\\> \\[g\\]",
        ),
    ],
)
def test_only_what_would_mean_something_in_markdown_is_escaped(text, written):
    assert f"## {written}\n" in markdown([silent(text)], [NOON])
    assert Letters(MarkdownIt().render(f"{written}\n")).text.strip() == text


@given(st.text("ab 1.)-+=*_`~|<>&;[]()!#:\\/\"'{}$^%,?@", min_size=1, max_size=14))
def test_markdown_shows_any_question_as_it_is(question):
    drawn = MarkdownIt().render(markdown([silent(question)], [NOON]))
    heading = Letters(drawn).text.split("Asked 2026")[0].removeprefix("Answers from Quoth")
    assert heading.split() == question.split()


def test_exported_receipts_are_read_again(tmp_path):
    file = tmp_path / "chat.jsonl"
    file.write_text(receipts([ANSWER, silent()], [NOON, NOON], "a1"), encoding="utf-8")
    one, other = read(file)
    assert isinstance(one, Receipt)
    assert isinstance(other, Receipt)
    assert (one.question, one.library, one.date) == (
        "What do <all> pay?",
        "a1",
        "2026-05-01T12:00:00+00:00",
    )
    assert [quote.text for quote in one.quotes] == ["Adults pay 9 crowns.", "Children pay nothing."]
    assert other.silence == "The documents do not say."
    assert len([json.loads(line) for line in file.read_text().splitlines()]) == 2
