"""The five tools for language models, called by the official client over HTTP and over pipes."""

import asyncio
import base64
import contextlib
import logging
import sys
from pathlib import Path

import pytest

from index.errors import UserError
from tests.shelf import INN, LEASE, Echo, Shelf, encoded, fetch, served
from ui import accounts, mcp
from ui.access import Access
from ui.accounts import Accounts, Role
from ui.programs import Programs

client_of = pytest.importorskip("mcp.client.client")

# Gradio sums up its queue with an option and an argument that pandas 3 deprecates.
pytestmark = [
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

ROOT = Path(__file__).parent.parent
TOOLS = ["ask", "search", "list", "add", "remove"]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(lease_txt=LEASE, inn_txt=INN)


def visit(server, actions):
    """Return what an action returns of a client that is connected."""

    async def connected():
        async with client_of.Client(server) as client:
            return await actions(client)

    return asyncio.run(connected())


def text_of(called) -> str:
    return "".join(part.text for part in called.content)


async def all_five(client):
    listed = await client.list_tools()
    answer = await client.call_tool("ask", {"question": "Who signed the lease?"})
    found = await client.call_tool("search", {"question": "the lease", "top": 1})
    added = await client.call_tool("add", {"name": "rain.txt", "base64": encoded("Rain fell.")})
    documents = await client.call_tool("list", {})
    removed = await client.call_tool("remove", {"names": ["rain.txt"]})
    refused = await client.call_tool("search", {"question": "?"})
    return listed, answer, found, added, documents, removed, refused


def check_all_five(told, expected) -> None:
    listed, answer, found, added, documents, removed, refused = told
    assert [tool.name for tool in listed.tools] == TOOLS
    assert not any(called.is_error for called in told[1:-1])
    assert answer.structured_content == expected
    assert [each["source"] for each in found.structured_content["result"]] == ["lease.txt"]
    assert added.structured_content["added"] == ["rain.txt"]
    titles = [each["title"] for each in documents.structured_content["result"]]
    assert titles == ["Lease", "Inn", "Rain"]
    assert removed.structured_content["removed"] == ["rain.txt"]
    assert refused.is_error
    assert text_of(refused).endswith(
        "the question is empty. Ask in plain words, for example: Who paid?"
    )


def test_a_client_calls_all_five_over_http(shelf):
    with served(shelf, Echo(shelf), mcp=True) as address:
        told = visit(f"{address}/mcp", all_five)
        check_all_five(told, Echo(shelf).ask("Who signed the lease?").to_json())
        # The plain endpoints are still there, and no others.
        assert fetch(address, "/api/list")[0] == 200
        assert fetch(address, "/nothing", {})[0] == 404


def test_a_client_calls_all_five_over_pipes(shelf):
    script = (
        "from tests.shelf import INN, LEASE, Echo, Shelf\n"
        "from ui import mcp\n"
        "from ui.programs import Programs\n"
        "shelf = Shelf(lease_txt=LEASE, inn_txt=INN)\n"
        "mcp.run(Programs(Echo(shelf), shelf))\n"
    )
    process = client_of.StdioServerParameters(
        command=sys.executable, args=["-c", script], cwd=str(ROOT), env={"PYTHONPATH": str(ROOT)}
    )
    check_all_five(visit(process, all_five), Echo(shelf).ask("Who signed the lease?").to_json())


def test_each_tool_says_what_it_does_and_whether_it_changes_anything(shelf):
    made = mcp.server(Programs(Echo(shelf), shelf))
    tools = {tool.name: tool for tool in visit(made, lambda client: client.list_tools()).tools}
    assert list(tools) == TOOLS
    assert all(tool.description for tool in tools.values())
    reading = [name for name, tool in tools.items() if tool.annotations.read_only_hint]
    assert reading == ["ask", "search", "list"]
    assert list(tools["add"].input_schema["properties"]) == [
        "name",
        "text",
        "base64",
        "collection",
        "tags",
    ]
    assert tools["ask"].input_schema["required"] == ["question"]


def test_what_a_tool_is_given_wrongly_is_told_and_a_bug_is_not(shelf, caplog):
    made = mcp.server(Programs(Echo(shelf), shelf))

    async def wrongly(client):
        return [
            await client.call_tool("ask", {"question": 3}),
            await client.call_tool("ask", {}),
            await client.call_tool("add", {"name": "a.exe", "text": "a"}),
            await client.call_tool("ask", {"question": "explode"}),
        ]

    with caplog.at_level(logging.CRITICAL, "mcp"):
        *told, bug = visit(made, wrongly)
    assert all(called.is_error for called in (*told, bug))
    assert "question" in text_of(told[0])
    assert "question" in text_of(told[1])
    assert "files of the kind '.exe' are not taken" in text_of(told[2])
    assert "a bug" not in text_of(bug)


def test_with_accounts_a_client_sends_name_and_password(shelf, tmp_path):
    import httpx2
    from mcp.client.streamable_http import streamable_http_client

    path = tmp_path / "people.json"
    accounts.put(path, "ada", "correct horse", Role.EDITOR)
    accounts.put(path, "ben", "battery staple", Role.READER)

    @contextlib.asynccontextmanager
    async def as_(address, credentials):
        encoded_ = base64.b64encode(credentials.encode()).decode()
        headers = {"Authorization": f"Basic {encoded_}"}
        async with (
            httpx2.AsyncClient(headers=headers) as http,
            client_of.Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
        ):
            yield client

    async def both(address):
        async with as_(address, "ada:correct horse") as client:
            editor = await client.call_tool("remove", {"names": ["inn.txt"]})
        async with as_(address, "ben:battery staple") as client:
            reader = await client.call_tool("remove", {"names": ["lease.txt"]})
            answer = await client.call_tool("ask", {"question": "Who signed the lease?"})
        return editor, reader, answer

    access = Access(Accounts(path), near=False)
    with served(shelf, Echo(shelf), access=access, mcp=True) as address:
        editor, reader, answer = asyncio.run(both(address))
        assert editor.structured_content["removed"] == ["inn.txt"]
        assert reader.is_error
        assert text_of(reader).endswith("only editors may add and remove documents")
        assert len(answer.structured_content["quotes"]) == 1
        listing = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        wrong = "Basic " + base64.b64encode(b"ben:correct horse").decode()
        told = "Send a name and its password with each request (HTTP Basic)."
        assert fetch(address, "/mcp", listing) == (401, told)
        assert fetch(address, "/mcp", listing, Authorization=wrong) == (401, told)
    assert list(shelf.kept) == ["lease.txt"]


def test_without_the_package_one_line_says_what_to_install(shelf, monkeypatch):
    monkeypatch.setattr(mcp, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"pip install 'quoth\[mcp\]'"):
        mcp.server(Programs(Echo(shelf), shelf))
