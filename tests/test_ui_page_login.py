"""The page of a server that wants a name and a password, in a real browser."""

import pytest

from tests.visits import ENTRIES, Toy, browser, free_port
from ui import accounts, api, app
from ui.access import Access
from ui.accounts import Accounts, Role
from ui.serving import launch

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
