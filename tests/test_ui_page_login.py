"""The page of a server that wants a name and a password, in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from index.library import Library
from tests.fakes import WordEncoder
from tests.visits import ENTRIES, Toy, browser, free_port
from ui import accounts, api, app
from ui.access import Access
from ui.accounts import Accounts, Role
from ui.serving import launch

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser"]

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


@pytest.mark.browser
def test_who_has_no_account_sees_nothing_and_who_has_one_can_ask(browser, tmp_path):
    path = tmp_path / "people.json"
    accounts.put(path, "ben", "battery staple", Role.READER)
    toy, registered = Toy(), []
    access = Access(Accounts(path), near=True)

    def endpoints() -> None:
        registered.append(api.register(toy, None, access=access))

    page = app.build(toy, documents=lambda: ENTRIES, endpoints=endpoints)
    port = free_port()
    address = launch(page, port=port, **api.launching(registered[0]))
    api.launched(page, registered[0])
    context = browser.new_context()
    try:
        asked: list[str] = []
        visit = context.new_page()
        visit.set_default_timeout(20_000)
        visit.on("request", lambda request: asked.append(request.url))
        visit.goto(address)
        visit.wait_for_selector("input[type=password]")
        # Not a word of the library is on the page yet.
        assert "Minutes" not in visit.content()
        # It is Gradio's page, in our colours.
        assert visit.text_content("h1") == "Quoth"
        colours = "box => getComputedStyle(box).backgroundColor"
        login = visit.get_by_role("button", name="Login")
        assert login.evaluate(colours) == "rgb(24, 90, 96)"
        assert visit.locator(".gradio-container").evaluate(colours) == "rgb(247, 245, 240)"
        name, password = (
            visit.locator("input[type=text], textarea"),
            visit.locator("[type=password]"),
        )
        name.first.fill("ben")
        password.fill("wrong horse")
        visit.get_by_role("button", name="Login").click()
        visit.wait_for_selector("text=Incorrect Credentials")
        # Both fields were emptied.
        name.first.fill("ben")
        password.fill("battery staple")
        visit.get_by_role("button", name="Login").click()
        visit.wait_for_selector("#quoth-library")
        visit.fill("#quoth-question", "What do adults pay?")
        visit.press("#quoth-question", "Enter")
        visit.wait_for_selector("#t1:not(.waiting) blockquote")
        # An account that is taken away is out, whatever the browser still shows.
        accounts.take_out(path, "ben")
        visit.goto(address)
        visit.wait_for_selector("input[type=password]")
        outside = [url for url in asked if not url.startswith((f"{address}/", "data:"))]
        assert outside == []
    finally:
        context.close()
        page.close(verbose=False)


class Silent:
    """Never asked anything in these tests."""

    def ask(self, question: str, *, history=()):
        raise AssertionError(question)


@contextmanager
def logged_in(browser, tmp_path, role: Role) -> "Iterator[tuple[Page, dict[str, str]]]":
    """Give a page over one document that Ben has just come to, and who is let in by which token."""
    path = tmp_path / "people.json"
    accounts.put(path, "ben", "battery staple", role)
    registered = []
    access = Access(Accounts(path))
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "ferry.md").write_text("# The ferry\n\nThe ferry leaves at nine.")
    encoder = WordEncoder("ferry")
    with Library.open(tmp_path / "library", encoder=encoder, create=True) as library:
        library.add([folder])
        page = app.build(
            Silent(),
            documents=library.documents,
            library=library,
            may_edit=access.may_edit,
            endpoints=lambda: registered.append(api.register(Silent(), library, access=access)),
        )
        options = api.launching(registered[0], routes=app.routes(library, registered[0]))
        address = launch(page, port=free_port(), **options)
        api.launched(page, registered[0])
        context = browser.new_context()
        try:
            visit = context.new_page()
            visit.set_default_timeout(20_000)
            visit.goto(address)
            log_in(visit)
            yield visit, page.app.tokens
        finally:
            context.close()
            page.close(verbose=False)


def log_in(visit: "Page") -> None:
    visit.wait_for_selector("[type=password]")
    visit.locator("input[type=text], textarea").first.fill("ben")
    visit.fill("[type=password]", "battery staple")
    visit.get_by_role("button", name="Login").click()
    visit.wait_for_selector("#quoth-library")


@pytest.mark.browser
@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_only_an_editor_sees_how_to_add_and_remove(browser, tmp_path, role):
    with logged_in(browser, tmp_path, role) as (visit, _):
        visit.click("nav >> text=Documents")
        visit.wait_for_selector("#quoth-shelf td .title")
        seen = 1 if role is Role.EDITOR else 0
        zone = visit.locator("[data-dropzone]")
        zone.wait_for(state="visible" if seen else "detached")
        assert visit.locator("#quoth-shelf [data-remove]").count() == seen
        # A search draws the list anew.
        visit.fill("#quoth-sieve", "ferry leaves")
        visit.wait_for_selector("text=No document has all these words.")
        visit.fill("#quoth-sieve", "ferry")
        visit.wait_for_selector("#quoth-shelf td .title")
        assert visit.locator("#quoth-shelf [data-remove]").count() == seen


@pytest.mark.browser
def test_who_logs_out_is_out_on_this_machine_and_nowhere_else(browser, tmp_path):
    with logged_in(browser, tmp_path, Role.READER) as (visit, tokens):
        tokens["of another machine"] = "ben"
        out = visit.get_by_role("link", name="Log out")
        for width in (900, 320):
            visit.set_viewport_size({"width": width, "height": 700})
            box = out.bounding_box()
            assert box["x"] + box["width"] <= width - 16
        out.click()
        visit.wait_for_selector("[type=password]")
        visit.reload()
        visit.wait_for_selector("[type=password]")
        assert tokens == {"of another machine": "ben"}


@pytest.mark.browser
def test_whom_the_server_knows_no_more_comes_to_the_log_in_and_loses_no_word(browser, tmp_path):
    with logged_in(browser, tmp_path, Role.READER) as (visit, tokens):
        visit.fill("#quoth-question", "When does the fer")
        tokens.clear()
        log_in(visit)
        visit.wait_for_function("document.getElementById('quoth-question').value")
        assert visit.input_value("#quoth-question") == "When does the fer"
