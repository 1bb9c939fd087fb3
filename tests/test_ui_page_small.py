"""The page on a phone, and magnified: narrow screens and short ones, in a real browser."""

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
    with Visit(browser, address, width=390, height=844) as phone:
        phone.ask("What do adults pay?")
        phone.open("t1-q1")
        phone.page.wait_for_selector("#quoth-panel mark.short", state="visible")
        yield phone


def middle(phone: Visit, selector: str) -> tuple[float, float]:
    box = phone.page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("below", ["[data-renew]", "nav [data-view=retrieval]", "#quoth-chats"])
def test_a_tap_beside_the_drawer_closes_it_and_reaches_nothing_else(phone, below):
    phone.page.mouse.click(*middle(phone, below))
    phone.page.wait_for_selector("#quoth-panel", state="hidden")
    assert phone.page.locator(".turn").count() == 1
    assert phone.texts("nav [aria-current]") == ["Ask"]
    assert phone.page.locator(".menu[open]").count() == 0
    # The next one does.
    phone.page.mouse.click(*middle(phone, "[data-renew]"))
    phone.page.wait_for_selector(".welcome")


def test_a_tap_or_a_selection_in_the_drawer_leaves_it_open(phone):
    phone.page.click("#quoth-panel .top .facts")
    assert phone.page.locator("#quoth.reading-source").count() == 1
    # Words of the source are selected, and the finger leaves the drawer on the way.
    phone.page.mouse.move(*middle(phone, "#quoth-panel mark.short"))
    phone.page.mouse.down()
    phone.page.mouse.move(300, 40, steps=5)
    phone.page.mouse.up()
    assert phone.page.evaluate("String(getSelection()).length") > 0
    assert phone.page.locator("#quoth.reading-source").count() == 1
    phone.page.mouse.click(300, 40)
    phone.page.wait_for_selector("#quoth-panel", state="hidden")


def test_beside_an_open_source_a_wide_page_stays_as_it_is(phone):
    phone.page.set_viewport_size({"width": 1280, "height": 800})
    phone.page.click("nav >> text=Try retrieval")
    assert phone.texts("nav [aria-current]") == ["Try retrieval"]


def test_on_the_narrowest_phone_the_list_of_documents_does_not_scroll_sideways(visit):
    visit.page.set_viewport_size({"width": 320, "height": 640})
    # 320 less 16 on each side, once that has moved there.
    visit.page.wait_for_function("document.querySelector('#quoth-shelf .wide').clientWidth === 288")
    assert visit.page.eval_on_selector("#quoth-shelf .wide", "box => box.scrollWidth") == 288
    visit.page.click("#quoth-shelf [data-remove]")
    assert visit.page.eval_on_selector("#quoth-shelf .wide", "box => box.scrollWidth") == 288


def test_in_a_narrow_list_one_passage_is_one_and_all_stands_below_the_title(visit):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    # 390 less 16 on each side, once that has moved there.
    visit.page.wait_for_function("document.querySelector('#quoth-shelf .wide').clientWidth === 358")
    row = "#quoth-shelf tbody tr"
    assert visit.page.inner_text(f"{row} [data-column=Passages]") == "1 passage"
    left = "cells => cells.map(cell => cell.getBoundingClientRect().left)"
    # 16 at the side, and 1.8 rem for the box that is ticked.
    columns = f"{row} :is(.title, .facts, td[data-column=Kind])"
    visit.page.wait_for_timeout(500)  # it moves there
    assert visit.page.eval_on_selector_all(columns, left) == pytest.approx([44.8] * 3, abs=0.1)
    assert visit.page.eval_on_selector_all(f"{row} input", left) == [16]


def test_on_a_phone_notes_show_what_they_say_and_empty_menus_why(browser, address):
    with Visit(browser, address, width=390, height=844) as phone:
        phone.page.click("#quoth-notes summary")
        assert phone.page.is_visible("#quoth-notes .empty")
        phone.page.keyboard.press("Escape")
        phone.ask("What do children pay?")
        phone.page.click("#t1 >> text=Save as note")
        phone.page.click("#quoth-notes summary")
        assert phone.page.inner_text("#quoth-notes .title") == "What do children pay?"
        assert phone.page.inner_text("#quoth-notes .words").startswith("“Children pay nothing.”")


def test_the_keyboard_stays_in_the_drawer_until_it_is_closed(phone):
    phone.page.focus("#quoth-panel .text")
    reached = set()
    for _ in range(8):
        phone.page.keyboard.press("Tab")
        reached.add(
            phone.page.evaluate(
                "document.activeElement === document.body"
                " || document.activeElement.closest('#quoth-panel') !== null"
            )
        )
    assert reached == {True}
    phone.page.keyboard.press("Escape")
    phone.page.click("#quoth-question")
    assert phone.page.evaluate("document.activeElement.id") == "quoth-question"


def test_on_a_phone_the_head_says_less_and_cuts_nothing_off(visit):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    assert visit.page.inner_text("#quoth-library summary").strip() == "1 document"
    assert visit.page.eval_on_selector(
        "#quoth-library summary", "s => s.scrollWidth <= s.clientWidth"
    )
    assert visit.page.get_by_role("button", name="New chat").count() == 1
    box = visit.page.locator("[data-renew]").bounding_box()
    assert box["width"] < 60


@pytest.mark.parametrize(("touched", "left"), [(True, ""), (False, "quoth-question")])
def test_once_asked_the_keyboard_of_a_phone_leaves_room_for_the_answer(
    browser, address, touched, left
):
    with Visit(
        browser, address, width=390, height=844, has_touch=touched, is_mobile=touched
    ) as phone:
        phone.ask("What do adults pay?")
        assert phone.page.evaluate("document.activeElement.id") == left
        phone.page.click("#t1 [data-edit]")
        assert phone.page.evaluate("document.activeElement.id") == "quoth-question"


def test_a_question_as_long_as_a_letter_leaves_room_for_its_answer(browser, address):
    with Visit(browser, address, width=390, height=844, reduced_motion="reduce") as phone:
        phone.ask("What do children pay, if anything, " * 40)
        # 40 % of 844, and it is scrolled in.
        height = phone.page.eval_on_selector("#t1 .question", "box => box.offsetHeight")
        assert height == pytest.approx(337.6, abs=0.5)
        assert phone.in_sight("#t1 .large")


def test_a_finger_finds_room_on_every_button_of_an_answer(browser, address):
    with Visit(browser, address, width=390, height=844, has_touch=True, is_mobile=True) as phone:
        phone.ask("What do adults pay?")
        heights = "buttons => buttons.map(button => button.getBoundingClientRect().height)"
        phone.page.click("#quoth-chats summary")
        buttons = "#t1 :is(.again, .foot) button, .views button, .tools :is(summary, button)"
        assert min(phone.page.eval_on_selector_all(buttons, heights)) >= 24


def test_magnified_four_times_the_head_scrolls_away_and_leaves_room_to_read(browser, address):
    with Visit(browser, address, width=360, height=225) as small:
        small.ask("What do children pay?")
        small.page.wait_for_function("document.getElementById('quoth').scrollTop > 0")
        assert small.page.eval_on_selector("#quoth-talk", "talk => talk.clientHeight") == 161
        assert small.in_sight("#t1 .question")
        assert small.in_sight("#quoth-question")


def test_on_a_short_screen_the_head_of_a_source_leaves_room_for_its_text(phone):
    phone.page.set_viewport_size({"width": 320, "height": 256})
    heights = "box => [box.offsetHeight, box.parentElement.querySelector('.text').offsetHeight]"
    top, text = phone.page.eval_on_selector("#quoth-panel .top", heights)
    assert top <= text


# A phone on its side, and 1280 by 1024 at 400 %.
@pytest.mark.parametrize(("width", "height"), [(844, 390), (320, 256)])
def test_on_a_short_screen_one_scrolls_to_the_list_of_documents(visit, width, height):
    visit.page.set_viewport_size({"width": width, "height": height})
    title = visit.page.locator("#quoth-shelf td .title")
    title.scroll_into_view_if_needed()
    assert visit.in_sight("#quoth-shelf td .title")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width
    # Back to the top, where files are added.
    visit.page.locator("nav").scroll_into_view_if_needed()
    visit.page.locator("#quoth-into").scroll_into_view_if_needed()
    assert visit.in_sight("#quoth-into")
