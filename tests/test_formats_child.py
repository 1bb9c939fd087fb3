import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import cast

import pytest
from files import pdf, word

from index.documents import Document
from index.errors import UnreadableFile
from index.formats import child as child_module
from index.formats import table
from index.formats.child import Child, read_safely
from index.formats.content import Content
from index.formats.table import read_all

ROOT = Path(__file__).parent.parent

# A reader that does what it is told, put in place of that of HTML in the other process.
SITE = """
import os, signal, sys, time
def tell(content, name):
    from index.formats.content import Content
    said = content.decode().split()
    if said[0] == "sleep":
        time.sleep(float(said[1]))
    if said[0] == "spin":
        end = time.monotonic() + float(said[1])
        while time.monotonic() < end: pass
    if said[0] == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if said[0] == "exit":
        os._exit(3)
    if said[0] == "fill":
        bytearray(int(said[1]))
    if said[0] == "raise":
        raise ZeroDivisionError("no reason")
    if said[0] == "print":
        print("said on the way", flush=True)
        os.write(1, b"said on the way")
    if said[0] == "modules":
        return Content(" ".join(sys.modules))
    if said[0] == "start":
        import subprocess
        return Content(str(subprocess.Popen(["sleep", "60"]).pid))
    return Content(" ".join(said))
from index.formats import table
table.FORMATS[".html"] = ("text/html", tell)
"""


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder where a file `x.html` says what is to happen when it is read."""
    (tmp_path / "told.py").write_text(SITE)
    start = "import sys; sys.path[:] = sys.argv[2:]; import told; "
    start += "from index.formats.worker import serve; "
    monkeypatch.setattr(child_module, "_START", start + "serve()")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return tmp_path


def asked(folder: Path, what: str) -> Path:
    path = folder / "x.html"
    path.write_text(what)
    return path


def refusal(child: Child, path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        child.read(path)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    return message.replace(f"{path.parent}/", "")


def has_ended(process: int) -> bool:
    """Return whether a process is no more, not even as a zombie; wait a little for it."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_what_is_read_is_the_same_as_without_the_other_process(tmp_path: Path) -> None:
    whole = tmp_path / "a.docx"
    whole.write_bytes(word("Cats purr."))
    printed = tmp_path / "a.pdf"
    printed.write_bytes(pdf("Cats purr.", "Dogs bark."))
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.7")
    with Child() as child:
        assert child.read(whole, "s") == read_all(whole, source="s")
        process = child.process
        assert child.read(printed) == read_all(printed)
        with pytest.raises(UnreadableFile) as alone:
            read_all(broken)
        assert refusal(child, broken) == str(alone.value).replace(f"{tmp_path}/", "")
        assert child.process == process
    assert child.process is None
    assert process is not None
    assert has_ended(process)


def test_small_text_is_read_without_the_other_process(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Cats purr.")
    with Child() as child:
        assert child.read(path, "s") == read_all(path, source="s")
        assert refusal(child, tmp_path / "none.txt") == "none.txt does not exist"
        assert refusal(child, tmp_path / "a.exe").startswith("a.exe does not exist")
        assert child.process is None
        path.write_bytes(pdf("Cats purr."))
        child.read(path)
        assert child.process is not None
        child.close()
        path.write_bytes(b"Cats purr. " * 500_000)
        child.read(path)
        assert child.process is not None


def test_a_relative_path_is_taken_from_where_its_reader_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Child() as child:
        for name in ("a", "b"):
            folder = tmp_path / name
            folder.mkdir()
            (folder / "x.html").write_text(name)
            monkeypatch.chdir(folder)
            (document,) = child.read(Path("x.html")).documents
            assert (document.text, document.source) == (name, "x.html")


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_read(told: Path) -> None:
    with Child(seconds=20) as child:
        child.read(asked(told, "first"))
        child.seconds = 0.5
        for what in ("sleep 60", "spin 60"):
            assert refusal(child, asked(told, what)) == (
                "x.html took longer than 0.5 s to read. Split it, or save it anew from the "
                "program that made it"
            )
            assert child.process is None
        child.seconds = 20
        assert child.read(asked(told, "next")).documents[0].text == "next"


def test_what_the_process_started_ends_with_it(told: Path) -> None:
    with Child() as child:
        started = int(child.read(asked(told, "start")).documents[0].text)
        assert refusal(child, asked(told, "crash")).startswith("x.html broke what reads it")
    # It is no child of ours: whoever adopts it may take a while to note its end.
    state = Path(f"/proc/{started}/stat")
    for _ in range(100):
        if not state.exists() or state.read_text().split()[2] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("what the process started is still there")


@pytest.mark.parametrize(
    ("what", "how"), [("crash", "SIGSEGV"), ("exit", "exit status 3"), ("raise", None)]
)
def test_a_file_that_breaks_its_reader_is_refused_and_the_next_one_read(
    told: Path, what: str, how: str | None
) -> None:
    with Child() as child:
        assert refusal(child, asked(told, what)) == (
            f"x.html broke what reads it ({how or 'ZeroDivisionError: no reason'}). It may be "
            "damaged: save it anew from the program that made it"
        )
        assert child.read(asked(told, "next")).documents[0].text == "next"


def test_a_small_text_that_breaks_its_reader_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(content: bytes, name: str) -> Content:
        raise ZeroDivisionError("no\nreason")

    monkeypatch.setitem(cast("dict[str, object]", table.FORMATS), ".md", ("text/markdown", tell))
    path = tmp_path / "a.md"
    path.write_text("# Cats")
    with Child() as child:
        assert refusal(child, path) == (
            "a.md broke what reads it (ZeroDivisionError: no reason). It may be damaged: save it "
            "anew from the program that made it"
        )
        assert child.process is None


def test_a_file_that_needs_too_much_memory_is_refused(told: Path) -> None:
    with Child(memory=800_000_000) as child:
        assert refusal(child, asked(told, "fill 900000000")) == (
            "x.html needs more than 800 MB of memory to read. Split it first"
        )
        assert child.read(asked(told, "fill 9000")).documents[0].text == "fill 9000"


def test_what_a_library_prints_is_no_answer(told: Path) -> None:
    with Child() as child:
        assert child.read(asked(told, "print this")).documents[0].text == "print this"


def test_the_process_knows_no_model(told: Path) -> None:
    with Child() as child:
        modules = set(child.read(asked(told, "modules")).documents[0].text.split())
    assert "index.formats.table" in modules
    assert not modules & {"torch", "transformers", "sentence_transformers", "faiss", "gradio"}


def test_the_process_is_started_anew_after_many_files(
    told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "_FILES_A_PROCESS", 2)
    path = asked(told, "x")
    with Child() as child:
        child.read(path)
        first = child.process
        child.read(path)
        assert child.process is None
        child.read(path)
        assert child.process not in {None, first}


def test_a_process_that_ended_between_files_is_replaced(told: Path) -> None:
    with Child() as child:
        child.read(asked(told, "x"))
        assert child.process is not None
        os.kill(child.process, signal.SIGKILL)
        time.sleep(0.2)
        assert child.read(asked(told, "next")).documents[0].text == "next"


def test_threads_share_a_process(told: Path) -> None:
    paths = []
    for number in range(12):
        paths.append(told / f"{number}.html")
        paths[-1].write_text(f"file {number}")
    with Child() as child, ThreadPoolExecutor(4) as pool:
        texts = [reading.documents[0].text for reading in pool.map(child.read, paths)]
    assert texts == [f"file {number}" for number in range(12)]


def test_a_thread_may_end_before_the_process_it_started(told: Path) -> None:
    found: list[Document] = []
    path = asked(told, "x")
    with Child() as child:
        thread = Thread(target=lambda: found.extend(child.read(path).documents))
        thread.start()
        thread.join()
        process = child.process
        found.extend(child.read(path).documents)
        assert child.process == process
    assert [document.text for document in found] == ["x", "x"]


def test_one_process_is_shared_by_all_who_ask_for_nothing_else(told: Path) -> None:
    path = asked(told, "x")
    try:
        assert read_safely(path, "s").documents[0].source == "s"
        (shared,) = child_module._SHARED.values()
        process = shared.process
        read_safely(path)
        assert shared.process == process
    finally:
        for child in child_module._SHARED.values():
            child.close()
        child_module._SHARED.clear()


def test_nothing_is_left_when_a_program_ends_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word("Cats purr."))
    program = (
        "import sys, time; from pathlib import Path\n"
        "from index.formats.child import Child, read_safely\n"
        "child = Child(); child.read(Path(sys.argv[1])); print(child.process)\n"
        "print(len(read_safely(Path(sys.argv[1])).documents))"
    )
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    process, documents = said.stdout.split()
    assert (documents, said.stderr) == ("1", "")
    assert has_ended(int(process))
