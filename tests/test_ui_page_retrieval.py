"""Trying what is found for a question, in a real browser."""

import pytest

from tests.visits import (
    MINUTES,
    Visit,
    address,
    browser,
    labels,
    no_labels,
    only,
    shelf,
    toy,
    visit,
)
from ui import talking

__all__ = ["address", "browser", "labels", "no_labels", "shelf", "toy", "visit"]

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


def tried(visit, question: str) -> None:
    visit.page.click("text=Try retrieval")
    visit.page.fill("#quoth-trial", question)
    visit.page.press("#quoth-trial", "Enter")
    visit.page.wait_for_selector("#quoth-retrieval :is(.verdict, .trouble)")


def column(visit, name: str) -> list[str]:
    return visit.texts(f'#quoth-retrieval td[data-column="{name}"]')


def test_a_question_shows_what_was_found_in_which_way_and_what_was_read(visit):
    tried(visit, "What do adults pay?")
    assert visit.text(".verdict") == (
        "Answered with 2 of these; a quote is shown from 25 % on.".replace(" %", "\xa0%")
    )
    assert column(visit, "Together") == ["1. 0.0328", "2. 0.0161", "3. 0.0159"]
    assert column(visit, "By meaning") == ["1. 0.812", "2. 0.500", "not found"]
    assert column(visit, "By words") == ["1.", "not found", "3."]
    readings = column(visit, "The reader")
    assert readings[0].startswith("<b>9</b> crowns sure")
    assert readings[1].startswith("11 crowns likely")
    assert readings[2] == "none"
    assert visit.text('[data-fused^="2."] .passage mark') == "11 crowns"


def test_the_table_is_sorted_by_any_column(visit):
    tried(visit, "What do adults pay?")
    visit.page.click('[data-sort="words"]')
    assert column(visit, "Together") == ["1. 0.0328", "3. 0.0159", "2. 0.0161"]
    assert visit.page.get_attribute('th:has([data-sort="words"])', "aria-sort") == "ascending"
    assert visit.page.get_attribute('th:has([data-sort="fused"])', "aria-sort") == "none"


def test_a_row_leads_to_its_source(visit):
    tried(visit, "What do adults pay?")
    visit.open("r-q2")
    assert visit.text("#quoth-panel mark.short") == "11 crowns"
    visit.open("r-q3")
    assert visit.text("#quoth-panel .note") == "Nearest passage, not an answer"


def test_the_right_quote_is_chosen_in_the_table(visit, no_labels):
    tried(visit, "What do adults pay?")
    visit.page.click('tr:nth-child(2) [data-choose="r-q2"]')
    visit.page.wait_for_selector('tr [data-choose="r-q2"][aria-pressed="true"]')
    label = only(no_labels)
    assert (label.question, label.answers) == ("What do adults pay?", ("11 crowns",))
    assert (label.state, label.document) == ("right", MINUTES.name)
    visit.open("r-q2")
    visit.page.wait_for_selector("#quoth-panel >> text=Right quote noted")
    visit.page.click('tr:nth-child(2) [data-choose="r-q2"]')
    visit.page.wait_for_selector('tr [data-choose="r-q2"][aria-pressed="false"]')
    assert no_labels.read() == []


def test_the_question_just_asked_is_at_hand_and_the_conversation_stays(visit):
    visit.ask("What do children pay?")
    visit.page.click("text=Try retrieval")
    assert visit.page.input_value("#quoth-trial") == "What do children pay?"
    assert visit.page.is_hidden("#quoth-talk")
    visit.page.click("nav >> text=Ask")
    assert visit.text("#t1 blockquote") == "Children pay nothing."
    assert visit.page.is_visible("#t1")


def test_what_cannot_be_asked_is_told_in_one_line(visit):
    tried(visit, "???")
    assert visit.text("#quoth-retrieval .trouble") == "the question is empty. Ask in plain words"


def test_the_same_question_can_be_tried_twice(visit):
    tried(visit, "What do adults pay?")
    first = visit.page.get_attribute(".trial", "data-moment")
    visit.page.click(".trial [type=submit]")
    visit.page.wait_for_selector(f'.trial:not([data-moment="{first}"])')
    assert visit.page.is_enabled(".trial [type=submit]")
    assert visit.page.get_attribute(".trial", "aria-busy") is None
    # Its sources are opened anew, also where they are the same.
    visit.open("r-q2")
    visit.page.click(".trial [type=submit]")
    visit.page.wait_for_selector('button[data-cite="r-q2"][aria-pressed="false"]')
    visit.page.click('button.chip[data-cite="r-q2"]')
    visit.page.wait_for_selector('button[data-cite="r-q2"][aria-pressed="true"]')


def test_a_bug_does_not_leave_the_form_waiting(visit, capfd):
    for _ in range(2):
        tried(visit, "Please explode")
        visit.page.wait_for_selector(".trial [type=submit]:enabled")
    assert visit.text("#quoth-retrieval .trouble") == talking._BROKEN
    assert "RuntimeError: a bug" in capfd.readouterr().err
    tried(visit, "What do adults pay?")
    visit.page.wait_for_selector(".verdict")


def test_a_request_that_is_refused_leaves_the_form_free(visit):
    visit.page.click("text=Try retrieval")
    visit.page.route("**/queue/join*", lambda route: route.fulfill(status=401, json={}))
    visit.page.fill("#quoth-trial", "What do adults pay?")
    with visit.page.expect_response("**/queue/join*"):
        visit.page.press("#quoth-trial", "Enter")
    visit.page.wait_for_selector(".trial [type=submit]:enabled")


def test_on_a_phone_a_source_is_opened_again_after_something_was_tried(browser, address):
    with Visit(browser, address, width=390, height=844) as visit:
        visit.ask("What do adults pay?")
        visit.open("t1-q1")
        visit.page.click("[data-close]")
        tried(visit, "What do children pay?")
        visit.page.click("nav >> text=Ask")
        visit.page.click('button.chip[data-cite="t1-q1"]')
        visit.page.wait_for_selector(".reading-source #quoth-panel mark.short")


@pytest.mark.parametrize("width", [390, 1280])
def test_all_that_is_known_of_a_passage_is_in_sight_on_any_screen(browser, address, width):
    with Visit(browser, address, width=width) as visit:
        tried(visit, "What do adults pay?")
        visit.page.wait_for_selector(".verdict")
        wide = "wide => wide.scrollWidth <= wide.clientWidth"
        assert visit.page.eval_on_selector("#quoth-retrieval .wide", wide)
        assert visit.page.evaluate("document.documentElement.scrollWidth") == width
