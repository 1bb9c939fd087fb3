"""A library and an assistant that live in memory, and a server of theirs, for programs' tests."""

import asyncio
import base64
import json
import os
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.intake import Report
from index.library import Hit
from index.passages import Passage
from qa.answer import Answer, Quote, Reason, Silence
from tests.fakes import document
from ui.access import Access

LEASE = "Ada Holm signed the lease. It ends in 2031.\n"
INN = "The inn has fourteen rooms.\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """All that `quoth list --json` tells."""

    id: str
    title: str
    media_type: str
    sources: tuple[str, ...]
    characters: int
    passages: int
    unit: str = "page"
    date: str = ""
    added: str = "2026-11-22"
    collections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Shelf:
    """Documents by source; a passage is a whole document, near if it shares a word."""

    def __init__(self, **texts: str) -> None:
        self.kept = {}
        self.given = {}
        self.folder = Path(os.devnull)
        self.within = []
        for name, text in texts.items():
            self.add_bytes(name.replace("_", "."), text.encode())

    def failures(self) -> list:
        return []

    def add_bytes(
        self, name: str, content: bytes, *, collection: str | None = None, tags: Sequence[str] = ()
    ) -> Report:
        report = Report()
        made = document(content.decode(), title=name.partition(".")[0].title(), source=name)
        (report.replaced if name in self.kept else report.added).append(name)
        self.kept[name] = made
        self.given[name] = (tuple(filter(None, [collection])), tuple(tags))
        return report

    def remove(self, names: Sequence[str], *, exactly: bool = False) -> Report:
        report = Report()
        for source, made in list(self.kept.items()):
            if source in names or made.id in names:
                del self.kept[source]
                report.removed.append(source)
        return report

    def documents(self, selection: object = None) -> list[Entry]:
        self.within.append(selection)
        return [
            Entry(
                id=made.id,
                title=made.title,
                media_type=made.media_type,
                sources=made.sources,
                characters=len(made.text),
                passages=1,
                collections=self.given[source][0],
                tags=self.given[source][1],
            )
            for source, made in self.kept.items()
        ]

    def search(
        self,
        question: str,
        *,
        top: int = 10,
        within: object = None,
        spoken_of: Collection[str] = (),
    ) -> list[Hit]:
        self.within.append(within)
        asked = set(question.lower().strip("?").split())
        near = [
            made for made in self.kept.values() if asked & {*made.text.lower().strip(".\n").split()}
        ]
        return [
            Hit(made, Passage(made.id, 0, len(made.text)), 1 / (61 + rank), rank + 1, None, 0.5)
            for rank, made in enumerate(near[:top])
        ]


class Echo:
    """Answers with the first sentence of the nearest document, and remembers what was asked."""

    def __init__(self, library: Shelf) -> None:
        self.library = library
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.within: list[object] = []
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()

    def ask(
        self, question: str, *, history: Sequence[Answer] = (), within: object = None
    ) -> Answer:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if "explode" in question:
                raise RuntimeError("a bug")
            self.asked.append((question, tuple(answer.question for answer in history)))
            self.within.append(within)
            hits = self.library.search(question)
            if not hits:
                silence = Silence(Reason.NOTHING_NEAR, "The documents do not say.")
                return Answer(question, question, (), silence)
            made = hits[0].document
            end = made.text.index(".") + 1
            quotes = (Quote(made, 0, end, 0, made.text.index(" ", 4), 0.9),)
            return Answer(question, question, quotes, None, tuple(hits))
        finally:
            with self._lock:
                self.at_once -= 1


def identity(text: str) -> str:
    """Return the id of the document with a text."""
    return document(text).id


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def served(
    library: Shelf, assistant: Echo, *, access: Access | None = None, mcp: bool = False, **limits
) -> Iterator[str]:
    """Serve the endpoints alone, without the page, and yield the address."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    from ui import api

    port = free_port()

    async def up() -> gr.Blocks:
        with gr.Blocks(analytics_enabled=False) as page:
            programs = api.register(assistant, library, access=access, **limits)
        page.launch(
            server_name="127.0.0.1",
            server_port=port,
            prevent_thread_lock=True,
            quiet=True,
            run_history=False,
            ssr_mode=False,
            mcp_server=False,
            **api.launching(programs, mcp=mcp),
        )
        api.launched(page, programs)
        return page

    # Outside of a running loop, Gradio would make one for each lock and leave it open.
    page = asyncio.run(up())
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        page.close(verbose=False)


def fetch(
    address: str, path: str, body: object = None, *, method: str | None = None, **headers: str
) -> tuple[int, object]:
    """Return status and value; a body that is no bytes is sent as JSON."""
    content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(address + path, content, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            status, found = response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            status, found = error.code, error.read()
    try:
        return status, json.loads(found)
    except ValueError:
        return status, found.decode()
