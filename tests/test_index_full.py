"""What becomes of a library whose disk is full, or only to be read: a small one, made in memory."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest

from eval.copies import write
from eval.encoders import QuickEncoder
from index.errors import LibraryError
from index.library import Library

TEXTS = [
    "The castle was built of grey stone by a careful mason who came over the sea. " * 6,
    "Every morning the ferry brings newspapers, bread and a few early visitors. " * 6,
]
MEGABYTE = 1_000_000
FULL = "is full. Make room"

# Room that is left on the disk: each lets a change come further before it is full.
LEFT = [0, 5_000, 100_000, 500_000, MEGABYTE, 2 * MEGABYTE]


class Disk:
    """A small disk of its own, to be filled up and to be given room again."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.filler = folder / "filler"

    def mount(self) -> None:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", str(self.folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            pytest.skip(f"no disk can be mounted here: {made.stderr.strip()}")

    def close_to_writing(self) -> None:
        subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False, capture_output=True)

    def fill(self, left: int) -> None:
        """Leave so many bytes free."""
        free = os.statvfs(self.folder)
        size = free.f_bavail * free.f_frsize - left
        with self.filler.open("wb") as file:
            file.write(bytes(max(0, size)))

    def clear(self) -> None:
        self.filler.unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk")
    made.mount()
    yield made
    made.unmount()


@pytest.fixture
def notes(tmp_path: Path) -> list[Path]:
    return write(tmp_path / "notes", TEXTS, 40)


@pytest.fixture
def library(disk: Disk, notes: list[Path]) -> Iterator[Library]:
    with opened(disk) as made:
        made.add(notes)
        yield made


def opened(disk: Disk) -> Library:
    return Library.open(disk.folder / "library", encoder=QuickEncoder(), create=True)


def texts(library: Library) -> set[str]:
    return {library.document(entry.id).text for entry in library.documents()}


def on_disk(paths: list[Path]) -> set[str]:
    return {path.read_text() for path in paths}


@pytest.mark.parametrize("left", LEFT)
def test_adding_stops_with_a_line_and_goes_on_when_there_is_room(
    disk: Disk, library: Library, notes: list[Path], tmp_path: Path, left: int
) -> None:
    before = texts(library)
    more = write(tmp_path / "more", TEXTS, 200, seed=1)
    disk.fill(left)
    with pytest.raises(LibraryError, match=FULL) as told:
        library.add(more)
    assert "\n" not in str(told.value)
    assert before <= texts(library) <= before | on_disk(more)
    assert library.search("the ferry")
    disk.clear()
    with opened(disk) as again:
        again.add(more)
        assert texts(again) == on_disk([*notes, *more])
        assert again.check() == []


@pytest.mark.parametrize("left", LEFT)
def test_a_changed_file_keeps_its_old_text_until_there_is_room(
    disk: Disk, library: Library, notes: list[Path], left: int
) -> None:
    before = texts(library)
    # As large as all the others together.
    notes[3].write_text(" ".join(path.read_text() for path in notes))
    disk.fill(left)
    with pytest.raises(LibraryError, match=FULL):
        library.add(notes)
    now = texts(library)
    assert now in (before, on_disk(notes))
    assert library.search("the ferry")
    disk.clear()
    library.add(notes)
    assert texts(library) == on_disk(notes)
    assert library.check() == []


@pytest.mark.parametrize("left", LEFT)
def test_what_is_removed_is_there_or_gone_and_leaves_nothing_when_there_is_room(
    disk: Disk, library: Library, notes: list[Path], left: int
) -> None:
    gone = notes[:20]
    disk.fill(left)
    with suppress(LibraryError):
        library.remove(map(str, gone))
    assert texts(library) in (on_disk(notes), on_disk(notes[20:]))
    disk.clear()
    library.remove(map(str, gone))
    assert texts(library) == on_disk(notes[20:])
    assert library.check() == []
    assert library.traces(gone[0]) == []


@pytest.mark.parametrize("left", LEFT)
def test_rebuilding_leaves_the_library_as_it_was_until_there_is_room(
    disk: Disk, library: Library, notes: list[Path], left: int
) -> None:
    passages = len(library)
    disk.fill(left)
    # With the most that is left there is just enough.
    with suppress(LibraryError):
        library.rebuild(characters=300)
    assert texts(library) == on_disk(notes)
    assert library.search("the ferry")
    disk.clear()
    assert library.check() == []
    library.rebuild(characters=300)
    assert len(library) > passages
    assert library.check() == []


@pytest.mark.parametrize("left", LEFT)
def test_bytes_are_kept_whole_or_not_at_all(disk: Disk, library: Library, left: int) -> None:
    content = b"A zebrafinch sings at midnight. " * 30_000
    disk.fill(left)
    with pytest.raises(LibraryError, match=FULL):
        library.add_bytes("finch.txt", content)
    assert library.search("the ferry")
    disk.clear()
    library.add_bytes("finch.txt", content)
    assert library.check() == []
    kept = library.original("finch.txt")
    assert kept is not None
    assert kept.read_bytes() == content


@pytest.mark.parametrize("left", LEFT)
def test_a_library_on_a_full_disk_is_opened_or_says_that_the_disk_is_full(
    disk: Disk, library: Library, notes: list[Path], left: int
) -> None:
    library.close()
    disk.fill(left)
    # Two small files are made beside the database.
    expected = pytest.raises(LibraryError, match=FULL) if left < 10_000 else nullcontext()
    with expected, opened(disk) as again:
        assert texts(again) == on_disk(notes)
        assert again.search("the ferry")
    disk.clear()
    with opened(disk) as again:
        assert texts(again) == on_disk(notes)
        assert again.check() == []


@pytest.mark.parametrize("more", range(-20_000, 60_000, 10_000))
def test_a_copy_is_written_and_restored_whole_or_the_disk_is_blamed(
    disk: Disk, library: Library, notes: list[Path], tmp_path: Path, more: int
) -> None:
    copy, inside = tmp_path / "copy.zip", disk.folder / "copy.zip"
    library.backup(copy)
    size = copy.stat().st_size
    # Nearly as much as the database, whose log and its index also want room.
    disk.fill(size + more)
    before = sorted(disk.folder.iterdir())
    with suppress(LibraryError):
        library.backup(inside)
    inside.unlink(missing_ok=True)
    assert sorted(disk.folder.iterdir()) == before
    told = ""
    try:
        Library.restore(copy, disk.folder / "restored")
    except LibraryError as error:
        told = str(error)
        assert "damaged" not in told
        assert "No space left on device" in told or FULL in told
        assert list((disk.folder / "restored").iterdir()) == []
        disk.clear()
        Library.restore(copy, disk.folder / "restored")
    with Library.open(disk.folder / "restored", encoder=QuickEncoder()) as again:
        disk.clear()
        assert texts(again) == on_disk(notes)
    assert told or more > 0


def test_a_disk_that_is_only_to_be_read_is_told(disk: Disk, library: Library) -> None:
    library.close()
    disk.close_to_writing()
    with pytest.raises(LibraryError) as told:
        opened(disk)
    assert str(told.value) == (
        f"{library.folder} may not be written to (unable to open database file). Give yourself the"
        " right to, and do it again"
    )
