"""Which files of a folder are offered to the library."""

from index.walking import walk


def names(folder, paths):
    return [path.removeprefix(f"{folder}/") for path in paths]


def test_what_a_folder_says_to_ignore_is_ignored_there_and_not_below(tmp_path):
    below = tmp_path / "below"
    below.mkdir()
    for path in (tmp_path / "a.txt", tmp_path / "b.jsonl", tmp_path / "old.txt", below / "c.jsonl"):
        path.write_text("{}")
    (tmp_path / ".quothignore").write_text("# questions\n*.jsonl\n\nold.txt\n")
    found = walk(tmp_path)
    assert names(tmp_path, found.files) == ["a.txt", "below/c.jsonl"]
    assert names(tmp_path, found.ignored) == ["b.jsonl", "old.txt"]
    (tmp_path / ".quothignore").write_text("below/\n")
    assert names(tmp_path, walk(tmp_path).files) == ["a.txt", "b.jsonl", "old.txt"]


def test_a_list_that_cannot_be_read_is_told_and_ignores_nothing(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / ".quothignore").write_bytes(b"\xff")
    found = walk(tmp_path)
    assert names(tmp_path, found.files) == ["a.txt"]
    ((path, line),) = found.failed
    assert path == f"{tmp_path}/.quothignore"
    assert line.endswith("Save it as UTF-8 text")


def test_a_library_inside_a_folder_is_left_out(tmp_path):
    library = tmp_path / "shelf"
    library.mkdir()
    (library / "library.db").touch()
    (library / "kept.txt").write_text("a")
    found = walk(tmp_path)
    assert found.files == []
    assert names(tmp_path, found.ignored) == ["shelf"]
