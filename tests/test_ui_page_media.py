"""The page on paper, in the dark and in colours of a person's own, in a real browser."""

import pytest

from tests.visits import Visit, address, browser, labels, shelf, toy, visit

__all__ = ["address", "browser", "labels", "shelf", "toy", "visit"]

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


def style(visit: Visit, selector: str, name: str) -> str:
    return visit.page.eval_on_selector(selector, "(one, name) => getComputedStyle(one)[name]", name)


def test_the_whole_conversation_is_printed_and_nothing_over_it(visit):
    for _ in range(4):
        visit.ask("What do adults pay?")
    visit.open("t4-q1")
    visit.page.emulate_media(media="print", color_scheme="dark")
    for hidden in ("#quoth-panel", "#quoth-ask", ".tools", ".views", "#t1 .again", "#t1 .thumbs"):
        assert not visit.page.locator(hidden).is_visible(), hidden
    assert visit.page.locator("#t1 figure.quote").first.is_visible()
    assert style(visit, "#quoth", "position") == "static"
    assert style(visit, "#quoth-talk", "overflow") == "visible"
    # Black on white, whatever the screen is like.
    assert style(visit, "#t1 .question", "color") == "rgb(0, 0, 0)"
    assert style(visit, "#t1 .question", "backgroundColor") == "rgb(255, 255, 255)"


def test_the_arrow_is_seen_in_colours_that_a_person_has_set(visit):
    visit.page.emulate_media(forced_colors="active")
    # Those of Chromium on Linux: black letters on white buttons.
    assert style(visit, ".composer [type=submit] svg", "stroke") == "rgb(0, 0, 0)"
    assert style(visit, ".composer [type=submit]", "borderTopStyle") == "solid"


def test_what_the_browser_draws_itself_is_dark_where_the_page_is(browser, address):
    for scheme, drawn in (("dark", "dark"), ("light", "normal")):
        with Visit(browser, address, color_scheme=scheme) as visit:
            assert style(visit, "body", "colorScheme") == drawn
