"""The pictures of the tour through the page: `python -m eval.tour`, which writes `.assets/`.

A real server over the seed documents, asked in a real Chromium; so the pictures show what a reader
of the tour sees on following it.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eval.browser import ask, chromium, page_over
from eval.terminal import ended

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = Path(__file__).parent.parent / ".assets"

# Each picture stands in the repository for ever.
LARGEST = 80_000

_FOLLOWED = ("Who paid for the honey extractor?", "and when was it bought?")
_REFUSED = "Who was the captain of the Morwenna?"
_DARK = "What started the fire of 1987?"


@contextmanager
def _open(
    browser: "Browser", address: str, *, dark: bool = False, width: int = 1280
) -> Iterator["Page"]:
    context = browser.new_context(
        viewport={"width": width, "height": 800 if width > 899 else 780},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(address)
    page.wait_for_selector("#quoth-library")
    yield page
    context.close()


def _source(page: "Page", citation: str) -> None:
    page.click(f'button.chip[data-cite="{citation}"]')
    page.wait_for_selector(f'[data-shown="{citation}"]')


def taken(browser: "Browser", address: str) -> Iterator[tuple[str, bytes]]:
    """Yield each picture's name with the picture, as PNG."""
    with _open(browser, address) as page:
        for question in _FOLLOWED:
            ask(page, question)
        _source(page, "t2-q1")
        yield "answer", _picture(page)
        page.click("text=New chat")
        page.wait_for_selector(".welcome")
        ask(page, _REFUSED)
        _source(page, "t1-n1")
        yield "refusal", _picture(page)
        page.click("nav >> text=Documents")
        page.wait_for_selector("#quoth-shelf td .title")
        yield "documents", _picture(page)
        page.click("nav >> text=Try retrieval")
        page.fill("#quoth-trial", _FOLLOWED[0])
        page.press("#quoth-trial", "Enter")
        page.wait_for_selector(".verdict")
        _source(page, "r-q1")
        yield "retrieval", _picture(page)
    with _open(browser, address, dark=True) as page:
        ask(page, _DARK)
        _source(page, "t1-q1")
        yield "dark", _picture(page)
    with _open(browser, address, width=390) as page:
        ask(page, _FOLLOWED[0])
        yield "narrow", _picture(page)


def _picture(page: "Page") -> bytes:
    # The cursor would be in one picture and not in the next.
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    return page.screenshot(animations="disabled", caret="hide")


def reduced(picture: bytes, colours: int = 72) -> bytes:
    """Return a picture with its most frequent colours only, which for a page is hardly seen."""
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(picture)) as shot:
        dots = np.asarray(shot.convert("RGB"), dtype=np.int32)
    each, which, counts = np.unique(
        dots.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True
    )
    frequent = each[np.argsort(-counts, kind="stable")[:colours]]
    # By hand: Pillow compares roughly, and would tint the large areas.
    nearest = np.square(each[:, None] - frequent[None]).sum(axis=2).argmin(axis=1)
    few = Image.fromarray(nearest[which].reshape(dots.shape[:2]).astype(np.uint8))
    few.putpalette(frequent.ravel().tolist())
    found = BytesIO()
    few.save(found, "PNG", optimize=True)
    return found.getvalue()


def main() -> int:
    """Write the pictures; 1 where one is larger than it should be."""
    parser = argparse.ArgumentParser(prog="python -m eval.tour", description=__doc__)
    parser.add_argument("--out", type=Path, default=PICTURES, help="default: .assets")
    parser.add_argument("--library", type=Path, help="default: one made of seeds/")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    status = 0
    with page_over(options.library) as address, chromium() as browser:
        for name, picture in taken(browser, address):
            content = reduced(picture)
            (options.out / f"tour-{name}.png").write_bytes(content)
            print(f"tour-{name}.png: {len(content):,} bytes")
            status |= int(len(content) > LARGEST)
    return status


if __name__ == "__main__":
    sys.exit(ended(main))
