"""A library that follows its folders while they change."""

import threading
import time
from pathlib import Path

import pytest

from index.errors import UserError
from index.library import Library
from tests.fakes import WordEncoder, shelf
from ui.changes import Seen, is_ours, seen
from ui.cli import main
from ui.watching import _Rounds, follow, watching

KINDS = [".txt", ".md"]


def test_changed_files_are_read_and_missing_ones_are_gone(tmp_path):
    folder = shelf(tmp_path, a_txt="a", b_MD="b", c_bin="c")
    paths = [str(folder / name) for name in ("a.txt", "b.MD", "c.bin", "d.txt")]
    assert seen(paths, str(folder), KINDS) == Seen(tuple(paths[:2]), (paths[3],))


def test_a_new_folder_has_its_home_gone_through_whole(tmp_path):
    shelf(tmp_path / "new", a_txt="a")
    assert seen([str(tmp_path / "new")], str(tmp_path), KINDS) == Seen(whole=True)


def test_a_folder_that_is_emptied_or_gone_is_left_to_sync(tmp_path):
    gone = str(tmp_path / "shelf" / "a.txt")
    assert seen([gone], str(tmp_path / "shelf"), KINDS) == Seen(whole=True)
    (tmp_path / "shelf").mkdir()
    assert seen([gone], str(tmp_path / "shelf"), KINDS) == Seen(whole=True)


def test_very_many_changes_have_the_folder_gone_through_whole(tmp_path):
    shelf(tmp_path, a_txt="a")
    paths = [str(tmp_path / f"{number}.txt") for number in range(501)]
    assert seen(paths, str(tmp_path), KINDS) == Seen(whole=True)
    assert seen(paths[:500], str(tmp_path), KINDS) == Seen(gone=tuple(paths[:500]))


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    folder = shelf(tmp_path / "shelf", a_txt="a")
    shelf(tmp_path, secret_txt="s")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "in.txt").symlink_to(folder / "a.txt")
    paths = [str(folder / "out.txt"), str(folder / "in.txt")]
    assert seen(paths, str(folder), KINDS) == Seen(files=(paths[1],))


def test_what_a_walk_leaves_out_is_not_read_either(tmp_path):
    folder = shelf(tmp_path, b_md="b")
    shelf(folder / "private", pay_txt="p")
    shelf(folder, **{"a.draft_md": "d"})
    shelf(folder / "other" / "kept", c_txt="c")
    (folder / "other" / "library.db").touch()
    (folder / ".quothignore").write_text("private\n*.draft.md\n")
    changed = ["private/pay.txt", "a.draft.md", "other/kept/c.txt", "b.md", "other/library.db"]
    paths = [str(folder / name) for name in changed]
    assert seen(paths, str(folder), KINDS) == Seen(files=(str(folder / "b.md"),))
    # A new folder there is no reason to go through the whole.
    homes = [str(folder / name) for name in ("private", "other", "other/kept")]
    assert seen(homes, str(folder), KINDS) == Seen()
    # What was taken in before it was named there still goes when the file does.
    (folder / "private" / "pay.txt").unlink()
    assert seen(paths[:1], str(folder), KINDS) == Seen(gone=(paths[0],))


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("/shelf/a.txt", True),
        ("/shelf/deep/a.txt", True),
        ("/shelf/.git/a.txt", False),
        ("/shelf/deep/.a.txt.swp", False),
        ("/shelf/library/kept/a.txt", False),
        ("/shelf", False),
        ("/shelfish/a.txt", False),
        ("/.hidden/shelf/a.txt", True),
    ],
)
def test_hidden_files_and_the_library_itself_are_not_looked_at(path, ours):
    assert is_ours(path, ["/shelf", "/.hidden/shelf"], "/shelf/library") is ours


class Told:
    """Collects reports, and waits for one."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def __call__(self, report) -> None:
        for state in ("added", "replaced", "removed"):
            self.lines += [(state, Path(path).name) for path in getattr(report, state)]
        self.lines += [("failed", Path(path).name) for path, _ in report.failed]

    def wait(self, *lines: tuple[str, str]) -> None:
        until = time.monotonic() + 20
        while not set(lines) <= set(self.lines):
            assert time.monotonic() < until, self.lines
            time.sleep(0.02)


@pytest.fixture
def following(tmp_path):
    """A library that follows a folder in a thread, and what it tells."""
    folder = shelf(tmp_path / "shelf", old_txt="The old cat.")
    told, stop = Told(), threading.Event()
    with Library.open(tmp_path / "library", encoder=WordEncoder("cat"), create=True) as library:
        library.sync(folder)
        shelf(folder, between_txt="Between sync and watch.")
        thread = threading.Thread(
            target=follow, args=(library, [str(folder)], told), kwargs={"stop": stop}
        )
        thread.start()
        # All is gone through once the watch is set up, so from here on each change is seen.
        told.wait(("added", "between.txt"))
        yield folder, library, told
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def sources(library: Library) -> list[str]:
    return sorted(Path(path).name for entry in library.documents() for path in entry.sources)


def test_new_changed_renamed_and_removed_files_are_followed(following):
    folder, library, told = following
    shelf(folder, new_txt="A new cat.")
    told.wait(("added", "new.txt"))
    shelf(folder, new_txt="A changed cat.")
    told.wait(("replaced", "new.txt"))
    (folder / "old.txt").rename(folder / "renamed.txt")
    told.wait(("removed", "old.txt"))
    (folder / "between.txt").unlink()
    told.wait(("removed", "between.txt"))
    assert sources(library) == ["new.txt", "renamed.txt"]
    texts = {library.document(entry.id).text for entry in library.documents()}
    assert texts == {"A changed cat.", "The old cat."}


def test_what_is_renamed_keeps_its_tags_and_its_collection(following):
    folder, library, told = following
    library.tag(["old.txt"], add=["soft"])
    library.move(["old.txt"], "cats")
    (folder / "old.txt").rename(folder / "renamed.txt")
    told.wait(("removed", "old.txt"))
    shelf(folder / "deep")
    (folder / "renamed.txt").rename(folder / "deep" / "renamed.txt")
    told.wait(("removed", "renamed.txt"))
    first, second = library.documents()
    assert (first.tags, first.collections, second.tags) == ((), (), ("soft",))
    assert (second.sources, second.collections) == (
        (str(folder / "deep" / "renamed.txt"),),
        ("cats",),
    )


@pytest.mark.parametrize("homes", [("a", "b"), ("b", "a")])
def test_what_is_moved_from_one_followed_folder_to_another_keeps_its_tags(tmp_path, homes):
    here, there = (shelf(tmp_path / name, **{f"{name}_txt": f"Cat {name}."}) for name in homes)
    shelf(here, moved_txt="The cat.")
    with Library.open(tmp_path / "library", encoder=WordEncoder("cat"), create=True) as library:
        library.sync(here)
        library.sync(there, collection="there")
        library.tag(["moved.txt"], add=["soft"])
        told: list = []
        rounds = _Rounds(library, [str(tmp_path / "a"), str(tmp_path / "b")], told.append)
        rounds.due = time.monotonic() + 60
        (here / "moved.txt").rename(there / "moved.txt")
        rounds.go([str(here / "moved.txt"), str(there / "moved.txt")])
        assert [(report.also, report.removed) for report in told] == [
            ([str(there / "moved.txt")], []),
            ([], [str(here / "moved.txt")]),
        ]
        assert library.tags() == {"soft": 1}
        assert library.collections() == {"": 1, "there": 2}


def test_a_folder_that_is_forgotten_is_followed_no_more_until_it_is_synced(tmp_path, capsys):
    a, b = (shelf(tmp_path / name, x_txt=f"Cat {name}.") for name in "ab")
    with Library.open(tmp_path / "library", encoder=WordEncoder("cat"), create=True) as library:
        told = Told()
        rounds = _Rounds(library, [str(a), str(b)], told)
        rounds.go([])
        library.forget_folder(a)
        shelf(a, y_txt="A new cat.")
        for due in (0.0, rounds.due):
            rounds.due = due
            rounds.go([str(a / "y.txt")])
        assert told.lines == [("added", "x.txt"), ("added", "x.txt")]
        assert [folder.path for folder in library.folders()] == [str(b)]
        line = f"{a} is kept in step with no more, and is not followed. To begin again: quoth sync"
        assert capsys.readouterr().err == f"error: {line} {a}\n"
        library.sync(a)
        shelf(a, z_txt="A newer cat.")
        rounds.go([str(a / "z.txt")])
        assert told.lines[2:] == [("added", "z.txt")]


def test_a_folder_moved_in_and_one_taken_away_are_followed(following, tmp_path):
    folder, library, told = following
    shelf(tmp_path / "elsewhere", deep_txt="A deep cat.")
    (tmp_path / "elsewhere").rename(folder / "moved")
    told.wait(("added", "deep.txt"))
    (folder / "moved").rename(tmp_path / "elsewhere")
    told.wait(("removed", "deep.txt"))
    assert sources(library) == ["between.txt", "old.txt"]


def test_a_file_that_cannot_be_read_is_told_and_the_watch_goes_on(following):
    folder, library, told = following
    shelf(folder, empty_txt="")
    told.wait(("failed", "empty.txt"))
    shelf(folder, empty_txt="Not empty any more.")
    told.wait(("added", "empty.txt"))
    assert sources(library) == ["between.txt", "empty.txt", "old.txt"]


def test_a_folder_that_is_suddenly_empty_keeps_its_documents(following, capsys):
    folder, library, _ = following
    (folder / "old.txt").unlink()
    (folder / "between.txt").unlink()
    time.sleep(2)
    assert sources(library) == ["between.txt", "old.txt"]
    assert f"error: {folder} is empty" in capsys.readouterr().err


def test_what_is_left_out_of_a_folder_is_not_taken_in_when_it_changes(following):
    folder, library, told = following
    (folder / ".quothignore").write_text("private\n")
    shelf(folder / "private", pay_txt="A cat's pay.")
    shelf(folder, new_txt="A new cat.")
    told.wait(("added", "new.txt"))
    shelf(folder / "private", more_txt="More pay.")
    shelf(folder, newer_txt="A newer cat.")
    told.wait(("added", "newer.txt"))
    assert sources(library) == ["between.txt", "new.txt", "newer.txt", "old.txt"]


# ---- folders that are not there


def complaints(capsys) -> list[str]:
    return capsys.readouterr().err.splitlines()


def until_complained(capsys, count: int = 1) -> list[str]:
    until, lines = time.monotonic() + 20, []
    while len(lines) < count:
        assert time.monotonic() < until, lines
        time.sleep(0.02)
        lines += complaints(capsys)
    return lines


@pytest.fixture
def quick(monkeypatch):
    """Folders are gone through whole all the time."""
    monkeypatch.setattr("ui.watching._SWEEP", 0.1)
    monkeypatch.setattr("ui.watching._PAUSE", 0.1)


@pytest.mark.parametrize("others", [True, False])
def test_a_folder_that_is_not_there_is_told_once_and_followed_when_it_comes(
    tmp_path, capsys, quick, others
):
    here = shelf(tmp_path / "here", a_txt="The cat.")
    away = tmp_path / "away"
    told, stop = Told(), threading.Event()
    with Library.open(tmp_path / "library", encoder=WordEncoder("cat"), create=True) as library:
        roots = [str(here), str(away)] if others else [str(away)]
        thread = threading.Thread(target=follow, args=(library, roots, told), kwargs={"stop": stop})
        thread.start()
        (line,) = until_complained(capsys)
        assert line == (
            f"error: {away} is not there, and is followed once it is. Is its disk mounted?"
        )
        if others:
            told.wait(("added", "a.txt"))
            shelf(here, b_txt="Another cat.")
            told.wait(("added", "b.txt"))
        time.sleep(1.5)
        assert complaints(capsys) == []
        shelf(tmp_path / "new", c_txt="The cat that was away.").rename(away)
        told.wait(("added", "c.txt"))
        shelf(away, d_txt="A cat in its folder.")
        told.wait(("added", "d.txt"))
        # Its documents stay when it goes again, and that is told again.
        away.rename(tmp_path / "new")
        assert until_complained(capsys) == [line]
        assert {"c.txt", "d.txt"} <= set(sources(library))
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def test_changes_are_seen_in_a_folder_put_in_place_of_another(following, tmp_path):
    folder, _, told = following
    folder.rename(tmp_path / "before")
    shelf(folder, fresh_txt="A fresh cat.")
    told.wait(("added", "fresh.txt"), ("removed", "old.txt"))
    shelf(folder, later_txt="A later cat.")
    told.wait(("added", "later.txt"))


def test_trouble_with_the_disk_is_a_line_and_the_watch_goes_on(following, capsys, monkeypatch):
    folder, library, told = following
    sync = library.sync

    def fail(folder):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("ui.watching._PAUSE", 0.1)
    monkeypatch.setattr(library, "sync", fail)
    # A new folder has the whole gone through.
    shelf(folder / "deep", new_txt="A new cat.")
    assert until_complained(capsys) == [
        f"error: {folder} cannot be kept in step with ([Errno 5] Input/output error)."
        " Is its disk mounted?"
    ]
    time.sleep(1.5)
    assert complaints(capsys) == []
    monkeypatch.setattr(library, "sync", sync)
    told.wait(("added", "new.txt"))


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (UserError("the folders cannot be watched"), "the folders cannot be watched"),
        (
            ValueError("no\nsuch"),
            "folders are not followed any more (ValueError: no such)."
            " Start quoth serve --watch again",
        ),
    ],
)
def test_what_ends_the_watch_of_a_server_is_one_line(tmp_path, capsys, monkeypatch, error, line):
    def fail(*arguments, **options):
        raise error

    monkeypatch.setattr("ui.watching.follow", fail)
    with Library.open(tmp_path / "l", encoder=WordEncoder("cat"), create=True) as library:
        library.sync(shelf(tmp_path / "shelf", a_txt="The cat."))
        with watching(library, wanted=True):
            assert until_complained(capsys) == [f"error: {line}"]
        assert complaints(capsys) == []


def test_too_few_watches_are_one_clear_line(tmp_path, monkeypatch):
    def fail(*roots, **options):
        raise OSError("OS file watch limit reached.")
        yield

    monkeypatch.setattr("watchfiles.watch", fail)
    with (
        Library.open(tmp_path / "l", encoder=WordEncoder("cat"), create=True) as library,
        pytest.raises(UserError, match=r"^folders cannot be watched \(OS file watch limit re"),
    ):
        follow(library, [str(shelf(tmp_path / "s", a_txt="A cat."))], lambda report: None)


# ---- the command


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """A command over a library with a toy encoder, and what `follow` was given."""
    monkeypatch.setattr("index.library.SentenceEncoder", lambda name: WordEncoder("cat"))
    followed = []
    monkeypatch.setattr("ui.watching.follow", lambda _, roots, tell: followed.append(roots))

    def run(*arguments: object) -> tuple[int, str, str, list]:
        status = main([*map(str, arguments), "--library", str(tmp_path / "library")])
        return status, *capsys.readouterr(), followed

    return run


def test_a_mistyped_folder_is_told_once_and_makes_no_library(run, tmp_path):
    line = f"error: {tmp_path}/typo is not a folder. Give the folder to keep in step with\n"
    assert run("watch", tmp_path / "typo") == (2, "", line, [])
    assert not (tmp_path / "library").exists()


def test_remembered_folders_are_followed_also_where_one_is_not_there(run, tmp_path):
    first = shelf(tmp_path / "first", a_txt="A cat.")
    second = shelf(tmp_path / "second", b_txt="Another cat.")
    assert run("sync", first, second)[0] == 0
    second.rename(tmp_path / "away")
    last = "watching; Ctrl+C ends it\n"
    roots = [str(first), str(second)]
    assert run("watch") == (0, f"1 unchanged\n{last}", "", [roots])
    first.rename(tmp_path / "away too")
    assert run("watch") == (0, last, "", [roots, roots])


def test_with_no_folder_to_watch_there_is_one_clear_line(run, tmp_path):
    assert run("add", shelf(tmp_path / "s", a_txt="A cat."))[0] == 0
    line = "error: no folder is kept in step yet. Give one first: quoth sync FOLDER\n"
    assert run("watch") == (2, "", line, [])
    with Library.open(tmp_path / "library") as library:
        with (
            pytest.raises(UserError, match="no folder is kept in step yet"),
            watching(library, wanted=True),
        ):
            pass
        with watching(library, wanted=False):
            pass


def test_the_watch_of_a_server_ends_with_it(tmp_path):
    folder = shelf(tmp_path / "shelf", a_txt="The cat.")
    with Library.open(tmp_path / "l", encoder=WordEncoder("cat"), create=True) as library:
        library.sync(folder)
        before = threading.active_count()
        with watching(library, wanted=True):
            shelf(folder, b_txt="Another cat.")
            until = time.monotonic() + 20
            while len(sources(library)) < 2:
                assert time.monotonic() < until
                time.sleep(0.02)
        assert threading.active_count() == before
