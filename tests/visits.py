"""A person at the page: a real browser, and an assistant that is a toy and answers at once."""

import os
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from index.documents import Document, Heading
from index.errors import QuestionError
from index.holdings import Entry
from index.library import Hit
from index.passages import Passage
from qa.answer import Answer, Quote, Reason, Seconds, Silence
from qa.label import Label
from qa.labels import Labels
from tests.fakes import document
from ui import app, originals

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
MINUTES = replace(
    document("The council asks 11 crowns of adults.", title="Minutes", source="/shelf/m.txt"),
    date="2024-03-09",
)
ENTRIES = [
    Entry("1", TRAM.title, "text/markdown", TRAM.sources, len(TRAM.text), 12),
    Entry("2", MINUTES.title, "text/plain", MINUTES.sources, len(MINUTES.text), 1),
]
EXAMPLES = ["What do children pay?", "Who drove the zeppelin?"]


def quote(of, text: str, short: str, confidence: float) -> Quote:
    start = of.text.index(text)
    at = of.text.index(short, start)
    return Quote(of, start, start + len(text), at, at + len(short), confidence)


@dataclass
class Found:
    hits: list[Hit]


@dataclass
class Row:
    hit: Hit
    best: Quote | None


@dataclass
class Explanation:
    rows: list[Row]
    answer: Answer
    threshold: float = 0.25


class Toy:
    """Knows the prices; whatever is asked about anything else is met with silence."""

    def __init__(self) -> None:
        self.histories: list[list[str]] = []
        self.go_on = threading.Event()
        self.go_on.set()
        # Questions with a document, a quote and a short answer of their own.
        self.told: dict[str, tuple[Document, str, str]] = {}

    def steps(self, question: str, *, history: Sequence[Answer] = ()) -> Iterator[Found | Answer]:
        start = TRAM.text.index("Adults pay")
        yield Found([Hit(TRAM, Passage(TRAM.id, start, start + 30), 0.02)])
        yield self.ask(question, history=history)

    def explain(self, question: str) -> Explanation:
        answer = self.ask(question)
        at = TRAM.text.index("Children pay")
        hits = [
            Hit(TRAM, Passage(TRAM.id, 12, 49), 0.0328, 1, 1, 0.8125),
            Hit(MINUTES, Passage(MINUTES.id, 0, 37), 0.0161, 2, None, 0.5),
            Hit(TRAM, Passage(TRAM.id, at, at + 21), 0.0159, None, 3),
        ]
        found = [*answer.quotes, None, None][:2]
        return Explanation(list(map(Row, hits, [*found, None])), answer)

    def ask(self, question: str, *, history: Sequence[Answer] = ()) -> Answer:
        self.histories.append([answer.question for answer in history])
        assert self.go_on.wait(20)
        if not any(map(str.isalnum, question)):
            raise QuestionError("the question is empty. Ask in plain words")
        if "explode" in question:
            raise RuntimeError("a bug")
        if question in self.told:
            return Answer(question, question, (quote(*self.told[question], 0.9),), None)
        seconds = Seconds(0.01, 0.03, 0.04)
        adults = quote(TRAM, "Adults pay <b>9</b> crowns & a smile.", "<b>9</b> crowns", 0.87)
        if "adults" in question:
            other = quote(MINUTES, MINUTES.text, "11 crowns", 0.61)
            return Answer(question, question, (adults, other), None, differ=True, seconds=seconds)
        if "everybody" in question:
            last = quote(TRAM, "Children pay nothing.", "nothing", 0.7)
            return Answer(question, question, (last, replace(adults, confidence=0.3)), None)
        if "children" in question:
            asked = "What do children pay on the tram?" if history else question
            last = quote(TRAM, "Children pay nothing.", "nothing", 0.999)
            return Answer(question, asked, (last,), None, seconds=seconds)
        start = TRAM.text.index("Dogs pay")
        hit = Hit(TRAM, Passage(TRAM.id, start, start + 30), 0.02)
        silence = Silence(Reason.NO_SPAN, "The documents do not say.", ("zeppelin",))
        return Answer(question, question, (), silence, (hit,), seconds=seconds)


class Shelf:
    """The two documents, by their ids."""

    identity = "toy"

    def __init__(self, folder: Path, *documents: Document) -> None:
        self.folder = folder
        self.held = {one.id: one for one in documents}

    def document(self, document_id: str) -> Document:
        return self.held[document_id]

    def original(self, source: str) -> Path | None:
        return Path(source) if Path(source).is_file() else None


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
def shelf(tmp_path_factory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shelf"), TRAM, MINUTES)


@pytest.fixture(scope="module")
def address(toy: Toy, labels: Labels, shelf: Shelf) -> Iterator[str]:
    page = app.build(
        toy, documents=lambda: ENTRIES, examples=EXAMPLES, labels=labels, library=shelf
    )
    yield app.launch(page, port=free_port(), app_kwargs={"routes": [originals.route(shelf)]})
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

    def __init__(
        self, browser, address: str, *, width: int = 1280, height: int = 800, **kinds: str | bool
    ) -> None:
        viewport = {"width": width, "height": height}
        self.context = browser.new_context(viewport=viewport, base_url=address, **kinds)
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

    def __enter__(self) -> "Visit":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

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
