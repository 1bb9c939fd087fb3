"""The five things programs do, over HTTP and with Gradio's client, against a real server."""

import asyncio
import base64
import contextlib
import http.client
import inspect
import json
import select
import socket
import threading
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from index.errors import UserError
from tests.shelf import INN, LEASE, Echo, Shelf, encoded, fetch, identity, served
from ui import accounts, api, app, guard, web
from ui.access import Access, access
from ui.accounts import Accounts, Role
from ui.actions import ACTIONS
from ui.programs import LARGEST, Forbidden, Programs

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

NOTHING = {
    "added": [],
    "replaced": [],
    "also": [],
    "unchanged": [],
    "removed": [],
    "failed": [],
}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(lease_txt=LEASE, inn_txt=INN)


@pytest.fixture
def programs(shelf) -> Programs:
    return Programs(Echo(shelf), shelf)


# -- without a server ----------------------------------------------------------------------


def test_an_answer_is_what_the_command_line_prints(programs, shelf):
    told = programs.ask("Who signed the lease?")
    assert told == Echo(shelf).ask("Who signed the lease?").to_json()
    assert told["quotes"][0]["text"] == "Ada Holm signed the lease."


def test_questions_before_are_asked_first(shelf):
    echo = Echo(shelf)
    Programs(echo, shelf).ask("When does it end?", before=["Who signed the lease?"])
    assert echo.asked == [
        ("Who signed the lease?", ()),
        ("When does it end?", ("Who signed the lease?",)),
    ]
    with pytest.raises(UserError, match="6 questions before this one; give the last 5"):
        Programs(echo, shelf).ask("What?", before=["Who?"] * 6)


def test_a_part_of_the_library_is_handed_on(shelf):
    selection = pytest.importorskip("index.selection")
    echo = Echo(shelf)
    programs = Programs(echo, shelf)
    part = {"collections": ["old"], "tags": ["signed"], "folders": ["/a"], "documents": ["b"]}
    expected = selection.Selection(("old",), ("signed",), ("/a",), ("b",))
    programs.ask("Who?", **part)
    programs.search("Who?", **part)
    programs.listed(**part)
    assert echo.within == [expected]
    assert shelf.within[-2:] == [expected, expected]
    programs.search("Who?", tags=[])
    assert shelf.within[-1] is None


def test_a_passage_comes_with_how_it_was_found(programs):
    assert programs.search("the lease?", top=1) == [
        {
            "document": identity(LEASE),
            "title": "Lease",
            "source": "lease.txt",
            "start": 0,
            "end": len(LEASE),
            "text": LEASE,
            "place": {"page": None, "unit": None, "heading": None, "line": 1},
            # 1 / 61
            "score": 0.016393,
            "meaning_rank": 1,
            "words_rank": None,
            "cosine": 0.5,
        }
    ]


@pytest.mark.parametrize("top", [0, 101, -1, True, "3", 2.0, None])
def test_a_senseless_number_of_passages_is_refused(programs, top):
    with pytest.raises(UserError, match="a whole number from 1 to 100"):
        programs.search("lease", top=top)


@pytest.mark.parametrize("question", ["", " ", "?!"])
def test_a_search_for_nothing_is_refused(programs, question):
    with pytest.raises(UserError, match="the question is empty"):
        programs.search(question)


@pytest.mark.parametrize("value", [None, 3, ["Who?"], b"Who?"])
def test_what_is_no_text_is_refused(programs, value):
    with pytest.raises(UserError, match="question must be a text"):
        programs.ask(value)


@pytest.mark.parametrize("value", ["abc", {"a": 1}, 3])
def test_what_is_no_list_of_texts_is_refused(programs, value):
    with pytest.raises(UserError, match="tags must be a list of texts"):
        programs.listed(tags=value)
    with pytest.raises(UserError, match="tags must be a text"):
        programs.listed(tags=[value] if value != "abc" else [None])


def test_a_lone_surrogate_is_no_crash(programs):
    assert programs.ask("Who signed \ud800?")["question"] == "Who signed ??"


def test_a_file_comes_as_text_or_in_base64(programs, shelf):
    assert programs.add("rain.txt", text="Rain fell.", collection="sky", tags=["wet"]) == {
        **NOTHING,
        "added": ["rain.txt"],
    }
    assert shelf.given["rain.txt"] == (("sky",), ("wet",))
    programs.add("snow.txt", text="Snow fell.", tags=[" wet ", "cold"])
    assert shelf.given["snow.txt"] == ((), ("wet", "cold"))
    shelf.remove(["snow.txt"])
    assert programs.add("Rain.TXT", base64=encoded("It rained.")) == {
        **NOTHING,
        "added": ["Rain.TXT"],
    }
    assert [each["source"] for each in programs.search("fell rained")] == ["rain.txt", "Rain.TXT"]
    for wrong in ({}, {"text": "a", "base64": "YQ=="}):
        with pytest.raises(UserError, match="as text or as base64"):
            programs.add("rain.txt", **wrong)
    with pytest.raises(UserError, match="this is not base64"):
        programs.add("rain.txt", base64="!")
    with pytest.raises(UserError, match="this is not base64"):
        programs.add("rain.txt", base64="é")


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "../a.txt",
        "a/b.txt",
        "a\\b.txt",
        "C:a.txt",
        ".a.txt",
        "a\n.txt",
        "a\u202e.txt",
        "*.txt",
        "x" * 197 + ".txt",
    ],
)
def test_a_name_that_is_no_file_name_is_refused(programs, name):
    with pytest.raises(UserError, match="will not do as a file name: it "):
        programs.add(name, text="a")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Who? Why?.txt", "it has ? in it"),
        ("a<b>.txt", "it has < > in it"),
        ("x" * 197 + ".txt", "it has more than 200 characters"),
        (".a.txt", "it begins with a dot"),
        ("a\u202e.txt", "it has a character in it that cannot be seen"),
        (" ", "it is empty"),
    ],
)
def test_what_is_wrong_with_a_file_name_is_said(programs, name, wrong):
    with pytest.raises(UserError) as told:
        programs.add(name, text="a")
    assert str(told.value) == (
        f"{name[:60]!a} will not do as a file name: {wrong}. Take one such as minutes-2026.pdf"
    )


@pytest.mark.parametrize("name", ["a.exe", "a", "a.txt.sh"])
def test_a_kind_that_is_not_read_is_refused(programs, name):
    with pytest.raises(UserError, match=r"files of the kind .* are not taken. Kinds that are: \."):
        programs.add(name, text="a")


def test_size_and_kind_are_limited(shelf):
    programs = Programs(Echo(shelf), shelf, largest=1_500_000, kinds=[".MD"])
    assert programs.add("a.md", text="a" * 1_500_000)["added"] == ["a.md"]
    line = r"^a\.md is too large: a file may have at most 1\.5 MB\. Split it$"
    with pytest.raises(UserError, match=line):
        programs.add("a.md", text="a" * 1_500_001)
    with pytest.raises(UserError, match=r"'\.txt' are not taken. Kinds that are: \.md$"):
        programs.add("a.txt", text="a")


def test_no_more_is_removed_than_was_named(programs, shelf):
    missing = "it is not in the library under this id or path"
    assert programs.remove(["*", "lease.txt", "lease", "/"]) == {
        **NOTHING,
        "removed": ["lease.txt"],
        "failed": [{"path": name, "reason": missing} for name in ("*", "lease", "/")],
    }
    assert list(shelf.kept) == ["inn.txt"]
    assert programs.remove([identity(INN)])["removed"] == ["inn.txt"]
    assert programs.remove([]) == NOTHING


def test_who_may_not_edit_changes_nothing(shelf):
    programs = Programs(Echo(shelf), shelf, access=Access(None, near=False))
    with pytest.raises(Forbidden, match="only editors"):
        programs.add("a.txt", text="a", user="ada")
    with pytest.raises(Forbidden, match="only editors"):
        programs.remove(["lease.txt"])
    assert len(shelf.kept) == 2


def test_one_question_is_read_at_a_time(shelf):
    echo = Echo(shelf)
    programs = Programs(echo, shelf)
    with ThreadPoolExecutor(8) as pool:
        asked = [f"Who signed the lease {number}?" for number in range(40)]
        told = list(pool.map(programs.ask, asked))
    assert [each["question"] for each in told] == asked
    assert echo.most_at_once == 1


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_the_table_of_actions_says_what_each_takes(action):
    taken = inspect.signature(action.does).parameters
    assert {one.name: one.default for one in action.takes} == {
        name: one.default for name, one in taken.items() if name not in ("self", "user", "content")
    }
    assert action.changes == ("user" in taken)


# -- over HTTP -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def here():
    """A server that lets everybody on this machine in, and what stands behind it."""
    shelf = Shelf(lease_txt=LEASE, inn_txt=INN)
    echo = Echo(shelf)
    with served(shelf, echo, largest=1000) as address:
        yield address, shelf, echo


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    path = tmp_path_factory.mktemp("accounts") / "people.json"
    accounts.put(path, "ada", "correct horse", Role.EDITOR)
    accounts.put(path, "ben", "battery staple", Role.READER)
    return path


@pytest.fixture(scope="module")
def closed(people):
    """A server that wants a name and a password."""
    shelf = Shelf(lease_txt=LEASE)
    with served(shelf, Echo(shelf), access=Access(Accounts(people), near=False)) as address:
        yield address


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


ADA = basic("ada", "correct horse")
BEN = basic("ben", "battery staple")


def test_a_question_is_answered_over_http(here):
    address, shelf, _ = here
    status, told = fetch(address, "/api/ask", {"question": "Who signed the lease?"})
    assert status == 200
    assert told == Echo(shelf).ask("Who signed the lease?").to_json()
    asked = urllib.parse.quote("Who signed the lease?")
    assert fetch(address, f"/api/ask?question={asked}") == (200, told)


def test_text_comes_back_as_it_is_not_as_html(here):
    address, _, _ = here
    typed = "<script>alert('é')</script> \N{TRAM CAR}"
    request = urllib.request.Request(
        f"{address}/api/ask", json.dumps({"question": typed}).encode(), method="POST"
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        assert response.headers["Content-Type"] == "application/json"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert json.loads(response.read())["question"] == typed


def test_documents_come_and_go_over_http(here):
    address, shelf, _ = here
    added = {"name": "rain.txt", "text": "Rain fell.", "tags": ["wet"]}
    assert fetch(address, "/api/add", added) == (200, {**NOTHING, "added": ["rain.txt"]})
    # A file as it is, as curl sends it; here it takes the other's place.
    assert fetch(address, "/api/add?name=rain.txt&tags=dry&tags=old", b"It rained.") == (
        200,
        {**NOTHING, "replaced": ["rain.txt"]},
    )
    assert shelf.given["rain.txt"] == ((), ("dry", "old"))
    status, found = fetch(address, "/api/search?question=rained&top=1")
    assert (status, [each["text"] for each in found]) == (200, ["It rained."])
    status, told = fetch(address, "/api/list")
    assert (status, [each["sources"] for each in told]) == (
        200,
        [["lease.txt"], ["inn.txt"], ["rain.txt"]],
    )
    assert fetch(address, "/api/list", b"", method="POST") == (status, told)
    assert fetch(address, "/api/remove", {"names": ["rain.txt"]}) == (
        200,
        {**NOTHING, "removed": ["rain.txt"]},
    )


@pytest.mark.parametrize(
    ("path", "body", "status", "line"),
    [
        ("/api/ask", {}, 400, "ask needs question"),
        ("/api/ask", {"question": "a", "color": 1}, 400, "ask takes no 'color'. It takes: questio"),
        ("/api/ask", {"question": 3}, 400, "question must be a text"),
        ("/api/ask", b"{", 400, "send a JSON object; this is not JSON"),
        ("/api/ask", b"[" * 900, 400, "send a JSON object; this is not JSON"),
        ("/api/ask", b"\xff\xfe\xff", 400, "send a JSON object; this is not JSON"),
        ("/api/ask", [1], 400, "send a JSON object, such as"),
        ("/api/search", {"question": "a", "top": 1000}, 400, "top must be a whole number"),
        ("/api/search?question=a&top=x", None, 400, "top must be a whole number"),
        (f"/api/search?question=a&top={'9' * 5000}", None, 400, "top must be a whole number"),
        ("/api/add", {"name": "a.txt", "text": "a", "tags": [" "]}, 400, "an empty tag could not"),
        ("/api/add", {"name": "a.txt", "content": "a"}, 400, "add takes no 'content'"),
        ("/api/add", {"name": "a.exe", "text": "a"}, 400, "files of the kind '.exe' are not taken"),
        ("/api/add?name=a.txt", b"a" * 1001, 400, "a.txt is too large: a file may have at most"),
        ("/api/add?name=a.txt&user=ada", b"a", 400, "add takes no 'user'"),
        ("/api/remove", {"names": "lease.txt"}, 400, "names must be a list of texts"),
        ("/api/remove?names=lease.txt", None, 405, "/api/remove takes POST"),
        ("/api/sing", {}, 404, "there is no /api/sing. There is: ask, search, list, add, remove"),
        ("/api/ask/it", {}, 404, "there is no /api/ask/it. There is: ask, search, list, add"),
    ],
)
def test_what_cannot_be_done_is_one_line(here, path, body, status, line):
    address, shelf, _ = here
    found, told = fetch(address, path, body)
    assert (found, told["error"][: len(line)]) == (status, line)
    assert list(shelf.kept) == ["lease.txt", "inn.txt"]


def test_of_a_bug_no_more_is_told_than_that_there_was_one(here):
    address, _, _ = here
    line = "Something went wrong. The server's log says what."
    assert fetch(address, "/api/ask", {"question": "explode"}) == (500, {"error": line})
    body, headers = {"data": ["explode", *[None] * 5]}, {"Content-Type": "application/json"}
    assert fetch(address, "/gradio_api/run/ask", body, **headers) == (500, {"error": None})
    assert fetch(address, "/api/ask", {"question": "lease"})[0] == 200


def test_pages_of_other_sites_are_refused(here):
    address, shelf, _ = here
    port = address.rpartition(":")[2]
    body = {"names": ["lease.txt"]}
    for path in ("/api/remove", "/gradio_api/run/remove", "/gradio_api/call/remove"):
        for origin in ("http://evil.example", "null", f"http://evil.example:{port}"):
            assert fetch(address, path, body, Origin=origin)[0] == 403
    refused = "This server takes nothing from the pages of other sites."
    foreign = {"Origin": "http://evil.example"}
    assert fetch(address, "/api/remove", body, **foreign) == (403, {"error": refused})
    assert fetch(address, "/shelf/remove", body, **foreign) == (403, {"error": refused})
    assert fetch(address, "/gradio_api/run/remove", body, **foreign) == (403, refused)
    assert len(shelf.kept) == 2
    # Nor may they read: Gradio would let them.
    for path in ("/api/list", "/api/ask?question=lease", "/config", "/original/1"):
        assert fetch(address, path, **foreign)[0] == 403
    same = f"http://127.0.0.1:{port}"
    assert fetch(address, "/api/ask", {"question": "lease"}, Origin=same)[0] == 200
    assert fetch(address, "/api/list", Origin=same)[0] == 200


def test_where_all_may_read_the_pages_of_other_sites_may_not(shelf):
    refused = {"error": "This server takes nothing from the pages of other sites."}
    host = "box.lan:7860"
    with served(shelf, Echo(shelf), access=access("127.0.0.1", open_to_all=True)) as address:
        for origin in ("http://other.example", "http://box.lan", "null"):
            for method in ("GET", "OPTIONS", "POST"):
                told = fetch(address, "/api/list", method=method, Host=host, Origin=origin)
                assert told == (403, refused)
        for own in ({}, {"Origin": "http://box.lan:7860"}, {"Origin": "https://BOX.lan:7860"}):
            status, listed = fetch(address, "/api/list", Host=host, **own)
            assert (status, [each["title"] for each in listed]) == (200, ["Lease", "Inn"])
        told = fetch(address, "/api/remove", {"names": ["lease.txt"]})
        assert told == (403, {"error": "only editors may add and remove documents"})
    assert sorted(shelf.kept) == ["inn.txt", "lease.txt"]


def test_a_strangers_name_for_this_machine_is_refused(here):
    address, _, _ = here
    for host in ("evil.example", "127.0.0.1.evil.example:80", "[::2]:80", ""):
        refused = "This server answers to 127.0.0.1 and localhost only."
        assert fetch(address, "/api/list", Host=host) == (421, {"error": refused})
        # A browser shows a person the line as it is.
        for page in ("/", "/apiary", "/login"):
            assert fetch(address, page, Host=host) == (421, refused)
    for host in ("localhost", "LOCALHOST:7860", "[::1]:7860", "127.0.0.9"):
        assert fetch(address, "/api/list", Host=host)[0] == 200


# 1,000 bytes
TOO_LARGE = "This is too large: a file may have at most 0.001 MB."


@pytest.mark.parametrize("path", ["/api/add?name=a.txt", "/shelf/add?name=a.txt"])
def test_what_is_too_large_is_not_even_read(here, path):
    address, _, _ = here
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    connection.putrequest("POST", path)
    # 4/3 of 1,000 and 1,000,000 beside are taken.
    connection.putheader("Content-Length", "1001334")
    connection.endheaders()
    response = connection.getresponse()
    told = json.loads(response.read())
    connection.close()
    assert (response.status, response.headers["Content-Type"]) == (413, "application/json")
    assert told == {"error": TOO_LARGE}


def test_who_sends_all_before_reading_is_told_too(here):
    address, _, _ = here
    for _ in range(3):
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
        sent = (b"a" * 100_000 for _ in range(300))
        with contextlib.closing(connection):
            connection.request("POST", "/api/add?name=a.txt", sent, encode_chunked=True)
            response = connection.getresponse()
            assert (response.status, json.loads(response.read())) == (413, {"error": TOO_LARGE})
        # With its length said, and refused for that before any of it came.
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
        with contextlib.closing(connection):
            connection.request("POST", "/api/add?name=a.txt", b"a" * 30_000_000)
            assert connection.getresponse().status == 413
    _, told = fetch(address, "/api/list")
    assert "a.txt" not in json.dumps(told)


def test_who_sends_without_end_is_told_at_once_and_cut_off(here, monkeypatch):
    address, _, _ = here
    monkeypatch.setattr(guard, "_REST_BYTES", 5_000_000)
    host, _, port = address.removeprefix("http://").partition(":")
    part = b"%x\r\n%s\r\n" % (50_000, b"a" * 50_000)
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(
            b"POST /api/add?name=a.txt HTTP/1.1\r\nHost: localhost\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        while not select.select([connection], [], [], 0)[0]:
            connection.sendall(part)
        assert connection.recv(12) == b"HTTP/1.1 413"

        def endless() -> None:
            # 5 MB and what the buffers on the way hold; far from all of this.
            for _ in range(2000):
                connection.sendall(part)

        with pytest.raises(OSError, match=r"reset|pipe"):
            endless()


@pytest.mark.parametrize(
    ("megabytes", "said"), [(50, "50"), (1, "1"), (2_500, "2,500"), (0.25, "0.25")]
)
def test_the_largest_file_is_told_in_megabytes(megabytes, said):
    sent = []

    async def asked() -> None:
        async def receive() -> dict:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict) -> None:
            sent.append(message)

        guarded = guard.Guard(None, largest=int(megabytes * 1_000_000), near_only=False)
        headers = [(b"content-length", b"9999999999")]
        scope = {"type": "http", "method": "POST", "path": "/page", "headers": headers}
        await guarded(scope, receive, send)

    asyncio.run(asked())
    line = f"This is too large: a file may have at most {said} MB."
    assert (sent[0]["status"], sent[1]["body"].decode()) == (413, line)


def test_who_leaves_in_the_middle_of_sending_is_no_bug(shelf):
    programs = Programs(Echo(shelf), shelf)
    messages = [
        {"type": "http.request", "body": b"a", "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent = []

    async def asked() -> None:
        async def receive() -> dict:
            return messages.pop(0)

        async def send(message: dict) -> None:
            sent.append(message)

        guarding = Middleware(guard.Guard, largest=LARGEST, near_only=False)
        app = Starlette(routes=[web.route(programs)], middleware=[guarding])
        scope = {"type": "http", "method": "POST", "path": "/api/add", "headers": []}
        await app({**scope, "query_string": b"name=a.txt"}, receive, send)

    asyncio.run(asked())
    assert (messages, sent) == ([], [])


def test_a_wrong_password_with_a_large_file_is_told(closed):
    line = "Send a name and its password with each request (HTTP Basic)."
    for _ in range(3):
        told = fetch(closed, "/api/add?name=a.txt", b"a" * 5_000_000, Authorization="Basic !")
        assert told == (401, {"error": line})


def test_a_wrong_password_with_a_large_file_of_unknown_length_is_told(closed):
    for _ in range(3):
        connection = http.client.HTTPConnection(closed.removeprefix("http://"), timeout=20)
        with contextlib.closing(connection):
            sent = (b"a" * 100_000 for _ in range(100))
            connection.request("POST", "/api/add?name=a.txt", sent, encode_chunked=True)
            assert connection.getresponse().status == 401


def test_ten_people_at_once_each_get_their_own_answer(here):
    address, _, _ = here
    barrier = threading.Barrier(10)

    def ask(number: int) -> bool:
        barrier.wait(20)
        for turn in range(5):
            question = f"Who signed the lease {number} {turn}?"
            status, told = fetch(address, "/api/ask", {"question": question})
            if status != 200 or told["question"] != question:
                return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(ask, range(10))) == [True] * 10


class Gated(Echo):
    """Answers nobody before it is told to."""

    def __init__(self, library: Shelf) -> None:
        super().__init__(library)
        self.open = threading.Event()

    def ask(self, question: str, **more: object):
        assert self.open.wait(20)
        return super().ask(question, **more)


def test_who_only_lists_does_not_wait_behind_a_crowd_of_questions():
    shelf = Shelf(lease_txt=LEASE)
    gated = Gated(shelf)
    asked = [f"Who signed the lease {number}?" for number in range(60)]
    with served(shelf, gated) as address, contextlib.ExitStack() as stack:
        host = address.removeprefix("http://")
        waiting = [http.client.HTTPConnection(host, timeout=20) for _ in asked]
        stack.callback(gated.open.set)
        for connection, question in zip(waiting, asked, strict=True):
            stack.enter_context(contextlib.closing(connection))
            connection.request("POST", "/api/ask", json.dumps({"question": question}))
        # More than the server has threads.
        assert fetch(address, "/api/list")[0] == 200
        gated.open.set()
        told = [json.loads(connection.getresponse().read()) for connection in waiting]
    assert [each["question"] for each in told] == asked


def test_gradios_own_client_can_do_all_five(here):
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    address, shelf, _ = here
    client = Client(address, verbose=False)
    try:
        told = client.predict("Who signed the lease?", api_name="/ask")
        assert told == Echo(shelf).ask("Who signed the lease?").to_json()
        found = client.predict(question="the lease", top=1, api_name="/search")
        assert [each["source"] for each in found] == ["lease.txt"]
        added = client.predict("rain.txt", text="Rain fell.", api_name="/add")
        assert added == {**NOTHING, "added": ["rain.txt"]}
        listed = client.predict(api_name="/list")
        assert [each["title"] for each in listed] == ["Lease", "Inn", "Rain"]
        removed = client.predict(names=["rain.txt"], api_name="/remove")
        assert removed == {**NOTHING, "removed": ["rain.txt"]}
        with pytest.raises(AppError, match="the question is empty"):
            client.predict("?", api_name="/search")
        endpoints = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
        assert sorted(endpoints) == ["/add", "/ask", "/list", "/remove", "/search"]
        assert [each["parameter_name"] for each in endpoints["/add"]["parameters"]] == [
            "name",
            "text",
            "base64",
            "collection",
            "tags",
        ]
    finally:
        client.close()


def test_the_page_takes_no_name_by_which_programs_ask(shelf):
    assistant = Echo(shelf)

    async def built():
        return app.build(
            assistant,
            documents=shelf.documents,
            library=shelf,
            endpoints=lambda: api.register(assistant, shelf),
        )

    # Outside of a running loop, Gradio would make one for each lock and leave it open.
    page = asyncio.run(built())
    public = {each.api_name for each in page.fns.values() if each.api_visibility == "public"}
    private = {each.api_name for each in page.fns.values() if each.api_visibility == "private"}
    assert public == {"ask", "search", "list", "add", "remove"}
    assert public & private == set()
    told = page.get_api_info()["named_endpoints"]
    assert sorted(told) == ["/add", "/ask", "/list", "/remove", "/search"]


# -- with accounts -------------------------------------------------------------------------


def test_without_a_name_nothing_is_told(closed):
    for path in ("/api/list", "/api/ask?question=lease", "/gradio_api/info", "/config"):
        assert fetch(closed, path)[0] == 401
    assert fetch(closed, "/api/list", Authorization="Basic !")[0] == 401
    assert fetch(closed, "/api/list", Authorization="Bearer abc")[0] == 401
    wrong = basic("ada", "battery staple")
    assert fetch(closed, "/api/list", Authorization=wrong)[0] == 401
    body = {"data": [["lease.txt"]]}
    headers = {"Content-Type": "application/json"}
    assert fetch(closed, "/gradio_api/run/remove", body, **headers)[0] == 401


def test_a_crowd_of_strangers_keeps_nobody_waiting_who_was_let_in(people, monkeypatch):
    shelf = Shelf(lease_txt=LEASE)
    gate = threading.Event()
    with (
        served(shelf, Echo(shelf), access=Access(Accounts(people), near=False)) as address,
        contextlib.ExitStack() as stack,
    ):
        assert fetch(address, "/api/list", Authorization=ADA)[0] == 200
        monkeypatch.setattr(accounts, "_hashed", lambda *_: gate.wait(20) and b"")
        stack.callback(gate.set)
        host = address.removeprefix("http://")
        # More than the server has threads.
        waiting = [http.client.HTTPConnection(host, timeout=20) for _ in range(60)]
        for number, connection in enumerate(waiting):
            stack.enter_context(contextlib.closing(connection))
            sent = {"Authorization": basic(f"eve{number}", "open sesame")}
            connection.request("GET", "/api/list", headers=sent)
        # Who sends no password is told at once, too.
        assert fetch(address, "/api/list")[0] == 401
        assert fetch(address, "/api/list", Authorization=ADA)[0] == 200
        asked = fetch(address, "/api/ask", {"question": "Who signed?"}, Authorization=ADA)
        assert asked[0] == 200
        gate.set()
        assert {connection.getresponse().status for connection in waiting} == {401}


def test_readers_read_and_editors_edit(closed):
    for who in (ADA, BEN):
        status, told = fetch(closed, "/api/ask", {"question": "Who signed?"}, Authorization=who)
        assert (status, len(told["quotes"])) == (200, 1)
    added = {"name": "rain.txt", "text": "Rain fell."}
    refused = {"error": "only editors may add and remove documents"}
    assert fetch(closed, "/api/add", added, Authorization=BEN) == (403, refused)
    assert fetch(closed, "/api/remove", {"names": []}, Authorization=BEN) == (403, refused)
    assert fetch(closed, "/api/add", added, Authorization=ADA)[0] == 200
    assert fetch(closed, "/api/remove", {"names": ["rain.txt"]}, Authorization=ADA)[0] == 200


def test_a_server_with_accounts_answers_to_any_name_of_its_machine(closed):
    assert fetch(closed, "/api/list", Host="quoth.example", Authorization=BEN)[0] == 200


def test_a_server_of_https_before_it_is_let_through_where_it_passes_the_name_on(closed):
    sent = {"Origin": "https://quoth.example", "Authorization": BEN}
    question = {"question": "Who signed?"}
    assert fetch(closed, "/api/ask", question, Host="quoth.example", **sent)[0] == 200
    # As nginx and Apache send it unless they are told otherwise.
    assert fetch(closed, "/api/ask", question, **sent)[0] == 403


def test_behind_https_the_page_asks_by_https(here):
    address, _, _ = here
    sent = {"Host": "localhost", "X-Forwarded-Proto": "https"}
    assert fetch(address, "/config", **sent)[1]["root"] == "https://localhost"


def test_gradios_client_logs_in_and_keeps_its_role(closed):
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    reader = Client(closed, auth=("ben", "battery staple"), verbose=False)
    editor = Client(closed, auth=("ada", "correct horse"), verbose=False)
    try:
        assert len(reader.predict("Who signed?", api_name="/ask")["quotes"]) == 1
        with pytest.raises(AppError, match="only editors may add and remove"):
            reader.predict("rain.txt", text="Rain fell.", api_name="/add")
        assert editor.predict("rain.txt", text="Rain fell.", api_name="/add")["added"]
        assert editor.predict(names=["rain.txt"], api_name="/remove")["removed"]
    finally:
        reader.close()
        editor.close()


def test_who_is_taken_out_of_the_file_is_out_at_once(people, tmp_path):
    path = tmp_path / "people.json"
    path.write_bytes(people.read_bytes())
    shelf = Shelf(lease_txt=LEASE)
    with served(shelf, Echo(shelf), access=Access(Accounts(path), near=True)) as address:
        from gradio_client import Client

        reader = Client(address, auth=("ben", "battery staple"), verbose=False)
        try:
            assert len(reader.predict("Who signed?", api_name="/ask")["quotes"]) == 1
            accounts.take_out(path, "ben")
            assert fetch(address, "/api/list", Authorization=BEN)[0] == 401
            with pytest.raises(Exception, match="401"):
                reader.predict("Who signed?", api_name="/ask")
        finally:
            reader.close()
