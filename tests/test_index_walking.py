"""Which files of a folder are offered to the library."""

import os

from hypothesis import given
from hypothesis import strategies as st

from index.walking import is_left_out, walk


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


def test_a_list_may_begin_with_a_byte_order_mark(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("b")
    (tmp_path / ".quothignore").write_bytes(b"\xef\xbb\xbfa.txt\r\n")
    assert names(tmp_path, walk(tmp_path).files) == ["b.txt"]


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


def test_a_path_is_left_out_by_the_list_of_any_folder_above_it(tmp_path):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".quothignore").write_text("private/\n*.draft.md\n")
    (tmp_path / "deep" / ".quothignore").write_text("er\n")
    left_out = {
        "a.md": False,
        "a.draft.md": True,
        "private": True,
        "private/pay.txt": True,
        "deep": False,
        # A list is of its own folder, not of those below.
        "deep/a.draft.md": False,
        "deep/private/pay.txt": False,
        "deep/er/a.md": True,
        ".git/a.md": True,
    }
    assert {path: is_left_out(f"{tmp_path}/{path}", str(tmp_path)) for path in left_out} == left_out
    # What is above the folder that is walked through does not count.
    assert not is_left_out(f"{tmp_path}/deep/er/a.md", f"{tmp_path}/deep/er")


def test_what_is_in_another_library_is_left_out(tmp_path):
    (tmp_path / "shelf" / "kept").mkdir(parents=True)
    (tmp_path / "shelf" / "library.db").touch()
    assert is_left_out(f"{tmp_path}/shelf/kept/a.txt", str(tmp_path))
    assert is_left_out(f"{tmp_path}/shelf", str(tmp_path))
    # As where a walk begins in it.
    assert not is_left_out(f"{tmp_path}/shelf/kept/a.txt", f"{tmp_path}/shelf")


NAMES = st.sampled_from(["a.txt", "b.md", "c.bin", ".d.txt"])
FOLDERS = st.sampled_from(["", "x", "y", "x/y", "y/x", ".z"])


@given(
    files=st.sets(st.tuples(FOLDERS, NAMES)),
    lists=st.dictionaries(FOLDERS, st.sampled_from(["x", "y/", "*.txt", "# a.txt", "[ab]*"])),
    libraries=st.sets(FOLDERS, max_size=1),
)
def test_a_walk_meets_all_that_is_not_left_out_and_nothing_else(
    tmp_path_factory, files, lists, libraries
):
    root = tmp_path_factory.mktemp("shelf")
    for folder, name in files:
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / name).touch()
    for folder in {*lists, *libraries}:
        (root / folder).mkdir(parents=True, exist_ok=True)
    for folder, line in lists.items():
        (root / folder / ".quothignore").write_text(line)
    for folder in libraries:
        (root / folder / "library.db").touch()
    kinds = (".txt", ".md")
    paths = [os.path.join(root, folder, name) for folder, name in files if name.endswith(kinds)]
    assert walk(root).files == sorted(
        (path for path in paths if not is_left_out(path, str(root))),
        key=lambda path: path.split(os.sep),
    )


def test_folders_may_nest_deeper_than_python_may_call(tmp_path):
    made = [tmp_path]
    for _ in range(1100):
        made.append(made[-1] / "d")
    # One by one: pathlib and shutil call themselves once a folder.
    for folder in made[1:]:
        os.mkdir(folder)
    (made[-1] / "a.txt").write_text("a")
    try:
        assert walk(tmp_path).files == [f"{made[-1]}/a.txt"]
    finally:
        os.remove(made[-1] / "a.txt")
        for folder in reversed(made[1:]):
            os.rmdir(folder)


def test_a_link_is_followed_inside_the_folder_but_never_in_a_circle(tmp_path):
    below = tmp_path / "below"
    below.mkdir()
    (below / "b.txt").write_text("b")
    (below / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "twin").symlink_to(below)
    found = walk(tmp_path)
    assert names(tmp_path, found.files) == ["below/b.txt", "twin/b.txt"]
    assert names(tmp_path, found.ignored) == ["self"]
    assert found.failed == []
