"""The source beside the conversation, in a real browser."""

import hashlib
from dataclasses import replace

import pytest

from index.library import Hit
from index.passages import Passage
from qa.answer import Answer
from tests.fakes import document
from tests.visits import TEXT, Visit, address, browser, labels, quote, shelf, toy, visit

__all__ = ["address", "browser", "labels", "shelf", "toy", "visit"]

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


def test_the_document_on_the_page_is_the_stored_text(visit):
    visit.ask("What do children pay?")
    visit.open("t1-q1")
    # Carriage returns, markup and template signs are all still there.
    assert visit.page.eval_on_selector(".exact", "exact => exact.textContent") == TEXT


def test_a_passage_is_marked_in_the_text_without_changing_how_it_runs(visit):
    visit.ask("Who drove the zeppelin?")
    visit.open("t1-n1")
    look = "mark => [getComputedStyle(mark).display, getComputedStyle(mark).webkitLineClamp]"
    assert visit.page.eval_on_selector("#quoth-panel mark.passage", look) == ["inline", "none"]


def test_a_click_on_the_quote_opens_its_source_too(visit):
    visit.ask("What do adults pay?")
    visit.page.click('figure[data-cite="t1-q2"]')
    visit.page.wait_for_selector('[data-shown="t1-q2"]')
    assert visit.text("#quoth-panel mark.short") == "11 crowns"
    first, second = (
        visit.page.locator(f'figure[data-cite="t1-q{number}"]').bounding_box() for number in (1, 2)
    )
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] <= second["x"]


def test_the_quote_is_copied_exactly_with_its_citation(visit, address):
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    visit.ask("What do adults pay?")
    visit.open("t1-q1")
    visit.page.click("text=Copy quote")
    visit.page.wait_for_selector("text=Copied")
    assert visit.page.evaluate("navigator.clipboard.readText()") == (
        "Adults pay <b>9</b> crowns & a smile.\n— The <i>tram</i>, Prices (tram.md)"
    )


def test_the_keyboard_alone_leads_to_the_source_and_back(visit):
    visit.ask("What do children pay?")
    visit.page.focus('button[data-cite="t1-q1"]')
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#quoth-panel mark.short")
    visit.page.wait_for_function("document.activeElement.className === 'text'")
    visit.page.keyboard.press("Escape")
    assert visit.page.evaluate("document.activeElement.dataset.cite") == "t1-q1"


def test_on_a_phone_the_source_is_a_drawer(browser, address):
    visit = Visit(browser, address, width=390, height=844)
    try:
        visit.ask("What do adults pay?")
        assert visit.page.is_hidden("#quoth-panel")
        visit.open("t1-q1")
        visit.page.wait_for_selector("#quoth-panel mark.short", state="visible")
        visit.page.click("[data-close]")
        visit.page.wait_for_selector("#quoth-panel", state="hidden")
        visit.page.click('button[data-cite="t1-q1"]')
        visit.page.wait_for_selector("#quoth-panel", state="visible")
        assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
        talk = "talk => talk.scrollWidth <= talk.clientWidth"
        assert visit.page.eval_on_selector("#quoth-talk", talk)
    finally:
        visit.context.close()


def test_a_citation_the_server_does_not_hold_is_told_kindly(visit):
    # As after a restart of the server, when a page still shows what was asked before.
    visit.ask("What do children pay?")
    visit.page.eval_on_selector("button.chip", "chip => { chip.dataset.cite = 't9-q1'; }")
    visit.page.click("button.chip")
    visit.page.wait_for_selector('[data-shown="gone"]')
    assert "Ask again" in visit.text("#quoth-panel")


def test_a_step_leads_to_the_next_quote_in_the_same_document(visit):
    visit.ask("What does everybody pay?")
    visit.open("t1-q1")
    # The first quote is the second in the order of the text.
    assert visit.text(".steps span") == "2 of 2"
    assert visit.texts("#quoth-panel mark.other") == ["Adults pay <b>9</b> crowns & a smile."]
    visit.page.click("[aria-label='Next quote in this document']")
    visit.page.wait_for_selector('[data-shown="t1-q2"]')
    assert visit.text(".steps span") == "1 of 2"
    assert visit.in_sight("#quoth-panel mark.short")
    assert visit.text("#quoth-panel mark.short") == "<b>9</b> crowns"
    visit.page.click("[aria-label='Previous quote in this document']")
    visit.page.wait_for_selector('[data-shown="t1-q1"]')


def test_the_file_itself_is_handed_out_as_it_was_read_and_nothing_else(visit, shelf, tmp_path):
    content = b"<script>document.title = 'mine'</script>"
    path = tmp_path / "a page.html"
    path.write_bytes(content)
    held = document("Adults pay 9.", source=str(path), media_type="text/html")
    object.__setattr__(held, "sha256", hashlib.sha256(content).hexdigest())
    shelf.held[held.id] = held
    asked = visit.page.request.get
    try:
        found = asked(f"/original/{held.id}")
        assert (found.status, found.body()) == (200, content)
        assert found.headers["content-type"] == "application/octet-stream"
        assert found.headers["content-disposition"] == "attachment; filename*=UTF-8''a%20page.html"
        assert found.headers["x-content-type-options"] == "nosniff"
        assert found.headers["content-security-policy"] == "default-src 'none'; sandbox"
        path.write_bytes(content + b" ")
        assert asked(f"/original/{held.id}").status == 410
    finally:
        del shelf.held[held.id]
    for other in (held.id, "..%2F..%2Fetc%2Fpasswd", "../etc/passwd", str(path)):
        assert asked(f"/original/{other}").status == 404


def test_a_pdf_is_opened_at_its_page(visit, shelf, toy, tmp_path):
    path = tmp_path / "two pages.pdf"
    path.write_bytes(b"%PDF-1.4 as it was")
    digest = hashlib.sha256(b"%PDF-1.4 as it was").hexdigest()
    held = document("One. Two.", source=str(path), media_type="application/pdf", pages=[0, 5])
    object.__setattr__(held, "sha256", digest)
    shelf.held[held.id] = held
    toy.told["Which pages?"] = (held, "Two.", "Two")
    visit.ask("Which pages?")
    visit.open("t1-q1")
    link = visit.page.get_by_role("link", name="Open the original")
    assert link.get_attribute("href") == f"original/{held.id}#page=2"
    assert link.get_attribute("target") == "_blank"
    found = visit.page.request.get(f"/original/{held.id}")
    assert found.headers["content-type"] == "application/pdf"
    assert found.headers["content-disposition"].startswith("inline; ")
    assert found.body() == b"%PDF-1.4 as it was"


def test_another_document_that_says_the_same_is_opened_at_the_same_words(visit, toy, monkeypatch):
    said = "The bridge opened in 1950."
    old = replace(document(f"Minutes.\n\n{said}", title="Old"), date="2019-05-01")
    new = replace(document(f"{said} It is of steel.", title="New"), date="2024-03-09")
    hit = Hit(new, Passage(new.id, 0, len(new.text)), 0.1, also=(old,))
    answer = Answer("When?", "When?", (quote(new, said, "1950", 0.9),), None, (hit,))
    monkeypatch.setattr(toy, "ask", lambda question, *, history: answer)
    visit.ask("When?")
    assert visit.text("#t1 .also") == "dated 9 March 2024, also in Old (1 May 2019)"
    visit.page.click("#t1 .also button")
    visit.page.wait_for_selector('[data-shown="t1-q1-1"]')
    assert visit.text("#quoth-panel h2") == "Old"
    assert "".join(visit.texts("#quoth-panel mark.quote")) == said
    assert visit.texts("#quoth-panel mark.short") == ["1950"]
    assert visit.text("#quoth-panel .also") == "also in New (9 March 2024)"
    visit.page.click("#quoth-panel .also button")
    visit.page.wait_for_selector('[data-shown="t1-q1"]')
    assert visit.text("#quoth-panel h2") == "New"


def test_a_click_beside_the_buttons_does_nothing_in_any_view(visit):
    visit.page.click("text=Try retrieval")
    visit.page.click("nav >> text=Ask")
    visit.ask("What do adults pay?")
    visit.open("t1-q1")
    visit.page.click("#quoth-panel .top .facts")
    assert visit.page.evaluate("document.activeElement === document.body")
    assert visit.page.is_visible(".reading-source #quoth-panel")


def test_a_long_document_is_shown_round_the_quote_and_grows_where_more_is_wanted(visit, toy):
    # 500,000 characters before the quote and as many behind; 10,000 of either are shown.
    long = document("line of ten\n" * 41_667 + "QUOTE is here.\n" + "and more\n\n" * 50_000)
    toy.told["Where is it?"] = (long, "QUOTE is here.", "here")
    visit.ask("Where is it?")
    visit.open("t1-q1")
    assert visit.in_sight("#quoth-panel mark.short")
    exact = "document.querySelector('.exact').textContent.length"
    assert visit.page.evaluate(exact) == 20_014
    before = visit.page.locator("#quoth-panel mark.short").bounding_box()["y"]
    visit.page.eval_on_selector("[data-side=before]", "more => more.click()")
    visit.page.wait_for_function(f"{exact} === 60_014")
    after = visit.page.locator("#quoth-panel mark.short").bounding_box()["y"]
    assert abs(before - after) < 2
    visit.page.eval_on_selector("[data-side=after]", "more => more.click()")
    visit.page.wait_for_function(f"{exact} === 100_014")
