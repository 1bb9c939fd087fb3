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
    assert column(visit, "Together") == ["1 0.0328", "2 0.0161", "3 0.0159"]
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
    assert column(visit, "Together") == ["1 0.0328", "3 0.0159", "2 0.0161"]
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


@pytest.mark.parametrize("width", [390, 1280])
def test_all_that_is_known_of_a_passage_is_in_sight_on_any_screen(browser, address, width):
    with Visit(browser, address, width=width) as visit:
        tried(visit, "What do adults pay?")
        visit.page.wait_for_selector(".verdict")
        wide = "wide => wide.scrollWidth <= wide.clientWidth"
        assert visit.page.eval_on_selector("#quoth-retrieval .wide", wide)
        assert visit.page.evaluate("document.documentElement.scrollWidth") == width
