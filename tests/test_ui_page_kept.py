"""What a person keeps or takes away: chats, notes, exports; in a real browser."""

import json
from pathlib import Path

import pytest

from qa.receipt import Receipt, read
from tests.visits import (
    ENTRIES,
    Visit,
    address,
    browser,
    free_port,
    labels,
    no_labels,
    shelf,
    toy,
    visit,
)
from ui import app

__all__ = ["address", "browser", "labels", "no_labels", "shelf", "toy", "visit"]

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

CITED = "“Children pay nothing.” [1]\n\n[1] The <i>tram</i>, Prices (tram.md)"


def chats(visit: Visit) -> list[str]:
    return visit.texts("#quoth-chats [data-chat]")


def kept(visit: Visit) -> list[list[str]]:
    """Return the questions of each chat as the browser keeps it."""
    return visit.page.evaluate(
        "JSON.parse(localStorage.getItem('quoth:chats:toy'))"
        ".map(chat => chat.turns.map(turn => turn.question))"
    )


def open_chat(visit: Visit, title: str) -> None:
    visit.page.click("#quoth-chats summary")
    visit.page.click(f"[data-chat] >> text={title}")


def downloaded(visit: Visit, menu: str, label: str) -> Path:
    visit.page.click(f"{menu} summary")
    with visit.page.expect_download() as found:
        visit.page.click(f"text={label}")
    visit.page.keyboard.press("Escape")
    path = Path(found.value.path())
    return path.rename(path.with_name(found.value.suggested_filename))


def test_an_answer_is_copied_with_its_citations(visit, address):
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    visit.ask("What do children pay?")
    visit.page.click("#t1 .foot >> text=Copy")
    visit.page.wait_for_selector("#t1 .foot >> text=Copied")
    assert visit.page.evaluate("navigator.clipboard.readText()") == CITED


def test_a_chat_is_kept_in_the_browser_and_opened_again_with_its_sources(visit, toy):
    visit.ask("What do children pay?")
    visit.ask("Who drove the zeppelin?")
    visit.page.click("text=New chat")
    visit.page.wait_for_selector(".welcome")
    # An empty one is none of those that are kept, and there is nothing in it to export.
    assert visit.page.locator("#quoth-chats [data-chat]").count() == 1
    assert visit.page.locator("#quoth-chats [aria-current]").count() == 0
    assert visit.page.locator("#quoth-chats [data-export]:disabled").count() == 2
    visit.ask("What do adults pay?")
    assert chats(visit) == ["What do adults pay?", "What do children pay?"]
    row = visit.page.locator("#quoth-chats [aria-current]")
    assert row.get_attribute("title") == "What do adults pay?"
    asked = len(toy.histories)
    open_chat(visit, "What do children pay?")
    visit.page.wait_for_selector("#t2:not(.waiting)")
    assert visit.text("#t1 blockquote") == "Children pay nothing."
    assert visit.text("#t2 .message") == "The documents do not say."
    visit.open("t1-q1")
    assert visit.text("#quoth-panel mark.short") == "nothing"
    visit.open("t2-n1")
    # What is not asked again costs nothing.
    assert len(toy.histories) == asked
    # And it goes on from there.
    visit.ask("And children?")
    assert toy.histories[-1] == ["What do children pay?", "Who drove the zeppelin?"]
    assert chats(visit) == ["What do children pay?", "What do adults pay?"]


def test_a_page_loaded_anew_shows_the_same_chat(visit):
    visit.ask("What do children pay?")
    visit.page.reload()
    visit.page.wait_for_selector("#t1:not(.waiting)")
    assert visit.text("#t1 blockquote") == "Children pay nothing."
    assert chats(visit) == ["What do children pay?"]
    visit.open("t1-q1")
    visit.page.click("text=New chat")
    visit.page.wait_for_selector(".welcome")
    visit.page.reload()
    visit.page.wait_for_selector("#quoth-library")
    assert visit.page.locator(".turn").count() == 0


def test_a_turn_whose_document_is_gone_is_asked_again(visit, toy, shelf):
    visit.ask("What do children pay?")
    held = dict(shelf.held)
    shelf.held.clear()
    try:
        visit.page.reload()
        visit.page.wait_for_selector("#t1:not(.waiting)")
        assert toy.histories[-1] == []
        assert visit.text("#t1 blockquote") == "Children pay nothing."
    finally:
        shelf.held.update(held)


def test_what_was_said_of_an_answer_is_still_there_in_a_kept_chat(visit, no_labels):
    visit.ask("What do adults pay?")
    visit.ask("Who drove the zeppelin?")
    visit.judge(2, "up", "Noted for review")
    visit.open("t1-q2")
    visit.page.click("text=This is the right quote")
    visit.wait_noted(1, "Right quote noted")
    visit.page.click("text=New chat")
    visit.page.wait_for_selector(".welcome")
    # The next chat begins with nothing said.
    visit.ask("What do children pay?")
    assert visit.text("#t1 .noted") == ""
    open_chat(visit, "What do adults pay?")
    visit.page.wait_for_selector("#t2:not(.waiting)")
    visit.wait_noted(2, "Noted for review")
    assert visit.text("#t1 .noted") == "Right quote noted"
    assert visit.page.get_attribute("#t2 .thumb.up", "aria-pressed") == "true"
    visit.page.reload()
    visit.page.wait_for_selector("#t2:not(.waiting)")
    visit.wait_noted(1, "Right quote noted")
    # It is the same line that is taken back.
    visit.judge(2, "up", "")
    assert [label.question for label in no_labels.read()] == ["What do adults pay?"]
    visit.page.reload()
    visit.page.wait_for_selector("#t2:not(.waiting)")
    visit.wait_noted(1, "Right quote noted")
    assert visit.text("#t2 .noted") == ""


def test_a_chat_goes_on_where_the_server_has_forgotten_it(browser, toy, no_labels, shelf):
    page = app.build(toy, documents=lambda: ENTRIES, labels=no_labels, library=shelf)
    try:
        with Visit(browser, app.launch(page, port=free_port())) as visit:
            visit.ask("What do children pay?")
            visit.judge(1, "up", "Noted for review")
            # As after an hour without a connection, or a restart of the server.
            page.state_holder.session_data.clear()
            asked = len(toy.histories)
            visit.ask("What do adults pay?")
            assert toy.histories[asked:] == [["What do children pay?"]]
            assert visit.texts(".turn .question") == [
                "What do children pay?",
                "What do adults pay?",
            ]
            assert kept(visit) == [["What do children pay?", "What do adults pay?"]]
            visit.judge(2, "up", "Noted for review")
            assert visit.text("#t1 .noted") == "Noted for review"
            visit.open("t1-q1")
    finally:
        page.close(verbose=False)


def test_sources_thumbs_and_exports_work_where_the_server_has_forgotten_the_chat(
    browser, toy, no_labels, shelf
):
    page = app.build(toy, documents=lambda: ENTRIES, labels=no_labels, library=shelf)
    try:
        with Visit(browser, app.launch(page, port=free_port())) as visit:
            visit.ask("What do children pay?")
            visit.ask("What do adults pay?")
            visit.judge(1, "up", "Noted for review")
            page.state_holder.session_data.clear()
            asked = len(toy.histories)
            visit.open("t2-q1")
            assert visit.text("#quoth-panel mark.short") == "<b>9</b> crowns"
            text = downloaded(visit, "#quoth-chats", "Export as Markdown").read_text()
            assert "> Children pay **nothing**.[^1]" in text
            visit.judge(2, "down", "Noted for review")
            # What was said before is not forgotten with it.
            assert visit.text("#t1 .noted") == "Noted for review"
            assert len(toy.histories) == asked
    finally:
        page.close(verbose=False)


def test_a_question_that_was_not_answered_yet_is_there_again_on_a_page_loaded_anew(visit, toy):
    visit.ask("What do children pay?")
    visit.page.fill("#quoth-question", "What do ad")
    visit.page.reload()
    visit.page.wait_for_selector("#t1:not(.waiting)")
    assert visit.page.input_value("#quoth-question") == "What do ad"
    toy.go_on.clear()
    try:
        visit.page.fill("#quoth-question", "What do adults pay?")
        visit.page.press("#quoth-question", "Enter")
        visit.page.wait_for_selector("#t2.waiting")
        visit.page.reload()
    finally:
        toy.go_on.set()
    visit.page.wait_for_selector("#t1:not(.waiting)")
    assert visit.page.input_value("#quoth-question") == "What do adults pay?"
    # Once it is answered it is gone from there.
    visit.page.press("#quoth-question", "Enter")
    visit.page.wait_for_selector("#t2:not(.waiting)")
    visit.page.reload()
    visit.page.wait_for_selector("#t2:not(.waiting)")
    assert visit.page.input_value("#quoth-question") == ""


def test_a_chat_that_is_stopped_while_it_is_opened_takes_no_turns_of_another(visit, toy, shelf):
    visit.ask("What do children pay?")
    visit.page.click("text=New chat")
    visit.page.wait_for_selector(".welcome")
    visit.ask("What do adults pay?")
    before = [["What do adults pay?"], ["What do children pay?"]]
    assert kept(visit) == before
    documents = dict(shelf.held)
    shelf.held.clear()
    toy.go_on.clear()
    try:
        # Its document is gone, so it is asked again.
        open_chat(visit, "What do children pay?")
        visit.page.wait_for_selector("#t1.waiting")
        visit.page.keyboard.press("Escape")
        visit.page.wait_for_selector("#t1:not(.waiting)")
    finally:
        toy.go_on.set()
        shelf.held.update(documents)
    assert visit.text("#t1 .question") == "What do adults pay?"
    visit.ask("And children?")
    assert kept(visit) == [["What do adults pay?", "And children?"], ["What do children pay?"]]


def test_two_tabs_with_one_chat_lose_nothing_of_each_other(visit, no_labels):
    visit.ask("What do children pay?")
    other = visit.context.new_page()
    other.goto(visit.page.url)
    other.click("#quoth-chats summary")
    other.click("[data-chat] >> text=What do children pay?")
    other.wait_for_selector("#t1:not(.waiting)")
    visit.ask("What do adults pay?")
    assert kept(visit) == [["What do children pay?", "What do adults pay?"]]
    # What is said of an answer in the tab that shows less leaves the rest as it is.
    other.click("#t1 .thumb.up")
    other.wait_for_selector('#t1 .thumb.up[aria-pressed="true"]')
    assert kept(visit) == [["What do children pay?", "What do adults pay?"]]
    other.fill("#quoth-question", "Who drove the zeppelin?")
    other.press("#quoth-question", "Enter")
    other.wait_for_selector("#t2:not(.waiting)")
    assert kept(visit) == [
        ["What do children pay?", "Who drove the zeppelin?"],
        ["What do children pay?", "What do adults pay?"],
    ]
    visit.ask("And children?")
    assert kept(visit)[0] == ["What do children pay?", "What do adults pay?", "And children?"]
    assert len(kept(visit)) == 2


def test_the_chat_on_the_screen_goes_when_it_is_deleted(visit):
    visit.ask("Who drove the zeppelin?")
    visit.page.click("text=New chat")
    visit.page.wait_for_selector(".welcome")
    visit.ask("What do children pay?")
    visit.page.click("#quoth-chats summary")
    visit.page.focus("#quoth-chats li:first-child [data-drop]")
    visit.page.keyboard.press("Enter")
    assert visit.text("#quoth-chats li:first-child [data-drop]") == "Delete for good?"
    assert len(chats(visit)) == 2
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(".welcome")
    # The next one can be deleted as well, without a step of the mouse.
    assert visit.page.is_visible("#quoth-chats .drop")
    assert visit.page.evaluate("document.activeElement.dataset.drop !== undefined")
    visit.page.keyboard.press("Escape")
    visit.ask("What do adults pay?")
    assert kept(visit) == [["What do adults pay?"], ["Who drove the zeppelin?"]]


def test_whoever_closes_the_list_has_not_said_yes(visit):
    visit.ask("What do children pay?")
    visit.page.click("#quoth-chats summary")
    visit.page.click("#quoth-chats [data-drop]")
    visit.page.keyboard.press("Escape")
    visit.page.click("#quoth-chats summary")
    assert visit.page.get_by_role("button", name="Delete for good?", exact=True).count() == 0
    visit.page.click("#quoth-chats [data-drop]")
    assert len(chats(visit)) == 1


def test_a_chat_is_deleted_for_good(visit):
    visit.ask("What do children pay?")
    visit.page.click("#quoth-chats summary")
    visit.page.click("#quoth-chats [data-drop]")
    assert visit.page.get_by_role("button", name="Delete for good?", exact=True).count() == 1
    visit.page.click("#quoth-chats [data-drop]")
    assert chats(visit) == []
    assert visit.page.is_visible("#quoth-chats .empty")
    visit.page.reload()
    visit.page.wait_for_selector("#quoth-library")
    assert visit.page.locator(".turn").count() == 0


def test_a_storage_full_of_nonsense_does_no_harm(visit):
    broken = json.dumps([None, 1, {"number": 7, "title": {}, "turns": [{"question": "?"}, 3]}])
    visit.page.evaluate(
        "broken => { for (const what of ['chats', 'notes'])"
        " localStorage.setItem(`quoth:${what}:toy`, broken); }",
        broken,
    )
    visit.page.reload()
    visit.page.wait_for_selector("#quoth-library")
    assert chats(visit) == [""]
    visit.page.click("#quoth-chats summary")
    visit.page.locator("[data-chat]").dispatch_event("click")
    visit.page.wait_for_selector("#t1:not(.waiting)")
    assert visit.text("#t1 .trouble") == "the question is empty. Ask in plain words"
    assert visit.complaints == []


def test_an_answer_is_saved_as_a_note_and_the_notes_are_exported(visit):
    visit.ask("What do children pay?")
    visit.page.click("#t1 >> text=Save as note")
    visit.page.wait_for_selector("#t1 >> text=Saved")
    visit.page.reload()
    visit.page.wait_for_selector("#quoth-library")
    assert visit.texts("#quoth-notes .title") == ["What do children pay?"]
    assert visit.texts("#quoth-notes .words") == [CITED]
    file = downloaded(visit, "#quoth-notes", "Export the notes")
    assert file.name == "quoth-notes.md"
    assert "    “Children pay nothing.” [1]" in file.read_text()
    visit.page.click("#quoth-notes summary")
    visit.page.dblclick("#quoth-notes [data-drop]")
    assert visit.page.is_visible("#quoth-notes .empty")
    assert visit.page.is_disabled("[data-notes]")


def test_the_chat_is_exported_as_markdown_and_as_receipts(visit):
    visit.page.wait_for_selector("[data-export]:disabled", state="attached")
    visit.ask("What do children pay?")
    visit.ask("Who drove the zeppelin?")
    text = downloaded(visit, "#quoth-chats", "Export as Markdown").read_text()
    assert "## What do children pay?" in text
    assert "> Children pay **nothing**.[^1]" in text
    file = downloaded(visit, "#quoth-chats", "Export as JSON with receipts")
    assert file.name == "quoth-chat.jsonl"
    one, other = read(file)
    assert isinstance(one, Receipt)
    assert (one.question, one.library) == ("What do children pay?", "toy")
    assert one.quotes[0].text == "Children pay nothing."
    assert other.silence == "The documents do not say."


def test_two_browsers_share_no_chats(visit, browser, address):
    visit.ask("What do children pay?")
    with Visit(browser, address) as other:
        assert chats(other) == []
