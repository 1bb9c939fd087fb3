"""How long somebody waits in a browser: until the page is there, and until an answer is read.

    python -m eval.browser --rounds 10

Each round opens the page of a real server anew, in a Chromium that has kept nothing, and asks one
labelled question. The times are the browser's own: its first contentful paint; when the box for
questions takes letters; and from the press of Enter to the frame that shows the answer.
"""

import argparse
import json
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.load import served
from eval.questions import load
from eval.terminal import at_least_one, ended
from eval.timing import quantile
from index.errors import UserError
from index.library import DATABASE, Library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SEEDS = Path(__file__).parent.parent / "seeds"

_ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()

# Runs before anything of the page; times are milliseconds since the page was asked for.
_WATCH = """
window.waited = {};
addEventListener("keydown", (event) => {
  if (event.key === "Enter") waited.enter = performance.now();
}, true);
const look = () => {
  const seen = (name, selector) => {
    if (waited[name] !== undefined || !document.querySelector(selector)) return;
    waited[name] = performance.now();  // until the frame below, in case it never comes
    requestAnimationFrame(() => { waited[name] = performance.now(); });
  };
  seen("ready", "#quoth-library");
  seen("found", "#t1 .found");
  seen("answer", "#t1:not(.waiting)");
};
new MutationObserver(look).observe(document, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["id", "class"],
});
"""

_TOLD = """() => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return { ...waited, paint: paint.startTime,
    server: parseFloat(document.querySelector("#t1 .seconds")?.textContent) };
}"""


@dataclass(frozen=True, slots=True)
class Waited:
    """One visit, in seconds.

    Attributes:
        paint: From asking for the page to its first contentful paint.
        ready: From asking for the page to when a question can be typed.
        answer: From Enter to the frame that shows the answer.
        server: What the server says it took of that to search and to read.
    """

    paint: float
    ready: float
    answer: float
    server: float


def waited(told: Mapping[str, float]) -> Waited:
    """Return what the page's clock told, in seconds.

    Args:
        told: In milliseconds, but for `server`, since the page was asked for.
    """
    return Waited(
        told["paint"] / 1000,
        told["ready"] / 1000,
        (told["answer"] - told["enter"]) / 1000,
        told["server"],
    )


@contextmanager
def chromium() -> Iterator["Browser"]:
    """Yield a browser.

    Raises:
        UserError: There is none.
    """
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if found is None:
        raise UserError("there is no Chromium on this machine. Install it")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def page_over(library: Path | None) -> Iterator[str]:
    """Serve a library, or one made of the seed documents, and yield the page's address.

    Raises:
        UserError: There is no library, or its server does not start.
    """
    with tempfile.TemporaryDirectory() as folder:
        if library is None:
            library = Path(folder)
            with Library.open(library, create=True) as made:
                made.sync(SEEDS)
        elif not (library / DATABASE).exists():
            raise UserError(f"{library} holds no library. Give another --library, or none")
        port = _free_port()
        with served(library, port):
            yield f"http://127.0.0.1:{port}"


def ask(page: "Page", question: str) -> None:
    """Type a question, press Enter and wait for the answer."""
    turn = page.locator(".turn").count() + 1
    page.fill("#quoth-question", question)
    page.press("#quoth-question", "Enter")
    page.wait_for_selector(f"#t{turn}:not(.waiting)")


def visited(browser: "Browser", address: str, question: str) -> Waited:
    """Open the page with an empty cache, ask one question, and return how long it took."""
    context = browser.new_context()
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(address)
    page.wait_for_selector("#quoth-library")
    ask(page, question)
    # The answer is timed in the frame after it was drawn.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    told = waited(page.evaluate(_TOLD))
    context.close()
    return told


def summed(visits: Sequence[Waited]) -> dict[str, dict[str, float]]:
    """Return the middle and the highest of each time."""
    names = Waited.__slots__
    each = {name: sorted(getattr(visit, name) for visit in visits) for name in names}
    return {
        name: {"p50": round(quantile(times, 0.5), 3), "highest": round(times[-1], 3)}
        for name, times in each.items()
    }


def _questions(number: int) -> list[str]:
    """Return labelled questions that stand alone and have an answer."""
    asked = load(SEEDS / "questions.jsonl")
    alone = [one.question for one in asked if one.answers and one.follows is None]
    # Spread over all documents.
    return [alone[at * len(alone) // number % len(alone)] for at in range(number)]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def main(arguments: Sequence[str] | None = None) -> int:
    """Visit the page some times and print the times as JSON."""
    parser = argparse.ArgumentParser(prog="python -m eval.browser", description=__doc__)
    parser.add_argument("--library", type=Path, help="default: one made of seeds/")
    parser.add_argument("--rounds", type=at_least_one, default=10, help="default: 10")
    options = parser.parse_args(arguments)
    first, *questions = _questions(options.rounds + 1)
    with page_over(options.library) as address, chromium() as browser:
        # The first question loads what all others use.
        visited(browser, address, first)
        print(json.dumps(summed([visited(browser, address, one) for one in questions]), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(ended(main))
