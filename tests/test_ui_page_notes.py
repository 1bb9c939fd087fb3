"""What people say of answers at the page, in a real browser, and the label it makes."""

import pytest

from tests.visits import (
    ENTRIES,
    TEXT,
    Toy,
    Visit,
    address,
    browser,
    free_port,
    labels,
    no_labels,
    only,
    shelf,
    toy,
    visit,
)
from ui import app, spoken
from ui.chats import Trouble

__all__ = ["address", "browser", "labels", "no_labels", "shelf", "toy", "visit"]

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


def test_a_thumb_is_noted_for_review_and_taken_back(visit, no_labels):
    visit.ask("What do children pay?")
    thumb = visit.page.get_by_role("button", name="Right: this answers the question")
    thumb.click()
    visit.wait_noted(1, "Noted for review")
    assert thumb.get_attribute("aria-pressed") == "true"
    label = only(no_labels)
    assert (label.question, label.answers) == ("What do children pay?", ("nothing",))
    assert (label.state, label.verdict, label.document) == ("review", "up", "tram.md")
    assert label.quote.text == TEXT[label.quote.start : label.quote.end] == "Children pay nothing."
    visit.judge(1, "down", "Noted for review")
    assert (only(no_labels).verdict, only(no_labels).quote) == ("down", None)
    assert thumb.get_attribute("aria-pressed") == "false"
    # Another question redraws the conversation; what was said stays.
    visit.ask("What do adults pay?")
    assert visit.text("#t1 .noted") == "Noted for review"
    assert visit.text("#t2 .noted") == ""
    visit.judge(1, "down", "")
    assert no_labels.read() == []


def test_a_thumb_up_under_a_refusal_says_that_the_documents_do_not(visit, no_labels):
    visit.ask("Who drove the zeppelin?")
    visit.page.get_by_role("button", name="Right: they do not say").click()
    visit.wait_noted(1, "Noted for review")
    label = only(no_labels)
    assert (label.state, label.near_miss, label.answers) == ("review", True, ())


def test_the_right_quote_is_chosen_in_the_source(visit, no_labels):
    visit.ask("What do adults pay?")
    visit.judge(1, "up", "Noted for review")
    visit.open("t1-q2")
    visit.page.click("text=This is the right quote")
    visit.wait_noted(1, "Right quote noted")
    visit.page.wait_for_selector("#quoth-panel >> text=Right quote noted")
    label = only(no_labels)
    assert (label.document, label.answers) == ("m.txt", ("11 crowns",))
    assert (label.state, label.verdict) == ("right", "up")
    # Each source says only what was said of it.
    visit.open("t1-q1")
    visit.page.wait_for_selector("text=This is the right quote")
    visit.open("t1-q2")
    visit.page.click("#quoth-panel >> text=Right quote noted")
    visit.wait_noted(1, "Noted for review")
    assert only(no_labels).state == "review"


def test_what_is_selected_in_the_source_can_be_the_right_quote(visit, no_labels):
    visit.ask("Who drove the zeppelin?")
    visit.open("t1-n1")
    assert visit.page.is_hidden("[data-choose]")
    # Behind carriage returns, and behind a letter that JavaScript counts as two.
    visit.select(" depot burned down in winter")
    visit.page.click("text=The selection is the right quote")
    visit.wait_noted(1, "Right quote noted")
    label = only(no_labels)
    at = TEXT.index("depot burned down in winter")
    assert (label.quote.start, label.quote.text) == (at, "depot burned down in winter")
    assert (label.answers, label.state) == (("depot burned down in winter",), "right")
    visit.page.click("#quoth-panel >> text=Right quote noted")
    visit.wait_noted(1, "")
    assert no_labels.read() == []


def test_a_folder_that_cannot_be_written_is_told_in_one_line(visit, no_labels):
    no_labels.path.mkdir()
    try:
        visit.ask("What do children pay?")
        visit.page.click("#t1 .thumb.up")
        visit.page.wait_for_selector("#t1 .noted.failed")
        assert visit.text("#t1 .noted").startswith(f"Not noted: {no_labels.path} cannot be written")
        assert visit.page.get_attribute("#t1 .thumb.up", "aria-pressed") == "false"
    finally:
        no_labels.path.rmdir()
    visit.judge(1, "up", "Noted for review")


def test_a_page_without_labels_has_no_thumbs(browser, toy):
    page = app.build(toy, documents=lambda: ENTRIES)
    visit = Visit(browser, app.launch(page, port=free_port()))
    try:
        visit.ask("What do adults pay?")
        visit.open("t1-q1")
        assert visit.page.locator(".thumb, [data-choose]").count() == 0
    finally:
        visit.context.close()
        page.close(verbose=False)


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"turn": 1, "verdict": "sideways"},
        {"turn": 0, "verdict": "up"},
        {"turn": 3, "verdict": "up"},
        {"turn": "1", "verdict": "up"},
        {"turn": 2, "verdict": "up"},
        {"citation": "t9-q1"},
        {"citation": "t2-q1"},
    ],
)
def test_what_makes_no_sense_is_not_noted(event):
    turns = (Toy().ask("What do children pay?"), Trouble("???", "empty"))
    assert spoken.spoken(turns, {}, event) is None
