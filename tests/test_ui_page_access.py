"""The page for those who use a keyboard, hear it, see little colour, or want it calm."""

import pytest

from tests.visits import Visit, address, browser, labels, shelf, toy, visit

__all__ = ["address", "browser", "labels", "shelf", "toy", "visit"]

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(visit: Visit) -> list[str]:
    """Return what axe finds wrong in what the page shows now."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(visit.page, context="#quoth", options=_RULES)
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


def calm(browser, address: str, scheme: str) -> Visit:
    return Visit(browser, address, reduced_motion="reduce", color_scheme=scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(browser, address, scheme):
    with calm(browser, address, scheme) as visit:
        dark = visit.page.evaluate("document.body.classList.contains('dark')")
        assert dark == (scheme == "dark")
        assert violations(visit) == []
        visit.ask("What do adults pay?")
        visit.ask("What does everybody pay?")
        visit.ask("Who drove the zeppelin?")
        visit.ask("???")
        visit.open("t2-q1")
        assert violations(visit) == []
        visit.page.click("#t1 >> text=Save as note")
        for menu in ("#quoth-library", "#quoth-chats", "#quoth-notes"):
            visit.page.click(f"{menu} summary")
            assert violations(visit) == []
        visit.page.keyboard.press("Escape")
        visit.page.click("text=Try retrieval")
        visit.page.fill("#quoth-trial", "What do adults pay?")
        visit.page.press("#quoth-trial", "Enter")
        visit.page.wait_for_selector(".verdict")
        assert violations(visit) == []


def test_the_keyboard_reaches_everything_and_one_sees_where_it_is(visit):
    visit.ask("What do children pay?")
    visit.page.evaluate("document.activeElement.blur()")
    reached = []
    for _ in range(40):
        visit.page.keyboard.press("Tab")
        focus = visit.page.evaluate(
            """() => {
              const at = document.activeElement;
              if (!at.closest("#quoth")) return null;
              const outline = getComputedStyle(at);
              const seen = outline.outlineStyle !== "none" && parseFloat(outline.outlineWidth) > 0;
              return [at.textContent.trim() || at.ariaLabel || at.id, seen];
            }"""
        )
        if focus is not None:
            reached.append(focus)
        if focus is not None and focus[0] == "Your question":
            break
    names = [name for name, _ in reached]
    for name in ("Try retrieval", "Chats", "Notes", "New chat", "Edit", "Ask again"):
        assert name in names
    for name in ("Copy", "Save as note", "Right: this answers the question", "Your question"):
        assert name in names
    assert [name for name, seen in reached if not seen] == []


def test_a_menu_opens_and_closes_by_keyboard_and_gives_the_focus_back(visit):
    visit.page.focus("#quoth-chats summary")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#quoth-chats .drop", state="visible")
    visit.page.keyboard.press("Escape")
    visit.page.wait_for_selector("#quoth-chats .drop", state="hidden")
    assert visit.page.evaluate("document.activeElement.textContent") == "Chats"


def test_nothing_moves_for_those_who_want_it_calm(browser, address, toy):
    with calm(browser, address, "light") as visit:
        toy.go_on.clear()
        try:
            visit.page.fill("#quoth-question", "What do children pay?")
            visit.page.press("#quoth-question", "Enter")
            visit.page.wait_for_selector("#t1 .reading span", state="attached")
            assert visit.page.evaluate("document.getAnimations().length") == 0
        finally:
            toy.go_on.set()
