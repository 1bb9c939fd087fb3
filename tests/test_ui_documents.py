"""The commands about documents and about the library, run in this process over a toy encoder."""

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from index.documents import Document
from tests.fakes import WordEncoder, shelf
from ui.cli import main
from ui.documents import matched
from ui.tables import _parts

LEASE = "# The lease\n\nAda Holm signed the lease. It ends in 2031.\n"
INN = "# The inn\n\nThe inn has fourteen rooms.\n"


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A folder of its own, a library there, and an encoder that loads nothing."""
    monkeypatch.setenv("QUOTH_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setattr("index.library.SentenceEncoder", lambda name: WordEncoder("lease", "inn"))
    return tmp_path


@pytest.fixture
def two(place, capsys):
    """A folder with two documents that are in the library."""
    folder = shelf(place / "shelf", lease_md=LEASE, inn_md=INN)
    assert main(["add", str(folder)]) == 0
    capsys.readouterr()
    return folder


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def listed(capsys, *arguments: object) -> list[dict]:
    status, out, _ = run(capsys, "list", "--json", *arguments)
    assert status == 0
    return json.loads(out)


def names(entries: list[dict]) -> list[str]:
    return sorted(Path(source).name for entry in entries for source in entry["sources"])


def standard_input(monkeypatch, content: bytes, *, terminal: bool = False) -> None:
    stream = io.TextIOWrapper(io.BytesIO(content))
    stream.isatty = lambda: terminal
    monkeypatch.setattr(sys, "stdin", stream)


# -- taking in -----------------------------------------------------------------------------


def test_a_pattern_stands_for_the_files_it_matches(capsys, place, monkeypatch):
    shelf(place / "shelf" / "deep", a_md="A lease.", b_txt="An inn.")
    shelf(place / "shelf", c_md="Another lease.")
    monkeypatch.chdir(place)
    assert run(capsys, "add", "shelf/**/*.md") == (0, "2 added\n", "")
    assert names(listed(capsys)) == ["a.md", "c.md"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(place, monkeypatch):
    folder = shelf(place / "shelf")
    (folder / "a[1].md").write_bytes(b"x")
    (folder / "a1.md").write_bytes(b"y")
    assert matched([f"{folder}/a[1].md"]) == [f"{folder}/a[1].md"]
    assert matched([f"{folder}/a?.md"]) == [f"{folder}/a1.md"]
    assert matched([f"{folder}/*.md", f"{folder}/a1.md"]) == [
        f"{folder}/a1.md",
        f"{folder}/a[1].md",
    ]


def test_a_pattern_that_matches_nothing_stops_before_anything_is_added(capsys, place):
    assert run(capsys, "add", f"{place}/*.md") == (
        2,
        "",
        f"error: no file matches {place}/*.md. Check the pattern; nothing was added\n",
    )
    assert not (place / "library").exists()


def test_standard_input_is_taken_in_under_its_name(capsys, monkeypatch):
    standard_input(monkeypatch, LEASE.encode())
    assert run(capsys, "add", "-", "--name", "lease.md", "--verbose") == (
        0,
        "added      lease.md\n1 added\n",
        "",
    )
    (entry,) = listed(capsys)
    assert (entry["sources"], entry["title"]) == (["lease.md"], "The lease")


def test_standard_input_needs_a_name_and_a_name_standard_input(capsys, two):
    assert run(capsys, "add", "-") == (
        2,
        "",
        "error: say what comes on standard input, by its name: quoth add - --name a.md\n",
    )
    assert run(capsys, "add", two, "--name", "a.md") == (
        2,
        "",
        "error: --name goes with standard input: quoth add - --name a.md\n",
    )


def test_too_much_on_standard_input_is_one_clear_line(capsys, monkeypatch):
    monkeypatch.setattr("index.formats.table.MAX_BYTES", 10)
    standard_input(monkeypatch, b"x" * 11)
    assert run(capsys, "add", "-", "--name", "a.txt") == (
        2,
        "",
        "error: standard input is longer than 10 bytes, the most that is read at once. Split it\n",
    )


def test_every_file_has_its_row_with_verbose_and_a_failed_one_always(capsys, place):
    folder = shelf(place / "shelf", a_txt="A lease.", b_txt="A lease.", empty_txt="", d_bin="d")
    status, out, err = run(capsys, "add", folder, "--verbose")
    assert out.splitlines() == [
        f"added      {folder}/a.txt",
        f"also       {folder}/b.txt",
        f"ignored    {folder}/d.bin",
        "1 added, 1 already here under another name, 1 of other kinds left alone, 1 not read",
    ]
    assert err.startswith(f"error: {folder}/empty.txt")
    assert (status, len(err.splitlines())) == (2, 1)


def test_documents_are_added_to_a_collection_with_tags(capsys, place):
    folder = shelf(place / "shelf", lease_md=LEASE)
    assert (
        run(capsys, "add", folder, "--to", "contracts", "--tag", "signed", "--tag", "2031")[0] == 0
    )
    (entry,) = listed(capsys)
    assert (entry["collections"], entry["tags"]) == (["contracts"], ["2031", "signed"])
    assert run(capsys, "list")[1].endswith(f"{folder}/lease.md  [contracts]  #2031  #signed\n")


# -- keeping in step -----------------------------------------------------------------------


def test_sync_remembers_its_folders_until_told_to_forget(capsys, place):
    first = shelf(place / "first", lease_md=LEASE)
    second = shelf(place / "second", inn_md=INN)
    assert run(capsys, "sync", first, second) == (0, "2 added\n", "")
    (first / "lease.md").unlink()
    shelf(first, note_txt="The lease again.")
    shelf(second, other_txt="The inn again.")
    assert run(capsys, "folders")[1].splitlines() == [str(first), str(second)]
    assert run(capsys, "sync") == (0, "2 added, 1 unchanged, 1 removed\n", "")
    assert run(capsys, "folders", "--forget", second) == (0, f"{first}\n", "")
    (second / "inn.md").unlink()
    assert run(capsys, "sync") == (0, "1 unchanged\n", "")
    assert names(listed(capsys)) == ["inn.md", "note.txt", "other.txt"]


def test_sync_with_no_folder_remembered_is_one_clear_line(capsys, two):
    line = "error: no folder is kept in step yet. Give one: quoth sync FOLDER\n"
    assert run(capsys, "sync") == (2, "", line)
    assert run(capsys, "folders") == (0, line.removeprefix("error: "), "")


def test_a_folder_that_is_gone_does_not_keep_the_others_from_their_turn(capsys, place):
    first = shelf(place / "first", lease_md=LEASE)
    second = shelf(place / "second", inn_md=INN)
    assert run(capsys, "sync", first, second)[0] == 0
    first.rename(place / "away")
    shelf(second, other_txt="The inn again.")
    status, out, err = run(capsys, "sync")
    assert (status, out) == (2, "1 added, 1 unchanged\n")
    assert err == f"error: {first} is not a folder. Give the folder to keep in step with\n"


def test_a_folder_moved_from_one_to_another_keeps_its_tags(capsys, place):
    first, second = shelf(place / "first", lease_md=LEASE), shelf(place / "second", inn_md=INN)
    shelf(first / "deep", cow_md="The cow.")
    assert run(capsys, "sync", first, second)[0] == 0
    assert run(capsys, "tag", "cow.md", "--add", "brown")[0] == 0
    (first / "deep").rename(second / "deep")
    moved = "1 already here under another name, 2 unchanged, 1 removed\n"
    assert run(capsys, "sync") == (0, moved, "")
    assert [(entry["title"], entry["tags"]) for entry in listed(capsys)] == [
        ("The inn", []),
        ("The lease", []),
        ("cow", ["brown"]),
    ]


def test_what_failed_is_listed_until_it_can_be_read(capsys, place):
    folder = shelf(place / "shelf", lease_md=LEASE, empty_txt="")
    assert run(capsys, "sync", folder)[0] == 2
    status, out, err = run(capsys, "failures")
    assert (status, err) == (0, "")
    # The path once, though it is a part of the reason as well.
    assert out == f"{folder}/empty.txt is empty\n"
    assert run(capsys, "list", "--failed")[1] == out
    ((path, reason),) = [
        tuple(one.values()) for one in json.loads(run(capsys, "failures", "--json")[1])
    ]
    assert (path, out) == (f"{folder}/empty.txt", f"{reason}\n")
    assert run(capsys, "retry")[0] == 2
    shelf(folder, empty_txt="Not empty any more.")
    assert run(capsys, "retry", "--verbose") == (
        0,
        f"added      {folder}/empty.txt\n1 added\n",
        "",
    )
    assert run(capsys, "failures") == (0, "every file was read\n", "")
    assert run(capsys, "retry") == (0, "nothing to do\n", "")


def test_a_link_to_what_is_not_there_is_among_what_failed(capsys, place):
    folder = shelf(place / "shelf", lease_md=LEASE)
    (folder / "inn.md").symlink_to("gone.md")
    line = f"{folder}/inn.md is a link to what is not there. Mend the link, or take it away\n"
    assert run(capsys, "add", folder) == (2, "1 added, 1 not read\n", f"error: {line}")
    assert run(capsys, "failures") == (0, line, "")
    shelf(folder, gone_md=INN)
    assert run(capsys, "retry") == (0, "1 added\n", "")
    assert run(capsys, "failures") == (0, "every file was read\n", "")


# -- taking out ----------------------------------------------------------------------------


def test_remove_shows_what_goes_and_asks(capsys, two, monkeypatch):
    standard_input(monkeypatch, b"n\n", terminal=True)
    status, out, err = run(capsys, "remove", "lease.md")
    assert (status, out) == (0, "nothing was removed\n")
    assert f"The lease  {two}/lease.md\n" in err
    assert err.endswith("Take out 1 document? [y/N] ")
    standard_input(monkeypatch, b"y\n", terminal=True)
    assert run(capsys, "remove", "lease.md")[:2] == (0, "1 removed\n1 document left\n")
    assert names(listed(capsys)) == ["inn.md"]


def test_remove_takes_out_just_what_was_shown(capsys, two, monkeypatch):
    def agreed(question):
        # Meanwhile another process takes in what the pattern stands for, too.
        assert main(["add", str(shelf(two / "late", late_md="The late lease."))]) == 0
        return capsys.readouterr().out == "1 added\n"

    monkeypatch.setattr("ui.documents.agreed", agreed)
    assert run(capsys, "remove", "*.md")[:2] == (0, "2 removed\n1 document left\n")
    assert names(listed(capsys)) == ["late.md"]


def test_remove_says_what_stays_under_another_path(capsys, two, monkeypatch):
    shelf(two / "deep", copy_md=LEASE, other_md=INN)
    assert main(["add", str(two / "deep")]) == 0
    capsys.readouterr()
    for given, question in (
        (["deep/copy.md"], "Take out 1 path of what stays under another? [y/N] "),
        (["inn.md", "other.md"], "Take out 1 document? [y/N] "),
        (
            ["copy.md", "inn.md", "other.md"],
            "Take out 1 document and 1 path of what stays under another? [y/N] ",
        ),
    ):
        standard_input(monkeypatch, b"n\n", terminal=True)
        monkeypatch.chdir(two)
        status, out, err = run(capsys, "remove", *given)
        assert (status, out) == (0, "nothing was removed\n")
        assert err.endswith(f"\n{question}")


def test_remove_without_a_terminal_wants_yes(capsys, two, monkeypatch):
    standard_input(monkeypatch, b"y\n")
    status, out, err = run(capsys, "remove", "lease.md")
    assert (status, out) == (2, "")
    assert err.endswith("error: there is nobody to ask whether this is meant. Say so with --yes\n")
    assert len(listed(capsys)) == 2
    assert run(capsys, "remove", "lease.md", "--yes")[:2] == (0, "1 removed\n1 document left\n")


def test_remove_takes_patterns_folders_and_ids(capsys, two):
    shelf(two / "deep", a_txt="One lease.", b_txt="Two leases.")
    assert main(["add", str(two / "deep")]) == 0
    capsys.readouterr()
    assert run(capsys, "remove", "--yes", "*.txt")[1] == "2 removed\n2 documents left\n"
    identifier = listed(capsys)[0]["id"]
    assert run(capsys, "remove", "--yes", identifier)[1] == "1 removed\n1 document left\n"
    assert run(capsys, "remove", "--yes", two)[1] == "1 removed\n0 documents left\n"


def test_a_name_that_is_not_there_is_told_and_the_others_go(capsys, two):
    status, out, err = run(capsys, "remove", "--yes", "nobody.md", "lease.md")
    assert (status, out) == (2, "1 removed, 1 not found\n1 document left\n")
    assert err.endswith("error: nobody.md is not in the library. See what is: quoth list\n")


# -- showing and putting in order ----------------------------------------------------------


def test_show_tells_facts_places_and_versions(capsys, two):
    status, out, err = run(capsys, "show", "lease.md")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "The lease"
    facts = dict(line.strip().split("  ", 1) for line in lines[1:])
    assert facts["path"].strip() == f"{two}/lease.md"
    assert facts["kind"].strip() == "text/markdown"
    assert facts["size"].strip() == f"{len(LEASE)} characters, 1 passage"
    assert facts["line 1"].strip() == "The lease"
    assert run(capsys, "show", "lease.md", "--text") == (0, LEASE, "")
    shown = json.loads(run(capsys, "show", "lease.md", "--json")[1])
    assert shown["headings"] == [{"text": "The lease", "level": 1, "start": 0, "part": None}]
    assert shown["versions"] == []


def test_show_wants_the_name_of_one_document(capsys, two):
    line = "error: nobody.md is not in the library. See what is: quoth list\n"
    assert run(capsys, "show", "nobody.md") == (2, "", line)
    status, _, err = run(capsys, "show", "*.md")
    assert status == 2
    assert err.startswith("error: *.md stands for 2 documents. Give one by its id: ")


def test_tags_and_collections_are_given_and_taken(capsys, two):
    status, out, _ = run(capsys, "tag", "lease.md", "--add", "signed", "--add", "old")
    assert status == 0
    assert out.endswith(f"{two}/lease.md  #old  #signed\n")
    assert run(capsys, "tag", "lease.md", "--drop", "old")[1].endswith("lease.md  #signed\n")
    assert run(capsys, "move", "inn.md", "--to", "houses")[1].endswith("inn.md  [houses]\n")
    assert names(listed(capsys, "--tag", "signed")) == ["lease.md"]
    assert names(listed(capsys, "--in", "houses")) == ["inn.md"]
    assert names(listed(capsys, "--folder", two)) == ["inn.md", "lease.md"]
    assert names(listed(capsys, "--document", "inn.md")) == ["inn.md"]
    assert run(capsys, "tag", "lease.md") == (
        2,
        "",
        "error: say which tag: --add TAG or --drop TAG\n",
    )


@pytest.mark.parametrize("command", [["tag", "--add", "x"], ["move", "--to", "x"]])
def test_nothing_is_put_in_order_where_a_name_is_not_there(capsys, two, command):
    status, out, err = run(capsys, *command, "nobody.md")
    assert (status, out) == (2, "")
    assert "nobody.md is not in the library" in err


def test_a_part_that_is_not_there_is_one_clear_line(capsys, two):
    status, out, err = run(capsys, "list", "--in", "nowhere")
    assert (status, out) == (2, "")
    assert "nowhere" in err
    assert len(err.splitlines()) == 1


# -- looking after -------------------------------------------------------------------------


def test_stats_count_what_there_is(capsys, two):
    found = json.loads(run(capsys, "stats", "--json")[1])
    assert (found["documents"], found["passages"], found["failures"]) == (2, 2, 0)
    assert found["characters"] == len(LEASE) + len(INN)
    status, out, _ = run(capsys, "stats")
    assert status == 0
    assert out.splitlines()[:2] == ["documents         2", "passages          2"]


def test_stats_sum_up_the_files_that_were_sent_in(capsys, two, monkeypatch):
    for name, content in (("a.md", b"The lease."), ("b.md", b"The inn is here.")):
        standard_input(monkeypatch, content)
        assert run(capsys, "add", "-", "--name", name)[0] == 0
    sizes = json.loads(run(capsys, "stats", "--json")[1])["bytes"]
    assert sorted(size for path, size in sizes.items() if path.startswith("kept/")) == [10, 16]
    (line,) = [line for line in run(capsys, "stats")[1].splitlines() if line.startswith("bytes")]
    assert "kept 26" in line
    assert "/" not in line


@pytest.mark.parametrize("characters", ["0", "-5", "many"])
def test_a_length_that_no_passage_can_have_is_refused(capsys, two, characters):
    with pytest.raises(SystemExit, match="2"):
        run(capsys, "rebuild", "--characters", characters)
    line = f"error: argument --characters: {characters} will not do; give a whole number from 1\n"
    assert capsys.readouterr().err.endswith(line)


def test_doctor_tells_of_traces_of_a_file_that_is_still_there(capsys, two):
    assert run(capsys, "doctor") == (0, "all is well: 2 documents, 2 passages\n", "")
    status, out, _ = run(capsys, "doctor", "--gone", two / "lease.md")
    assert status == 2
    assert out
    assert run(capsys, "remove", "--yes", "lease.md")[0] == 0
    assert run(capsys, "doctor", "--gone", two / "lease.md") == (
        0,
        f"nothing of {two}/lease.md is left in the library\n",
        "",
    )


def test_a_copy_is_restored_as_it_was(capsys, two, place):
    status, out, err = run(capsys, "backup", place / "copy.backup")
    assert (status, err) == (0, "")
    assert out.startswith(f"kept in {place}/copy.backup: ")
    assert run(capsys, "backup", place / "copy.backup") == (
        2,
        "",
        f"error: {place}/copy.backup is already there. Give the copy another name\n",
    )
    other = ["--library", place / "other"]
    assert run(capsys, "restore", place / "copy.backup", *other) == (
        0,
        f"restored to {place}/other: 2 documents\n",
        "",
    )
    assert listed(capsys, *other) == listed(capsys)
    shelf(place, no_backup="no copy")
    status, out, err = run(capsys, "restore", place / "no.backup", "--library", place / "third")
    assert (status, out, len(err.splitlines())) == (2, "", 1)


def test_rebuild_cuts_passages_anew(capsys, place):
    folder = shelf(place / "shelf", long_txt="The lease is long. " * 60)
    assert main(["add", str(folder)]) == 0
    before = json.loads(run(capsys, "stats", "--json")[1].splitlines()[-1])["passages"]
    status, out, _ = run(capsys, "rebuild", "--characters", 200)
    after = json.loads(run(capsys, "stats", "--json")[1])["passages"]
    assert status == 0
    assert out == f"made anew: {after} passages\n"
    assert after > before


# -- receipts ------------------------------------------------------------------------------


def test_verify_says_what_became_of_each_quote(capsys, two, place, monkeypatch):
    from tests.fakes import PointingReader

    reader = PointingReader(Ada_Holm=3.0, fourteen=2.0)
    monkeypatch.setattr("qa.assistant.reader_named", lambda name, library: reader)
    kept = place / "answers.jsonl"
    questions = shelf(place, q_jsonl='{"question": "Who signed the lease?"}\n' * 2) / "q.jsonl"
    assert run(capsys, "ask", "--questions", questions, "--receipt", kept)[0] == 0
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 2
    status, out, err = run(capsys, "verify", kept)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("“Who signed the lease?”, asked 20")
    assert lines[1] == "  [1] intact: “Ada Holm signed the lease.”"
    assert lines[2] == f"      The lease · line 3, {two}/lease.md"
    shelf(two, lease_md=LEASE.replace("2031", "2035").replace("Ada", "Eva"))
    status, out, _ = run(capsys, "verify", kept)
    assert status == 3
    assert out.splitlines()[3] == f"      {two}/lease.md has changed on disk since it was read"
    assert out.splitlines()[-1] == "2 intact, 2 intact in the library only"
    assert run(capsys, "add", two)[0] == 0
    status, out, _ = run(capsys, "verify", kept)
    assert status == 3
    assert out.splitlines()[1:3] == [
        "  [1] changed: “Ada Holm signed the lease.”",
        f"      nearest is “Eva Holm signed the lease.” in The lease · line 3, {two}/lease.md",
    ]
    assert run(capsys, "remove", "--yes", "lease.md")[0] == 0
    status, out, _ = run(capsys, "verify", kept)
    assert out.splitlines()[1:3] == [
        "  [1] deleted: “Ada Holm signed the lease.”",
        f"      it was in The lease, {two}/lease.md",
    ]
    kept.write_text(kept.read_text(encoding="utf-8")[:-9], encoding="utf-8")
    status, out, _ = run(capsys, "verify", kept, "--json")
    first, second = map(json.loads, out.splitlines())
    assert first["quotes"][0]["state"] == "deleted"
    assert second == {
        "question": None,
        "date": None,
        "damage": "it is cut off, or is not JSON",
        "quotes": [],
    }
    assert status == 3


def test_a_receipt_never_takes_the_place_of_a_file(capsys, two, place):
    shelf(place, kept_json="{}")
    assert run(capsys, "ask", "Who?", "--receipt", place / "kept.json") == (
        2,
        "",
        f"error: {place}/kept.json is already there. Give the receipt another name\n",
    )
    assert (place / "kept.json").read_text(encoding="utf-8") == "{}"


def test_ask_looks_only_where_it_is_told(capsys, two, monkeypatch):
    from tests.fakes import PointingReader

    reader = PointingReader(Ada_Holm=3.0, fourteen=2.0)
    monkeypatch.setattr("qa.assistant.reader_named", lambda name, library: reader)
    ask = ["ask", "Who signed the lease?", "--json"]
    everywhere = json.loads(run(capsys, *ask)[1])
    assert everywhere["quotes"][0]["text"] == "Ada Holm signed the lease."
    _, out, _ = run(capsys, *ask, "--document", "inn.md")
    assert {near["source"] for near in json.loads(out)["nearest"]} == {f"{two}/inn.md"}


# -- parts of a library --


def test_a_part_without_documents_is_told_apart_from_an_empty_library(capsys, two):
    assert run(capsys, "tag", "--add", "soft", "lease.md")[0] == 0
    assert run(capsys, "move", "inn.md", "--to", "inns")[0] == 0
    assert run(capsys, "list", "--in", "inns", "--tag", "soft") == (
        0,
        "no documents there. See all: quoth list\n",
        "",
    )
    assert run(capsys, "remove", "--yes", two)[0] == 0
    assert run(capsys, "list") == (0, "no documents yet. Add some: quoth add PATH...\n", "")


def test_what_failed_is_shown_for_the_whole_library_alone(capsys, two):
    assert run(capsys, "move", "inn.md", "--to", "inns")[0] == 0
    assert run(capsys, "list", "--failed", "--in", "inns") == (
        2,
        "",
        "error: --failed shows all files that could not be read: give it alone\n",
    )


# -- a damaged library ---------------------------------------------------------------------


@pytest.fixture
def damaged(place, capsys):
    """A library of which every other page but the first ones is spoiled."""
    folder = shelf(place / "shelf", **{f"a{i}_md": f"{LEASE}{'Inn. ' * 999}{i}" for i in range(20)})
    assert main(["sync", str(folder)]) == 0
    capsys.readouterr()
    path = place / "library" / "library.db"
    content = bytearray(path.read_bytes())
    for page in range(3, len(content) // 4096, 2):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "command",
    [
        ["failures"],
        ["list"],
        ["list", "--failed"],
        ["sync"],
        ["tag", "--add", "x", "a1.md"],
        ["move", "a1.md", "--to", "b"],
        ["remove", "--yes", "a1.md"],
        ["doctor", "--gone", "shelf/a1.md"],
        ["ask", "Who signed the lease?"],
    ],
    ids=" ".join,
)
def test_of_a_damaged_library_each_command_says_so_in_one_line(
    capsys, place, damaged, command, monkeypatch
):
    monkeypatch.chdir(place)
    status, out, err = run(capsys, *command)
    assert (status, out) == (2, "")
    assert err.startswith(f"error: {damaged} cannot be used (")
    assert err.endswith("). See to the disk, or look for damage: quoth doctor\n")
    assert len(err.splitlines()) == 1


def test_doctor_tells_what_to_do_about_a_damaged_library(capsys, damaged):
    status, out, err = run(capsys, "doctor")
    assert (status, err) == (2, "")
    lines = out.splitlines()
    assert 1 < len(lines) <= 4
    mend = (
        f". Put back a copy with quoth restore, or remove {damaged.parent} and add the documents"
        " again"
    )
    assert all(line.endswith(mend) for line in lines)
    assert lines[-1].startswith(f"{damaged} is damaged (")


def test_comments_behind_the_pages_of_a_document_are_no_pages():
    pages = Document(
        "Fees",
        ("/a.pdf",),
        "application/pdf",
        "0" * 64,
        "One. Two. Ah.",
        (0, 5, 10),
        numbers=(1, 2, 1),
    )
    assert _parts(pages) == 2
    rows = replace(pages, unit="row", numbers=(2, 3, 2))
    assert _parts(rows) == 3
