"""Asking at the page, in a real browser; its assistant is a toy that answers at once."""

import pytest

from tests.visits import (
    EXAMPLES,
    Visit,
    address,
    browser,
    free_port,
    labels,
    shelf,
    toy,
    visit,
)
from ui import talking

__all__ = ["Visit", "address", "browser", "free_port", "labels", "shelf", "toy", "visit"]

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


def test_a_quote_leads_to_its_place_in_the_document(visit):
    visit.ask("What do children pay?")
    assert visit.text("#t1 .question") == "What do children pay?"
    assert visit.text("#t1 blockquote") == "Children pay nothing."
    assert visit.text("#t1 blockquote mark.short") == "nothing"
    assert visit.text("#t1 .large") == "nothing"
    said = "over 99 %".replace(" ", "\N{NO-BREAK SPACE}")
    assert visit.text("#t1 .confidence") == f"sure ({said})"
    assert visit.page.get_attribute("#t1 .confidence", "title").startswith(said)
    assert visit.text("#t1 .seconds") == "0.04 s"
    visit.open("t1-q1")
    assert "".join(visit.texts("#quoth-panel mark.quote")) == "Children pay nothing."
    assert visit.texts("#quoth-panel mark.short") == ["nothing"]
    assert visit.text("#quoth-panel h2") == "The <i>tram</i>"
    # The quote stands behind 200 paragraphs: the panel has scrolled to it.
    assert visit.in_sight("#quoth-panel mark.short")
    assert visit.page.get_attribute('button[data-cite="t1-q1"]', "aria-pressed") == "true"


def test_a_refusal_says_so_and_shows_the_nearest_passages(visit):
    visit.ask("Who drove the zeppelin?")
    assert visit.text("#t1 .message") == "The documents do not say."
    assert visit.texts("#t1 .unknown li") == ["zeppelin"]
    assert visit.page.locator("#t1 .looked").count() == 0
    assert visit.page.locator("#t1 .large").count() == 0
    # So few words are shown at once.
    assert visit.page.is_visible("#t1 .nearest .chip")
    visit.open("t1-n1")
    assert visit.texts("#quoth-panel mark") == ["Dogs pay {{half}} of `${value}"]
    assert visit.page.get_attribute("#quoth-panel mark", "class") == "passage"
    assert visit.text("#quoth-panel .note") == "Nearest passage, not an answer"
    # Another question must not unfold a list that was folded away.
    visit.page.click("text=Nearest passages (not an answer)")
    visit.ask("What do children pay?")
    assert visit.page.is_hidden("#t1 .nearest .chip")


def test_what_is_typed_stays_text(visit):
    typed = "<script>document.title = 'mine'</script><img src=x onerror=alert(1)> ${1+1} {{value}}"
    visit.ask(typed)
    assert visit.text("#t1 .question") == typed
    assert visit.page.title() == "Quoth"
    assert visit.page.locator("#quoth-talk :is(script, img)").count() == 0


def test_a_follow_up_shows_what_was_searched(visit, toy):
    visit.ask("What do adults pay?")
    visit.ask("And children?")
    assert visit.text("#t2 .question") == "And children?"
    assert visit.text("#t2 .asked") == "Searched as: What do children pay on the tram? Edit"
    assert toy.histories[-1] == ["What do adults pay?"]
    visit.open("t1-q1")
    assert visit.text("#quoth-panel mark.short") == "<b>9</b> crowns"


def test_while_a_question_is_read_the_page_says_so_and_keeps_the_focus(visit, toy):
    toy.go_on.clear()
    try:
        visit.page.fill("#quoth-question", "What do children pay?")
        visit.page.press("#quoth-question", "Enter")
        visit.page.wait_for_selector("#t1.waiting")
        visit.page.wait_for_selector("#t1 .found")
        assert visit.text("#t1 .reading") == "reading…"
        assert visit.text("#t1 .found p") == "1 passage in 1 document"
        assert visit.texts("#t1 .found .title") == ["The <i>tram</i>"]
        assert visit.page.input_value("#quoth-question") == ""
        assert visit.page.is_hidden(".composer [type=submit]")
        # The next question may be typed meanwhile; it is asked when a person says so once more.
        visit.page.keyboard.type("What do adults pay?")
        visit.page.keyboard.press("Enter")
    finally:
        toy.go_on.set()
    visit.page.wait_for_selector("#t1:not(.waiting)")
    assert visit.page.input_value("#quoth-question") == "What do adults pay?"
    assert visit.texts(".turn .question") == ["What do children pay?"]
    assert visit.page.evaluate("document.activeElement.id") == "quoth-question"


def test_a_question_stands_on_the_page_before_the_server_has_seen_it(visit):
    held = []
    visit.page.route("**/queue/join*", lambda route: held.append(route))
    visit.page.fill("#quoth-question", "<b>Who</b> pays?")
    visit.page.press("#quoth-question", "Enter")
    assert visit.text("#t1.waiting .question") == "<b>Who</b> pays?"
    assert visit.text("#t1 .reading") == "looking…"
    assert visit.page.locator(".welcome").count() == 0
    held[0].continue_()
    visit.page.wait_for_selector("#t1:not(.waiting)")
    assert visit.texts(".turn .question") == ["<b>Who</b> pays?"]


def test_a_chip_whose_source_is_slow_to_come_shows_that_it_was_clicked(visit):
    visit.ask("What do adults pay?")
    held = []
    visit.page.route("**/queue/join*", lambda route: held.append(route))
    visit.page.click('button[data-cite="t1-q2"]')
    opening = "buttons => buttons.map(each => each.dataset.cite)"
    assert visit.page.eval_on_selector_all("button.opening", opening) == ["t1-q2"]
    held[0].continue_()
    visit.page.wait_for_selector('[data-shown="t1-q2"]')
    assert visit.page.locator("button.opening").count() == 0
    # Nor does it stay so where none comes.
    visit.page.unroute("**/queue/join*")
    visit.page.route("**/queue/join*", lambda route: route.fulfill(status=401, json={}))
    visit.page.click('button[data-cite="t1-q1"]')
    visit.page.wait_for_selector("button.opening", state="detached")


def test_a_long_chat_is_at_its_end_at_once_and_one_turn_more_is_glided_to(visit):
    behaviors = (
        "() => { window.ways = []; const talk = document.getElementById('quoth-talk');"
        " const before = talk.scrollTo; talk.scrollTo = (to) => {"
        " window.ways.push(to.behavior); before.call(talk, to); }; }"
    )
    for _ in range(12):
        visit.ask("What do adults pay?")
    visit.page.evaluate(behaviors)
    visit.ask("What do children pay?")
    assert set(visit.page.evaluate("ways")) == {"smooth"}
    visit.page.evaluate("document.getElementById('quoth-talk').scrollTop = 0; ways.length = 0")
    visit.page.fill("#quoth-question", "And children?")
    visit.page.press("#quoth-question", "Enter")
    assert visit.page.evaluate("ways[0]") == "auto"
    assert visit.in_sight("#t14 .question")


def test_an_error_a_person_can_mend_is_one_line(visit, toy):
    visit.ask("???")
    assert visit.text("#t1 .trouble") == "the question is empty. Ask in plain words"
    visit.ask("What do children pay?")
    assert toy.histories[-1] == []


def test_a_bug_does_not_leave_the_page_waiting(visit, capfd):
    visit.ask("Please explode")
    assert visit.text("#t1 .trouble") == talking._BROKEN
    assert "a bug" not in visit.text("body")
    assert "RuntimeError: a bug" in capfd.readouterr().err
    visit.ask("What do children pay?")
    assert visit.text("#t2 blockquote") == "Children pay nothing."


def test_an_example_can_be_asked_and_a_conversation_begun_anew(visit, toy):
    assert visit.texts(".examples button") == EXAMPLES
    visit.page.click(".examples button >> nth=0")
    visit.page.wait_for_selector("#t1:not(.waiting)")
    visit.open("t1-q1")
    visit.page.click("text=New chat")
    visit.page.wait_for_selector(".examples")
    assert visit.page.locator(".turn").count() == 0
    assert "Click a quote to see it here" in visit.text("#quoth-panel")
    visit.ask("What do children pay?")
    assert toy.histories[-1] == []
    visit.open("t1-q1")


def test_two_people_have_two_conversations(visit, browser, address):
    visit.ask("What do children pay?")
    other = Visit(browser, address)
    try:
        assert other.page.locator(".turn").count() == 0
        other.ask("What do adults pay?")
        other.open("t1-q1")
        visit.open("t1-q1")
        assert other.text("#quoth-panel mark.short") == "<b>9</b> crowns"
        assert visit.text("#quoth-panel mark.short") == "nothing"
    finally:
        other.context.close()


def test_the_page_asks_its_own_server_only_and_complains_of_nothing(visit, address):
    assert visit.text("#quoth-library summary") == "2 documents · 13 passages"
    visit.ask("What do adults pay?")
    visit.open("t1-q1")
    visit.ask("Who drove the zeppelin?")
    visit.page.wait_for_timeout(500)  # for whatever a page might send after the fact
    outside = [url for url in visit.requests if not url.startswith((f"{address}/", "data:"))]
    assert outside == []
    assert visit.complaints == []


def test_a_question_can_be_edited_and_asked_again(visit, toy):
    visit.ask("What do adults pay?")
    visit.ask("And children?")
    visit.page.click("#t2 .asked >> text=Edit")
    assert visit.page.input_value("#quoth-question") == "What do children pay on the tram?"
    assert visit.page.evaluate("document.activeElement.id") == "quoth-question"
    visit.page.click("#t1 >> text=Ask again")
    visit.page.wait_for_selector("#t3:not(.waiting)")
    assert visit.text("#t3 .question") == "What do adults pay?"
    assert toy.histories[-1] == ["What do adults pay?", "And children?"]


@pytest.mark.parametrize("how", ["button", "Escape"])
def test_a_question_can_be_stopped_and_is_put_back_into_the_box(visit, toy, how):
    toy.go_on.clear()
    try:
        visit.page.fill("#quoth-question", "What do children pay?")
        visit.page.press("#quoth-question", "Enter")
        visit.page.wait_for_selector("#t1 .found")
        if how == "button":
            visit.page.click("[data-stop]")
        else:
            visit.page.keyboard.press("Escape")
        visit.page.wait_for_selector(".welcome")
        assert visit.page.input_value("#quoth-question") == "What do children pay?"
        visit.page.wait_for_selector(".examples")
    finally:
        toy.go_on.set()
    visit.ask("What do adults pay?")
    assert visit.page.locator(".turn").count() == 1
    assert visit.text("#t1 .differ") == "These documents differ."


def test_a_question_that_waits_for_those_of_others_can_be_stopped(visit, browser, address, toy):
    visit.ask("What do children pay?")
    toy.go_on.clear()
    try:
        with Visit(browser, address) as other:
            other.page.fill("#quoth-question", "Who drove the zeppelin?")
            other.page.press("#quoth-question", "Enter")
            other.page.wait_for_selector("#t1 .found")
            visit.page.fill("#quoth-question", "What do adults pay?")
            visit.page.press("#quoth-question", "Enter")
            # The request is on its way, and nothing is drawn for it yet.
            visit.page.wait_for_timeout(300)
            assert visit.texts(".turn .question") == [
                "What do children pay?",
                "What do adults pay?",
            ]
            visit.page.keyboard.press("Escape")
            assert visit.texts(".turn .question") == ["What do children pay?"]
            assert visit.page.input_value("#quoth-question") == "What do adults pay?"
            toy.go_on.set()
            other.page.wait_for_selector("#t1:not(.waiting)")
    finally:
        toy.go_on.set()
    visit.ask("And children?")
    assert toy.histories[-1] == ["What do children pay?"]
    assert visit.texts(".turn .question") == ["What do children pay?", "And children?"]


def test_what_was_stopped_does_not_disturb_the_next_question(visit, toy):
    toy.go_on.clear()
    try:
        visit.page.fill("#quoth-question", "What do children pay?")
        visit.page.press("#quoth-question", "Enter")
        visit.page.wait_for_selector("#t1 .found")
        visit.page.keyboard.press("Escape")
        # The first is still being read when the second is asked.
        visit.page.fill("#quoth-question", "What do adults pay?")
        visit.page.press("#quoth-question", "Enter")
        visit.page.wait_for_timeout(300)
        assert visit.page.is_visible("[data-stop]")
    finally:
        toy.go_on.set()
    visit.page.wait_for_selector("#t1 .differ")
    visit.page.wait_for_selector("[data-stop]", state="hidden")
    assert visit.texts(".turn .question") == ["What do adults pay?"]
    assert visit.texts("#quoth-chats [data-chat]") == ["What do adults pay?"]


def test_a_request_that_is_refused_leaves_the_page_free(visit):
    visit.page.route("**/queue/join*", lambda route: route.fulfill(status=401, json={}))
    visit.page.fill("#quoth-question", "What do children pay?")
    visit.page.press("#quoth-question", "Enter")
    visit.page.wait_for_selector("[data-stop]", state="hidden")
    assert visit.page.locator(".turn").count() == 0
    assert visit.page.input_value("#quoth-question") == "What do children pay?"
    visit.page.unroute("**/queue/join*")
    visit.ask("What do children pay?")
    assert visit.text("#t1 blockquote") == "Children pay nothing."


def test_what_is_half_written_stays_while_another_question_is_asked_again(visit):
    visit.ask("What do children pay?")
    visit.page.fill("#quoth-question", "And what do ad")
    visit.page.click("#t1 >> text=Ask again")
    visit.page.wait_for_selector("#t2:not(.waiting)")
    assert visit.page.input_value("#quoth-question") == "And what do ad"


def test_documents_that_differ_show_their_short_answers_and_dates(visit):
    visit.ask("What do adults pay?")
    assert visit.texts("#t1 .large") == ["<b>9</b> crowns", "11 crowns"]
    assert visit.texts("#t1 .dated") == ["No date given", "Dated 9 March 2024"]
    assert [word.split()[0] for word in visit.texts("#t1 .confidence")] == ["sure", "likely"]
