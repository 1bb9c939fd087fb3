"""The documents at the page, in a real browser, over a real library with a toy encoder."""

from collections.abc import Iterator

import pytest

from index.library import Library
from tests.fakes import WordEncoder
from tests.test_ui_page_access import violations
from tests.visits import Toy, Visit, browser, free_port
from ui import api, app
from ui.programs import LARGEST

__all__ = ["browser"]

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


class Limited(Toy):
    """Tells what it was limited to."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.parts: list = []

    def ask(self, question: str, *, history=(), within=None):
        self.parts.append(within)
        return super().ask(question, history=history)

    def steps(self, question: str, *, history=(), within=None):
        yield self.ask(question, history=history, within=within)


@pytest.fixture
def library(tmp_path) -> Iterator[Library]:
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "ferry.md").write_text("# The ferry\n\nThe ferry leaves at nine.")
    (folder / "scan.pdf").write_bytes(b"no PDF at all")
    with Library.open(tmp_path / "library", encoder=WordEncoder("ferry"), create=True) as library:
        library.add([folder / "ferry.md"], collection="boats")
        library.add([folder])
        yield library


@pytest.fixture
def assistant(library: Library) -> Limited:
    return Limited(library)


@pytest.fixture
def largest() -> int:
    return LARGEST


@pytest.fixture
def visit(browser, assistant: Limited, library: Library, largest: int) -> Iterator[Visit]:
    held: list = []
    page = app.build(
        assistant,
        documents=library.documents,
        library=library,
        may_edit=lambda user: True,
        endpoints=lambda: held.append(api.register(assistant, library, largest=largest)),
    )
    options = api.launching(held[0], routes=app.routes(library, held[0]))
    address = app.launch(page, port=free_port(), **options)
    with Visit(browser, address) as visit:
        visit.page.click("nav >> text=Documents")
        visit.page.wait_for_selector("#quoth-shelf [role=status]")
        yield visit
    page.close(verbose=False)


def titles(visit: Visit) -> list[str]:
    return visit.texts("#quoth-shelf td .title")


def wait_titles(visit: Visit, wanted: list[str]) -> None:
    visit.page.wait_for_function(
        "wanted => JSON.stringify([...document.querySelectorAll('#quoth-shelf td .title')]"
        ".map(title => title.textContent)) === JSON.stringify(wanted)",
        arg=wanted,
    )


def test_programs_ask_by_their_own_names_where_the_page_is_served_too(visit):
    told = visit.page.request.get("/gradio_api/info").json()["named_endpoints"]
    assert sorted(told) == ["/add", "/ask", "/list", "/remove", "/search"]


def test_the_documents_and_the_files_that_failed_are_listed(visit):
    assert titles(visit) == ["The ferry"]
    assert visit.text("#quoth-shelf [role=status]") == "1 document · 1 passage"
    visit.page.click("#quoth-failures summary")
    assert "scan.pdf" in visit.text("#quoth-failures li")


def test_a_file_that_could_not_be_read_is_dismissed(visit, library):
    empty = {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""}
    visit.page.set_input_files("#quoth-files", [empty])
    visit.page.wait_for_selector("#quoth-failures >> text=2 files could not be read")
    visit.page.click("#quoth-failures summary")
    for left, focused in (("1 file could not be read", "BUTTON"), (None, "INPUT")):
        visit.page.focus("#quoth-failures [data-dismiss]")
        visit.page.keyboard.press("Enter")
        if left:
            visit.page.wait_for_selector(f"#quoth-failures >> text={left}")
            assert visit.page.is_visible("#quoth-failures li")
        else:
            visit.page.wait_for_selector("#quoth-failures", state="detached")
        visit.page.wait_for_function(f"document.activeElement.tagName === {focused!r}")
    assert library.failures() == []
    assert titles(visit) == ["The ferry"]


def test_files_are_added_each_with_what_became_of_it(visit, library):
    visit.page.fill("#quoth-into", "rails")
    visit.page.set_input_files(
        "#quoth-files",
        [
            {"name": "tram.txt", "mimeType": "text/plain", "buffer": b"The tram leaves at ten."},
            {"name": "x.exe", "mimeType": "text/plain", "buffer": b"MZ"},
        ],
    )
    wait_titles(visit, ["The ferry", "tram"])
    visit.page.wait_for_selector(".uploads li.failed")
    # In the end what was not taken stands first.
    lines = visit.texts(".uploads li")
    assert lines[1].split() == ["tram.txt", "Added"]
    # Not "x.exe files of the kind".
    assert lines[0].startswith("x.exe Files of the kind '.exe' are not taken.")
    assert visit.page.locator(".uploads li.failed").count() == 1
    assert library.collections()["rails"] == 1
    assert visit.page.locator(".uploads progress:visible").count() == 0


def told(visit: Visit) -> list[str]:
    return visit.texts(".uploads .told")


def test_of_each_file_is_said_whether_it_waits_or_is_read(visit, library):
    # One that is added in the meantime waits, too.
    with library.catalog.writing():
        for names in (["tram", "barge"], ["canoe"]):
            files = [
                {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": name.encode()}
                for name in names
            ]
            visit.page.set_input_files("#quoth-files", files)
        visit.page.wait_for_selector(".uploads >> text=is being read…")
        assert visit.texts(".uploads .title") == ["canoe.txt", "tram.txt", "barge.txt"]
        assert told(visit) == ["waits", "is being read…", "waits"]
    wait_titles(visit, ["barge", "canoe", "The ferry", "tram"])
    assert told(visit) == ["Added"] * 3


@pytest.mark.parametrize("largest", [1_000_000])
def test_of_a_file_that_is_too_large_the_page_tells_the_limit(visit):
    film = {"name": "film.txt", "mimeType": "text/plain", "buffer": b"a" * 3_000_000}
    visit.page.set_input_files("#quoth-files", [film])
    visit.page.wait_for_selector(".uploads li.failed")
    line = "This is too large: a file may have at most 1 MB."
    assert visit.text(".uploads li.failed .told") == line


def test_files_are_dropped_on_the_page(visit):
    visit.page.evaluate(
        """() => {
          const files = new DataTransfer();
          files.items.add(new File(["The tram leaves at ten."], "tram.txt"));
          const zone = document.querySelector("[data-dropzone]");
          const options = { dataTransfer: files, bubbles: true, cancelable: true };
          zone.dispatchEvent(new DragEvent("drop", options));
        }"""
    )
    wait_titles(visit, ["The ferry", "tram"])


def test_files_are_dropped_in_any_view(visit):
    visit.page.click("nav >> text=Ask")
    drag = """kind => {
      const files = new DataTransfer();
      files.items.add(new File(["The tram leaves at ten."], "tram.txt"));
      const options = { dataTransfer: files, bubbles: true, cancelable: true };
      document.getElementById("quoth-talk").dispatchEvent(new DragEvent(kind, options));
    }"""
    content = "getComputedStyle(document.getElementById('quoth'), '::after').content"
    for kind, shown in (
        ("dragover", '"Drop the files to add them to your documents"'),
        ("dragleave", "none"),
    ):
        visit.page.evaluate(drag, kind)
        visit.page.wait_for_function(f"{content} === {shown!r}")
    visit.page.evaluate(drag, "drop")
    wait_titles(visit, ["The ferry", "tram"])
    assert visit.texts("nav [aria-current]") == ["Documents"]


def test_where_there_are_no_documents_yet_the_first_page_says_how_to_add_some(visit, library):
    visit.page.click("nav >> text=Ask")
    assert visit.page.is_hidden(".welcome .first")
    library.remove([entry.id for entry in library.documents()])
    visit.page.wait_for_selector(".welcome .first", state="visible")
    visit.page.click(".welcome .first button")
    assert visit.texts("nav [aria-current]") == ["Documents"]
    assert visit.page.evaluate("document.activeElement.id") == "quoth-files"
    tram = {"name": "tram.txt", "mimeType": "text/plain", "buffer": b"The tram leaves at ten."}
    visit.page.set_input_files("#quoth-files", [tram])
    wait_titles(visit, ["tram"])
    visit.page.click("nav >> text=Ask")
    visit.page.wait_for_selector(".welcome .first", state="hidden")


def test_of_a_folder_that_is_dropped_the_page_says_what_to_do(visit, tmp_path):
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "tram.txt").write_text("The tram leaves at ten.")
    box = visit.page.locator("[data-dropzone]").bounding_box()
    where = {"x": box["x"] + 20, "y": box["y"] + 20}
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    hand = visit.context.new_cdp_session(visit.page)
    for step in ("dragEnter", "dragOver", "drop"):
        hand.send("Input.dispatchDragEvent", {"type": step, **where, "data": data})
    visit.page.wait_for_selector(".uploads li.failed")
    line = "It cannot be read. If it is a folder, drop the files in it."
    assert visit.texts(".uploads li.failed .told") == [line]


def test_of_a_server_that_is_away_the_page_says_so(visit):
    visit.page.route("**/shelf/add*", lambda route: route.abort())
    tram = {"name": "tram.txt", "mimeType": "text/plain", "buffer": b"The tram leaves at ten."}
    visit.page.set_input_files("#quoth-files", [tram])
    visit.page.wait_for_selector(".uploads li.failed")
    assert visit.texts(".uploads li.failed .told") == ["The server cannot be reached."]


def test_the_focus_stays_in_the_list_when_a_document_is_taken_out(visit, library, tmp_path):
    for name in ("barge", "canoe"):
        (tmp_path / f"{name}.txt").write_text(f"The {name} leaves at ten.")
        library.add([tmp_path / f"{name}.txt"])
    wait_titles(visit, ["barge", "canoe", "The ferry"])
    for left in (["barge", "The ferry"], ["barge"]):
        # Of the row behind it, or else of the last.
        visit.page.locator("#quoth-shelf [data-remove]:visible").nth(1).focus()
        visit.page.keyboard.press("Enter")
        assert visit.page.evaluate("document.activeElement.dataset.removed !== undefined")
        visit.page.keyboard.press("Enter")
        wait_titles(visit, left)
        title = "document.activeElement.closest('tr')?.querySelector('.title').textContent"
        visit.page.wait_for_function(f"{title} === {left[-1]!r}")
        assert visit.page.evaluate("document.activeElement.dataset.remove !== undefined")


def test_a_document_is_taken_out_once_that_is_confirmed(visit, library):
    visit.page.click("[data-remove]")
    visit.page.click("[data-keepit]")
    assert len(library.documents()) == 1
    visit.page.click("[data-remove]")
    visit.page.keyboard.press("Escape")
    assert visit.page.evaluate("document.activeElement.textContent") == "Remove"
    assert visit.page.is_hidden("[data-removed]")
    visit.page.click("[data-remove]")
    visit.page.click("[data-removed]")
    visit.page.wait_for_selector("text=No documents yet. Add some: drop files above, or quoth add")
    assert library.documents() == []


def test_no_column_moves_when_a_document_is_to_be_taken_out(visit, library, tmp_path):
    (tmp_path / "tram.txt").write_text("# The tram of the town " + "and of its people " * 9)
    library.add([tmp_path / "tram.txt"])
    wait_titles(visit, ["The ferry", "tram"])
    places = "heads => heads.map(head => head.getBoundingClientRect().x)"
    before = visit.page.eval_on_selector_all("#quoth-shelf th", places)
    visit.page.click("#quoth-shelf [data-remove] >> nth=0")
    assert visit.page.eval_on_selector_all("#quoth-shelf th", places) == before


def test_the_list_is_searched(visit, library, tmp_path):
    (tmp_path / "tram.txt").write_text("The tram leaves at ten.")
    library.add([tmp_path / "tram.txt"])
    # What another program adds appears by itself.
    wait_titles(visit, ["The ferry", "tram"])
    visit.page.fill("#quoth-sieve", "tram")
    wait_titles(visit, ["tram"])
    assert visit.page.evaluate("document.activeElement.id") == "quoth-sieve"


def test_a_change_of_the_library_leaves_the_head_as_a_person_has_set_it(visit, library, tmp_path):
    visit.page.click("nav >> text=Ask")
    visit.ask("What do children pay?")
    visit.page.click("nav >> text=Documents")
    visit.page.click("#quoth-chats summary")
    visit.page.focus("#quoth-chats [data-drop]")
    (tmp_path / "tram.txt").write_text("The tram leaves at ten.")
    library.add([tmp_path / "tram.txt"])
    visit.page.wait_for_selector("#quoth-library >> text=2 documents")
    assert visit.texts("nav [aria-current]") == ["Documents"]
    assert visit.page.is_visible("#quoth-chats .drop")
    assert visit.page.evaluate("document.activeElement.dataset.drop !== undefined")


def test_a_change_of_the_library_does_not_end_a_question(visit, assistant, library, tmp_path):
    visit.page.click("nav >> text=Ask")
    assistant.go_on.clear()
    try:
        visit.page.fill("#quoth-question", "What do children pay?")
        visit.page.press("#quoth-question", "Enter")
        visit.page.wait_for_selector("#t1.waiting")
        (tmp_path / "tram.txt").write_text("The tram leaves at ten.")
        library.add([tmp_path / "tram.txt"])
        visit.page.wait_for_selector("#quoth-library >> text=2 documents")
        assert visit.page.is_disabled("[data-renew]")
        assert visit.page.is_visible("[data-stop]")
    finally:
        assistant.go_on.set()
    visit.page.wait_for_selector("#t1:not(.waiting)")
    assert visit.page.is_enabled("[data-renew]")


def test_a_document_whose_vectors_are_still_made_says_so(visit, library):
    ready = "#quoth-shelf td[data-column=State] >> text=ready"
    assert visit.page.locator(ready).count() == 1
    with library.catalog.writing():
        library.catalog.execute("UPDATE passage SET vector = NULL")
        library.catalog.changed()
    visit.page.wait_for_selector("#quoth-shelf td >> text=words only so far")
    library.retry()
    visit.page.wait_for_selector(ready)


def test_a_title_leads_to_the_file_itself(visit, library):
    (entry,) = library.documents()
    link = visit.page.get_by_role("link", name="The ferry", exact=True)
    assert link.get_attribute("href") == f"original/{entry.id}"
    with visit.page.expect_download() as found:
        link.click()
    assert found.value.suggested_filename == "ferry.md"


def test_a_question_is_limited_to_what_is_picked(visit, assistant, library):
    (entry,) = library.documents()
    visit.page.check(f'[data-pick="{entry.id}"]')
    visit.page.click("nav >> text=Ask")
    assert visit.text(".composer .limit bdi") == "The ferry"
    visit.ask("What do children pay?")
    assert assistant.parts[-1].documents == (entry.id,)
    assert visit.text("#t1 .asked") == "Asked only in The ferry"
    visit.page.click("nav >> text=Documents")
    visit.page.check('[data-within="boats"]')
    assert not visit.page.is_checked(f'[data-pick="{entry.id}"]')
    visit.page.click("nav >> text=Ask")
    visit.ask("What do adults pay?")
    assert (assistant.parts[-1].collections, assistant.parts[-1].documents) == (("boats",), ())
    visit.page.click("text=Ask in all documents")
    assert visit.page.is_hidden(".composer .limit")
    visit.ask("And children?")
    assert assistant.parts[-1] is None


def test_who_asks_in_what_was_taken_out_is_told_what_to_do(visit, assistant, library):
    (entry,) = library.documents()
    visit.page.check(f'[data-pick="{entry.id}"]')
    library.remove([entry.id])
    visit.page.click("nav >> text=Ask")
    visit.ask("What do children pay?")
    assert "What you chose to ask in was taken out or replaced." in visit.text("#t1")
    assert assistant.parts == []


def test_the_list_says_what_a_question_is_limited_to(visit, library, tmp_path):
    for name in ("barge", "canoe", "tram", "ship"):
        (tmp_path / f"{name}.txt").write_text(f"The {name} leaves at ten.")
        library.add([tmp_path / f"{name}.txt"])
    wait_titles(visit, ["barge", "canoe", "ship", "The ferry", "tram"])
    assert visit.page.is_hidden(".shelf .limit")
    for box in visit.page.locator("[data-pick]").all():
        box.check()
    assert visit.text(".shelf .limit bdi") == "barge, canoe, ship, 2 more"
    assert visit.text(".composer .limit bdi") == "barge, canoe, ship, 2 more"
    visit.page.click(".shelf >> text=Ask in all documents")
    assert visit.page.is_hidden(".shelf .limit")
    assert visit.page.evaluate("document.activeElement.id") == "quoth-sieve"
    assert visit.page.locator("[data-pick]:checked").count() == 0


def test_another_site_can_change_nothing(visit, library):
    post = visit.page.request.post
    assert post("/shelf/add?name=a.txt", data="x").status == 403
    assert post("/shelf/remove", data='{"names": ["1"]}').status == 403
    told = post("/shelf/remove", data="nonsense", headers={"x-quoth": "page"})
    assert (told.status, told.json()) == (
        400,
        {"error": 'send {"names": ["the id of a document"]}'},
    )
    assert len(library.documents()) == 1


def test_axe_finds_nothing_wrong_in_the_list(visit):
    visit.page.emulate_media(reduced_motion="reduce")
    visit.page.click("[data-remove]")
    visit.page.click("#quoth-failures summary")
    assert violations(visit) == []
    visit.page.emulate_media(reduced_motion="reduce", color_scheme="dark")
    visit.page.reload()
    visit.page.click("nav >> text=Documents")
    visit.page.wait_for_selector("#quoth-shelf [role=status]")
    assert violations(visit) == []
