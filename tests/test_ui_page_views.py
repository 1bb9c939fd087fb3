"""The views of the page as steps of the browser: back, on, reload, bookmark; in a real browser."""

from collections.abc import Iterator

import pytest

from tests.test_ui_page_documents import assistant, largest, library, visit
from tests.visits import Visit, address, browser, labels, shelf, toy

__all__ = [
    "address",
    "assistant",
    "browser",
    "labels",
    "largest",
    "library",
    "shelf",
    "toy",
    "visit",
]

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


@pytest.fixture
def phone(browser, address) -> Iterator[Visit]:
    """A phone, with the source of an answer open in the drawer."""
    with Visit(browser, address, width=390, height=844, has_touch=True, is_mobile=True) as phone:
        phone.ask("What do adults pay?")
        phone.open("t1-q1")
        phone.page.wait_for_selector("#quoth-panel mark.short", state="visible")
        yield phone


def where(visit: Visit) -> tuple[str, list[str]]:
    """Return what the address names, and which view is marked."""
    return visit.page.evaluate("location.hash"), visit.texts("nav [aria-current]")


def test_back_and_on_lead_from_view_to_view(visit):
    # The fixture has come to the documents from the first view.
    assert where(visit) == ("#documents", ["Documents"])
    visit.page.click("nav >> text=Ask")
    assert where(visit) == ("", ["Ask"])
    visit.page.go_back()
    assert where(visit) == ("#documents", ["Documents"])
    assert visit.page.is_visible("#quoth-sieve")
    visit.page.go_back()
    assert where(visit) == ("", ["Ask"])
    assert visit.page.is_visible("#quoth-question")
    visit.page.go_forward()
    assert where(visit) == ("#documents", ["Documents"])


def test_the_same_view_twice_is_one_step(visit):
    visit.page.click("nav >> text=Documents")
    visit.page.go_back()
    assert where(visit) == ("", ["Ask"])


def test_a_page_loaded_anew_shows_the_same_view_and_the_same_chat(visit):
    visit.page.click("nav >> text=Ask")
    visit.ask("What do children pay?")
    visit.page.click("nav >> text=Documents")
    visit.page.reload()
    visit.page.wait_for_selector("#t1:not(.waiting)", state="attached")
    assert where(visit) == ("#documents", ["Documents"])
    visit.page.go_back()
    assert visit.text("#t1 .question") == "What do children pay?"


def test_a_bookmark_leads_to_its_view_and_one_of_nothing_to_the_first(visit):
    page = visit.context.new_page()
    page.goto("/#documents")
    page.wait_for_selector("#quoth-sieve", state="visible")
    page.close()
    page = visit.context.new_page()
    page.goto("/#source")
    page.wait_for_selector("#quoth-library")
    assert page.is_visible("#quoth-question")
    assert page.evaluate("location.hash") == ""


def test_on_a_phone_back_closes_the_source_and_on_opens_it_again(phone):
    assert phone.page.evaluate("location.hash") == "#source"
    phone.page.go_back()
    phone.page.wait_for_selector("#quoth-panel", state="hidden")
    assert where(phone) == ("", ["Ask"])
    assert phone.text("#t1 .question") == "What do adults pay?"
    phone.page.go_forward()
    phone.page.wait_for_selector("#quoth-panel mark.short", state="visible")


def test_on_a_phone_a_source_that_was_closed_is_no_step_to_go_back_to(phone):
    phone.page.tap("[data-close]")
    phone.page.wait_for_function("location.hash === ''")
    steps = phone.page.evaluate("history.length")
    phone.open("t1-q2")
    phone.page.wait_for_function("location.hash === '#source'")
    assert phone.page.evaluate("history.length") == steps
    phone.page.keyboard.press("Escape")
    phone.page.wait_for_function("location.hash === ''")
    assert where(phone) == ("", ["Ask"])


def test_beside_the_conversation_a_source_is_no_step(phone):
    phone.page.tap("[data-close]")
    phone.page.wait_for_function("location.hash === ''")
    phone.page.set_viewport_size({"width": 1280, "height": 800})
    phone.open("t1-q2")
    assert phone.page.evaluate("location.hash") == ""
