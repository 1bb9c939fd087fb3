"""The page, driven in a real browser; its assistant is a toy that answers at once."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.catalog import Entry
from index.documents import Heading
from index.errors import QuestionError, UserError
from index.library import Hit
from index.passages import Passage
from qa.answer import Answer, Quote, Reason, Seconds, Silence
from qa.label import Label
from qa.labels import Labels
from tests.fakes import document
from ui import app
from ui.render import Trouble

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()

TEXT = (
    "# Prices\r\n\r\nAdults pay <b>9</b> crowns & a smile.\r\n\r\n"
    + "The line was opened in 1902 and has been extended twice since.\n\n" * 200
    + "Children pay nothing. Dogs pay {{half}} of `${value}`.\n\n"
    + "\N{TRAM CAR} The depot burned down in winter.\n\n" * 50
)
TRAM = document(
    TEXT, title="The <i>tram</i>", source="/shelf/tram.md", headings=[Heading(0, 8, 1, "Prices")]
)
MINUTES = document("The council asks 11 crowns of adults.", title="Minutes", source="/shelf/m.txt")
ENTRIES = [
    Entry("1", TRAM.title, "text/markdown", TRAM.sources, len(TRAM.text), 12),
    Entry("2", MINUTES.title, "text/plain", MINUTES.sources, len(MINUTES.text), 1),
]
EXAMPLES = ["What do children pay?", "Who drove the zeppelin?"]


def quote(of, text: str, short: str, confidence: float) -> Quote:
    start = of.text.index(text)
    at = of.text.index(short, start)
    return Quote(of, start, start + len(text), at, at + len(short), confidence)


class Toy:
    """Knows the prices; whatever is asked about anything else is met with silence."""

    def __init__(self) -> None:
        self.histories: list[list[str]] = []
        self.go_on = threading.Event()
        self.go_on.set()

    def ask(self, question: str, *, history: Sequence[Answer] = ()) -> Answer:
        self.histories.append([answer.question for answer in history])
        assert self.go_on.wait(20)
        if not any(map(str.isalnum, question)):
            raise QuestionError("the question is empty. Ask in plain words")
        if "explode" in question:
            raise RuntimeError("a bug")
        seconds = Seconds(0.01, 0.03, 0.04)
        adults = quote(TRAM, "Adults pay <b>9</b> crowns & a smile.", "<b>9</b> crowns", 0.87)
        if "adults" in question:
            other = quote(MINUTES, MINUTES.text, "11 crowns", 0.61)
            return Answer(question, question, (adults, other), None, differ=True, seconds=seconds)
        if "children" in question:
            asked = "What do children pay on the tram?" if history else question
            last = quote(TRAM, "Children pay nothing.", "nothing", 0.999)
            return Answer(question, asked, (last,), None, seconds=seconds)
        start = TRAM.text.index("Dogs pay")
        hit = Hit(TRAM, Passage(TRAM.id, start, start + 30), 0.02)
        silence = Silence(Reason.NO_SPAN, "The documents do not say.", ("zeppelin",))
        return Answer(question, question, (), silence, (hit,), seconds=seconds)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def toy() -> Toy:
    return Toy()


@pytest.fixture(scope="module")
def labels(tmp_path_factory) -> Labels:
    return Labels(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def address(toy: Toy, labels: Labels) -> Iterator[str]:
    page = app.build(toy, documents=lambda: ENTRIES, examples=EXAMPLES, labels=labels)
    yield app.launch(page, port=free_port())
    page.close(verbose=False)


@pytest.fixture(scope="module")
def browser() -> Iterator:
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} is missing: the page cannot be tested")
        pytest.skip(f"no Chromium at {CHROMIUM}")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """A person at the page, with what their browser asked for and complained of."""

    def __init__(self, browser, address: str, *, width: int = 1280, height: int = 800) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda message: message.type == "error" and self.complaints.append(message.text),
        )
        self.page.goto(address)
        self.page.wait_for_selector("#quoth-library")

    def ask(self, question: str) -> None:
        """Type a question, press Enter, wait for the answer."""
        turns = self.page.locator(".turn").count() + 1
        self.page.fill("#quoth-question", question)
        self.page.press("#quoth-question", "Enter")
        self.page.wait_for_selector(f"#t{turns}:not(.waiting)")

    def open(self, citation: str) -> None:
        """Click a chip and wait for its source."""
        self.page.click(f'button.chip[data-cite="{citation}"]')
        self.page.wait_for_selector(f'[data-shown="{citation}"]')

    def judge(self, turn: int, verdict: str, noted: str) -> None:
        """Click a thumb and wait for what is said of it; nothing where it was taken back."""
        thumb = f"#t{turn} .thumb.{verdict}"
        self.page.click(thumb)
        self.page.wait_for_selector(f'{thumb}[aria-pressed="{str(bool(noted)).lower()}"]')
        self.wait_noted(turn, noted)

    def wait_noted(self, turn: int, noted: str) -> None:
        self.page.wait_for_function(
            "([turn, noted]) => document.querySelector(`#t${turn} .noted`).textContent === noted",
            arg=[turn, noted],
        )

    def select(self, text: str) -> None:
        """Select the first place of a text in the source, as a mouse would."""
        self.page.evaluate(
            """text => {
              const exact = document.querySelector(".exact");
              const walker = document.createTreeWalker(exact, NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(text);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + text.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
              }
            }""",
            text,
        )
        self.page.wait_for_selector("text=The selection is the right quote")

    def text(self, selector: str) -> str:
        return self.page.text_content(selector)

    def texts(self, selector: str) -> list[str]:
        return self.page.locator(selector).all_text_contents()

    def in_sight(self, selector: str) -> bool:
        """Whether an element's middle is what a person sees at that point of the screen."""
        return self.page.eval_on_selector(
            selector,
            """mark => {
              const box = mark.getBoundingClientRect();
              const x = box.x + box.width / 2, y = box.y + box.height / 2;
              return mark.contains(document.elementFromPoint(x, y));
            }""",
        )


@pytest.fixture
def no_labels(labels: Labels) -> Iterator[Labels]:
    labels.path.unlink(missing_ok=True)
    yield labels
    labels.path.unlink(missing_ok=True)


def only(labels: Labels) -> Label:
    (label,) = labels.read()
    return label


@pytest.fixture
def visit(browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.context.close()


@pytest.mark.browser
def test_a_quote_leads_to_its_place_in_the_document(visit):
    visit.ask("What do children pay?")
    assert visit.text("#t1 .question") == "What do children pay?"
    assert visit.text("#t1 blockquote") == "Children pay nothing."
    assert visit.text("#t1 blockquote mark.short") == "nothing"
    assert visit.text("#t1 .confidence") == "over 99 %".replace(" ", "\N{NO-BREAK SPACE}")
    assert visit.text("#t1 .seconds") == "0.04 s"
    visit.open("t1-q1")
    assert "".join(visit.texts("#quoth-panel mark.quote")) == "Children pay nothing."
    assert visit.texts("#quoth-panel mark.short") == ["nothing"]
    assert visit.text("#quoth-panel h2") == "The <i>tram</i>"
    # The quote stands behind 200 paragraphs: the panel has scrolled to it.
    assert visit.in_sight("#quoth-panel mark.short")
    assert visit.page.get_attribute('button[data-cite="t1-q1"]', "aria-pressed") == "true"


@pytest.mark.browser
def test_the_document_on_the_page_is_the_stored_text(visit):
    visit.ask("What do children pay?")
    visit.open("t1-q1")
    # Carriage returns, markup and template signs are all still there.
    assert visit.page.eval_on_selector(".exact", "exact => exact.textContent") == TEXT


@pytest.mark.browser
def test_a_click_on_the_quote_opens_its_source_too(visit):
    visit.ask("What do adults pay?")
    assert visit.text("#t1 .differ") == "These documents differ."
    visit.page.click('figure[data-cite="t1-q2"]')
    visit.page.wait_for_selector('[data-shown="t1-q2"]')
    assert visit.text("#quoth-panel mark.short") == "11 crowns"
    first, second = (
        visit.page.locator(f'figure[data-cite="t1-q{number}"]').bounding_box() for number in (1, 2)
    )
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] <= second["x"]


@pytest.mark.browser
def test_a_refusal_says_so_and_shows_the_nearest_passages(visit):
    visit.ask("Who drove the zeppelin?")
    assert visit.text("#t1 .message") == "The documents do not say."
    assert visit.texts("#t1 .unknown li") == ["zeppelin"]
    assert visit.page.is_hidden("#t1 .nearest .chip")
    visit.page.click("text=Nearest passages (not an answer)")
    visit.open("t1-n1")
    assert visit.texts("#quoth-panel mark") == ["Dogs pay {{half}} of `${value}"]
    assert visit.page.get_attribute("#quoth-panel mark", "class") == "passage"
    assert visit.text("#quoth-panel .note") == "Nearest passage, not an answer"
    # Another question must not fold the list away again.
    visit.ask("What do children pay?")
    assert visit.page.is_visible("#t1 .nearest .chip")


@pytest.mark.browser
def test_what_is_typed_stays_text(visit):
    typed = "<script>document.title = 'mine'</script><img src=x onerror=alert(1)> ${1+1} {{value}}"
    visit.ask(typed)
    assert visit.text("#t1 .question") == typed
    assert visit.page.title() == "Quoth"
    assert visit.page.locator("#quoth-talk :is(script, img)").count() == 0


@pytest.mark.browser
def test_a_follow_up_shows_what_was_searched(visit, toy):
    visit.ask("What do adults pay?")
    visit.ask("And children?")
    assert visit.text("#t2 .question") == "And children?"
    assert visit.text("#t2 .asked") == "Searched as: What do children pay on the tram?"
    assert toy.histories[-1] == ["What do adults pay?"]
    visit.open("t1-q1")
    assert visit.text("#quoth-panel mark.short") == "<b>9</b> crowns"


@pytest.mark.browser
def test_while_a_question_is_read_the_page_says_so_and_keeps_the_focus(visit, toy):
    toy.go_on.clear()
    try:
        visit.page.fill("#quoth-question", "What do children pay?")
        visit.page.press("#quoth-question", "Enter")
        visit.page.wait_for_selector("#t1.waiting")
        assert visit.text("#t1 .reading") == "reading…"
        assert visit.page.input_value("#quoth-question") == ""
        assert not visit.page.is_editable("#quoth-question")
        assert visit.page.is_disabled(".composer button")
    finally:
        toy.go_on.set()
    visit.page.wait_for_selector("#t1:not(.waiting)")
    assert visit.page.is_editable("#quoth-question")
    assert visit.page.evaluate("document.activeElement.id") == "quoth-question"


@pytest.mark.browser
def test_an_error_a_person_can_mend_is_one_line(visit, toy):
    visit.ask("???")
    assert visit.text("#t1 .trouble") == "the question is empty. Ask in plain words"
    visit.ask("What do children pay?")
    assert toy.histories[-1] == []


@pytest.mark.browser
def test_a_bug_does_not_leave_the_page_waiting(visit, capfd):
    visit.ask("Please explode")
    assert visit.text("#t1 .trouble") == app._BROKEN
    assert "a bug" not in visit.text("body")
    assert "RuntimeError: a bug" in capfd.readouterr().err
    visit.ask("What do children pay?")
    assert visit.text("#t2 blockquote") == "Children pay nothing."


@pytest.mark.browser
def test_an_example_can_be_asked_and_a_conversation_begun_anew(visit, toy):
    assert visit.texts(".examples button") == EXAMPLES
    visit.page.click(".examples button >> nth=0")
    visit.page.wait_for_selector("#t1:not(.waiting)")
    visit.open("t1-q1")
    visit.page.click("text=New conversation")
    visit.page.wait_for_selector(".examples")
    assert visit.page.locator(".turn").count() == 0
    assert "Click a numbered chip" in visit.text("#quoth-panel")
    visit.ask("What do children pay?")
    assert toy.histories[-1] == []
    visit.open("t1-q1")


@pytest.mark.browser
def test_the_quote_is_copied_exactly_with_its_citation(visit, address):
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    visit.ask("What do adults pay?")
    visit.open("t1-q1")
    visit.page.click("text=Copy quote")
    visit.page.wait_for_selector("text=Copied")
    assert visit.page.evaluate("navigator.clipboard.readText()") == (
        "Adults pay <b>9</b> crowns & a smile.\n— The <i>tram</i>, Prices (tram.md)"
    )


@pytest.mark.browser
def test_the_keyboard_alone_leads_to_the_source_and_back(visit):
    visit.ask("What do children pay?")
    visit.page.focus('button[data-cite="t1-q1"]')
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#quoth-panel mark.short")
    visit.page.wait_for_function("document.activeElement.className === 'text'")
    visit.page.keyboard.press("Escape")
    assert visit.page.evaluate("document.activeElement.dataset.cite") == "t1-q1"


@pytest.mark.browser
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


@pytest.mark.browser
def test_a_citation_the_server_does_not_hold_is_told_kindly(visit):
    # As after a restart of the server, when a page still shows what was asked before.
    visit.ask("What do children pay?")
    visit.page.eval_on_selector("button.chip", "chip => { chip.dataset.cite = 't9-q1'; }")
    visit.page.click("button.chip")
    visit.page.wait_for_selector('[data-shown="gone"]')
    assert "Ask again" in visit.text("#quoth-panel")


@pytest.mark.browser
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


@pytest.mark.browser
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


@pytest.mark.browser
def test_a_thumb_up_under_a_refusal_says_that_the_documents_do_not(visit, no_labels):
    visit.ask("Who drove the zeppelin?")
    visit.page.get_by_role("button", name="Right: they do not say").click()
    visit.wait_noted(1, "Noted for review")
    label = only(no_labels)
    assert (label.state, label.near_miss, label.answers) == ("review", True, ())


@pytest.mark.browser
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


@pytest.mark.browser
def test_what_is_selected_in_the_source_can_be_the_right_quote(visit, no_labels):
    visit.ask("Who drove the zeppelin?")
    visit.page.click("text=Nearest passages (not an answer)")
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


@pytest.mark.browser
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


@pytest.mark.browser
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
    assert app._said(turns, {}, event) is None


@pytest.mark.browser
def test_the_page_asks_its_own_server_only_and_complains_of_nothing(visit, address, no_labels):
    assert visit.text("#quoth-library summary") == "2 documents · 13 passages"
    visit.ask("What do adults pay?")
    visit.open("t1-q1")
    visit.ask("Who drove the zeppelin?")
    visit.judge(1, "up", "Noted for review")
    visit.page.wait_for_timeout(500)  # for whatever a page might send after the fact
    outside = [url for url in visit.requests if not url.startswith((f"{address}/", "data:"))]
    assert outside == []
    assert visit.complaints == []


def test_a_taken_port_is_an_error_at_once():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(UserError, match=rf"port {port} is taken.*--port"):
            app.serve(Toy(), documents=list, port=port)


@pytest.mark.parametrize(
    ("host", "port", "message"),
    [("127.0.0.1", 70_000, "70000 is no port"), ("203.0.113.1", 7860, "cannot listen on 203")],
)
def test_what_cannot_be_listened_on_is_an_error(host, port, message):
    with pytest.raises(UserError, match=message):
        app.serve(Toy(), documents=list, host=host, port=port)


def test_the_command_line_does_not_wait_for_gradio():
    script = "import sys, ui.app; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_serve_prints_the_address_and_ends_with_control_c():
    port = free_port()
    # A process started in the background by a shell has the signal ignored, and so have its own.
    script = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        f"from ui.app import serve; serve(None, documents=list, port={port})"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"Quoth is at http://127.0.0.1:{port}\n"
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == ""
        assert process.wait(20) == 0
