import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.catalog import Catalog
from index.errors import LibraryError
from index.library import Library
from tests.fakes import WordEncoder, shelf

ENCODER = WordEncoder("cat", "dog")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "lib", encoder=ENCODER, create=True) as made:
        made.add([shelf(tmp_path / "notes", a_txt="A cat.", b_txt="A dog.")], tags=["x"])
        made.add_bytes("c.txt", b"A cat and a dog.")
        (made.folder / "questions.jsonl").write_text("{}\n")
        yield made


def message(error: BaseException) -> str:
    assert len(str(error).splitlines()) == 1
    return str(error)


def test_a_restored_library_is_the_same(library: Library, tmp_path: Path) -> None:
    copy = tmp_path / "copy.zip"
    library.backup(copy)
    Library.restore(copy, tmp_path / "restored")
    with Library.open(tmp_path / "restored", encoder=ENCODER) as again:
        assert again.identity == library.identity
        assert again.documents() == library.documents()
        assert again.search("cat") == library.search("cat")
        original = again.original("c.txt")
        assert original is not None
        assert original.read_bytes() == b"A cat and a dog."
        assert (again.folder / "questions.jsonl").read_text() == "{}\n"
        assert again.check() == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("copy.zip", "lib", "notes", "restored")
    ]


def test_a_copy_is_of_one_moment_while_others_write(library: Library, tmp_path: Path) -> None:
    with Library.open(library.folder, encoder=ENCODER) as other:
        library.backup(tmp_path / "copy.zip")
        other.remove(["*.txt"])
        with pytest.raises(LibraryError, match="lies in the library itself"):
            library.backup(library.folder / "copy.zip")
    Library.restore(tmp_path / "copy.zip", tmp_path / "restored")
    with Library.open(tmp_path / "restored", encoder=ENCODER) as again:
        assert len(again.documents()) == 3
        assert again.check() == []


@pytest.mark.parametrize("away", [(), ("c.txt",), ("c.txt", "a.txt")])
def test_nobody_waits_for_a_copy_and_it_is_of_one_moment(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, away: tuple[str, ...]
) -> None:
    # Whoever has to wait is refused at once.
    monkeypatch.setattr("index.database._PATIENCE", 0)
    copy_to, times = Catalog.copy_to, []

    def copied(catalog: Catalog, path: Path) -> None:
        copy_to(catalog, path)
        times.append(path)
        if len(times) > 1:
            # The second time writers are kept out.
            with pytest.raises(LibraryError, match="database is locked"):
                other.add_bytes("e.txt", b"A last dog.")
            return
        other.add_bytes("d.txt", b"One more cat.")
        other.add([shelf(tmp_path / "more", e_txt="One more dog.")])
        other.remove(away)

    monkeypatch.setattr(Catalog, "copy_to", copied)
    before = library.documents()
    with Library.open(library.folder, encoder=ENCODER) as other:
        library.backup(tmp_path / "copy.zip")
        after = other.documents()
        assert (len(before), len(after)) == (3, 5 - len(away))
    # A kept file that was taken out before it was copied is missed: once more, as it is then.
    assert len(times) == (2 if away else 1)
    Library.restore(tmp_path / "copy.zip", tmp_path / "restored")
    with Library.open(tmp_path / "restored", encoder=ENCODER) as again:
        assert again.documents() == (after if away else before)
        assert [again.original(name) is not None for name in ("c.txt", "d.txt")] == [
            *([False, True] if away else [True, False])
        ]
        assert again.check() == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("copy.zip", "lib", "more", "notes", "restored")
    ]


def test_a_kept_file_that_somebody_took_away_by_hand_is_not_waited_for(
    library: Library, tmp_path: Path
) -> None:
    (kept,) = library.wanted()
    kept.unlink()
    library.backup(tmp_path / "copy.zip")
    Library.restore(tmp_path / "copy.zip", tmp_path / "restored")
    with Library.open(tmp_path / "restored", encoder=ENCODER) as again:
        assert again.documents() == library.documents()
        assert [finding.what for finding in again.check()] == [
            "the kept copy of c.txt is gone; its text is still here"
        ]


def test_copies_are_whole_while_others_write_all_the_time(library: Library, tmp_path: Path) -> None:
    stop, rounds = threading.Event(), []

    def write() -> None:
        with Library.open(library.folder, encoder=ENCODER) as other:
            while not stop.is_set():
                number = len(rounds)
                other.add_bytes(f"n{number}.txt", f"Cat number {number}.".encode())
                other.add_bytes("same.txt", f"Dog number {number}.".encode())
                other.remove([f"n{number - 2}.txt"])
                rounds.append(number)

    with ThreadPoolExecutor() as pool:
        writing = pool.submit(write)
        try:
            for turn in range(10):
                library.backup(tmp_path / f"{turn}.zip")
        finally:
            stop.set()
        writing.result()
    for turn in range(10):
        Library.restore(tmp_path / f"{turn}.zip", tmp_path / f"{turn}")
        with Library.open(tmp_path / f"{turn}", encoder=ENCODER) as again:
            # Only what is not done yet by who writes: no kept file is missing or too many.
            assert not any("kept" in finding.what for finding in again.check())
            for entry in again.documents():
                for source in entry.sources:
                    path = again.original(source)
                    assert path is not None
                    assert path.read_text() == again.document(entry.id).text
    assert rounds


def test_a_library_is_never_overwritten(library: Library, tmp_path: Path) -> None:
    library.backup(tmp_path / "copy.zip")
    with pytest.raises(LibraryError) as caught:
        Library.restore(tmp_path / "copy.zip", library.folder)
    assert message(caught.value) == (
        f"{library.folder} holds a library already. Restore into another folder: --library FOLDER"
    )


def test_what_a_kill_left_before_there_was_a_library_is_none(
    library: Library, tmp_path: Path
) -> None:
    library.backup(tmp_path / "copy.zip")
    (tmp_path / "restored").mkdir()
    (tmp_path / "restored" / "library.db").touch()
    Library.restore(tmp_path / "copy.zip", tmp_path / "restored")
    with Library.open(tmp_path / "restored", encoder=ENCODER) as again:
        assert again.documents() == library.documents()


def test_damage_anywhere_in_a_copy_is_told_and_leaves_no_library(
    library: Library, tmp_path: Path
) -> None:
    copy, folder = tmp_path / "copy.zip", tmp_path / "restored"
    library.backup(copy)
    content = copy.read_bytes()
    for place in range(0, len(content), len(content) // 60):
        damaged = bytearray(content)
        damaged[place] ^= 0x20
        copy.write_bytes(damaged)
        told = ""
        try:
            Library.restore(copy, folder)
        except LibraryError as error:
            told = message(error)
        if told:
            assert "copy" in told
            assert not (folder / "library.db").exists()
            continue
        # Such as a date in the archive's own list.
        with Library.open(folder, encoder=ENCODER) as again:
            assert again.check() == []
            assert again.documents() == library.documents()
        (folder / "library.db").unlink()
    for length in (0, 10, 1000, len(content) // 2, len(content) - 1):
        copy.write_bytes(content[:length])
        with pytest.raises(LibraryError):
            Library.restore(copy, folder)


def test_what_is_no_copy_is_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"^there is no .*/none\. Give the file"):
        Library.restore(tmp_path / "none", tmp_path / "restored")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("library.db", "x")
    with pytest.raises(LibraryError, match=r"other\.zip is no copy of a library\."):
        Library.restore(tmp_path / "other.zip", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def strange(folder: Path) -> None:
    """Put into a library's folder what others and a kill leave there."""
    (folder / ".DS_Store").write_text("x")
    (folder / "kept" / ".DS_Store").write_text("x")
    (folder / "kept" / f"{'0' * 64}.new").write_text("x")
    (folder / "kept" / ("1" * 64)).mkdir()
    (folder / "kept" / ("1" * 64) / "stray.txt").write_text("x")
    (folder / "drafts").mkdir()
    (folder / "drafts" / "a.txt").write_text("x")


def test_what_others_left_in_the_folder_is_not_copied(library: Library, tmp_path: Path) -> None:
    strange(library.folder)
    copy = tmp_path / "copy.zip"
    library.backup(copy)
    (kept,) = library.wanted()
    with zipfile.ZipFile(copy) as archive:
        names = archive.namelist()
    inside = kept.relative_to(library.folder).as_posix()
    assert sorted(names) == [inside, "library.db", "questions.jsonl"]
    Library.restore(copy, tmp_path / "restored")
    with Library.open(tmp_path / "restored", encoder=ENCODER) as again:
        assert again.documents() == library.documents()
        assert again.check() == []


@pytest.mark.parametrize(
    "name",
    [
        *("a/b", "a/b/c", "kept/x", "kept/.DS_Store", "kept/0.new", ".DS_Store"),
        *("vectors.faiss", "library.db-wal", "a/", "kept/a/b/"),
    ],
)
def test_what_a_copy_holds_beside_a_library_is_passed_over(
    library: Library, tmp_path: Path, name: str
) -> None:
    copy, folder = tmp_path / "copy.zip", tmp_path / "restored"
    library.backup(copy)
    with zipfile.ZipFile(copy, "a") as archive:
        archive.writestr(name, "x")
    Library.restore(copy, folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        *("kept", "library.db", "questions.jsonl")
    ]
    assert len(list((folder / "kept").iterdir())) == 1
    with Library.open(folder, encoder=ENCODER) as again:
        assert again.documents() == library.documents()
        assert again.check() == []


@pytest.mark.parametrize("name", ["../x", "/x", "kept/../x", "kept/a/../../../x", "kept/../../x"])
def test_a_copy_whose_members_lead_elsewhere_is_refused(
    library: Library, tmp_path: Path, name: str
) -> None:
    copy = tmp_path / "copy.zip"
    library.backup(copy)
    with zipfile.ZipFile(copy, "a") as archive:
        archive.writestr(name, "x")
    with pytest.raises(LibraryError, match="is no copy of a library"):
        Library.restore(copy, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_what_the_library_before_left_in_a_folder_has_no_say_in_a_restored_one(
    library: Library, tmp_path: Path
) -> None:
    copy, folder = tmp_path / "copy.zip", library.folder
    library.backup(copy)
    # Until it is closed, the dog's rows stand in the log alone, and its vector is number 4.
    library.add_bytes("d.txt", b"Another dog.")
    log = (folder / "library.db-wal").read_bytes()
    library.close()
    (folder / "library.db").unlink()
    (folder / "library.db-wal").write_bytes(log)
    Library.restore(copy, folder)
    with Library.open(folder, encoder=ENCODER) as again:
        assert [entry.title for entry in again.documents()] == ["a", "b", "c"]
        # Number 4 is given a second time: (1, 0) and not (0, 1).
        again.add_bytes("e.txt", b"Only a cat.")
        cosines = {hit.document.title: hit.cosine for hit in again.search("cat")}
        assert cosines == {
            "a": 1.0,
            "b": 0.0,
            "c": pytest.approx(0.5**0.5, abs=1e-3),
            "e": 1.0,
        }


def test_what_could_not_be_restored_leaves_all_as_it_was(library: Library, tmp_path: Path) -> None:
    copy, folder = tmp_path / "copy.zip", shelf(tmp_path / "restored", questions_jsonl="mine")
    (folder / "library.db.restored").mkdir()
    shelf(folder / "library.db.restored", left_by_a_kill_txt="A cat.")
    library.backup(copy)
    content = bytearray(copy.read_bytes())
    # Within the database, which stands first.
    content[200] ^= 0xFF
    copy.write_bytes(content)
    with pytest.raises(LibraryError, match=r"is damaged \(Bad CRC-32 for file 'library\.db'\)"):
        Library.restore(copy, folder)
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"questions.jsonl": "mine"}
    library.backup(tmp_path / "sound.zip")
    Library.restore(tmp_path / "sound.zip", folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "kept",
        "library.db",
        "questions.jsonl",
    ]
    assert (folder / "questions.jsonl").read_bytes() == (
        library.folder / "questions.jsonl"
    ).read_bytes()


def test_a_file_whose_name_no_archive_takes_is_not_copied(library: Library, tmp_path: Path) -> None:
    (library.folder / "caf\udce9.txt").write_text("x")
    library.backup(tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert [name for name in archive.namelist() if "/" not in name] == [
            *("library.db", "questions.jsonl")
        ]
