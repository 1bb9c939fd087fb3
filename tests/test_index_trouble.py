"""What the system forbids, told in a line."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.errors import LibraryError, UnreadableFile
from index.library import Library
from index.trouble import told_as_trouble
from tests.fakes import WordEncoder, shelf

ENCODER = WordEncoder("cat", "dog")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "lib", encoder=ENCODER, create=True) as made:
        yield made


def forbidding(function: Callable[..., Any], folder: Path) -> Callable[..., Any]:
    """A function of the system that may not look into a folder; the superuser always may."""

    def asked(path: Any, *rest: Any, **more: Any) -> Any:
        if not isinstance(path, int) and str(path).startswith(f"{folder}/"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return function(path, *rest, **more)

    return asked


@pytest.mark.parametrize("create", [False, True])
def test_a_library_in_a_folder_that_may_not_be_looked_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, create: bool
) -> None:
    folder = tmp_path / "lib"
    monkeypatch.setattr(os, "stat", forbidding(os.stat, folder))
    with pytest.raises(LibraryError) as told:
        Library.open(folder, encoder=ENCODER, create=create)
    line = (
        f"{folder} cannot be looked into (Permission denied). Give yourself the right to, or"
        " choose another folder with --library"
    )
    assert str(told.value) == line
    with pytest.raises(LibraryError) as told:
        Library.restore(tmp_path / "copy.zip", folder)
    assert str(told.value) == line


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_folder_that_may_not_be_written_to_is_told(tmp_path: Path, code: int) -> None:
    with pytest.raises(LibraryError) as told, told_as_trouble(tmp_path / "library.db"):
        raise OSError(code, os.strerror(code))
    assert str(told.value) == (
        f"{tmp_path} may not be written to ({os.strerror(code)}). Give yourself the right to, and"
        " do it again"
    )


def test_a_folder_that_may_not_be_read_is_told_and_the_others_are_kept_in_step(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, notes = shelf(tmp_path / "closed", a_txt="A cat."), shelf(tmp_path / "notes")
    library.sync(closed)
    library.sync(notes)
    shelf(notes, b_txt="A dog.")
    scandir = os.scandir
    line = f"{closed} cannot be read (Permission denied). Check the path"

    def looked(path: Any) -> Any:
        if str(path) == str(closed):
            raise PermissionError(errno.EACCES, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", looked)
    with pytest.raises(UnreadableFile) as told:
        library.sync(closed)
    assert str(told.value) == line
    report = library.sync_all()
    assert report.failed == [(str(closed), line)]
    assert report.added == [str(notes / "b.txt")]
    assert report.removed == []


def test_a_file_that_may_not_be_looked_at_has_no_original_to_show(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = shelf(tmp_path / "notes", a_txt="A cat.")
    library.add([notes])
    assert library.original(str(notes / "a.txt")) == notes / "a.txt"
    monkeypatch.setattr(os, "stat", forbidding(os.stat, notes))
    assert library.original(str(notes / "a.txt")) is None


def test_trouble_with_a_copy_is_not_told_as_that_of_the_library(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "none" / "copy.zip"
    with pytest.raises(LibraryError) as told:
        library.backup(path)
    assert str(told.value) == (
        f"no copy can be written to {path} (No such file or directory). See to the disk, or"
        " choose another place"
    )


def test_a_database_that_may_not_be_written_to_is_told(library: Library, tmp_path: Path) -> None:
    library.catalog.execute("PRAGMA query_only = ON")
    with pytest.raises(LibraryError) as told:
        library.add([shelf(tmp_path / "notes", a_txt="A cat.")])
    assert str(told.value) == (
        f"{library.folder} may not be written to (attempt to write a readonly database). Give"
        " yourself the right to, and do it again"
    )


def test_what_would_be_lost_with_a_library_that_is_not_there_any_more_is_refused(
    library: Library, tmp_path: Path
) -> None:
    library.add([shelf(tmp_path / "notes", a_txt="A cat.")])
    library.backup(tmp_path / "copy.zip")
    line = (
        f"{library.folder}/library.db was moved, removed or replaced while it was in use."
        " Open it again"
    )

    def refused() -> None:
        for task in (
            lambda: library.add_bytes("b.txt", b"A dog."),
            lambda: library.search("cat"),
            lambda: library.remove(["a.txt"]),
        ):
            with pytest.raises(LibraryError) as told:
                task()
            assert str(told.value) == line

    library.folder.rename(tmp_path / "elsewhere")
    refused()
    Library.restore(tmp_path / "copy.zip", library.folder)
    refused()
    with Library.open(library.folder, encoder=ENCODER) as restored:
        assert [hit.text for hit in restored.search("cat")] == ["A cat."]
        assert restored.check() == []
    # Back where it was, nothing is missing.
    library.folder.rename(tmp_path / "restored")
    (tmp_path / "elsewhere").rename(library.folder)
    assert library.add_bytes("b.txt", b"A dog.").added == ["b.txt"]
    assert library.check() == []


def test_a_library_opened_by_a_short_path_is_found_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = shelf(tmp_path / "notes", a_txt="A cat.")
    monkeypatch.chdir(tmp_path)
    with Library.open("lib", encoder=ENCODER, create=True) as library:
        library.add([notes])
        monkeypatch.chdir(notes)
        assert [hit.text for hit in library.search("cat")] == ["A cat."]
