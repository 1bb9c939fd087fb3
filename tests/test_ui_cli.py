"""The `quoth` command, run in this process over the real encoder."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes import shelf
from tests.shelf import free_port
from ui.cli import main, parser

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


@pytest.mark.parametrize(
    ("variables", "bold"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)],
)
def test_the_short_answer_is_bold_where_the_terminal_may_colour(
    monkeypatch, library, variables, bold
):
    for name, value in ({"NO_COLOR": "", "TERM": "xterm"} | variables).items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    stream.isatty = lambda: True
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["ask", "What does a ticket cost?", "--library", str(library)]) == 0
    assert ("\x1b[1m12 crowns\x1b[0m" in stream.getvalue()) is bold
    assert ("\x1b" in stream.getvalue()) is bold


def test_a_question_needs_no_quotation_marks(capsys, library):
    words = ["Who", "opened", "the", "inn?"]
    status, out, _ = run(capsys, "ask", "--json", *words, "--library", library)
    assert (status, json.loads(out)["question"]) == (0, "Who opened the inn?")
    with pytest.raises(SystemExit) as caught:
        run(capsys, "ask", "Who", "--json", "opened", "--library", library)
    assert caught.value.code == 2


def test_ask_json_prints_one_object(capsys, library):
    _, out, _ = run(capsys, "ask", "Who opened the inn?", "--json", "--library", library)
    answer = json.loads(out)
    keys = "id question asked quotes settles silence withheld nearest seconds".split()
    assert list(answer) == keys
    (quote, *_) = answer["quotes"]
    assert quote["text"] == "The inn was opened in 1911 by Greta Holm."
    assert quote["highlight"]["text"] == "Greta Holm"
    source = Path(quote["source"]).read_text(encoding="utf-8")
    assert source[quote["start"] : quote["end"]] == quote["text"]
    highlight = quote["highlight"]
    assert source[highlight["start"] : highlight["end"]] == highlight["text"]
    assert quote["place"] == {"page": None, "unit": None, "heading": "The inn", "line": 7}


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


def test_a_file_of_questions_may_have_a_byte_order_mark_and_any_white_space_in_it(
    capsys, library, tmp_path
):
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '\ufeff{"id": "a", "question": "Who opened\u2028the inn?"}\r\n\r\n', encoding="utf-8"
    )
    status, out, err = run(capsys, "ask", "--questions", file, "--json", "--library", library)
    assert (status, err) == (0, "")
    assert json.loads(out)["asked"] == "Who opened the inn?"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b" \n\n", "is empty. Give a JSON Lines file with a question a line"),
        ('{"question": "Who?"}'.encode("utf-16"), "is not UTF-8. Save it anew as UTF-8"),
    ],
)
def test_a_file_without_a_question_to_read_is_one_clear_line(
    capsys, library, tmp_path, content, line
):
    file = tmp_path / "questions.jsonl"
    file.write_bytes(content)
    found = run(capsys, "ask", "--questions", file, "--library", library)
    assert found == (2, "", f"error: {file} {line}\n")


def test_a_receipt_that_cannot_be_written_is_one_clear_line(capsys, library, tmp_path):
    file = tmp_path / "none" / "answer.json"
    found = run(capsys, "ask", "Who?", "--receipt", file, "--library", library)
    why = "cannot be written (No such file or directory). Check the path, or make room"
    assert found == (2, "", f"error: {file} {why}\n")


@pytest.fixture
def closed(tmp_path, monkeypatch) -> Path:
    """A folder that one may not enter; whoever runs the tests perhaps may enter all."""
    folder = tmp_path / "closed"

    def refusing(name: str, place) -> None:
        real = getattr(place, name)

        def call(path, *how, **more):
            if str(path).startswith(f"{folder}{os.sep}"):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *how, **more)

        monkeypatch.setattr(place, name, call)

    for name in ("stat", "lstat", "open", "mkdir"):
        refusing(name, os)
    refusing("open", io)
    return folder


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (
            ["ask", "Who opened the inn?", "--receipt"],
            "{} cannot be written (Permission denied). Check the path, or make room",
        ),
        (
            ["backup"],
            "no copy can be written to {} (Permission denied). See to the disk, or choose another"
            " place",
        ),
    ],
    ids=["receipt", "backup"],
)
def test_a_file_in_a_folder_one_may_not_enter_is_one_clear_line(
    capsys, library, closed, command, line
):
    found = run(capsys, *command, closed / "file", "--library", library)
    assert found == (2, "", f"error: {line.format(closed / 'file')}\n")


def test_an_account_in_a_folder_one_may_not_enter_is_one_clear_line(capsys, closed, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("a long password\n"))
    found = run(capsys, "user", "add", "ada", "--auth", closed / "p.json")
    why = "cannot be written (Permission denied). Check the path"
    assert found == (2, "", f"error: {closed / 'p.json'} {why}\n")


def test_an_account_in_a_path_below_a_file_is_one_clear_line(capsys, tmp_path, monkeypatch):
    (tmp_path / "p.json").write_text("{}")
    monkeypatch.setattr(sys, "stdin", io.StringIO("a long password\n"))
    path = tmp_path / "p.json" / "x.json"
    found = run(capsys, "user", "add", "ada", "--auth", path)
    assert found == (2, "", f"error: {path} cannot be written (Not a directory). Check the path\n")


def test_a_password_that_is_not_typed_is_one_clear_line(capsys, tmp_path, monkeypatch):
    def ended(prompt: str) -> str:
        raise EOFError

    stream = io.StringIO()
    stream.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", stream)
    monkeypatch.setattr("getpass.getpass", ended)
    found = run(capsys, "user", "add", "ada", "--auth", tmp_path / "p.json")
    assert found == (2, "", "error: no password was given. Nothing was changed\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["add", "--tag", " ", "a"], ["tag", "a", "--add", ""]])
def test_an_empty_tag_is_refused(capsys, command):
    with pytest.raises(SystemExit) as caught:
        main(command)
    assert caught.value.code == 2
    assert capsys.readouterr().err.endswith(": an empty tag could not be seen; give a word\n")


def test_a_tag_is_given_without_the_space_round_it():
    assert parser().parse_args(["tag", "a", "--add", " signed "]).add == ["signed"]
    # One from before is taken off as it is.
    assert parser().parse_args(["tag", "a", "--drop", ""]).drop == [""]


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


@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["doctor"],
        ["ask", "Who?"],
        ["remove", "a"],
        ["label", "--list"],
        ["sync"],
        ["watch"],
        ["retry"],
        ["failures"],
        ["show", "a"],
        ["tag", "a", "--add", "b"],
        ["move", "a", "--to", "b"],
        ["folders"],
        ["stats"],
        ["rebuild"],
        ["backup", "/nowhere/copy"],
        ["serve"],
    ],
)
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
    assert run(capsys, "remove", "--yes", "b.txt")[:2] == (0, "1 removed\n0 documents left\n")
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
        "1 not found\n1 document left\n",
        "error:  is not in the library. See what is: quoth list\n",
    )
    assert run(capsys, "remove", "--yes", folder)[:2] == (0, "1 removed\n0 documents left\n")


COMMANDS = (
    "add sync watch folders retry failures remove list show tag move ask verify label serve mcp"
    " stats doctor rebuild backup restore".split()
)


def test_these_are_all_the_commands(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    told = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE)
    assert [name for name in told if name != "COMMAND"] == [*COMMANDS, "user"]


@pytest.mark.parametrize("command", COMMANDS)
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


def test_serve_opens_a_browser_only_where_that_is_wanted(library):
    assert not parser().parse_args(["serve"]).open
    port = str(free_port())
    command = ["serve", "--open", "--library", str(library), "--port", port]
    # The browser's end is the page's, as if somebody pressed Ctrl+C.
    script = (
        "import sys, webbrowser\n"
        "def opening(address):\n"
        "    print('opening', address)\n"
        "    raise KeyboardInterrupt\n"
        "webbrowser.open = opening\n"
        "from ui.cli import main\n"
        f"sys.exit(main({command!r}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    address = f"http://127.0.0.1:{port}"
    assert ran.stdout == f"Quoth is at {address}\nopening {address}\n"


@pytest.mark.parametrize(("options", "keeps"), [([], True), (["--open-to-all"], False)])
def test_where_all_may_read_nobody_writes_labels(library, monkeypatch, options, keeps):
    told = {}
    monkeypatch.setattr("ui.app.serve", lambda assistant, **more: told.update(more))
    port = str(free_port())
    assert main(["serve", *options, "--library", str(library), "--port", port]) == 0
    assert (told["labels"] is not None) == keeps
    assert told["access"].may_edit(None) == keeps


def test_the_first_serve_makes_the_usual_library(tmp_path):
    port = str(free_port())
    script = (
        "import webbrowser\n"
        "def opening(address):\n"
        "    raise KeyboardInterrupt\n"
        "webbrowser.open = opening\n"
        "from ui.cli import main\n"
        f"main(['serve', '--open', '--port', {port!r}])\n"
        "main(['stats'])"
    )
    away = {"QUOTH_LIBRARY": "", "XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, **away},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    served, *told = ran.stdout.splitlines()
    assert served == f"Quoth is at http://127.0.0.1:{port}"
    assert told[0].split() == ["documents", "0"]


@pytest.fixture
def shelf_of_two(tmp_path, monkeypatch):
    monkeypatch.setenv("QUOTH_LIBRARY", str(tmp_path / "library"))
    folder = shelf(
        tmp_path / "shelf", guide_md=GUIDE, copy_txt="A ticket costs\n12 crowns. So it is."
    )
    assert main(["add", str(folder)]) == 0
    return folder


def labels_of(tmp_path) -> list[dict]:
    text = (tmp_path / "library" / "questions.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_quote_is_labelled_with_its_real_offsets(capsys, tmp_path, shelf_of_two):
    capsys.readouterr()
    told = run(
        capsys, "label", "When did it open?", "--quote", "opened  in 1911", "--answer", "in  1911"
    )
    (label,) = labels_of(tmp_path)
    assert told == (
        0,
        f"noted {label['id']}: “When did it open?” is answered by “opened in 1911”"
        " (The ferry · The inn · line 7)\n",
        "",
    )
    at = GUIDE.index("opened in 1911")
    assert label["quote"] == {
        "document": label["quote"]["document"],
        "start": at,
        "end": at + 14,
        "text": "opened in 1911",
    }
    assert (label["answers"], label["document"]) == (["in 1911"], "guide.md")
    assert (label["kind"], label["state"], label["near_miss"]) == ("when", "right", False)


def test_a_quote_in_two_documents_needs_the_name_of_one(capsys, tmp_path, shelf_of_two):
    capsys.readouterr()
    ask = ["label", "What does a ticket cost?", "--quote", "A ticket costs 12 crowns."]
    assert run(capsys, *ask) == (
        2,
        "",
        f"error: 2 documents say “A ticket costs 12 crowns.”: {shelf_of_two}/copy.txt,"
        f" {shelf_of_two}/guide.md. Say which is meant with --document\n",
    )
    assert run(capsys, *ask, "--document", "copy.txt")[0] == 0
    (label,) = labels_of(tmp_path)
    # The document's own line break is stored.
    assert label["quote"]["text"] == label["answers"][0] == "A ticket costs\n12 crowns."
    assert run(capsys, *ask, "--document", "no.md") == (
        2,
        "",
        "error: no.md is not in the library. See what is: quoth list\n",
    )


def test_words_that_are_in_no_document_are_refused_with_the_nearest(capsys, tmp_path, shelf_of_two):
    capsys.readouterr()
    wrong = ["label", "Who opened it?", "--quote", "The inn was opened by Greta Holm"]
    nearest = (
        "The nearest is “The inn was opened in 1911 by Greta Holm.” (The ferry · The inn · line 7)"
    )
    said = "says “The inn was opened by Greta Holm”"
    assert run(capsys, *wrong) == (2, "", f"error: no document {said}. {nearest}\n")
    assert run(capsys, *wrong, "--document", "guide.md") == (
        2,
        "",
        f"error: guide.md does not {said.replace('says', 'say')}. {nearest}\n",
    )
    status, _, err = run(
        capsys, "label", "Who?", "--quote", "zzz qqq", "--document", f"{shelf_of_two}/guide.md"
    )
    assert status == 2
    assert err.endswith("does not say “zzz qqq”. Copy the quote from the document, word for word\n")
    assert run(capsys, "label", "Who?", "--quote", "opened in 1911", "--answer", "1912") == (
        2,
        "",
        "error: the answer “1912” does not stand in the quote “opened in 1911”."
        " Give words of the quote\n",
    )
    assert not (tmp_path / "library" / "questions.jsonl").exists()


def test_labels_are_listed_confirmed_and_dropped(capsys, tmp_path, shelf_of_two):
    capsys.readouterr()
    assert run(capsys, "label", "--list") == (
        0,
        "no labelled questions yet. Write one: quoth label QUESTION --quote TEXT\n",
        "",
    )
    status, out, _ = run(capsys, "label", "Who rows?", "--nowhere")
    (label,) = labels_of(tmp_path)
    told = f"noted {label['id']}: “Who rows?” is not in the documents\n"
    assert (status, out, label["near_miss"], label["answers"]) == (0, told, True, [])
    review = [
        {"id": "a1", "question": "How many rooms?", "answers": ["fourteen"], "verdict": "up"},
        {"id": "b2", "question": "Who sleeps?", "answers": [], "verdict": "down", "note": "shown"},
        {"id": "c3", "question": "Who swims?", "answers": [], "verdict": "up", "near_miss": True},
    ]
    with (tmp_path / "library" / "questions.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps({**line, "state": "review"}) + "\n" for line in review)
    assert run(capsys, "label", "--list")[1].splitlines() == [
        "4 questions: 0 answered by the documents, 1 not in them, 3 to review",
        "a1  How many rooms?  thumbs up: “fourteen”",
        "b2  Who sleeps?  thumbs down (shown)",
        "c3  Who swims?  thumbs up: not in the documents",
    ]
    assert run(capsys, "label", "--confirm", "b2") == (
        2,
        "",
        "error: nothing is proposed for b2. Say what is right: --quote TEXT, or --nowhere\n",
    )
    quote = ["--quote", "It has fourteen rooms."]
    assert run(capsys, "label", "--confirm", "b2", *quote) == (
        0,
        "noted b2: “Who sleeps?” is answered by “It has fourteen rooms.”"
        " (The ferry · The inn · line 7)\n",
        "",
    )
    assert run(capsys, "label", "--confirm", "c3")[1] == (
        "noted c3: “Who swims?” is not in the documents\n"
    )
    assert run(capsys, "label", "--drop", "a1") == (0, "dropped a1\n", "")
    assert run(capsys, "label", "--drop", "a1") == (
        2,
        "",
        f"error: {tmp_path}/library/questions.jsonl has no question a1."
        " See which: quoth label --list\n",
    )
    assert main(["remove", "--yes", "guide.md"]) == 0
    capsys.readouterr()
    assert run(capsys, "label", "--list")[1].splitlines() == [
        "3 questions: 1 answered by the documents, 2 not in them, 0 to review",
        "b2  Who sleeps?  its document is gone or has changed",
    ]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "give one QUESTION, or one of --list, --confirm ID and --drop ID"),
        (["Who?", "--list"], "give one QUESTION, or one of --list, --confirm ID and --drop ID"),
        (["Who?"], "say what is right: --quote TEXT, or --nowhere"),
        (["Who?", "--nowhere", "--quote", "x"], "give --quote TEXT or --nowhere, not both"),
        (
            ["--drop", "a", "--nowhere"],
            "--quote and --nowhere go with a QUESTION or with --confirm ID",
        ),
        (["Who?", "--nowhere", "--answer", "x"], "--document and --answer go with --quote TEXT"),
        (["Who?", "--quote", " "], "the quote is empty. Give the words of a document that answer"),
        (["?", "--nowhere"], "the question is empty. Ask in plain words, for example: Who paid?"),
    ],
)
def test_a_label_that_is_not_clear_is_one_line(capsys, library, arguments, line):
    assert run(capsys, "label", *arguments, "--library", library) == (2, "", f"error: {line}\n")
