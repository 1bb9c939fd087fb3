"""The `quoth` command, run in this process over the real encoder."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes import shelf
from ui.cli import main

ROOT = Path(__file__).parent.parent

GUIDE = (
    "# The ferry\n\nThe ferry leaves at nine every morning. A ticket costs 12 crowns.\n\n"
    "# The inn\n\nThe inn was opened in 1911 by Greta Holm. It has fourteen rooms.\n"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    place = tmp_path_factory.mktemp("cli")
    shelf(place / "shelf", guide_md=GUIDE)
    assert main(["add", str(place / "shelf"), "--library", str(place / "library")]) == 0
    return place / "library"


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out, err


pytestmark = pytest.mark.weights


def test_ask_prints_the_quote_with_its_place_and_exits_with_0(capsys, library):
    status, out, err = run(capsys, "ask", "What does a ticket cost?", "--library", library)
    assert out.splitlines()[0] == "“A ticket costs 12 crowns.”"
    assert re.fullmatch(r"  \[1\] The ferry · line 3 · \d+% sure", out.splitlines()[1])
    assert (status, err) == (0, "")


def test_ask_exits_with_3_where_the_documents_do_not_say(capsys, library):
    status, out, _ = run(capsys, "ask", "Who painted the Mona Lisa?", "--library", library)
    assert status == 3
    assert out.startswith("The documents do not say.")
    assert "Nearest passages (not an answer):" in out


def test_ask_json_prints_one_object(capsys, library):
    _, out, _ = run(capsys, "ask", "Who opened the inn?", "--json", "--library", library)
    answer = json.loads(out)
    assert list(answer) == ["id", "question", "asked", "quotes", "silence", "nearest", "seconds"]
    (quote, *_) = answer["quotes"]
    assert quote["text"] == "The inn was opened in 1911 by Greta Holm."
    assert quote["highlight"]["text"] == "Greta Holm"
    source = Path(quote["source"]).read_text(encoding="utf-8")
    assert source[quote["start"] : quote["end"]] == quote["text"]
    highlight = quote["highlight"]
    assert source[highlight["start"] : highlight["end"]] == highlight["text"]
    assert quote["place"] == {"page": None, "heading": "The inn", "line": 7}


def test_a_file_of_questions_is_answered_a_line_each_in_one_process(capsys, library, tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": "a", "question": "Who opened the inn?"}\n'
        '{"id": "b", "question": "and when?", "follows": "a"}\n'
        '{"question": "Who painted the Mona Lisa?"}\n',
        encoding="utf-8",
    )
    status, out, err = run(capsys, "ask", "--questions", file, "--json", "--library", library)
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b", None]
    assert answers[1]["asked"] != "and when?"
    assert answers[2]["silence"] is not None
    assert (status, err) == (0, "")


def test_a_line_that_cannot_be_asked_is_told_and_the_rest_goes_on(capsys, library, tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text(
        'not json\n{"id": "a"}\n{"id": "b", "question": ""}\n'
        '{"id": "c", "question": "why?", "follows": "nobody"}\n'
        '{"id": "d", "question": "Who opened the inn?"}\n',
        encoding="utf-8",
    )
    status, out, err = run(capsys, "ask", "--questions", file, "--json", "--library", library)
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["d"]
    lines = err.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith(f"error: {file}:1: a line must be like")
    assert lines[2] == (
        f"error: {file}:3: the question is empty. Ask in plain words, for example: Who paid?"
    )
    assert lines[3] == f"error: {file}:4: follows 'nobody', which was not answered before it"
    assert status == 2


@pytest.mark.parametrize("command", [["list"], ["doctor"], ["ask", "Who?"], ["remove", "a"]])
def test_a_folder_without_a_library_is_one_clear_line(capsys, tmp_path, command):
    status, out, err = run(capsys, *command, "--library", tmp_path / "nowhere")
    assert err == (
        f"error: {tmp_path}/nowhere holds no library (no library.db in it)."
        f" Make one first: quoth add DOCUMENTS --library {tmp_path}/nowhere\n"
    )
    assert (status, out) == (2, "")


@pytest.mark.parametrize(
    ("question", "line"),
    [
        (" ", "error: the question is empty. Ask in plain words, for example: Who paid?\n"),
        (
            "x" * 100_000,
            "error: the question has 100,000 characters; the longest Quoth takes has 1,000."
            " Ask for one thing at a time\n",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_one_clear_line(capsys, library, question, line):
    assert run(capsys, "ask", question, "--library", library) == (2, "", line)


def test_ask_wants_a_question_or_a_file(capsys, library):
    status, _, err = run(capsys, "ask", "--library", library)
    assert (status, err) == (2, "error: ask one QUESTION, or give --questions FILE.jsonl\n")


def test_files_that_cannot_be_read_are_a_line_each_and_the_rest_goes_in(capsys, tmp_path):
    folder = shelf(tmp_path / "shelf", good_txt="The inn has fourteen rooms.", empty_txt="")
    (folder / "latin.txt").write_bytes("caf\xe9".encode("latin-1"))
    (folder / "binary.txt").write_bytes(bytes(range(256)))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\ngarbage")
    status, out, err = run(capsys, "add", folder, "--library", tmp_path / "library")
    assert status == 2
    assert out == "1 added, 4 not read\n"
    lines = {line.split()[1].rsplit("/", 1)[-1]: line for line in err.splitlines()}
    assert set(lines) == {"empty.txt", "latin.txt", "binary.txt", "broken.pdf"}
    assert "not UTF-8" in lines["latin.txt"]
    assert "binary" in lines["binary.txt"]
    assert "damaged" in lines["broken.pdf"]
    assert "empty" in lines["empty.txt"]


def test_a_path_that_is_not_there_stops_before_anything_is_added(capsys, tmp_path):
    status, out, err = run(capsys, "add", tmp_path / "no.txt", "--library", tmp_path / "library")
    assert err == f"error: there is no {tmp_path}/no.txt. Check the path; nothing was added\n"
    assert (status, out) == (2, "")
    assert not (tmp_path / "library").exists()


def test_sync_list_remove_and_doctor_follow_a_folder(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("QUOTH_LIBRARY", str(tmp_path / "library"))
    folder = shelf(tmp_path / "shelf", a_txt="The inn has rooms.", b_txt="The ferry leaves.")
    assert run(capsys, "sync", folder) == (0, "2 added\n", "")
    assert run(capsys, "sync", folder) == (0, "2 unchanged\n", "")
    (folder / "a.txt").unlink()
    assert run(capsys, "sync", folder) == (0, "1 unchanged, 1 removed\n", "")
    status, out, _ = run(capsys, "list")
    assert status == 0
    assert out.endswith(f" 1 passage  b  {folder}/b.txt\n")
    assert run(capsys, "doctor") == (0, "all is well: 1 document, 1 passage\n", "")
    (folder / "b.txt").unlink()
    status, out, _ = run(capsys, "doctor")
    assert (status, out) == (2, f"{folder}/b.txt is gone. quoth remove {folder}/b.txt\n")
    assert run(capsys, "remove", "b.txt") == (0, "1 removed\n", "")
    status, _, err = run(capsys, "remove", "b.txt")
    assert (status, err) == (2, "error: b.txt is not in the library. See what is: quoth list\n")


def test_a_folder_that_is_suddenly_empty_takes_nothing_out(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("QUOTH_LIBRARY", str(tmp_path / "library"))
    folder = shelf(tmp_path / "shelf", a_txt="The inn has rooms.")
    assert run(capsys, "sync", folder) == (0, "1 added\n", "")
    (folder / "a.txt").unlink()
    assert run(capsys, "sync", folder) == (
        2,
        "",
        f"error: {folder} is empty, but 1 files of the library are from there. Is its disk mounted?"
        f" If they are meant to go: quoth remove {folder}\n",
    )
    assert run(capsys, "remove", "") == (
        2,
        "1 not found\n",
        "error:  is not in the library. See what is: quoth list\n",
    )
    assert run(capsys, "remove", folder) == (0, "1 removed\n", "")


@pytest.mark.parametrize("command", "add sync remove list ask serve doctor".split())
def test_every_command_shows_an_example_and_is_in_the_readme(capsys, command):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert f"example: quoth {command}" in capsys.readouterr().out
    assert f"quoth {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_wrong_folder_is_told_before_anything_heavy_is_imported():
    script = (
        "import sys; from ui.cli import main; status = main(['ask', 'Who?', '--library', '/no']);"
        "heavy = {'torch', 'gradio', 'sentence_transformers', 'docx', 'pypdfium2'};"
        "print(status, sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "2 []\n"
    assert ran.stderr.startswith("error: /no holds no library")


def test_asking_with_the_default_encoder_never_imports_sentence_transformers(library):
    script = (
        "import sys; from ui.cli import main;"
        f"main(['ask', 'Who opened the inn?', '--library', {str(library)!r}]);"
        "print('sentence_transformers' in sys.modules, 'gradio' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "False False"
