"""Answers as a terminal shows them."""

from index.documents import Heading
from index.library import Hit
from index.passages import Passage
from qa.answer import Answer, Quote, Reason, Silence
from tests.fakes import document
from ui.plain import plain, visible

GUIDE = document(
    "# Prices\n\nAdults pay\n9 crowns a day.",
    title="The guide",
    headings=[Heading(0, 8, 1, "Prices")],
)


def test_a_quote_stands_above_its_citation():
    answer = Answer("how much", "how much", (Quote(GUIDE, 10, 36, 21, 29, 0.873),), None)
    assert plain(answer) == (
        "“Adults pay 9 crowns a day.”\n  [1] The guide · Prices · line 4 · 87% sure"
    )


def test_yes_or_no_is_left_to_who_reads():
    quote = Quote(GUIDE, 10, 36, 10, 36, 0.873)
    answer = Answer("Do adults pay?", "Do adults pay?", (quote,), None, settles=True)
    assert plain(answer).startswith("Yes or no? Read the sentence that settles it.\n“Adults pay")


def test_a_terminal_shows_the_short_answer_bold():
    answer = Answer("how much", "how much", (Quote(GUIDE, 10, 36, 21, 29, 0.873),), None)
    assert "“Adults pay \x1b[1m9 crowns\x1b[0m a day.”" in plain(answer, colours=True)


def test_a_list_is_shown_line_by_line():
    bread = document("You need:\n- rye flour\n- salt\n", title="Bread")
    quote = Quote(bread, 10, 28, 10, 28, 0.5)
    expected = "“- rye flour\n- salt”\n  [1] Bread · line 2 · 50% sure"
    assert plain(Answer("q", "q", (quote,), None)) == expected
    assert plain(Answer("q", "q", (quote,), None), colours=True).startswith("“- rye flour\n- salt”")


def test_a_row_is_shown_with_what_its_columns_are_called():
    parcels = document("| Weight | Price |\n|---|---|\n| up to 2 kg | £3 |", title="Post")
    start = parcels.text.index("| up")
    quote = Quote(parcels, start, len(parcels.text), start + 15, start + 17, 0.5)
    assert plain(Answer("q", "q", (quote,), None)) == (
        "“| up to 2 kg | £3 |”\n  columns: Weight | Price\n  [1] Post · line 3 · 50% sure"
    )


def test_a_page_takes_the_place_of_a_line():
    paged = document("Adults pay 9 crowns.", title="The guide", pages=[0])
    answer = Answer("q", "q", (Quote(paged, 0, 20, 11, 19, 0.5),), None)
    assert "[1] The guide · page 1 · 50% sure" in plain(answer)


def test_a_silence_shows_the_nearest_passages_as_no_answer():
    silence = Silence(Reason.UNSURE, "The documents do not say.")
    hit = Hit(GUIDE, Passage(GUIDE.id, 10, 36), 0.03)
    assert plain(Answer("q", "q", (), silence, (hit,))) == (
        "The documents do not say.\nNearest passages (not an answer):\n"
        "  - The guide · Prices · line 3: Adults pay 9 crowns a day."
    )


def test_of_the_passage_with_what_was_withheld_that_is_shown_and_first():
    silence = Silence(Reason.UNSURE, "The documents do not say.")
    whole = Hit(GUIDE, Passage(GUIDE.id, 0, 36), 0.02)
    other = Hit(document("Dogs pay nothing.", title="Dogs"), Passage("d", 0, 17), 0.03)
    withheld = (Quote(GUIDE, 10, 36, 21, 29, 0.2),)
    answer = Answer("q", "q", (), silence, (other, whole), withheld)
    assert answer.nearest == (whole, other)
    assert plain(answer).splitlines()[2:] == [
        "  - The guide · Prices · line 3: Adults pay 9 crowns a day.",
        "  - Dogs · line 1: Dogs pay nothing.",
    ]


def test_a_question_that_was_changed_is_shown_as_it_was_searched():
    silence = Silence(Reason.UNSURE, "The documents do not say.")
    assert plain(Answer("why?", "Why was it moved?", (), silence)).startswith(
        "Searched as: Why was it moved?\n"
    )


def test_a_document_cannot_drive_the_terminal():
    assert visible("a\x1b[2Jb\n c") == "a\ufffd[2Jb c"
