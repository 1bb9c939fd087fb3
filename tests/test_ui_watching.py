"""A library that follows its folders while they change."""

import threading
import time
from pathlib import Path

import pytest

from index.errors import UserError
from index.library import Library
from tests.fakes import WordEncoder, shelf
from ui.watching import Seen, _is_ours, follow, seen, watching

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
    assert _is_ours(path, ["/shelf", "/.hidden/shelf"], "/shelf/library") is ours


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


def test_no_folder_to_watch_is_one_clear_line(tmp_path):
    with Library.open(tmp_path / "l", encoder=WordEncoder("cat"), create=True) as library:
        with pytest.raises(UserError, match=r"/nowhere: no such folder\. Is its disk mounted\?"):
            follow(library, [f"{tmp_path}/nowhere"], lambda report: None)
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
