"""Whatever documents and questions hold is text on the page, and nothing is asked of others."""

import pytest

from tests.fakes import document
from tests.visits import address, browser, labels, shelf, toy, visit

__all__ = ["address", "browser", "labels", "shelf", "toy", "visit"]

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


HOSTILE = {
    "HTML": "<img src=x onerror=\"document.title='mine'\"><b>bold</b></mark></article>",
    "scripts": "<script>document.title = 'mine'</script><svg onload=\"document.title='mine'\">",
    "links": "[a link](javascript:document.title='mine') <a href=\"javascript:alert(1)\">x</a>",
    "templates": "${document.title='mine'} {{value}} {{#each value}} {% raw %} \\u0041 &lt;b&gt;",
    "control characters": "bell\x07 escape\x1b[31m backspace\x08 delete\x7f tab\tform\x0c end",
    "right to left": "\u202e.txt.exe \u2066isolated\u2069 \u05d0\u05d1 and \u200b\u200d zero width",
    "attributes": "\" onmouseover=\"document.title='mine'\" ' autofocus onfocus='alert(1)",
}


def told(toy, text: str, *, title: str = "Odd") -> str:
    """Teach the toy an answer with such a text, and return the question."""
    held = document(f"First. {text} Last.", title=title, source=f"/shelf/{title[:50]}.txt")
    toy.told["What is odd?"] = (held, held.text, text)
    return "What is odd?"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_a_document_holds_is_shown_as_it_is(visit, toy, text):
    visit.ask(told(toy, text, title=text))
    assert visit.text("#t1 blockquote") == f"First. {text} Last."
    visit.open("t1-q1")
    assert visit.text("#quoth-panel .exact") == f"First. {text} Last."
    assert visit.text("#quoth-panel h2") == text
    assert visit.text("#t1 .chip .title") == text
    odd = "#quoth :is(#quoth-talk, #quoth-panel) :is(script, img, iframe, a, b:not(.heading))"
    assert visit.page.locator(odd).count() == 0
    assert visit.page.title() == "Quoth"
    assert visit.complaints == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_is_typed_is_shown_as_it_is_also_in_chats_and_notes(visit, toy, text):
    held = document("An answer.", source="/shelf/a.txt")
    # A browser's box for text has no form feeds; what is typed there is what is asked.
    toy.told[text] = (held, "An answer.", "answer")
    visit.ask(text)
    assert visit.text("#t1 .question") == text
    visit.page.click("#t1 >> text=Save as note")
    assert visit.texts("#quoth-notes .title") == [text]
    assert visit.texts("#quoth-chats [data-chat]") == [text.strip()[:120]]
    assert visit.page.locator("#quoth-head :is(script, img, b)").count() == 0
    visit.page.click("#t1 .again >> text=Edit")
    assert visit.page.input_value("#quoth-question") == text
    assert visit.page.title() == "Quoth"
    assert visit.complaints == []


def test_a_line_of_a_million_letters_is_shown_round_the_quote(visit, toy):
    line = "x" * 500_000 + " here " + "y" * 500_000
    held = document(line, title="One line")
    toy.told["Where is it?"] = (held, " here ", "here")
    visit.ask("Where is it?")
    visit.open("t1-q1")
    assert visit.in_sight("#quoth-panel mark.short")
    assert visit.page.evaluate("document.querySelector('.exact').textContent.length") == 20_006
    fits = "text => text.scrollWidth <= text.clientWidth"
    assert visit.page.eval_on_selector("#quoth-panel .text", fits)


def test_every_request_of_the_page_goes_to_its_own_server(visit, address):
    visit.ask("What do adults pay?")
    visit.open("t1-q1")
    visit.page.click("#quoth-chats summary")
    visit.page.click("text=Try retrieval")
    visit.page.fill("#quoth-trial", "What do adults pay?")
    visit.page.press("#quoth-trial", "Enter")
    visit.page.wait_for_selector(".verdict")
    visit.page.click("text=New chat")
    visit.page.wait_for_selector(".welcome")
    outside = [
        url
        for url in visit.requests
        if not url.startswith((f"{address}/", "data:", f"blob:{address}/"))
    ]
    assert len(visit.requests) > 10
    assert outside == []
    assert visit.complaints == []
